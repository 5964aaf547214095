package mysql

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/sqltypes"
)

// This file reads the catalog through information_schema, a query a part: a query a table would take a hundred times longer.
// Queries must do on MariaDB and MySQL, whose tables differ; a column that only one has is reached by a natural join.

var _ dialects.Catalog = dialect{}

// here limits a query to the schema ?, to the connection's own for "".
const here = `= coalesce(nullif(?, ''), database())`

const tablesSQL = `SELECT NULL, NULL, NULL, NULL FROM information_schema.schemata WHERE schema_name ` + here + `
UNION ALL
SELECT t.table_name, NULL, nullif(t.table_comment, ''), CASE WHEN t.engine <> @@default_storage_engine THEN concat('engine=', t.engine) END
FROM information_schema.tables t
WHERE t.table_schema ` + here + ` AND t.table_type IN ('BASE TABLE', 'SYSTEM VERSIONED') ORDER BY 1`

// Strings in conditions come with \' for a quote, which is made the standard's.
//
// MySQL gives defaults without quotes, and says which are expressions; MariaDB gives them as they were declared.
const columnsSQL = `SELECT c.table_name, c.column_name, c.column_type, c.is_nullable = 'NO',
CASE WHEN c.generation_expression <> '' THEN NULL WHEN version() LIKE '%MariaDB%' OR c.extra LIKE '%DEFAULT_GENERATED%' THEN c.column_default
	ELSE quote(c.column_default) END,
c.extra LIKE '%auto_increment%', nullif(c.column_comment, ''),
CASE WHEN c.extra LIKE '%on update%' THEN 'its ON UPDATE' END, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
nullif(replace(c.generation_expression, '\\\'', '\'\''), ''), CASE WHEN c.generation_expression <> '' THEN c.extra LIKE '%STORED%' OR c.extra LIKE '%PERSISTENT%' END,
CASE WHEN c.collation_name <> t.table_collation THEN c.collation_name END
FROM information_schema.columns c
JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
WHERE c.table_schema ` + here + ` ORDER BY c.table_name, c.ordinal_position`

const constraintsSQL = `SELECT k.table_name, concat(c.constraint_type, k.constraint_name), CASE c.constraint_type WHEN 'PRIMARY KEY' THEN 'p' WHEN 'UNIQUE' THEN 'u' ELSE 'f' END,
nullif(k.constraint_name, 'PRIMARY'), k.column_name, nullif(k.referenced_table_schema, k.table_schema), k.referenced_table_name, k.referenced_column_name,
CASE WHEN r.delete_rule NOT IN ('RESTRICT', 'NO ACTION') THEN r.delete_rule END, CASE WHEN r.update_rule NOT IN ('RESTRICT', 'NO ACTION') THEN r.update_rule END,
0, 0, NULL, NULL, NULL, NULL, NULL, NULL, k.ordinal_position AS pos
FROM information_schema.table_constraints c
JOIN information_schema.key_column_usage k ON k.constraint_schema = c.constraint_schema AND k.table_name = c.table_name AND k.constraint_name = c.constraint_name
	AND (k.referenced_table_name IS NOT NULL) = (c.constraint_type = 'FOREIGN KEY')
LEFT JOIN information_schema.referential_constraints r ON r.constraint_schema = c.constraint_schema AND r.constraint_name = c.constraint_name
	AND r.table_name = c.table_name AND c.constraint_type = 'FOREIGN KEY'
WHERE c.table_schema ` + here + ` AND c.constraint_type IN ('PRIMARY KEY', 'UNIQUE', 'FOREIGN KEY')
	AND NOT (c.constraint_type = 'UNIQUE' AND EXISTS (SELECT 1 FROM information_schema.statistics s
		WHERE s.table_schema = c.table_schema AND s.table_name = c.table_name AND s.index_name = c.constraint_name AND (s.sub_part IS NOT NULL OR s.collation = 'D')))
UNION ALL
SELECT table_name, concat('CHECK', constraint_name), 'c', nullif(CASE WHEN constraint_name REGEXP '^CONSTRAINT_[0-9]+$' THEN '' ELSE constraint_name END, ''),
NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, replace(check_clause, '\\\'', '\'\''), NULL, NULL, NULL, NULL, NULL, 1
FROM information_schema.check_constraints NATURAL JOIN (SELECT constraint_schema, table_name, constraint_name FROM information_schema.table_constraints
	WHERE constraint_type = 'CHECK' AND table_schema ` + here + `) own
WHERE constraint_schema ` + here + `
ORDER BY 1, 2, pos`

// Indexes of unique constraints and those that were made for a foreign key are left to the constraints.
const indexesSQL = `SELECT s.table_name, s.index_name, s.non_unique = 0, s.column_name, CASE WHEN s.column_name IS NULL THEN 'it is on an expression' END, NULL,
NULL, NULL, s.collation = 'D', NULL, NULL, NULL, NULL, 0, 0, NULL,
nullif(concat_ws('\n', CASE WHEN s.index_type IN ('FULLTEXT', 'SPATIAL') THEN concat('prefix=', s.index_type) END,
	(SELECT concat('length=', group_concat(p.column_name, '=', p.sub_part ORDER BY p.seq_in_index SEPARATOR ',')) FROM information_schema.statistics p
		WHERE p.table_schema = s.table_schema AND p.table_name = s.table_name AND p.index_name = s.index_name AND p.sub_part IS NOT NULL
		AND p.index_type <> 'SPATIAL')), '')
FROM information_schema.statistics s
WHERE s.table_schema ` + here + ` AND s.index_name <> 'PRIMARY'
	AND (s.non_unique = 1 OR EXISTS (SELECT 1 FROM information_schema.statistics p WHERE p.table_schema = s.table_schema AND p.table_name = s.table_name
		AND p.index_name = s.index_name AND (p.sub_part IS NOT NULL OR p.collation = 'D' OR p.column_name IS NULL)))
	AND NOT EXISTS (SELECT 1 FROM information_schema.key_column_usage k WHERE k.table_schema = s.table_schema AND k.table_name = s.table_name
		AND k.referenced_table_name IS NOT NULL AND s.non_unique = 1 AND (k.constraint_name = s.index_name
			OR k.column_name = s.index_name AND k.ordinal_position = 1))
ORDER BY s.table_name, s.index_name, s.seq_in_index`

func init() {
	sqltypes.RegisterNatives(Dialect.Name(), func(sql string) sqltypes.Type { return dialect{}.TypeFromSQL(strings.ToLower(sql)) })
}

var _ dialects.ViewCatalog = dialect{}

const viewsSQL = `SELECT table_name, view_definition FROM information_schema.views WHERE table_schema ` + here + ` ORDER BY 1`

const viewColumnsSQL = `SELECT c.table_name, c.column_name, c.column_type, 0, NULL, 0
FROM information_schema.columns c JOIN information_schema.views v ON v.table_schema = c.table_schema AND v.table_name = c.table_name
WHERE c.table_schema ` + here + ` ORDER BY c.table_name, c.ordinal_position`

const namesSQL = `SELECT CASE table_type WHEN 'VIEW' THEN 'view' WHEN 'TEMPORARY' THEN 'temporary' ELSE 'table' END, table_name
FROM information_schema.tables WHERE table_schema ` + here + ` AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED', 'VIEW', 'TEMPORARY')
UNION ALL SELECT 'schema', schema_name FROM information_schema.schemata UNION ALL SELECT 'default', database() ORDER BY 1, 2`

// query is a query of the catalog whose parameters are all the schema.
func query(part dialects.CatalogPart, sql, schema string) dialects.CatalogQuery {
	q := dialects.CatalogQuery{Part: part, SQL: sql}
	for range strings.Count(sql, "?") {
		q.Args = append(q.Args, schema)
	}
	return q
}

// ViewQueries implements [dialects.ViewCatalog].
func (dialect) ViewQueries(schema string) []dialects.CatalogQuery {
	return []dialects.CatalogQuery{query(dialects.CatalogTables, viewsSQL, schema), query(dialects.CatalogColumns, viewColumnsSQL, schema)}
}

// NamesQuery implements [dialects.ViewCatalog].
func (dialect) NamesQuery(schema string) dialects.CatalogQuery {
	return query(dialects.CatalogTables, namesSQL, schema)
}

// CatalogQueries implements [dialects.Catalog].
func (dialect) CatalogQueries(schema string) []dialects.CatalogQuery {
	return []dialects.CatalogQuery{
		query(dialects.CatalogTables, tablesSQL, schema), query(dialects.CatalogColumns, columnsSQL, schema),
		query(dialects.CatalogConstraints, constraintsSQL, schema), query(dialects.CatalogIndexes, indexesSQL, schema),
	}
}

// typesByName are the types without arguments. Widths of integers mean nothing but in tinyint(1), which is what BOOLEAN is.
var typesByName = map[string]sqltypes.Type{
	"smallint": sqltypes.SmallInteger(), "int": sqltypes.Integer(), "bigint": sqltypes.BigInteger(), "double": sqltypes.Float(), "float": FLOAT(Number{}),
	"tinyint(1)": sqltypes.Boolean(), "text": sqltypes.Text(), "blob": sqltypes.LargeBinary(), "date": sqltypes.Date(),
	"datetime(6)": sqltypes.DateTime(), "datetime": DATETIME(0), "time(6)": sqltypes.Time(), "time": TIME(0), "timestamp": TIMESTAMP(0),
	"timestamp(6)": TIMESTAMP(6), "json": sqltypes.JSON(), "uuid": UUID(), "inet4": INET4(), "inet6": INET6(), "year(4)": YEAR(), "year": YEAR(),
}

var (
	integers      = regexp.MustCompile(`^(smallint|int|bigint)\(\d+\)$`)
	natives       = regexp.MustCompile(`^(tinyint|smallint|mediumint|int|integer|bigint|decimal|double|float)(\([\d,]+\))?( unsigned)?( zerofill)?$`)
	withArguments = regexp.MustCompile(`^(varchar|decimal|char|varbinary|binary|bit)\((\d+)(?:,(\d+))?\)$`)
	enumWords     = regexp.MustCompile(`^(enum|set)\((.*)\)$`)
	enumWord      = regexp.MustCompile(`'((?:[^']|'')*)'`)
)

// sized are the longer and shorter texts and byte strings.
var sized = map[string]sqltypes.Type{
	"tinytext": sqltypes.Text(), "mediumtext": sqltypes.Text(), "longtext": sqltypes.Text(),
	"tinyblob": sqltypes.LargeBinary(), "mediumblob": sqltypes.LargeBinary(), "longblob": sqltypes.LargeBinary(),
}

// TypeFromSQL implements [dialects.Catalog]. What no type here says exactly is opaque.
func (dialect) TypeFromSQL(declared string) sqltypes.Type {
	name := declared
	if m := integers.FindStringSubmatch(declared); m != nil {
		name = m[1]
	}
	if t := typesByName[name]; t != nil {
		return t
	}
	if base := sized[name]; base != nil {
		return native(strings.ToUpper(name), base)
	}
	if m := withArguments.FindStringSubmatch(name); m != nil {
		n, _ := strconv.Atoi(m[2])
		scale, _ := strconv.Atoi(m[3])
		switch m[1] {
		case "varchar":
			return sqltypes.String(n)
		case "decimal":
			return sqltypes.Numeric(n, scale)
		case "char":
			return sqltypes.CHAR(n)
		case "varbinary":
			return sqltypes.BinaryType{Length: n}
		case "binary":
			return sqltypes.BINARY(n)
		}
		return BIT(n)
	}
	if m := enumWords.FindStringSubmatch(name); m != nil && m[1] == "enum" {
		var words []string
		for _, w := range enumWord.FindAllStringSubmatch(m[2], -1) {
			words = append(words, strings.ReplaceAll(w[1], "''", "'"))
		}
		return sqltypes.Enum("", words...)
	}
	if m := natives.FindStringSubmatch(name); m != nil {
		return nativeNumber(m)
	}
	return sqltypes.Opaque(Dialect.Name(), declared)
}

// nativeNumber is a number type that says more than the generic ones do: of another size, unsigned, with a width that is shown.
func nativeNumber(m []string) sqltypes.Type {
	n := Number{Unsigned: m[3] != "", ZeroFill: m[4] != ""}
	first, second, _ := strings.Cut(strings.Trim(m[2], "()"), ",")
	size, _ := strconv.Atoi(first)
	scale, _ := strconv.Atoi(second)
	if n.ZeroFill {
		n.Width = size
	}
	switch m[1] {
	case "tinyint":
		return TINYINT(n)
	case "smallint":
		return SMALLINT(n)
	case "mediumint":
		return MEDIUMINT(n)
	case "int", "integer":
		return INTEGER(n)
	case "bigint":
		return BIGINT(n)
	case "decimal":
		return DECIMAL(size, scale, n)
	case "float":
		return FLOAT(n)
	}
	return DOUBLE(n)
}

// DefaultFromSQL implements [dialects.Catalog].
func (dialect) DefaultFromSQL(text, _ string) string {
	if strings.EqualFold(text, "null") {
		return ""
	}
	return text
}

// ReadDefinition implements [dialects.Catalog]: the catalog holds everything.
func (dialect) ReadDefinition(string) []dialects.ConstraintText { return nil }
