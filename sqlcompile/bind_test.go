package sqlcompile_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/aludel/aludel/dialects/oracle"
	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/dialects/sqlite"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

func bound(s expr.Statement, d sqlcompile.Dialect) (string, []any, error) {
	var k expr.Key
	expr.AppendKey(&k, s)
	c, err := sqlcompile.Compile(s, d)
	if err != nil {
		return "", nil, err
	}
	return c.Bind(k.Binds, nil)
}

// Binds of one name are one: sent once where placeholders are numbered, and with one value.
func TestNamedBinds(t *testing.T) {
	x := expr.Bind("x", 5, sqltypes.BigInteger())
	s := expr.NewSelect(name).Where(id.Eq(x), id.Ne(expr.Bind("x", 5, sqltypes.BigInteger())))
	text, args, err := bound(s, postgres.Dialect)
	if err != nil || text != "SELECT users.name FROM users WHERE users.id = $1 AND users.id != $1" || len(args) != 1 {
		t.Errorf("%s %v %v", text, args, err)
	}
	if text, args, err = bound(s, sqlite.Dialect); err != nil || len(args) != 2 {
		t.Errorf("%s %v %v", text, args, err)
	}
	for what, s := range map[string]expr.Statement{
		"two values":          expr.NewSelect(name).Where(id.Eq(x), id.Ne(expr.Bind("x", 6, nil))),
		"a generated name":    expr.NewSelect(name).Where(id.Eq(1), id.Ne(expr.Bind("id_1", 6, nil))),
		"a list and a value":  expr.NewSelect(name).Where(id.Eq(x), id.In(expr.Bind("x", []int{6}, nil))),
		"before a generated ": expr.NewSelect(name).Where(id.Ne(expr.Bind("id_1", 6, nil)), id.Eq(1)),
	} {
		for _, d := range []sqlcompile.Dialect{sqlcompile.Generic, sqlite.Dialect, postgres.Dialect, oracle.Dialect} {
			if _, _, err := bound(s, d); !errors.Is(err, sqlcompile.ErrBindConflict) {
				t.Errorf("%s on %s: %v", what, d.Name(), err)
			}
		}
	}
}

// A value that is asked for is asked for whenever the statement is sent; one that is required is an error until it is passed.
func TestLateBinds(t *testing.T) {
	n := 0
	s := expr.NewSelect(name).Where(id.Eq(expr.BindFunc("now", sqltypes.BigInteger(), func() (any, error) { n++; return n, nil })))
	for want := 1; want < 3; want++ {
		if _, args, err := bound(s, sqlite.Dialect); err != nil || fmt.Sprint(args) != fmt.Sprint([]any{want}) {
			t.Errorf("%v %v", args, err)
		}
	}
	gone := errors.New("gone")
	var bind *sqlcompile.BindError
	s = expr.NewSelect(name).Where(id.Eq(expr.BindFunc("now", nil, func() (any, error) { return nil, gone })))
	if _, _, err := bound(s, sqlite.Dialect); !errors.Is(err, gone) || !errors.As(err, &bind) || bind.Name != "now" {
		t.Error(err)
	}
	s = expr.NewSelect(name).Where(id.Eq(expr.Required("who", sqltypes.BigInteger())))
	if _, _, err := bound(s, sqlite.Dialect); !errors.As(err, &bind) || bind.Name != "who" {
		t.Error(err)
	}
}

// Lists that a database does not take, tuples of another length, and values of another kind than the column are typed errors.
func TestBadValues(t *testing.T) {
	long := make([]int, 40000)
	var list *sqlcompile.ListError
	for _, c := range []struct {
		d    sqlcompile.Dialect
		size int
		ok   bool
	}{{sqlite.Dialect, 32766, true}, {sqlite.Dialect, 32767, false}, {postgres.Dialect, 32768, false}, {oracle.Dialect, 1000, true}, {oracle.Dialect, 1001, false}} {
		_, args, err := bound(expr.NewSelect(name).Where(id.In(long[:c.size])), c.d)
		if c.ok && (err != nil || len(args) != c.size) || !c.ok && (!errors.As(err, &list) || list.Count != c.size) {
			t.Errorf("%s with %d values: %v", c.d.Name(), c.size, err)
		}
	}
	pair := expr.TupleOf(id, name)
	if _, _, err := bound(expr.NewSelect(name).Where(pair.In([][]any{{1, "a"}, {2}})), sqlite.Dialect); !errors.Is(err, expr.ErrTupleLength) {
		t.Error(err)
	}
	if _, _, err := bound(expr.NewSelect(pair), sqlite.Dialect); err == nil {
		t.Error("a tuple can be selected")
	}
	for what, x := range map[string]expr.Expr{
		"a list for a value": id.Eq([]int{1}), "a number for a text": name.In([]any{"a", struct{}{}}),
		"text in a tuple": pair.In([][]any{{"x", "a"}}),
	} {
		var bind *sqlcompile.BindError
		if _, _, err := bound(expr.NewSelect(name).Where(x), sqlite.Dialect); !errors.As(err, &bind) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// Lists of tuples, also empty ones, on the databases that write them differently.
func TestTuples(t *testing.T) {
	pair := expr.TupleOf(id, name)
	for _, c := range []struct {
		d    sqlcompile.Dialect
		x    expr.Expr
		want string
	}{
		{postgres.Dialect, pair.In([][]any{{1, "a"}, {2, "b"}}), "(users.id, users.name) IN (($1, $2), ($3, $4))"},
		{sqlite.Dialect, pair.In([][2]any{{1, "a"}}), "(users.id, users.name) IN (VALUES (?, ?))"},
		{postgres.Dialect, pair.In([][]any{}), "(users.id, users.name) IN ((NULL, NULL)) AND (1 != 1)"},
		{postgres.Dialect, pair.NotIn([][]any{}), "((users.id, users.name) NOT IN ((NULL, NULL)) OR (1 = 1))"},
		{sqlite.Dialect, pair.In([][]any{}), "(users.id, users.name) IN (SELECT 1, 1 FROM (SELECT 1, 1) WHERE 1!=1)"},
		{postgres.Dialect, expr.And(pair.In(expr.Bind("p", [][]any{{1, "a"}}, nil)), id.Gt(7)), "(users.id, users.name) IN (($1, $2)) AND users.id > $3"},
	} {
		text, _, err := bound(expr.Fragment{X: c.x.Node()}, c.d)
		if err != nil || text != c.want {
			t.Errorf("%s: %v\n\t%s\n\t%s", c.d.Name(), err, text, c.want)
		}
	}
}
