package dbapi

import (
	"database/sql/driver"
	"errors"
	"testing"
)

// Converted columns are read as what the converter gave, on boxed and on native rows; others are as they were.
func TestRowConvert(t *testing.T) {
	boom := errors.New("boom")
	double := []func(any) (any, error){nil, func(v any) (any, error) {
		switch v := v.(type) {
		case int64:
			return 2 * v, nil
		case nil:
			return "none", nil
		}
		return nil, boom
	}, nil}
	meta := []ColumnMeta{{Name: "a"}, {Name: "b"}, {Name: "c"}}
	native := &Batch{NRows: 2, NCols: 3, Arena: []byte("xy"), Cells: []Cell{
		{K: Text, V: 0, N: 1}, {K: Int, V: 21}, {K: Text, V: 1, N: 1},
		{K: Text, V: 1, N: 1}, {K: Null}, {K: Int, V: 5},
	}}
	var r Row
	r.Convert(double)
	r.Bind(native, meta)
	if r.Text(0) != "x" || r.Int64(1) != 42 || r.Text(2) != "y" || r.IsNull(1) {
		t.Errorf("%q %d %q", r.Text(0), r.Int64(1), r.Text(2))
	}
	r.Seek(1)
	if r.Text(0) != "y" || r.Text(1) != "none" || r.IsNull(1) || r.Int64(2) != 5 || r.Err() != nil {
		t.Errorf("%q %q %d, %v", r.Text(0), r.Text(1), r.Int64(2), r.Err())
	}
	boxes := []Cell{{K: Boxed}, {K: Boxed}, {K: Boxed}}
	r.Convert(double)
	r.Bind(&Batch{NRows: 1, NCols: 3, Cells: boxes, Vals: []driver.Value{"x", int64(4), nil}}, meta)
	if r.Text(0) != "x" || r.Int64(1) != 8 || !r.IsNull(2) {
		t.Errorf("%q %d", r.Text(0), r.Int64(1))
	}
	r.Bind(&Batch{NRows: 1, NCols: 3, Cells: boxes, Vals: []driver.Value{"x", "bad", nil}}, meta)
	var ce *ColumnError
	if !errors.As(r.Err(), &ce) || ce.Column != "b" || !errors.Is(ce, boom) || !r.IsNull(1) {
		t.Errorf("%v", r.Err())
	}
	r.Convert(nil)
	r.Bind(native, meta)
	if r.Int64(1) != 21 {
		t.Error("converters are still set")
	}
	if n := testing.AllocsPerRun(100, func() { r.Convert(double[:0]); r.Bind(native, meta); r.Seek(1) }); n != 0 {
		t.Errorf("%v allocations without converters", n)
	}
}

// Arranged columns are read in their order, converted or not, and errors name the driver's column.
func TestRowArrange(t *testing.T) {
	meta := []ColumnMeta{{Name: "a"}, {Name: "b"}, {Name: "c"}}
	native := &Batch{NRows: 2, NCols: 3, Arena: []byte("xyz"), Cells: []Cell{
		{K: Text, V: 0, N: 1}, {K: Int, V: 21}, {K: Text, V: 1, N: 1},
		{K: Text, V: 2, N: 1}, {K: Null}, {K: Int, V: 5},
	}}
	order := []int{2, 1, 0, 1}
	half := []func(any) (any, error){nil, nil, nil, func(v any) (any, error) {
		if v == nil {
			return nil, errors.New("none")
		}
		return v.(int64) / 2, nil
	}}
	var r Row
	for range 2 { // as for several batches
		r.Arrange(order, half)
		r.Bind(native, meta)
		if r.Text(0) != "y" || r.Int64(1) != 21 || r.Text(2) != "x" || r.Int64(3) != 10 || r.Len() != 4 || r.Err() != nil {
			t.Errorf("%q %d %q %d, %v", r.Text(0), r.Int64(1), r.Text(2), r.Int64(3), r.Err())
		}
		r.Seek(1)
		var ce *ColumnError
		if r.Int64(0) != 5 || r.Text(2) != "z" || !errors.As(r.Err(), &ce) || ce.Column != "b" || ce.Index != 3 {
			t.Errorf("%d %q, %v", r.Int64(0), r.Text(2), r.Err())
		}
	}
	boxes := []Cell{{K: Boxed}, {K: Boxed}, {K: Boxed}}
	r.Bind(&Batch{NRows: 1, NCols: 3, Cells: boxes, Vals: []driver.Value{"x", int64(4), nil}}, meta)
	if !r.IsNull(0) || r.Int64(1) != 4 || r.Text(2) != "x" || r.Int64(3) != 2 {
		t.Errorf("%v %d %q %d", r.IsNull(0), r.Int64(1), r.Text(2), r.Int64(3))
	}
}
