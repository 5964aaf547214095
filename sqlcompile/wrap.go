package sqlcompile

import (
	"errors"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// This file puts the SQL of column types around values and columns.

// wrapping is the expression of a type that is being rendered around a bind.
type wrapping struct {
	// bind stands for what is wrapped, bare renders that.
	bind *expr.BindParameter
	bare func()
}

// wrapperOf finds in a type, as it is on a dialect, the expression that it puts around its values.
func wrapperOf[W any](t sqltypes.Type, dialect string) (w W, ok bool) {
	if sqltypes.IsPlain(t) {
		return w, false
	}
	for range 32 {
		if w, ok = t.(W); ok {
			return w, true
		}
		switch x := t.(type) {
		case sqltypes.VariantType:
			if t = x.Base; x.Dialect == dialect {
				t = x.As
			}
		case sqltypes.Decorator:
			t = x.Impl(dialect)
		case sqltypes.NativeType:
			t = x.Base
		default:
			return w, false
		}
	}
	return w, false
}

// wrap renders a bind of a type by bare, inside of the expression that the type has for it.
func (c *compiler) wrap(t sqltypes.Type, expanding bool, bare func()) {
	w, ok := wrapperOf[expr.BindExpression](t, c.d.Name())
	if !ok {
		bare()
		return
	}
	outer := c.wrapping
	b := &expr.BindParameter{Name: "value", Typ: t, Unique: true}
	c.wrapping = &wrapping{b, bare}
	n := w.BindExpression(expr.Wrap(b)).Node()
	if expanding {
		c.wrapEach(n)
	} else {
		c.node(n)
	}
	c.wrapping = outer
}

// inside renders a bind inside of an expression that a type puts around something: the bind that is wrapped, one of the statement
// in a column that is wrapped, or a value of the type's own.
func (c *compiler) inside(b *expr.BindParameter) {
	outer := c.wrapping
	_, known := c.binds.get(b)
	switch {
	case b == outer.bind || known:
		c.wrapping = nil
		if known {
			c.bind(b)
		} else {
			outer.bare()
		}
		c.wrapping = outer
	case c.inline:
		c.literalBind(b, nil, false)
	default:
		c.fixed(b)
	}
}

// fixed renders a value that belongs to a type, and so is the same whenever the statement runs.
func (c *compiler) fixed(b *expr.BindParameter) {
	p := Param{Type: b.Type(), process: c.d.Binder(b.Type()), nulls: sqltypes.ConvertsNull(b.Type())}
	v, err := p.convert(b.Value)
	if err != nil {
		c.fail("a value of a type's expression", err)
	}
	c.constant(v)
}

// wrapEach renders the bind of a list, and keeps with its parameter what stands around each of its values.
func (c *compiler) wrapEach(n expr.Node) {
	bare, before, start, used := c.wrapping.bare, "", len(c.b), len(c.marks)
	c.wrapping.bare = func() {
		before = string(c.b[start:])
		c.b = c.b[:start]
		bare()
	}
	c.node(n)
	if len(c.marks) != used+1 {
		c.fail("a list of values", errors.New("its type puts an expression with values of its own around each"))
		return
	}
	m := c.marks[used]
	p := &c.out.Params[m.param]
	if p.extra == nil {
		p.extra = &paramExtra{}
	}
	p.extra.before, p.extra.after = before, string(c.b[m.at:])
	c.b = c.b[:m.at]
}

// read renders a column of the result, inside of the expression that its type has for that. ok is false where it has none.
func (c *compiler) read(n expr.Node) (ok bool) {
	inner := n
	if l, is := n.(*expr.Label); is {
		inner = l.X
	}
	w, ok := wrapperOf[expr.ColumnExpression](n.Type(), c.d.Name())
	if !ok {
		return false
	}
	outer := c.wrapping
	c.wrapping = &wrapping{}
	c.node(w.ColumnExpression(expr.Wrap(inner)).Node())
	c.wrapping = outer
	return true
}
