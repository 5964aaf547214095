package query

import (
	"fmt"
	"slices"

	"github.com/aludel/aludel/expr"
)

// This file joins what a query selects with other classes and subqueries.

// From makes a class, a join of classes or a subquery part of FROM, for queries whose columns do not say it.
func (q Query) From(target any) Query {
	f, err := joinable(target)
	if err != nil {
		return q.fail(err)
	}
	q.joins = append(slices.Clip(q.joins), f)
	if q.from == nil {
		q.from = target
	}
	return q
}

// Join joins along a relationship, or to a class or subquery on the conditions, or by the only foreign key between it and what is
// selected so far.
func (q Query) Join(target any, on ...any) Query { return q.join(inner, target, on) }

// OuterJoin is [Query.Join] keeping rows that nothing matches.
func (q Query) OuterJoin(target any, on ...any) Query { return q.join(outer, target, on) }

// FullJoin is [Query.Join] keeping the rows of both sides that nothing matches.
func (q Query) FullJoin(target any, on ...any) Query { return q.join(full, target, on) }

// joinKind is the kind of a join.
type joinKind uint8

const (
	inner joinKind = iota
	outer
	full
)

func (q Query) join(kind joinKind, target any, on []any) Query {
	if r, ok := target.(Rel); ok {
		return q.joinRel(kind, r, on)
	}
	right, err := joinable(target)
	if err != nil {
		return q.fail(err)
	}
	var left expr.FromClause
	cond := expr.And(q.adaptedTo(right, on)...)
	if sub, ok := right.(*expr.Subquery); ok && sub.Lateral && len(on) == 0 {
		cond = expr.True() // what it has to do with the others is in it
		left, err = q.leftOn(right, cond)
	} else if len(on) > 0 {
		left, err = q.leftOn(right, cond)
	} else {
		left, cond, err = q.leftByKey(right)
	}
	if err != nil {
		return q.fail(err)
	}
	return q.attach(kind, left, right, cond).last(target)
}

// joinable is what FROM has of a class or a subquery.
func joinable(target any) (expr.FromClause, error) {
	switch t := target.(type) {
	case Rel:
		return nil, &Error{"?", "", "From wants a class, its alias or a subquery: join along a relationship"}
	case Sub:
		return t.q, t.Err()
	case JoinedClasses:
		return t.from, t.err
	}
	c, ok := asClass(target)
	if !ok {
		return nil, &Error{"?", "", "a join wants a relationship, a class or its alias, a join of classes, or a subquery"}
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	return c.from(), nil
}

func (q Query) joinRel(kind joinKind, r Rel, on []any) Query {
	if err := r.Err(); err != nil {
		return q.fail(err)
	}
	t := r.target()
	if t.from() == r.class.from() {
		return q.fail(&Error{r.class.entity.Name, r.rel.Name, "it leads back to its own class: join an alias, with To(orm.Alias(...))"})
	}
	r = q.own(r.Where(on...), t)
	if r.over() && kind == inner {
		near, far, sec := r.through(t)
		q = q.attach(inner, r.class.from(), sec, near)
		return q.attach(inner, sec, t.from(), far).last(t)
	}
	right, cond := r.sides(t)
	return q.attach(kind, r.class.from(), right, cond).last(t)
}

// attach grows the join chain that has left in it, or begins one.
func (q Query) attach(kind joinKind, left, right expr.FromClause, on expr.Expr) Query {
	q.joins = grown(q.joins, &expr.Join{Left: left, Right: right, On: on.Node(), Outer: kind == outer, Full: kind == full})
	return q
}

// attachTo is a copy of join chains in which the one that has left in it is grown, or that one begins.
func attachTo(chains []expr.FromClause, outer bool, left, right expr.FromClause, on expr.Expr) []expr.FromClause {
	return grown(chains, &expr.Join{Left: left, Right: right, On: on.Node(), Outer: outer})
}

// grown is a copy of join chains with a join to one element of them, or a chain of its own.
func grown(chains []expr.FromClause, j *expr.Join) []expr.FromClause {
	joins, left := slices.Clone(chains), j.Left
	if l, ok := left.(*expr.Join); ok { // which is a part of the chain
		left = expr.JoinMembers(l)[0]
	}
	for i, f := range joins {
		if slices.Contains(expr.JoinMembers(f), left) {
			j.Left, joins[i] = f, j
			return joins
		}
	}
	return append(joins, j)
}

// lefts are the FROM elements that something can be joined to: those of joins so far, those of the entities, those of the expressions.
func (q Query) lefts(right expr.FromClause) (out []expr.FromClause) {
	add := func(f expr.FromClause) {
		if f != right && !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	for _, j := range q.joins {
		for _, f := range expr.JoinMembers(j) {
			add(f)
		}
	}
	for _, it := range q.items {
		if it.Class.entity != nil {
			add(q.classOf(it).from())
		}
	}
	for _, n := range q.sel.Clauses().Columns {
		for _, f := range expr.FromsOf(n) {
			add(f)
		}
	}
	return out
}

// leftOn is the element that a condition joins right to: the last one that it names, else the last one there is.
func (q Query) leftOn(right expr.FromClause, on expr.Expr) (expr.FromClause, error) {
	lefts := q.lefts(right)
	if len(lefts) == 0 {
		return nil, &Error{sourceName(right), "", "nothing is selected that it could be joined to: say From first"}
	}
	named := expr.FromsOf(on.Node())
	for _, f := range slices.Backward(lefts) {
		if slices.Contains(named, f) {
			return f, nil
		}
	}
	return lefts[len(lefts)-1], nil
}

// leftByKey is the only element that shares a foreign key with right, and the condition.
func (q Query) leftByKey(right expr.FromClause) (left expr.FromClause, on expr.Expr, err error) {
	var why error
	for _, f := range q.lefts(right) {
		cond := expr.JoinOf(f, right, nil).On
		if bad, ok := cond.(*expr.Invalid); ok {
			why = bad.Err
			continue
		}
		if left != nil {
			return nil, on, &Error{sourceName(right), "", "both " + sourceName(left) + " and " + sourceName(f) +
				" share a foreign key with it; pass the conditions, or join along a relationship"}
		}
		left, on = f, expr.Wrap(cond)
	}
	switch {
	case left != nil:
		return left, on, nil
	case why != nil:
		return nil, on, fmt.Errorf("%w: %w", &Error{Entity: sourceName(right), Reason: "it shares no single foreign key with what is selected; pass the conditions, or join along a relationship"}, why)
	}
	return nil, on, &Error{Entity: sourceName(right), Reason: "nothing is selected that it could be joined to; pass the conditions, or join along a relationship"}
}

// sourceName is how a message calls a FROM element.
func sourceName(f expr.FromClause) string {
	switch f := f.(type) {
	case *expr.Alias:
		if f.Name == "" {
			return "an alias of " + f.Of.Name
		}
	case *expr.Subquery:
		if f.Name == "" {
			return "a subquery"
		}
	case *expr.CTEAlias:
		if f.Name == "" {
			return "an alias of " + sourceName(f.Of)
		}
	}
	return expr.SelectableName(f)
}
