package expr

import "github.com/aludel/aludel/sqltypes"

// This file has operators that are known by their text alone.

// Op applies an operator of the database by its text, with a result of the type of e. It and its operands stand in parentheses
// beside other operators; [Expr.OpAt] gives it a precedence.
func (e Expr) Op(text string, v any) Expr { return e.OpAt(0, text, v) }

// OpAt is [Expr.Op] with a precedence: 8 is that of *, 7 of +, 5 of comparisons, 3 of AND, 2 of OR.
func (e Expr) OpAt(precedence int8, text string, v any) Expr {
	return e.custom(precedence, text, v, e.Type())
}

// BoolOp applies an operator of the database that yields a truth value.
func (e Expr) BoolOp(text string, v any) Expr { return e.custom(0, text, v, sqltypes.Boolean()) }

func (e Expr) custom(precedence int8, text string, v any, t sqltypes.Type) Expr {
	l, around := e.Node(), precedence
	if precedence == 0 {
		around = tightest // how the database ranks it is not known
	}
	side := func(n Node) Node { return groupAt(n, OpCustom, around) }
	return Wrap(&Custom{Text: text, L: side(l), R: side(operand(v, l)), Precedence: precedence, Typ: t})
}
