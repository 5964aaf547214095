package engine

import (
	"context"
	"slices"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
)

// This file inserts many rows a statement, and gives each its generated key.
//
// PostgreSQL returns keys, in the order of the rows by the form INSERT ... SELECT ... FROM (VALUES ...) ORDER BY; MySQL and MariaDB
// generate the keys of one INSERT in a row, of which the driver gives the first.

// pageable reports whether rows can go into one statement. An upsert that changes rows may not meet one row twice, so that its rows
// go one by one, as if each were executed alone.
func (c *Connection) pageable(s *expr.Insert, p Params) bool {
	if c.engine.dialect.Features().InsertPage == 0 || s.Err != nil || s.More.From != nil || s.More.Multi || len(p) == 0 {
		return false
	}
	if u := s.More.Conflict; u != nil && len(u.Set) > 0 {
		return false
	}
	return len(passedColumns(s.Table.Columns, p)) == len(p)
}

// pages is an INSERT of many rows on its way.
type pages struct {
	conn   *Connection
	ctx    context.Context
	stmt   expr.Insert
	params []Params
	ch     *changed
	// keys are the columns of generated keys that the statement returns for us.
	keys []*expr.ColumnClause
	// step is the distance of generated keys of which the driver gives the first, of the column gen; gen is nil for none.
	gen  *expr.ColumnClause
	step int64
	max  int // rows a statement
	sum  int64
	rows []Row
	meta *resultMeta
}

func (c *Connection) insertPages(ctx context.Context, s expr.Insert, params []Params) (*CursorResult, error) {
	p := &pages{conn: c, ctx: ctx, stmt: s, params: params, ch: &changed{many: true}}
	if err := p.plan(); err != nil {
		return nil, err
	}
	for at := 0; at < len(params); {
		n := p.size(len(params) - at)
		if err := p.send(at, n); err != nil {
			return nil, &BatchError{Stored: at, Err: err}
		}
		at += n
	}
	res := &CursorResult{conn: c, sum: p.sum, noRows: len(s.Return) == 0, change: p.ch}
	if !res.noRows {
		res.meta, res.ahead = p.meta, p.rows
	}
	return res, nil
}

// plan finds how keys come back and how many rows fit into a statement.
func (p *pages) plan() error {
	one, err := p.conn.engine.Compile(p.stmt)
	if err != nil {
		return err
	}
	d := p.conn.engine.dialect
	rules, features := d.Rules(), d.Features()
	p.max = features.InsertPage
	if n := len(one.Compiled.Params); n > 0 && rules.MaxParams > 0 {
		p.max = max(1, min(p.max, rules.MaxParams/n))
	}
	switch {
	case p.stmt.More.Inline || p.stmt.More.Conflict != nil:
	case rules.OrderedInsert:
		if len(p.stmt.Return) == 0 {
			p.keys = p.unknownKeys()
		}
		p.stmt = p.stmt.InOrder()
		for _, col := range p.keys {
			p.stmt = p.stmt.Returning(col)
		}
	case features.KeyStep != "":
		if p.gen = p.conn.generated(one.Compiled); p.gen != nil {
			return p.readStep(features.KeyStep)
		}
	}
	return nil
}

// unknownKeys are the columns of the primary key that the database gives their values.
func (p *pages) unknownKeys() (cols []*expr.ColumnClause) {
	for _, col := range p.stmt.Table.Columns {
		d := schema.ColumnOf(col)
		if d != nil && d.PrimaryKey && !slices.Contains(p.stmt.Columns, col) && (d.Default == nil || d.Default.Expr != nil) {
			cols = append(cols, col)
		}
	}
	return cols
}

func (p *pages) readStep(query string) error {
	rows, err := p.conn.query(p.ctx, nil, query, nil)
	if err != nil {
		return err
	}
	return rows.Each(func(row *dbapi.Row) error {
		p.step = row.Int64(0)
		return nil
	})
}

// size is how many of the rows that are left go into the next statement: one of few sizes, so that few statements are prepared.
func (p *pages) size(left int) int {
	for n := p.max; n > 1; n /= 4 {
		if n <= left {
			return n
		}
	}
	return 1
}

// send inserts a page.
func (p *pages) send(at, n int) error {
	s := p.stmt
	if n > 1 {
		s = s.ForRows(n)
	}
	k := new(expr.Key)
	compiled, err := p.conn.engine.cache.Compile(s, k)
	if err != nil {
		return err
	}
	r := &changeRun{ctx: p.ctx, conn: p.conn, compiled: compiled, binds: k.Binds, groups: p.params[at : at+n], base: at, many: true}
	text, args, err := r.bind(make([]any, 0, len(compiled.Params)))
	if err != nil {
		return err
	}
	p.ch.run = r
	for i := range n {
		p.ch.addKey(r, i)
	}
	if compiled.Yields() {
		return p.query(r, text, args, at, n)
	}
	res, err := p.conn.exec(p.ctx, compiled, text, args)
	if err != nil {
		return err
	}
	affected, err := res.RowsAffected()
	if err != nil {
		affected = int64(n) // the driver cannot tell; all were stored, or there were an error
	}
	p.sum += affected
	return p.number(res, at, n)
}

// number gives rows the keys that follow the first.
func (p *pages) number(res Result, at, n int) error {
	if p.gen == nil {
		return nil
	}
	first, err := res.LastInsertID()
	if err != nil {
		return err
	}
	for i := range n {
		p.ch.setKey(at+i, p.gen, first+int64(i)*p.step)
	}
	return nil
}

// query inserts a page that yields rows: keys for us, or what was asked for.
func (p *pages) query(r *changeRun, text string, args []any, at, n int) error {
	rows, err := p.conn.query(p.ctx, r.compiled, text, args)
	if err != nil {
		return err
	}
	res := newResult(rows, p.stmt, r.compiled)
	all, err := res.All()
	if err != nil {
		return err
	}
	p.sum += int64(len(all))
	if p.keys == nil {
		p.meta, p.rows = res.meta, append(p.rows, all...)
		return nil
	}
	if len(all) != n {
		return &sqlcompile.Error{Dialect: p.conn.engine.dialect.Name(), What: "INSERT", Err: errKeyCount}
	}
	for i, row := range all {
		for j, col := range p.keys {
			p.ch.setKey(at+i, col, row.Values()[j])
		}
	}
	return nil
}
