package instance

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/aludel/aludel/engine/dbapi"
)

// This file has columns of documents and arrays.

// readDocument reads a cell of JSON. NULL is the zero value.
func (c *Column) readDocument(v reflect.Value, row *dbapi.Row, i int) {
	v.SetZero()
	if row.IsNull(i) {
		return
	}
	if err := json.Unmarshal([]byte(row.Text(i)), v.Addr().Interface()); err != nil {
		row.Fail(i, c.Type.String(), err)
	}
}

// document is a value as JSON. What cannot be written as such is a text that equals no document, so that the flush meets it.
func document(v reflect.Value) string {
	text, err := json.Marshal(v.Interface())
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// copyDocument makes dst what src says, sharing no memory with it.
func copyDocument(dst, src reflect.Value) error {
	text, err := json.Marshal(src.Interface())
	if err != nil {
		return err
	}
	dst.SetZero()
	return json.Unmarshal(text, dst.Addr().Interface())
}

// readList reads an array. NULL is nil.
func (c *Column) readList(v reflect.Value, row *dbapi.Row, i int) {
	v.SetZero()
	if row.IsNull(i) {
		return
	}
	from := reflect.ValueOf(row.Value(i))
	if from.Kind() != reflect.Slice {
		row.Fail(i, c.Type.String(), fmt.Errorf("a %s is no array", from.Type()))
		return
	}
	out := reflect.MakeSlice(c.Type, from.Len(), from.Len())
	for k := range from.Len() {
		e := from.Index(k)
		if e.Kind() == reflect.Interface {
			e = e.Elem()
		}
		switch to := out.Index(k); {
		case !e.IsValid():
			row.Fail(i, c.Type.String(), fmt.Errorf("element %d is NULL", k+1))
		case !e.CanConvert(to.Type()) || to.Kind() == reflect.String && e.Kind() != reflect.String:
			row.Fail(i, c.Type.String(), fmt.Errorf("element %d is a %s", k+1, e.Type()))
		default:
			to.Set(e.Convert(to.Type()))
		}
	}
	v.Set(out)
}

// cloneList is a slice with memory of its own.
func cloneList(v reflect.Value) reflect.Value {
	if v.IsNil() {
		return v
	}
	out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	reflect.Copy(out, v)
	return out
}

// nilable reports whether a value may be nil.
func nilable(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.Interface:
		return true
	}
	return false
}
