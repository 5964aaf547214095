package instance

import (
	"bytes"
	"database/sql"
	"fmt"
	"reflect"
	"time"
	"unsafe"
)

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
