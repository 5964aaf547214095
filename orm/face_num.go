package orm

// Num is a numeric expression.
type Num[V, R any] struct{ Col[V, R] }

// Add is n + v.
func (n Num[V, R]) Add(v V) Num[V, R] { return Num[V, R]{Col[V, R]{n.x.Add(v)}} }

// Sub is n - v.
func (n Num[V, R]) Sub(v V) Num[V, R] { return Num[V, R]{Col[V, R]{n.x.Sub(v)}} }

// Mul is n * v.
func (n Num[V, R]) Mul(v V) Num[V, R] { return Num[V, R]{Col[V, R]{n.x.Mul(v)}} }

// Div is n / v, in the database's arithmetic.
func (n Num[V, R]) Div(v V) Num[V, R] { return Num[V, R]{Col[V, R]{n.x.Div(v)}} }

// Mod is n % v.
func (n Num[V, R]) Mod(v V) Num[V, R] { return Num[V, R]{Col[V, R]{n.x.Mod(v)}} }

// AddExpr is n + o.
func (n Num[V, R]) AddExpr(o Operand[V]) Num[V, *V] {
	return Num[V, *V]{Col[V, *V]{n.x.Add(o.kernel())}}
}

// SubExpr is n - o.
func (n Num[V, R]) SubExpr(o Operand[V]) Num[V, *V] {
	return Num[V, *V]{Col[V, *V]{n.x.Sub(o.kernel())}}
}

// MulExpr is n * o.
func (n Num[V, R]) MulExpr(o Operand[V]) Num[V, *V] {
	return Num[V, *V]{Col[V, *V]{n.x.Mul(o.kernel())}}
}

// DivExpr is n / o, in the database's arithmetic.
func (n Num[V, R]) DivExpr(o Operand[V]) Num[V, *V] {
	return Num[V, *V]{Col[V, *V]{n.x.Div(o.kernel())}}
}

// ModExpr is n % o.
func (n Num[V, R]) ModExpr(o Operand[V]) Num[V, *V] {
	return Num[V, *V]{Col[V, *V]{n.x.Mod(o.kernel())}}
}

// FloorDiv is n / v without the digits after the point.
func (n Num[V, R]) FloorDiv(v V) Num[V, R] { return Num[V, R]{Col[V, R]{n.x.FloorDiv(v)}} }

// Neg is -n.
func (n Num[V, R]) Neg() Num[V, R] { return Num[V, R]{Col[V, R]{n.x.Neg()}} }

// BitAnd is the bits that n and v have, of an integer.
func (n Num[V, R]) BitAnd(v V) Num[V, R] { return Num[V, R]{Col[V, R]{n.x.BitAnd(v)}} }

// BitOr is the bits that n or v has, of an integer.
func (n Num[V, R]) BitOr(v V) Num[V, R] { return Num[V, R]{Col[V, R]{n.x.BitOr(v)}} }

// BitXor is the bits that one of n and v has, of an integer.
func (n Num[V, R]) BitXor(v V) Num[V, R] { return Num[V, R]{Col[V, R]{n.x.BitXor(v)}} }

// ShiftLeft is n << v, of an integer.
func (n Num[V, R]) ShiftLeft(v V) Num[V, R] { return Num[V, R]{Col[V, R]{n.x.ShiftLeft(v)}} }

// ShiftRight is n >> v, of an integer.
func (n Num[V, R]) ShiftRight(v V) Num[V, R] { return Num[V, R]{Col[V, R]{n.x.ShiftRight(v)}} }

// BitNot is the bits that n does not have, of an integer.
func (n Num[V, R]) BitNot() Num[V, R] { return Num[V, R]{Col[V, R]{n.x.BitNot()}} }

// TrueDiv is n / v with the digits after the point.
func TrueDiv[V, R any](n Num[V, R], v V) Num[float64, *float64] {
	return Num[float64, *float64]{Col[float64, *float64]{n.x.TrueDiv(v)}}
}
