package dbapi

import (
	"context"
	"maps"
	"slices"
	"sync"
)

// This file is what native adapters register, offer beyond a Conn, and are built with.

// natives are the native adapters, by the name of the database/sql driver that they stand in for.
var natives struct {
	mu     sync.RWMutex // guards byName
	byName map[string]Driver
}

// Register makes d the adapter for the database/sql driver of a name, instead of the generic one. Native adapters call it when
// they are imported; the last one wins. Any goroutine may call it.
func Register(name string, d Driver) {
	natives.mu.Lock()
	defer natives.mu.Unlock()
	if natives.byName == nil {
		natives.byName = map[string]Driver{}
	}
	natives.byName[name] = d
}

// Native gives the adapter that was registered for the database/sql driver of a name.
func Native(name string) (Driver, bool) {
	natives.mu.RLock()
	defer natives.mu.RUnlock()
	d, ok := natives.byName[name]
	return d, ok
}

// Natives names the drivers that have a native adapter, sorted.
func Natives() []string {
	natives.mu.RLock()
	defer natives.mu.RUnlock()
	return slices.Sorted(maps.Keys(natives.byName))
}

// BatchStmt is a [Stmt] that runs for many rows of arguments with one call.
type BatchStmt interface {
	Stmt
	// ExecBatch runs the statement once for each of so many rows of arguments, which follow each other in args. If ids is not
	// nil, the key that the database made for row i is put into ids[i]. It stops at the first row that fails and says how many
	// ran before; outside of a transaction those stay. The result counts the rows of all.
	ExecBatch(ctx context.Context, rows int, args []any, ids []int64) (done int, r Result, err error)
}

// Watch stops the running operation of a native adapter's connection when its context ends. The owner of the connection arms it
// when an operation begins and disarms it when the operation ends. No cancellation reaches a later operation.
type Watch struct{ w watch }

// NewWatch makes a watch that calls the Cancel of target.
func NewWatch(target Canceler) *Watch { return &Watch{watch{target: target}} }

// Arm begins to watch ctx.
func (w *Watch) Arm(ctx context.Context) { w.w.arm(ctx) }

// Disarm ends the watching, and waits for a Cancel that is running. It may be called without an Arm before.
func (w *Watch) Disarm() { w.w.disarm() }

// Canceled makes the error of an operation whose context has ended; err is the driver's, or nil if nothing was sent.
func Canceled(ctx context.Context, op string, err error) error { return canceled(ctx, op, err) }
