package expr

// This file has comparisons in which NULL is a value.

// Is is e IS v: for NULL, truth values, and what else the database takes there.
func (e Expr) Is(v any) Expr { return e.comparison(OpIs, v) }

// IsNot is e IS NOT v.
func (e Expr) IsNot(v any) Expr { return e.comparison(OpIsNot, v) }

// IsDistinctFrom is != where NULL is a value like others.
func (e Expr) IsDistinctFrom(v any) Expr { return e.comparison(OpDistinctFrom, v) }

// IsNotDistinctFrom is = where NULL is a value like others.
func (e Expr) IsNotDistinctFrom(v any) Expr {
	return e.comparison(OpNotDistinctFrom, v)
}

// BetweenSymmetric is BETWEEN with the bounds in either order.
func (e Expr) BetweenSymmetric(lo, hi any) Expr {
	x := e.Between(lo, hi)
	x.Node().(*Between).Symmetric = true // not shared yet
	return x
}

// ValLike is a Go value named and typed as if it were compared with e: the left side of an operator whose right side is e.
func ValLike(v any, e Expr) Expr { return Wrap(operand(v, e.Node())) }
