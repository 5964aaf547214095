package pool

import (
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"time"
)

// Leak is a loan that lasts suspiciously long: most likely somebody forgot to return the connection.
type Leak struct {
	Held  time.Duration // Options.LeakAfter
	Stack string        // where the loan began: a function and its place a line
}

// leakWatch reports the loans of one connection that last too long. Its timer is started by each loan and stopped by its end.
type leakWatch struct {
	e     *entry
	timer *time.Timer

	mu   sync.Mutex // guards what follows
	turn uint64     // of the loan that is watched
	from time.Time  // when it began
	pcs  [24]uintptr
	n    int
}

func newLeakWatch(e *entry) *leakWatch {
	w := &leakWatch{e: e}
	w.timer = time.AfterFunc(time.Hour, w.report)
	w.timer.Stop()
	return w
}

// start notes where the loan begins. It skips the pool's own functions.
func (w *leakWatch) start(turn uint64) {
	w.mu.Lock()
	w.turn, w.from = turn, time.Now()
	w.n = runtime.Callers(3, w.pcs[:])
	w.mu.Unlock()
	w.timer.Reset(w.e.pool.opt.LeakAfter)
}

func (w *leakWatch) stop() { w.timer.Stop() }

func (w *leakWatch) report() {
	w.mu.Lock()
	// A timer that fires while its loan ends may come when the next one has begun, which is not to be taken for it.
	late := w.e.turn.Load() != w.turn || time.Since(w.from) < w.e.pool.opt.LeakAfter
	w.mu.Unlock()
	if late {
		return
	}
	l := Leak{Held: w.e.pool.opt.LeakAfter, Stack: w.stack()}
	w.e.pool.count(func(s *Counters) { s.Leaks++ })
	if f := w.e.pool.opt.OnLeak; f != nil {
		f(l)
		return
	}
	slog.Warn("pool: a connection has not been returned for long", "held", l.Held, "lent at", l.Stack)
}

// stack is where the loan began.
func (w *leakWatch) stack() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var b strings.Builder
	frames := runtime.CallersFrames(w.pcs[:w.n])
	for {
		f, more := frames.Next()
		if f.Function != "" && !strings.HasPrefix(f.Function, "runtime.") {
			fmt.Fprintf(&b, "%s\n\t%s:%d\n", f.Function, f.File, f.Line)
		}
		if !more {
			return b.String()
		}
	}
}
