package orm

import (
	"time"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/civil"
)

// This file has the functions of one row, and conversions between types.

// Cast is CAST(e AS t).
func Cast[V any](e Element, t sqltypes.Type) Col[V, *V] {
	return Col[V, *V]{expr.CastOf(e.kernel(), t)}
}

// TryCast is [Cast] that is NULL for values which do not fit, where the database can (SQL Server).
func TryCast[V any](e Element, t sqltypes.Type) Col[V, *V] {
	return Col[V, *V]{expr.TryCastOf(e.kernel(), t)}
}

// TypeAs makes Go take e for a t: values compared with it are sent as such, and the SQL is that of e.
func TypeAs[V any](e Element, t sqltypes.Type) Col[V, *V] {
	return Col[V, *V]{expr.Coerced(e.kernel(), t)}
}

// AsNum makes an expression one that is computed with, and AsText one that has the operators of texts.
func AsNum[V, R any](e Expr[V, R]) Num[V, R] { return Num[V, R]{Col[V, R]{expr.Coerce(e.kernel())}} }

// AsText makes an expression one that has the operators of texts.
func AsText[V ~string, R any](e Expr[V, R]) Text[V, R] {
	return Text[V, R]{Col[V, R]{expr.Coerce(e.kernel())}}
}

// Trim is e without blanks at its ends.
func Trim[V ~string, R any](e Expr[V, R]) Text[V, R] {
	return Text[V, R]{Col[V, R]{expr.Trim(e.kernel())}}
}

// TrimLeft is e without blanks at its beginning.
func TrimLeft[V ~string, R any](e Expr[V, R]) Text[V, R] {
	return Text[V, R]{Col[V, R]{expr.TrimLeft(e.kernel())}}
}

// TrimRight is e without blanks at its end.
func TrimRight[V ~string, R any](e Expr[V, R]) Text[V, R] {
	return Text[V, R]{Col[V, R]{expr.TrimRight(e.kernel())}}
}

// Replace is e with every old in it replaced.
func Replace[V ~string, R any](e Expr[V, R], old, replacement V) Text[V, R] {
	return Text[V, R]{Col[V, R]{expr.Replace(e.kernel(), old, replacement)}}
}

// Substr is the part of e from a character on, which counts from 1, of some length.
func Substr[V ~string, R any](e Expr[V, R], from, length int) Text[V, R] {
	return Text[V, R]{Col[V, R]{expr.Substring(e.kernel(), from, length)}}
}

// CharLength is the number of characters of e, on every database.
func CharLength[V ~string, R any](e Expr[V, R]) Num[int64, *int64] {
	return Num[int64, *int64]{Col[int64, *int64]{expr.CharLength(e.kernel())}}
}

// StringAgg joins the values of e in the rows of a group. The separator is part of the text.
func StringAgg[V ~string, R any](e Expr[V, R], separator string) Text[string, *string] {
	return Text[string, *string]{Col[string, *string]{expr.StringAgg(e.kernel(), separator)}}
}

// Abs is e without its sign.
func Abs[V, R any](e Expr[V, R]) Num[V, R] { return Num[V, R]{Col[V, R]{expr.Abs(e.kernel())}} }

// Ceil is the smallest whole number that is not below e.
func Ceil[V, R any](e Expr[V, R]) Num[V, R] { return Num[V, R]{Col[V, R]{expr.Ceil(e.kernel())}} }

// Floor is the largest whole number that is not above e.
func Floor[V, R any](e Expr[V, R]) Num[V, R] { return Num[V, R]{Col[V, R]{expr.Floor(e.kernel())}} }

// Round is e with a number of digits after the point.
func Round[V, R any](e Expr[V, R], digits int) Num[V, R] {
	return Num[V, R]{Col[V, R]{expr.Round(e.kernel(), digits)}}
}

// NullIf is e, or NULL where it equals v.
func NullIf[V, R any](e Expr[V, R], v V) Col[V, *V] { return Col[V, *V]{expr.NullIf(e.kernel(), v)} }

// Greatest is the largest of several values. Whether a NULL among them makes it NULL differs between databases.
func Greatest[V, R any](e Expr[V, R], others ...Expr[V, R]) Col[V, R] {
	return Col[V, R]{expr.Greatest(e.kernel(), kernels(others)...)}
}

// Least is the smallest of several values. Whether a NULL among them makes it NULL differs between databases.
func Least[V, R any](e Expr[V, R], others ...Expr[V, R]) Col[V, R] {
	return Col[V, R]{expr.Least(e.kernel(), kernels(others)...)}
}

// CoalesceExpr is the first of several expressions that is not NULL.
func CoalesceExpr[V, R any](e Expr[V, R], others ...Operand[V]) Col[V, *V] {
	return Col[V, *V]{expr.Coalesce(e.kernel(), kernels(others)...)}
}

// Random is a random number; which numbers there are differs between databases.
func Random() Num[float64, float64] {
	return Num[float64, float64]{Col[float64, float64]{expr.Random()}}
}

// Extract is a part of a date or time by its name in SQL: "year", "month", "day", "hour", "minute", "second", "dow" and what else the
// database knows. Seconds may have digits after the point, which float64 keeps.
func Extract[V int | int64 | float64](part string, e Element) Num[V, *V] {
	return Num[V, *V]{Col[V, *V]{expr.ExtractField(part, e.kernel())}}
}

// Now is the time at the database.
func Now() Col[time.Time, time.Time] { return Col[time.Time, time.Time]{expr.CurrentTimestamp()} }

// CurrentDate is the date at the database.
func CurrentDate() Col[civil.Date, civil.Date] {
	return Col[civil.Date, civil.Date]{expr.CurrentDate()}
}

// CurrentTime is the time of day at the database.
func CurrentTime() Col[civil.Time, civil.Time] {
	return Col[civil.Time, civil.Time]{expr.CurrentTime()}
}

// NextValue is the next value of a sequence; the schema may be "".
func NextValue(schema, name string) Num[int64, int64] {
	return Num[int64, int64]{Col[int64, int64]{expr.NextValue(schema, name)}}
}

// MatchAgainst is MySQL's MATCH (columns) AGAINST (words); the columns are those of one full-text index.
func MatchAgainst(words string, mode expr.MatchMode, columns ...Element) Cond {
	return truth(expr.MatchAgainst(words, mode, kernels(columns)...))
}

// CurrentUser is who is connected to the database.
func CurrentUser() Text[string, string] {
	return Text[string, string]{Col[string, string]{expr.CurrentUser()}}
}
