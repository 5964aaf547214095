package ormtest

import (
	"slices"
	"strings"
	"sync"

	"github.com/aludel/aludel/engine"
)

// Recorder keeps the statements that engines send. It is safe for concurrent use.
type Recorder struct {
	mu   sync.Mutex
	sent []Statement // guarded by mu
}

// Statement is one statement that was sent.
type Statement struct {
	SQL  string
	Args []any
	Err  error
}

// NewRecorder makes a recorder. It records the engines that are opened with its [Recorder.Option].
func NewRecorder() *Recorder { return &Recorder{} }

// Option makes an engine tell the recorder of its statements; pass it to engine.Open.
func (r *Recorder) Option() engine.Option {
	return engine.OnStatement(func(e engine.Event) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.sent = append(r.sent, Statement{e.SQL, slices.Clone(e.Args), e.Err})
	})
}

// Sent gives all that was sent since the last Reset, the marks of transactions included.
func (r *Recorder) Sent() []Statement {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.sent)
}

// Statements gives the text of the statements since the last Reset, without the marks of transactions.
func (r *Recorder) Statements() []string {
	var out []string
	for _, s := range r.Sent() {
		if !mark(s.SQL) {
			out = append(out, s.SQL)
		}
	}
	return out
}

// mark reports whether a text begins or ends a transaction or a savepoint.
func mark(sql string) bool {
	word, _, _ := strings.Cut(strings.ToUpper(sql), " ")
	return slices.Contains([]string{"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"}, word)
}

// Reset forgets what was sent.
func (r *Recorder) Reset() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sent = nil
}

// Count runs f and reports a test error that lists the statements if f sent another number of them than n, the marks of transactions
// not counted.
func (r *Recorder) Count(t TB, n int, f func()) {
	t.Helper()
	before := len(r.Statements())
	f()
	if got := r.Statements()[before:]; len(got) != n {
		t.Errorf("%d statements were sent, want %d:\n\t%s", len(got), n, strings.Join(got, "\n\t"))
	}
}
