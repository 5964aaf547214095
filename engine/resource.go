package engine

import (
	"context"
	"strings"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/pool"
)

// resource is a driver connection with its prepared statements, as the pool keeps it.
type resource struct {
	dbapi.Conn
	stmts *dbapi.StmtCache
	args  []any       // scratch for the values of one statement
	row   *rowScratch // for reading rows; nil while it is used
	// cursors is how many cursors were declared. Each has a name of its own: a driver may keep what it was told of the columns by the text of
	// a FETCH, and read the rows of another query by it.
	cursors int

	// What the pool's reset has to undo, beside what the driver's connection knows.
	restore  string // sets the isolation level back; "" while it was not changed
	open     string // ends the work of an open two-phase transaction; "" if nothing does
	undoOpen string // rolls back a transaction that was begun by text; "" if there is none
}

var _ pool.ResetCommitter = (*resource)(nil)

func (e *Engine) open(c dbapi.Connector) pool.Connector {
	return pool.ConnectorFunc(func(ctx context.Context) (pool.Resource, error) {
		conn, err := c.Connect(ctx)
		if err != nil {
			return nil, err
		}
		if err := e.meet(ctx, conn); err != nil {
			_ = conn.Close() // what was wrong is the error to report
			return nil, err
		}
		r := &resource{Conn: conn, stmts: dbapi.NewStmtCache(conn, e.opt.stmtCache)}
		for _, f := range e.opt.onConnect {
			if err := f(ctx, conn); err != nil {
				_ = conn.Close() // the function's error is the one to report
				return nil, err
			}
		}
		return r, nil
	})
}

// takeRow gives what reading rows takes. Of rows that are read while others are, which the last batch of those allows, each has its own.
func (r *resource) takeRow() *rowScratch {
	if r == nil || r.row == nil {
		return new(rowScratch)
	}
	x := r.row
	r.row = nil
	return x
}

// putRow takes it back for the next rows.
func (r *resource) putRow(x *rowScratch) {
	if r != nil {
		*x = rowScratch{}
		r.row = x
	}
}

// noteText notes that text begins or ends a transaction, which only the server knows then.
func (r *resource) noteText(sql string) {
	word, _, _ := strings.Cut(strings.TrimSpace(sql), " ")
	switch strings.ToUpper(strings.TrimRight(word, ";")) {
	case "BEGIN", "START":
		r.undoOpen = "ROLLBACK"
	case "COMMIT", "ROLLBACK", "END", "ABORT":
		r.undoOpen = ""
	}
}

// rollbackOpen rolls back what was begun by text.
func (r *resource) rollbackOpen(run func(text string) error) error {
	open, undo := r.open, r.undoOpen
	r.open, r.undoOpen = "", ""
	if open != "" {
		if err := run(open); err != nil {
			return err
		}
	}
	if undo == "" {
		return nil
	}
	return run(undo)
}

// Reset implements pool.Resetter: nothing of the last user is left but what was prepared.
func (r *resource) Reset(ctx context.Context) error {
	if err := r.Conn.Reset(ctx); err != nil {
		return err
	}
	simple := func(text string) error { return r.ExecSimple(ctx, text) }
	if r.undoOpen != "" {
		if err := r.rollbackOpen(simple); err != nil {
			return err
		}
	}
	if r.restore == "" {
		return nil
	}
	text := r.restore
	r.restore = ""
	return simple(text)
}

// ResetCommit implements pool.ResetCommitter.
func (r *resource) ResetCommit(ctx context.Context) error {
	if r.InTx() && r.IsValid() {
		if err := r.Commit(ctx); err != nil {
			return err
		}
	}
	return r.Reset(ctx)
}
