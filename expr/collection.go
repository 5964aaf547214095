package expr

import "github.com/aludel/aludel/sqltypes"

// This file has ANY and ALL.

// Any is ANY (e), to be compared with: true if the comparison holds for one element of an array or one row of a subquery.
func (e Expr) Any() Expr { return e.collection(OpAny) }

// All is ALL (e), to be compared with: true if the comparison holds for every element or row.
func (e Expr) All() Expr { return e.collection(OpAll) }

// HasAny is v op ANY (e): op holds between v and one element of the array e. op must be a comparison.
func (e Expr) HasAny(op Op, v any) Expr { return e.elements(OpAny, op, v) }

// HasAll is v op ALL (e): op holds between v and every element of the array e. op must be a comparison.
func (e Expr) HasAll(op Op, v any) Expr { return e.elements(OpAll, op, v) }

func (e Expr) elements(of, op Op, v any) Expr {
	if !op.IsComparison() {
		return invalid("%s wants a comparison, not %s", of, op)
	}
	value := operand(v, e.Node())
	if b, ok := value.(*BindParameter); ok && b.Unique && !isExpression(v) {
		b.Typ = element(e.Node()).Type() // not shared yet
		if b.Typ.Kind() == sqltypes.NullKind {
			b.Typ = typeOfValue(v)
		}
	}
	return newBinary(op, value, e.collection(of).Node(), sqltypes.Boolean())
}

func (e Expr) collection(op Op) Expr {
	n := e.Node()
	if _, scalar := n.(*Scalar); !scalar {
		n = &Grouping{n}
	}
	return Wrap(&Unary{op, n, elementType(e.Type())})
}

// collects reports whether n is ANY or ALL.
func collects(n Node) bool {
	u, ok := n.(*Unary)
	return ok && (u.Op == OpAny || u.Op == OpAll)
}

// element stands for an element of an array or of ANY and ALL where a value is compared with it.
func element(n Node) Node {
	if u, ok := n.(*Unary); ok && collects(n) {
		return &Unary{OpAny, u.X, u.Typ}
	}
	return &Unary{OpAny, n, elementType(n.Type())}
}
