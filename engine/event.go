package engine

import (
	"context"
	"time"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqlcompile"
)

// Events are functions that an engine calls, each in the goroutine that caused it. A nil function is not called. They may use the
// connection they are given, except for a [CursorExecution]'s while its rows are open. Should one panic, the panic goes on, and the
// connection is as usable as after an error. The names follow SQLAlchemy's ConnectionEvents.
type Events struct {
	// BeforeExecute is called by Execute before a statement is compiled. It may replace the statement and the parameters; an error
	// ends the execution.
	BeforeExecute func(context.Context, *Execution) error
	// AfterExecute is called by Execute after a statement was run, without error.
	AfterExecute func(context.Context, *Execution)
	// BeforeCursorExecute is called before text is sent. It may replace the text and the values; an error ends the execution.
	BeforeCursorExecute func(context.Context, *CursorExecution) error
	// AfterCursorExecute is called after text was sent, without error.
	AfterCursorExecute func(context.Context, *CursorExecution)
	// HandleError is called with every error of the database. What it returns takes the error's place; nil leaves it.
	HandleError func(context.Context, *ErrorContext) error

	Begin, Commit, Rollback                        func(*Connection)
	Savepoint, RollbackSavepoint, ReleaseSavepoint func(c *Connection, name string)
	BeginTwoPhase, PrepareTwoPhase                 func(c *Connection, xid string)
	CommitTwoPhase, RollbackTwoPhase               func(c *Connection, xid string)
	// Disposed is called when the engine drops its pool.
	Disposed func(*Engine)
}

// Execution is a statement that Execute runs.
type Execution struct {
	Conn      *Connection
	Statement expr.Statement
	// Params are the sets of values; more than one for a statement that is run for many.
	Params []Params
}

// CursorExecution is text that is sent.
type CursorExecution struct {
	Conn *Connection
	SQL  string
	// Args are the values. Their memory is the connection's: they are good only during the call. A function that changes them sets a
	// slice of its own.
	Args []any
	// Many is how many sets of values follow each other in Args, each sent with the same text; 0 for a statement that is run once.
	Many int
	// Compiled is the statement, nil for literal SQL.
	Compiled *sqlcompile.Compiled
	// Started is when the text was sent.
	Started time.Time

	logged time.Time
}

// Value is the option of the user's own for key (see [With]), nil if there is none.
func (x *CursorExecution) Value(key any) any { return x.Conn.Value(key) }

// ErrorContext is an error of the database.
type ErrorContext struct {
	Conn *Connection // nil for an error of connecting
	SQL  string
	Args []any // each a [HiddenValue] with [HideParameters]
	// Err is an *[Error], whose fields may be changed.
	Err *Error
	// Disconnected says that the connection is gone. Setting it makes the engine act so.
	Disconnected bool
	// KeepPool keeps the pool's other connections although this one is gone.
	KeepPool bool
}

// Listen adds functions to be called from now on, on this engine and on all that share its pool. Any goroutine may call it.
func (e *Engine) Listen(ev Events) {
	e.mu.Lock()
	defer e.mu.Unlock()
	var all []*Events
	if old := e.events.Load(); old != nil {
		all = append(all, *old...)
	}
	all = append(all, &ev)
	e.events.Store(&all)
}

// Listen is the option for [Engine.Listen].
func Listen(ev Events) Option {
	return func(o *options) { o.events = append(o.events, &ev) }
}

// heard are the listeners.
func (e *Engine) heard() []*Events {
	if all := e.events.Load(); all != nil {
		return *all
	}
	return nil
}

// beforeCursor makes ready what is sent: comments are added, listeners may change it.
func (c *Connection) beforeCursor(ctx context.Context, s *sqlcompile.Compiled, text string, args []any, many int) (CursorExecution, error) {
	x := CursorExecution{Conn: c, SQL: text, Args: args, Many: many, Compiled: s, logged: c.engine.start()}
	if c.engine.opt.comments {
		x.SQL = c.tagged(ctx, text)
	}
	all := c.engine.heard()
	if all == nil {
		return x, nil
	}
	return c.askCursor(ctx, all, x)
}

// askCursor is apart, so that x need not live on the heap where nobody listens.
func (c *Connection) askCursor(ctx context.Context, all []*Events, x CursorExecution) (CursorExecution, error) {
	y := &x
	for _, ev := range all {
		if ev.BeforeCursorExecute != nil {
			if err := ev.BeforeCursorExecute(ctx, y); err != nil {
				return *y, err
			}
		}
	}
	y.Started = time.Now()
	return *y, nil
}

// afterCursor logs what was sent and tells the listeners. It gives the error to report.
func (c *Connection) afterCursor(ctx context.Context, x *CursorExecution, op string, err error) error {
	if !x.logged.IsZero() {
		c.engine.emit(ctx, x.SQL, x.Args, x.Many, x.logged, err)
	}
	if err != nil {
		return c.failed(ctx, op, x.SQL, x.Args, err)
	}
	if all := c.engine.heard(); all != nil {
		y := *x
		for _, ev := range all {
			if ev.AfterCursorExecute != nil {
				ev.AfterCursorExecute(ctx, &y)
			}
		}
	}
	return nil
}

func (e *Engine) tellBegin(c *Connection) {
	e.tell(c, func(ev *Events) func(*Connection) { return ev.Begin })
}

func (e *Engine) tellCommit(c *Connection) {
	e.tell(c, func(ev *Events) func(*Connection) { return ev.Commit })
}

func (e *Engine) tellRollback(c *Connection) {
	e.tell(c, func(ev *Events) func(*Connection) { return ev.Rollback })
}

func (e *Engine) tell(c *Connection, pick func(*Events) func(*Connection)) {
	for _, ev := range e.heard() {
		if f := pick(ev); f != nil {
			f(c)
		}
	}
}

// namedEvent picks a function of a savepoint or of a two-phase transaction.
type namedEvent func(*Events) func(*Connection, string)

// The functions by which tellSavepoint and tellTwoPhase pick.
func onSavepoint(ev *Events) func(*Connection, string)         { return ev.Savepoint }
func onRollbackSavepoint(ev *Events) func(*Connection, string) { return ev.RollbackSavepoint }
func onReleaseSavepoint(ev *Events) func(*Connection, string)  { return ev.ReleaseSavepoint }
func onBeginTwoPhase(ev *Events) func(*Connection, string)     { return ev.BeginTwoPhase }
func onPrepareTwoPhase(ev *Events) func(*Connection, string)   { return ev.PrepareTwoPhase }
func onCommitTwoPhase(ev *Events) func(*Connection, string)    { return ev.CommitTwoPhase }
func onRollbackTwoPhase(ev *Events) func(*Connection, string)  { return ev.RollbackTwoPhase }

func (e *Engine) tellSavepoint(c *Connection, name string, pick namedEvent) {
	for _, ev := range e.heard() {
		if f := pick(ev); f != nil {
			f(c, name)
		}
	}
}

func (e *Engine) tellTwoPhase(c *Connection, xid string, pick namedEvent) {
	e.tellSavepoint(c, xid, pick)
}

func (e *Engine) tellDisposed() {
	for _, ev := range e.heard() {
		if ev.Disposed != nil {
			ev.Disposed(e)
		}
	}
}
