package sqlcompile

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// in renders IN. NOT IN stands in parentheses, since what an empty list becomes holds an OR.
func (c *compiler) in(n *expr.Binary) {
	b, list := n.R.(*expr.BindParameter)
	if n.Op == expr.OpNotIn {
		c.write("(")
		defer c.write(")")
	}
	c.node(n.L)
	c.write(" ", n.Op.String(), " ")
	if !list {
		c.given(n)
		return
	}
	var items []tupleItem
	if t, ok := n.L.(*expr.Tuple); ok {
		items = make([]tupleItem, len(t.Items))
		for i, x := range t.Items {
			items[i] = tupleItem{x.Type(), c.d.Binder(x.Type())}
		}
	}
	c.write("(")
	used := len(c.marks)
	c.listBind(b, items, n.Op == expr.OpNotIn)
	if len(c.marks) > used && items == nil && c.r.CastBinds == CastUntyped && misread(b.Type(), n.L.Type()) {
		c.castEach(b.Type(), &c.out.Params[c.marks[used].param])
	}
	c.write(")")
}

// castEach puts a cast around each value of a list.
func (c *compiler) castEach(t sqltypes.Type, p *Param) {
	if sql, err := c.castType(t); err == nil && p.extra.before == "" {
		p.extra.before, p.extra.after = "CAST(", " AS "+sql+")"
	}
}

// given renders the right side of an IN that is no list of values: a SELECT, text, or expressions.
func (c *compiler) given(n *expr.Binary) {
	if g, ok := n.R.(*expr.Grouping); ok {
		if l, ok := g.X.(*expr.List); ok {
			c.write("(")
			c.list("", l.Items, func(x expr.Node) { c.beside(x, n.L) })
			c.write(")")
			return
		}
	}
	c.node(n.R)
}

// tupleItem is the type of one place of the tuples in a list, and how its values are converted.
type tupleItem struct {
	typ     sqltypes.Type
	process sqltypes.Converter
}
