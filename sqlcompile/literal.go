package sqlcompile

import (
	"errors"
	"reflect"
	"strings"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// This file writes values as literals, which DDL needs: it has no parameters.

// literalBind writes the value of a bind, the values of a list separated by commas.
func (c *compiler) literalBind(b *expr.BindParameter) {
	switch b.Value.(type) {
	case expr.Hole, expr.Deferred:
		c.fail("value "+b.Name, errors.New("it is not known, and this statement has no parameters"))
		return
	}
	if !b.Expanding {
		c.literal(b.Name, b.Value, b.Type())
		return
	}
	v := reflect.ValueOf(b.Value)
	if v.Len() == 0 {
		c.fail("value "+b.Name, errors.New("an empty list has no literal"))
	}
	c.each(v.Len(), ", ", func(i int) { c.literal(b.Name, v.Index(i).Interface(), b.Type()) })
}

// literal writes a value of a type as the dialect stores it.
func (c *compiler) literal(name string, v any, t sqltypes.Type) {
	s, err := c.d.Literal(t, v)
	if err != nil {
		c.fail("literal of "+name, err)
		return
	}
	c.write(s)
}

func (c *compiler) sequenceValue(n *expr.SequenceValue) {
	form := c.r.NextValue
	if form == "" {
		c.fail("sequence "+n.Name, errors.New("this database has no sequences"))
		return
	}
	name := c.quote(n.Name)
	if n.Schema != "" && !c.r.DDL.NoSchemas {
		name = c.quote(n.Schema) + "." + name
	}
	c.write(strings.NewReplacer("%s", name, "%q", c.r.QuoteText(name)).Replace(form))
}
