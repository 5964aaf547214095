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

const tablesSQL = `SELECT NULL::text, NULL::text, NULL::text, NULL::text FROM pg_catalog.pg_namespace n
WHERE n.nspname = coalesce(nullif($1::text, ''), current_schema()::text)
UNION ALL
SELECT t.relname::text, NULL, pg_catalog.obj_description(t.oid, 'pg_class'), nullif(concat_ws(chr(10),
	CASE WHEN t.relpersistence = 'u' THEN 'prefix=UNLOGGED' END, 'partition_by=' || pg_catalog.pg_get_partkeydef(t.oid),
	(SELECT 'tablespace=' || s.spcname FROM pg_catalog.pg_tablespace s WHERE s.oid = t.reltablespace), 'with=' || array_to_string(t.reloptions, ',')), '')
FROM pg_catalog.pg_class t JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
WHERE ` + inSchema + `
ORDER BY 1 NULLS FIRST`

const columnsSQL = `SELECT t.relname::text, a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull::int,
CASE WHEN own.is OR to_jsonb(a)->>'attgenerated' <> '' THEN NULL ELSE pg_catalog.pg_get_expr(d.adbin, d.adrelid) END,
(a.attidentity <> '' OR own.is)::int, pg_catalog.col_description(a.attrelid, a.attnum),
NULL, nullif(a.attidentity, ''), sq.seqstart, sq.seqincrement, sq.seqmin, sq.seqmax, sq.seqcache, sq.seqcycle::int,
CASE WHEN to_jsonb(a)->>'attgenerated' <> '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END, (to_jsonb(a)->>'attgenerated' = 's')::int,
CASE WHEN a.attcollation <> ty.typcollation THEN (SELECT co.collname FROM pg_catalog.pg_collation co WHERE co.oid = a.attcollation) END
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class t ON t.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
JOIN pg_catalog.pg_type ty ON ty.oid = a.atttypid
LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
CROSS JOIN LATERAL (SELECT a.atthasdef AND a.atttypid IN (20, 21, 23)
	AND pg_catalog.pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%' AND EXISTS (SELECT FROM pg_catalog.pg_depend p
		WHERE p.refclassid = 'pg_catalog.pg_class'::regclass AND p.refobjid = a.attrelid AND p.refobjsubid = a.attnum
		AND p.classid = 'pg_catalog.pg_class'::regclass AND p.deptype = 'a') AS is) own
LEFT JOIN pg_catalog.pg_depend dep ON a.attidentity <> '' AND dep.refclassid = 'pg_catalog.pg_class'::regclass AND dep.refobjid = a.attrelid
	AND dep.refobjsubid = a.attnum AND dep.classid = 'pg_catalog.pg_class'::regclass AND dep.deptype = 'i'
LEFT JOIN pg_catalog.pg_sequence sq ON sq.seqrelid = dep.objid
WHERE a.attnum > 0 AND NOT a.attisdropped AND ` + inSchema + `
ORDER BY t.relname, a.attnum`

const constraintsSQL = `SELECT t.relname::text, k.oid::text, CASE k.contype WHEN 't' THEN 'x' WHEN 'x' THEN 'e' ELSE k.contype::text END, k.conname::text, a.attname::text,
CASE WHEN rn.oid <> n.oid THEN rn.nspname::text END, rt.relname::text, ra.attname::text, ` + action + `k.confdeltype` + actionEnd + `, ` + action + `k.confupdtype` + actionEnd + `,
k.condeferrable::int, k.condeferred::int, CASE WHEN k.contype = 'c' THEN pg_catalog.pg_get_expr(k.conbin, k.conrelid) END,
CASE k.confmatchtype WHEN 'f' THEN 'FULL' WHEN 'p' THEN 'PARTIAL' END,
CASE WHEN k.contype = 'x' AND a.attname IS NULL THEN pg_catalog.pg_get_indexdef(k.conindid, u.pos::int, true) END,
(SELECT o.oprname::text FROM pg_catalog.pg_operator o WHERE o.oid = k.conexclop[u.pos]),
CASE WHEN k.contype = 'x' THEN (SELECT am.amname::text FROM pg_catalog.pg_class xc JOIN pg_catalog.pg_am am ON am.oid = xc.relam WHERE xc.oid = k.conindid) END,
CASE WHEN k.contype = 'x' THEN (SELECT pg_catalog.pg_get_expr(xi.indpred, xi.indrelid) FROM pg_catalog.pg_index xi WHERE xi.indexrelid = k.conindid) END
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class t ON t.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
LEFT JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY u(col, ref, pos) ON true
LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.col
LEFT JOIN pg_catalog.pg_class rt ON rt.oid = k.confrelid LEFT JOIN pg_catalog.pg_namespace rn ON rn.oid = rt.relnamespace
LEFT JOIN pg_catalog.pg_attribute ra ON ra.attrelid = k.confrelid AND ra.attnum = u.ref
WHERE k.contype IN ('p', 'u', 'f', 'c', 'x', 't') AND coalesce(to_jsonb(k)->>'conparentid', '0') = '0' AND ` + inSchema + `
ORDER BY t.relname, k.oid, u.pos`

const action, actionEnd = `CASE `, ` WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT' END`

const indexesSQL = `SELECT t.relname::text, x.relname::text, i.indisunique::int, a.attname::text, NULL, NULL,
CASE WHEN a.attname IS NULL THEN pg_catalog.pg_get_indexdef(i.indexrelid, k.pos + 1, true) END, pg_catalog.pg_get_expr(i.indpred, i.indrelid, true),
(k.key AND i.indoption[k.pos] & 1 = 1)::int,
CASE WHEN k.key THEN CASE i.indoption[k.pos] WHEN 2 THEN 'first' WHEN 1 THEN 'last' END END,
CASE WHEN k.key AND NOT oc.opcdefault THEN oc.opcname::text END,
CASE WHEN k.key AND co.oid <> coalesce(a.attcollation, co.oid) THEN co.collname::text END, nullif(am.amname::text, 'btree'), (NOT k.key)::int,
coalesce((to_jsonb(i)->>'indnullsnotdistinct')::boolean, false)::int, NULL,
nullif(concat_ws(chr(10), 'with=' || array_to_string(x.reloptions, ','),
	(SELECT 'tablespace=' || s.spcname FROM pg_catalog.pg_tablespace s WHERE s.oid = x.reltablespace)), '')
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid JOIN pg_catalog.pg_am am ON am.oid = x.relam
JOIN pg_catalog.pg_class t ON t.oid = i.indrelid JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
CROSS JOIN LATERAL (SELECT coalesce((to_jsonb(i)->>'indnkeyatts')::int, i.indnatts) AS keys) ks
CROSS JOIN LATERAL (SELECT pos, pos < ks.keys AS key FROM generate_series(0, i.indnatts - 1) pos) k
LEFT JOIN pg_catalog.pg_opclass oc ON k.key AND oc.oid = i.indclass[k.pos]
LEFT JOIN pg_catalog.pg_collation co ON k.key AND co.oid = i.indcollation[k.pos]
LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.pos] AND i.indkey[k.pos] > 0
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conindid = i.indexrelid AND c.conrelid = i.indrelid
	AND c.contype IN ('p', 'u', 'x')) AND ` + inSchema + `
ORDER BY t.relname, i.indexrelid, k.pos`

const typesSQL = `SELECT e.enumtypid::regtype::text, CASE WHEN NOT pg_catalog.pg_type_is_visible(t.oid) THEN n.nspname::text END, t.typname::text, e.enumlabel::text
FROM pg_catalog.pg_enum e JOIN pg_catalog.pg_type t ON t.oid = e.enumtypid JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
ORDER BY t.oid, e.enumsortorder`

const sequencesSQL = `SELECT t.relname::text, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle::int
FROM pg_catalog.pg_sequence s JOIN pg_catalog.pg_class t ON t.oid = s.seqrelid JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
WHERE n.nspname = coalesce(nullif($1::text, ''), current_schema()::text) AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend p
	WHERE p.classid = 'pg_catalog.pg_class'::regclass AND p.objid = t.oid AND p.deptype IN ('a', 'i') AND p.refclassid = 'pg_catalog.pg_class'::regclass)
ORDER BY t.relname`

func init() {
	sqltypes.RegisterNatives(Dialect.Name(), func(sql string) sqltypes.Type { return dialect{}.TypeFromSQL(strings.ToLower(sql)) })
}

var _ dialects.ViewCatalog = dialect{}

const ofSchema = `n.nspname = coalesce(nullif($1::text, ''), current_schema()::text)`

const viewsSQL = `SELECT t.relname::text, pg_catalog.pg_get_viewdef(t.oid, true)
FROM pg_catalog.pg_class t JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace WHERE t.relkind IN ('v', 'm') AND ` + ofSchema + ` ORDER BY 1`

const viewColumnsSQL = `SELECT t.relname::text, a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod), 0, NULL, 0, pg_catalog.col_description(a.attrelid, a.attnum)
FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class t ON t.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
WHERE a.attnum > 0 AND NOT a.attisdropped AND t.relkind IN ('v', 'm') AND ` + ofSchema + ` ORDER BY t.relname, a.attnum`

const namesSQL = `SELECT CASE WHEN t.relpersistence = 't' THEN 'temporary' WHEN t.relkind IN ('v', 'm') THEN 'view' ELSE 'table' END, t.relname::text
FROM pg_catalog.pg_class t JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
WHERE t.relkind IN ('r', 'p', 'v', 'm') AND NOT t.relispartition AND (` + ofSchema + ` OR t.relpersistence = 't')
UNION ALL SELECT 'schema', n.nspname::text FROM pg_catalog.pg_namespace n WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
UNION ALL SELECT 'default', current_schema()::text ORDER BY 1, 2`

// ViewQueries implements [dialects.ViewCatalog].
func (dialect) ViewQueries(schema string) []dialects.CatalogQuery {
	args := []any{schema}
	return []dialects.CatalogQuery{
		{Part: dialects.CatalogTables, SQL: viewsSQL, Args: args}, {Part: dialects.CatalogColumns, SQL: viewColumnsSQL, Args: args},
	}
}

// NamesQuery implements [dialects.ViewCatalog].
func (dialect) NamesQuery(schema string) dialects.CatalogQuery {
	return dialects.CatalogQuery{SQL: namesSQL, Args: []any{schema}}
}

// CatalogQueries implements [dialects.Catalog].
func (dialect) CatalogQueries(schema string) []dialects.CatalogQuery {
	args := []any{schema}
	return []dialects.CatalogQuery{
		{Part: dialects.CatalogTables, SQL: tablesSQL, Args: args},
		{Part: dialects.CatalogTypes, SQL: typesSQL},
		{Part: dialects.CatalogColumns, SQL: columnsSQL, Args: args},
		{Part: dialects.CatalogConstraints, SQL: constraintsSQL, Args: args},
		{Part: dialects.CatalogIndexes, SQL: indexesSQL, Args: args}, {Part: dialects.CatalogSequences, SQL: sequencesSQL, Args: args},
	}
}

// typesByName are the types without arguments, by the names that format_type gives them.
var typesByName = map[string]sqltypes.Type{
	"smallint": sqltypes.SmallInteger(), "integer": sqltypes.Integer(), "bigint": sqltypes.BigInteger(),
	"double precision": sqltypes.Float(), "numeric": sqltypes.Numeric(0, 0), "boolean": sqltypes.Boolean(),
	"character varying": sqltypes.String(0), "text": sqltypes.Text(), "bytea": sqltypes.LargeBinary(), "date": sqltypes.Date(),
	"time without time zone": sqltypes.Time(), "timestamp without time zone": sqltypes.DateTime(),
	"timestamp with time zone": sqltypes.DateTimeTZ(), "time with time zone": sqltypes.TimeType{TimeZone: true},
	"uuid": sqltypes.UUID(), "json": sqltypes.JSON(), "interval": sqltypes.Interval(), "real": REAL(), "jsonb": JSONB(), "inet": INET(),
	"cidr": CIDR(), "macaddr": MACADDR(), "macaddr8": MACADDR8(), "money": MONEY(), "tsvector": TSVECTOR(), "tsquery": TSQUERY(),
	"hstore": HSTORE(), "citext": CITEXT(), "jsonpath": JSONPATH(), "xml": XML(), "oid": OID(), "regclass": REGCLASS(),
	"int4range": INT4RANGE(), "int8range": INT8RANGE(), "numrange": NUMRANGE(), "tsrange": TSRANGE(), "tstzrange": TSTZRANGE(), "daterange": DATERANGE(),
}

var withArguments = regexp.MustCompile(`^(character varying|numeric|character|bit|bit varying)\((\d+)(?:,(\d+))?\)$`)
var withPrecision = regexp.MustCompile(`^(timestamp|time)\((\d)\) (with|without) time zone$`)

// TypeFromSQL implements [dialects.Catalog]. What no type here says exactly is opaque.
func (dialect) TypeFromSQL(declared string) sqltypes.Type {
	if t := typesByName[declared]; t != nil {
		return t
	}
	if elem, array := strings.CutSuffix(declared, "[]"); array {
		if t := (dialect{}).TypeFromSQL(elem); t.Kind() != sqltypes.NullKind {
			return sqltypes.ArrayType{Elem: t}
		}
	}
	if m := withPrecision.FindStringSubmatch(declared); m != nil {
		n, _ := strconv.Atoi(m[2])
		if m[1] == "time" {
			return TIME(n, m[3] == "with")
		}
		return TIMESTAMP(n, m[3] == "with")
	}
	m := withArguments.FindStringSubmatch(declared)
	if m == nil {
		return sqltypes.Opaque(Dialect.Name(), declared)
	}
	n, _ := strconv.Atoi(m[2])
	switch m[1] {
	case "numeric":
		scale, _ := strconv.Atoi(m[3])
		return sqltypes.Numeric(n, scale)
	case "character":
		return sqltypes.CHAR(n)
	case "bit":
		return BIT(n)
	case "bit varying":
		return VARBIT(n)
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
