package mapping

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// This file has attributes that are SQL expressions (SQLAlchemy: column_property).

// computed makes an attribute that is no column.
func (w *fieldWalk) computed(a *Attr, tag Tag, it Item, typ sqltypes.Type) {
	for _, key := range []string{"pk", "fk", "version", "unique", "index", "server_default", "column"} {
		if bad, ok := tag.Get(key); ok {
			w.b.problem("ORM105", a.At.at(bad.Span), []Fix{{"remove the option", []Edit{{a.At.at(bad.Span), ""}}}}, "option %q on an attribute that is an SQL expression, which has no column", key)
		}
	}
	a.Computed, a.PK, a.Version = true, false, false
	a.Column = schema.NewColumn(Snake(a.Name), w.columnType(a.At, tag, typ))
	w.nullability(a, tag)
	w.e.Attrs = append(w.e.Attrs, a)
}

// Expr gives an attribute with the option expr its SQL expression, over the columns of the entity's class.
func (c *Config) Expr(attr string, x any) {
	a := c.Attr("Expr", attr)
	if a == nil {
		return
	}
	c.step(func(b *builder) {
		n := b.own(x)
		if l, ok := n.(*expr.Label); ok {
			n = l.X
		}
		switch bad, invalid := n.(*expr.Invalid); {
		case !a.Computed:
			b.problem("ORM229", a.At, []Fix{{"add expr", []Edit{addOption(a.At, "expr")}}}, "code gives %s.%s an SQL expression; say with the option `expr` that it is no column", c.Entity.Name, attr)
		case invalid:
			b.problem("ORM229", a.At, nil, "the SQL expression is not valid: %v", bad.Err)
		default:
			a.X = correlated(n, a.Entity.Table.TableClause)
		}
	})
}

// correlated has the subqueries of an expression take from the statement around them the entity's table alone, unless they say
// otherwise: what else they select from is theirs, whatever the statement has.
func correlated(n expr.Node, t *expr.TableClause) expr.Node {
	to := func(s expr.Select) expr.Select {
		if rare := s.Clauses().Rare; rare != nil && rare.Correlate != nil {
			return s
		}
		return s.Correlate(t)
	}
	r := &expr.Rewriter{Node: func(n expr.Node) (expr.Node, bool) {
		switch n := n.(type) {
		case *expr.Scalar:
			return &expr.Scalar{Select: to(n.Select)}, true
		case *expr.ExistsClause:
			return &expr.ExistsClause{Select: to(n.Select), Not: n.Not}, true
		}
		return nil, false
	}}
	return r.Rewrite(n)
}

// computedSaid reports computed attributes that code gives no expression.
func (b *builder) computedSaid(e *Entity) {
	for _, a := range e.Attrs {
		if a.Computed && a.X == nil && (!e.Configured || e.known) && !hasErrorAt(b.m.Problems, a.At) {
			b.problem("ORM229", a.At, nil, "the option expr says that the attribute is an SQL expression; give it in ConfigureMapping: m.Expr(%q, ...)", a.Name)
		}
	}
}

func hasErrorAt(ps []Problem, at Locus) bool {
	for _, p := range ps {
		if p.At == at {
			return true
		}
	}
	return false
}

// Use settles the model of a computed attribute that is about to be used, if that is still to be done, and gives its expression.
func (a *Attr) Use() (expr.Node, error) {
	if m := a.Entity.model; m != nil && m.OnUse != nil {
		if err := m.OnUse(); err != nil {
			return nil, err
		}
	}
	return a.X, nil
}

// Late is what stands for the expression under the table's own name, made once by the function.
func (a *Attr) Late(f func() *expr.Late) *expr.Late {
	a.standing.Do(func() { a.standIn = f() })
	return a.standIn
}

// Known reports whether the code that gives the expression was run or followed.
func (a *Attr) Known() bool { return !a.Entity.Configured || a.Entity.known }
