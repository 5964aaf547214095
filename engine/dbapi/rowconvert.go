package dbapi

import "database/sql/driver"

// Convert sets converters for columns that are stored otherwise than they are read, by their index; nil leaves a column as it is, and
// no converters at all cost nothing. A converter is given what [Row.Value] is, and its result is what the other methods read, as
// if a driver had given it; its error is one of the row. The converters hold for the rows that Seek and Bind choose from now on, so
// call it before Bind.
func (r *Row) Convert(converters []func(v any) (any, error)) {
	switch {
	case len(converters) == 0:
		r.own = nil
		return
	case r.own != nil && len(r.own.by) == len(converters) && &r.own.by[0] == &converters[0]:
		return // set already, for the batch before
	}
	r.own = &converted{by: converters, cells: make([]Cell, len(converters)), batch: Batch{Vals: make([]driver.Value, len(converters))}}
}

// Arrange makes column i of the row the column order[i] of what the driver gave, and converts it by converters[i] as [Row.Convert] does.
// Both are of one length; the caller has seen that the columns are there.
func (r *Row) Arrange(order []int, converters []func(v any) (any, error)) {
	if r.own != nil && len(r.own.order) == len(order) && len(order) > 0 && &r.own.order[0] == &order[0] {
		return // set already, for the batch before
	}
	r.own = &converted{by: converters, order: order, cells: make([]Cell, len(order)), batch: Batch{Vals: make([]driver.Value, len(order))}}
}

// converted is one row with converted columns, in another order if there is one. Invariant: its cells are as many as the converters, and
// those of converted columns are Boxed.
type converted struct {
	by    []func(v any) (any, error)
	order []int // of the driver's columns; nil for theirs
	cells []Cell
	batch Batch
}

// convert puts the converted row in the place of the one that Seek chose.
func (r *Row) convert() {
	o := r.own
	if o.order == nil && len(r.cells) != len(o.cells) {
		return // a statement that yields other columns than it was compiled for: they stay as they are
	}
	vals := o.batch.Vals
	o.take(r.cells, r.source.Vals)
	o.batch = *r.source
	o.batch.Vals = vals
	r.batch, r.cells = &o.batch, o.cells
	for i, f := range o.by {
		if f == nil {
			continue
		}
		v, err := f(r.Value(i))
		if err != nil {
			r.Fail(i, "a value of the column's type", err)
			v = nil
		}
		o.cells[i], vals[i] = Cell{K: Boxed}, v
	}
}

// take copies the driver's columns in the order that they are read in.
func (o *converted) take(cells []Cell, vals []driver.Value) {
	if o.order == nil {
		copy(o.cells, cells)
		copy(o.batch.Vals, vals)
		return
	}
	for i, from := range o.order {
		o.cells[i] = cells[from]
		if from < len(vals) {
			o.batch.Vals[i] = vals[from]
		}
	}
}
