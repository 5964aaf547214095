package dbapi

import (
	"bytes"
	"database/sql/driver"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
	"unsafe"
)

func TestCellLayout(t *testing.T) {
	var c Cell
	if unsafe.Sizeof(c) != 16 || unsafe.Offsetof(c.N) != 8 || unsafe.Offsetof(c.K) != 12 {
		t.Errorf("size %d, N at %d, K at %d", unsafe.Sizeof(c), unsafe.Offsetof(c.N), unsafe.Offsetof(c.K))
	}
	for i := range reflect.TypeFor[Cell]().NumField() {
		switch k := reflect.TypeFor[Cell]().Field(i).Type.Kind(); k {
		case reflect.Int64, reflect.Int32, reflect.Uint8, reflect.Array:
		default:
			t.Errorf("field %d is a %v", i, k)
		}
	}
}

var instant = time.Date(2024, 2, 29, 12, 30, 45, 123456000, time.UTC)

type named string

// values pairs a driver's value with the native cell for the same, nil where no native cell is.
var values = []struct {
	name  string
	boxed driver.Value
	kind  Kind
	v     int64
	text  string
}{
	{"null", nil, Null, 0, ""},
	{"int", int64(7), Int, 7, ""},
	{"one", int64(1), Int, 1, ""},
	{"float", 2.5, Float, int64(math.Float64bits(2.5)), ""},
	{"whole float", 3.0, Float, int64(math.Float64bits(3)), ""},
	{"huge float", 1e300, Float, int64(math.Float64bits(1e300)), ""},
	{"huge int", int64(1<<62 + 1), Int, 1<<62 + 1, ""},
	{"time", instant, Time, instant.UnixMicro(), ""},
	{"text", "abc", Text, 0, "abc"},
	{"numeric text", "12", Text, 0, "12"},
	{"time text", "2024-02-29 12:30:45.123456", Text, 0, "2024-02-29 12:30:45.123456"},
	{"bytes", []byte("12"), Blob, 0, "12"},
	{"bool", true, Boxed, 0, ""},
	{"unsigned", uint64(1 << 63), Boxed, 0, ""},
	{"named", named("12"), Boxed, 0, ""},
	{"narrow", int8(9), Boxed, 0, ""},
}

// one makes the rows of value i: as a generic reader gives it, and as a native one does (nil if there is no such cell).
func one(i int) []*Row {
	meta := []ColumnMeta{{Name: "c"}}
	v := values[i]
	var rows []*Row
	add := func(b *Batch) {
		r := new(Row)
		r.Bind(b, meta)
		rows = append(rows, r)
	}
	add(&Batch{NRows: 1, NCols: 1, Cells: []Cell{{K: Boxed}}, Vals: []driver.Value{v.boxed}})
	if v.kind != Boxed {
		arena := []byte("??" + v.text + "??")
		c := Cell{V: v.v, K: v.kind}
		if v.kind == Text || v.kind == Blob {
			c.V, c.N = 2, int32(len(v.text))
		}
		add(&Batch{NRows: 1, NCols: 1, Cells: []Cell{c}, Arena: arena, Spans: []int32{2, int32(2 + len(v.text))}})
		add(&Batch{NRows: 1, NCols: 1, Cells: []Cell{c}, Arena: arena}) // no text kept
	}
	return rows
}

func TestRowConversions(t *testing.T) {
	type want = map[string]any
	micros := time.UnixMicro(7).UTC()
	for _, c := range []struct {
		want string
		read func(*Row) any
		ok   want
	}{
		{"integer", func(r *Row) any { return r.Int64(0) }, want{"int": int64(7), "one": int64(1), "whole float": int64(3), "huge int": int64(1<<62 + 1), "numeric text": int64(12), "bool": int64(1), "named": int64(12), "narrow": int64(9)}},
		{"float", func(r *Row) any { return r.Float64(0) }, want{"int": 7.0, "one": 1.0, "float": 2.5, "whole float": 3.0, "huge float": 1e300, "numeric text": 12.0, "unsigned": 9223372036854775808.0, "named": 12.0, "narrow": 9.0}},
		{"boolean", func(r *Row) any { return r.Bool(0) }, want{"one": true, "bool": true}},
		{"time", func(r *Row) any { return r.Time(0) }, want{"time": instant, "time text": instant}},
		{"integer", func(r *Row) any { return r.TimeMicros(0) }, want{"int": micros, "one": time.UnixMicro(1).UTC(), "whole float": time.UnixMicro(3).UTC(), "huge int": time.UnixMicro(1<<62 + 1).UTC(), "numeric text": time.UnixMicro(12).UTC(), "bool": time.UnixMicro(1).UTC(), "named": time.UnixMicro(12).UTC(), "narrow": time.UnixMicro(9).UTC()}},
		{"text", func(r *Row) any { return r.Text(0) }, want{"text": "abc", "numeric text": "12", "time text": "2024-02-29 12:30:45.123456"}},
		{"bytes", func(r *Row) any { return string(r.Bytes(0)) }, want{"text": "abc", "numeric text": "12", "time text": "2024-02-29 12:30:45.123456", "bytes": "12"}},
	} {
		for i, v := range values {
			for n, r := range one(i) {
				got := c.read(r)
				w, ok := c.ok[v.name]
				if n == 0 && v.name == "bytes" { // a driver that gives []byte may mean text
					switch c.want {
					case "text", "bytes":
						w, ok = "12", true
					case "float":
						w, ok = 12.0, true
					case "integer":
						w, ok = c.ok["numeric text"], true
					}
				}
				var ce *ColumnError
				switch {
				case ok && (r.Err() != nil || got != w):
					t.Errorf("%s of %s (form %d): got %v, %v; want %v", c.want, v.name, n, got, r.Err(), w)
				case !ok && (!errors.As(r.Err(), &ce) || ce.Want != c.want || ce.Column != "c"):
					t.Errorf("%s of %s (form %d): got %v, %v; want an error", c.want, v.name, n, got, r.Err())
				}
			}
		}
	}
}

func TestRowErrorIsTheFirst(t *testing.T) {
	b := &Batch{NRows: 1, NCols: 3, Cells: []Cell{{K: Boxed}, {K: Boxed}, {K: Boxed}}, Vals: []driver.Value{nil, "x", int64(3)}}
	var r Row
	r.Bind(b, []ColumnMeta{{Name: "a"}, {Name: "b"}, {Name: "c"}})
	if !r.IsNull(0) || r.IsNull(1) || r.Len() != 3 {
		t.Error("IsNull or Len")
	}
	r.Int64(1)
	r.Text(0)
	if r.Int64(2) != 3 {
		t.Error("a later column is not read")
	}
	if got, want := r.Err().Error(), `dbapi: column "b" (number 2): wanted integer, found text: not a whole number in the range of 64 bits`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if !errors.Is(r.Err(), ErrNotIntegral) {
		t.Error("the reason is lost")
	}
	r.Bind(b, nil)
	if r.Err() != nil {
		t.Error("Bind keeps the error")
	}
}

func TestRowIntegerIsNoTime(t *testing.T) {
	r := one(1)[0]
	if r.Time(0); !errors.Is(r.Err(), ErrIntegerTime) {
		t.Errorf("got %v", r.Err())
	}
}

func TestRowValue(t *testing.T) {
	for i, v := range values {
		for _, r := range one(i) {
			want := v.boxed
			if got := r.Value(0); !reflect.DeepEqual(got, want) {
				t.Errorf("%s: got %#v, want %#v", v.name, got, want)
			}
		}
	}
}

// One string holds the short texts of rows that follow each other, up to sharedText of them, and is made again for the next batch.
func TestRowTextIsShared(t *testing.T) {
	const rows, each = 64, 24
	b := &Batch{NRows: rows, NCols: 1}
	fill := func(c byte) {
		b.Cells, b.Spans, b.Arena = nil, nil, nil
		for i := range rows {
			at := len(b.Arena)
			b.Arena = append(b.Arena, bytes.Repeat([]byte{c + byte(i%20)}, each)...)
			b.Cells = append(b.Cells, Cell{V: int64(at), N: each, K: Text})
			b.Spans = append(b.Spans, int32(at), int32(at+each))
		}
	}
	var r Row
	for _, c := range []byte("aA") {
		fill(c)
		r.Bind(b, nil)
		for i := range rows {
			r.Seek(rows - 1 - i) // from the last to the first
			if got, want := r.Text(0), strings.Repeat(string(c+byte((rows-1-i)%20)), each); got != want {
				t.Fatalf("row %d: %q instead of %q", rows-1-i, got, want)
			}
		}
	}
	n := testing.AllocsPerRun(100, func() {
		r.Bind(b, nil)
		for i := range rows {
			r.Seek(i)
			r.Text(0)
		}
	})
	if want := float64(rows/(sharedText/each) + 1); n != want {
		t.Errorf("%v allocations for %d rows of %d bytes instead of %v", n, rows, each, want)
	}
	b.NRows, b.Spans[2], b.Spans[3], b.Cells[1].V = 2, sharedGap+each+1, sharedGap+2*each+1, sharedGap+each+1 // too far from the first
	n = testing.AllocsPerRun(100, func() {
		r.Bind(b, nil)
		r.Text(0)
		r.Seek(1)
		r.Text(0)
	})
	if n != 2 || r.Err() != nil {
		t.Errorf("%v allocations for two rows far from each other: %v", n, r.Err())
	}
}

// One string a row holds its kept texts; a long one and one outside have their own; none changes when the arena does.
func TestRowTextIsOwned(t *testing.T) {
	long := strings.Repeat("x", longText+1)
	arena := []byte("abcdef" + long + "out")
	cells := []Cell{{V: 0, N: 3, K: Text}, {V: 3, N: 3, K: Text}, {V: 6, N: int32(len(long)), K: Text}, {V: int64(6 + len(long)), N: 3, K: Text}}
	b := &Batch{NRows: 2, NCols: 4, Cells: append(cells, cells...), Arena: arena, Spans: []int32{0, 6, 3, 6}}
	var r Row
	r.Bind(b, nil)
	if n := testing.AllocsPerRun(100, func() { r.Bind(b, nil); r.Text(0); r.Text(1) }); n != 1 {
		t.Errorf("%v allocations for two texts of a row", n)
	}
	for i := range 2 {
		r.Seek(i)
		got := [4]string{r.Text(0), r.Text(1), r.Text(2), r.Text(3)}
		saved := string(arena)
		for j := range arena {
			arena[j] = '#'
		}
		if got != [4]string{"abc", "def", long, "out"} {
			t.Errorf("row %d: %.20q", i, got)
		}
		copy(arena, saved)
	}
	if r.Err() != nil {
		t.Error(r.Err())
	}
}

func BenchmarkRow(b *testing.B) {
	for _, form := range []string{"boxed", "native"} {
		b.Run(form, func(b *testing.B) {
			batch := &Batch{NRows: 1, NCols: 8, Cells: make([]Cell, 8), Vals: make([]driver.Value, 8)}
			for i := range 8 {
				batch.Vals[i] = int64(i + 1000)
				batch.Cells[i] = Cell{V: int64(i + 1000), K: Int}
				if form == "boxed" {
					batch.Cells[i].K = Boxed
				}
			}
			var r Row
			r.Bind(batch, nil)
			var sum int64
			b.ReportAllocs()
			for b.Loop() {
				for i := range 8 {
					sum += r.Int64(i)
				}
			}
			if r.Err() != nil || sum == 0 {
				b.Fatal(r.Err())
			}
		})
	}
}
