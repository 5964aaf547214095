// Package mssql is the dialect of Microsoft SQL Server, 2012 and later.
package mssql

import (
	"net/url"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes/convert"
)

// Dialect is SQL Server.
var Dialect dialects.Dialect = dialect{&values}

func init() { dialects.Register(Dialect, "sqlserver") }

type dialect struct{ *convert.Storage }

var rules = sqlcompile.Rules{
	Params: sqlcompile.ParamAtP, QuoteOpen: '[', QuoteClose: ']', Reserved: reserved, MaxIdentifier: 128, Limit: sqlcompile.TopOffsetFetch,
	True: "1", False: "0", EmptyInsert: "DEFAULT VALUES", Returning: true, ReturningForm: sqlcompile.ReturningOutput, ImplicitReturning: true, AliasApartUpdate: true, AliasApartDelete: true, MultiRow: true, MaxParams: 2099, OrderedInsert: sqlcompile.OrderedOutput, BareCollation: true,
	PartsInFrom: true, From: sqlcompile.FromForms{Sample: true, Values: true, Hints: sqlcompile.HintAfter}, DottedSchemas: true,
	BareRecursive: true, UpdateTables: sqlcompile.MultiTableAll, DeleteTables: sqlcompile.MultiTableAll,
	Functions: map[string]string{"now": "CURRENT_TIMESTAMP", "length": "LEN", "char_length": "LEN", "random": "rand", "ceil": "CEILING", "substr": "SUBSTRING", "aggregate_strings": "string_agg", "current_date": "CAST(GETDATE() AS DATE)%0", "current_time": "CAST(GETDATE() AS TIME)%0"},
	Extract:   "DATEPART(%f, %l)",
	ExtractForms: map[string]string{
		"epoch": "DATEDIFF_BIG(second, '1970-01-01', %l)", "milliseconds": "(DATEPART(second, %l) * 1000 + DATEPART(millisecond, %l))",
		"microseconds": "(DATEPART(second, %l) * 1000000 + DATEPART(microsecond, %l))", "dow": "((DATEPART(weekday, %l) + @@DATEFIRST - 1) % 7)",
	},
	NoExistsValue: true, NoFilter: true, NoNulls: true, NoSymmetric: true, NoLateral: true,
	ExtractFields: map[string]string{"doy": "dayofyear"},
	NextValue:     "NEXT VALUE FOR %s", DDL: ddlRules, Key: documents, Path: documents, Paths: sqlcompile.PathRules{Style: sqlcompile.PathDollar}, TryCast: "TRY_CAST(%l AS %t)",
	Forms: map[expr.Op]string{
		expr.OpConcat: "%l + %r", expr.OpDistinctFrom: "NOT EXISTS (SELECT %l INTERSECT SELECT %r)", expr.OpMatch: "CONTAINS (%l, %r)",
		expr.OpShiftLeft: "(%l * POWER(CAST(2 AS BIGINT), %r))", expr.OpShiftRight: "FLOOR(%l / POWER(CAST(2 AS BIGINT), %r))",
		expr.OpNotDistinctFrom: "EXISTS (SELECT %l INTERSECT SELECT %r)",
	},
}

var words = sqlcompile.Words(`add alter authorization backup begin break browse bulk by cascade checkpoint close clustered commit compute
contains continue convert database dbcc declare delete deny disk distributed double drop dump errlvl escape exec execute exists
exit external fetch file fillfactor function goto holdlock identity identitycol if index insert key kill lineno load merge
national nocheck nonclustered nullif of offsets open option percent pivot plan print proc procedure public raiserror read
readtext reconfigure replication restore restrict return revert revoke rollback rowcount rule save schema set setuser shutdown
statistics textsize top tran transaction trigger truncate tsequal unpivot update updatetext use values view waitfor while with writetext`)

func reserved(w string) bool {
	return words[w] || sqlcompile.IsReservedSQL(w) && !sqlcompile.IsReservedElsewhere(w)
}

func (dialect) Name() string             { return "mssql" }
func (dialect) Rules() *sqlcompile.Rules { return &rules }
func (dialect) Drivers() []string        { return []string{"sqlserver", "mssql"} }

func (dialect) Autoincrement(c *schema.Column) (string, string) {
	return c.Type().String(), " IDENTITY"
}

// DSN gives a sqlserver:// URL.
func (dialect) DSN(u dialects.URL) (string, error) {
	if u.Database != "" {
		u = u.With("database", u.Database)
	}
	out := url.URL{Scheme: "sqlserver", Host: u.Address(), User: url.UserPassword(u.User, u.Password), RawQuery: u.Options.Encode()}
	return out.String(), nil
}

func (dialect) HasTable(ns, name string) (string, []any) {
	const q = "SELECT 1 FROM information_schema.tables WHERE table_name = @p1 AND table_schema = "
	if ns == "" {
		return q + "schema_name()", []any{name}
	}
	return q + "@p2", []any{name, ns}
}

func (dialect) Features() dialects.Features {
	return dialects.Features{InsertPage: 1000, MatchedRows: true, Savepoints: true}
}

var byNumber = map[int64]dialects.Class{
	2627: dialects.UniqueViolation, 2601: dialects.UniqueViolation, 547: dialects.ForeignKeyViolation, 515: dialects.NotNullViolation,
	8152: dialects.DataError, 2628: dialects.DataError, 208: dialects.NoSuchTable, 207: dialects.NoSuchColumn, 102: dialects.SyntaxError,
	229: dialects.PermissionDenied, 1205: dialects.Deadlock, 1222: dialects.LockTimeout, 18456: dialects.CannotConnect,
}

func (dialect) Classify(err error) dialects.Violation {
	if n, ok := dialects.IntField(err, "Number"); ok {
		return dialects.Violation{Class: byNumber[n]}
	}
	return dialects.Violation{Class: dialects.Common(err)}
}
