package sqlcompile

import (
	"strings"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// This file renders parts of documents and of arrays.

// DocumentForms are how the value in a part of a document is taken: %l is the document, %r the key or path, %t the type of CAST. A
// form that is "" does not exist. %g is the operator between them where it is one (see Rules.Forms).
type DocumentForms struct {
	// JSON is a part as a document, and the others what is in it.
	JSON, Text, Integer, Float, Numeric, Boolean string
}

func (f *DocumentForms) of(t sqltypes.Type) string {
	switch k := t.Kind(); {
	case k == sqltypes.JSONKind:
		return f.JSON
	case k.IsInteger():
		return f.Integer
	case k == sqltypes.FloatKind:
		return f.Float
	case k == sqltypes.NumericKind:
		return f.Numeric
	case k == sqltypes.BooleanKind:
		return f.Boolean
	}
	return f.Text
}

// documentPart renders a part of a document.
func (c *compiler) documentPart(n *expr.Binary) {
	if n.L.Type().Kind() != sqltypes.JSONKind && n.Typ.Kind() != sqltypes.JSONKind {
		c.infixOf(n, "->") // of an HSTORE
		return
	}
	forms := &c.r.Key
	if n.Op == expr.OpPath {
		forms = &c.r.Path
	}
	form := forms.of(n.Typ)
	if form == "" {
		c.lacks("part of a document", "operator that gives it as "+n.Typ.String(), "")
		return
	}
	operands := map[byte]expr.Node{'l': n.L, 'r': n.R}
	if strings.Contains(form, "%t") {
		t, err := c.castType(n.Typ)
		if err != nil {
			c.fail("part of a document", err)
			return
		}
		form = strings.ReplaceAll(form, "%t", t)
	}
	before, after, cast := strings.Cut(form, "%(")
	if !cast {
		c.form("part of a document", form, operands)
		return
	}
	form, after, _ = strings.Cut(after, "%)")
	c.write(before)
	c.eager(func() { c.form("part of a document", form, operands) })
	c.write(after)
}

// eager renders an operator that databases rank differently: it stands in parentheses within any other.
func (c *compiler) eager(f func()) {
	if c.operators > 1 {
		c.write("(")
		defer c.write(")")
	}
	f()
}

// infixOf renders an operator of this kind between its operands.
func (c *compiler) infixOf(n *expr.Binary, op string) {
	c.eager(func() {
		c.node(n.L)
		c.write(" ", op, " ")
		if n.Op >= expr.OpHasKey && n.Op <= expr.OpHasAllKeys {
			c.inferred(n.R) // the operator takes texts alone
			return
		}
		c.setBind(n.R, n.L)
	})
}

// setBind renders the right side of an operator between sets of values. A bind says its type where the database chooses the operator
// by it.
func (c *compiler) setBind(n, like expr.Node) {
	b, ok := n.(*expr.BindParameter)
	switch {
	case !ok || c.inline:
		c.node(n)
	case !c.r.ColonCasts || !saysType(b.Type(), like.Type()):
		c.bareBind(b)
	default:
		t, err := c.castType(b.Type())
		if err != nil {
			c.fail("value "+b.Name, err)
		}
		c.bareBind(b)
		c.write("::", t)
	}
}

// saysType reports whether a value of type t must say so beside a set of type u: an array, and what is no set itself.
func saysType(t, u sqltypes.Type) bool {
	k := t.Kind()
	if p, ok := t.(sqltypes.PathType); ok {
		return p.Place
	}
	return k == sqltypes.ArrayKind || k != u.Kind() && k != sqltypes.NullKind && !k.IsText()
}

// index renders an element or a part of an array. Only a column needs no parentheses before the bracket.
func (c *compiler) index(n *expr.Binary) {
	switch n.L.(type) {
	case *expr.ColumnClause:
		c.node(n.L)
	default:
		if b, ok := n.L.(*expr.Binary); ok && b.Op == expr.OpIndex {
			c.node(n.L)
			break
		}
		c.write("(")
		c.node(n.L)
		c.write(")")
	}
	c.write("[")
	c.inferred(n.R)
	c.write("]")
}

func (c *compiler) span(n *expr.Span) {
	c.inferred(n.From)
	c.write(":")
	c.inferred(n.To)
}

func (c *compiler) array(n *expr.Array) {
	if !c.r.Arrays {
		c.lacks("ARRAY", "arrays", "")
		return
	}
	c.write("ARRAY[")
	c.list("", n.Items, c.node)
	c.write("]")
}
