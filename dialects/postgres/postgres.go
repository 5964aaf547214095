// Package postgres is the dialect of PostgreSQL, version 10 and later.
package postgres

import (
	"net/url"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/convert"
)

// Dialect is PostgreSQL.
var Dialect dialects.Dialect = dialect{&values}

func init() { dialects.Register(Dialect, "postgres") }

type dialect struct{ *convert.Storage }

var reserved = sqlcompile.OneOf(`all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate
column concurrently constraint create cross current_catalog current_date current_role current_schema current_time
current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze from full
grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit localtime
localtimestamp natural new not notnull null of off offset old on only or order outer over overlaps placing primary references
returning right select session_user similar some symmetric table then to trailing true union unique user using variadic
verbose when where window with`)

var rules = sqlcompile.Rules{
	Params: sqlcompile.ParamDollar, QuoteOpen: '"', QuoteClose: '"', Reserved: reserved,
	MaxIdentifier: 63, NativeBoolean: true, True: "true", False: "false", Limit: sqlcompile.LimitOffset, EmptyInsert: "DEFAULT VALUES", Returning: true, ImplicitReturning: true, Upsert: sqlcompile.UpsertConstraints, OrderedInsert: sqlcompile.OrderedCast,
	MultiRow: true, MaxParams: 32767, ForUpdate: "FOR UPDATE", ForShare: "FOR SHARE", NoLimit: "ALL", UpdateTables: sqlcompile.MultiTableOthers, DeleteTables: sqlcompile.MultiTableOthers, FetchParens: true, FetchTies: true, Relations: true, DistinctOn: true,
	NextValue: "nextval(%q)", DDL: ddlRules, Arrays: true, ColonCasts: true, Key: byKey, Path: byPath, Paths: sqlcompile.PathRules{Style: sqlcompile.PathArray},
	EmptySet: "SELECT CAST(NULL AS %t) WHERE 1!=1",
	Frames:   sqlcompile.FrameForms{Groups: true, Exclude: true, Bounds: sqlcompile.BoundsOfAll},
	From:     sqlcompile.FromForms{Ordinality: true, Derived: true, Sample: true, Values: true, CastValues: true, DML: true, Hints: sqlcompile.HintOnly},
	Lock: sqlcompile.LockForms{
		NoWait: "NOWAIT", SkipLocked: "SKIP LOCKED", KeyUpdate: "FOR NO KEY UPDATE", KeyShare: "FOR KEY SHARE", Of: sqlcompile.LockOfTables,
	},
	Forms: map[expr.Op]string{
		expr.OpILike: "%l ILIKE %r", expr.OpNotILike: "%l NOT ILIKE %r", expr.OpMatch: "%l @@ to_tsquery(%r)", expr.OpBitXor: "%l # %r",
	},
	Functions: map[string]string{"aggregate_strings": "string_agg"},
	CastBinds: sqlcompile.CastUntyped,
	AnyArguments: sqlcompile.Words(`array_agg concat concat_ws count format json_agg json_build_array json_build_object jsonb_agg
jsonb_build_array jsonb_build_object num_nonnulls num_nulls pg_typeof quote_literal quote_nullable to_json to_jsonb`),
	LikeArguments: sqlcompile.Words("coalesce greatest least nullif"),
	MatchConfig:   "%l @@ to_tsquery(%c, %r)",
	Regexp: sqlcompile.RegexpForms{
		Match: "%l ~ %r", NotMatch: "%l !~ %r", MatchNoCase: "%l ~* %r", NotMatchNoCase: "%l !~* %r",
		MatchFlags: "%l ~ CONCAT('(?', %f, ')', %r)", NotMatchFlags: "%l !~ CONCAT('(?', %f, ')', %r)",
		Replace: "REGEXP_REPLACE(%l, %r, %n)", ReplaceFlags: "REGEXP_REPLACE(%l, %r, %n, %f)",
	},
}

func (dialect) Name() string             { return "postgresql" }
func (dialect) Rules() *sqlcompile.Rules { return &rules }
func (dialect) Drivers() []string        { return []string{"postgres", "pgx"} }

func (dialect) Autoincrement(c *schema.Column) (string, string) {
	switch c.Type().Kind() {
	case sqltypes.BigIntegerKind:
		return "BIGSERIAL", ""
	case sqltypes.SmallIntegerKind:
		return "SMALLSERIAL", ""
	}
	return "SERIAL", ""
}

// DSN gives a URL as libpq takes it. TLS is left to the driver's default unless the URL says sslmode.
func (dialect) DSN(u dialects.URL) (string, error) {
	if u.Host == "" {
		u.Host = "localhost"
	}
	out := url.URL{Scheme: "postgres", Host: u.Address(), Path: "/" + u.Database, RawQuery: u.Options.Encode()}
	if u.Password != "" {
		out.User = url.UserPassword(u.User, u.Password)
	} else if u.User != "" {
		out.User = url.User(u.User)
	}
	return out.String(), nil
}

func (dialect) HasTable(ns, name string) (string, []any) {
	const q = "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname = $1 AND "
	if ns == "" {
		return q + "pg_catalog.pg_table_is_visible(c.oid)", []any{name}
	}
	return q + "n.nspname = $2", []any{name, ns}
}

func (dialect) Features() dialects.Features {
	return dialects.Features{
		InsertPage:  1000,
		MatchedRows: true, Savepoints: true, Isolation: isolation, TwoPhase: &twoPhase, ServerCursors: true, TransactionalDDL: true,
	}
}
