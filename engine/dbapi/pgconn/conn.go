package pgconn

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/aludel/aludel/engine/dbapi"
)

// conn is a connection.
type conn struct {
	pg    *pgconn.PgConn
	watch *dbapi.Watch

	reader  *reader // the open one
	inTx    bool
	begin   string  // what begins the transaction, while it was not sent
	owing   bool    // the answer to a ROLLBACK was not read
	replies replies // to the statement that was sent last
	suspect bool
	closed  bool
	number  uint64   // of statements prepared so far, by which they are named
	args    args     // reused by every operation
	spare   *buffers // for the next reader
}

var _ dbapi.Conn = (*conn)(nil)

// patience bounds what a connection does without a context: a cancel request, the ping after a cancellation, goodbye.
const patience = 2 * time.Second

// Cancel asks the server to stop the running operation; the watch sees to it that there is one.
func (c *conn) Cancel() error {
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	return c.pg.CancelRequest(ctx)
}

// Unwrap gives pgx's *pgconn.PgConn, with the transaction begun. It must not be used while a reader is open, nor kept beyond the
// transaction.
func (c *conn) Unwrap() any {
	if c.reader == nil && !c.closed && (c.owing || c.begin != "") {
		err := c.settle()
		if err == nil {
			err = c.sendBegin()
		}
		c.suspect = c.suspect || err != nil // the next to use the connection learns of it
	}
	return c.pg
}

// background is what pgx is given: contexts are watched here.
var background = context.Background()

// enter begins an operation. Every enter that succeeds is followed by one leave.
func (c *conn) enter(ctx context.Context, op string) error {
	if err := c.enterOwing(ctx, op); err != nil {
		return err
	}
	if err := c.settle(); err != nil {
		return c.leave(ctx, op, err)
	}
	return nil
}

// enterOwing is enter for what reads the answer to a ROLLBACK itself.
func (c *conn) enterOwing(ctx context.Context, op string) error {
	switch {
	case c.closed:
		return dbapi.ErrConnClosed
	case c.reader != nil:
		return dbapi.ErrBusy
	case ctx.Err() != nil:
		return dbapi.Canceled(ctx, op, nil)
	}
	if ctx.Done() != nil {
		c.watch.Arm(ctx)
	}
	return nil
}

// leave ends an operation and gives the error to report. An operation that succeeded stays so even if ctx ended.
func (c *conn) leave(ctx context.Context, op string, err error) error {
	c.args.forget()
	err = c.lost(err)
	if ctx.Done() == nil {
		return err
	}
	c.watch.Disarm()
	if ctx.Err() == nil {
		return err
	}
	c.suspect = true
	if err != nil {
		err = dbapi.Canceled(ctx, op, err)
	}
	return err
}

// lost marks an error that says that the connection was gone before anything was sent.
func (c *conn) lost(err error) error {
	if err != nil && c.pg.IsClosed() && pgconn.SafeToRetry(err) && !errors.Is(err, driver.ErrBadConn) {
		return errors.Join(driver.ErrBadConn, err)
	}
	return err
}

// Prepare makes a statement, and learns the types of its parameters and columns.
func (c *conn) Prepare(ctx context.Context, sql string) (dbapi.Stmt, error) {
	if err := c.enterTx(ctx, "prepare"); err != nil {
		return nil, err
	}
	c.number++
	d, err := c.pg.Prepare(background, "aludel_"+strconv.FormatUint(c.number, 10), sql, nil)
	if err = c.leave(ctx, "prepare", err); err != nil {
		return nil, err
	}
	return newStmt(c, d), nil
}

// Query runs text with the server guessing the types of parameters, all in one round trip and without a name: safe behind a
// pooler in transaction mode.
func (c *conn) Query(ctx context.Context, sql string, list []any) (dbapi.Reader, error) {
	if err := c.enterTx(ctx, "query"); err != nil {
		return nil, err
	}
	if err := c.args.add(list, nil); err != nil {
		return nil, c.leave(ctx, "query", err)
	}
	r := c.pg.ExecParams(background, sql, c.args.values, nil, c.args.formats, nil)
	fields := r.FieldDescriptions()
	meta, kept := describe(fields)
	return c.open(ctx, r, meta, make([]int16, len(fields)), kept)
}

// Exec is Query for text without rows. Without arguments the text may hold several statements; the result is that of the last one.
func (c *conn) Exec(ctx context.Context, sql string, list []any) (dbapi.Result, error) {
	if err := c.enterTx(ctx, "exec"); err != nil {
		return dbapi.Result{}, err
	}
	if len(list) == 0 {
		results, err := c.pg.Exec(background, sql).ReadAll()
		var n int64
		if len(results) > 0 {
			n = results[len(results)-1].CommandTag.RowsAffected()
		}
		return dbapi.NewResult(n, 0, false), c.leave(ctx, "exec", err)
	}
	if err := c.args.add(list, nil); err != nil {
		return dbapi.Result{}, c.leave(ctx, "exec", err)
	}
	tag, err := c.pg.ExecParams(background, sql, c.args.values, nil, c.args.formats, nil).Close()
	return dbapi.NewResult(tag.RowsAffected(), 0, false), c.leave(ctx, "exec", err)
}

// ExecSimple runs all statements of a text, by the simple protocol.
func (c *conn) ExecSimple(ctx context.Context, sql string) error {
	if err := c.enterTx(ctx, "exec"); err != nil {
		return err
	}
	return c.leave(ctx, "exec", c.simple(sql))
}

func (c *conn) simple(sql string) error { return c.lost(c.pg.Exec(background, sql).Close()) }

// isolations are the words for the levels that PostgreSQL knows.
var isolations = map[sql.IsolationLevel]string{
	sql.LevelDefault: "", sql.LevelReadUncommitted: "READ UNCOMMITTED", sql.LevelReadCommitted: "READ COMMITTED",
	sql.LevelRepeatableRead: "REPEATABLE READ", sql.LevelSnapshot: "REPEATABLE READ", sql.LevelSerializable: "SERIALIZABLE",
}

// Begin starts a transaction. The server learns of it with its first statement, so that what it has against it is an error of that one.
func (c *conn) Begin(ctx context.Context, o dbapi.TxOptions) error {
	switch {
	case c.closed:
		return dbapi.ErrConnClosed
	case c.inTx:
		return dbapi.ErrInTx
	case c.reader != nil:
		return dbapi.ErrBusy
	case ctx.Err() != nil:
		return dbapi.Canceled(ctx, "begin", nil)
	}
	level, known := isolations[sql.IsolationLevel(o.Isolation)]
	if !known {
		return fmt.Errorf("pgconn: PostgreSQL has no isolation level %s", sql.IsolationLevel(o.Isolation))
	}
	text := "BEGIN"
	if level != "" {
		text += " ISOLATION LEVEL " + level
	}
	if o.ReadOnly {
		text += " READ ONLY"
	}
	if c.pg.IsClosed() {
		return errors.Join(driver.ErrBadConn, errLost)
	}
	c.inTx, c.begin = true, text
	return nil
}

var errLost = errors.New("pgconn: the connection is lost")

// InTx says whether a transaction begun by Begin is open.
func (c *conn) InTx() bool { return c.inTx }

// errRolledBack says that a COMMIT undid the transaction.
var errRolledBack = errors.New("pgconn: the transaction had failed: the server rolled it back when it was to be committed")

// Commit ends the transaction, unless ctx has ended before. A commit once sent is not cancelled: nobody could tell what became of it.
func (c *conn) Commit(ctx context.Context) error {
	switch {
	case c.closed:
		return dbapi.ErrConnClosed
	case !c.inTx:
		return dbapi.ErrNoTx
	case c.reader != nil:
		return dbapi.ErrBusy
	case ctx.Err() != nil:
		return dbapi.Canceled(ctx, "commit", nil)
	}
	c.inTx = false
	if c.begin != "" {
		c.begin = ""
		return nil
	}
	failed := c.pg.TxStatus() == 'E'
	if err := c.simple("COMMIT"); err != nil {
		return err
	}
	if failed {
		return errRolledBack
	}
	return nil
}

// Rollback undoes the transaction, closing an open reader first.
func (c *conn) Rollback(context.Context) error {
	switch {
	case c.closed:
		return dbapi.ErrConnClosed
	case !c.inTx:
		return dbapi.ErrNoTx
	}
	if c.reader != nil {
		_ = c.reader.Close() // what was read no longer matters
	}
	c.inTx = false
	if c.begin != "" {
		c.begin = ""
		return nil
	}
	return c.simple("ROLLBACK")
}

// Ping asks the server.
func (c *conn) Ping(ctx context.Context) error {
	if err := c.enter(ctx, "ping"); err != nil {
		return err
	}
	return c.leave(ctx, "ping", c.simple("-- ping"))
}

// IsValid is false for a connection that is closed, or on which an operation was cancelled, until Reset has looked.
func (c *conn) IsValid() bool { return !c.closed && !c.suspect && !c.pg.IsClosed() }

// Reset closes an open reader, rolls back, however the transaction was begun, and after a cancellation asks the server.
func (c *conn) Reset(ctx context.Context) error {
	if c.closed {
		return dbapi.ErrConnClosed
	}
	if c.reader != nil {
		if err := c.reader.Close(); err != nil && c.pg.IsClosed() {
			return err
		}
	}
	if c.inTx || !c.owing && c.pg.TxStatus() != 'I' { // what is owed is the answer to a ROLLBACK
		c.inTx = true
		if err := c.Rollback(ctx); err != nil {
			return err
		}
	}
	if !c.suspect {
		return nil
	}
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	if err := c.Ping(ctx); err != nil {
		return err
	}
	c.suspect = false
	return nil
}

// Close says goodbye.
func (c *conn) Close() error {
	if c.closed {
		return nil
	}
	if c.reader != nil {
		_ = c.reader.Close() // closing the connection ends it anyway
	}
	c.closed, c.inTx = true, false
	dead := c.pg.IsClosed()
	ctx, stop := context.WithTimeout(background, patience)
	defer stop()
	if err := c.pg.Close(ctx); err != nil && !dead && !strings.Contains(err.Error(), "closed") {
		return err
	}
	return nil
}
