package engine

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
)

// resultMeta is what all rows of a result have in common.
type resultMeta struct {
	names []string
	cols  []*sqlcompile.ResultColumn // nil ones where the statement does not know its columns
	nodes []expr.Node                // what the statement selects, nil where it does not say
}

// NoColumnError says that a result has no column of a name, or none that is a column of a table.
type NoColumnError struct {
	Column string
	Known  []string
}

// Error names the column and those that there are.
func (e *NoColumnError) Error() string {
	return fmt.Sprintf("engine: the result has no column %s; it has %s", e.Column, strings.Join(e.Known, ", "))
}

// AmbiguousColumnError says that several columns of a result have one name.
type AmbiguousColumnError struct {
	Name      string
	Positions []int // from 0
}

// Error names the column and says what to do.
func (e *AmbiguousColumnError) Error() string {
	return fmt.Sprintf("engine: the name %q is ambiguous: the columns %v of the result have it; label them, or ask by position", e.Name, e.Positions)
}

// index finds a column: by position (int), by name (string), or by what was selected (a column of a table, an expression).
func (m *resultMeta) index(key any) (int, error) {
	switch key := key.(type) {
	case int:
		if key >= 0 && key < len(m.names) {
			return key, nil
		}
		return 0, &NoColumnError{fmt.Sprintf("number %d", key), m.names}
	case string:
		return m.named(key)
	case *schema.Column:
		return m.selected(key.ColumnClause, key.Name)
	case expr.Expr:
		return m.selected(key.Node(), fmt.Sprintf("%T", key.Node()))
	case expr.Node:
		return m.selected(key, fmt.Sprintf("%T", key))
	}
	return 0, &NoColumnError{fmt.Sprintf("for a key of type %T (use a position, a name or a column)", key), m.names}
}

func (m *resultMeta) named(name string) (int, error) {
	at := slices.Index(m.names, name)
	if at < 0 {
		return 0, &NoColumnError{fmt.Sprintf("%q", name), m.names}
	}
	if slices.Index(m.names[at+1:], name) < 0 {
		return at, nil
	}
	e := &AmbiguousColumnError{Name: name}
	for i, n := range m.names {
		if n == name {
			e.Positions = append(e.Positions, i)
		}
	}
	return 0, e
}

// selected finds what the statement selects, or what stands under a label there.
func (m *resultMeta) selected(n expr.Node, name string) (int, error) {
	for i, have := range m.nodes {
		if l, ok := have.(*expr.Label); ok && l.X == n {
			have = n
		}
		if have == n {
			return i, nil
		}
	}
	if c, ok := n.(*expr.ColumnClause); ok {
		name = c.Name
	}
	return 0, &NoColumnError{fmt.Sprintf("that selects %s", name), m.names}
}

// metaOf describes the columns of rows.
func metaOf(rows *Rows, s expr.Statement, compiled *sqlcompile.Compiled) *resultMeta {
	cols := rows.reader.Columns()
	m := &resultMeta{names: make([]string, len(cols)), cols: make([]*sqlcompile.ResultColumn, len(cols))}
	for i := range cols {
		m.names[i] = strings.Clone(cols[i].Name)
		if compiled != nil && len(compiled.Columns) == len(cols) {
			m.cols[i] = &compiled.Columns[i]
			if n := compiled.Columns[i].Name; n != "" {
				m.names[i] = n
			}
		}
	}
	if sel, ok := s.(expr.Select); ok {
		if selected := sel.Clauses().Columns; len(selected) == len(cols) {
			m.nodes = selected
		}
	}
	return m
}

// Row is one row of a result. It is a value of its own: it stays good when the result is closed.
type Row struct {
	meta *resultMeta
	vals []any
}

// Len is the number of columns.
func (r Row) Len() int { return len(r.vals) }

// Keys are the names of the columns.
func (r Row) Keys() []string {
	if r.meta == nil {
		return nil
	}
	return r.meta.names
}

// Values are the values in order. They are what the type of the column makes of what the driver gives; nil for NULL. The slice is the row's.
func (r Row) Values() []any { return r.vals }

// Get is the value of a column: by position (int), by name (string), or by the column or expression that was selected. The errors are
// *[NoColumnError] and *[AmbiguousColumnError].
func (r Row) Get(key any) (any, error) {
	if r.meta == nil {
		return nil, &NoColumnError{Column: fmt.Sprint(key)}
	}
	i, err := r.meta.index(key)
	if err != nil {
		return nil, err
	}
	return r.vals[i], nil
}

// Mapping is the row as a map by name. Of columns with one name the last counts.
func (r Row) Mapping() map[string]any {
	m := make(map[string]any, len(r.vals))
	for i, v := range r.vals {
		m[r.meta.names[i]] = v
	}
	return m
}

// Scan stores the values in order into what the destinations point to, as [As] converts them.
func (r Row) Scan(to ...any) error {
	if len(to) != len(r.vals) {
		return fmt.Errorf("engine: the row has %d columns, Scan got %d destinations", len(r.vals), len(to))
	}
	for i, p := range to {
		v := reflect.ValueOf(p)
		if v.Kind() != reflect.Pointer || v.IsNil() {
			return fmt.Errorf("engine: destination %d of Scan is a %T, not a pointer", i, p)
		}
		if err := store(r.vals[i], v.Elem()); err != nil {
			return fmt.Errorf("engine: column %q: %w", r.meta.names[i], err)
		}
	}
	return nil
}

// As gives a value of a result as a T: As[string](row.Get("name")). A pointer is nil for NULL. The error is err, or a
// *[ConversionError].
func As[T any](v any, err error) (T, error) {
	var t T
	if err != nil {
		return t, err
	}
	if x, ok := v.(T); ok {
		return x, nil
	}
	return t, store(v, reflect.ValueOf(&t).Elem())
}

// ConversionError says that a value is not of the Go type that was asked for, or does not fit it.
type ConversionError struct {
	From string
	To   reflect.Type
}

// Error names both types.
func (e *ConversionError) Error() string { return fmt.Sprintf("engine: %s is no %s", e.From, e.To) }

// store puts a value into a Go variable, without losing any of it.
func store(v any, to reflect.Value) error {
	wrong := &ConversionError{From: "a value of type " + fmt.Sprintf("%T", v), To: to.Type()}
	switch {
	case to.Kind() == reflect.Interface && to.NumMethod() == 0:
		if v == nil {
			to.SetZero()
		} else {
			to.Set(reflect.ValueOf(v))
		}
		return nil
	case v == nil && (to.Kind() == reflect.Pointer || to.Kind() == reflect.Slice):
		to.SetZero()
		return nil
	case v == nil:
		wrong.From = "NULL"
		return wrong
	}
	if s, ok := to.Addr().Interface().(interface{ Scan(any) error }); ok {
		return s.Scan(v)
	}
	if to.Kind() == reflect.Pointer {
		p := reflect.New(to.Type().Elem())
		if err := store(v, p.Elem()); err != nil {
			return err
		}
		to.Set(p)
		return nil
	}
	return storeBasic(reflect.ValueOf(v), to, wrong)
}

func storeBasic(from, to reflect.Value, wrong error) error {
	switch {
	case from.Type().AssignableTo(to.Type()):
		to.Set(from)
	case from.CanInt() && to.CanInt() && !to.OverflowInt(from.Int()):
		to.SetInt(from.Int())
	case from.CanInt() && to.CanUint() && from.Int() >= 0 && !to.OverflowUint(uint64(from.Int())):
		to.SetUint(uint64(from.Int()))
	case from.CanInt() && to.CanFloat() && int64(float64(from.Int())) == from.Int():
		to.SetFloat(float64(from.Int()))
	case from.CanInt() && to.Kind() == reflect.Bool && uint64(from.Int()) <= 1:
		to.SetBool(from.Int() == 1)
	case from.CanFloat() && to.CanFloat() && !to.OverflowFloat(from.Float()):
		to.SetFloat(from.Float())
	case from.Kind() == to.Kind() && from.CanConvert(to.Type()) && (from.Kind() == reflect.String || from.Kind() == reflect.Bool):
		to.Set(from.Convert(to.Type()))
	default:
		return wrong
	}
	return nil
}
