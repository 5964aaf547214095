package sqlcompile

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// This file finds the values of columns that a statement says nothing of.

// source is where the value of a column comes from that a statement says nothing of.
type source uint8

const (
	sourceNone     source = iota // nothing is known: NULL, or an error of the database
	sourceGo                     // a value that Go makes, sent as a parameter
	sourceSQL                    // an expression in the statement
	sourceFirst                  // an expression that is run before, and sent as a parameter
	sourceDatabase               // the database, without being told
)

// insertDefault is where an INSERT that says nothing of a column gets its value, and the expression if it is one. first says that
// values of the key which SQL makes must be known before the statement is sent.
func (c *compiler) insertDefault(col *expr.ColumnClause, first bool) (source, expr.Node) {
	d := schema.ColumnOf(col)
	switch {
	case d == nil:
		return sourceNone, nil
	case d.Computed != nil, d.Identity != nil && d.Sequence == nil && d.Default == nil:
		return sourceDatabase, nil
	case d.Default != nil && d.Default.Expr == nil:
		return sourceGo, nil
	}
	var sql expr.Node
	switch {
	case d.Default != nil:
		sql = d.Default.Expr
	case c.usesSequence(d.Sequence):
		sql = d.Sequence.Next().Node()
	case d.HasServerDefault(), d.Fetched, d.Generated():
		return sourceDatabase, nil
	default:
		return sourceNone, nil
	}
	if first && d.PrimaryKey {
		return sourceFirst, sql
	}
	return sourceSQL, sql
}

// usesSequence reports whether numbers come from a sequence on this database.
func (c *compiler) usesSequence(s *schema.Sequence) bool {
	return s != nil && c.r.NextValue != "" && c.r.DDL.Sequences && (!s.Optional || !c.r.DDL.OptionalSequences)
}

// updateDefault is where an UPDATE that says nothing of a column gets its value.
func updateDefault(col *expr.ColumnClause) (source, expr.Node) {
	d := schema.ColumnOf(col)
	switch {
	case d == nil:
		return sourceNone, nil
	case d.UpdateDefault != nil && d.UpdateDefault.Expr != nil:
		return sourceSQL, d.UpdateDefault.Expr
	case d.UpdateDefault != nil:
		return sourceGo, nil
	case d.FetchedOnUpdate, d.Computed != nil:
		return sourceDatabase, nil
	}
	return sourceNone, nil
}

// prefetched renders the parameter for a value that a default makes.
func (c *compiler) prefetched(col *expr.ColumnClause, name string, row int) {
	if c.inline {
		c.fail("INSERT", ErrNotInline)
	}
	c.out.Defaults = true
	c.change.out.Prefetch = addOnce(c.change.out.Prefetch, col)
	c.storedParam(Param{Name: name, Bind: defaultBind, Column: col, Row: row, Type: col.Type()})
}

// postfetched notes a column whose value the database computes.
func (c *compiler) postfetched(col *expr.ColumnClause) {
	c.change.out.Postfetch = addOnce(c.change.out.Postfetch, col)
}

// unknownBind renders a bind that is no part of the statement: one for the value of a default, or a value in the expression of a
// default, which is the same whenever the statement runs.
func (c *compiler) unknownBind(b *expr.BindParameter) {
	if col := c.change.made[b]; col != nil {
		c.prefetched(col, b.Name, 0)
		return
	}
	p := Param{Type: b.Type(), process: c.d.Binder(b.Type()), nulls: sqltypes.ConvertsNull(b.Type())}
	v, err := p.convert(b.Value)
	if err != nil {
		c.fail("a value in the default of a column", err)
	}
	c.out.Params = append(c.out.Params, Param{Name: c.names.of(b, b.Name), Bind: constBind, extra: &paramExtra{constant: v}})
	c.use(len(c.out.Params) - 1)
}
