package engine

import (
	"context"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
)

// This file inserts many rows whose values are passed to Execute.

// insertPages stores rows, many a statement.
func (c *Connection) insertPages(ctx context.Context, s expr.Insert, params []Params) (*CursorResult, error) {
	plan, err := c.engine.planPages(s)
	if err != nil {
		return nil, err
	}
	res := &CursorResult{conn: c, noRows: len(s.Return) == 0, change: &changed{many: true}}
	src := &paramRows{ctx: ctx, conn: c, params: params, keys: plan.keys, ch: res.change}
	p := pages{pagePlan: plan, conn: c, ctx: ctx, src: src, own: func(pg page, rows *Rows) error {
		own := newResult(rows, plan.stmt, pg.compiled)
		all, err := own.All()
		res.meta, res.ahead = own.meta, append(res.ahead, all...)
		return err
	}}
	if err := p.insert(len(params)); err != nil {
		return nil, err
	}
	res.sum = max(p.sum, int64(len(res.ahead)))
	return res, nil
}

// paramRows are rows of passed values.
type paramRows struct {
	ctx    context.Context
	conn   *Connection
	params []Params
	keys   []*expr.ColumnClause
	ch     *changed
}

func (s *paramRows) page(stmt *expr.Insert, at, n, _ int) (page, error) {
	k := new(expr.Key)
	compiled, err := s.conn.engine.statements().Compile(*stmt, k)
	return page{compiled, k.Binds, at, n}, err
}

func (s *paramRows) bind(p page) (string, []any, error) {
	r := &changeRun{ctx: s.ctx, conn: s.conn, compiled: p.compiled, binds: p.binds, groups: s.params[p.at : p.at+p.n], base: p.at, many: true}
	text, args, err := r.bind(make([]any, 0, len(p.compiled.Params)))
	if err != nil {
		return "", nil, err
	}
	s.ch.run = r
	for i := range p.n {
		s.ch.addKey(r, i)
	}
	return text, args, nil
}

func (s *paramRows) generated(row int, id int64) error {
	s.ch.setKey(row, s.conn.engine.generated(s.ch.run.compiled), id)
	return nil
}

func (s *paramRows) returned(row int, rows *Rows, r *dbapi.Row) error {
	for i, col := range s.keys {
		v, err := value(r, i, &rows.compiled.Columns[i], rows.reader.Columns()[i].Type)
		if err != nil {
			return err
		}
		s.ch.setKey(row, col, v)
	}
	return nil
}
