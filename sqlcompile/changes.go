package sqlcompile

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// Changes says what an INSERT or UPDATE does beside its text.
type Changes struct {
	// Table is what is changed, nil for a join.
	Table *expr.TableClause
	// Update is set for an UPDATE.
	Update bool
	// Rows is how many rows an INSERT has in its text, 0 for what a SELECT gives.
	Rows int
	// Prefetch are the columns whose values defaults make before the statement is sent; Postfetch those that the database computes,
	// so that only it knows their values.
	Prefetch, Postfetch []*expr.ColumnClause
	// Keys are what the statement yields though nobody asked for it: the keys that the database makes, and with
	// [expr.Insert.ReturningDefaults] what it computes. Columns of the Compiled is empty then.
	Keys []*expr.ColumnClause
	// KeyColumns are the Keys as columns of what the statement yields.
	KeyColumns []ResultColumn
	// Inline is set where the key of the new row is not to be found out.
	Inline bool
}

// change is the INSERT or UPDATE that is being rendered.
type change struct {
	// top is set for the statement itself, not for one in its WITH.
	top    bool
	table  *expr.TableClause
	target expr.FromClause // the table, or what the statement has in its place
	out    *Changes
	// reserved are the names of parameters that belong to columns.
	reserved map[string]bool
	// made are binds that the compiler has put into the tree for values of defaults.
	made map[*expr.BindParameter]*expr.ColumnClause
	// newRow is what an upsert calls the row that was to be inserted, where it is given a name; "" elsewhere.
	newRow string
	// output and outputAs are how columns of the table stand in OUTPUT; "" elsewhere.
	output   expr.FromClause
	outputAs string
}

// begin makes ready for a statement that changes t.
func (c *compiler) begin(t expr.FromClause, top bool) (outer change) {
	outer = c.change
	c.change = change{target: t, reserved: map[string]bool{}, out: &Changes{}, top: top}
	switch t := t.(type) {
	case *expr.TableClause:
		c.change.table = t
	case *expr.Alias:
		c.change.table = t.Of
	}
	c.change.out.Table = c.change.table
	if top {
		c.out.Changes = c.change.out
	}
	return outer
}

// paramName is the name of the parameter of a column: what it is called in Go, without what confuses drivers.
func paramName(col *expr.ColumnClause) string {
	name := col.Name
	if d := schema.ColumnOf(col); d != nil {
		name = d.Key
	}
	return plainParam.Replace(name)
}

// addOnce adds a column to a list unless it is there.
func addOnce(cols []*expr.ColumnClause, col *expr.ColumnClause) []*expr.ColumnClause {
	for _, c := range cols {
		if c == col {
			return cols
		}
	}
	return append(cols, col)
}

// stored renders the value of a column, by the parameter of that name if it is a value of Go. A nil v is passed at execution.
func (c *compiler) stored(col *expr.ColumnClause, v expr.Node, name string, row int) {
	b, isBind := v.(*expr.BindParameter)
	switch {
	case v == nil:
		c.storedParam(Param{Name: name, Bind: -1, Column: col, Row: row, Type: col.Type()})
	case !isBind || !b.Unique || b.Expanding:
		c.inferred(v)
	case c.inline:
		c.literal(b.Name, b.Value, storedType(col, b))
	default:
		if !c.change.top { // the name of the column is that of the statement around it, for who passes values
			name = c.shorten(bindNames, c.names.of(b, "param"))
		}
		c.storedParam(Param{Name: name, Bind: c.bindIndex(b), Column: col, Row: row, Type: storedType(col, b), Escape: b.Escape})
	}
}

func (c *compiler) storedParam(p Param) {
	p.Of = c.change.out
	if c.change.reserved != nil {
		c.change.reserved[p.Name] = true
	}
	if sqltypes.IsPlain(p.Type) {
		c.add(&p, true)
		return
	}
	c.wrap(p.Type, false, func() { c.add(&p, true) })
}
