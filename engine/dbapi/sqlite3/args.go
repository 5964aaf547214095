//go:build cgo

package sqlite3

/*
#include <stdlib.h>
#include "cells.h"
*/
import "C"

import (
	"database/sql/driver"
	"fmt"
	"math"
	"time"
	"unsafe"

	"github.com/aludel/aludel/engine/dbapi"
)

// args are the arguments of an operation as cells, the bytes of texts and blobs together.
type args struct {
	cells []dbapi.Cell
	bytes []byte
}

// forget drops the arguments, and memory that one operation made unusually large.
func (a *args) forget() {
	if cap(a.bytes) > 1<<20 {
		a.bytes = nil
	}
	if cap(a.cells) > 1<<16 {
		a.cells = nil
	}
	a.cells, a.bytes = a.cells[:0], a.bytes[:0]
}

// named says whether arguments have names. Then each goes to the parameter that has its name.
func named(list []any) bool {
	for _, v := range list {
		if _, ok := v.(dbapi.Named); ok {
			return true
		}
	}
	return false
}

// add converts the arguments of one or more rows.
func (a *args) add(s *stmt, list []any) error {
	a.cells, a.bytes = a.cells[:0], a.bytes[:0]
	if named(list) {
		return a.addNamed(s, list)
	}
	for i, v := range list {
		if err := a.value(v); err != nil {
			return &dbapi.ArgumentError{Ordinal: i + 1, Type: fmt.Sprintf("%T", v), Err: err}
		}
	}
	return nil
}

// addNamed puts each argument where its name stands in the statement; one without a name where it stands in the list. Parameters
// that no argument is for are NULL, names that the statement has not are left out, as in go-sqlite3.
func (a *args) addNamed(s *stmt, list []any) error {
	placed := make([]dbapi.Cell, s.inputs)
	for i, v := range list {
		n, ok := v.(dbapi.Named)
		if ok {
			v = n.Value
		}
		if err := a.value(v); err != nil {
			return &dbapi.ArgumentError{Ordinal: i + 1, Name: n.Name, Type: fmt.Sprintf("%T", v), Err: err}
		}
		cell := a.cells[len(a.cells)-1]
		if n.Name != "" {
			s.place(n.Name, cell, placed)
		} else if i < len(placed) {
			placed[i] = cell
		}
	}
	a.cells = append(a.cells[:0], placed...)
	return nil
}

// place puts a cell wherever a parameter has the name, with any of SQLite's three prefixes.
func (s *stmt) place(name string, cell dbapi.Cell, placed []dbapi.Cell) {
	for _, prefix := range []string{":", "@", "$"} {
		text := C.CString(prefix + name)
		if at := int(C.sqlite3_bind_parameter_index(s.st, text)); at > 0 {
			placed[at-1] = cell
		}
		C.free(unsafe.Pointer(text))
	}
}

// timeFormat is how go-sqlite3 stores a time.Time.
const timeFormat = "2006-01-02 15:04:05.999999999-07:00"

// value converts one argument: the usual Go types directly, others by their Valuer or their kind.
func (a *args) value(v any) error {
	switch v := v.(type) {
	case nil:
		a.cells = append(a.cells, dbapi.Cell{})
	case int64:
		a.int(v)
	case int:
		a.int(int64(v))
	case string:
		return a.text(v)
	case float64:
		a.float(v)
	case bool:
		a.int(int64(flag(v)))
	case []byte:
		return a.blob(v)
	case time.Time:
		at := len(a.bytes)
		a.bytes = v.AppendFormat(a.bytes, timeFormat)
		a.cells = append(a.cells, dbapi.Cell{V: int64(at), N: int32(len(a.bytes) - at), K: dbapi.Text})
	case *string:
		return addPointer(a, v)
	case *int64:
		return addPointer(a, v)
	case *float64:
		return addPointer(a, v)
	case *bool:
		return addPointer(a, v)
	case *time.Time:
		return addPointer(a, v)
	default:
		w, err := driver.DefaultParameterConverter.ConvertValue(v)
		if err != nil {
			return err
		}
		return a.value(w)
	}
	return nil
}

func addPointer[T any](a *args, p *T) error {
	if p == nil {
		return a.value(nil)
	}
	return a.value(*p)
}

func (a *args) int(v int64) { a.cells = append(a.cells, dbapi.Cell{V: v, K: dbapi.Int}) }

func (a *args) float(v float64) {
	a.cells = append(a.cells, dbapi.Cell{V: int64(math.Float64bits(v)), K: dbapi.Float})
}

// errTooLong says that SQLite counts bytes with 31 bits.
var errTooLong = fmt.Errorf("sqlite3: longer than %d bytes", math.MaxInt32)

func (a *args) text(v string) error {
	if len(v) > math.MaxInt32 {
		return errTooLong
	}
	a.cells = append(a.cells, dbapi.Cell{V: int64(len(a.bytes)), N: int32(len(v)), K: dbapi.Text})
	a.bytes = append(a.bytes, v...)
	return nil
}

func (a *args) blob(v []byte) error {
	if v == nil {
		return a.value(nil)
	}
	if len(v) > math.MaxInt32 {
		return errTooLong
	}
	a.cells = append(a.cells, dbapi.Cell{V: int64(len(a.bytes)), N: int32(len(v)), K: dbapi.Blob})
	a.bytes = append(a.bytes, v...)
	return nil
}
