package oracle

import (
	"regexp"
	"strconv"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// This file says in what the versions of Oracle differ.

// Old is Oracle before 12c. Rows are limited by ROWNUM, names have 30 characters, and no column is an identity: keys come from sequences.
var Old dialects.Dialect = New(Options{Before12: true})

// Options are what servers differ in.
type Options struct {
	// Before12 is a server before 12c.
	Before12 bool
	// Version is the version of the server, 0 for 12c to 19c. From 21 on windows have GROUPS and EXCLUDE. From 23 on a SELECT needs no FROM, VALUES
	// takes several rows and stands in FROM, UPDATE and DELETE may use other tables, and DDL has IF EXISTS.
	Version int
	// NativeBoolean declares truth values as BOOLEAN, which servers have from 23 on, and not as SMALLINT.
	NativeBoolean bool
	// NoJoin writes joins by commas, conditions in WHERE and (+), for servers before 9i, or whose plans are better that way. What (+) cannot
	// say (FULL, an outer join with a join, OR, IN or a subquery in its condition) is a *[sqlcompile.UnsupportedError].
	NoJoin bool
}

// New is the dialect with options; a server is not asked for its version. Give it to an engine by a name in URLs:
// dialects.RegisterAs(d, "myoracle").
func New(o Options) dialects.Dialect {
	r := rules
	r.JoinsInWhere = o.NoJoin
	if o.Before12 {
		r.Limit, r.NoFetch, r.MaxIdentifier = sqlcompile.RowNum, true, 30
	}
	if o.Version >= 21 {
		r.Frames.Groups, r.Frames.Exclude = true, true
	}
	if o.Version >= 23 {
		r.FromDual, r.MultiRow, r.From.Values, r.DDL.Index.IfExists = "", true, true, true
		r.UpdateTables, r.DeleteTables = sqlcompile.MultiTableFrom, sqlcompile.MultiTableFrom
	}
	of := values
	if o.NativeBoolean {
		r.NativeBoolean, r.True, r.False, r.DDL.NativeBoolean = true, "TRUE", "FALSE", true
		of = booleans
	}
	return variant{dialect{of}, &r, o}
}

// variant is Oracle with options.
type variant struct {
	dialect
	rules   *sqlcompile.Rules
	options Options
}

func (v variant) Rules() *sqlcompile.Rules { return v.rules }

// ServerSQL implements [dialects.Variants]: what the server is was said.
func (variant) ServerSQL() string { return "" }

// For implements [dialects.Variants].
func (v variant) For(string) (dialects.Dialect, error) { return v, nil }

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

// TypeSQL declares truth values as they were asked for.
func (v variant) TypeSQL(t sqltypes.Type) (string, error) {
	if !v.options.NativeBoolean {
		return v.dialect.TypeSQL(t)
	}
	return sqltypes.Declare(t, "oracle", func(t sqltypes.Type) (string, error) {
		if t.Kind() == sqltypes.BooleanKind {
			return "BOOLEAN", nil
		}
		return declare(t)
	})
}

// The servers that the first connection tells apart. Truth values stay what they are on 12c, since the tables may be older than the server.
var (
	since21 = New(Options{Version: 21})
	since23 = New(Options{Version: 23})
)

// ServerSQL implements [dialects.Variants].
func (dialect) ServerSQL() string {
	return "SELECT version FROM product_component_version WHERE product LIKE 'Oracle%' AND ROWNUM = 1"
}

var number = regexp.MustCompile(`^\d+`)

// For implements [dialects.Variants]. A server that says nothing of use is spoken to as 12c.
func (d dialect) For(server string) (dialects.Dialect, error) {
	version, err := strconv.Atoi(number.FindString(server))
	switch {
	case err != nil:
		return d, nil
	case version < 12:
		return nil, &dialects.ServerError{Want: "Oracle 12c or later (oracle11 is for servers before)", Server: "Oracle " + server}
	case version < 21:
		return d, nil
	case version < 23:
		return since21, nil
	}
	return since23, nil
}
