package expr

import "github.com/aludel/aludel/sqltypes"

// This file has arrays and ranges.

// Array is a list of values as one: ARRAY[a, b].
type Array struct {
	Items []Node
	Typ   sqltypes.Type
}

func (*Array) node() {}

// Type implements [Node].
func (n *Array) Type() sqltypes.Type { return orNull(n.Typ) }

// ArrayOf is a list of values as an array, of the type of the first of them; arrays of arrays have more dimensions.
func ArrayOf(items ...any) Expr {
	a := &Array{Items: operands(items, nil)}
	if len(a.Items) == 0 {
		return invalid("an array without elements has no type; use ArrayAs")
	}
	elem := a.Items[0].Type()
	if t, ok := elem.(sqltypes.ArrayType); ok {
		t.Dims = max(t.Dims, 1) + 1
		a.Typ = t
		return Wrap(a)
	}
	a.Typ = sqltypes.Array(elem)
	return Wrap(a)
}

// ArrayAs is a list of values of a type as an array, which may be empty.
func ArrayAs(elem sqltypes.Type, items ...any) Expr {
	a := &Array{Typ: sqltypes.Array(elem)}
	for _, it := range items {
		n := operand(it, nil)
		if b, ok := n.(*BindParameter); ok && b.Unique && !isExpression(it) {
			b.Typ = elem // not shared yet
		}
		a.Items = append(a.Items, group(n, OpComma))
	}
	if len(items) == 0 {
		return Wrap(a).Cast(a.Typ)
	}
	return Wrap(a)
}

// Span is the part of an array between two places.
type Span struct{ From, To Node }

func (*Span) node() {}

// Type implements [Node].
func (*Span) Type() sqltypes.Type { return sqltypes.Null() }

// Slice is the part of an array from one place to another, both of them in it and counted from 1.
func (e Expr) Slice(from, to any) Expr {
	l := e.Node()
	return Wrap(&Binary{OpIndex, l, &Span{place(from, l), place(to, l)}, e.Type()})
}

// index is the element of an array at a place.
func (e Expr) index(at any) Expr {
	l := e.Node()
	return Wrap(&Binary{OpIndex, l, place(at, l), elementType(e.Type())})
}

func place(at any, like Node) Node {
	n := operand(at, like)
	if b, ok := n.(*BindParameter); ok && b.Unique && !isExpression(at) {
		b.Typ = sqltypes.Integer() // not shared yet
	}
	return n
}

// elementType is the type of what an array holds, or of what ANY and ALL of a type stand for: one dimension less.
func elementType(t sqltypes.Type) sqltypes.Type {
	a, ok := t.(sqltypes.ArrayType)
	if !ok {
		return t
	}
	if a.Dims > 1 {
		a.Dims--
		return a
	}
	return orNull(a.Elem)
}

// Covers reports whether an array, a range or a document has all of v in it (@>).
func (e Expr) Covers(v any) Expr { return e.relation(OpCovers, v) }

// CoveredBy reports whether an array, a range or a document is in v (<@).
func (e Expr) CoveredBy(v any) Expr { return e.relation(OpCoveredBy, v) }

// Overlaps reports whether two arrays have an element in common, or two ranges a value (&&).
func (e Expr) Overlaps(v any) Expr { return e.relation(OpOverlaps, v) }

// Adjacent reports whether two ranges touch (-|-).
func (e Expr) Adjacent(v any) Expr { return e.relation(OpAdjacent, v) }

// StrictlyLeft reports whether a range ends before v begins (<<).
func (e Expr) StrictlyLeft(v any) Expr { return e.relation(OpStrictlyLeft, v) }

// StrictlyRight reports whether a range begins after v ends (>>).
func (e Expr) StrictlyRight(v any) Expr { return e.relation(OpStrictlyRight, v) }

// NoRightOf reports whether a range ends no later than v does (&<).
func (e Expr) NoRightOf(v any) Expr { return e.relation(OpNoRightOf, v) }

// NoLeftOf reports whether a range begins no earlier than v does (&>).
func (e Expr) NoLeftOf(v any) Expr { return e.relation(OpNoLeftOf, v) }

// memberType is the type of a value that is compared with a set: that of the bounds of a range for a value of their family.
func memberType(v any, t sqltypes.Type) sqltypes.Type {
	own := ownType(v, t)
	n, ok := t.(sqltypes.NativeType)
	if !ok {
		return own
	}
	if b, ok := n.Base.(sqltypes.Bounded); ok && familyOf(own) == familyOf(b.BoundType()) {
		return b.BoundType()
	}
	return own
}

// relation compares sets of values. A value that is no set itself has its own type.
func (e Expr) relation(op Op, v any) Expr {
	l := e.Node()
	r := operand(v, l)
	if b, ok := r.(*BindParameter); ok && b.Unique && !isExpression(v) {
		b.Typ = memberType(v, l.Type()) // not shared yet
	}
	return newBinary(op, l, r, sqltypes.Boolean())
}
