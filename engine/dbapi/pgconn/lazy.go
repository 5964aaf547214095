package pgconn

import (
	"context"
	"database/sql/driver"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
)

// This file saves trips to the server: BEGIN goes with the first statement of its transaction, and a ROLLBACK whose answer nobody waits
// for is answered before the next operation.
//
// Invariants: begin is not "" only while inTx; whatever the server is to run in the transaction sends it first. owing says that the
// answer to a ROLLBACK was not read; every operation reads it before it sends anything, but for BEGIN with its first statement, of which
// nothing can last if the connection is lost: the answer to the ROLLBACK is the first that it reads.

// enterTx is enter for what is sent by itself: a transaction that was begun here is begun at the server first.
func (c *conn) enterTx(ctx context.Context, op string) error {
	if err := c.enter(ctx, op); err != nil {
		return err
	}
	if err := c.sendBegin(); err != nil {
		return c.leave(ctx, op, err)
	}
	return nil
}

// sendBegin sends a BEGIN that was kept back. If it fails there is no transaction.
func (c *conn) sendBegin() error {
	if c.begin == "" {
		return nil
	}
	text := c.begin
	c.begin = ""
	err := c.simple(text)
	c.inTx = err == nil
	return err
}

// SendRollback is Rollback without waiting for the server's answer, which is read before the next operation; an error then means that
// the connection is lost. A transaction for which nothing was sent yet just ends.
func (c *conn) SendRollback() error {
	if c.closed || !c.inTx || c.begin != "" || c.suspect || c.pg.IsClosed() {
		return c.Rollback(background)
	}
	if c.reader != nil {
		_ = c.reader.Close() // what was read no longer matters
	}
	c.inTx = false
	c.pg.Frontend().SendQuery(&pgproto3.Query{String: "ROLLBACK"})
	if err := c.flush(); err != nil {
		return c.lost(err)
	}
	c.owing = true
	return nil
}

// settle reads the answer to the last ROLLBACK. A connection that gives another answer than it should is closed; nothing of the operation
// at hand was sent then.
func (c *conn) settle() error {
	if !c.owing {
		return nil
	}
	c.owing = false
	var failed error
	for {
		msg, err := c.receive()
		if err != nil {
			c.inTx, c.begin = false, "" // what was begun here went with the connection
			return errors.Join(driver.ErrBadConn, err)
		}
		switch msg := msg.(type) {
		case *pgproto3.ErrorResponse:
			failed = pgconn.ErrorResponseToPgError(msg)
		case *pgproto3.ReadyForQuery:
			if failed == nil && msg.TxStatus == 'I' {
				return nil
			}
			c.abort()
			c.inTx, c.begin = false, ""
			return errors.Join(driver.ErrBadConn, errRefused, failed)
		}
	}
}

var errRefused = errors.New("pgconn: the server did not roll back")

// flush sends what was written. A connection that cannot be written to is closed.
func (c *conn) flush() error {
	err := c.pg.Frontend().Flush()
	if err != nil {
		c.abort()
	}
	return err
}

// abort closes pgx's connection, on which nothing more can be done.
func (c *conn) abort() {
	ctx, stop := context.WithTimeout(background, patience)
	defer stop()
	_ = c.pg.Close(ctx) // what it gives is no news
}

// receive reads a message. Its error is not one of before anything was sent, as pgx would have it.
func (c *conn) receive() (pgproto3.BackendMessage, error) {
	msg, err := c.pg.ReceiveMessage(background)
	if inner := errors.Unwrap(err); inner != nil {
		err = inner
	}
	return msg, err
}

// rows are the rows of a statement as the server sends them: pgx's, or the connection's own.
type rows interface {
	// NextRow reads a row, whose values Values has until the next call.
	NextRow() bool
	Values() [][]byte
	// Close reads the rest, and gives the server's word on the statement.
	Close() (pgconn.CommandTag, error)
}

// replies are the rows of a prepared statement, with which BEGIN may have been sent. They do without the timer that pgx sets for each
// statement, for the case that neither side reads what the other writes: see mayBlock.
type replies struct {
	c      *conn
	values [][]byte
	tag    pgconn.CommandTag
	owed   bool // the answer to a ROLLBACK comes first
	begins bool // BEGIN was sent with the statement
	open   int  // commands that are not complete: the statement, and BEGIN
	ready  bool // nothing more comes
	err    error
}

// mayBlock is how many bytes of arguments a socket may not take at once; the server reads them all before it answers, but may have
// something to say of its own.
const mayBlock = 32 << 10

// beginWith sends BEGIN and a statement in one piece. The server leaves the statement out if BEGIN fails: one Sync ends both.
func (c *conn) beginWith(s *stmt) rows {
	c.replies = replies{c: c, open: 2, begins: true, owed: c.owing}
	c.owing = false
	f := c.pg.Frontend()
	f.SendParse(&pgproto3.Parse{Query: c.begin})
	f.SendBind(&pgproto3.Bind{})
	f.SendExecute(&pgproto3.Execute{})
	c.begin = ""
	return c.sendRun(s)
}

// runAlone sends a statement.
func (c *conn) runAlone(s *stmt) rows {
	c.replies = replies{c: c, open: 1}
	return c.sendRun(s)
}

// sendRun sends a statement after what was written already.
func (c *conn) sendRun(s *stmt) rows {
	f := c.pg.Frontend()
	f.SendBind(&pgproto3.Bind{PreparedStatement: s.d.Name, ParameterFormatCodes: c.args.formats, Parameters: c.args.values, ResultFormatCodes: s.formats})
	f.SendExecute(&pgproto3.Execute{})
	f.SendSync(&pgproto3.Sync{})
	if err := c.flush(); err != nil {
		c.replies.fail(err)
	}
	return &c.replies
}

// fail ends the rows of a connection that is lost, and with it a transaction that was begun with them.
func (r *replies) fail(err error) {
	if r.ready = true; r.begins {
		r.c.inTx = false
	}
	if r.owed {
		err = errors.Join(driver.ErrBadConn, err)
	}
	if r.err == nil {
		r.err = err
	}
}

// step reads a message, and says whether it is a row.
func (r *replies) step() bool {
	msg, err := r.c.receive()
	if err != nil {
		r.fail(err)
		return false
	}
	if r.owed {
		r.settle(msg)
		return false
	}
	switch msg := msg.(type) {
	case *pgproto3.DataRow:
		r.values = msg.Values
		return true
	case *pgproto3.CommandComplete:
		if r.open--; r.open == 0 {
			r.tag = pgconn.NewCommandTag(string(msg.CommandTag))
		}
	case *pgproto3.EmptyQueryResponse:
		r.open--
	case *pgproto3.ErrorResponse:
		if r.err == nil {
			r.err = pgconn.ErrorResponseToPgError(msg)
		}
	case *pgproto3.ReadyForQuery:
		if r.ready = true; r.begins {
			r.c.inTx = r.open < 2 // else BEGIN failed
		}
	}
	return false
}

// settle takes a message of the answer to a ROLLBACK. If the server did not roll back it has left out what was sent since: the old
// transaction has failed.
func (r *replies) settle(msg pgproto3.BackendMessage) {
	switch msg := msg.(type) {
	case *pgproto3.ErrorResponse:
		r.err = pgconn.ErrorResponseToPgError(msg)
	case *pgproto3.ReadyForQuery:
		if r.err == nil && msg.TxStatus == 'I' {
			r.owed = false
			return
		}
		r.c.abort()
		err := r.err
		r.err = nil
		r.fail(errors.Join(errRefused, err))
	}
}

// NextRow implements rows.
func (r *replies) NextRow() bool {
	for !r.ready && r.open > 0 && (r.err == nil || r.owed) {
		if r.step() {
			return true
		}
	}
	return false
}

// Values implements rows.
func (r *replies) Values() [][]byte { return r.values }

// Close implements rows.
func (r *replies) Close() (pgconn.CommandTag, error) {
	for !r.ready {
		r.step()
	}
	r.values = nil
	return r.tag, r.err
}
