// Package mysql is the dialect of MySQL, and that of MariaDB, which is MySQL's with more.
package mysql

import (
	"errors"
	"fmt"
	"net/url"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/convert"
)

// Dialect is MySQL, as far as MariaDB has it too. An engine goes on in [MariaDB] or [MySQL8], as the server at the other end says.
var Dialect dialects.Dialect = dialect{&values}

func init() {
	dialects.Register(Dialect)
	dialects.RegisterAs(MariaDB, "mariadb")
}

type dialect struct{ *convert.Storage }

var reserved = sqlcompile.OneOf(`accessible add all alter analyze and as asc asensitive before between bigint binary blob both by call
cascade case change char character check collate column condition constraint continue convert create cross current_date
current_time current_timestamp current_user cursor database databases dec decimal declare default delayed delete desc describe
distinct distinctrow div double drop dual each else elseif enclosed escaped except exists exit explain false fetch float for force
foreign from fulltext function generated get grant group grouping groups having high_priority if ignore in index infile inner inout
insensitive insert int integer intersect interval into is iterate join json_table key keys kill lag lateral lead leading leave left like
limit linear lines load localtime localtimestamp lock long loop low_priority match maxvalue mod modifies natural not null numeric of on
optimize option optionally or order out outer outfile over partition precision primary procedure purge range rank read reads real
recursive references regexp release rename repeat replace require resignal restrict return revoke right rlike row row_number rows
schema schemas select sensitive separator set show signal smallint spatial specific sql sqlexception ssl starting stored
straight_join system table terminated then tinyint to trailing trigger true undo union unique unlock unsigned update usage use using
values varbinary varchar varying virtual when where while window with write xor year_month zerofill`)

var rules = sqlcompile.Rules{
	Params: sqlcompile.ParamQMark, QuoteOpen: '`', QuoteClose: '`', Reserved: reserved,
	MaxIdentifier: 64, True: "true", False: "false", Limit: sqlcompile.LimitComma, EmptyInsert: "() VALUES ()", Upsert: sqlcompile.UpsertDuplicate, AliasApartDelete: true, LimitChanges: true, WithFollowsInsert: true,
	MultiRow: true, MaxParams: 32700, ForUpdate: "FOR UPDATE", ForShare: "LOCK IN SHARE MODE", BackslashEscapes: true, InnerJoin: "INNER JOIN", NoFetch: true, UpdateTables: sqlcompile.MultiTableList, DeleteTables: sqlcompile.MultiTableList,
	EmptySet:     "SELECT _in_0 FROM (SELECT 1 AS _in_0) as _empty_set WHERE 1!=1",
	Frames:       sqlcompile.FrameForms{Bounds: sqlcompile.BoundsOfBinds},
	LimitNumbers: true,
	From:         sqlcompile.FromForms{Hints: sqlcompile.HintAfter}, MaxLabel: 255,
	Lock:      sqlcompile.LockForms{NoWait: "NOWAIT", SkipLocked: "SKIP LOCKED", Of: sqlcompile.LockOfTables},
	NextValue: "nextval(%s)", DDL: ddlRules,
	Functions: map[string]string{"random": "rand", "sysdate": "SYSDATE", "user": "USER()%0", "session_user": "SESSION_USER()%0", "aggregate_strings": "group_concat(%1 SEPARATOR %2)"},
	Forms: map[expr.Op]string{
		expr.OpConcat: "concat(%l, %r)", expr.OpNotDistinctFrom: "%l <=> %r", expr.OpDistinctFrom: "NOT (%l <=> %r)",
		expr.OpTrueDiv: "%l / %r", expr.OpFloorDiv: "FLOOR(%l / %r)", expr.OpMatch: "MATCH (%l) AGAINST (%r IN BOOLEAN MODE)",
	},
	ExtractForms: map[string]string{
		"dow": "(DAYOFWEEK(%l) - 1)", "doy": "DAYOFYEAR(%l)", "epoch": "UNIX_TIMESTAMP(%l)",
		"milliseconds": "(SECOND(%l) * 1000 + MICROSECOND(%l) DIV 1000)", "microseconds": "(SECOND(%l) * 1000000 + MICROSECOND(%l))",
	},
	NoFilter: true, NoNulls: true, NoSymmetric: true, WithRollup: true,
	MatchColumns: true, Key: documents, Path: documents, Paths: sqlcompile.PathRules{Style: sqlcompile.PathDollar, Last: "last-%d+1"},
	CastForms: map[sqltypes.Kind]string{sqltypes.BooleanKind: "(%l != 0)"},
	Regexp: sqlcompile.RegexpForms{
		Match: "%l REGEXP %r", NotMatch: "%l NOT REGEXP %r", MatchFlags: "%l REGEXP CONCAT(%F, %r)", NotMatchFlags: "%l NOT REGEXP CONCAT(%F, %r)",
		Replace: "REGEXP_REPLACE(%l, %r, %n)", ReplaceFlags: "REGEXP_REPLACE(%l, CONCAT(%F, %r), %n)",
	},
}

func (dialect) Name() string             { return "mysql" }
func (dialect) Rules() *sqlcompile.Rules { return &rules }
func (dialect) Drivers() []string        { return []string{"mysql"} }

func (d dialect) Autoincrement(c *schema.Column) (string, string) {
	return c.Type().String(), " AUTO_INCREMENT"
}

// strict adds to the server's SQL mode the one in which values that do not fit are errors: without it MySQL cuts them with a mere
// warning, and the strict mode that servers begin with leaves out later rows of an INSERT into a table without transactions.
const strict = "CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')"

// DSN gives user:password@tcp(host:port)/database with times read as UTC, row counts of matched rows, and a strict SQL mode unless
// the URL has an sql_mode.
func (dialect) DSN(u dialects.URL) (string, error) {
	u = u.With("parseTime", "false").With("clientFoundRows", "true").WithDefault("sql_mode", strict)
	if u.Host == "" {
		u.Host = "127.0.0.1"
	}
	if u.Port == "" {
		u.Port = "3306"
	}
	user := u.User
	if u.Password != "" {
		user += ":" + u.Password
	}
	return fmt.Sprintf("%s@tcp(%s)/%s?%s", user, u.Address(), url.PathEscape(u.Database), u.Options.Encode()), nil
}

func (dialect) HasTable(ns, name string) (string, []any) {
	const q = "SELECT 1 FROM information_schema.tables WHERE table_name = ? AND table_schema = "
	if ns == "" {
		return q + "database()", []any{name}
	}
	return q + "?", []any{name, ns}
}

func (dialect) Features() dialects.Features {
	return dialects.Features{LastInsertID: true, InsertPage: 1000, KeyStep: "SELECT @@auto_increment_increment", MatchedRows: true, Savepoints: true, Isolation: isolation, TwoPhase: &twoPhase}
}

var byNumber = map[int64]dialects.Class{
	1062: dialects.UniqueViolation, 1451: dialects.ForeignKeyViolation, 1452: dialects.ForeignKeyViolation, 1048: dialects.NotNullViolation,
	1364: dialects.NotNullViolation, 4025: dialects.CheckViolation, 3819: dialects.CheckViolation, 1406: dialects.DataError,
	1264: dialects.DataError, 1366: dialects.DataError, 1146: dialects.NoSuchTable, 1054: dialects.NoSuchColumn, 1064: dialects.SyntaxError,
	1142: dialects.PermissionDenied, 1213: dialects.Deadlock, 1205: dialects.LockTimeout, 1317: dialects.Cancelled, 1045: dialects.CannotConnect,
	1049: dialects.CannotConnect, 2006: dialects.Disconnected, 2013: dialects.Disconnected,
	1053: dialects.Disconnected, 1927: dialects.Disconnected, 4031: dialects.Disconnected, 1040: dialects.CannotConnect, 1044: dialects.CannotConnect,
	1143: dialects.PermissionDenied, 1227: dialects.PermissionDenied, 1969: dialects.Cancelled, 3024: dialects.Cancelled, 3572: dialects.LockTimeout,
	1020: dialects.SerializationFailure, 1169: dialects.UniqueViolation, 1586: dialects.UniqueViolation, 1216: dialects.ForeignKeyViolation,
	1217: dialects.ForeignKeyViolation, 1265: dialects.DataError, 1292: dialects.DataError, 1690: dialects.DataError, 1051: dialects.NoSuchTable,
}

func (dialect) Classify(err error) dialects.Violation {
	if n, ok := dialects.IntField(err, "Number"); ok {
		return where(dialects.Violation{Class: byNumber[n]}, n, err.Error())
	}
	v := dialects.Violation{Class: dialects.Common(err)}
	if v.Class == dialects.Other && lost(err) {
		v.Class = dialects.Disconnected
	}
	return v
}

// lost reports whether err is one of those by which go-sql-driver says that a connection cannot be used any more. They are plain
// values of its package, known by their texts.
func lost(err error) bool {
	for ; err != nil; err = errors.Unwrap(err) {
		switch err.Error() {
		case "invalid connection", "malformed packet", "busy buffer", "commands out of sync. You can't run this command now":
			return true
		}
	}
	return false
}
