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

// converted is one row with converted columns. Invariant: its cells are as many as the converters, and those of converted columns
// are Boxed.
type converted struct {
	by    []func(v any) (any, error)
	cells []Cell
	batch Batch
}

// convert puts the converted row in the place of the one that Seek chose.
func (r *Row) convert() {
	o := r.own
	if len(r.cells) != len(o.cells) {
		return // a statement that yields other columns than it was compiled for: they stay as they are
	}
	r.batch = r.source
	vals := o.batch.Vals
	copy(o.cells, r.cells)
	copy(vals, r.source.Vals)
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
	o.batch = *r.source
	o.batch.Vals = vals
	r.batch, r.cells = &o.batch, o.cells
}
