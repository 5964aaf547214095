package query

import (
	"fmt"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/mapping"
)

// This file has the statements of relationships whose join condition code gave.

// UnknownError says that the condition of a relationship is given by code that was not run. The runtime never has it.
type UnknownError struct{ Entity, Attr string }

// Error implements error.
func (e *UnknownError) Error() string {
	return fmt.Sprintf("how %s.%s is joined is said by ConfigureMapping, which cannot be followed", e.Entity, e.Attr)
}

// over reports whether the relationship leads over an association.
func (r Rel) over() bool { return over(r.rel) }

func over(r *mapping.Relationship) bool {
	if r.Join != nil {
		return r.Join.From != nil
	}
	return r.Secondary != nil
}

// columns are the columns of both ends as the relationship and the class t have them.
func (r Rel) columns(t Class) mapping.Columns {
	return mapping.Columns{
		Near: func(c *expr.ColumnClause) expr.Node { return r.class.tableColumn(c).Node() },
		Far:  func(c *expr.ColumnClause) expr.Node { return t.tableColumn(c).Node() },
	}
}

// aliased gives the tables of a join's association aliases.
func aliased(c mapping.Columns, j *mapping.Join) mapping.Columns {
	c.Association = map[expr.FromClause]expr.FromClause{}
	for _, t := range j.Tables() {
		c.Association[t] = expr.NewAlias(t, "")
	}
	return c
}

// throughJoin is [Rel.through] for conditions that code gave.
func (r Rel) throughJoin(t Class) (near, far expr.Expr, assoc expr.FromClause) {
	j := r.rel.Join
	c := aliased(r.columns(t), j)
	return j.Place(j.On, c), expr.And(append([]any{j.Place(j.Far, c)}, r.where...)...), j.PlaceFrom(c)
}

// existsOver is EXISTS over the association.
func (r Rel) existsOver(t Class, one expr.Expr, conds []any) expr.Expr {
	j := r.rel.Join
	c := r.columns(t)
	sel := expr.NewSelect(one).SelectFrom(j.From, t.from()).CorrelateExcept(append(parts(j.From), t.from())...).Where(j.Place(j.On, c), j.Place(j.Far, c))
	return expr.Exists(sel.Where(r.where...).Where(conds...))
}

// parts are a FROM element and what it joins.
func parts(f expr.FromClause) []expr.Source {
	j, ok := f.(*expr.Join)
	if !ok {
		return []expr.Source{f}
	}
	return append(append(parts(j.Left), parts(j.Right)...), f)
}

// valuesOf stands for the columns of an entity by the values of an object.
func valuesOf(e *mapping.Entity, obj any) func(*expr.ColumnClause) expr.Node {
	return func(c *expr.ColumnClause) expr.Node {
		a := e.AttrOf(c)
		if a == nil {
			return &expr.Invalid{Err: &Error{e.Name, "", "the join condition has the column " + c.Name + ", which no attribute maps"}}
		}
		v := attrOf(obj, a)
		if x, bad := v.(expr.Expr); bad {
			return x.Node()
		}
		return &expr.BindParameter{Name: c.Name, Value: v, Typ: c.Type(), Unique: true}
	}
}

// holds is the condition that an object is among the related ones.
func (r Rel) holds(obj any) expr.Expr {
	j := r.rel.Join
	c := r.columns(ClassOf(r.rel.Target))
	c.Far = valuesOf(r.rel.Target, obj)
	if j.From == nil {
		return expr.And(append([]any{j.Place(j.On, c)}, r.where...)...)
	}
	one := expr.NewSelect(expr.Wrap(&expr.Text{SQL: "1"})).SelectFrom(j.From).CorrelateExcept(parts(j.From)...)
	return expr.Exists(one.Where(j.Place(j.On, c), j.Place(j.Far, c)).Where(r.where...))
}

// ofOwner is the condition that a class is related to an object.
func (r Rel) ofOwner(owner any, t Class) expr.Expr {
	j := r.rel.Join
	c := r.columns(t)
	c.Near = valuesOf(r.rel.Entity, owner)
	if j.From == nil {
		return expr.And(append([]any{j.Place(j.On, c)}, r.where...)...)
	}
	one := expr.NewSelect(expr.Wrap(&expr.Text{SQL: "1"})).SelectFrom(j.From).CorrelateExcept(parts(j.From)...)
	return expr.And(append([]any{expr.Exists(one.Where(j.Place(j.On, c), j.Place(j.Far, c)))}, r.where...)...)
}

// lazyOn is [LazyLoad] on a condition of code.
func (q Query) lazyOn(r *mapping.Relationship, t Class, key []any) Query {
	j, near := r.Join, r.Near()
	c := Rel{class: ClassOf(r.Entity), rel: r}.columns(t)
	c.Near = func(col *expr.ColumnClause) expr.Node {
		for i, a := range near {
			if a.Column.ColumnClause == col {
				return keyBind("param", a, key[i]).Node()
			}
		}
		return valuesOf(r.Entity, nil)(col) // a column that no attribute maps
	}
	q = q.Where(j.Place(j.On, c))
	if j.From != nil {
		q.joins = append(q.joins, t.from(), j.From)
		q = q.Where(j.Place(j.Far, c))
	}
	return q.ordered(r, t)
}

// selectInOn is [SelectInLoad] on a condition of code: the owners are joined, and the rows told apart by their keys.
func selectInOn(r *mapping.Relationship, t Class, keys any) Query {
	owner := ClassOf(r.Entity).Alias()
	q := Query{sel: emptySelect}
	var near []any
	for _, a := range r.Owners() {
		near = append(near, owner.column(a))
		q = q.add(near[len(near)-1])
	}
	q = q.add(t)
	right, on := Rel{class: owner, rel: r}.sides(t)
	q.joins = attachTo(nil, false, owner.from(), right, on)
	if len(near) == 1 {
		return q.Where(among(expr.Coerce(near[0]), keys)).ordered(r, t)
	}
	return q.Where(expr.TupleOf(near...).In(keys)).ordered(r, t)
}

// subqueryOn is [Query.SubqueryLoad] on a condition of code: q selects the keys near of sub, and t.
func (q Query) subqueryOn(r *mapping.Relationship, t Class, sub *expr.Subquery, near []any) Query {
	owner := ClassOf(r.Entity).Alias()
	var same []any
	for i, a := range r.Owners() {
		same = append(same, expr.Coerce(near[i]).Eq(owner.column(a)))
	}
	right, on := Rel{class: owner, rel: r}.sides(t)
	q.joins = attachTo(attachTo(nil, false, sub, owner.from(), expr.And(same...)), false, owner.from(), right, on)
	return q.ordered(r, t)
}

// extra adds what the condition of a relationship asks of the target beside its pairs.
func (q Query) extra(r *mapping.Relationship, t Class) Query {
	if r.Join == nil {
		return q
	}
	for _, x := range r.Join.Extra {
		q = q.Where(r.Join.Place(x, Rel{class: ClassOf(r.Entity), rel: r}.columns(t)))
	}
	return q
}

// JoinedClasses is a join of classes as a FROM element.
type JoinedClasses struct {
	from expr.FromClause
	err  error
}

// FromClause is the join, nil for one that is not valid.
func (j JoinedClasses) FromClause() expr.FromClause { return j.from }

// FromClause is the FROM element of the class.
func (c Class) FromClause() expr.FromClause {
	if c.Err() != nil {
		return nil
	}
	return c.from()
}

// JoinOf joins a class, or a join of classes, to a class on conditions or by the only foreign key between them, or along a relationship.
func JoinOf(left, right any, on ...any) JoinedClasses {
	l, ok := left.(JoinedClasses)
	if c, isClass := asClass(left); isClass {
		l, ok = JoinedClasses{c.FromClause(), c.Err()}, true
	}
	switch {
	case !ok:
		return JoinedClasses{err: &Error{"?", "", "JoinOf wants classes"}}
	case l.err != nil:
		return l
	}
	to, cond, err := joinedTo(right, on)
	if err != nil {
		return JoinedClasses{err: err}
	}
	join := expr.JoinOf(l.from, to, cond)
	if bad, ok := join.On.(*expr.Invalid); ok {
		return JoinedClasses{err: bad.Err}
	}
	return JoinedClasses{join, nil}
}

// joinedTo is what JoinOf joins to, and the condition: nil for that of the only foreign key.
func joinedTo(right any, on []any) (to expr.FromClause, cond any, err error) {
	if r, ok := right.(Rel); ok {
		if err := r.Err(); err != nil {
			return nil, nil, err
		}
		to, cond = r.Where(on...).sides(r.target())
		return to, cond, nil
	}
	c, ok := asClass(right)
	switch {
	case !ok:
		return nil, nil, &Error{"?", "", "JoinOf wants classes"}
	case c.Err() != nil:
		return nil, nil, c.Err()
	}
	if len(on) > 0 {
		cond = expr.And(on...)
	}
	return c.from(), cond, nil
}

// tableColumn is a column of the entity's table under the class's name.
func (c Class) tableColumn(col *expr.ColumnClause) expr.Expr {
	switch {
	case c.alias != nil:
		return expr.Wrap(c.alias.Column(col))
	case c.sub != nil:
		if a := c.entity.AttrOf(col); a != nil {
			return c.column(a)
		}
	}
	return expr.Wrap(col)
}
