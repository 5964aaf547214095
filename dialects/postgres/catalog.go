package postgres

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/sqltypes"
)

// This file reads the catalog, from pg_catalog alone: information_schema takes a thousand times longer. Columns of the catalog
// that version 10 does not have yet are read through to_jsonb.

var _ dialects.Catalog = dialect{}

// inSchema limits a query to the ordinary and partitioned tables, without partitions, of the schema $1.
const inSchema = `n.nspname = coalesce(nullif($1::text, ''), current_schema()::text) AND t.relkind IN ('r', 'p') AND NOT t.relispartition`

const tablesSQL = `SELECT NULL::text, NULL::text, NULL::text FROM pg_catalog.pg_namespace n
WHERE n.nspname = coalesce(nullif($1::text, ''), current_schema()::text)
UNION ALL
SELECT t.relname::text, NULL, pg_catalog.obj_description(t.oid, 'pg_class')
FROM pg_catalog.pg_class t JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
WHERE ` + inSchema + `
ORDER BY 1 NULLS FIRST`

const columnsSQL = `SELECT t.relname::text, a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull::int,
CASE WHEN own.is THEN NULL ELSE pg_catalog.pg_get_expr(d.adbin, d.adrelid) END,
(a.attidentity <> '' OR own.is)::int, pg_catalog.col_description(a.attrelid, a.attnum),
nullif(concat_ws(', ', CASE WHEN to_jsonb(a)->>'attgenerated' <> '' THEN 'it is computed' END,
	CASE WHEN a.attcollation <> ty.typcollation THEN 'its collation' END), '')
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class t ON t.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
JOIN pg_catalog.pg_type ty ON ty.oid = a.atttypid
LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
CROSS JOIN LATERAL (SELECT a.atthasdef AND a.atttypid IN (20, 21, 23)
	AND pg_catalog.pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%' AND EXISTS (SELECT FROM pg_catalog.pg_depend p
		WHERE p.refclassid = 'pg_catalog.pg_class'::regclass AND p.refobjid = a.attrelid AND p.refobjsubid = a.attnum
		AND p.classid = 'pg_catalog.pg_class'::regclass AND p.deptype = 'a') AS is) own
WHERE a.attnum > 0 AND NOT a.attisdropped AND ` + inSchema + `
ORDER BY t.relname, a.attnum`

const constraintsSQL = `SELECT t.relname::text, k.oid::text, CASE WHEN k.contype = 't' THEN 'x' ELSE k.contype::text END, k.conname::text, a.attname::text,
CASE WHEN rn.oid <> n.oid THEN rn.nspname::text END, rt.relname::text, ra.attname::text, ` + action + `k.confdeltype` + actionEnd + `, ` + action + `k.confupdtype` + actionEnd + `,
k.condeferrable::int, k.condeferred::int, CASE WHEN k.contype = 'c' THEN pg_catalog.pg_get_expr(k.conbin, k.conrelid) END
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class t ON t.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
LEFT JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY u(col, ref, pos) ON true
LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.col
LEFT JOIN pg_catalog.pg_class rt ON rt.oid = k.confrelid LEFT JOIN pg_catalog.pg_namespace rn ON rn.oid = rt.relnamespace
LEFT JOIN pg_catalog.pg_attribute ra ON ra.attrelid = k.confrelid AND ra.attnum = u.ref
WHERE k.contype IN ('p', 'u', 'f', 'c', 'x', 't') AND coalesce(to_jsonb(k)->>'conparentid', '0') = '0' AND ` + inSchema + `
ORDER BY t.relname, k.oid, u.pos`

const action, actionEnd = `CASE `, ` WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT' END`

const indexesSQL = `SELECT t.relname::text, x.relname::text, i.indisunique::int, a.attname::text,
CASE WHEN i.indpred IS NOT NULL THEN 'it has a WHERE' WHEN i.indexprs IS NOT NULL THEN 'it is on an expression' END,
nullif(concat_ws(', ', CASE WHEN am.amname <> 'btree' THEN 'its method ' || am.amname END,
	CASE WHEN i.indoption[k.pos] <> 0 THEN 'its order' END, CASE WHEN NOT oc.opcdefault THEN 'its operator class' END,
	CASE WHEN k.pos = 0 AND i.indnatts > k.keys THEN 'its included columns' END), '')
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid JOIN pg_catalog.pg_am am ON am.oid = x.relam
JOIN pg_catalog.pg_class t ON t.oid = i.indrelid JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
CROSS JOIN LATERAL (SELECT coalesce((to_jsonb(i)->>'indnkeyatts')::int, i.indnatts) AS keys) ks
CROSS JOIN LATERAL (SELECT pos, ks.keys FROM generate_series(0, ks.keys - 1) pos) k
LEFT JOIN pg_catalog.pg_opclass oc ON oc.oid = i.indclass[k.pos]
LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.pos]
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conindid = i.indexrelid AND c.conrelid = i.indrelid
	AND c.contype IN ('p', 'u', 'x')) AND ` + inSchema + `
ORDER BY t.relname, i.indexrelid, k.pos`

// CatalogQueries implements [dialects.Catalog].
func (dialect) CatalogQueries(schema string) []dialects.CatalogQuery {
	args := []any{schema}
	return []dialects.CatalogQuery{
		{Part: dialects.CatalogTables, SQL: tablesSQL, Args: args},
		{Part: dialects.CatalogColumns, SQL: columnsSQL, Args: args},
		{Part: dialects.CatalogConstraints, SQL: constraintsSQL, Args: args},
		{Part: dialects.CatalogIndexes, SQL: indexesSQL, Args: args},
	}
}

// typesByName are the types without arguments, by the names that format_type gives them.
var typesByName = map[string]sqltypes.Type{
	"smallint": sqltypes.SmallInteger(), "integer": sqltypes.Integer(), "bigint": sqltypes.BigInteger(),
	"double precision": sqltypes.Float(), "numeric": sqltypes.Numeric(0, 0), "boolean": sqltypes.Boolean(),
	"character varying": sqltypes.String(0), "text": sqltypes.Text(), "bytea": sqltypes.LargeBinary(), "date": sqltypes.Date(),
	"time without time zone": sqltypes.Time(), "timestamp without time zone": sqltypes.DateTime(),
	"timestamp with time zone": sqltypes.DateTimeTZ(),
}

var withArguments = regexp.MustCompile(`^(character varying|numeric)\((\d+)(?:,(\d+))?\)$`)

// TypeFromSQL implements [dialects.Catalog]. real, character(n) and times of a declared precision are opaque: no generic type
// declares them.
func (dialect) TypeFromSQL(declared string) sqltypes.Type {
	if t := typesByName[declared]; t != nil {
		return t
	}
	m := withArguments.FindStringSubmatch(declared)
	if m == nil {
		return sqltypes.Opaque(Dialect.Name(), declared)
	}
	n, _ := strconv.Atoi(m[2])
	if m[1] == "numeric" {
		scale, _ := strconv.Atoi(m[3])
		return sqltypes.Numeric(n, scale)
	}
	return sqltypes.String(n)
}

var castLiteral = regexp.MustCompile(`^('(?:[^']|'')*'|NULL)::([a-z ]+?)(?:\(\d+(?:,\d+)?\))?$`)
var number = regexp.MustCompile(`^'(-?\d+(?:\.\d+)?)'$`)

// DefaultFromSQL implements [dialects.Catalog]. The server adds a cast to a literal of the column's type, and to a negative
// number; they go.
func (dialect) DefaultFromSQL(text, declared string) string {
	m := castLiteral.FindStringSubmatch(text)
	if m == nil {
		return text
	}
	if n := number.FindStringSubmatch(m[1]); n != nil && isNumeric(m[2]) && isNumeric(declared) {
		return n[1]
	}
	base, _, _ := strings.Cut(declared, "(")
	switch {
	case m[2] != strings.TrimSpace(base):
		return text
	case m[1] == "NULL":
		return ""
	}
	return m[1]
}

// isNumeric reports whether the literals of a type are numbers.
func isNumeric(declared string) bool { return dialect{}.TypeFromSQL(declared).Kind().IsNumeric() }

// ReadDefinition implements [dialects.Catalog]: the catalog holds everything.
func (dialect) ReadDefinition(string) []dialects.ConstraintText { return nil }
