// Package oracle is the dialect of Oracle Database, 12c and later. The URLs oracle11:// and
// oracle8:// are for servers before that ([Old]), the second for joins without JOIN as well ([Options]).
package oracle

import (
	"net/url"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes/convert"
)

// Dialect is Oracle Database.
var Dialect dialects.Dialect = dialect{&values}

func init() {
	dialects.Register(Dialect)
	dialects.RegisterAs(Old, "oracle11")
	dialects.RegisterAs(New(Options{Before12: true, NoJoin: true}), "oracle8")
}

// Old is Oracle before 12c. Rows are limited by ROWNUM, names have 30 characters, and no column is an identity: keys come from sequences.
var Old dialects.Dialect = New(Options{Before12: true})

// Options are what servers differ in.
type Options struct {
	// Before12 is a server before 12c.
	Before12 bool
	// NoJoin writes joins by commas, conditions in WHERE and (+), for servers before 9i, or whose plans are better that way. What (+) cannot
	// say (FULL, an outer join with a join, OR, IN or a subquery in its condition) is a *[sqlcompile.UnsupportedError].
	NoJoin bool
}

// New is the dialect with options. Give it to an engine by a name in URLs: dialects.RegisterAs(d, "myoracle").
func New(o Options) dialects.Dialect {
	r := rules
	r.JoinsInWhere = o.NoJoin
	if o.Before12 {
		r.Limit, r.NoFetch, r.MaxIdentifier = sqlcompile.RowNum, true, 30
		r.Frames = sqlcompile.FrameForms{Bounds: sqlcompile.BoundsOfAll}
	}
	return variant{dialect{&values}, &r, o}
}

// variant is Oracle with options.
type variant struct {
	dialect
	rules   *sqlcompile.Rules
	options Options
}

func (v variant) Rules() *sqlcompile.Rules { return v.rules }

func (v variant) Autoincrement(c *schema.Column) (typ, suffix string) {
	if !v.options.Before12 {
		return v.dialect.Autoincrement(c)
	}
	typ, err := v.TypeSQL(c.Type())
	if err != nil {
		typ = "INTEGER"
	}
	return typ, ""
}

type dialect struct{ *convert.Storage }

var words = sqlcompile.Words(`access add alter audit between by char cluster comment compress connect current date decimal delete drop
exclusive exists file float identified immediate increment index insert integer intersect level lock long maxextents minus
mlslabel mode modify noaudit nocompress nowait number of online option pctfree prior public raw rename resource revoke row rowid
rownum rows session set share size smallint start successful synonym sysdate trigger uid update validate values varchar varchar2 view
whenever with`)

var rules = sqlcompile.Rules{
	Params: sqlcompile.ParamColon, QuoteOpen: '"', QuoteClose: '"',
	Reserved: func(w string) bool {
		return words[w] || sqlcompile.IsReservedSQL(w) && !sqlcompile.IsReservedElsewhere(w) || w[0] == '_'
	},
	MaxIdentifier: 128, Limit: sqlcompile.OffsetFetch, True: "1", False: "0", EmptyInsert: "(%c) VALUES (DEFAULT)", Returning: true, ReturningForm: sqlcompile.ReturningInto, WithFollowsInsert: true, ImplicitReturning: true, MaxParams: 32767,
	ForUpdate: "FOR UPDATE", FromDual: " FROM DUAL", ForShare: "FOR UPDATE", BareAlias: true,
	SetOps:        map[expr.SetOp]string{expr.ExceptOp: "MINUS"},
	Lock:          sqlcompile.LockForms{NoWait: "NOWAIT", SkipLocked: "SKIP LOCKED", Of: sqlcompile.LockOfColumns},
	Frames:        sqlcompile.FrameForms{Groups: true, Exclude: true, Bounds: sqlcompile.BoundsOfAll},
	From:          sqlcompile.FromForms{Function: "TABLE (%f)", ScalarColumn: "COLUMN_VALUE", Hints: sqlcompile.HintComment},
	BareRecursive: true, FetchPercent: true, FetchTies: true,
	Functions: map[string]string{"now": "CURRENT_TIMESTAMP", "char_length": "LENGTH", "random": "dbms_random.value%0", "aggregate_strings": "LISTAGG"},
	Forms: map[expr.Op]string{
		expr.OpNotDistinctFrom: "DECODE(%l, %r, 0, 1) = 0", expr.OpDistinctFrom: "DECODE(%l, %r, 0, 1) = 1", expr.OpMod: "mod(%l, %r)", expr.OpTrueDiv: "%l / %r", expr.OpFloorDiv: "FLOOR(%l / %r)",
		expr.OpMatch: "CONTAINS (%l, %r)", expr.OpBitAnd: "BITAND(%l, %r)", expr.OpBitXor: "BITXOR(%l, %r)", expr.OpBitOr: "(%l + %r - BITAND(%l, %r))",
		expr.OpBitNot: "(0 - %x - 1)", expr.OpShiftLeft: "(%l * POWER(2, %r))", expr.OpShiftRight: "FLOOR(%l / POWER(2, %r))",
	},
	Regexp: sqlcompile.RegexpForms{
		Match: "REGEXP_LIKE(%l, %r)", NotMatch: "NOT REGEXP_LIKE(%l, %r)", MatchFlags: "REGEXP_LIKE(%l, %r, %f)",
		NotMatchFlags: "NOT REGEXP_LIKE(%l, %r, %f)", Replace: "REGEXP_REPLACE(%l, %r, %n)", ReplaceFlags: "REGEXP_REPLACE(%l, %r, %n, 1, 0, %f)",
	},
	NoExistsValue: true, NoFilter: true, NoSymmetric: true, FoldsUpper: true, NextValue: "%s.nextval", DDL: ddlRules, TryCast: "CAST(%l AS %t DEFAULT NULL ON CONVERSION ERROR)", MaxList: 1000,
}

func (dialect) Name() string             { return "oracle" }
func (dialect) Rules() *sqlcompile.Rules { return &rules }
func (dialect) Drivers() []string        { return []string{"oracle", "godror"} }

func (d dialect) Autoincrement(c *schema.Column) (string, string) {
	typ, err := d.TypeSQL(c.Type())
	if err != nil {
		typ = "INTEGER"
	}
	return typ + " GENERATED BY DEFAULT AS IDENTITY", ""
}

// DSN gives an oracle:// URL; the path is the service name.
func (dialect) DSN(u dialects.URL) (string, error) {
	out := url.URL{Scheme: "oracle", Host: u.Address(), User: url.UserPassword(u.User, u.Password), Path: "/" + u.Database, RawQuery: u.Options.Encode()}
	return out.String(), nil
}

func (dialect) HasTable(ns, name string) (string, []any) {
	if ns == "" {
		return "SELECT 1 FROM (SELECT table_name AS n FROM user_tables UNION ALL SELECT view_name FROM user_views) WHERE n = upper(:1)", []any{name}
	}
	return "SELECT 1 FROM (SELECT table_name AS n, owner AS o FROM all_tables UNION ALL SELECT view_name, owner FROM all_views) WHERE n = upper(:1) AND o = upper(:2)", []any{name, ns}
}

func (dialect) Features() dialects.Features {
	return dialects.Features{MatchedRows: true, Savepoints: true}
}

var byCode = map[int64]dialects.Class{
	1: dialects.UniqueViolation, 2291: dialects.ForeignKeyViolation, 2292: dialects.ForeignKeyViolation, 1400: dialects.NotNullViolation,
	1407: dialects.NotNullViolation, 2290: dialects.CheckViolation, 12899: dialects.DataError, 1438: dialects.DataError, 942: dialects.NoSuchTable,
	904: dialects.NoSuchColumn, 900: dialects.SyntaxError, 933: dialects.SyntaxError, 1031: dialects.PermissionDenied, 8177: dialects.SerializationFailure,
	60: dialects.Deadlock, 54: dialects.LockTimeout, 1013: dialects.Cancelled, 3113: dialects.Disconnected, 3114: dialects.Disconnected,
	1017: dialects.CannotConnect, 12541: dialects.CannotConnect,
}

func (dialect) Classify(err error) dialects.Violation {
	if n, ok := dialects.IntField(err, "ErrCode"); ok {
		return dialects.Violation{Class: byCode[n]}
	}
	return dialects.Violation{Class: dialects.Common(err)}
}
