package engine

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"strings"
	"time"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// This file sends statements that return into parameters, as Oracle's do, and gives what those were set to as a row.

// outPlace is what a driver sets for a parameter: a pointer to a type that drivers for Oracle know (go-ora, godror), and its value.
type outPlace struct {
	dest  any
	value func() driver.Value
}

// outText is the longest text that is returned into a parameter, in characters: go-ora makes room for what the place holds before.
const outText = 4000

// newPlace makes the place for a value of a type. An empty text is NULL, as it is for Oracle, and so is the zero time.
func newPlace(t sqltypes.Type) outPlace {
	switch k := t.Kind(); {
	case k.IsInteger(), k == sqltypes.BooleanKind:
		v := new(sql.NullInt64)
		return outPlace{v, func() driver.Value { return must(v.Value()) }}
	case k == sqltypes.FloatKind:
		v := new(sql.NullFloat64)
		return outPlace{v, func() driver.Value { return must(v.Value()) }}
	case k == sqltypes.DateKind, k == sqltypes.DateTimeKind:
		v := new(time.Time)
		return outPlace{v, func() driver.Value { return unless(v.IsZero(), *v) }}
	case k == sqltypes.LargeBinaryKind:
		v := ptr(make([]byte, 0, outText))
		return outPlace{v, func() driver.Value { return unless(len(*v) == 0, *v) }}
	}
	v := ptr(strings.Repeat(" ", outText))
	return outPlace{v, func() driver.Value { return unless(*v == "", *v) }}
}

func ptr[T any](v T) *T { return &v }

func unless[T any](null bool, v T) driver.Value {
	if null {
		return nil
	}
	return v
}

// must drops the error of what never gives one.
func must(v driver.Value, _ error) driver.Value { return v }

// withPlaces puts places where the values have a [sqlcompile.Out].
func withPlaces(args []any) ([]any, []outPlace) {
	with, places := make([]any, len(args)), []outPlace(nil)
	for i, a := range args {
		if o, ok := a.(sqlcompile.Out); ok {
			p := newPlace(o.Type)
			places, a = append(places, p), sql.Out{Dest: p.dest}
		}
		with[i] = a
	}
	return with, places
}

// appendOuts appends what stands for the last n parameters of a statement, which the database sets.
func appendOuts(args []any, s *sqlcompile.Compiled, n int) []any {
	for i := len(s.Params) - n; i < len(s.Params); i++ {
		args = append(args, sqlcompile.Out{Type: s.Params[i].Type})
	}
	return args
}

// ManyReturnedError says that a statement returned into parameters, which hold one row, and changed more.
type ManyReturnedError struct {
	Dialect string
	Rows    int64
}

// Error says how many rows there were, and what to do.
func (e *ManyReturnedError) Error() string {
	return fmt.Sprintf("engine: %s returns one row into parameters, and %d were changed; change them one by one, or read them first", e.Dialect, e.Rows)
}

// queryOut runs a statement that returns into parameters.
func (c *Connection) queryOut(ctx context.Context, st dbapi.Stmt, s *sqlcompile.Compiled, args []any) (dbapi.Reader, error) {
	args, places := withPlaces(args)
	res, err := st.Exec(ctx, args)
	if err != nil {
		return nil, err
	}
	r := &outReader{meta: make([]dbapi.ColumnMeta, len(places))}
	for i := range r.meta {
		if i < len(s.Columns) {
			r.meta[i].Name = s.Columns[i].Name
		}
	}
	switch n, err := res.RowsAffected(); {
	case err == nil && n == 0:
		return r, nil
	case err == nil && n > 1:
		return nil, &ManyReturnedError{c.engine.Dialect().Name(), n}
	}
	for _, p := range places {
		r.row = append(r.row, p.value())
	}
	return r, nil
}

// outReader is a reader of one row, or of none.
type outReader struct {
	meta []dbapi.ColumnMeta
	row  []driver.Value // nil for none
}

func (r *outReader) Columns() []dbapi.ColumnMeta { return r.meta }
func (*outReader) Keep([]bool)                   {}
func (*outReader) Close() error                  { return nil }

func (r *outReader) Fetch(b *dbapi.Batch) (bool, error) {
	if r.row == nil {
		b.NRows = 0
		return false, nil
	}
	dbapi.Box(b, r.row)
	return false, nil
}
