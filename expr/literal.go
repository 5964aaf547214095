package expr

import "github.com/aludel/aludel/sqltypes"

// This file has columns and values without a table.

// LiteralColumn is SQL text that is a column expression: it is printed as it stands, and named by what it says.
func LiteralColumn(sql string, t sqltypes.Type) Expr { return Wrap(&Text{SQL: sql, Typ: t}) }

// Column is a column by name alone, of no known table.
func Column(name string, t sqltypes.Type) Expr { return Wrap(placed(ColumnClause{Name: name, Typ: t})) }

// ValOf is a Go value as a bind parameter of a type.
func ValOf(v any, t sqltypes.Type) Expr {
	return Wrap(&BindParameter{Name: "param", Value: v, Typ: t, Unique: true})
}

// ClearOrder takes back what was sorted by.
func (s Select) ClearOrder() Select {
	return s.changed(func(c *Clauses) { c.Order = nil })
}

// ClearGroups takes back what was grouped by.
func (s Select) ClearGroups() Select {
	return s.changed(func(c *Clauses) { c.Groups = nil })
}

// OnlyColumns replaces the columns clause.
func (s Select) OnlyColumns(items ...any) Select {
	return s.changed(func(c *Clauses) { c.Columns = nil }).Column(items...)
}

// OpenText is literal SQL whose :names are binds that get their values later: they are holes until then.
func OpenText(sql string) Expr {
	t := &Text{SQL: sql}
	for _, n := range bindNames(sql) {
		t.Binds = append(t.Binds, &BindParameter{Name: n, Value: Hole{Name: n}})
	}
	return Wrap(t)
}
