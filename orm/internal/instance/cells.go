package instance

import (
	"database/sql"
	"errors"
	"reflect"
	"time"
	"unsafe"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/sqltypes"
)

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

// Read reads cell i of a row into the field of an object that no session has.
func (c *Column) Read(obj unsafe.Pointer, row *dbapi.Row, i int) { c.load(obj, row, i, nil) }
