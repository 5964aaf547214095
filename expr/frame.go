package expr

import (
	"fmt"

	"github.com/aludel/aludel/sqltypes"
)

// This file has windows and their frames.

// Window describes the rows around a row. The zero Window is all rows.
type Window struct {
	PartitionBy, OrderBy []any
	// Rows counts rows, Range is about the values of the order, and Groups counts groups of rows that sort equal.
	Rows, Range, Groups *Frame
	// Exclude leaves rows out of the frame.
	Exclude Exclusion
}

// Frame is from where to where a window reaches, counted from the current row: negative numbers are before it, nil is without
// end. The numbers are sent as binds, but are part of the text where the database takes no parameters there (MariaDB, SQL Server).
type Frame struct {
	From, To *int
	made     *FrameClause // what the steps of a [Window] say, which is more than numbers
}

// Exclusion is what is left out of the frame of a [Window].
type Exclusion uint8

// The exclusions.
const (
	NoExclusion       Exclusion = iota // nothing is said, and nothing left out
	ExcludeNoOthers                    // nothing is left out
	ExcludeCurrentRow                  // the row that is computed
	ExcludeGroup                       // that row, and those that sort equal to it
	ExcludeTies                        // those that sort equal to it, but not that row
)

// FrameClause is from where to where a window reaches, and what is left out. A bound that is nil is without end, in that direction.
type FrameClause struct {
	From, To *FrameBound
	Exclude  Exclusion
}

// FrameBound is an end of a window: the current row if N is nil.
type FrameBound struct {
	// N is how far from the current row: a bind, a literal where it is part of the text, or what was given.
	N         Node
	Following bool
	// Given is set where N was given as an expression, which not every database takes.
	Given bool
}

// Over computes a function over the rows around each row.
func (e Expr) Over(w Window) Expr {
	frames := 0
	for _, f := range []*Frame{w.Rows, w.Range, w.Groups} {
		if f != nil {
			frames++
		}
	}
	switch {
	case frames > 1:
		return invalid("a window has one of Rows, Range and Groups")
	case frames == 0 && w.Exclude != NoExclusion:
		return invalid("a window that excludes rows has Rows, Range or Groups")
	}
	return Wrap(&Over{e.Node(), nodes(nil, OpComma, w.PartitionBy), nodes(nil, OpComma, w.OrderBy), w.clause(w.Rows), w.clause(w.Range), w.clause(w.Groups)})
}

func (w Window) clause(f *Frame) *FrameClause {
	switch {
	case f == nil:
		return nil
	case f.made != nil:
		return &FrameClause{f.made.From, f.made.To, w.Exclude}
	}
	return &FrameClause{frameBound(f.From), frameBound(f.To), w.Exclude}
}

func frameBound(n *int) *FrameBound {
	switch {
	case n == nil:
		return nil
	case *n == 0:
		return &FrameBound{}
	}
	return &FrameBound{N: bindFor(max(*n, -*n), nil), Following: *n > 0}
}

// Bound is an end of the frame of a [Window].
type Bound struct{ b *FrameBound }

// Unbounded is no end.
func Unbounded() Bound { return Bound{} }

// CurrentRow is the row that is computed.
func CurrentRow() Bound { return Following(0) }

// Preceding is n rows, groups or values before the row that is computed.
func Preceding(n int) Bound { return Following(-n) }

// Following is n rows, groups or values after the row that is computed.
func Following(n int) Bound {
	if n == 0 {
		return Bound{&FrameBound{}}
	}
	return Bound{&FrameBound{N: &Literal{max(n, -n), sqltypes.Integer()}, Following: n > 0}}
}

// PrecedingBy is so far before the row that is computed as an expression or value says, which is sent as a bind: a number of rows or
// groups, or for [Window.RangeBetween] what is subtracted from the value of ORDER BY, as a time.Duration from a time on PostgreSQL.
// MariaDB and SQL Server take numbers in the text only, see [Preceding].
func PrecedingBy(x any) Bound { return Bound{&FrameBound{N: operand(x, nil), Given: true}} }

// FollowingBy is so far after the row that is computed as an expression or value says, see [PrecedingBy].
func FollowingBy(x any) Bound {
	return Bound{&FrameBound{N: operand(x, nil), Following: true, Given: true}}
}

// RowsBetween limits the window to rows counted from the one that is computed. The numbers are part of the text, since not every database
// takes parameters there.
func (w Window) RowsBetween(from, to Bound) Window {
	w.Rows = between(from, to)
	return w
}

// RangeBetween limits the window to rows whose value of ORDER BY is at some distance.
func (w Window) RangeBetween(from, to Bound) Window {
	w.Range = between(from, to)
	return w
}

// GroupsBetween limits the window to groups of rows that sort equal, counted from that of the row that is computed. SQLite, PostgreSQL and
// Oracle from 21c have that.
func (w Window) GroupsBetween(from, to Bound) Window {
	w.Groups = between(from, to)
	return w
}

// Excluding leaves rows out of the frame. SQLite, PostgreSQL and Oracle from 21c have that.
func (w Window) Excluding(e Exclusion) Window {
	w.Exclude = e
	return w
}

func between(from, to Bound) *Frame { return &Frame{made: &FrameClause{From: from.b, To: to.b}} }

// bounds are what the ends of the frame say.
func (n *Over) bounds() (all []Node) {
	for _, f := range []*FrameClause{n.Rows, n.Range, n.Groups} {
		if f == nil {
			continue
		}
		for _, b := range []*FrameBound{f.From, f.To} {
			if b != nil && b.N != nil {
				all = append(all, b.N)
			}
		}
	}
	return all
}

// keyFrame writes the shape of a frame, and its numbers as binds. A number that was given as one counts by its value too, since some
// databases take none but in the text.
func (k *Key) keyFrame(f *FrameClause) {
	if k.flag(f != nil); f == nil {
		return
	}
	k.Bytes = append(k.Bytes, byte(f.Exclude))
	for _, b := range []*FrameBound{f.From, f.To} {
		if k.flag(b != nil); b == nil {
			continue
		}
		k.flag(b.Following)
		k.flag(b.Given)
		if k.flag(b.N != nil); b.N != nil {
			k.node(b.N)
		}
		if p, ok := b.N.(*BindParameter); ok && !b.Given {
			k.text(fmt.Sprint(p.Value))
		}
	}
}
