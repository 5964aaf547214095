package sqlcompile

import "github.com/aludel/aludel/expr"

// This file keeps what names mean within one SELECT.

// scope is the SELECT that is being rendered, the innermost one; s is nil outside of any.
type scope struct {
	s      *expr.Clauses
	labels int // where its labels begin
	// bare is set while the clauses behind a compound are rendered, where columns have no table.
	bare bool
	// nested are the CTEs that stand before this SELECT alone; recursive says that one reads itself.
	nested    []piece
	recursive bool
}

// labelled is a label and the name it has in the columns clause.
type labelled struct {
	l    *expr.Label
	name string
}

// openScope makes s the SELECT whose names count; what it gives goes to closeScope.
func (c *compiler) openScope(s *expr.Clauses) (outer scope) {
	outer = c.scope
	c.scope = scope{s: s, labels: len(c.labels)}
	return outer
}

func (c *compiler) closeScope(outer scope) {
	c.labels = c.labels[:c.scope.labels]
	c.scope = outer
}

// labelName is the name of a label in the columns clause, "" if it is not there.
func (c *compiler) labelName(l *expr.Label) string {
	for _, have := range c.labels[c.scope.labels:] {
		if have.l == l {
			return have.name
		}
	}
	return ""
}

// unqualified reports whether a column stands without its table: one that a compound gives, in the clauses behind it.
func (c *compiler) unqualified(col *expr.ColumnClause) bool {
	if !c.scope.bare {
		return false
	}
	for _, n := range c.scope.s.Columns {
		if n == expr.Node(col) {
			return true
		}
	}
	return false
}
