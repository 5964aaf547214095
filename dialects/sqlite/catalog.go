package sqlite

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/sqltypes"
)

// This file reads the catalog through table-valued pragmas, a query a part. What they do not tell (names of constraints, checks,
// deferrable keys) is in the text that created the table; definition.go reads that.

var _ dialects.Catalog = dialect{}

// catalogSQL are the queries, with SCHEMA for the quoted name of the schema and NAME for it as a literal. A query begins
// with what limits it to ordinary tables.
var catalogSQL = map[dialects.CatalogPart]string{
	dialects.CatalogTables: `SELECT NULL, NULL, NULL, NULL UNION ALL
SELECT m.name, m.sql, NULL, CASE WHEN l.wr THEN 'with_rowid=false' ELSE '' END || CASE WHEN l.strict THEN char(10) || 'strict' ELSE '' END
FROM pragma_table_list l JOIN SCHEMA.sqlite_master m ON m.name = l.name AND m.type = 'table'
WHERE l.schema = NAME AND l.type = 'table' AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY 1`,

	dialects.CatalogColumns: `SELECT m.name, c.name, CASE WHEN k.is_rowid THEN 'BIGINT' ELSE c.type END, c."notnull" OR k.is_rowid, c.dflt_value, k.is_rowid, NULL, NULL,
NULL, NULL, NULL, NULL, NULL, NULL, NULL, CASE WHEN c.hidden IN (2, 3) THEN '' END, CASE c.hidden WHEN 2 THEN 0 WHEN 3 THEN 1 END
FROM SCHEMA.sqlite_master m JOIN pragma_table_xinfo(m.name, NAME) c
JOIN (SELECT s.name AS tbl, x.cid, x.pk = 1 AND upper(x.type) = 'INTEGER'
	AND NOT EXISTS (SELECT 1 FROM pragma_index_list(s.name, NAME) i WHERE i.origin = 'pk')
	AND NOT EXISTS (SELECT 1 FROM pragma_foreign_key_list(s.name, NAME) f WHERE f."from" = x.name) AS is_rowid
	FROM SCHEMA.sqlite_master s JOIN pragma_table_xinfo(s.name, NAME) x WHERE s.type = 'table') k ON k.tbl = m.name AND k.cid = c.cid
WHERE m.type = 'table' AND c.hidden <> 1 ORDER BY m.name, c.cid`,

	dialects.CatalogConstraints: `SELECT m.name, 'p', 'p', NULL, c.name, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, 0 AS ord, c.pk AS pos
FROM SCHEMA.sqlite_master m JOIN pragma_table_xinfo(m.name, NAME) c WHERE m.type = 'table' AND c.pk > 0
UNION ALL
SELECT m.name, 'u' || i.name, 'u', NULL, x.name, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, 1000000 - i.seq, x.seqno
FROM SCHEMA.sqlite_master m JOIN pragma_index_list(m.name, NAME) i JOIN pragma_index_info(i.name, NAME) x
WHERE m.type = 'table' AND i.origin = 'u'
UNION ALL
SELECT m.name, 'f' || f.id, 'f', NULL, f."from", NULL, coalesce(r.name, f."table"),
coalesce((SELECT name FROM pragma_table_xinfo(f."table", NAME) t
	WHERE CASE WHEN f."to" IS NULL THEN t.pk = f.seq + 1 ELSE t.name = f."to" COLLATE NOCASE END), f."to"),
nullif(f.on_delete, 'NO ACTION'), nullif(f.on_update, 'NO ACTION'), 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, 1000000 - f.id, f.seq
FROM SCHEMA.sqlite_master m JOIN pragma_foreign_key_list(m.name, NAME) f
LEFT JOIN SCHEMA.sqlite_master r ON r.type = 'table' AND r.name = f."table" COLLATE NOCASE
WHERE m.type = 'table'
ORDER BY 1, 3, ord, pos`,

	dialects.CatalogIndexes: `SELECT m.name, i.name, i."unique", x.name, NULL, NULL, CASE WHEN x.cid < 0 THEN '' END, CASE WHEN i.partial THEN '' END, x."desc", NULL, NULL,
nullif(x.coll, 'BINARY'), NULL, 0, 0, s.sql
FROM SCHEMA.sqlite_master m JOIN pragma_index_list(m.name, NAME) i JOIN pragma_index_xinfo(i.name, NAME) x
JOIN SCHEMA.sqlite_master s ON s.type = 'index' AND s.name = i.name
WHERE m.type = 'table' AND i.origin = 'c' AND x.key ORDER BY m.name, i.seq DESC, x.seqno`,
}

// inSchema puts the name of a schema into a query.
func inSchema(schema string) *strings.Replacer {
	if schema == "" {
		schema = "main"
	}
	return strings.NewReplacer("SCHEMA", rules.Quote(schema), "NAME", "'"+strings.ReplaceAll(schema, "'", "''")+"'")
}

var _ dialects.ViewCatalog = dialect{}

const viewsSQL = `SELECT name, sql FROM SCHEMA.sqlite_master WHERE type = 'view' ORDER BY 1`

const viewColumnsSQL = `SELECT m.name, c.name, c.type, 0, NULL, 0 FROM SCHEMA.sqlite_master m JOIN pragma_table_xinfo(m.name, NAME) c
WHERE m.type = 'view' ORDER BY m.name, c.cid`

const namesSQL = `SELECT CASE WHEN type = 'view' THEN 'view' ELSE 'table' END, name FROM SCHEMA.sqlite_master
WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
UNION ALL SELECT 'temporary', name FROM sqlite_temp_master WHERE type = 'table'
UNION ALL SELECT 'schema', name FROM pragma_database_list WHERE name <> 'temp' UNION ALL SELECT 'default', 'main' ORDER BY 1, 2`

// ViewQueries implements [dialects.ViewCatalog].
func (dialect) ViewQueries(schema string) []dialects.CatalogQuery {
	in := inSchema(schema)
	return []dialects.CatalogQuery{
		{Part: dialects.CatalogTables, SQL: in.Replace(viewsSQL)}, {Part: dialects.CatalogColumns, SQL: in.Replace(viewColumnsSQL)},
	}
}

// NamesQuery implements [dialects.ViewCatalog].
func (dialect) NamesQuery(schema string) dialects.CatalogQuery {
	return dialects.CatalogQuery{SQL: inSchema(schema).Replace(namesSQL)}
}

// CatalogQueries implements [dialects.Catalog].
func (dialect) CatalogQueries(schema string) []dialects.CatalogQuery {
	names := inSchema(schema)
	var qs []dialects.CatalogQuery
	for _, part := range []dialects.CatalogPart{dialects.CatalogTables, dialects.CatalogColumns, dialects.CatalogConstraints, dialects.CatalogIndexes} {
		qs = append(qs, dialects.CatalogQuery{Part: part, SQL: names.Replace(catalogSQL[part])})
	}
	return qs
}

// typesByName are the types by the names that declarations use for them. SQLite stores all of a group alike.
var typesByName = map[string]sqltypes.Type{
	"INTEGER": sqltypes.Integer(), "INT": sqltypes.Integer(), "SMALLINT": sqltypes.SmallInteger(), "BIGINT": sqltypes.BigInteger(),
	"FLOAT": sqltypes.Float(), "DOUBLE": sqltypes.Float(), "DOUBLE PRECISION": sqltypes.Float(), "REAL": sqltypes.Float(),
	"NUMERIC": sqltypes.Numeric(0, 0), "DECIMAL": sqltypes.Numeric(0, 0), "BOOLEAN": sqltypes.Boolean(), "BOOL": sqltypes.Boolean(),
	"VARCHAR": sqltypes.String(0), "NVARCHAR": sqltypes.String(0), "TEXT": sqltypes.Text(), "CLOB": sqltypes.Text(),
	"DATETIME": sqltypes.DateTime(), "TIMESTAMP": sqltypes.DateTime(), "DATE": sqltypes.Date(), "TIME": sqltypes.Time(),
	"BLOB": sqltypes.LargeBinary(), "JSON": sqltypes.JSON(),
}

var withArguments = regexp.MustCompile(`^([A-Z]+) ?\( ?(\d+) ?(?:, ?(\d+) ?)?\)$`)

// TypeFromSQL implements [dialects.Catalog]. Any text may declare a type in SQLite; what is none of the usual names is opaque.
func (dialect) TypeFromSQL(declared string) sqltypes.Type {
	name := strings.Join(strings.Fields(strings.ToUpper(declared)), " ")
	if t := typesByName[name]; t != nil {
		return t
	}
	opaque := sqltypes.Opaque(Dialect.Name(), declared)
	m := withArguments.FindStringSubmatch(name)
	if m == nil || typesByName[m[1]] == nil {
		return opaque
	}
	n, err := strconv.Atoi(m[2])
	scale, scaleErr := strconv.Atoi("0" + m[3])
	if err != nil || scaleErr != nil || n == 0 {
		return opaque
	}
	switch k := typesByName[m[1]].Kind(); {
	case k == sqltypes.NumericKind:
		return sqltypes.Numeric(n, scale)
	case k == sqltypes.StringKind && m[3] == "":
		return sqltypes.String(n)
	}
	return opaque
}

var plainDefault = regexp.MustCompile(`(?i)^(?:'(?:[^']|'')*'|"(?:[^"]|"")*"|x'[0-9a-f]*'|[+-]?[0-9.]+(?:e[+-]?\d+)?|[+-]?0x[0-9a-f]+|true|false|current_(?:time|date|timestamp))$`)

// DefaultFromSQL implements [dialects.Catalog]. The catalog drops the parentheses that an expression needs; they come back.
func (dialect) DefaultFromSQL(text, _ string) string {
	switch {
	case strings.EqualFold(text, "null"):
		return ""
	case plainDefault.MatchString(text):
		return text
	}
	return "(" + text + ")"
}
