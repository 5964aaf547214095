package expr

import (
	"sync/atomic"

	"github.com/aludel/aludel/sqltypes"
)

// This file keeps values of Go that stand in statements as small as can be: a value that is compared with a column, and a number of rows.
// Most statements are built, found in a cache by their key, and sent. That takes the values; the nodes which hold them are made when
// somebody looks at the tree.

// KeyBind is a bind of a statement as its [Key] has it.
type KeyBind interface {
	// BoundValue is the value that is sent, as [BindParameter.Value].
	BoundValue() any
	// Parameter is the bind as a node: always the same one.
	Parameter() *BindParameter
}

// BoundValue implements [KeyBind].
func (n *BindParameter) BoundValue() any { return n.Value }

// Parameter implements [KeyBind].
func (n *BindParameter) Parameter() *BindParameter { return n }

// compared is the comparison of a column of a table with a value that the column obviously holds ([sqltypes.Holds]), which is what most
// conditions are.
//
// It stands in an [Expr] and in the steps of a SELECT, where [Key] finds it. Whoever asks for a node ([Expr.Node], [Select.Clauses]) gets
// what it stands for, which is made once: two who ask get one node, with one bind.
type compared struct {
	self  Node
	of    *comparing
	value any
	full  atomic.Pointer[fullComparison]
}

// comparing is a column and an operator that compares it.
type comparing struct {
	column *ColumnClause
	op     Op
	key    [comparingKey]byte // what a Key has for it
}

// comparingKey is the length of the key of a comparison.
const comparingKey = 6

// fullComparison is what a compared stands for.
type fullComparison struct {
	node Binary
	bind BindParameter
}

func (*compared) node() {}

// Type implements [Node].
func (x *compared) Type() sqltypes.Type { return sqltypes.Boolean() }

// BoundValue implements [KeyBind].
func (x *compared) BoundValue() any { return x.value }

// Parameter implements [KeyBind].
func (x *compared) Parameter() *BindParameter { return &x.inFull().bind }

// inFull is what the comparison stands for. Of two goroutines that ask at once, both get what the first one made.
func (x *compared) inFull() *fullComparison {
	if f := x.full.Load(); f != nil {
		return f
	}
	return x.filled(&fullComparison{})
}

// filled is inFull in new memory.
func (x *compared) filled(f *fullComparison) *fullComparison {
	c := x.of.column
	f.bind = BindParameter{Name: c.Name, Value: x.value, Typ: c.Typ, Unique: true}
	f.node = Binary{x.of.op, c, &f.bind, sqltypes.Boolean()}
	if !x.full.CompareAndSwap(nil, f) {
		return x.full.Load()
	}
	return f
}

// fullNode is a node, for a compared what it stands for.
func fullNode(n Node) Node {
	if x, ok := n.(*compared); ok {
		return &x.inFull().node
	}
	return n
}

// fullNodes are nodes, what they stand for in the place of those that are compared. The slice is the same where there are none.
func fullNodes(ns []Node) []Node {
	few := 0
	for _, n := range ns {
		if _, ok := n.(*compared); ok {
			few++
		}
	}
	if few == 0 {
		return ns
	}
	out, memory := make([]Node, len(ns)), make([]fullComparison, few)
	for i, n := range ns {
		out[i] = n
		if x, ok := n.(*compared); ok {
			f := x.full.Load()
			if f == nil {
				few--
				f = x.filled(&memory[few])
			}
			out[i] = &f.node
		}
	}
	return out
}

// quick is e op v without detours for what most comparisons are: a column of a table, which is compared with a value that it obviously
// holds, or with another column of a table. ok is false for others.
func (e Expr) quick(op Op, v any) (x Expr, ok bool) {
	if e.n == nil {
		return Expr{}, false
	}
	c, ok := kept(*e.n)
	if !ok || c.id == 0 || c.Typ == nil {
		return Expr{}, false
	}
	if o, ok := v.(Expr); ok {
		if o.n == nil {
			return Expr{}, false
		}
		if d, ok := kept(*o.n); ok {
			return c.comparedWith(op, d), true
		}
		return Expr{}, false
	}
	if !sqltypes.Holds(c.Typ, v) {
		return Expr{}, false
	}
	y := &compared{of: &c.recent.values[op-firstCompared], value: v}
	y.self = y
	return Expr{&y.self}, true
}

// The operators of a compared, which are those that [Expr.quick] takes.
const firstCompared, lastCompared = OpEq, OpGe

// comparings are the comparisons of a column with values.
type comparings [lastCompared - firstCompared + 1]comparing

// fill makes the comparisons of a column that has its id.
func (cs *comparings) fill(c *ColumnClause) {
	for i := range cs {
		op := firstCompared + Op(i)
		cs[i] = comparing{c, op, [...]byte{'v', byte(op), byte(c.id), byte(c.id >> 8), byte(c.id >> 16), byte(c.id >> 24)}}
	}
}

// rowCount is a number of rows, in a step of LIMIT or OFFSET: a bind of the type that [Val] gives an integer.
type rowCount struct {
	n    any // an int
	full atomic.Pointer[BindParameter]
}

// rowCountKey is what a [Key] has for the bind of a rowCount.
var rowCountKey = func() []byte {
	var k Key
	k.bind((&rowCount{n: 0}).Parameter())
	return k.Bytes
}()

// BoundValue implements [KeyBind].
func (x *rowCount) BoundValue() any { return x.n }

// Parameter implements [KeyBind].
func (x *rowCount) Parameter() *BindParameter {
	if b := x.full.Load(); b != nil {
		return b
	}
	b := &BindParameter{Name: "param", Value: x.n, Typ: sqltypes.BigInteger(), Unique: true}
	if !x.full.CompareAndSwap(nil, b) {
		return x.full.Load()
	}
	return b
}

// isParameter reports whether a bind that was met is this node.
func isParameter(met KeyBind, b *BindParameter) bool {
	switch met := met.(type) {
	case *BindParameter:
		return met == b
	case *compared:
		f := met.full.Load()
		return f != nil && &f.bind == b
	case *rowCount:
		return met.full.Load() == b
	}
	return false
}
