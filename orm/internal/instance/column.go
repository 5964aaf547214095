package instance

import (
	"reflect"
	"unsafe"

	"github.com/aludel/aludel/orm/mapping"
)

// Kind is how a column's values are stored in memory.
type Kind uint8

// The kinds. Those named after a Go type have typed code of their own; the others go through package reflect.
const (
	Int64 Kind = iota
	String
	Float64
	Bool
	Time
	Bytes   // the snapshot is a string
	Integer // any other integer type, signed or not
	Float32
	Scanner  // reads and writes itself; the snapshot is what it writes
	Document // JSON; the snapshot is its text
	List     // an array; the snapshot is a copy
)

// Column is a column attribute with its places in memory.
type Column struct {
	Attr     *mapping.Attr
	Kind     Kind
	Pointer  bool         // the field is a pointer, nil for NULL
	deep     bool         // the snapshot is not a plain copy of the field
	later    bool         // it is a deferred column
	span     bool         // the value is a time.Duration in a column of intervals
	computed bool         // it is an expression
	Off      uintptr      // of the field in the object
	size     uintptr      // of the value, without the pointer
	snap     uintptr      // of the value in the snapshot
	set      uintptr      // in the snapshot, whether a pointer or slice was not nil
	Type     reflect.Type // of the value, without the pointer
	box      uintptr      // in the block, the target of a pointer column
	bareBox  uintptr      // the same where there is neither state nor snapshot
	nest     *nest        // the pointer that Off counts from, nil for the object
	head     uintptr      // of the Deferral in the object, for a deferred column
}

func kindOf(a *mapping.Attr, t reflect.Type) Kind {
	switch {
	case a.Codec == mapping.CodecScanner:
		return Scanner
	case a.Codec == mapping.CodecJSON:
		return Document
	case a.Codec == mapping.CodecArray:
		return List
	case a.Codec == mapping.CodecTime:
		return Time
	case a.Codec == mapping.CodecBytes:
		return Bytes
	}
	switch t.Kind() {
	case reflect.Int64:
		return Int64
	case reflect.String:
		return String
	case reflect.Float64:
		return Float64
	case reflect.Float32:
		return Float32
	case reflect.Bool:
		return Bool
	}
	return Integer
}

// snapType is the type of the column's value in the snapshot.
func (c *Column) snapType() reflect.Type {
	switch c.Kind {
	case Bytes, Document:
		return reflect.TypeFor[string]()
	case Scanner:
		return reflect.TypeFor[any]()
	}
	return c.Type
}

func (c *Column) at(p unsafe.Pointer) reflect.Value { return reflect.NewAt(c.Type, p).Elem() }

func (c *Column) at2(s unsafe.Pointer) reflect.Value { return reflect.NewAt(c.snapType(), s).Elem() }

// value is the place of the value in an object; nil for NULL.
func (c *Column) value(obj unsafe.Pointer) unsafe.Pointer {
	if obj = c.base(obj); obj == nil {
		return nil
	}
	p := unsafe.Add(obj, c.Off)
	if c.Pointer {
		return *(*unsafe.Pointer)(p)
	}
	return p
}

// Integer reports whether the values are given as int64.
func (c *Column) Integer() bool { return c.Kind == Int64 && !c.span }
