package unitofwork

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// This file says which object, and which attribute of it, a failed statement was about.

// Error is an object that could not be stored.
type Error struct {
	Op     string // insert, update, delete
	Entity string
	Attr   string // "" where no attribute is known to be at fault
	Err    error
}

// Error says which object, which attribute and why.
func (e *Error) Error() string {
	at := e.Entity
	if e.Attr != "" {
		at += "." + e.Attr
	}
	return fmt.Sprintf("orm: %s %s: %v", e.Op, at, e.Err)
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// fail wraps what the database said about a statement for an object.
func fail(op string, st *instance.State, err error) error {
	return failBatch(op, []*instance.State{st}, err)
}

// failBatch wraps what the database said about a statement for several objects of one mapper.
func failBatch(op string, sts []*instance.State, err error) error {
	m := sts[0].Mapper
	e := &Error{Op: op, Entity: m.Entity.Name, Err: err}
	if errors.Is(err, ErrStale) && len(sts) == 1 {
		var key []any
		for _, k := range m.Keys {
			key = append(key, m.Columns[k].Value(sts[0].Obj))
		}
		e.Err = fmt.Errorf("key %v: %w", key, err)
	}
	var ee *engine.Error
	if !errors.As(err, &ee) {
		return e
	}
	column := ee.Column
	var be *sqlcompile.BindError
	if column == "" && errors.As(err, &be) {
		column = be.Name
	}
	if column == "" && ee.Constraint == "PRIMARY" { // MySQL's name of every primary key
		column = m.Entity.PrimaryKey[0].Column.Name
	}
	if column == "" && ee.Table == "" { // MySQL names a unique key after its column
		column = ee.Constraint
	}
	switch a := attrOf(m.Entity, ee.Table, column); {
	case a != nil:
		e.Attr = a.Name
	case op == "delete":
	case ee.Class == dialects.DataError:
		e.Attr = tooLong(sts)
	case ee.Class == dialects.ForeignKeyViolation:
		e.Attr = onlyKey(sts)
	}
	return e
}

// attrOf is the attribute of a column, or of a bind that was named after one ("name_1", "name_m1").
func attrOf(e *mapping.Entity, table, column string) *mapping.Attr {
	if column == "" || table != "" && table != e.Table.Name {
		return nil
	}
	var found *mapping.Attr
	for _, a := range e.Attrs {
		rest, ok := strings.CutPrefix(column, a.Column.Name)
		switch {
		case !ok:
		case rest == "":
			return a
		case strings.Trim(strings.TrimPrefix(rest, "_m"), "_0123456789") == "" && rest[0] == '_':
			found = a
		}
	}
	return found
}

// tooLong is the attribute that has a text longer than its column; some databases do not say which it was.
func tooLong(sts []*instance.State) string {
	for _, st := range sts {
		for i := range st.Mapper.Columns {
			c := &st.Mapper.Columns[i]
			t, ok := c.Attr.Column.Type().(sqltypes.StringType)
			if !ok || t.Length == 0 || c.Kind != instance.String {
				continue
			}
			if s, ok := c.Value(st.Obj).(string); ok && utf8.RuneCountInString(s) > t.Length {
				return c.Attr.Name
			}
		}
	}
	return ""
}

// onlyKey is the foreign key that objects have, if they have no more than one.
func onlyKey(sts []*instance.State) (name string) {
	for _, st := range sts {
		for i := range st.Mapper.Columns {
			c := &st.Mapper.Columns[i]
			if c.Attr.Column.ForeignKey == nil || c.Value(st.Obj) == nil || c.Attr.Name == name {
				continue
			}
			if name != "" {
				return ""
			}
			name = c.Attr.Name
		}
	}
	return name
}
