package dbapi

import "context"

// Begin starts a transaction.
func (c *genConn) Begin(ctx context.Context, o TxOptions) error {
	if c.tx != nil {
		return ErrInTx
	}
	dctx, err := c.enter(ctx, "begin")
	if err != nil {
		return err
	}
	tx, err := c.beginDriver(dctx, o)
	if err == nil {
		c.tx = tx
	}
	return c.leave(ctx, "begin", err)
}

// InTx says whether a transaction begun by Begin is open.
func (c *genConn) InTx() bool { return c.tx != nil }

// Commit ends the transaction, unless ctx has ended before. A commit once sent is not cancelled: nobody could tell what
// became of it.
func (c *genConn) Commit(ctx context.Context) error {
	switch {
	case c.tx == nil:
		return ErrNoTx
	case c.reader != nil:
		return ErrBusy
	case ctx.Err() != nil:
		return canceled(ctx, "commit", nil)
	}
	tx := c.tx
	c.tx = nil
	err := tx.Commit()
	c.unsure = c.unsure || err != nil
	return c.leave(context.Background(), "commit", err)
}

// Rollback undoes the transaction, closing an open reader first. A connection whose rollback fails is broken.
func (c *genConn) Rollback(context.Context) error {
	if c.tx == nil {
		return ErrNoTx
	}
	if c.reader != nil {
		_ = c.reader.Close() // what was read no longer matters
	}
	tx := c.tx
	c.tx = nil
	err := tx.Rollback()
	if err == nil || c.auto != nil && c.auto.AutoCommit() { // SQLite ends a transaction by itself after some errors
		return nil
	}
	c.broken = true
	return c.leave(context.Background(), "rollback", err)
}
