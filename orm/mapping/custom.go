package mapping

import (
	"slices"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
)

// This file makes join conditions that code gives part of the model.

// saying is what code said about how a relationship is joined.
type saying struct {
	on, far expr.Node
	from    any
}

func (b *builder) said(r *Relationship) *saying {
	if b.custom[r] == nil {
		b.custom[r] = &saying{}
	}
	return b.custom[r]
}

// settle joins a relationship as the code says, or reports what its tags lack.
func (b *builder) settle(r *Relationship) {
	typ := Locus{Decl: r.At.Decl, Field: r.At.Field, Part: PartType}
	s := b.custom[r]
	switch {
	case s == nil:
		b.m.Problems = append(b.m.Problems, r.pending...)
	case s.far != nil || s.from != nil || r.Secondary != nil:
		b.joinOver(r, s, typ)
	default:
		b.joinOn(r, s, typ)
	}
	if r.Linked() {
		b.orphanRule(r)
		if len(r.OrderBy) == 0 {
			b.orderBy(r)
		}
	}
}

// orderExprs orders a relationship by expressions.
func (b *builder) orderExprs(r *Relationship, by []any) {
	r.OrderBy = nil
	for _, x := range by {
		n := b.own(x)
		o := Order{X: n}
		if u, ok := n.(*expr.Unary); ok && (u.Op == expr.OpDesc || u.Op == expr.OpAsc) {
			n, o.Desc = u.X, u.Op == expr.OpDesc
		}
		if c, ok := n.(*expr.ColumnClause); ok && r.Target != nil {
			if o.Attr = attrOfClause(r.Target, c); o.Attr != nil {
				o.X = nil
			}
		}
		r.OrderBy = append(r.OrderBy, o)
	}
}

// conjuncts are the conditions that all must hold.
func conjuncts(n expr.Node) []expr.Node {
	switch n := n.(type) {
	case *expr.List:
		if n.Op == expr.OpAnd {
			var out []expr.Node
			for _, i := range n.Items {
				out = append(out, conjuncts(i)...)
			}
			return out
		}
	case *expr.Grouping:
		if l, ok := n.X.(*expr.List); ok && l.Op == expr.OpAnd {
			return conjuncts(l)
		}
	}
	return []expr.Node{n}
}

// joinOn joins a relationship without an association on a condition.
func (b *builder) joinOn(r *Relationship, s *saying, typ Locus) {
	r.Pairs = nil
	j := b.newJoin(r, s)
	if !b.understood(r, typ, s.on, nil) {
		return
	}
	var rest []expr.Node
	var foreignNear, foreignFar bool
	for _, c := range conjuncts(s.on) {
		p, refers, ok := b.pairOf(r, c)
		if !ok || !refers && !r.ViewOnly {
			rest = append(rest, c)
			continue
		}
		foreignNear, foreignFar = foreignNear || p.far, foreignFar || !p.far
		r.Pairs = append(r.Pairs, p.Pair)
	}
	switch {
	case len(r.Pairs) == 0 && !r.ViewOnly:
		b.problem("ORM227", typ, nil, "the condition does not say which column of one side refers to one of the other: compare two that a foreign key links, mark the one that refers with orm.Foreign, or make the relationship viewonly")
		return
	case foreignNear && foreignFar && !r.ViewOnly:
		b.problem("ORM227", typ, nil, "columns of both sides refer to the other; mark those of one side with orm.Foreign")
		return
	}
	r.Direction = OneToMany
	if foreignNear || len(r.Pairs) == 0 && r.Container == RefContainer {
		r.Direction = ManyToOne
	}
	if r.ViewOnly && r.Container != RefContainer {
		r.Direction = OneToMany // whatever the columns say, there may be many
	}
	b.fits(r, typ)
	if len(rest) == 0 {
		return // it is as if a foreign key said it
	}
	j.On = j.normal(s.on)
	j.near = j.nearAttrs(j.On)
	if len(r.Pairs) > 0 && !slices.ContainsFunc(rest, j.asksNear) {
		for _, c := range rest {
			j.Extra = append(j.Extra, j.normal(c))
		}
	}
	r.Join = j
}

func (b *builder) newJoin(r *Relationship, s *saying) *Join {
	return &Join{rel: r, target: expr.NewAlias(r.Target.Table.TableClause, "")}
}

// comparison is a pair of columns that a condition makes equal; far says that the own side refers to the target.
type comparison struct {
	Pair
	far bool
}

// pairOf reads a condition that makes an attribute of the entity equal to one of the target. refers reports whether one of the two is
// known to refer to the other.
func (b *builder) pairOf(r *Relationship, n expr.Node) (c comparison, refers, ok bool) {
	eq, isEq := n.(*expr.Binary)
	if !isEq || eq.Op != expr.OpEq {
		return c, false, false
	}
	l, o := columnAt(eq.L), columnAt(eq.R)
	if l == nil || o == nil {
		return c, false, false
	}
	if isRemote(r, l) {
		l, o = o, l
	}
	if isRemote(r, l) || !isRemote(r, o) || l.Table != expr.FromClause(r.Entity.Table.TableClause) {
		return c, false, false
	}
	c.Local, c.Remote = attrOfClause(r.Entity, l.ColumnClause), attrOfClause(r.Target, tableColumn(o.ColumnClause))
	if c.Local == nil || c.Remote == nil {
		return c, false, false
	}
	switch {
	case l.foreign || o.foreign:
		c.far, refers = l.foreign, true
	case foreignKeyNamed(r, c.Local) != foreignKeyNamed(r, c.Remote):
		c.far, refers = foreignKeyNamed(r, c.Local), true
	case refersTo(c.Remote.Column, c.Local.Column):
		refers = true
	case refersTo(c.Local.Column, c.Remote.Column):
		c.far, refers = true, true
	default:
		c.far = r.Container == RefContainer
	}
	return c, refers, true
}

// foreignKeyNamed reports whether the option foreign_keys names an attribute.
func foreignKeyNamed(r *Relationship, a *Attr) bool {
	it, ok := r.tag.Get("foreign_keys")
	return ok && slices.ContainsFunc(it.Words(), func(w Item) bool { return w.Value == a.Name })
}

// refersTo reports whether a foreign key has a column refer to another.
func refersTo(c, to *schema.Column) bool {
	return c.Owner != nil && slices.ContainsFunc(c.Owner.ForeignKeys, func(k *schema.ForeignKeyConstraint) bool {
		i := slices.Index(k.Columns, c)
		return i >= 0 && i < len(k.TargetColumns) && k.TargetColumns[i] == to
	})
}

// isRemote reports whether a column of a condition is one of the related entity.
func isRemote(r *Relationship, c *side) bool {
	t := r.Target.Table.TableClause
	if a, ok := c.Table.(*expr.Alias); ok {
		return a.Of == t
	}
	if c.Table != expr.FromClause(t) {
		return false
	}
	if r.Entity != r.Target || c.remote {
		return true
	}
	it, ok := r.tag.Get("remote_side")
	a := attrOfClause(r.Target, c.ColumnClause)
	return ok && a != nil && slices.ContainsFunc(it.Words(), func(w Item) bool { return w.Value == a.Name })
}

// tableColumn is the column of the table that a column, of the table or of an alias, shows.
func tableColumn(c *expr.ColumnClause) *expr.ColumnClause {
	if a, ok := c.Table.(*expr.Alias); ok {
		return baseOf(a, c)
	}
	return c
}

// understood reports conditions that hold an error, or have columns of other tables than those of both ends and the association.
func (b *builder) understood(r *Relationship, typ Locus, n expr.Node, from expr.FromClause) bool {
	ok := true
	expr.Walk(n, func(n expr.Node) bool {
		if bad, is := n.(*expr.Invalid); is && ok {
			ok = false
			b.problem("ORM227", typ, nil, "the join condition is not valid: %v", bad.Err)
		}
		c := columnAt(n)
		if c == nil || !ok || c.Table == nil {
			return ok
		}
		own := c.Table == expr.FromClause(r.Entity.Table.TableClause) || isRemote(r, c)
		if !own && (from == nil || !slices.Contains(expr.JoinMembers(from), c.Table)) {
			ok = false
			b.problem("ORM227", typ, nil, "the join condition has the column %s of %s, which is neither %s nor %s", c.Name, expr.SelectableName(c.Table), r.Entity.Name, r.Target.Name)
		}
		return ok
	})
	if it, has := r.tag.Get("remote_side"); has && ok && r.Entity == r.Target {
		for _, w := range it.Words() {
			if r.Entity.Attr(w.Value) == nil {
				b.noAttribute(r, w.Span, w.Value, r.Entity)
				ok = false
			}
		}
	}
	return ok
}

// normal is a condition without marks, with the target's columns under the join's own alias.
func (j *Join) normal(n expr.Node) expr.Node {
	return j.rewritten(n, func(c *side) *expr.ColumnClause {
		if isRemote(j.rel, c) {
			return j.target.Column(tableColumn(c.ColumnClause))
		}
		return c.ColumnClause
	})
}

// rewritten is a condition with other columns.
func (j *Join) rewritten(n expr.Node, column func(*side) *expr.ColumnClause) expr.Node {
	r := &expr.Rewriter{Node: func(n expr.Node) (expr.Node, bool) {
		if c := columnAt(n); c != nil {
			return column(c), true
		}
		return nil, false
	}}
	return r.Rewrite(n)
}

// asksNear reports whether a condition, not yet normal, is about more than the target.
func (j *Join) asksNear(n expr.Node) (found bool) {
	look(j.normal(n), func(c *expr.ColumnClause) { found = found || c.Table != expr.FromClause(j.target) })
	return found
}

// nearAttrs are the attributes of the entity that a normal condition uses.
func (j *Join) nearAttrs(n expr.Node) (attrs []*Attr) {
	look(n, func(c *expr.ColumnClause) {
		if c.Table != expr.FromClause(j.rel.Entity.Table.TableClause) {
			return
		}
		if a := attrOfClause(j.rel.Entity, c); a != nil && !slices.Contains(attrs, a) {
			attrs = append(attrs, a)
		}
	})
	return attrs
}

// look calls f with the columns of an expression, those inside of subqueries too.
func look(n expr.Node, f func(*expr.ColumnClause)) {
	r := &expr.Rewriter{Node: func(n expr.Node) (expr.Node, bool) {
		c, ok := n.(*expr.ColumnClause)
		if ok {
			f(c)
		}
		return n, ok
	}}
	r.Rewrite(n)
}
