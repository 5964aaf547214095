package engine

import (
	"context"
	"fmt"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine/dbapi"
)

// Transaction is an open transaction or savepoint of a connection. It ends with Commit or Rollback.
//
// Invariant: transactions of a connection nest; only the innermost one can be committed.
type Transaction struct {
	conn      *Connection
	outer     *Transaction
	savepoint string // "" for the transaction itself
	opt       txOptions
	auto      bool // a statement began it
	fresh     bool // nothing was run in it yet
	reads     bool // nothing was run in it but queries that lock nothing
	done      bool
	two       *twoPhase // nil for an ordinary one
	keyStep   int64     // the distance of generated keys, 0 until somebody asked
}

// txOptions are the properties of one transaction.
type txOptions struct {
	isolation  string
	readOnly   bool
	deferrable bool
}

// TxOption changes a transaction when it is begun.
type TxOption func(*txOptions)

// WithIsolation begins the transaction at a level: one of the dialect's, as the connection's levels are.
func WithIsolation(level string) TxOption { return func(o *txOptions) { o.isolation = level } }

// ReadOnly lets the transaction change nothing.
func ReadOnly() TxOption { return func(o *txOptions) { o.readOnly = true } }

// Deferrable lets a read-only serializable transaction wait until it can run without ever failing (PostgreSQL).
func Deferrable() TxOption { return func(o *txOptions) { o.deferrable = true } }

// Begin starts a transaction, or a savepoint inside the one that Begin started before. After a statement has begun one by itself it
// gives [ErrAutobegun].
func (c *Connection) Begin(ctx context.Context, opts ...TxOption) (*Transaction, error) {
	if err := c.usable(ctx); err != nil {
		return nil, err
	}
	var o txOptions
	for _, f := range opts {
		f(&o)
	}
	switch {
	case c.tx == nil:
		return c.begin(ctx, o, false)
	case c.tx.auto:
		return nil, ErrAutobegun
	case o != txOptions{}:
		return nil, ErrSavepointOptions
	}
	return c.tx.Savepoint(ctx)
}

// BeginNested starts a savepoint, and the transaction around it if none is open.
func (c *Connection) BeginNested(ctx context.Context) (*Transaction, error) {
	if err := c.usable(ctx); err != nil {
		return nil, err
	}
	if c.tx == nil {
		if _, err := c.begin(ctx, txOptions{}, true); err != nil {
			return nil, err
		}
	}
	return c.tx.Savepoint(ctx)
}

// begin starts the transaction itself.
func (c *Connection) begin(ctx context.Context, o txOptions, auto bool) (*Transaction, error) {
	t := &Transaction{conn: c, opt: o, auto: auto, fresh: true, reads: true}
	if err := t.start(ctx); err != nil {
		return nil, err
	}
	c.depth = 0
	c.tx = t
	c.engine.tellBegin(c)
	return t, nil
}

// start sends what begins the transaction.
func (t *Transaction) start(ctx context.Context) error {
	c := t.conn
	before, after, o, err := c.engine.txSetup(t.opt, c.opt)
	if err != nil {
		return err
	}
	for _, s := range before {
		if err := c.mark(ctx, s, func() error { return c.res.ExecSimple(ctx, s) }); err != nil {
			return err
		}
	}
	if err := c.mark(ctx, "BEGIN", func() error { return c.res.Begin(ctx, o) }); err != nil {
		return err
	}
	for _, s := range after {
		if err := c.mark(ctx, s, func() error { return c.res.ExecSimple(ctx, s) }); err != nil {
			_ = c.res.Rollback(ctx) // the first error is the one that matters
			return err
		}
	}
	return nil
}

// restart begins again a transaction in which nothing has happened yet but a statement that failed.
func (t *Transaction) restart(ctx context.Context) error {
	c := t.conn
	if t.outer != nil || t.two != nil || !c.res.InTx() {
		return ErrInactiveTransaction
	}
	if err := c.mark(ctx, "ROLLBACK", func() error { return c.res.Rollback(ctx) }); err != nil {
		return err
	}
	return t.start(ctx)
}

// Savepoint starts a transaction inside this one.
func (t *Transaction) Savepoint(ctx context.Context) (*Transaction, error) {
	c := t.conn
	if t.done || c.tx != t {
		return nil, ErrTransactionDone
	}
	if !c.engine.Dialect().Features().Savepoints {
		return nil, &UnsupportedError{Dialect: c.engine.Dialect().Name(), What: "savepoints"}
	}
	if err := c.usable(ctx); err != nil {
		return nil, err
	}
	c.depth++
	name := fmt.Sprintf("sa_savepoint_%d", c.depth)
	c.engine.tellSavepoint(c, name, onSavepoint)
	if err := c.markText(ctx, "SAVEPOINT "+name); err != nil {
		return nil, err
	}
	t.fresh, t.reads = false, false
	c.tx = &Transaction{conn: c, outer: t, savepoint: name}
	return c.tx, nil
}

// markText runs text that marks a place in a transaction.
func (c *Connection) markText(ctx context.Context, text string) error {
	return c.mark(ctx, text, func() error { return c.res.ExecSimple(ctx, text) })
}

// Active reports whether the transaction is still open.
func (t *Transaction) Active() bool { return !t.done && !t.inactive() }

// Connection is where the transaction is.
func (t *Transaction) Connection() *Connection { return t.conn }

// inactive reports whether the transaction is lost and only Rollback is left: the database has ended it by itself, or the connection
// is gone.
func (t *Transaction) inactive() bool {
	c := t.conn
	return c.lost != nil || c.res != nil && !c.serverTx()
}

// serverTx reports whether the connection of the server is in a transaction, as far as is known here.
func (c *Connection) serverTx() bool { return c.res.InTx() || c.tx != nil && c.root().two != nil }

// Commit makes the changes last, or hands them to the transaction around it. If it fails, the transaction is still to be
// rolled back. Savepoints inside it must have ended.
func (t *Transaction) Commit(ctx context.Context) error {
	if t.done || t.conn.tx != t {
		return ErrTransactionDone
	}
	return t.commit(ctx)
}

// commit ends the transaction and the savepoints in it.
func (t *Transaction) commit(ctx context.Context) error {
	c := t.conn
	if t.inactive() {
		return &Error{Op: "commit", Class: classOfLoss(c.lost), Err: ErrInactiveTransaction}
	}
	var err error
	switch {
	case t.two != nil:
		return t.commitTwoPhase(ctx)
	case t.savepoint != "":
		c.engine.tellSavepoint(c, t.savepoint, onReleaseSavepoint)
		err = c.markText(ctx, "RELEASE SAVEPOINT "+t.savepoint)
	default:
		c.engine.tellCommit(c)
		err = c.mark(ctx, "COMMIT", func() error { return c.res.Commit(ctx) })
	}
	if err == nil || !c.serverTx() {
		t.end()
		t.undo(ctx)
	}
	return err
}

// undo takes back what was set for the transaction and lasts longer.
func (t *Transaction) undo(ctx context.Context) {
	c := t.conn
	if !t.opt.readOnly || c.lost != nil || c.res == nil {
		return
	}
	for _, s := range c.engine.Dialect().Features().Isolation.Undo {
		if c.res.ExecSimple(context.WithoutCancel(ctx), s) != nil {
			c.lost = errNotUndone // nobody must get it so
		}
	}
}

// Rollback undoes the changes. Transactions that are still open inside this one end with it. It goes ahead even when ctx has
// ended.
func (t *Transaction) Rollback(ctx context.Context) error {
	if t.done {
		return ErrTransactionDone
	}
	return t.rollback(ctx, func(ctx context.Context) error { return t.conn.res.Rollback(ctx) })
}

// giveUp is Rollback of a transaction whose connection is given back. The server's answer is not waited for where nobody could tell the
// difference: the transaction has only read.
func (t *Transaction) giveUp(ctx context.Context) error {
	s, ok := t.conn.res.Conn.(dbapi.RollbackSender)
	if !ok || !t.reads {
		return t.Rollback(ctx)
	}
	return t.rollback(ctx, func(context.Context) error { return s.SendRollback() })
}

// rollback undoes the changes, by undo if the transaction is no savepoint.
func (t *Transaction) rollback(ctx context.Context, undo func(context.Context) error) error {
	c := t.conn
	ctx = context.WithoutCancel(ctx)
	defer t.undo(ctx)
	defer t.end()
	if c.lost != nil {
		return nil // it went with the connection
	}
	switch {
	case t.two != nil:
		return t.rollbackTwoPhase(ctx)
	case t.savepoint != "":
		c.engine.tellSavepoint(c, t.savepoint, onRollbackSavepoint)
		if !c.serverTx() {
			return nil
		}
		return c.markText(ctx, "ROLLBACK TO SAVEPOINT "+t.savepoint)
	}
	c.engine.tellRollback(c)
	return c.mark(ctx, "ROLLBACK", func() error {
		if !c.res.InTx() {
			return nil // the database ended it already
		}
		return undo(ctx)
	})
}

// end closes the transaction and those inside it.
func (t *Transaction) end() {
	for in := t.conn.tx; in != nil && in != t; in = in.outer {
		in.done = true
	}
	t.done = true
	t.conn.tx = t.outer
}

// classLost is the class of what is done on a connection that is gone.
const classLost = dialects.Disconnected

func classOfLoss(lost error) dialects.Class {
	if lost != nil {
		return classLost
	}
	return dialects.Other
}

// txSetup gives the statements before and after BEGIN that a transaction wants, and the options for the driver.
func (e *Engine) txSetup(o txOptions, c execOptions) (before, after []string, d dbapi.TxOptions, err error) {
	iso := e.Dialect().Features().Isolation
	if o == (txOptions{}) && (!iso.ByDriver || c.isolation == "") {
		return nil, nil, d, nil
	}
	level := o.isolation
	if level == "" && iso.ByDriver {
		level = c.isolation
	}
	var texts []string
	if level != "" {
		if level, err = e.level(level); err != nil {
			return nil, nil, d, err
		}
		switch {
		case level == Autocommit:
			return nil, nil, d, &IsolationError{Dialect: e.Dialect().Name(), Level: level, Known: iso.Levels, Transaction: true}
		case iso.ByDriver:
			d.Isolation = driverLevel[level]
		case iso.Transaction == "":
			return nil, nil, d, &UnsupportedError{Dialect: e.Dialect().Name(), What: "an isolation level for one transaction"}
		default:
			texts = append(texts, fmt.Sprintf(iso.Transaction, iso.Word(level)))
		}
	}
	for _, x := range []struct {
		on   bool
		text string
		what string
	}{{o.readOnly, iso.ReadOnly, "read-only transactions"}, {o.deferrable, iso.Deferrable, "deferrable transactions"}} {
		if !x.on {
			continue
		}
		if x.text == "" {
			return nil, nil, d, &UnsupportedError{Dialect: e.Dialect().Name(), What: x.what}
		}
		texts = append(texts, x.text)
	}
	if iso.BeforeBegin {
		return texts, nil, d, nil
	}
	return nil, texts, d, nil
}
