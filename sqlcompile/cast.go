package sqlcompile

import (
	"strings"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// This file renders CAST, and binds that have to say their type.

// castType is a type as CAST names it.
func (c *compiler) castType(t sqltypes.Type) (string, error) {
	if _, ok := t.(sqltypes.PathType); ok {
		t = sqltypes.Integer() // a place; keys are not cast
	}
	if d, ok := c.d.(Caster); ok {
		return d.CastSQL(t)
	}
	return c.d.TypeSQL(t)
}

func (c *compiler) cast(n *expr.Cast) {
	if form, ok := c.r.CastForms[n.Typ.Kind()]; ok && !n.Try {
		c.form("CAST", form, map[byte]expr.Node{'l': n.X})
		return
	}
	t, err := c.castType(n.Typ)
	if err != nil {
		c.fail("CAST", err)
		return
	}
	form := "CAST(%l AS %t)"
	if n.Try {
		if form = c.r.TryCast; form == "" {
			c.lacks("TRY_CAST", "cast that gives NULL for what cannot be converted", "")
			return
		}
	}
	before, after, _ := strings.Cut(strings.ReplaceAll(form, "%t", t), "%l")
	c.write(before)
	if b, ok := n.X.(*expr.BindParameter); ok {
		c.bareBind(b)
	} else {
		c.node(n.X)
	}
	c.write(after)
}

// isKey reports whether a type is that of a key or a path, which is text.
func isKey(t sqltypes.Type) bool {
	p, ok := t.(sqltypes.PathType)
	return ok && !p.Place
}

// castBind renders a bind with its type, which the database could not know otherwise.
func (c *compiler) castBind(b *expr.BindParameter) {
	t, err := c.castType(b.Type())
	if other := c.r.BindCasts[b.Type().Kind()]; other != "" {
		t, err = other, nil
	}
	switch {
	case b.Type().Kind() == sqltypes.NullKind && c.r.CastBinds == CastAlone:
		c.fail("value "+b.Name, &BindError{b.Name, b.Value, ErrUntyped})
		return
	case b.Type().Kind() == sqltypes.NullKind, err != nil, isKey(b.Type()):
		c.bareBind(b)
		return
	}
	c.write("CAST(")
	c.bareBind(b)
	c.write(" AS ", t, ")")
}
