package loading

import (
	"database/sql"
	"fmt"
	"reflect"
	"time"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/orm/internal/instance"
)

// ValueError says that a column of a row does not fit the Go type it is read into.
type ValueError struct {
	Column int // from 0
	Type   reflect.Type
	Err    error
}

// Error names the column, the type and the reason.
func (e *ValueError) Error() string {
	return fmt.Sprintf("orm: column %d of the row does not fit a %v: %v", e.Column+1, e.Type, e.Err)
}

// Unwrap gives the reason.
func (e *ValueError) Unwrap() error { return e.Err }

// Value reads column i of a row into a Go value; a pointer is nil for NULL.
func Value[R any](row *dbapi.Row, i int, out *R) error {
	read(row, i, out)
	if err := row.Err(); err != nil {
		return &ValueError{i, reflect.TypeFor[R](), err}
	}
	return nil
}

// Whole reads the columns of a composite from i on into the struct, or a pointer to it.
func Whole[R any](c *instance.Composite, row *dbapi.Row, i int, out *R) error {
	v := reflect.ValueOf(out).Elem()
	t := v.Type()
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t != c.Type() {
		return &ValueError{i, v.Type(), fmt.Errorf("the composite is a %v", c.Type())}
	}
	c.Read(row, i, v)
	if err := row.Err(); err != nil {
		return &ValueError{i, v.Type(), err}
	}
	return nil
}

// read reads column i into what out points to. What goes wrong is the row's error.
func read(row *dbapi.Row, i int, out any) {
	switch p := out.(type) {
	case *int64:
		*p = row.Int64(i)
	case *string:
		*p = row.Text(i)
	case *float64:
		*p = row.Float64(i)
	case *bool:
		*p = row.Bool(i)
	case *time.Time:
		*p = row.Time(i)
	case *any:
		*p = kept(row.Value(i))
	default:
		slow(row, i, reflect.ValueOf(out).Elem())
	}
}

// kept makes a value independent of the row's memory.
func kept(v any) any {
	if b, ok := v.([]byte); ok {
		return append([]byte{}, b...)
	}
	return v
}

func slow(row *dbapi.Row, i int, v reflect.Value) {
	if s, ok := v.Addr().Interface().(sql.Scanner); ok {
		if err := s.Scan(row.Value(i)); err != nil {
			row.Fail(i, v.Type().String(), err)
		}
		return
	}
	if v.Kind() == reflect.Pointer {
		if row.IsNull(i) {
			v.SetZero()
			return
		}
		v.Set(reflect.New(v.Type().Elem()))
		slow(row, i, v.Elem())
		return
	}
	plain(row, i, v)
}

func plain(row *dbapi.Row, i int, v reflect.Value) {
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(row.Time(i)))
	case v.CanInt():
		n := row.Int64(i)
		if v.OverflowInt(n) {
			row.Fail(i, v.Type().String(), fmt.Errorf("%d is out of its range", n))
			return
		}
		v.SetInt(n)
	case v.CanUint():
		n := row.Int64(i)
		if n < 0 || v.OverflowUint(uint64(n)) {
			row.Fail(i, v.Type().String(), fmt.Errorf("%d is out of its range", n))
			return
		}
		v.SetUint(uint64(n))
	case v.CanFloat():
		v.SetFloat(row.Float64(i))
	case v.Kind() == reflect.String:
		v.SetString(row.Text(i))
	case v.Kind() == reflect.Bool:
		v.SetBool(row.Bool(i))
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8:
		v.SetBytes(append([]byte{}, row.Bytes(i)...))
	default:
		document(row, i, v)
	}
}
