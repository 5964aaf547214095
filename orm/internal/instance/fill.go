package instance

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
)

// This file says where columns get values from that an object was given none for.

// Fill is where a column gets a value from when its object is written.
type Fill struct {
	Column int
	// Value makes it; obj is a pointer to the struct.
	Value func(ctx context.Context, obj any) (any, error)
	// Expr is SQL for the statement, where Value is nil.
	Expr expr.Node
}

// SetFill adds a fill to a list, in the order of the columns, in place of any of the same column.
func SetFill(list *[]Fill, f Fill) {
	*list = slices.DeleteFunc(*list, func(o Fill) bool { return o.Column == f.Column })
	i, _ := slices.BinarySearchFunc(*list, f.Column, func(o Fill, c int) int { return o.Column - c })
	*list = slices.Insert(*list, i, f)
}

// FillFromColumns adds what the columns themselves say, as those of a table that was made by hand may.
func (m *Mapper) FillFromColumns() {
	for i := range m.Columns {
		c := m.Columns[i].Attr.Column
		m.fillFrom(&m.OnInsert, i, c.Default)
		m.fillFrom(&m.OnUpdate, i, c.UpdateDefault)
		m.Fetches = m.Fetches || c.FetchedOnUpdate
	}
}

func (m *Mapper) fillFrom(list *[]Fill, i int, d *schema.ColumnDefault) {
	if d == nil || slices.ContainsFunc(*list, func(f Fill) bool { return f.Column == i }) {
		return
	}
	f := Fill{Column: i, Expr: d.Expr}
	switch {
	case d.Func != nil:
		f.Value = func(ctx context.Context, obj any) (any, error) { return d.Func(rowOf{ctx, m, obj}) }
	case d.Expr == nil:
		f.Value = func(context.Context, any) (any, error) { return d.Value, nil }
	}
	SetFill(list, f)
}

// rowOf shows an object as a row to the function of a default.
type rowOf struct {
	ctx context.Context
	m   *Mapper
	obj any
}

// Context implements schema.RowContext.
func (r rowOf) Context() context.Context { return r.ctx }

// Row implements schema.RowContext.
func (r rowOf) Row() int { return 0 }

// Value implements schema.RowContext.
func (r rowOf) Value(key string) (any, bool) {
	for i := range r.m.Columns {
		if c := &r.m.Columns[i]; c.Attr.Column.Key == key {
			return c.Value(reflect.ValueOf(r.obj).UnsafePointer()), true
		}
	}
	return nil, false
}

// Lacks reports whether a column was given no value, where its field can say so.
func (s *State) Lacks(i int) bool {
	c := &s.Mapper.Columns[i]
	return c.IsZero(s.Obj) && (c.Pointer || c.base(s.Obj) == nil || c.Attr.OmitZero || c.Kind == Time || c.Kind == Bytes || c.Kind == Scanner)
}

// FillValue makes the value of a fill and assigns it.
func (s *State) FillValue(ctx context.Context, f *Fill) error {
	v, err := f.Value(ctx, s.Any())
	if err == nil {
		err = s.SetColumn(f.Column, v)
	}
	if err != nil {
		return fmt.Errorf("the value that was made for it: %w", err)
	}
	return nil
}
