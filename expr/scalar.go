package expr

import "github.com/aludel/aludel/sqltypes"

// This file has the functions of one row that every database has, under whatever name.

// Abs is the value of x without its sign.
func Abs(x any) Expr { return typedFunc("abs", x) }

// Ceil is the smallest whole number that is not below x.
func Ceil(x any) Expr { return typedFunc("ceil", x) }

// Floor is the largest whole number that is not above x.
func Floor(x any) Expr { return typedFunc("floor", x) }

// Round is x with a number of digits after the point.
func Round(x, digits any) Expr { return likeFirst("round", x, Coerce(digits)) }

// Greatest is the largest of several values. Whether a NULL among them makes it NULL differs between databases.
func Greatest(x any, others ...any) Expr { return likeFirst("greatest", x, others...) }

// Least is the smallest of several values. Whether a NULL among them makes it NULL differs between databases.
func Least(x any, others ...any) Expr { return likeFirst("least", x, others...) }

// NullIf is x, or NULL where it equals y.
func NullIf(x, y any) Expr { return likeFirst("nullif", x, y) }

// Trim is x without blanks at its ends.
func Trim(x any) Expr { return typedFunc("trim", x) }

// TrimLeft is x without blanks at its beginning.
func TrimLeft(x any) Expr { return typedFunc("ltrim", x) }

// TrimRight is x without blanks at its end.
func TrimRight(x any) Expr { return typedFunc("rtrim", x) }

// Replace is x with every old in it replaced.
func Replace(x, old, replacement any) Expr { return likeFirst("replace", x, old, replacement) }

// Substring is the part of x from a character on, which counts from 1, of some length.
func Substring(x, from, length any) Expr { return likeFirst("substr", x, Coerce(from), Coerce(length)) }

// likeFirst is a function of the type of its first argument, which values among the others have as well.
func likeFirst(name string, x any, others ...any) Expr {
	f := &Function{Name: name}
	f.Args = append(f.Args, f.argument(x, nil))
	for _, o := range others {
		f.Args = append(f.Args, f.argument(o, f.Args[0]))
	}
	f.Typ = orNull(f.Args[0].Type())
	return Wrap(f)
}

// CurrentDate is the date at the database.
func CurrentDate() Expr { return Func("current_date", nil) }

// CurrentTime is the time of day at the database.
func CurrentTime() Expr { return Func("current_time", nil) }

// CurrentTimestamp is the time at the database, as an instant.
func CurrentTimestamp() Expr { return Func("current_timestamp", sqltypes.DateTimeTZ()) }

// CurrentUser is who is connected.
func CurrentUser() Expr { return Func("current_user", nil) }
