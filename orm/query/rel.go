package query

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/mapping"
)

// Object is a mapped object as a statement sees it: something whose columns can be read when the statement is sent. Package
// orm passes objects so.
type Object interface {
	// AttrValue is the value of a column attribute; the error says why the object has none.
	AttrValue(a *mapping.Attr) (any, error)
}

// Rel is a relationship of a class, as a thing to join along and to ask about.
type Rel struct {
	class Class
	rel   *mapping.Relationship
	to    Class // the alias to join, if one was given
	where []any
	every bool // it stands for every relationship, of the class if there is one
	err   error
}

// Relationship is the mapped relationship, nil if the class has none of the name.
func (r Rel) Relationship() *mapping.Relationship { return r.rel }

// Class is the class that the relationship belongs to.
func (r Rel) Class() Class { return r.class }

// Err says why the relationship cannot be used, nil if it can.
func (r Rel) Err() error {
	switch {
	case r.err != nil:
		return r.err
	case r.every:
		return &Error{"?", "", "every relationship can only be named in a loading option"}
	case r.rel == nil:
		return &Error{Entity: "?", Reason: "a descriptor was used before it was described"}
	}
	if err := r.rel.Use(); err != nil {
		return err
	}
	switch {
	case !r.rel.Known():
		return &UnknownError{r.class.entity.Name, r.rel.Name}
	case !r.rel.Linked():
		return &Error{r.class.entity.Name, r.rel.Name, brokenMapping}
	}
	return nil
}

// To joins a given class, usually an alias of the target, instead of the target itself.
func (r Rel) To(c any) Rel {
	k, ok := asClass(c)
	if !ok || k.Err() != nil {
		r.err = &Error{"?", "", "To wants a class or its alias"}
		return r
	}
	if r.Err() == nil && k.entity != r.rel.Target {
		r.err = &Error{r.class.entity.Name, r.rel.Name, "it leads to " + r.rel.Target.Name + ", not to " + k.entity.Name}
	}
	r.to = k
	return r
}

// Where adds conditions to the join or the EXISTS made of the relationship.
func (r Rel) Where(conds ...any) Rel {
	r.where = append(r.where[:len(r.where):len(r.where)], conds...)
	return r
}

// target is the class at the other end.
func (r Rel) target() Class {
	if r.to.entity != nil {
		return r.to
	}
	return ClassOf(r.rel.Target)
}

// onClause is the condition that joins the two ends: key = foreign key.
func (r Rel) onClause(t Class) expr.Expr {
	if j := r.rel.Join; j != nil {
		return expr.And(append([]any{j.Place(j.On, r.columns(t))}, r.where...)...)
	}
	conds := make([]any, 0, len(r.rel.Pairs)+len(r.where))
	for _, p := range r.rel.Pairs {
		key, fk := r.class.column(p.Local), t.column(p.Remote)
		if r.rel.Direction == mapping.ManyToOne {
			key, fk = fk, key
		}
		conds = append(conds, key.Eq(fk))
	}
	return expr.And(append(conds, r.where...)...)
}

// through joins the two ends of a relationship over an association by an alias of the association.
func (r Rel) through(t Class) (near, far expr.Expr, assoc expr.FromClause) {
	if r.rel.Join != nil {
		return r.throughJoin(t)
	}
	sec := expr.NewAlias(r.rel.Secondary.Table.TableClause, "")
	at := func(l mapping.Link) expr.Expr { return expr.Wrap(sec.Column(l.Column.ColumnClause)) }
	var nears, fars []any
	for _, l := range r.rel.Secondary.Near {
		nears = append(nears, r.class.column(l.Attr).Eq(at(l)))
	}
	for _, l := range r.rel.Secondary.Far {
		fars = append(fars, t.column(l.Attr).Eq(at(l)))
	}
	return expr.And(nears...), expr.And(append(fars, r.where...)...), sec
}

// sides is the right side of a join along the relationship, and its condition. The association table of a many-to-many relationship
// is joined to the target first, so that an outer join keeps rows that only the association has.
func (r Rel) sides(t Class) (expr.FromClause, expr.Expr) {
	if !r.over() {
		return t.from(), r.onClause(t)
	}
	near, far, sec := r.through(t)
	return &expr.Join{Left: sec, Right: t.from(), On: far.Node()}, near
}

// exists is EXISTS (SELECT 1 FROM target WHERE joined AND conditions). A relationship of a class to itself gets an alias, so
// that the two ends can be told apart: the conditions are about the related objects, so about the alias. What the EXISTS selects from is
// its own, whatever the statement around it has.
func (r Rel) exists(conds []any) expr.Expr {
	if err := r.Err(); err != nil {
		return expr.Wrap(&expr.Invalid{Err: err})
	}
	t := r.target()
	if t.from() == r.class.from() {
		alias := t.Alias()
		r.where, conds = onAlias(r.where, t, alias), onAlias(conds, t, alias)
		t = alias
	}
	one := expr.Wrap(&expr.Text{SQL: "1"})
	s := r.rel.Secondary
	if r.rel.Join != nil && r.over() {
		return r.existsOver(t, one, conds)
	}
	if s == nil {
		return expr.Exists(expr.NewSelect(one).SelectFrom(t.from()).Where(r.onClause(t)).Where(conds...).CorrelateExcept(t.from()))
	}
	sel := expr.NewSelect(one).SelectFrom(s.Table.TableClause, t.from()).CorrelateExcept(s.Table.TableClause, t.from())
	for _, l := range s.Near {
		sel = sel.Where(r.class.column(l.Attr).Eq(l.Column.Expr()))
	}
	for _, l := range s.Far {
		sel = sel.Where(t.column(l.Attr).Eq(l.Column.Expr()))
	}
	return expr.Exists(sel.Where(r.where...).Where(conds...))
}

// Any holds for objects with at least one related object that meets the conditions.
func (r Rel) Any(conds ...any) expr.Expr { return r.exists(conds) }

// Has holds for objects whose related object meets the conditions.
func (r Rel) Has(conds ...any) expr.Expr { return r.exists(conds) }

// Contains holds for objects whose collection has the object in it: their key is the object's foreign key.
// That of a many-to-many relationship asks the association table.
func (r Rel) Contains(obj any) expr.Expr {
	switch {
	case r.Err() == nil && r.rel.Join != nil:
		return r.holds(obj)
	case r.Err() == nil && r.rel.Secondary != nil:
		return r.associated(obj)
	}
	return r.pairs(obj)
}

// associated holds for objects that the association table relates to the object.
func (r Rel) associated(obj any) expr.Expr {
	s := r.rel.Secondary
	q := expr.NewSelect(expr.Wrap(&expr.Text{SQL: "1"})).SelectFrom(s.Table.TableClause).CorrelateExcept(s.Table.TableClause)
	for _, l := range s.Near {
		q = q.Where(r.class.column(l.Attr).Eq(l.Column.Expr()))
	}
	for _, l := range s.Far {
		q = q.Where(l.Column.Expr().Eq(attrOf(obj, l.Attr)))
	}
	return expr.Exists(q)
}

// Eq holds for objects that refer to the object; a literal nil is [Rel.IsNull].
func (r Rel) Eq(obj any) expr.Expr {
	if obj == nil {
		return r.IsNull()
	}
	if r.Err() == nil && r.rel.Direction == mapping.ManyToOne && r.rel.Join == nil {
		var conds []any
		for _, p := range r.rel.Pairs {
			conds = append(conds, valueIs(obj, p.Remote, r.class.column(p.Local)))
		}
		return expr.And(conds...)
	}
	return r.Contains(obj)
}

// valueIs is ? = column, with an object's value of an attribute: lazy loads are written the same way, so that a condition and a load
// by the same key are one statement for the database.
func valueIs(obj any, a *mapping.Attr, col expr.Expr) expr.Expr {
	v := attrOf(obj, a)
	if x, ok := v.(expr.Expr); ok {
		return x.Eq(col)
	}
	return keyBind("param", a, v).Eq(col)
}

// Ne holds for objects that refer to another object or to none.
func (r Rel) Ne(obj any) expr.Expr {
	if obj == nil {
		return r.IsNull().Not()
	}
	if err := r.Err(); err != nil || r.rel.Secondary != nil || r.rel.Join != nil {
		return r.Contains(obj).Not()
	}
	var differ []any // of a composite key one column that differs is enough
	for _, p := range r.rel.Pairs {
		differ = append(differ, r.class.column(p.Local).Ne(attrOf(obj, p.Remote)))
	}
	for _, p := range r.rel.Pairs {
		differ = append(differ, r.class.column(p.Local).IsNull())
	}
	return expr.Or(differ...)
}

// IsNull holds for objects that refer to nothing.
func (r Rel) IsNull() expr.Expr {
	if err := r.Err(); err != nil {
		return expr.Wrap(&expr.Invalid{Err: err})
	}
	if r.rel.Direction != mapping.ManyToOne || r.rel.Join != nil {
		return r.exists(nil).Not()
	}
	var conds []any
	for _, p := range r.rel.Pairs {
		conds = append(conds, r.class.column(p.Local).IsNull())
	}
	return expr.And(conds...)
}

// pairs compares the own side of each column pair with the object's value of the other side.
func (r Rel) pairs(obj any) expr.Expr {
	if err := r.Err(); err != nil {
		return expr.Wrap(&expr.Invalid{Err: err})
	}
	var conds []any
	for _, p := range r.rel.Pairs {
		conds = append(conds, r.class.column(p.Local).Eq(attrOf(obj, p.Remote)))
	}
	return expr.And(conds...)
}

// Of holds for related objects of an object: its value of the relationship's own side is theirs of the other.
func (r Rel) Of(owner any) expr.Expr {
	if err := r.Err(); err != nil {
		return expr.Wrap(&expr.Invalid{Err: err})
	}
	t := r.target()
	if r.rel.Join != nil {
		return r.ofOwner(owner, t)
	}
	if s := r.rel.Secondary; s != nil {
		q := expr.NewSelect(expr.Wrap(&expr.Text{SQL: "1"})).SelectFrom(s.Table.TableClause).CorrelateExcept(s.Table.TableClause)
		for _, l := range s.Near {
			q = q.Where(l.Column.Expr().Eq(attrOf(owner, l.Attr)))
		}
		for _, l := range s.Far {
			q = q.Where(t.column(l.Attr).Eq(l.Column.Expr()))
		}
		return expr.And(append([]any{expr.Exists(q)}, r.where...)...)
	}
	var conds []any
	for _, p := range r.rel.Pairs {
		if r.rel.Direction == mapping.ManyToOne {
			conds = append(conds, t.column(p.Remote).Eq(attrOf(owner, p.Local)))
			continue
		}
		conds = append(conds, valueIs(owner, p.Local, t.column(p.Remote)))
	}
	return expr.And(append(conds, r.where...)...)
}

// attrOf is the value of an object's attribute, read when the statement is sent.
func attrOf(obj any, a *mapping.Attr) any {
	switch o := obj.(type) {
	case Object:
		return attrValue{o, a}
	case expr.Hole:
		return expr.Hole{Name: o.Name + "." + a.Name, Type: o.Type}
	}
	return expr.Wrap(&expr.Invalid{Err: &Error{a.Entity.Name, a.Name, "a relationship is compared with something that is no mapped object"}})
}

type attrValue struct {
	obj  Object
	attr *mapping.Attr
}

// BindValue implements expr.Deferred.
func (v attrValue) BindValue() (any, error) { return v.obj.AttrValue(v.attr) }
