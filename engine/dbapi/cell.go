package dbapi

import "database/sql/driver"

// Kind says what a [Cell] holds.
type Kind uint8

// The kinds of cells.
const (
	Null  Kind = iota // SQL NULL
	Int               // V is the integer; a boolean is 0 or 1
	Float             // V is the bits of a float64
	Time              // V is microseconds since the Unix epoch, UTC
	Text              // UTF-8 text, Arena[V:V+N]
	Blob              // bytes, Arena[V:V+N]
	Raw               // the engine's own binary form, Arena[V:V+N]; [ColumnMeta.Code] says of what
	Boxed             // a driver's value, in [Batch.Vals]
)

var kindNames = [...]string{"NULL", "integer", "float", "time", "text", "bytes", "raw", "boxed"}

// String is the word that error messages use.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// Cell is one value of one row, or where it lies. Invariant: it is 16 bytes without pointers, with the layout
// {int64, int32, uint8} that C gives it, so that a native adapter may fill it from C and the collector skips it.
type Cell struct {
	V int64 // the value, or the offset in the arena
	N int32 // the length in the arena
	K Kind
	_ [3]byte
}

// Batch is a run of rows. Its memory belongs to the [Reader] and is good until the next Fetch or Close.
type Batch struct {
	NRows, NCols int
	// Cells are the rows one after the other, NCols each.
	Cells []Cell
	// Spans are the arena ranges of each row's kept text: Spans[2r] to Spans[2r+1]. The columns named by Keep lie first and
	// together, so that one string a row holds them all. It may be nil: then no text is kept.
	Spans []int32
	// Arena is what Text, Blob and Raw cells point into.
	Arena []byte
	// Vals is the one row of a generic adapter, whose cells are all Boxed; else nil.
	Vals []driver.Value
}

// ColumnMeta describes a column of a result.
type ColumnMeta struct {
	Name   string
	Type   string // the database's name of the type, or the declared type in SQLite; "" if the driver does not tell
	Code   uint32 // the engine's number of the type (the OID in PostgreSQL), 0 if the driver does not tell
	Binary bool   // Raw cells are in the engine's binary form, else in its text form
}

// Reader gives the rows of a result. One goroutine uses it. Close it always; it holds its connection until then, or until
// the last row was fetched.
type Reader interface {
	// Columns describes the columns. The slice is shared: do not change it.
	Columns() []ColumnMeta
	// Keep says, before the first Fetch, of which columns the bytes will become Go strings. It is a hint.
	Keep(cols []bool)
	// Fetch fills b with the next rows, whose memory is good until the next Fetch or Close. When more is false these were
	// the last; b may be empty then. After an error only Close is allowed. When the query's context ended, the error is a
	// [*CanceledError].
	Fetch(b *Batch) (more bool, err error)
	// Close ends the result, discarding rows not yet fetched. It may be called more than once.
	Close() error
}

// Box makes b one row of values as a driver gives them: nil, int64, float64, bool, time.Time, string or []byte. It is for readers
// that hold their rows themselves.
func Box(b *Batch, vals []driver.Value) {
	b.NRows, b.NCols, b.Vals = 1, len(vals), vals
	if len(b.Cells) < len(vals) || len(vals) > 0 && b.Cells[0].K != Boxed {
		b.Cells = make([]Cell, len(vals))
		for i := range b.Cells {
			b.Cells[i].K = Boxed
		}
	}
	b.Spans, b.Arena = nil, nil
}
