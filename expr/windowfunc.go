package expr

// This file has window functions, and windows made step by step.

// RowNumber counts the rows of a window.
func RowNumber() Expr { return Func("row_number", nil) }

// Rank is the place of a row in its window; rows that sort equal have one place, and the next ones are left out.
func Rank() Expr { return Func("rank", nil) }

// DenseRank is [Rank] that leaves out no place.
func DenseRank() Expr { return Func("dense_rank", nil) }

// PercentRank is the rank of a row from 0 to 1.
func PercentRank() Expr { return Func("percent_rank", nil) }

// CumeDist is the share of the rows that sort not after a row.
func CumeDist() Expr { return Func("cume_dist", nil) }

// NTile is the number of the part that a row is in where a window is cut into n parts.
func NTile(n any) Expr { return Func("ntile", nil, n) }

// Lag is x in the row that lies offset rows before, NULL where there is none.
func Lag(x, offset any) Expr { return Func("lag", nil, x, offset) }

// Lead is x in the row that lies offset rows after, NULL where there is none.
func Lead(x, offset any) Expr { return Func("lead", nil, x, offset) }

// FirstValue is x in the first row of a window.
func FirstValue(x any) Expr { return Func("first_value", nil, x) }

// LastValue is x in the last row of a window.
func LastValue(x any) Expr { return Func("last_value", nil, x) }

// NthValue is x in row n of a window, which counts from 1.
func NthValue(x, n any) Expr { return Func("nth_value", nil, x, n) }

// WindowBy is the window of the rows that have the same values of some expressions as the row that is computed; of all rows without any.
func WindowBy(by ...any) Window { return Window{PartitionBy: by} }

// Partition adds to PARTITION BY.
func (w Window) Partition(by ...any) Window {
	w.PartitionBy = append(clip(w.PartitionBy), by...)
	return w
}

// Sorted adds to ORDER BY.
func (w Window) Sorted(by ...any) Window {
	w.OrderBy = append(clip(w.OrderBy), by...)
	return w
}
