package dbapi

import (
	"math"
	"strings"
	"time"
	"unsafe"
)

// longText is the length above which a text gets a string of its own, so that it does not keep its row's other texts alive
// nor they it.
const longText = 512

// sharedText is how many bytes of rows that follow each other have one string: one that a caller keeps keeps so much alive. It is less than
// the slab that objects read in numbers lie in.
const sharedText = 1024

// sharedGap is how many bytes between the texts of two rows, of values that become no strings, may go into it: a time, but no document.
const sharedGap = 64

// Row reads one row of a [Batch]. Reading a value that is not what was asked for gives a zero value and sets the error
// that Err gives; only the first is kept, and the caller looks once a row. A NULL is such an error: ask IsNull first.
//
// A Row is used by one goroutine; the zero Row must be given a batch by Bind first.
type Row struct {
	cells []Cell // of this row
	batch *Batch
	meta  []ColumnMeta
	index int
	text  string // the kept text of the row, and of some around it, made on first use
	start int64  // its offset in the arena
	has   bool   // text is known to have the row's
	err   error

	source *Batch     // what Bind was given; batch is another one where columns are converted
	own    *converted // nil where none are
}

// Bind makes r read the first row of b, whose columns meta describes, and forgets an earlier error. It is called after each Fetch.
func (r *Row) Bind(b *Batch, meta []ColumnMeta) {
	r.batch, r.source, r.meta, r.err, r.text = b, b, meta, nil, ""
	if b.NRows > 0 {
		r.Seek(0)
	} else {
		r.cells = nil
	}
}

// Seek moves r to row i of the batch. The error stays.
func (r *Row) Seek(i int) {
	n := r.source.NCols
	r.cells = r.source.Cells[i*n : i*n+n]
	r.index, r.has = i, false
	if r.own != nil {
		r.convert()
	}
}

// Err is the first error of reading, nil if there was none since Bind.
func (r *Row) Err() error { return r.err }

// Len is the number of columns.
func (r *Row) Len() int { return len(r.cells) }

// Kind is the kind of column i's cell. For a generic adapter it is Boxed also for NULL.
func (r *Row) Kind(i int) Kind { return r.cells[i].K }

// IsNull says whether column i is NULL.
func (r *Row) IsNull(i int) bool {
	k := r.cells[i].K
	return k == Null || k == Boxed && r.batch.Vals[i] == nil
}

// Int64 reads an integer; a float or a text only if it is exactly one, a boolean as 0 or 1.
func (r *Row) Int64(i int) int64 {
	if c := &r.cells[i]; c.K == Int {
		return c.V
	}
	return r.slowInt64(i)
}

// Float64 reads a float, or an integer that a float holds exactly, or a text that is a number.
func (r *Row) Float64(i int) float64 {
	if c := &r.cells[i]; c.K == Float {
		return math.Float64frombits(uint64(c.V))
	}
	return r.slowFloat64(i)
}

// Bool reads a boolean: a driver's own, or 0 or 1 as integer or text.
func (r *Row) Bool(i int) bool {
	if c := &r.cells[i]; c.K == Int && uint64(c.V) <= 1 {
		return c.V == 1
	}
	return r.slowBool(i)
}

// Time reads an instant, in UTC: a driver's own, or a text that [ParseTime] reads.
func (r *Row) Time(i int) time.Time {
	if c := &r.cells[i]; c.K == Time {
		return time.UnixMicro(c.V).UTC()
	}
	return r.slowTime(i)
}

// TimeMicros reads an instant from an integer: microseconds since the Unix epoch. It is for columns declared so.
func (r *Row) TimeMicros(i int) time.Time { return time.UnixMicro(r.Int64(i)).UTC() }

// Text reads a string, which the caller may keep.
func (r *Row) Text(i int) string {
	if c := &r.cells[i]; c.K == Text {
		return r.cellText(c)
	}
	return r.slowText(i)
}

// cellText cuts a short text that the row keeps from the row's one string, and copies any other.
func (r *Row) cellText(c *Cell) string {
	if c.N <= longText && r.keptText() {
		if at := c.V - r.start; at >= 0 && at+int64(c.N) <= int64(len(r.text)) {
			return r.text[at : at+int64(c.N)]
		}
	}
	return string(r.bytes(c))
}

// keptText makes the string that has the row's text, unless a row before made it, and says whether there is one.
func (r *Row) keptText() bool {
	if r.has {
		return true
	}
	spans := r.batch.Spans
	if len(spans) < 2*r.index+2 {
		return false
	}
	r.has = true
	lo, hi := spans[2*r.index], spans[2*r.index+1]
	if int64(lo) >= r.start && int64(hi) <= r.start+int64(len(r.text)) {
		return true
	}
	for i := r.index + 1; i < r.batch.NRows && 2*i+1 < len(spans) && spans[2*i]-hi <= sharedGap && spans[2*i+1]-lo <= sharedText; i++ {
		hi = max(hi, spans[2*i+1])
	}
	r.text, r.start = string(r.batch.Arena[lo:hi]), int64(lo)
	return true
}

// Bytes reads bytes or text as bytes. They are borrowed: good until the next Fetch, not to be changed.
func (r *Row) Bytes(i int) []byte {
	switch c := &r.cells[i]; c.K {
	case Text, Blob, Raw:
		return r.bytes(c)
	}
	return r.slowBytes(i)
}

func (r *Row) bytes(c *Cell) []byte { return r.batch.Arena[c.V : c.V+int64(c.N) : c.V+int64(c.N)] }

// view is the bytes as a string without copying them: only for reading at once.
func view(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// Value gives the value as a driver would: nil, int64, float64, bool, time.Time, string, or borrowed []byte. It is the slow
// path, for a user's Scanner.
func (r *Row) Value(i int) any {
	switch c := &r.cells[i]; c.K {
	case Null:
		return nil
	case Int:
		return c.V
	case Float:
		return math.Float64frombits(uint64(c.V))
	case Time:
		return time.UnixMicro(c.V).UTC()
	case Text:
		return r.cellText(c)
	case Boxed:
		return r.batch.Vals[i]
	default:
		return r.bytes(c)
	}
}

// Fail records an error about column i, unless there is one already: for converters built on a Row. want is the word for
// what was wanted, err the reason or nil.
func (r *Row) Fail(i int, want string, err error) {
	if r.err != nil {
		return
	}
	e := &ColumnError{Index: i, Want: want, Found: r.found(i), Err: err}
	at := i
	if r.own != nil && i < len(r.own.order) {
		at = r.own.order[i]
	}
	if at < len(r.meta) {
		e.Column = strings.Clone(r.meta[at].Name)
	}
	r.err = e
}
