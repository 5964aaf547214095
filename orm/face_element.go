package orm

import (
	"errors"

	"github.com/aludel/aludel/expr"
)

// This file has the interfaces of the expression language and the erasure of faces to kernel values.

// Element is anything that can stand in a statement.
type Element interface{ kernel() any }

// Operand is an expression that can be compared with a V, whether or not it can be NULL.
type Operand[V any] interface {
	Element
	domain(V)
}

// Result is an expression or entity that yields an R in a row.
type Result[R any] interface {
	Element
	result(R)
}

// Expr is an expression that is compared with V and yields R.
type Expr[V, R any] interface {
	Operand[V]
	Result[R]
}

// Subselect is what may stand in IN (...), EXISTS (...), or as a scalar value: a query.
type Subselect interface {
	Element
	subselect()
}

// Cond is a truth value: a comparison, a boolean attribute, EXISTS.
type Cond interface {
	Operand[bool]
	// And holds where this and all of o hold.
	And(o ...Cond) Cond
	// Or holds where this or one of o holds.
	Or(o ...Cond) Cond
}

// Assignment is column = value, for Update and Insert; of a composite it is several.
type Assignment struct{ x any }

func (a Assignment) kernel() any { return a.x }

// Order is an expression with a direction, for OrderBy.
type Order struct{ x expr.Expr }

func (o Order) kernel() any { return o.x }

// NullsFirst puts NULL before all values.
func (o Order) NullsFirst() Order { return Order{o.x.NullsFirst()} }

// NullsLast puts NULL after all values.
func (o Order) NullsLast() Order { return Order{o.x.NullsLast()} }

// kernels erases a list of faces to their kernel values.
func kernels[E Element](es []E) []any {
	out := make([]any, len(es))
	for i, e := range es {
		if any(e) == nil {
			out[i] = expr.Wrap(&expr.Invalid{Err: errNilElement})
			continue
		}
		out[i] = e.kernel()
	}
	return out
}

// errNilElement is what a nil interface stands for in a query: left out, it could make a statement mean every row.
var errNilElement = errors.New("orm: a condition, column or order of the query is nil; leave it out, or use orm.True()")

// truth gives a kernel condition its face.
func truth(x expr.Expr) Cond { return Bool[bool]{Col[bool, bool]{x}} }
