package expr

import "github.com/aludel/aludel/sqltypes"

// This file has what can follow the call of an aggregate or window function; frame.go has the frames of windows.

// Over is a function computed over the rows around: X OVER (...).
type Over struct {
	X                  Node
	PartitionBy, Order []Node
	// Rows, Range or Groups limits the rows around; at most one is not nil.
	Rows, Range, Groups *FrameClause
}

// WithinGroup is an ordered-set aggregate: X WITHIN GROUP (ORDER BY ...).
type WithinGroup struct {
	X     Node
	Order []Node
}

// FunctionFilter is an aggregate over some rows: X FILTER (WHERE ...).
type FunctionFilter struct {
	X     Node
	Conds []Node
}

func (*Over) node()           {}
func (*WithinGroup) node()    {}
func (*FunctionFilter) node() {}

// Type implements [Node].
func (n *Over) Type() sqltypes.Type { return n.X.Type() }

// Type implements [Node].
func (n *WithinGroup) Type() sqltypes.Type { return n.X.Type() }

// Type implements [Node].
func (n *FunctionFilter) Type() sqltypes.Type { return n.X.Type() }

// WithinGroup sorts the rows that an ordered-set aggregate sees.
func (e Expr) WithinGroup(by ...any) Expr {
	return Wrap(&WithinGroup{e.Node(), nodes(nil, OpComma, by)})
}

// FilterWhere restricts the rows that an aggregate sees.
func (e Expr) FilterWhere(conds ...any) Expr {
	return Wrap(&FunctionFilter{e.Node(), nodes(nil, OpAnd, conds)})
}
