package query

import (
	"slices"

	"github.com/aludel/aludel/expr"
)

// This file has queries in FROM: their columns, and entities read from them.

// Sub is a query as a FROM element of others: a value, one for each call of [Query.Subquery].
type Sub struct {
	q   *expr.Subquery
	of  []expr.Node // what its columns are, as callers know them
	err error
}

// Subquery makes the query a FROM element of other queries. Without a name the compiler chooses one. What options load is no part of it.
func (q Query) Subquery(name ...string) Sub {
	if err := q.Err(); err != nil {
		return Sub{err: err}
	}
	n := ""
	if len(name) > 0 {
		n = name[0]
	}
	s, of := q.Stmt(), q.sel.Columns
	switch {
	case q.src != nil:
		of = s.Columns
	case q.self != nil:
		of = q.self.of
	}
	return Sub{q: s.Alias(n), of: of}
}

// Stmt is the query as a SELECT whose columns have their own names, for use outside of the ORM. What options load is no part of it.
func (q Query) Stmt() expr.Select {
	if q.src != nil {
		return q.Select()
	}
	return q.Select().WithLabels(expr.LabelDisambiguate)
}

// Err is the misuse of the query, nil if there is none.
func (s Sub) Err() error {
	if s.q == nil && s.err == nil {
		return &Error{Entity: "?", Reason: "a subquery was used that no query made"}
	}
	return s.err
}

// Column is the subquery's column for what its query selects: an attribute, or an expression that was selected. The expression must be
// the one that was passed, not another that reads alike.
func (s Sub) Column(x any) expr.Expr {
	if err := s.Err(); err != nil {
		return expr.Wrap(&expr.Invalid{Err: err})
	}
	at := placeOf(s.of, expr.Coerce(x).Node())
	if at < 0 {
		return expr.Wrap(&expr.Invalid{Err: &Error{sourceName(s.q), "", "the subquery does not select that column or expression"}})
	}
	return expr.Wrap(s.q.Column(at))
}

// placeOf is where an expression is among others, by itself or under a label; -1 for nowhere.
func placeOf(of []expr.Node, n expr.Node) int {
	if i := slices.Index(of, n); i >= 0 {
		return i
	}
	return slices.IndexFunc(of, func(have expr.Node) bool {
		l, ok := have.(*expr.Label)
		return ok && l.X == n
	})
}

// AliasTo is the same entity with its columns in a subquery, which must select them: by the entity itself, or one by one.
//
// Each call makes a new alias: keep the result to refer to it again.
func (c Class) AliasTo(s Sub) Class {
	if c.Err() != nil {
		return c
	}
	if err := s.Err(); err != nil {
		return Class{err: err}
	}
	sub := &subclass{q: s.q}
	for _, a := range c.entity.Attrs {
		at := placeOf(s.of, c.column(a).Node())
		if at < 0 {
			return Class{err: &Error{c.entity.Name, a.Name, "the subquery does not select it"}}
		}
		sub.columns = append(sub.columns, s.q.Column(at))
	}
	return Class{entity: c.entity, sub: sub}
}

// inside is the entity of an item whose columns stand one after the other in a subquery.
func inside(it Item, q *expr.Subquery) Class {
	sub := &subclass{q: q}
	have := it.Attributes()
	for _, a := range it.Class.entity.Attrs {
		var col *expr.ColumnClause
		if at := slices.Index(have, a); at >= 0 {
			col = q.Columns[it.First+at]
		}
		sub.columns = append(sub.columns, col)
	}
	return Class{entity: it.Class.entity, sub: sub}
}
