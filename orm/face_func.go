package orm

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// This file has the expressions that are functions of others.

// And holds where all conditions hold; without any, always.
func And(c ...Cond) Cond { return truth(expr.And(kernels(c)...)) }

// Or holds where one of the conditions holds; without any, never.
func Or(c ...Cond) Cond { return truth(expr.Or(kernels(c)...)) }

// Not is the opposite of a condition.
func Not(c Cond) Cond { return truth(expr.Not(c.kernel())) }

// AsBool makes a condition selectable.
func AsBool(c Cond) Col[bool, bool] { return Col[bool, bool]{expr.Coerce(c.kernel())} }

// Val is a Go value as an expression: a bind parameter.
func Val[V any](v V) Col[V, V] { return Col[V, V]{expr.Val(v)} }

// Add is a + b.
func Add[V, R any](a, b Expr[V, R]) Num[V, R] {
	return Num[V, R]{Col[V, R]{expr.Coerce(a.kernel()).Add(b.kernel())}}
}

// Concat joins texts.
func Concat[V ~string, R any](a Expr[V, R], b ...Expr[V, R]) Text[V, R] {
	return Text[V, R]{Col[V, R]{expr.Coerce(a.kernel()).Concat(kernels(b)...)}}
}

// Opt says that e may be NULL where it stands: a column of the far side of an outer join.
func Opt[V any](e Expr[V, V]) Col[V, *V] { return Col[V, *V]{expr.Coerce(e.kernel())} }

// NotNull asserts that e is not NULL where it stands; a NULL is then an error when the row is read.
func NotNull[V any](e Expr[V, *V]) Col[V, V] { return Col[V, V]{expr.Coerce(e.kernel())} }

// Count is count(e): the number of rows where e is not NULL.
func Count(e Element) Num[int64, int64] {
	return Num[int64, int64]{Col[int64, int64]{expr.Count(e.kernel())}}
}

// CountAll is count(*): the number of rows.
func CountAll() Num[int64, int64] { return Num[int64, int64]{Col[int64, int64]{expr.CountAll()}} }

// Distinct is DISTINCT e, as the argument of an aggregate.
func Distinct[V, R any](e Expr[V, R]) Col[V, R] {
	return Col[V, R]{expr.Coerce(e.kernel()).Distinct()}
}

// Sum is sum(e), NULL for no rows.
func Sum[V, R any](e Expr[V, R]) Num[V, *V] { return Num[V, *V]{Col[V, *V]{expr.Sum(e.kernel())}} }

// Avg is avg(e), NULL for no rows.
func Avg[V, R any](e Expr[V, R]) Num[float64, *float64] {
	return Num[float64, *float64]{Col[float64, *float64]{expr.Avg(e.kernel())}}
}

// Max is max(e), NULL for no rows.
func Max[V, R any](e Expr[V, R]) Col[V, *V] { return Col[V, *V]{expr.Max(e.kernel())} }

// Min is min(e), NULL for no rows.
func Min[V, R any](e Expr[V, R]) Col[V, *V] { return Col[V, *V]{expr.Min(e.kernel())} }

// Lower is lower(e).
func Lower[V ~string, R any](e Expr[V, R]) Text[V, R] {
	return Text[V, R]{Col[V, R]{expr.Lower(e.kernel())}}
}

// Upper is upper(e).
func Upper[V ~string, R any](e Expr[V, R]) Text[V, R] {
	return Text[V, R]{Col[V, R]{expr.Upper(e.kernel())}}
}

// Length is length(e), in characters.
func Length[V ~string, R any](e Expr[V, R]) Num[int64, *int64] {
	return Num[int64, *int64]{Col[int64, *int64]{expr.Length(e.kernel())}}
}

// Coalesce is e, or the fallback where e is NULL.
func Coalesce[V, R any](e Expr[V, R], fallback V) Col[V, V] {
	return Col[V, V]{expr.Coalesce(e.kernel(), fallback)}
}

// Func is a call of the SQL function name, which may yield NULL.
func Func[V any](name string, args ...Element) Col[V, *V] {
	return Col[V, *V]{expr.Func(name, sqltypes.Null(), kernels(args)...)}
}

// Scalar is a query of one column as a value, NULL for no row.
func Scalar[V any](q Subselect) Col[V, *V] { return Col[V, *V]{expr.ScalarOf(q.kernel())} }

// Exists holds where the query has a row.
func Exists(q Subselect) Cond { return truth(expr.Exists(q.kernel())) }

// SQL is a condition as literal SQL. Arguments are bound to the :names in it, in the order of their first appearance.
func SQL(text string, args ...any) Cond { return truth(expr.RawText(text, args...)) }

// When begins a CASE: v where c holds.
func When[V any](c Cond, v V) CaseOf[V] {
	return CaseOf[V]{Col[V, *V]{expr.CaseWhen(c.kernel(), v)}}
}

// Switch begins a CASE over the values of an expression: then where it equals v.
func Switch[V, R, W any](e Expr[V, R], v V, then W) SwitchOf[V, W] {
	return SwitchOf[V, W]{Col[W, *W]{expr.CaseOf(e.kernel()).When(v, then)}}
}

// SwitchOf is a CASE over the values of an expression without ELSE, which is NULL for other values.
type SwitchOf[V, W any] struct{ Col[W, *W] }

// When adds a value.
func (k SwitchOf[V, W]) When(v V, then W) SwitchOf[V, W] {
	return SwitchOf[V, W]{Col[W, *W]{k.x.When(v, then)}}
}

// Else is what it is for other values.
func (k SwitchOf[V, W]) Else(then W) Col[W, W] { return Col[W, W]{k.x.Else(then)} }

// CaseOf is a CASE expression without ELSE, which is NULL where no branch applies.
type CaseOf[V any] struct{ Col[V, *V] }

// When adds a branch: v where c holds and none before it did.
func (k CaseOf[V]) When(c Cond, v V) CaseOf[V] {
	return CaseOf[V]{Col[V, *V]{k.x.When(c.kernel(), v)}}
}

// Else is v where no branch applies.
func (k CaseOf[V]) Else(v V) Col[V, V] { return Col[V, V]{k.x.Else(v)} }
