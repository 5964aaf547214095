package expr

import "github.com/aludel/aludel/sqltypes"

// This file has what changes the type of an expression.

// TypeCoerce is an expression that counts as one of another type, without any text: the operators and the conversion of values are
// those of Typ.
type TypeCoerce struct {
	X   Node
	Typ sqltypes.Type
}

func (*TypeCoerce) node() {}

// Type implements [Node].
func (n *TypeCoerce) Type() sqltypes.Type { return orNull(n.Typ) }

// Coerced lets x count as an expression of type t. Nothing is printed; a Go value becomes a bind of that type. [Expr.Cast] makes
// the database convert.
func Coerced(x any, t sqltypes.Type) Expr {
	if isExpression(x) || x == nil {
		n := operand(x, nil)
		if b, ok := n.(*BindParameter); ok {
			typed := *b
			typed.Typ = t
			return Wrap(&typed)
		}
		return Wrap(&TypeCoerce{n, t})
	}
	if s, ok := asSelect(x); ok {
		return Wrap(&TypeCoerce{&Scalar{s}, t})
	}
	return ValOf(x, t)
}

// Cast is CAST(X AS Typ).
type Cast struct {
	X   Node
	Typ sqltypes.Type
	// Try makes what cannot be converted NULL instead of an error.
	Try bool
}

// Cast is CAST(e AS t). A Go value is cast as a value of that type.
func (e Expr) Cast(t sqltypes.Type) Expr { return Wrap(&Cast{X: e.Node(), Typ: t}) }

// TryCast is a cast that gives NULL for what cannot be converted, where the database has one.
func (e Expr) TryCast(t sqltypes.Type) Expr { return Wrap(&Cast{X: e.Node(), Typ: t, Try: true}) }

// CastOf is CAST(x AS t), where x may be a Go value: it becomes a bind of type t.
func CastOf(x any, t sqltypes.Type) Expr { return castable(x, t).Cast(t) }

// TryCastOf is [Expr.TryCast] where x may be a Go value.
func TryCastOf(x any, t sqltypes.Type) Expr { return castable(x, t).TryCast(t) }

func castable(x any, t sqltypes.Type) Expr {
	if isExpression(x) || x == nil {
		return Coerce(x)
	}
	if _, ok := asSelect(x); ok {
		return Coerce(x)
	}
	return ValOf(x, t)
}
