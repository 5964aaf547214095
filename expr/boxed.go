package expr

import "github.com/aludel/aludel/sqltypes"

// This file makes the frequent nodes together with what an [Expr] needs to point to them, in one piece of memory.

// infix is l op r as it is.
func infix(op Op, l, r Node, t sqltypes.Type) Expr {
	x := &struct {
		self Node
		node Binary
	}{node: Binary{op, l, r, t}}
	x.self = &x.node
	return Expr{&x.self}
}

// unary is op applied to x as it is.
func unary(op Op, operand Node, t sqltypes.Type) Expr {
	x := &struct {
		self Node
		node Unary
	}{node: Unary{op, operand, t}}
	x.self = &x.node
	return Expr{&x.self}
}

// comparedWith compares l with a Go value, which is no expression.
func comparedWith(op Op, l Node, v any) Expr {
	if x, ok := l.(*Invalid); ok {
		return Wrap(x)
	}
	b := bindLike(v, l)
	if c, ok := l.(*ColumnClause); !ok || c.Typ == nil || !sqltypes.Holds(c.Typ, v) {
		if op.equates() {
			b.Typ = sqltypes.Equated(l.Type(), b.Typ)
		}
		l = groupAt(l, op, operandPrecedence(op))
	}
	x := &struct {
		self Node
		node Binary
		bind BindParameter
	}{node: Binary{Op: op, L: l, Typ: sqltypes.Boolean()}, bind: b}
	x.node.R = &x.bind
	x.self = &x.node
	return Expr{&x.self}
}

// placed is a column that knows itself as a node.
func placed(c ColumnClause) *ColumnClause {
	x := &c
	x.self = x
	return x
}
