package engine

import (
	"context"
	"slices"
	"sync/atomic"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqlcompile"
)

// This file inserts rows for who keeps the statement: the flush of the ORM.

// RowInsert is an INSERT of some columns of a table, which tells the keys that the database generates. It keeps what was compiled. Make
// one with [Engine.PlanRows]; it is for connections of that engine, and safe for concurrent use.
type RowInsert struct {
	pagePlan
	compiled [len(pageSizes)]atomic.Pointer[Statement]
	passed   []*expr.ColumnClause // those that have a value a row; nil for all
}

// InsertSource is where [Connection.InsertRows] has rows from, and what is told their keys.
type InsertSource interface {
	// Values appends the values of a row, in the order of the columns.
	Values(row int, to []any) []any
	// Key is told the key that the database generated for a row, where the driver tells it.
	Key(row int, id int64) error
	// Returned is told the row that the INSERT gave for a row: the columns of [RowInsert.Keys]. It is good only during the call.
	Returned(row int, r *dbapi.Row) error
}

// PlanRows plans an INSERT of these columns alone, in this order: no default adds to them. The error is that of the compiler.
func (e *Engine) PlanRows(t *expr.TableClause, cols ...*expr.ColumnClause) (*RowInsert, error) {
	return e.planRows(expr.Insert{Table: t}.Params(1, cols...))
}

// PlanRowsWith is [Engine.PlanRows] with SQL for some of the columns, the same for all rows: given has a place for each column, nil for one
// whose values are passed. Of a row, the values of the others are passed in their order.
func (e *Engine) PlanRowsWith(t *expr.TableClause, cols []*expr.ColumnClause, given []expr.Node) (*RowInsert, error) {
	s := expr.Insert{Table: t}.Params(1, cols...)
	s.Given = given
	in, err := e.planRows(s)
	if err != nil {
		return nil, err
	}
	in.passed = []*expr.ColumnClause{}
	for i, col := range cols {
		if given[i] == nil {
			in.passed = append(in.passed, col)
		}
	}
	return in, nil
}

func (e *Engine) planRows(s expr.Insert) (*RowInsert, error) {
	plan, err := e.planPages(s)
	if err != nil {
		return nil, err
	}
	in := &RowInsert{pagePlan: *plan}
	rules, features := e.Dialect().Rules(), e.Dialect().Features()
	unknown := unknownKeys(&s)
	if len(s.Columns) == 0 || len(unknown) > 0 && len(in.keys) == 0 && in.gen == nil {
		in.max = 1
		in.oneByOne(unknown, e.autoincrement(s.Table), features.LastInsertID, rules.Returning)
	}
	return in, nil
}

// oneByOne finds how the key of a single row comes back.
func (in *RowInsert) oneByOne(unknown []*expr.ColumnClause, auto *expr.ColumnClause, told, returning bool) {
	if len(in.keys) > 0 || len(unknown) == 0 {
		return
	}
	switch {
	case told && auto != nil && slices.Contains(unknown, auto) && !(returning && untold(unknown, auto)):
		in.gen = auto
	case returning:
		in.returnKeys(unknown)
	}
}

// Keys are the columns that the statement returns, none where the driver tells the key.
func (in *RowInsert) Keys() []*expr.ColumnClause { return in.keys }

// InsertRows stores rows, many at a time where the database tells their keys all the same. Those listening see each statement that is
// sent. The error is a *[BatchError] that says how many rows were stored before the first that may have failed.
func (c *Connection) InsertRows(ctx context.Context, in *RowInsert, rows int, src InsertSource) error {
	if err := c.usable(ctx); err != nil {
		return err
	}
	r := &planned{conn: c, in: in, src: src}
	if in.max == 1 && rows > 1 && len(in.keys) == 0 && in.passed == nil && c.unheard() {
		return r.insertSets(ctx, rows)
	}
	p := pages{pagePlan: &in.pagePlan, conn: c, ctx: ctx, src: r}
	return p.insert(rows)
}

// unheard reports whether nobody wants to know of statements, so that several may be sent as one.
func (c *Connection) unheard() bool { return c.engine.heard() == nil && !c.engine.logging() }

// planned are the rows of a RowInsert.
type planned struct {
	conn *Connection
	in   *RowInsert
	src  InsertSource
}

func (r *planned) page(stmt *expr.Insert, at, n, size int) (page, error) {
	kept := &r.in.compiled[size]
	if s := kept.Load(); s != nil {
		return page{compiled: s.Compiled, binds: s.Binds, at: at, n: n}, nil
	}
	s, err := r.conn.engine.Compile(*stmt)
	if err != nil {
		return page{}, err
	}
	kept.Store(s)
	return page{compiled: s.Compiled, binds: s.Binds, at: at, n: n}, nil
}

func (r *planned) bind(p page) (string, []any, error) {
	if r.in.passed != nil {
		return r.bindGiven(p)
	}
	args, err := r.values(p.compiled, p.at, p.n)
	return p.compiled.Text, args, err
}

// bindGiven is bind for a statement with SQL beside the values of rows, which may have values of its own.
func (r *planned) bindGiven(p page) (string, []any, error) {
	var rows []any
	for i := range p.n {
		rows = r.src.Values(p.at+i, rows)
	}
	text, args, err := p.compiled.BindWith(p.binds, func(q *sqlcompile.Param) (any, error) {
		return rows[q.Row*len(r.in.passed)+slices.Index(r.in.passed, q.Column)], nil
	}, r.conn.res.args[:0])
	if err != nil {
		return "", nil, &Error{Op: "bind", Class: dialects.DataError, SQL: p.compiled.Text, Err: err}
	}
	r.conn.res.args = args
	return text, args, nil
}

// values are those of n rows of a statement, or of n runs of it, in the connection's scratch.
func (r *planned) values(s *sqlcompile.Compiled, at, n int) ([]any, error) {
	args := r.conn.res.args[:0]
	for i := range n {
		args = r.src.Values(at+i, args)
	}
	r.conn.res.args = args
	outs := s.Outs()
	params := len(s.Params) - outs
	if params > 0 && len(args)%params != 0 || params == 0 && len(args) > 0 {
		return nil, &Error{Op: "bind", Class: dialects.DataError, SQL: s.Text, Err: &dbapi.ArgCountError{Want: params, Got: len(args)}}
	}
	for i, v := range args {
		x, err := s.Convert(i%params, v)
		if err != nil {
			return nil, &Error{Op: "bind", Class: dialects.DataError, SQL: s.Text, Column: s.Params[i%params].Name, Err: err}
		}
		args[i] = x
	}
	if outs > 0 {
		args = appendOuts(args, s, outs)
	}
	return args, nil
}

func (r *planned) generated(row int, id int64) error { return r.src.Key(row, id) }

func (r *planned) returned(row int, _ *Rows, cells *dbapi.Row) error {
	return r.src.Returned(row, cells)
}

// setRows is how many rows go to an adapter in one call, so that what is copied for it stays small.
const setRows = 256

// insertSets sends one row a statement, many of them with one call where the adapter can.
func (r *planned) insertSets(ctx context.Context, rows int) error {
	pg, err := r.page(&r.in.stmt, 0, 1, len(pageSizes)-1)
	if err != nil {
		return err
	}
	var ids []int64
	if r.in.gen != nil {
		ids = make([]int64, min(rows, setRows))
	}
	for at := 0; at < rows; {
		n := min(rows-at, setRows)
		if done, err := r.sendSet(ctx, pg.compiled, at, n, ids); err != nil {
			return &BatchError{Stored: at + done, Rows: 1, Err: err}
		}
		for i := 0; i < n && ids != nil; i++ {
			if err := r.src.Key(at+i, ids[i]); err != nil {
				return err
			}
		}
		at += n
	}
	return nil
}

func (r *planned) sendSet(ctx context.Context, s *sqlcompile.Compiled, at, n int, ids []int64) (done int, err error) {
	c := r.conn
	args, err := r.values(s, at, n)
	if err != nil {
		return 0, err
	}
	if err := c.begun(ctx); err != nil {
		return 0, err
	}
	x, err := c.beforeCursor(ctx, s, s.Text, args, n)
	if err != nil {
		return 0, err
	}
	err = c.run(ctx, x.SQL, func(st dbapi.Stmt) (err error) {
		_, done, err = execKeyed(ctx, st, args, n, ids)
		return err
	})
	return done, c.afterCursor(ctx, &x, "exec", err)
}
