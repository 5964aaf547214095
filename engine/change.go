package engine

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
)

// This file executes INSERT and UPDATE: values are passed by the keys of columns, defaults fill the others, keys come back.

// executeChange executes an INSERT or UPDATE.
func (c *Connection) executeChange(ctx context.Context, s expr.Statement, params []Params) (*CursorResult, error) {
	if err := sameKeys(params); err != nil {
		return nil, err
	}
	switch st := s.(type) {
	case expr.Insert:
		if len(params) > 0 && st.Table != nil {
			st = st.Passing(passedColumns(st.Table.Columns, params[0])...)
		}
		if len(params) < 2 {
			return c.changeOnce(ctx, st, params)
		}
		st = st.ForMany()
		if c.pageable(&st, params[0]) {
			return c.insertPages(ctx, st, params)
		}
		return c.changeMany(ctx, st, params)
	case expr.Update:
		if t, ok := st.Table.(*expr.TableClause); ok && len(params) > 0 {
			st = st.Passing(passedColumns(t.Columns, params[0])...)
		}
		s = st
	}
	if len(params) < 2 {
		return c.changeOnce(ctx, s, params)
	}
	return c.changeMany(ctx, s, params)
}

// sameKeys refuses rows that are passed for other columns than the first one is. A row that has all names of the first, and as many, has
// no others.
func sameKeys(params []Params) error {
	if len(params) < 2 {
		return nil
	}
	names := slices.Sorted(maps.Keys(params[0]))
	for i, p := range params[1:] {
		for _, name := range names {
			if _, ok := p[name]; !ok {
				return &ParameterError{Name: name, Group: i + 1, Missing: true}
			}
		}
		if len(p) == len(names) {
			continue
		}
		for name := range p {
			if _, ok := params[0][name]; !ok {
				return &ParameterError{Name: name, Group: i + 1, Known: names}
			}
		}
	}
	return nil
}

// passedColumns are the columns of which values are passed by key, in the order of the table.
func passedColumns(cols []*expr.ColumnClause, p Params) (out []*expr.ColumnClause) {
	for _, col := range cols {
		if _, ok := p[keyOf(col)]; ok {
			out = append(out, col)
		}
	}
	return out
}

// changeOnce sends a statement once.
func (c *Connection) changeOnce(ctx context.Context, s expr.Statement, params []Params) (*CursorResult, error) {
	k := new(expr.Key)
	compiled, err := c.engine.statements().Compile(s, k)
	if err != nil {
		return nil, err
	}
	r := &changeRun{ctx: ctx, conn: c, compiled: compiled, binds: k.Binds, groups: params}
	text, args, err := r.bind(nil)
	if err != nil {
		return nil, err
	}
	ch := &changed{run: r, inline: compiled.Changes.Inline, upsert: upserts(s)}
	if len(compiled.Changes.Keys) > 0 {
		return c.changeReturning(ch, text, args)
	}
	res, err := c.send(ctx, s, compiled, text, args)
	if err != nil {
		return nil, err
	}
	res.change = ch
	if gen := c.engine.generated(compiled); gen != nil && res.noRows && !ch.inline && !ch.upsert {
		id, err := res.done.LastInsertID()
		if err == nil {
			ch.returned = map[*expr.ColumnClause]any{gen: id}
		}
	}
	return res, nil
}

// upserts reports whether a row that is there already is no error.
func upserts(s expr.Statement) bool {
	in, ok := s.(expr.Insert)
	return ok && in.More != nil && in.More.Conflict != nil
}

// generated is the key column that the driver tells of, nil for none.
func (e *Engine) generated(s *sqlcompile.Compiled) *expr.ColumnClause {
	if s.Kind != sqlcompile.KindInsert || !e.Dialect().Features().LastInsertID || s.Changes.Table == nil {
		return nil
	}
	col := e.autoincrement(s.Changes.Table)
	if col == nil || slices.ContainsFunc(s.Params, func(p sqlcompile.Param) bool { return p.Column == col }) {
		return nil
	}
	return col
}

// autoincrement is the key column whose values the database generates, nil if there is none.
func (e *Engine) autoincrement(t *expr.TableClause) *expr.ColumnClause {
	sequences := e.Dialect().Rules().DDL
	for _, col := range t.Columns {
		d := schema.ColumnOf(col)
		if d == nil || !d.PrimaryKey || !d.Generated() {
			continue
		}
		if s := d.Sequence; s == nil || !sequences.Sequences || s.Optional && sequences.OptionalSequences {
			return col
		}
	}
	return nil
}

// changeReturning sends a statement that yields the keys of its row though nobody asked.
func (c *Connection) changeReturning(ch *changed, text string, args []any) (*CursorResult, error) {
	r := ch.run
	var all [][]any
	err := c.keyRows(r.ctx, r.compiled, text, args, func(vals []any) { all = append(all, vals) })
	if err != nil {
		return nil, err
	}
	if r.compiled.Kind == sqlcompile.KindInsert && len(all) == 1 {
		ch.returned = map[*expr.ColumnClause]any{}
		for i, col := range r.compiled.Changes.Keys {
			ch.returned[col] = all[0][i]
		}
	}
	return &CursorResult{conn: c, sum: int64(len(all)), noRows: true, change: ch}, nil
}

// keyRows reads the rows of implicit keys.
func (c *Connection) keyRows(ctx context.Context, s *sqlcompile.Compiled, text string, args []any, f func([]any)) error {
	rows, err := c.query(ctx, s, text, args)
	if err != nil {
		return err
	}
	return rows.Each(func(row *dbapi.Row) error {
		vals := make([]any, len(s.Changes.KeyColumns))
		for i := range vals {
			v, err := value(row, i, &s.Changes.KeyColumns[i], "")
			if err != nil {
				return err
			}
			vals[i] = v
		}
		f(vals)
		return nil
	})
}

// changeMany sends a statement once for each row that is passed. All are checked before the first is sent.
func (c *Connection) changeMany(ctx context.Context, s expr.Statement, params []Params) (*CursorResult, error) {
	k := new(expr.Key)
	compiled, err := c.engine.statements().Compile(s, k)
	if err != nil {
		return nil, err
	}
	m := many{same: true}
	texts := make([]string, len(params))
	ch := &changed{many: true, upsert: upserts(s)}
	for i, p := range params {
		r := &changeRun{ctx: ctx, conn: c, compiled: compiled, binds: k.Binds, groups: []Params{p}, base: i, many: true}
		text, args, err := r.bind(nil)
		if err != nil {
			return nil, err
		}
		if i == len(params)-1 {
			ch.run = r
		}
		ch.addKey(r, 0)
		m.each, texts[i] = append(m.each, args), text
		m.same = m.same && text == texts[0]
	}
	m.text = texts[0]
	var res *CursorResult
	if !m.same || compiled.Yields() {
		res, err = c.sendEach(ctx, s, compiled, texts, m.each)
	} else {
		res, err = c.sendMany(ctx, compiled, m, ch)
	}
	if err != nil {
		return nil, err
	}
	res.change = ch
	return res, nil
}

// sendMany sends rows with one text, and keeps the keys that the database makes.
func (c *Connection) sendMany(ctx context.Context, compiled *sqlcompile.Compiled, m many, ch *changed) (*CursorResult, error) {
	gen := c.engine.generated(compiled)
	if gen == nil || ch.upsert {
		sum, err := c.execMany(ctx, compiled, m)
		if err != nil {
			return nil, err
		}
		return &CursorResult{conn: c, sum: sum, noRows: true}, nil
	}
	ids := make([]int64, len(m.each))
	sum, err := c.execManyKeyed(ctx, compiled, m, ids)
	if err != nil {
		return nil, err
	}
	for i, id := range ids {
		ch.setKey(i, gen, id)
	}
	return &CursorResult{conn: c, sum: sum, noRows: true}, nil
}

// execManyKeyed sends rows with one text and keeps their generated keys.
func (c *Connection) execManyKeyed(ctx context.Context, s *sqlcompile.Compiled, m many, ids []int64) (sum int64, err error) {
	sent, done := false, 0
	err = c.everySet(ctx, s, m, func(st dbapi.Stmt, args []any, n int) (err error) {
		sent = true
		sum, done, err = execKeyed(ctx, st, args, n, ids)
		return err
	})
	if sent && err != nil {
		err = &BatchError{Stored: done, Rows: 1, Err: err}
	}
	return sum, err
}

// execKeyed runs a prepared statement for n rows of values, which follow each other in args. ids, unless nil, are given the generated keys.
func execKeyed(ctx context.Context, st dbapi.Stmt, args []any, n int, ids []int64) (sum int64, done int, err error) {
	if b, ok := st.(dbapi.BatchStmt); ok {
		done, res, err := b.ExecBatch(ctx, n, args, ids)
		if err != nil {
			return 0, done, err
		}
		sum, err = res.RowsAffected()
		return sum, done, err
	}
	w := len(args) / n
	for i := range n {
		res, err := st.Exec(ctx, args[i*w:i*w+w])
		if err != nil {
			return sum, i, err
		}
		if ids != nil {
			if ids[i], err = res.LastInsertID(); err != nil {
				return sum, i, err
			}
		}
		sum++
	}
	return sum, n, nil
}

// BatchError says that an execution for many rows failed on the way. Stored is how many rows had been stored before: in a transaction
// they are undone with it, outside of one they stay.
type BatchError struct {
	Stored int
	// Rows is how many rows the statement had that failed: one of them is at fault.
	Rows int
	Err  error
}

// Error says how far the execution came.
func (e *BatchError) Error() string {
	return fmt.Sprintf("engine: %d rows were stored before the one that failed: %v", e.Stored, e.Err)
}

// Unwrap gives the cause.
func (e *BatchError) Unwrap() error { return e.Err }
