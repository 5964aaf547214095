package mapping

import (
	"slices"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
)

// This file joins relationships over associations as code says.

// joinOver joins a relationship over an association on two conditions.
func (b *builder) joinOver(r *Relationship, s *saying, typ Locus) {
	near, far, tagged := []Link(nil), []Link(nil), r.Secondary
	from := b.association(r, s)
	switch {
	case from == nil:
		b.problem("ORM228", typ, nil, "it is not clear over which table the relationship leads; say it with Secondary")
		return
	case r.Container == RefContainer && !r.ViewOnly:
		b.problem("ORM202", typ, nil, "an association table links many objects: use a collection, such as orm.List")
		return
	}
	j := b.newJoin(r, s)
	j.From = from
	if s.on == nil && tagged != nil {
		s.on = linksOn(tagged.Near)
	}
	if s.far == nil && tagged != nil {
		s.far = linksOn(tagged.Far)
	}
	if s.on == nil || s.far == nil {
		b.problem("ORM228", typ, nil, "a relationship over an association wants two conditions; give them with SecondaryJoin")
		return
	}
	if !b.understood(r, typ, s.on, from) || !b.understood(r, typ, s.far, from) {
		return
	}
	r.Direction, r.Secondary = ManyToMany, nil
	plain := true
	near, plain = b.linksIn(r.Entity, s.on, from, plain)
	far, plain = b.linksIn(r.Target, s.far, from, plain)
	if t := b.tableOf(from); t != nil && len(near) > 0 && len(far) > 0 {
		r.Secondary = &Secondary{Table: t, Near: near, Far: far}
	}
	if r.Secondary == nil && !r.ViewOnly {
		b.problem("ORM228", typ, nil, "nothing can be stored over this association: it must be one table, with a column equal to a key of each side; make the relationship viewonly")
		return
	}
	if plain && r.Secondary != nil {
		return
	}
	j.On, j.Far = j.normalNear(s.on), j.normalFar(s.far)
	j.near = j.nearAttrs(j.On)
	r.Join = j
}

// association is what a relationship leads over.
func (b *builder) association(r *Relationship, s *saying) expr.FromClause {
	switch f := s.from.(type) {
	case expr.FromClause:
		return b.ownFrom(f)
	case interface{ FromClause() expr.FromClause }:
		return b.ownFrom(f.FromClause())
	}
	if it, ok := r.tag.Get("secondary"); ok {
		if name, _, ok := associationColumns(it.Value); ok && b.m.MetaData.Table(name) != nil {
			return b.m.MetaData.Table(name).TableClause
		}
	}
	var others []expr.FromClause
	for _, n := range []expr.Node{s.on, s.far} {
		if n == nil {
			continue
		}
		look(n, func(c *expr.ColumnClause) {
			if c.Table != expr.FromClause(r.Entity.Table.TableClause) && c.Table != expr.FromClause(r.Target.Table.TableClause) && !slices.Contains(others, c.Table) {
				others = append(others, c.Table)
			}
		})
	}
	if len(others) != 1 {
		return nil
	}
	return others[0]
}

// tableOf is the table of the model that a FROM element is, nil for another.
func (b *builder) tableOf(f expr.FromClause) *schema.Table {
	for _, t := range b.m.MetaData.Tables() {
		if expr.FromClause(t.TableClause) == f {
			return t
		}
	}
	return nil
}

func linksOn(links []Link) expr.Node {
	var conds []any
	for _, l := range links {
		conds = append(conds, l.Attr.Column.Expr().Eq(l.Column.Expr()))
	}
	return expr.And(conds...).Node()
}

// linksIn reads the conditions that make a column of the association equal to an attribute of an entity. plain is false if there are
// others.
func (b *builder) linksIn(e *Entity, on expr.Node, from expr.FromClause, plain bool) (links []Link, _ bool) {
	for _, c := range conjuncts(on) {
		l, ok := b.linkIn(e, c, from)
		if !ok {
			plain = false
			continue
		}
		links = append(links, l)
	}
	return links, plain
}

func (b *builder) linkIn(e *Entity, n expr.Node, from expr.FromClause) (l Link, ok bool) {
	eq, isEq := n.(*expr.Binary)
	t := b.tableOf(from)
	if !isEq || eq.Op != expr.OpEq || t == nil {
		return l, false
	}
	x, y := columnAt(eq.L), columnAt(eq.R)
	if x == nil || y == nil {
		return l, false
	}
	if x.Table == from {
		x, y = y, x
	}
	if y.Table != from || x.Table == from {
		return l, false
	}
	l.Attr = attrOfClause(e, tableColumn(x.ColumnClause))
	for _, c := range t.Columns {
		if c.ColumnClause == y.ColumnClause {
			l.Column = c
		}
	}
	return l, l.Attr != nil && l.Column != nil
}

// normalNear is the condition of the entity and the association: columns of a table that both ends have are the entity's.
func (j *Join) normalNear(n expr.Node) expr.Node {
	return j.rewritten(n, func(c *side) *expr.ColumnClause {
		if j.rel.Entity != j.rel.Target && isRemote(j.rel, c) {
			return j.target.Column(tableColumn(c.ColumnClause))
		}
		return c.ColumnClause
	})
}

// normalFar is the condition of the association and the target: columns of a table that both ends have are the target's.
func (j *Join) normalFar(n expr.Node) expr.Node {
	return j.rewritten(n, func(c *side) *expr.ColumnClause {
		if isRemote(j.rel, c) || c.Table == expr.FromClause(j.target.Of) {
			return j.target.Column(tableColumn(c.ColumnClause))
		}
		return c.ColumnClause
	})
}
