package sqlcompile_test

import (
	stdsql "database/sql"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/aludel/aludel/dialects/sqlite"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// This file holds what expressions mean: random trees are evaluated here, and by SQLite from their text. A wrong parenthesis, a wrong
// opposite of an operator or a bind in the wrong place shows as another value.

// value is a value of SQL: nil, int64 or string. Truth values are 0 and 1, as SQLite has them.
type value any

// meant is an expression with the value that it should have.
type meant struct {
	x expr.Expr
	v value
}

// meaning makes random expressions. Integers stay small, so that nothing overflows.
type meaning struct {
	r *rand.Rand
	// portable leaves out what the databases are allowed to do differently: division by zero and of integers, bits of negative numbers, truth
	// values as numbers, the order and the case of texts.
	portable bool
}

// portableIntegers are the forms of integer expressions that mean the same everywhere.
var portableIntegers = []int{0, 1, 2, 4, 5, 6, 11, 12, 14}

// form picks a form of an integer expression.
func (m meaning) form() int {
	if m.portable {
		return portableIntegers[m.pick(len(portableIntegers))]
	}
	return m.pick(15)
}

func (m meaning) pick(n int) int { return m.r.IntN(n) }

// integer makes an expression of integers.
func (m meaning) integer(depth int) meant {
	if depth <= 0 || m.pick(5) == 0 {
		return m.integerLeaf()
	}
	a, b := m.integer(depth-1), m.integer(depth-1)
	form := m.form()
	if m.portable && (form == 4 || form == 5) {
		n := int64(m.pick(3)+1) * int64(1-2*m.pick(2))
		b = meant{expr.Val(n), n}
	}
	switch form {
	case 0:
		return meant{a.x.Add(b.x), both(a, b, func(x, y int64) value { return x + y })}
	case 1:
		return meant{a.x.Sub(b.x), both(a, b, func(x, y int64) value { return x - y })}
	case 2:
		small := m.integerLeaf()
		return meant{a.x.Mul(small.x), both(a, small, func(x, y int64) value { return x * y })}
	case 3:
		return meant{a.x.Div(b.x), divided(a, b, func(x, y int64) int64 { return x / y })}
	case 4:
		return meant{a.x.Mod(b.x), divided(a, b, func(x, y int64) int64 { return x % y })}
	case 5:
		return meant{a.x.FloorDiv(b.x), divided(a, b, floorDiv)}
	case 6:
		return meant{a.x.Neg(), one(a, func(x int64) value { return -x })}
	case 7:
		return meant{a.x.BitAnd(b.x), both(a, b, func(x, y int64) value { return x & y })}
	case 8:
		return meant{a.x.BitOr(b.x), both(a, b, func(x, y int64) value { return x | y })}
	case 9:
		return meant{a.x.BitXor(b.x), both(a, b, func(x, y int64) value { return x ^ y })}
	case 10:
		return meant{a.x.BitNot(), one(a, func(x int64) value { return ^x })}
	case 11:
		c := m.truth(depth - 1)
		return meant{expr.CaseWhen(c.x, a.x).Else(b.x), either(c.v, a.v, b.v)}
	case 12:
		return meant{expr.Coalesce(a.x, b.x), either(bit(a.v != nil), a.v, b.v)}
	case 13: // a truth value is a number on SQLite
		c := m.truth(depth - 1)
		return meant{expr.Coerced(c.x, sqltypes.Integer()), c.v}
	}
	s := m.text(depth - 1)
	return meant{expr.Func("length", sqltypes.Integer(), s.x), length(s.v)}
}

// integerLeaf is a column, a bind, a literal or NULL.
func (m meaning) integerLeaf() meant {
	n := int64(m.pick(9) - 4)
	k := m.pick(24)
	if m.portable && k == 0 { // NULL is of no type
		k = 1
	}
	switch k {
	case 0:
		return meant{expr.Coerced(expr.Null(), sqltypes.Integer()), nil}
	case 1, 2, 3:
		return meant{expr.Inline(n), n}
	case 4, 5, 6, 7, 8, 9, 10:
		return meant{expr.Val(n), n}
	}
	c := meaningInts[m.pick(len(meaningInts))]
	return meant{expr.Column(c.name, sqltypes.Integer()), c.v}
}

// text makes an expression of texts.
func (m meaning) text(depth int) meant {
	if depth <= 0 || m.pick(3) == 0 {
		words := []string{"", "a", "Ab", "a%b", "x_y", "/", "it's", "%", "_"}
		k := m.pick(8)
		if m.portable {
			words, k = []string{"", "a", "b", "a%b", "x_y", "/", "it's", "%", "_"}, max(k, 2)
		}
		w := words[m.pick(len(words))]
		switch k {
		case 0, 2, 3:
			return meant{expr.Column("t1", sqltypes.Text()), "ab"}
		case 1:
			return meant{expr.Coerced(expr.Null(), sqltypes.Text()), nil}
		case 4, 5:
			return meant{expr.Inline(w), w}
		}
		return meant{expr.Val(w), w}
	}
	a, b := m.text(depth-1), m.text(depth-1)
	if m.pick(4) == 0 {
		n := m.integer(depth - 1)
		return meant{a.x.Concat(n.x), joined(a.v, n.v)}
	}
	return meant{a.x.Add(b.x), joined(a.v, b.v)}
}

// truth makes a condition.
func (m meaning) truth(depth int) meant {
	if depth <= 0 {
		return m.comparison(0)
	}
	a := m.truth(depth - 1)
	switch m.pick(10) {
	case 0, 1:
		b, c := m.truth(depth-1), m.truth(depth-1)
		return meant{expr.And(a.x, b.x, c.x), and(and(a.v, b.v), c.v)}
	case 2, 3:
		b, c := m.truth(depth-1), m.truth(depth-1)
		return meant{expr.Or(a.x, b.x, c.x), or(or(a.v, b.v), c.v)}
	case 4, 5:
		return meant{a.x.Not(), not(a.v)}
	case 6:
		b := m.truth(depth - 1)
		return meant{a.x.Eq(b.x), comparing(a.v, b.v, func(c int) bool { return c == 0 })}
	case 7:
		if constant(a.x) {
			return a
		}
		return meant{a.x.IsNull(), bit(a.v == nil)}
	}
	return m.comparison(depth)
}

// constant reports whether x is NULL itself, to which = and its kind give other operators.
func constant(x expr.Expr) bool {
	_, ok := x.Node().(*expr.Constant)
	return ok
}

// comparison makes a condition of other expressions.
func (m meaning) comparison(depth int) meant {
	if m.pick(3) == 0 {
		return m.textComparison(depth)
	}
	a, b, c := m.integer(depth-1), m.integer(depth-1), m.integer(depth-1)
	switch m.pick(12) {
	case 0:
		return meant{a.x.Eq(b.x), comparing(a.v, b.v, func(c int) bool { return c == 0 })}
	case 1:
		return meant{a.x.Ne(b.x), comparing(a.v, b.v, func(c int) bool { return c != 0 })}
	case 2:
		return meant{a.x.Lt(b.x), comparing(a.v, b.v, func(c int) bool { return c < 0 })}
	case 3:
		return meant{a.x.Le(b.x), comparing(a.v, b.v, func(c int) bool { return c <= 0 })}
	case 4:
		return meant{a.x.Gt(b.x), comparing(a.v, b.v, func(c int) bool { return c > 0 })}
	case 5:
		return meant{a.x.Ge(b.x), comparing(a.v, b.v, func(c int) bool { return c >= 0 })}
	case 6:
		return meant{a.x.Between(b.x, c.x), between(a.v, b.v, c.v)}
	case 7:
		return meant{a.x.BetweenSymmetric(b.x, c.x), or(between(a.v, b.v, c.v), between(a.v, c.v, b.v))}
	case 8:
		return meant{a.x.IsDistinctFrom(b.x), bit(a.v != b.v)}
	case 9:
		return meant{a.x.IsNotDistinctFrom(b.x), bit(a.v == b.v)}
	case 10:
		return m.in(a)
	}
	if m.portable { // MariaDB takes a comparison of rows that is NULL for false
		return m.in(a)
	}
	x, y := expr.TupleOf(a.x, b.x), expr.TupleOf(b.x, c.x)
	eq := func(c int) bool { return c == 0 }
	return meant{x.Eq(y), and(comparing(a.v, b.v, eq), comparing(b.v, c.v, eq))}
}

// in makes an IN or NOT IN of a list of up to three values, which may hold NULL.
func (m meaning) in(a meant) meant {
	list, found := []any{}, value(int64(0))
	for range m.pick(4) {
		n := int64(m.pick(5) - 2)
		if m.pick(6) == 0 {
			list, found = append(list, nil), or(found, nil)
			continue
		}
		list, found = append(list, n), or(found, comparing(a.v, n, func(c int) bool { return c == 0 }))
	}
	if m.pick(2) == 0 {
		return meant{a.x.In(list), found}
	}
	return meant{a.x.NotIn(list), not(found)}
}

func (m meaning) textComparison(depth int) meant {
	a, b := m.text(depth-1), m.text(depth-1)
	word := []string{"a", "b", "%", "_", "/", "a%", "'", ""}[m.pick(8)]
	k := m.pick(6)
	if m.portable && k == 1 {
		k = 0
	}
	switch k {
	case 0:
		return meant{a.x.Eq(b.x), comparing(a.v, b.v, func(c int) bool { return c == 0 })}
	case 1:
		return meant{a.x.Lt(b.x), comparing(a.v, b.v, func(c int) bool { return c < 0 })}
	case 2:
		return meant{a.x.Contains(word), matching(a.v, word, strings.Contains)}
	case 3:
		return meant{a.x.HasPrefix(word), matching(a.v, word, strings.HasPrefix)}
	case 4:
		return meant{a.x.HasSuffix(word), matching(a.v, word, strings.HasSuffix)}
	}
	return meant{a.x.Concat("a").Like(b.x), like(joined(a.v, "a"), b.v)}
}

// meaningInts are the columns of the table.
var meaningInts = []struct {
	name string
	v    value
}{{"i1", int64(3)}, {"i2", int64(-2)}, {"i3", int64(0)}, {"i4", nil}, {"i1", int64(3)}, {"i2", int64(-2)}}

// What an expression means is what SQLite computes from its text.
func TestMeaning(t *testing.T) {
	db := meaningDatabase(t)
	rounds := 6000
	if testing.Short() {
		rounds = 500
	}
	for seed := range rounds {
		m := meaning{r: rand.New(rand.NewPCG(uint64(seed), 7))}
		want := m.truth(1 + seed%4)
		if seed%2 == 0 {
			want = m.integer(1 + seed%5)
		}
		checkMeaning(t, db, seed, want)
		if t.Failed() {
			return
		}
	}
}

// meaningDatabase has the table with one row that the columns are of.
func meaningDatabase(t *testing.T) *stdsql.DB {
	t.Helper()
	db, err := stdsql.Open("sqlite3", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("CREATE TABLE v (i1 INTEGER, i2 INTEGER, i3 INTEGER, i4 INTEGER, t1 TEXT); INSERT INTO v VALUES (3, -2, 0, NULL, 'ab')"); err != nil {
		t.Fatal(err)
	}
	return db
}

func checkMeaning(t *testing.T, db *stdsql.DB, seed int, want meant) {
	t.Helper()
	q := expr.NewSelect(want.x.As("x")).SelectFrom(expr.NewTableClause("", "v"))
	var k expr.Key
	expr.AppendKey(&k, q)
	compiled, err := sqlcompile.Compile(q, sqlite.Dialect)
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	text, args, err := compiled.Bind(k.Binds, nil)
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	var got any
	if err := db.QueryRow(text, args...).Scan(&got); err != nil {
		t.Fatalf("seed %d: %v\n%s\n%v", seed, err, text, args)
	}
	if b, ok := got.(bool); ok {
		got = bit(b)
	}
	if fmt.Sprint(got) != fmt.Sprint(want.v) {
		t.Errorf("seed %d: SQLite says %v, it should be %v\n%s\n%v", seed, got, want.v, text, args)
	}
}
