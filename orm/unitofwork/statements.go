package unitofwork

import (
	gosync "sync"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/sqlcompile"
)

// Statements keeps the compiled statements of flushes on one engine, which depend on the mapping and on the columns sent. It is shared
// by sessions and safe for concurrent use. The zero value is ready.
type Statements struct{ byShape gosync.Map } // shape -> *sqlcompile.Compiled

// shape is what a statement depends on.
type shape struct {
	kind   byte // i, u, d
	mapper *instance.Mapper
	cols   columnSet
	rows   int
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

// get gives the statement of a shape, and has it built if it is new. A nil s keeps nothing.
func (s *Statements) get(conn *engine.Connection, kind byte, m *instance.Mapper, cols []int, rows int, build func() expr.Statement) (*sqlcompile.Compiled, error) {
	set, ok := setOf(cols)
	key := shape{kind, m, set, rows}
	if ok && s != nil {
		if c, ok := s.byShape.Load(key); ok {
			return c.(*sqlcompile.Compiled), nil
		}
	}
	st, err := conn.Prepare(build())
	if err != nil {
		return nil, err
	}
	if ok && s != nil {
		s.byShape.Store(key, st.Compiled)
	}
	return st.Compiled, nil
}

// insert is INSERT of some columns, in so many rows.
func (s *Statements) insert(conn *engine.Connection, m *instance.Mapper, cols []int, rows, key int) (c *sqlcompile.Compiled, returns bool, err error) {
	d := conn.Engine().Dialect()
	returns = key >= 0 && d.Rules().Returning && !d.Features().LastInsertID
	c, err = s.get(conn, 'i', m, cols, rows, func() expr.Statement {
		st := expr.InsertInto(m.Entity.Table).Params(rows, clauses(m, cols)...)
		if returns {
			st = st.Returning(m.Columns[key].Attr.Column.ColumnClause).InOrder()
		}
		return st
	})
	return c, returns, err
}

// update is UPDATE of some columns in the row of a primary key.
func (s *Statements) update(conn *engine.Connection, m *instance.Mapper, cols []int) (*sqlcompile.Compiled, error) {
	return s.get(conn, 'u', m, cols, 1, func() expr.Statement {
		st := expr.UpdateTable(m.Entity.Table)
		for _, i := range cols {
			st = st.Values(m.Columns[i].Attr.Column.Expr().To(passed(nil, &m.Columns[i])))
		}
		for _, k := range rowColumns(m) {
			st = st.Where(m.Columns[k].Attr.Column.Expr().Eq(passed(nil, &m.Columns[k])))
		}
		return st
	})
}

// delete is DELETE of the row of a primary key.
func (s *Statements) delete(conn *engine.Connection, m *instance.Mapper) (*sqlcompile.Compiled, error) {
	return s.get(conn, 'd', m, nil, 1, func() expr.Statement {
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
