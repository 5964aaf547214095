package dbapi

import (
	"context"
	"sync"
	"time"
)

// watch stops a connection's running operation when its context ends, for a driver connection that is a [Canceler].
//
// Invariant: Cancel runs only while the operation it is meant for has not been left. The operation number says which that
// is; fire holds the lock while it cancels, and disarm takes the lock when a firing could not be prevented: so the next
// operation begins either after Cancel returned, or with a number that keeps it from running.
type watch struct {
	target Canceler // nil: the driver gets the contexts
	stop   func() bool

	mu     sync.Mutex // guards number
	number uint64
}

// arm begins to watch ctx and gives the context for the driver: one that never ends if the watching is ours.
func (w *watch) arm(ctx context.Context) context.Context {
	if w.target == nil || ctx.Done() == nil {
		return ctx
	}
	w.mu.Lock()
	w.number++
	n := w.number
	w.mu.Unlock()
	w.stop = context.AfterFunc(ctx, func() { w.fire(n) })
	return context.WithoutCancel(ctx)
}

// again is how long a cancelled operation may take to end before it is cancelled once more, the first time.
const again = 50 * time.Millisecond

// fire cancels the operation until it is left: a server that has not begun with a statement yet forgets that it was to stop it.
func (w *watch) fire(n uint64) {
	for wait := again; w.cancel(n); wait *= 2 {
		time.Sleep(wait)
	}
}

// cancel cancels the operation once, and says whether it is still the one that runs.
func (w *watch) cancel(n uint64) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.number != n {
		return false
	}
	_ = w.target.Cancel() // if it fails it is tried again
	return true
}

// disarm ends the watching. It waits for a Cancel that is running.
func (w *watch) disarm() {
	if w.stop == nil {
		return
	}
	stop := w.stop
	w.stop = nil
	if stop() {
		return
	}
	w.mu.Lock()
	w.number++
	w.mu.Unlock()
}

// canceled makes the error of an operation whose context has ended; err is the driver's, or nil.
func canceled(ctx context.Context, op string, err error) error {
	return &CanceledError{Op: op, Ctx: ctx.Err(), Cause: context.Cause(ctx), Err: err}
}
