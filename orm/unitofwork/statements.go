package unitofwork

import (
	"slices"
	gosync "sync"
	"sync/atomic"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/sqlcompile"
)

// Statements keeps the compiled statements of flushes on one engine, which depend on the mapping and on the columns sent. It is shared
// by sessions and safe for concurrent use. The zero value is ready.
type Statements struct {
	byShape atomic.Pointer[map[shape]*keptShape] // the map is never written
	last    atomic.Pointer[keptShape]            // that was asked for last: flushes of one kind follow each other
	adding  gosync.Mutex
}

// shape is what a statement depends on.
type shape struct {
	kind   byte // i, u, d
	mapper *instance.Mapper
	cols   columnSet
}

// columnSet is a set of column indexes below 128.
type columnSet [2]uint64

// setOf is false for an entity with more columns than the set holds: its statements are not kept.
func setOf(cols []int) (s columnSet, ok bool) {
	for _, c := range cols {
		if c >= 64*len(s) {
			return s, false
		}
		s[c/64] |= 1 << (c % 64)
	}
	return s, true
}

// get gives what is kept for a shape, and has it built if it is new. A nil s keeps nothing.
func get[T any](s *Statements, kind byte, m *instance.Mapper, cols []int, build func() (T, error)) (T, error) {
	set, ok := setOf(cols)
	key := shape{kind, m, set}
	if !ok || s == nil {
		return build()
	}
	if l := s.last.Load(); l != nil && l.shape == key {
		return l.is.(T), nil
	}
	if all := s.byShape.Load(); all != nil {
		if k := (*all)[key]; k != nil {
			s.last.Store(k)
			return k.is.(T), nil
		}
	}
	c, err := build()
	if err == nil {
		s.keep(key, c)
	}
	return c, err
}

// keptShape is a statement with its shape.
type keptShape struct {
	shape shape
	is    any // *sqlcompile.Compiled, *insertion
}

func (s *Statements) keep(key shape, c any) {
	s.adding.Lock()
	defer s.adding.Unlock()
	next := map[shape]*keptShape{key: {key, c}}
	if all := s.byShape.Load(); all != nil {
		for k, v := range *all {
			next[k] = v
		}
	}
	s.byShape.Store(&next)
}

// compiled is get for a statement of the language.
func (s *Statements) compiled(conn *engine.Connection, kind byte, m *instance.Mapper, cols []int, build func() expr.Statement) (*sqlcompile.Compiled, error) {
	return get(s, kind, m, cols, func() (*sqlcompile.Compiled, error) {
		st, err := conn.Prepare(build())
		if err != nil {
			return nil, err
		}
		return st.Compiled, nil
	})
}

// insertion is INSERT of some columns.
type insertion struct {
	rows *engine.RowInsert
	// key is the column that the driver tells the generated key of, -1 for none; returned are those that the statement returns.
	key      int
	returned []int
	filled   bool // the database fills other columns than the key's
}

// insert is INSERT of objects: values of cols, and SQL for fills, which are those of the mapper that are not among cols.
func (s *Statements) insert(conn *engine.Connection, m *instance.Mapper, cols, fills []int) (*insertion, error) {
	kind := byte('i')
	if len(fills) > 0 {
		kind = 'f'
	}
	return get(s, kind, m, cols, func() (*insertion, error) {
		rows, err := planRows(conn.Engine(), m, cols, fills)
		if err != nil {
			return nil, err
		}
		in := &insertion{rows: rows, key: generated(m, cols)}
		for _, col := range rows.Keys() {
			in.returned = append(in.returned, slices.IndexFunc(m.Columns, func(c instance.Column) bool { return c.Attr.Column.ColumnClause == col }))
		}
		told := len(in.returned)
		if told == 0 && in.key >= 0 {
			told = 1
		}
		in.filled = len(m.Columns)-len(cols) > told
		return in, nil
	})
}

func planRows(e *engine.Engine, m *instance.Mapper, cols, fills []int) (*engine.RowInsert, error) {
	if len(fills) == 0 {
		return e.PlanRows(m.Entity.Table.TableClause, clauses(m, cols)...)
	}
	all := slices.Sorted(slices.Values(append(slices.Clone(cols), fills...)))
	given := make([]expr.Node, len(all))
	for i, c := range all {
		if slices.Contains(fills, c) {
			given[i] = fillNode(m, c)
		}
	}
	return e.PlanRowsWith(m.Entity.Table.TableClause, clauses(m, all), given)
}

// generated is the key column that the database fills in an INSERT of these columns, -1 for none.
func generated(m *instance.Mapper, cols []int) int {
	for _, k := range m.Keys {
		if m.Columns[k].Attr.Column.Generated() && !slices.Contains(cols, k) {
			return k
		}
	}
	return -1
}

// update is UPDATE of some columns in the row of a primary key.
func (s *Statements) update(conn *engine.Connection, m *instance.Mapper, cols []int) (*sqlcompile.Compiled, error) {
	return s.compiled(conn, 'u', m, cols, func() expr.Statement { return updateOf(m, cols) })
}

// updateReturning is [Statements.update] that returns the version.
func (s *Statements) updateReturning(conn *engine.Connection, m *instance.Mapper, cols []int) (*sqlcompile.Compiled, error) {
	return s.compiled(conn, 'v', m, cols, func() expr.Statement {
		return updateOf(m, cols).Returning(m.Columns[m.Version].Attr.Column.ColumnClause)
	})
}

func updateOf(m *instance.Mapper, cols []int) expr.Update {
	st := expr.UpdateTable(m.Entity.Table)
	for _, i := range cols {
		st = st.Values(m.Columns[i].Attr.Column.Expr().To(passed(nil, &m.Columns[i])))
	}
	for _, k := range rowColumns(m) {
		st = st.Where(m.Columns[k].Attr.Column.Expr().Eq(passed(nil, &m.Columns[k])))
	}
	return st
}

// delete is DELETE of the row of a primary key.
func (s *Statements) delete(conn *engine.Connection, m *instance.Mapper) (*sqlcompile.Compiled, error) {
	return s.compiled(conn, 'd', m, nil, func() expr.Statement {
		st := expr.DeleteFrom(m.Entity.Table)
		for _, k := range rowColumns(m) {
			st = st.Where(m.Columns[k].Attr.Column.Expr().Eq(passed(nil, &m.Columns[k])))
		}
		return st
	})
}

// passed is a value as a bind whatever it is: NULL is sent as one, so that the statement does not change with it.
func passed(v any, c *instance.Column) expr.Expr {
	return expr.Wrap(&expr.BindParameter{Name: c.Attr.Column.Name, Value: v, Typ: c.Attr.Column.Type(), Unique: true})
}
