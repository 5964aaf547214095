package expr

import "github.com/aludel/aludel/sqltypes"

// This file has what can follow the call of an aggregate or window function.

// Over is a function computed over the rows around: X OVER (...).
type Over struct {
	X                  Node
	PartitionBy, Order []Node
	// Rows or Range limits the rows around; at most one is not nil.
	Rows, Range *FrameClause
}

// FrameClause is from where to where a window reaches. nil is without end, in that direction.
type FrameClause struct{ From, To *FrameBound }

// FrameBound is an end of a window: the current row if N and Inline are nil.
type FrameBound struct {
	N         *BindParameter
	Following bool
	// Inline is the number where it is part of the text instead of N, as some databases want it.
	Inline *Literal
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

// Window describes the rows around a row. The zero Window is all rows.
type Window struct {
	PartitionBy, OrderBy []any
	Rows, Range          *Frame
	inline               bool // the numbers of the frame are part of the text
}

// Frame is from where to where a window reaches, counted from the current row: negative numbers are before it, nil is without
// end.
type Frame struct{ From, To *int }

// Over computes a function over the rows around each row.
func (e Expr) Over(w Window) Expr {
	if w.Rows != nil && w.Range != nil {
		return invalid("a window has either Rows or Range")
	}
	return Wrap(&Over{e.Node(), nodes(nil, OpComma, w.PartitionBy), nodes(nil, OpComma, w.OrderBy), w.Rows.clause(w.inline), w.Range.clause(w.inline)})
}

func (f *Frame) clause(inline bool) *FrameClause {
	if f == nil {
		return nil
	}
	return &FrameClause{frameBound(f.From, inline), frameBound(f.To, inline)}
}

func frameBound(n *int, inline bool) *FrameBound {
	switch {
	case n == nil:
		return nil
	case *n == 0:
		return &FrameBound{}
	}
	if inline {
		return &FrameBound{Following: *n > 0, Inline: &Literal{max(*n, -*n), sqltypes.Integer()}}
	}
	return &FrameBound{N: bindFor(max(*n, -*n), nil), Following: *n > 0}
}

// WithinGroup sorts the rows that an ordered-set aggregate sees.
func (e Expr) WithinGroup(by ...any) Expr {
	return Wrap(&WithinGroup{e.Node(), nodes(nil, OpComma, by)})
}

// FilterWhere restricts the rows that an aggregate sees.
func (e Expr) FilterWhere(conds ...any) Expr {
	return Wrap(&FunctionFilter{e.Node(), nodes(nil, OpAnd, conds)})
}

// bounds are the binds of the frame.
func (n *Over) bounds() (binds []*BindParameter) {
	for _, f := range []*FrameClause{n.Rows, n.Range} {
		if f == nil {
			continue
		}
		for _, b := range []*FrameBound{f.From, f.To} {
			if b != nil && b.N != nil {
				binds = append(binds, b.N)
			}
		}
	}
	return binds
}

// keyFrame writes the shape of a frame, and its numbers as binds.
func (k *Key) keyFrame(f *FrameClause) {
	if k.flag(f != nil); f == nil {
		return
	}
	for _, b := range []*FrameBound{f.From, f.To} {
		if k.flag(b != nil); b == nil {
			continue
		}
		k.flag(b.Following)
		if k.flag(b.Inline != nil); b.Inline != nil {
			k.literal(b.Inline)
		}
		if k.flag(b.N != nil); b.N != nil {
			k.bind(b.N)
		}
	}
}
