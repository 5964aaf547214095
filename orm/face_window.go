package orm

import "github.com/aludel/aludel/expr"

// This file has window functions, and what may follow the call of an aggregate.

// Window describes the rows around a row, for [Over].
type Window struct{ w expr.Window }

// PartitionBy is the window of the rows that have the same values of some expressions; of all rows without any.
func PartitionBy(e ...Element) Window { return Window{expr.WindowBy(kernels(e)...)} }

// OrderedBy is the window of all rows up to the present one in an order.
func OrderedBy(e ...Element) Window { return Window{expr.WindowBy().Sorted(kernels(e)...)} }

// PartitionBy adds expressions whose values the rows have in common.
func (w Window) PartitionBy(e ...Element) Window { return Window{w.w.Partition(kernels(e)...)} }

// OrderBy sorts the rows; the window then reaches from the first to the present one, unless Rows or Range says otherwise.
func (w Window) OrderBy(e ...Element) Window { return Window{w.w.Sorted(kernels(e)...)} }

// Rows limits the window to rows counted from the present one.
func (w Window) Rows(from, to Bound) Window { return Window{w.w.RowsBetween(from.b, to.b)} }

// Range limits the window to rows whose value of the order is at some distance from that of the present one.
func (w Window) Range(from, to Bound) Window { return Window{w.w.RangeBetween(from.b, to.b)} }

// Groups limits the window to groups of rows that sort equal, counted from that of the present one. SQLite, PostgreSQL and Oracle from
// 21c have that.
func (w Window) Groups(from, to Bound) Window { return Window{w.w.GroupsBetween(from.b, to.b)} }

// ExcludeCurrentRow leaves the present row out of what Rows, Range or Groups says. The databases that have Groups have that, here and below.
func (w Window) ExcludeCurrentRow() Window { return Window{w.w.Excluding(expr.ExcludeCurrentRow)} }

// ExcludeGroup leaves out the present row and those that sort equal to it.
func (w Window) ExcludeGroup() Window { return Window{w.w.Excluding(expr.ExcludeGroup)} }

// ExcludeTies leaves out the rows that sort equal to the present one, but not that one.
func (w Window) ExcludeTies() Window { return Window{w.w.Excluding(expr.ExcludeTies)} }

// ExcludeNoOthers leaves out nothing, as without it.
func (w Window) ExcludeNoOthers() Window { return Window{w.w.Excluding(expr.ExcludeNoOthers)} }

// Bound is an end of a window.
type Bound struct{ b expr.Bound }

// Unbounded is no end: all rows of the partition in that direction.
func Unbounded() Bound { return Bound{expr.Unbounded()} }

// CurrentRow is the present row.
func CurrentRow() Bound { return Bound{expr.CurrentRow()} }

// Preceding is n rows before the present one.
func Preceding(n int) Bound { return Bound{expr.Preceding(n)} }

// Following is n rows after the present one.
func Following(n int) Bound { return Bound{expr.Following(n)} }

// PrecedingBy is so far before the present row as an expression says: a number of rows or groups, or for Range what is subtracted from the
// value of the order. MariaDB and SQL Server take numbers in the text only, see [Preceding].
//
//	orm.OrderedBy(Posts.At).Range(orm.PrecedingBy(orm.Val(24*time.Hour)), orm.CurrentRow()) // PostgreSQL
func PrecedingBy[V, R any](e Expr[V, R]) Bound { return Bound{expr.PrecedingBy(e.kernel())} }

// FollowingBy is so far after the present row as an expression says, see [PrecedingBy].
func FollowingBy[V, R any](e Expr[V, R]) Bound { return Bound{expr.FollowingBy(e.kernel())} }

// Over computes an aggregate or window function for each row, over the rows of its window:
//
//	orm.Over(orm.RowNumber(), orm.PartitionBy(Posts.UserID).OrderBy(Posts.ID.Desc()))
func Over[V, R any](e Expr[V, R], w Window) Col[V, R] {
	return Col[V, R]{expr.Coerce(e.kernel()).Over(w.w)}
}

// FilterWhere lets an aggregate see only the rows for which the conditions hold.
func FilterWhere[V, R any](e Expr[V, R], c ...Cond) Col[V, R] {
	return Col[V, R]{expr.Coerce(e.kernel()).FilterWhere(kernels(c)...)}
}

// WithinGroup sorts the rows that an ordered-set aggregate sees:
//
//	orm.WithinGroup(orm.Func[float64]("percentile_cont", orm.Val(0.5)), Users.Age)
func WithinGroup[V, R any](e Expr[V, R], by ...Element) Col[V, R] {
	return Col[V, R]{expr.Coerce(e.kernel()).WithinGroup(kernels(by)...)}
}

// RowNumber counts the rows of a window.
func RowNumber() Num[int64, int64] { return Num[int64, int64]{Col[int64, int64]{expr.RowNumber()}} }

// Rank is the place of a row in its window; rows that sort equal have one place, and the next ones are left out.
func Rank() Num[int64, int64] { return Num[int64, int64]{Col[int64, int64]{expr.Rank()}} }

// DenseRank is [Rank] that leaves out no place.
func DenseRank() Num[int64, int64] { return Num[int64, int64]{Col[int64, int64]{expr.DenseRank()}} }

// PercentRank is the rank of a row from 0 to 1.
func PercentRank() Num[float64, float64] {
	return Num[float64, float64]{Col[float64, float64]{expr.PercentRank()}}
}

// CumeDist is the share of the rows that sort not after a row.
func CumeDist() Num[float64, float64] {
	return Num[float64, float64]{Col[float64, float64]{expr.CumeDist()}}
}

// NTile is the number of the part that a row is in where a window is cut into n parts.
func NTile(n int) Num[int64, int64] { return Num[int64, int64]{Col[int64, int64]{expr.NTile(n)}} }

// Lag is e in the row that lies offset rows before, NULL where there is none.
func Lag[V, R any](e Expr[V, R], offset int) Col[V, *V] {
	return Col[V, *V]{expr.Lag(e.kernel(), offset)}
}

// Lead is e in the row that lies offset rows after, NULL where there is none.
func Lead[V, R any](e Expr[V, R], offset int) Col[V, *V] {
	return Col[V, *V]{expr.Lead(e.kernel(), offset)}
}

// FirstValue is e in the first row of a window.
func FirstValue[V, R any](e Expr[V, R]) Col[V, R] { return Col[V, R]{expr.FirstValue(e.kernel())} }

// LastValue is e in the last row of a window.
func LastValue[V, R any](e Expr[V, R]) Col[V, R] { return Col[V, R]{expr.LastValue(e.kernel())} }

// NthValue is e in row n of a window, which counts from 1; NULL where there is none.
func NthValue[V, R any](e Expr[V, R], n int) Col[V, *V] {
	return Col[V, *V]{expr.NthValue(e.kernel(), n)}
}
