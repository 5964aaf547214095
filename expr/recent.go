package expr

import (
	"sync/atomic"

	"github.com/aludel/aludel/sqltypes"
)

// This file keeps what statements make of the columns of tables again and again: the conditions of joins and the orders. Nodes are immutable and mean the same wherever they stand, so that the first one made serves for
// all that are equal.

// recent are expressions made of one column of a table. It is for any number of goroutines.
//
// What is in it is kept for as long as the column; hence it holds nothing but the column and other columns of tables, never a value, and
// of those no more than there is room for: what was asked for first.
type recent struct {
	of          *ColumnClause // a copy of the column has the same recent, but is another column
	values      comparings
	asc, desc   atomic.Pointer[ordering]
	comparisons [4]atomic.Pointer[comparison]
	lists       [4]atomic.Pointer[keptRoot] // how SELECTs begin whose first column this is
}

// comparison is a comparison with another column, and what an [Expr] needs to point to it.
type comparison struct {
	self  Node
	node  Binary
	right *ColumnClause
}

// ordering is an order by the column, and what an [Expr] needs to point to it.
type ordering struct {
	self Node
	node Unary
}

// comparedWith is c op d.
func (c *ColumnClause) comparedWith(op Op, d *ColumnClause) Expr {
	if c.recent == nil || c.recent.of != c || d.recent == nil || d.recent.of != d {
		return infix(op, c, d, sqltypes.Boolean())
	}
	for i := range c.recent.comparisons {
		slot := &c.recent.comparisons[i]
		x := slot.Load()
		if x == nil {
			x = &comparison{node: Binary{op, c, d, sqltypes.Boolean()}, right: d}
			x.self = &x.node
			slot.CompareAndSwap(nil, x) // if another one came first, this is one of its own
			return Expr{&x.self}
		}
		if x.right == d && x.node.Op == op {
			return Expr{&x.self}
		}
	}
	return infix(op, c, d, sqltypes.Boolean())
}

// ordered is the column with ASC, DESC, NULLS FIRST or NULLS LAST behind it.
func (c *ColumnClause) ordered(op Op) Expr {
	if c.recent == nil || c.recent.of != c || c.Typ == nil { // whose type may be told later
		return unary(op, c, c.Type())
	}
	var slot *atomic.Pointer[ordering]
	switch op {
	case OpAsc:
		slot = &c.recent.asc
	case OpDesc:
		slot = &c.recent.desc
	default:
		return unary(op, c, c.Type())
	}
	x := slot.Load()
	if x == nil {
		x = &ordering{node: Unary{op, c, c.Typ}}
		x.self = &x.node
		slot.CompareAndSwap(nil, x)
	}
	return Expr{&x.self}
}

// kept reports whether a node is a column of a table that keeps what is made of it.
func kept(n Node) (*ColumnClause, bool) {
	c, ok := n.(*ColumnClause)
	return c, ok && c.recent != nil && c.recent.of == c
}
