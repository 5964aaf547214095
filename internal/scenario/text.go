package scenario

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/mapping"
)

// This file writes statements, results and errors as text that does not change with words and order of no meaning.

var (
	manyRows = regexp.MustCompile(`^(INSERT INTO .*? VALUES )(\([^()]*\))((?:, \([^()]*\))+)( RETURNING .*)?$`)
	blanks   = regexp.MustCompile(`\s+`)
)

// Lines folds a statement: blanks to one, and an INSERT of many rows to one of each. Marks of transactions have no values.
func Lines(sql string, args []any) (out []string) {
	sql = strings.TrimSpace(blanks.ReplaceAllString(sql, " "))
	if m := manyRows.FindStringSubmatch(sql); m != nil {
		n := strings.Count(m[2], "?")
		for ; len(args) > 0; args = args[n:] {
			out = append(out, m[1]+m[2]+" "+plainJSON(args[:n]))
		}
		return out
	}
	if len(args) == 0 {
		return []string{sql}
	}
	return []string{sql + " " + plainJSON(args)}
}

func plainJSON(args []any) string {
	plain := make([]any, len(args))
	for i, a := range args {
		switch a := a.(type) {
		case bool: // which SQLite has as numbers
			plain[i] = 0
			if a {
				plain[i] = 1
			}
		case []byte:
			plain[i] = string(a)
		default:
			plain[i] = a
		}
	}
	b, err := json.Marshal(plain)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// Text writes a result: objects by their names, errors by their kinds.
func Text(v reflect.Value) string {
	if !v.IsValid() {
		return "nil"
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return "nil"
		}
		if err, ok := v.Interface().(error); ok {
			return "! " + Kind(err)
		}
		return Text(v.Elem())
	case reflect.Slice:
		return each(v.Len(), v.Index)
	case reflect.Struct:
		if f := v.FieldByName("Name"); f.IsValid() {
			return Text(f)
		}
		return each(v.NumField(), v.Field)
	}
	return fmt.Sprint(v.Interface())
}

func each(n int, part func(int) reflect.Value) string {
	out := make([]string, n)
	for i := range out {
		out[i] = Text(part(i))
	}
	return "[" + strings.Join(out, " ") + "]"
}

// Kind names what kind of error a step gave.
func Kind(err error) string {
	var e *engine.Error
	is := func(target any) bool { return errors.As(err, target) }
	switch {
	case errors.Is(err, orm.ErrRollbackFirst): // which has the first error in it
		return "rollback first"
	case is(&e) && (e.Class == dialects.UniqueViolation || e.Class == dialects.NotNullViolation || e.Class == dialects.ForeignKeyViolation):
		return "integrity"
	case is(new(*orm.CircularError)):
		return "circular"
	case is(new(*orm.MisuseError)), is(new(*mapping.Error)):
		return "misuse"
	case is(new(*orm.RaiseError)):
		return "raise"
	case is(new(*orm.NotLoadedError)):
		return "not loaded"
	case is(new(*orm.ConflictError)):
		return "conflict"
	case is(new(*orm.SingleParentError)):
		return "single parent"
	}
	for _, s := range []struct {
		err  error
		name string
	}{{orm.ErrStale, "stale"}, {orm.ErrNotFound, "none"}, {orm.ErrManyRows, "many"}, {orm.ErrDetached, "detached"}, {orm.ErrClosed, "closed"}} {
		if errors.Is(err, s.err) {
			return s.name
		}
	}
	if is(new(*orm.FlushError)) {
		return "flush"
	}
	return err.Error()
}
