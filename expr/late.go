package expr

import (
	"sync"

	"github.com/aludel/aludel/sqltypes"
)

// Late stands for an expression that is made when it is first needed, once: an attribute whose expression is known only after statements
// that have the attribute can be built. Everything sees what it stands for. It is identified by its address, and must not stand inside of
// what it stands for.
type Late struct {
	Typ sqltypes.Type
	of  *late
}

type late struct {
	once sync.Once
	make func() Node
	n    Node
}

func (*Late) node() {}

// Type implements [Node].
func (l *Late) Type() sqltypes.Type { return orNull(l.Typ) }

// NewLate stands for what the function gives. It is called once, by whoever first needs the expression.
func NewLate(t sqltypes.Type, f func() Node) *Late { return &Late{t, &late{make: f}} }

// Resolve is the expression.
func (l *Late) Resolve() Node {
	l.of.once.Do(func() { l.of.n = l.of.make() })
	return l.of.n
}

// Atomic reports whether the expression can stand beside any operator without parentheses.
func (l *Late) Atomic() bool {
	switch l.Resolve().(type) {
	case *ColumnClause, *BindParameter, *Constant, *Grouping, *Function, *Cast, *Extract, *Scalar, *Case, *Over, *TypeCoerce, *Literal, *Late:
		return true
	}
	return false
}

// inPlace is the changed copy of the expression, as an operand.
func (l *Late) inPlace(r *Rewriter) Node {
	old := l.Resolve()
	n := r.Rewrite(old)
	switch {
	case n == old:
		return l
	case l.Atomic():
		return n
	}
	return &Grouping{n}
}
