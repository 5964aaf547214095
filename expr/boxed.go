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
	x := &struct {
		self Node
		node Binary
		bind BindParameter
	}{}
	x.bind = bindLike(v, l)
	if op.equates() {
		x.bind.Typ = sqltypes.Equated(l.Type(), x.bind.Typ)
	}
	x.node = Binary{op, groupAt(l, op, operandPrecedence(op)), &x.bind, sqltypes.Boolean()}
	x.self = &x.node
	return Expr{&x.self}
}

// placed is a column that knows itself as a node.
func placed(c ColumnClause) *ColumnClause {
	x := &c
	x.self = x
	return x
}
