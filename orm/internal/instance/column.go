package instance

import (
	"bytes"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"time"
	"unsafe"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/sqltypes"
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

// load reads cell i of a row into the object. box is where a pointer column's target may be put, nil to allocate one. A value
// that does not fit is recorded in the row.
func (c *Column) load(obj unsafe.Pointer, row *dbapi.Row, i int, box unsafe.Pointer) {
	if c.nest != nil {
		c.loadNested(obj, row, i)
		return
	}
	p := unsafe.Add(obj, c.Off)
	if c.Pointer {
		if row.IsNull(i) {
			*(*unsafe.Pointer)(p) = nil
			return
		}
		if box == nil {
			box = reflect.New(c.Type).UnsafePointer()
		}
		c.read(box, row, i)
		*(*unsafe.Pointer)(p) = box
		return
	}
	c.read(p, row, i)
}

// loadBoth reads cell i of a row into the object of a block and into its snapshot. The usual kinds are read once and stored twice.
func (c *Column) loadBoth(block, snap unsafe.Pointer, row *dbapi.Row, i int) {
	if c.deep {
		if c.nest != nil {
			return // it is read with the others of its composite
		}
		if c.Pointer && row.IsNull(i) {
			return // the memory of a new block says nil already
		}
		if c.Pointer && c.Kind <= String {
			c.loadBox(unsafe.Add(block, c.Off), unsafe.Add(block, c.box), snap, row, i)
			return
		}
		c.load(block, row, i, unsafe.Add(block, c.box))
		c.capture(block, snap)
		return
	}
	p, s := unsafe.Add(block, c.Off), unsafe.Add(snap, c.snap)
	switch c.Kind {
	case Int64:
		v := row.Int64(i)
		*(*int64)(p), *(*int64)(s) = v, v
	case String:
		v := row.Text(i)
		*(*string)(p), *(*string)(s) = v, v
	case Float64:
		v := row.Float64(i)
		*(*float64)(p), *(*float64)(s) = v, v
	case Bool:
		v := row.Bool(i)
		*(*bool)(p), *(*bool)(s) = v, v
	case Time:
		v := row.Time(i)
		*(*time.Time)(p), *(*time.Time)(s) = v, v
	default:
		c.readSlow(p, row, i)
		c.copyTo(p, s, snap)
	}
}

// loadBox reads cell i, which is not NULL, into the target of a pointer to an integer or text and into the snapshot.
func (c *Column) loadBox(p, box, snap unsafe.Pointer, row *dbapi.Row, i int) {
	s := unsafe.Add(snap, c.snap)
	if c.Kind == Int64 {
		v := row.Int64(i)
		*(*int64)(box), *(*int64)(s) = v, v
	} else {
		v := row.Text(i)
		*(*string)(box), *(*string)(s) = v, v
	}
	*(*unsafe.Pointer)(p) = box
	*(*bool)(unsafe.Add(snap, c.set)) = true
}

// read reads cell i into the memory of a value.
func (c *Column) read(p unsafe.Pointer, row *dbapi.Row, i int) {
	switch c.Kind {
	case Int64:
		*(*int64)(p) = row.Int64(i)
	case String:
		*(*string)(p) = row.Text(i)
	case Float64:
		*(*float64)(p) = row.Float64(i)
	case Bool:
		*(*bool)(p) = row.Bool(i)
	case Time:
		*(*time.Time)(p) = row.Time(i)
	case Bytes:
		if row.IsNull(i) {
			*(*[]byte)(p) = nil
			return
		}
		*(*[]byte)(p) = append([]byte{}, row.Bytes(i)...)
	default:
		c.readSlow(p, row, i)
	}
}

var errRange = errors.New("the value does not fit the field's Go type")

func (c *Column) readSlow(p unsafe.Pointer, row *dbapi.Row, i int) {
	v := c.at(p)
	switch {
	case c.Kind == Document:
		c.readDocument(v, row, i)
	case c.Kind == List:
		c.readList(v, row, i)
	case c.Kind == Scanner:
		if err := v.Addr().Interface().(sql.Scanner).Scan(c.scanned(row, i)); err != nil {
			row.Fail(i, c.Type.String(), err)
		}
	case c.Kind == Float32:
		v.SetFloat(row.Float64(i))
	case v.CanInt():
		n := row.Int64(i)
		if v.OverflowInt(n) {
			row.Fail(i, c.Type.String(), errRange)
			return
		}
		v.SetInt(n)
	default:
		n := row.Int64(i)
		if n < 0 || v.OverflowUint(uint64(n)) {
			row.Fail(i, c.Type.String(), errRange)
			return
		}
		v.SetUint(uint64(n))
	}
}

// scanned is a cell as a Scanner gets it: an instant in a column of instants, whatever the database keeps it as.
func (c *Column) scanned(row *dbapi.Row, i int) any {
	if c.Attr.Column.Type().Kind() == sqltypes.DateTimeKind && !row.IsNull(i) {
		return row.Time(i)
	}
	return row.Value(i)
}

// capture copies the object's value into a snapshot.
func (c *Column) capture(obj, snap unsafe.Pointer) {
	p, s := c.value(obj), unsafe.Add(snap, c.snap)
	if c.Pointer || c.nest != nil {
		*(*bool)(unsafe.Add(snap, c.set)) = p != nil
		if p == nil {
			c.blank(s)
			return
		}
	}
	c.copyTo(p, s, snap)
}

// blank makes a value of a snapshot zero.
func (c *Column) blank(s unsafe.Pointer) {
	switch c.Kind {
	case Int64:
		*(*int64)(s) = 0
	case String:
		*(*string)(s) = ""
	case Float64:
		*(*float64)(s) = 0
	case Bool:
		*(*bool)(s) = false
	case Time:
		*(*time.Time)(s) = time.Time{}
	default:
		c.at2(s).SetZero()
	}
}

func (c *Column) at2(s unsafe.Pointer) reflect.Value { return reflect.NewAt(c.snapType(), s).Elem() }

func (c *Column) copyTo(p, s, snap unsafe.Pointer) {
	switch c.Kind {
	case Int64:
		*(*int64)(s) = *(*int64)(p)
	case String:
		*(*string)(s) = *(*string)(p)
	case Float64:
		*(*float64)(s) = *(*float64)(p)
	case Bool:
		*(*bool)(s) = *(*bool)(p)
	case Time:
		*(*time.Time)(s) = *(*time.Time)(p)
	case Bytes:
		b := *(*[]byte)(p)
		*(*bool)(unsafe.Add(snap, c.set)) = b != nil
		*(*string)(s) = string(b)
	case Document:
		*(*bool)(unsafe.Add(snap, c.set)) = true
		*(*string)(s) = document(c.at(p))
	case List:
		*(*bool)(unsafe.Add(snap, c.set)) = true
		c.at(s).Set(cloneList(c.at(p)))
	case Scanner:
		*(*any)(s) = written(c.at(p))
	default:
		c.at2(s).Set(c.at(p))
	}
}

// written is what a value that writes itself gives; an error is a value that equals no other, so that the flush meets it.
func written(v reflect.Value) any {
	w, err := v.Interface().(driver.Valuer).Value()
	if err != nil {
		return err
	}
	if b, ok := w.([]byte); ok {
		return string(b)
	}
	return w
}

// changed compares the object's value with its snapshot.
func (c *Column) changed(obj, snap unsafe.Pointer) bool {
	switch {
	case c.computed:
		return false // the database says what it is
	case c.later && c.headOf(obj).blind:
		return true
	}
	p, s := c.value(obj), unsafe.Add(snap, c.snap)
	switch set := unsafe.Add(snap, c.set); {
	case c.Pointer || c.nest != nil && c.Kind != Bytes:
		if set := *(*bool)(set); p == nil || !set {
			return set != (p != nil)
		}
	case p == nil: // bytes of a composite that is nil
		return *(*bool)(set)
	}
	switch c.Kind {
	case Int64:
		return *(*int64)(p) != *(*int64)(s)
	case String:
		return *(*string)(p) != *(*string)(s)
	case Float64:
		return *(*uint64)(p) != *(*uint64)(s)
	case Bool:
		return *(*bool)(p) != *(*bool)(s)
	case Time:
		return !(*time.Time)(p).Equal(*(*time.Time)(s))
	case Bytes:
		b := *(*[]byte)(p)
		return string(b) != *(*string)(s) || (b != nil) != *(*bool)(unsafe.Add(snap, c.set))
	case Document:
		return document(c.at(p)) != *(*string)(s)
	case List:
		return !reflect.DeepEqual(c.at(p).Interface(), c.at(s).Interface())
	case Scanner:
		return !sameWritten(written(c.at(p)), *(*any)(s))
	}
	return !c.at(p).Equal(c.at2(s))
}

func sameWritten(a, b any) bool {
	if t, ok := a.(time.Time); ok {
		u, ok := b.(time.Time)
		return ok && t.Equal(u)
	}
	return a == b
}

// restore puts the snapshot's value back into the object.
func (c *Column) restore(obj, snap unsafe.Pointer) error {
	p, s := unsafe.Add(c.owned(obj), c.Off), unsafe.Add(snap, c.snap)
	if c.nest != nil && !*(*bool)(unsafe.Add(snap, c.set)) {
		reflect.NewAt(c.fieldType(), p).Elem().SetZero()
		return nil
	}
	if c.Pointer {
		if !*(*bool)(unsafe.Add(snap, c.set)) {
			*(*unsafe.Pointer)(p) = nil
			return nil
		}
		box := reflect.New(c.Type).UnsafePointer()
		*(*unsafe.Pointer)(p) = box
		p = box
	}
	switch c.Kind {
	case Bytes:
		if !*(*bool)(unsafe.Add(snap, c.set)) {
			*(*[]byte)(p) = nil
			return nil
		}
		*(*[]byte)(p) = []byte(*(*string)(s))
	case Document:
		c.at(p).SetZero()
		return json.Unmarshal([]byte(*(*string)(s)), c.at(p).Addr().Interface())
	case List:
		c.at(p).Set(cloneList(c.at(s)))
	case Scanner:
		return c.at(p).Addr().Interface().(sql.Scanner).Scan(*(*any)(s))
	default:
		c.at(p).Set(c.at2(s))
	}
	return nil
}

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

// Value is the object's value as it is bound to a statement: nil for a nil pointer, an unset time, or a nil slice in a column
// that may be NULL.
func (c *Column) Value(obj unsafe.Pointer) any {
	p := c.value(obj)
	if p == nil {
		return nil
	}
	switch c.Kind {
	case Int64:
		if c.span {
			return *(*time.Duration)(p)
		}
		return *(*int64)(p)
	case Document, List:
		if v := c.at(p); !c.Attr.Column.Nullable || !nilable(v) || !v.IsNil() {
			return v.Interface()
		}
		return nil
	case String:
		return *(*string)(p)
	case Float64:
		return *(*float64)(p)
	case Bool:
		return *(*bool)(p)
	case Time:
		if t := *(*time.Time)(p); !t.IsZero() {
			return t
		}
		return nil
	case Bytes:
		if b := *(*[]byte)(p); b != nil || !c.Attr.Column.Nullable {
			return bytes.Clone(b)
		}
		return nil
	}
	return c.at(p).Interface()
}

// IsZero reports whether the field has the zero value of its type.
func (c *Column) IsZero(obj unsafe.Pointer) bool {
	p := c.value(obj)
	if p == nil || c.Pointer {
		return p == nil
	}
	switch c.Kind {
	case Int64:
		return *(*int64)(p) == 0
	case String:
		return *(*string)(p) == ""
	case Float64:
		return *(*uint64)(p) == 0
	case Bool:
		return !*(*bool)(p)
	case Time:
		return *(*time.Time)(p) == time.Time{}
	}
	return c.at(p).IsZero()
}

// SetInt is Set for a generated key.
func (c *Column) SetInt(obj unsafe.Pointer, v int64) error {
	if c.Kind == Int64 && !c.Pointer && c.nest == nil {
		*(*int64)(unsafe.Add(obj, c.Off)) = v
		return nil
	}
	return c.Set(obj, v)
}

// Set assigns a value: of a generated key, of the key of a related object, or nil. The error says why it does not fit.
func (c *Column) Set(obj unsafe.Pointer, v any) error {
	if v == nil && c.base(obj) == nil {
		return nil // with the composite that it is part of
	}
	p := unsafe.Add(c.owned(obj), c.Off)
	if v == nil {
		if c.Pointer {
			*(*unsafe.Pointer)(p) = nil
			c.dropEmpty(obj)
			return nil
		}
		c.at(p).SetZero()
		c.dropEmpty(obj)
		return nil
	}
	if c.Pointer {
		box := reflect.New(c.Type)
		if err := c.assign(box.Elem(), v); err != nil {
			return err
		}
		*(*unsafe.Pointer)(p) = box.UnsafePointer()
		return nil
	}
	return c.assign(c.at(p), v)
}

func (c *Column) assign(dst reflect.Value, v any) error {
	src := reflect.ValueOf(v)
	switch {
	case c.Kind == Document:
		return copyDocument(dst, src)
	case c.Kind == List && src.Type() == dst.Type():
		dst.Set(cloneList(src))
		return nil
	case src.Type() == dst.Type():
		dst.Set(src)
		return nil
	case dst.CanInt() && src.CanInt() && !dst.OverflowInt(src.Int()):
		dst.SetInt(src.Int())
		return nil
	case dst.CanUint() && src.CanInt() && src.Int() >= 0 && !dst.OverflowUint(uint64(src.Int())):
		dst.SetUint(uint64(src.Int()))
		return nil
	case dst.CanInt() && src.CanUint() && src.Uint() <= 1<<63-1 && !dst.OverflowInt(int64(src.Uint())):
		dst.SetInt(int64(src.Uint()))
		return nil
	case src.Kind() == dst.Kind() && src.CanConvert(dst.Type()):
		dst.Set(src.Convert(dst.Type()))
		return nil
	case c.Kind == Scanner:
		return dst.Addr().Interface().(sql.Scanner).Scan(v)
	}
	return fmt.Errorf("a %T does not fit a field of type %s", v, dst.Type())
}

// Read reads cell i of a row into the field of an object that no session has.
func (c *Column) Read(obj unsafe.Pointer, row *dbapi.Row, i int) { c.load(obj, row, i, nil) }
