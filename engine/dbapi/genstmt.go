package dbapi

import (
	"context"
	"database/sql/driver"
)

// genStmt is a [Stmt] over a driver's statement.
type genStmt struct {
	c       *genConn
	ds      driver.Stmt
	queryer driver.StmtQueryContext
	execer  driver.StmtExecContext
	checker driver.NamedValueChecker
	columns columnConverter
	inputs  int // number of parameters, -1 if the driver does not know
	closed  bool
	keeps   bool // running it begins no transaction

	names    []string     // the driver's slice that meta was made from
	declared []string     // declared types, from before they were blanked
	meta     []ColumnMeta // of the last result
}

// Prepare makes a statement.
func (c *genConn) Prepare(ctx context.Context, sql string) (Stmt, error) {
	dctx, err := c.enter(ctx, "prepare")
	if err != nil {
		return nil, err
	}
	st, err := c.prepare(dctx, sql)
	if err = c.leave(ctx, "prepare", err); err != nil {
		return nil, err
	}
	return st, nil
}

func (c *genConn) prepare(ctx context.Context, sql string) (*genStmt, error) {
	ds, err := c.prepareDriver(ctx, sql)
	if err != nil {
		return nil, err
	}
	st := &genStmt{c: c, ds: ds, inputs: ds.NumInput(), keeps: KeepsTransactions(sql)}
	st.queryer, _ = ds.(driver.StmtQueryContext)
	st.execer, _ = ds.(driver.StmtExecContext)
	st.checker, _ = ds.(driver.NamedValueChecker)
	st.columns, _ = ds.(columnConverter)
	return st, nil
}

// Exec runs the statement without rows.
func (st *genStmt) Exec(ctx context.Context, args []any) (Result, error) {
	if st.closed {
		return Result{}, ErrStmtClosed
	}
	dctx, err := st.c.enter(ctx, "exec")
	if err != nil {
		return Result{}, err
	}
	r, err := st.exec(dctx, args)
	return Result{r: r}, st.c.leave(ctx, "exec", err)
}

func (st *genStmt) exec(ctx context.Context, args []any) (driver.Result, error) {
	st.c.unsure = st.c.unsure || !st.keeps
	nvs, err := st.c.convert(st, args)
	if err != nil {
		return nil, err
	}
	if st.execer != nil {
		return st.execer.ExecContext(ctx, nvs)
	}
	vals, err := st.c.ordinals(nvs)
	if err != nil {
		return nil, err
	}
	return st.ds.(legacyStmt).Exec(vals)
}

// Query runs the statement and gives its rows.
func (st *genStmt) Query(ctx context.Context, args []any) (Reader, error) {
	if st.closed {
		return nil, ErrStmtClosed
	}
	dctx, err := st.c.enter(ctx, "query")
	if err != nil {
		return nil, err
	}
	rows, err := st.query(dctx, args)
	if err != nil {
		return nil, st.c.leave(ctx, "query", err)
	}
	return st.c.open(ctx, rows, st, nil), nil
}

func (st *genStmt) query(ctx context.Context, args []any) (driver.Rows, error) {
	st.c.unsure = st.c.unsure || !st.keeps
	nvs, err := st.c.convert(st, args)
	if err != nil {
		return nil, err
	}
	if st.queryer != nil {
		return st.queryer.QueryContext(ctx, nvs)
	}
	vals, err := st.c.ordinals(nvs)
	if err != nil {
		return nil, err
	}
	return st.ds.(legacyStmt).Query(vals)
}

// Close frees the statement. It is not allowed while its reader is open.
func (st *genStmt) Close() error {
	switch {
	case st.closed:
		return nil
	case st.c.closed: // went with its connection
		st.closed = true
		return nil
	case st.c.reader != nil:
		return ErrBusy
	}
	st.closed = true
	return st.c.leave(context.Background(), "close", st.ds.Close())
}

// columnsOf describes the columns of rows. The descriptions are kept as long as the driver gives the same slice of names.
func (st *genStmt) columnsOf(rows driver.Rows) []ColumnMeta {
	names := rows.Columns()
	declared := blankDeclTypes(rows)
	if declared != nil {
		st.declared = declared
	}
	if len(names) > 0 && len(names) == len(st.names) && &names[0] == &st.names[0] && declared == nil {
		return st.meta
	}
	st.names, st.meta = names, describe(rows, names, st.declared)
	return st.meta
}
