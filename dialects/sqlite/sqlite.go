// Package sqlite is the dialect of SQLite.
//
// Instants and civil times are stored as text, "2006-01-02 15:04:05.000000", instants in UTC; truth values as 0 and 1. An integer
// key that the database generates is declared INTEGER whatever its width, since only that is SQLite's row id.
package sqlite

import (
	"fmt"
	"strings"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes/convert"
)

// Dialect is SQLite.
var Dialect dialects.Dialect = dialect{&values}

func init() { dialects.Register(Dialect, "sqlite3") }

type dialect struct{ *convert.Storage }

var reserved = sqlcompile.OneOf(`abort action add after all alter analyze and as asc attach autoincrement before begin between by
cascade case cast check collate column commit conflict constraint create cross current_date current_time current_timestamp
database default deferrable deferred delete desc detach distinct drop each else end escape except exclusive exists explain
false fail for foreign from full glob group having if ignore immediate in index indexed initially inner insert instead
intersect into is isnull join key left like limit match natural not nothing notnull null of offset on or order outer plan pragma primary query
raise references reindex rename replace restrict returning right rollback row select set table temp temporary then to transaction trigger
true union unique update using vacuum values view virtual when where`)

var rules = sqlcompile.Rules{
	Params: sqlcompile.ParamQMark, QuoteOpen: '"', QuoteClose: '"', Reserved: reserved,
	MaxIdentifier: 9999, Limit: sqlcompile.LimitOffsetAlways, True: "1", False: "0",
	EmptyIn: "SELECT %1 FROM (SELECT %1) WHERE 1!=1", EmptySet: "SELECT 1 FROM (SELECT 1) WHERE 1!=1", EmptyInsert: "DEFAULT VALUES", Returning: true, ReturningForm: sqlcompile.ReturningBare, Upsert: sqlcompile.UpsertConflict, MultiRow: true, MaxParams: 32766, NoFetch: true, UpdateTables: sqlcompile.MultiTableOthers, BareCompound: true,
	Functions: map[string]string{"now": "CURRENT_TIMESTAMP", "char_length": "length", "aggregate_strings": "group_concat",
		"greatest": "max", "least": "min", // ceil and floor are in few builds of the library
		"ceil": "(CAST(%1 AS INTEGER) + (%1 > CAST(%1 AS INTEGER)))", "floor": "(CAST(%1 AS INTEGER) - (%1 < CAST(%1 AS INTEGER)))"},
	Extract: "CAST(STRFTIME('%f', %l) AS INTEGER)",
	ExtractFields: map[string]string{
		"year": "%Y", "month": "%m", "day": "%d", "hour": "%H", "minute": "%M", "second": "%S", "doy": "%j", "dow": "%w", "week": "%W",
		"epoch": "%s",
	},
	DDL: ddlRules, Key: documents, Path: documents, Paths: sqlcompile.PathRules{Style: sqlcompile.PathDollar, Last: "#-%d"},
	Floor: "(CAST(%l / %r AS INTEGER) - (%l / %r < CAST(%l / %r AS INTEGER)))", ExtractOnly: true, NoSymmetric: true, NoGroupings: true, NoLateral: true,
	ExtractForms: map[string]string{
		"milliseconds": "CAST(STRFTIME('%f', %l) * 1000 AS INTEGER)", "microseconds": "CAST(STRFTIME('%f', %l) * 1000000 AS INTEGER)",
	}, TupleValues: true,
	Frames: sqlcompile.FrameForms{Groups: true, Exclude: true, Bounds: sqlcompile.BoundsOfAll},
	Forms: map[expr.Op]string{expr.OpNotDistinctFrom: "%l IS %r", expr.OpDistinctFrom: "%l IS NOT %r",
		expr.OpBitXor: "((%l | %r) - (%l & %r))", expr.OpTrueDiv: "%l / (%r + 0.0)",
		expr.OpFloorDiv: "((%l / %r) - (%l % %r != 0 AND (%l < 0) != (%r < 0)))",
	},
	Regexp: sqlcompile.RegexpForms{Match: "%l REGEXP %r", NotMatch: "%l NOT REGEXP %r", MatchFlags: "%l REGEXP %r", NotMatchFlags: "%l NOT REGEXP %r"},
}

func (dialect) Name() string             { return "sqlite" }
func (dialect) Rules() *sqlcompile.Rules { return &rules }
func (dialect) Drivers() []string        { return []string{"sqlite3", "sqlite"} }

func (dialect) Autoincrement(*schema.Column) (string, string) { return "INTEGER", "" }

// DSN gives the file's name, or one for an in-memory database, with foreign keys switched on unless the URL says
// otherwise. sqlite:///a.db is relative to the working directory, sqlite:////a.db is absolute.
func (dialect) DSN(u dialects.URL) (string, error) {
	if u.Host != "" {
		return "", &dialects.URLError{Part: "host", Reason: fmt.Sprintf("has the host %q, but SQLite is a file: write three slashes before a relative path, four before an absolute one", u.Host)}
	}
	if u.Options.Get("_foreign_keys") == "" && u.Options.Get("_fk") == "" {
		u = u.With("_foreign_keys", "on")
	}
	name := u.Database
	if name == "" {
		name = ":memory:"
	}
	return "file:" + escapePath(name) + "?" + u.Options.Encode(), nil
}

// escapePath keeps ? and # in a file's name from ending it.
func escapePath(s string) string {
	return strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(s)
}

func (dialect) HasTable(ns, name string) (string, []any) {
	from := "(SELECT type, name FROM sqlite_master UNION ALL SELECT type, name FROM sqlite_temp_master)"
	if ns != "" {
		from = rules.Quote(ns) + ".sqlite_master"
	}
	return "SELECT 1 FROM " + from + " WHERE type IN ('table', 'view') AND lower(name) = lower(?)", []any{name}
}

func (dialect) Features() dialects.Features {
	return dialects.Features{
		LastInsertID: true, MatchedRows: true, Savepoints: true, MemoryIsPerConnection: true, Isolation: isolation, TransactionalDDL: true,
	}
}
