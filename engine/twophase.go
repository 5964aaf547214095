package engine

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine/dbapi"
)

// twoPhase is what a transaction that is committed in two phases has beside.
type twoPhase struct {
	xid      string
	prepared bool
}

// BeginTwoPhase starts a transaction that is committed in two phases: [Transaction.Prepare] makes it ready, Commit and Rollback decide,
// also later and from elsewhere (see [Engine.CommitPrepared]). xid names the transaction in the whole server; with "" one is made up.
// The error is an *[UnsupportedError] where the database has no such transactions.
func (c *Connection) BeginTwoPhase(ctx context.Context, xid string) (*Transaction, error) {
	if err := c.usable(ctx); err != nil {
		return nil, err
	}
	tp, err := c.engine.twoPhase()
	if err != nil {
		return nil, err
	}
	if c.tx != nil {
		return nil, ErrTransactionOpen
	}
	if xid == "" {
		xid = "aludel_" + rand.Text()
	}
	quoted, err := quoteXID(xid)
	if err != nil {
		return nil, err
	}
	c.res.open = clause(tp.End, quoted)
	c.res.undoOpen = clause(tp.RollbackUnprepared, quoted)
	if err := c.markText(ctx, clause(tp.Begin, quoted)); err != nil {
		c.res.open, c.res.undoOpen = "", ""
		return nil, err
	}
	c.depth = 0
	c.tx = &Transaction{conn: c, fresh: false, two: &twoPhase{xid: xid}}
	c.engine.tellTwoPhase(c, xid, onBeginTwoPhase)
	return c.tx, nil
}

func (e *Engine) twoPhase() (*dialects.TwoPhase, error) {
	if tp := e.Dialect().Features().TwoPhase; tp != nil {
		return tp, nil
	}
	return nil, &UnsupportedError{Dialect: e.Dialect().Name(), What: "two-phase transactions"}
}

// quoteXID writes the identifier of a transaction as a literal.
func quoteXID(xid string) (string, error) {
	if len(xid) > 64 || strings.ContainsAny(xid, "\x00\\") {
		return "", fmt.Errorf("engine: the transaction identifier %q is longer than 64 bytes or has a NUL or a backslash", xid)
	}
	return "'" + strings.ReplaceAll(xid, "'", "''") + "'", nil
}

// clause puts a quoted identifier into a statement that may want it.
func clause(template, quoted string) string { return strings.ReplaceAll(template, "%s", quoted) }

// XID is the identifier of a two-phase transaction, "" for others.
func (t *Transaction) XID() string {
	if t.two == nil {
		return ""
	}
	return t.two.xid
}

// Prepare makes a two-phase transaction ready: what Commit does then cannot fail for reasons of the data, and the transaction outlives
// the connection and the server. Nothing can be run in it any more.
func (t *Transaction) Prepare(ctx context.Context) error {
	c := t.conn
	switch {
	case t.two == nil:
		return ErrNotTwoPhase
	case t.done || c.tx != t:
		return ErrTransactionDone
	case t.two.prepared:
		return nil
	case c.lost != nil:
		return &Error{Op: "prepare", Class: classLost, Err: ErrInactiveTransaction}
	}
	tp := c.engine.Dialect().Features().TwoPhase
	quoted, err := quoteXID(t.two.xid)
	if err != nil {
		return err
	}
	c.engine.tellTwoPhase(c, t.two.xid, onPrepareTwoPhase)
	if tp.End != "" {
		if err := c.markText(ctx, clause(tp.End, quoted)); err != nil {
			return err
		}
		c.res.open = ""
	}
	if err := c.markText(ctx, clause(tp.Prepare, quoted)); err != nil {
		return err
	}
	t.two.prepared = true
	c.res.open, c.res.undoOpen = "", ""
	return nil
}

// commitTwoPhase commits, after preparing if that has not happened.
func (t *Transaction) commitTwoPhase(ctx context.Context) error {
	if err := t.Prepare(ctx); err != nil {
		return err
	}
	c := t.conn
	c.engine.tellTwoPhase(c, t.two.xid, onCommitTwoPhase)
	if err := c.endPrepared(ctx, t.two.xid, true); err != nil {
		return err
	}
	t.end()
	return nil
}

// rollbackTwoPhase undoes the transaction, prepared or not. The caller ends it.
func (t *Transaction) rollbackTwoPhase(ctx context.Context) error {
	c := t.conn
	c.engine.tellTwoPhase(c, t.two.xid, onRollbackTwoPhase)
	if t.two.prepared {
		return c.endPrepared(ctx, t.two.xid, false)
	}
	err := c.res.rollbackOpen(func(text string) error { return c.markText(ctx, text) })
	if err != nil {
		c.lost = err
	}
	return err
}

// endPrepared commits or rolls back a prepared transaction.
func (c *Connection) endPrepared(ctx context.Context, xid string, commit bool) error {
	tp, err := c.engine.twoPhase()
	if err != nil {
		return err
	}
	quoted, err := quoteXID(xid)
	if err != nil {
		return err
	}
	text := clause(tp.Rollback, quoted)
	if commit {
		text = clause(tp.Commit, quoted)
	}
	return c.markText(ctx, text)
}

// CommitPrepared commits a transaction that was prepared, by whomever. On MariaDB the connection that prepared it must have ended.
func (e *Engine) CommitPrepared(ctx context.Context, xid string) error {
	return e.with(ctx, func(c *Connection) error { return c.endPrepared(ctx, xid, true) })
}

// RollbackPrepared undoes a transaction that was prepared, by whomever. On MariaDB the connection that prepared it must have ended.
func (e *Engine) RollbackPrepared(ctx context.Context, xid string) error {
	return e.with(ctx, func(c *Connection) error { return c.endPrepared(ctx, xid, false) })
}

// Prepared lists the identifiers of the transactions that were prepared and neither committed nor rolled back, as after a crash between
// the phases.
func (e *Engine) Prepared(ctx context.Context) (xids []string, err error) {
	tp, err := e.twoPhase()
	if err != nil {
		return nil, err
	}
	err = e.QueryText(ctx, tp.Recover, nil, func(r *dbapi.Row) error {
		xids = append(xids, r.Text(tp.RecoverColumn))
		return nil
	})
	return xids, err
}
