package query

import (
	"slices"

	"github.com/aludel/aludel/expr"
)

// This file has queries in FROM: their columns, and entities read from them.

// Sub is a query as a FROM element of others: a value, one for each call of [Query.Subquery], [Query.Lateral] or [Query.CTE].
type Sub struct {
	q   derived
	of  []expr.Node // what its columns are, as callers know them
	err error
}

// derived is a FROM element that a statement makes: an *expr.Subquery, an *expr.CTE or an *expr.CTEAlias.
type derived interface {
	expr.FromClause
	TableColumns() []*expr.ColumnClause
}

// Subquery makes the query a FROM element of other queries. Without a name the compiler chooses one. What options load is no part of it.
func (q Query) Subquery(name ...string) Sub {
	if err := q.Err(); err != nil {
		return Sub{err: err}
	}
	s, of := q.within()
	return Sub{q: s.Alias(nameOf(name)), of: of}
}

// Lateral is [Query.Subquery] that sees the FROM elements beside it: its conditions may use the columns of what it is joined to.
func (q Query) Lateral(name ...string) Sub {
	if err := q.Err(); err != nil {
		return Sub{err: err}
	}
	s, of := q.within()
	return Sub{q: s.Lateral(nameOf(name)), of: of}
}

func nameOf(name []string) string {
	if len(name) == 0 {
		return ""
	}
	return name[0]
}

// within is the query as a part of another, and what its columns are, as callers know them.
func (q Query) within() (s expr.Select, of []expr.Node) {
	s, of = q.Stmt(), q.sel.Clauses().Columns
	switch {
	case q.src != nil:
		of = s.Clauses().Columns
	case q.self != nil:
		of = q.self.of
	}
	return s, of
}

// Alias is the same rows under another name in the statement, so that they can stand in it twice. Without a name the compiler chooses one.
func (s Sub) Alias(name ...string) Sub {
	if s.Err() != nil {
		return s
	}
	switch q := s.q.(type) {
	case *expr.Subquery:
		again := expr.NewSubquery(q.Select, nameOf(name))
		again.Lateral = q.Lateral
		return Sub{q: again, of: s.of}
	case *expr.CTE:
		return Sub{q: q.Alias(nameOf(name)), of: s.of}
	}
	return Sub{q: s.q.(*expr.CTEAlias).Of.Alias(nameOf(name)), of: s.of}
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
	return expr.Wrap(s.q.TableColumns()[at])
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
		sub.columns = append(sub.columns, s.q.TableColumns()[at])
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
