package orm

import "github.com/aludel/aludel/expr"

// This file has tuples, and what GROUP BY takes beside expressions.

// Tuple is several values as one, to be compared with others of as many.
type Tuple struct{ x expr.Expr }

func (t Tuple) kernel() any { return t.x }

// TupleOf is several expressions as one value:
//
//	orm.TupleOf(Items.OrderID, Items.LineNo).In([]any{1, 1}, []any{1, 2})
func TupleOf(e ...Element) Tuple { return Tuple{expr.TupleOf(kernels(e)...)} }

// Eq is equality of all values.
func (t Tuple) Eq(values ...any) Cond { return truth(t.x.Eq(t.x.Row(values...))) }

// Ne is inequality of one value.
func (t Tuple) Ne(values ...any) Cond { return truth(t.x.Ne(t.x.Row(values...))) }

// Lt compares value by value: the first that differs says which tuple is less. Every row comes either before or after another.
func (t Tuple) Lt(values ...any) Cond { return truth(t.x.Lt(t.x.Row(values...))) }

// Gt compares value by value: the first that differs says which tuple is greater. It finds what comes after a row in an order.
func (t Tuple) Gt(values ...any) Cond { return truth(t.x.Gt(t.x.Row(values...))) }

// In holds for one of several rows of values. Without rows it matches nothing.
func (t Tuple) In(rows ...[]any) Cond { return truth(t.x.In(rows)) }

// NotIn holds for none of several rows of values.
func (t Tuple) NotIn(rows ...[]any) Cond { return truth(t.x.NotIn(rows)) }

// InQuery is (a, b) IN (SELECT ...).
func (t Tuple) InQuery(q Subselect) Cond { return truth(t.x.InQuery(q.kernel())) }

// NotInQuery is (a, b) NOT IN (SELECT ...).
func (t Tuple) NotInQuery(q Subselect) Cond { return truth(t.x.NotInQuery(q.kernel())) }

// grouping is what GROUP BY takes beside expressions.
type grouping struct{ x expr.Expr }

func (g grouping) kernel() any { return g.x }

// Rollup groups by all expressions, then by all but the last, and so on, and lastly by none.
func Rollup(e ...Element) Element { return grouping{expr.Rollup(kernels(e)...)} }

// Cube groups by every subset of the expressions.
func Cube(e ...Element) Element { return grouping{expr.Cube(kernels(e)...)} }

// GroupingSets groups by each of several lists of expressions.
func GroupingSets(sets ...Tuple) Element { return grouping{expr.GroupingSets(kernels(sets)...)} }

// AnyOf is ANY (SELECT ...), to be compared with: the comparison holds for one row.
func AnyOf[V any](q Subselect) Col[V, V] { return Col[V, V]{expr.ScalarOf(q.kernel()).Any()} }

// AllOf is ALL (SELECT ...), to be compared with: the comparison holds for every row.
func AllOf[V any](q Subselect) Col[V, V] { return Col[V, V]{expr.ScalarOf(q.kernel()).All()} }
