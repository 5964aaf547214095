package expr

// This file has the bitwise operators and those that a database has of its own.

// BitAnd is e & v.
func (e Expr) BitAnd(v any) Expr { return e.operate(OpBitAnd, v) }

// BitOr is e | v.
func (e Expr) BitOr(v any) Expr { return e.operate(OpBitOr, v) }

// BitXor is the bits that are set in one of e and v.
func (e Expr) BitXor(v any) Expr { return e.operate(OpBitXor, v) }

// BitNot is ~e.
func (e Expr) BitNot() Expr {
	return Wrap(&Unary{OpBitNot, groupAt(e.Node(), OpBitNot, operandPrecedence(OpBitNot)), e.Type()})
}

// ShiftLeft is e << v.
func (e Expr) ShiftLeft(v any) Expr { return e.operate(OpShiftLeft, v) }

// ShiftRight is e >> v.
func (e Expr) ShiftRight(v any) Expr { return e.operate(OpShiftRight, v) }
