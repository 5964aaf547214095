package sqlcompile_test

import (
	"cmp"
	"fmt"
	"strings"
	"testing"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// This file has the three-valued logic and the arithmetic of SQL, for TestMeaning.

func bit(b bool) value {
	if b {
		return int64(1)
	}
	return int64(0)
}

func one(a meant, f func(int64) value) value {
	if a.v == nil {
		return nil
	}
	return f(a.v.(int64))
}

func both(a, b meant, f func(x, y int64) value) value {
	if a.v == nil || b.v == nil {
		return nil
	}
	return f(a.v.(int64), b.v.(int64))
}

// divided gives NULL for a division by zero, as SQLite does.
func divided(a, b meant, f func(x, y int64) int64) value {
	return both(a, b, func(x, y int64) value {
		if y == 0 {
			return nil
		}
		return f(x, y)
	})
}

func floorDiv(x, y int64) int64 {
	q := x / y
	if x%y != 0 && (x < 0) != (y < 0) {
		q--
	}
	return q
}

func either(c, a, b value) value {
	if c == value(int64(1)) {
		return a
	}
	return b
}

func length(s value) value {
	if s == nil {
		return nil
	}
	return int64(len([]rune(s.(string))))
}

func joined(a, b value) value {
	if a == nil || b == nil {
		return nil
	}
	return fmt.Sprint(a) + fmt.Sprint(b)
}

// comparing orders two values of one kind.
func comparing(a, b value, f func(c int) bool) value {
	if a == nil || b == nil {
		return nil
	}
	if s, ok := a.(string); ok {
		return bit(f(strings.Compare(s, b.(string))))
	}
	return bit(f(cmp.Compare(a.(int64), b.(int64))))
}

func between(a, lo, hi value) value {
	return and(comparing(a, lo, func(c int) bool { return c >= 0 }), comparing(a, hi, func(c int) bool { return c <= 0 }))
}

func not(a value) value {
	if a == nil {
		return nil
	}
	return 1 - a.(int64)
}

func and(a, b value) value {
	switch {
	case a == value(int64(0)) || b == value(int64(0)):
		return int64(0)
	case a == nil || b == nil:
		return nil
	}
	return int64(1)
}

func or(a, b value) value { return not(and(not(a), not(b))) }

// matching is case-insensitive for ASCII letters, as LIKE is on SQLite.
func matching(a value, word string, f func(s, word string) bool) value {
	if a == nil {
		return nil
	}
	return bit(f(strings.ToLower(a.(string)), strings.ToLower(word)))
}

// like matches by the wildcards of LIKE.
func like(a, pattern value) value {
	if a == nil || pattern == nil {
		return nil
	}
	return bit(likes([]rune(strings.ToLower(a.(string))), []rune(strings.ToLower(pattern.(string)))))
}

func likes(s, p []rune) bool {
	switch {
	case len(p) == 0:
		return len(s) == 0
	case p[0] == '%':
		return likes(s, p[1:]) || len(s) > 0 && likes(s[1:], p)
	case len(s) == 0:
		return false
	}
	return (p[0] == '_' || p[0] == s[0]) && likes(s[1:], p[1:])
}

// NOT of every kind of condition is what three-valued logic says, for all combinations of values and NULL.
func TestNotUnderThreeValues(t *testing.T) {
	vals := []value{nil, int64(0), int64(1), int64(2)}
	node := func(v value) expr.Expr {
		if v == nil {
			return expr.Coerced(expr.Null(), sqltypes.Integer())
		}
		return expr.Val(v)
	}
	db := meaningDatabase(t)
	n := 0
	for _, a := range vals {
		for _, b := range vals {
			for _, c := range vals {
				x, y, z := node(a), node(b), node(c)
				eq := comparing(a, b, func(c int) bool { return c == 0 })
				lt := comparing(b, c, func(c int) bool { return c < 0 })
				for _, want := range []meant{
					{x.Eq(y), eq}, {x.Lt(y), comparing(a, b, func(c int) bool { return c < 0 })}, {x.Between(y, z), between(a, b, c)},
					{x.IsDistinctFrom(y), bit(a != b)}, {expr.And(x.Eq(y), y.Lt(z)), and(eq, lt)}, {expr.Or(x.Eq(y), y.Lt(z)), or(eq, lt)},
					{x.In([]any{b, c}), or(eq, comparing(a, c, func(c int) bool { return c == 0 }))}, {x.In([]any{}), int64(0)},
					{x.BetweenSymmetric(y, z), or(between(a, b, c), between(a, c, b))},
				} {
					checkMeaning(t, db, n, meant{want.x.Not(), not(want.v)})
					checkMeaning(t, db, n, meant{want.x.Not().Not(), want.v})
					n++
				}
			}
		}
	}
}
