package instance

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"reflect"
	"time"
	"unsafe"
)

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
