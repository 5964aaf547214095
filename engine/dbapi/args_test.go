package dbapi_test

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/mattn/go-sqlite3"

	"github.com/aludel/aludel/engine/dbapi"
)

type shout string

func (s shout) Value() (driver.Value, error) { return strings.ToUpper(string(s)), nil }

type broken struct{}

func (broken) Value() (driver.Value, error) { return nil, errors.New("no value") }

type age int

// ctxt keeps the signatures of the facades short.
type ctxt = context.Context

func TestArguments(t *testing.T) {
	c := connect(t, backends()[0].open(t))
	for _, a := range []struct{ in, want any }{
		{nil, nil}, {1, int64(1)}, {int64(2), int64(2)}, {int32(3), int64(3)}, {int16(4), int64(4)}, {int8(5), int64(5)},
		{uint8(6), int64(6)}, {uint32(7), int64(7)}, {uint64(8), int64(8)}, {float32(0.5), 0.5}, {2.5, 2.5}, {true, int64(1)},
		{"x", "x"}, {[]byte("y"), "y"}, {age(9), int64(9)}, {shout("z"), "Z"}, {new(shout("p")), "P"}, {(*shout)(nil), nil},
		{new("s"), "s"}, {(*string)(nil), nil}, {new(int64(10)), int64(10)}, {(*int64)(nil), nil}, {new(age(11)), int64(11)},
		{(*age)(nil), nil}, {new(1.5), 1.5}, {(*bool)(nil), nil}, {instant, "2024-02-29 12:30:45.123456+00:00"}, {&instant, "2024-02-29 12:30:45.123456+00:00"},
	} {
		rd, err := c.Query(bg, "select ?", []any{a.in})
		if got := all(t, rd, err); !reflect.DeepEqual(got[0][0], a.want) {
			t.Errorf("%T %v: got %#v", a.in, a.in, got[0][0])
		}
	}
	rd, err := c.Query(bg, "select :b || :a", []any{dbapi.Named{Name: "a", Value: "1"}, dbapi.Named{Name: "b", Value: shout("x")}})
	if got := all(t, rd, err); got[0][0] != "X1" {
		t.Errorf("named: %v", got)
	}
	for _, bad := range []any{broken{}, struct{}{}, uint64(1 << 63)} {
		var ae *dbapi.ArgumentError
		if _, err := c.Query(bg, "select ?, ?", []any{1, bad}); !errors.As(err, &ae) || ae.Ordinal != 2 || ae.Type != fmt.Sprintf("%T", bad) {
			t.Errorf("%T: %v", bad, err)
		}
	}
	if !c.IsValid() {
		t.Error("not valid")
	}
}

// checkConn is a connection with a checker that removes options and leaves the rest to the default.
type checkConn struct {
	*sqlite3.SQLiteConn
	seen *[]string
}

type option struct{}

func (c checkConn) CheckNamedValue(nv *driver.NamedValue) error {
	*c.seen = append(*c.seen, fmt.Sprintf("%d %T", nv.Ordinal, nv.Value))
	switch v := nv.Value.(type) {
	case option:
		return driver.ErrRemoveArgument
	case uint64:
		nv.Value = fmt.Sprint(v)
		return nil
	}
	return driver.ErrSkip
}

func TestChecker(t *testing.T) {
	for _, always := range []bool{false, true} {
		var seen []string
		d := connectorFunc(nil)
		d = func(ctx ctxt) (driver.Conn, error) {
			c, err := d.Driver().Open(":memory:")
			if err != nil {
				return nil, err
			}
			return checkConn{c.(*sqlite3.SQLiteConn), &seen}, nil
		}
		c := connect(t, dbapi.GenericConnector(d, dbapi.GenericOptions{AlwaysCheck: always}))
		want := []string{"1 dbapi_test.option", "2 uint64", "3 dbapi_test.age"}
		if always {
			want = []string{"1 dbapi_test.option", "1 string", "2 uint64", "3 dbapi_test.age"}
		}
		args := []any{option{}, "a", uint64(1 << 63), age(3)}
		st, err := c.Prepare(bg, "select ?, ?, ?")
		must(t, err)
		for _, run := range []func() (dbapi.Reader, error){
			func() (dbapi.Reader, error) { return c.Query(bg, "select ?, ?, ?", args) },
			func() (dbapi.Reader, error) { return st.Query(bg, args) },
		} {
			seen = nil
			rd, err := run()
			if got := all(t, rd, err); !reflect.DeepEqual(got[0], []any{"a", "9223372036854775808", int64(3)}) {
				t.Errorf("got %v", got)
			}
			if !reflect.DeepEqual(seen, want) {
				t.Errorf("always=%v: checked %q", always, seen)
			}
		}
	}
}

// convStmt is a statement with converters of its own for its columns.
type convStmt struct{ oldStmt }

type doubling struct{}

func (doubling) ConvertValue(v any) (driver.Value, error) {
	if s, ok := v.(string); ok {
		return s + s, nil
	}
	return v, nil
}

func (convStmt) ColumnConverter(int) driver.ValueConverter { return doubling{} }

type convConn struct{ *sqlite3.SQLiteConn }

func (c convConn) PrepareContext(ctx ctxt, q string) (driver.Stmt, error) {
	s, err := c.SQLiteConn.PrepareContext(ctx, q)
	return convStmt{oldStmt{s}}, err
}

func TestColumnConverter(t *testing.T) {
	c := connect(t, sqliteFile(t, "", func(c *sqlite3.SQLiteConn) driver.Conn { return convConn{c} }))
	st, err := c.Prepare(bg, "select ?, ?")
	must(t, err)
	rd, err := st.Query(bg, []any{"ab", shout("c")})
	if got := all(t, rd, err); !reflect.DeepEqual(got[0], []any{"abab", "CC"}) {
		t.Errorf("got %v", got)
	}
	var ae *dbapi.ArgumentError
	if _, err := st.Query(bg, []any{"a", struct{}{}}); !errors.As(err, &ae) || ae.Ordinal != 2 {
		t.Errorf("got %v", err)
	}
}
