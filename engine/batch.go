package engine

import (
	"context"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/sqlcompile"
)

// ExecBatch runs a compiled statement without rows for many rows of values, which follow each other in values, each in the order of
// the statement's parameters. If ids is not nil, the key that the database made for row i is put into ids[i]. An adapter that can
// does it with one call; listeners see one event a row all the same. ok is false, and nothing was done, where the adapter cannot:
// then call [Connection.ExecCompiled] for each row. At the first row that fails it stops and says how many ran before.
func (c *Connection) ExecBatch(ctx context.Context, s *sqlcompile.Compiled, rows int, values []any, ids []int64) (done int, ok bool, err error) {
	if err := c.usable(ctx); err != nil {
		return 0, false, err
	}
	if err := c.begun(ctx); err != nil {
		return 0, false, err
	}
	n := len(s.Params)
	args := c.res.args[:0]
	for i, v := range values {
		x, err := s.Convert(i%n, v)
		if err != nil {
			return 0, true, &Error{Op: "bind", Class: dialects.DataError, SQL: s.Text, Column: s.Params[i%n].Name, Err: err}
		}
		args = append(args, x)
	}
	c.res.args = args
	start := c.engine.start()
	err = c.run(ctx, s.Text, func(st dbapi.Stmt) (err error) {
		batch, is := st.(dbapi.BatchStmt)
		if ok = is; !is {
			return nil
		}
		done, _, err = batch.ExecBatch(ctx, rows, args, ids)
		return err
	})
	if !ok && err == nil {
		return 0, false, nil
	}
	if !start.IsZero() {
		for i := range done {
			c.engine.emit(ctx, s.Text, args[i*n:i*n+n], 0, start, nil)
		}
		if err != nil {
			c.engine.emit(ctx, s.Text, args[done*n:min(len(args), done*n+n)], 0, start, err)
		}
	}
	return done, true, c.failed(ctx, "exec", s.Text, nil, err)
}
