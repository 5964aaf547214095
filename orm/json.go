package orm

import (
	"bytes"
	"encoding/json"
	"reflect"
	"unsafe"

	"github.com/aludel/aludel/orm/internal/instance"
)

// This file writes related objects as JSON without ever going back the way it came: an object that is being written is left out
// where it is met again.
//
// encoding/json passes nothing along to the fields of what it writes, so that a related object is written as a copy whose containers
// know the way that led to it. The objects themselves are only read: any number of goroutines may write them at a time.

// way is how an object was reached, back to where the writing began.
type way struct {
	// State is that of the copy: its containers point here. It comes first, so that the pointer leads to the way as well. It has no
	// mapper for an object without a state, a literal that was never wired.
	instance.State
	entity *Entity // of the original
	from   *way
}

// wayTo is the way to a container by what it knows of its owner; nil where nothing is known.
func wayTo(own *instance.State) *way {
	switch {
	case own == nil || own.Has(instance.Untracked):
		return nil
	case own.Has(instance.InJSON):
		return (*way)(unsafe.Pointer(own))
	}
	return &way{entity: (*Entity)(unsafe.Add(own.Obj, own.Mapper.EntityOff))}
}

// has reports whether an object lies on the way.
func (w *way) has(e Mapped) bool {
	for ; w != nil; w = w.from {
		if w.entity == e.entity() {
			return true
		}
	}
	return false
}

// marshalMembers writes the members of a list.
func marshalMembers[E Mapped](w *way, es []E) ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('[')
	for _, e := range es {
		if w.has(e) {
			continue
		}
		m, err := w.marshal(e)
		if err != nil {
			return nil, err
		}
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		b.Write(m)
	}
	b.WriteByte(']')
	return b.Bytes(), nil
}

// marshal writes a related object.
func (w *way) marshal(e Mapped) ([]byte, error) {
	on := &way{entity: e.entity(), from: w}
	c := reflect.New(reflect.TypeOf(e).Elem())
	c.Elem().Set(reflect.ValueOf(e).Elem())
	if st := stateOf(e); st != nil {
		on.State = *st
		on.Context, on.Obj = nil, c.UnsafePointer()
		c.Interface().(Mapped).entity().st = &on.State
	}
	on.Flags |= instance.InJSON
	on.lead(c.Elem())
	return json.Marshal(c.Interface())
}

// lead tells the containers of a copy the way, those of embedded structs too.
func (w *way) lead(v reflect.Value) {
	for i := range v.NumField() {
		f := v.Field(i)
		p := reflect.NewAt(f.Type(), f.Addr().UnsafePointer()) // also where the field, an embedded struct, is not exported
		if c, ok := p.Interface().(container); ok {
			c.lead(&w.State)
		} else if v.Type().Field(i).Anonymous && f.Kind() == reflect.Struct {
			w.lead(f)
		}
	}
}
