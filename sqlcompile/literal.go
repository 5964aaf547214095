package sqlcompile

import (
	"strings"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// This file writes values as literals: for DDL, which has no parameters, and for people.

// literalBind writes the value of a bind, those of a list separated by commas.
func (c *compiler) literalBind(b *expr.BindParameter, items []tupleItem, negated bool) {
	switch b.Value.(type) {
	case expr.Hole, expr.Deferred:
		c.fail("value "+b.Name, &BindError{b.Name, b.Value, ErrUnknownValue})
		return
	}
	if b.Expanding {
		c.literalList(b, items, negated)
		return
	}
	v := b.Value
	if b.Escape == expr.EscapeLike {
		plain, err := sqltypes.Plain(v)
		if err != nil {
			c.fail("literal of "+b.Name, &BindError{b.Name, v, err})
			return
		}
		if v = plain; plain != nil {
			if s, ok := plain.(string); ok {
				v = escapeLike(s)
			}
		}
	}
	c.literal(b.Name, v, b.Type())
}

// literalList writes the values of a list.
func (c *compiler) literalList(b *expr.BindParameter, items []tupleItem, negated bool) {
	vals, err := listOf(b.Value)
	if err != nil {
		c.fail("value "+b.Name, &BindError{b.Name, b.Value, err})
		return
	}
	switch {
	case len(vals) == 0 && c.inText:
		c.write(c.emptySet(b))
		return
	case len(vals) == 0:
		c.write(c.out.limits.empty(&Param{negated: negated, extra: &paramExtra{items: items}}))
		return
	case items != nil && c.r.TupleValues:
		c.write("VALUES ")
	}
	c.each(len(vals), ", ", func(i int) {
		if items == nil {
			c.literal(b.Name, vals[i], b.Type())
			return
		}
		c.literalTuple(b.Name, vals[i], items)
	})
}

func (c *compiler) literalTuple(name string, v any, items []tupleItem) {
	vals, err := listOf(v)
	if err == nil && len(vals) != len(items) {
		err = expr.ErrTupleLength
	}
	if err != nil {
		c.fail("value "+name, &BindError{name, v, err})
		return
	}
	c.write("(")
	c.each(len(vals), ", ", func(i int) { c.literal(name, vals[i], items[i].typ) })
	c.write(")")
}

// literal writes a value of a type as the dialect stores it.
func (c *compiler) literal(name string, v any, t sqltypes.Type) {
	s, err := c.d.Literal(t, v)
	if err != nil {
		c.fail("literal of "+name, &BindError{name, v, err})
		return
	}
	c.write(s)
}

func (c *compiler) sequenceValue(n *expr.SequenceValue) {
	form := c.r.NextValue
	if form == "" {
		c.lacks("sequence "+n.Name, "sequences", "")
		return
	}
	name := c.tableName(&expr.TableClause{Schema: n.Schema, Name: n.Name}) // it is named as a table is
	if c.r.DDL.NoSchemas {
		name = c.quote(n.Name)
	}
	c.write(strings.NewReplacer("%s", name, "%q", c.r.QuoteText(name)).Replace(form))
}
