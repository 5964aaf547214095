package query

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/sqltypes"
)

// This file has the statements that are sent: what a terminal method makes of a query, and those of loading.

// ChunkSize is how many keys one select-in statement has.
const ChunkSize = 500

// Select is the query without what its options join to it. It makes a Query usable as a subquery.
func (q Query) Select() expr.Select { return q.sel.SelectFrom(q.joins...) }

// First is the statement of First: the query limited to one row, unless it has a limit of its own.
func (q Query) First() expr.Select { return q.Limited().Load() }

// Limited is the query that [Query.First] sends.
func (q Query) Limited() Query {
	if q.sel.LimitTo == nil {
		return q.Limit(1)
	}
	return q
}

// Count is the statement of Count: the number of rows that the query would give.
func (q Query) Count() expr.Select {
	if q.sel.Err != nil {
		return q.sel
	}
	sub := q.Select()
	sub.Order = nil
	return expr.NewSelect(expr.CountAll()).SelectFrom(sub.Alias(""))
}

// ByKey is the statement of Get: the entity whose primary key has the values, in the order of the key's attributes.
func ByKey(c Class, key ...any) Query {
	if err := c.Err(); err != nil {
		return Query{}.fail(err)
	}
	pk := c.entity.PrimaryKey
	if len(key) != len(pk) {
		return Query{}.fail(&Error{c.entity.Name, "", "a key of another number of values than the primary key has attributes"})
	}
	q := Select(c)
	for i, a := range pk {
		q = q.Where(c.column(a).Eq(keyBind(a.Column.Name, a, key[i])))
	}
	return q
}

// keyBind is a value of a key as a bind, whatever it is: a statement by key does not change with the value.
func keyBind(name string, a *mapping.Attr, v any) expr.Expr {
	return expr.Wrap(&expr.BindParameter{Name: name, Value: v, Typ: a.Column.Type(), Unique: true})
}

// LazyLoad is the statement that loads a relationship of one object. key holds the object's values of the own side of the
// column pairs, in their order.
func LazyLoad(r *mapping.Relationship, key ...any) Query {
	t := ClassOf(r.Target)
	q := Select(t)
	if s := r.Secondary; s != nil {
		for i, l := range s.Near {
			q = q.Where(keyBind("param", l.Attr, key[i]).Eq(l.Column.Expr()))
		}
		for _, l := range s.Far {
			q = q.Where(t.column(l.Attr).Eq(l.Column.Expr()))
		}
		return q.ordered(r, t)
	}
	for i, p := range r.Pairs {
		col := t.column(p.Remote)
		v := keyBind("param", p.Remote, key[i])
		if r.Direction == mapping.ManyToOne {
			q = q.Where(col.Eq(v))
		} else {
			q = q.Where(v.Eq(col))
		}
	}
	return q.ordered(r, t)
}

// SelectInLoad is the statement that loads a relationship of many objects: a query of the related entity whose far columns are among
// keys, a slice. Of one pair of columns the keys are values, and rows are told apart by the attribute of the related entity. Of several,
// and of an association table, the keys are slices or values in the order of [mapping.Relationship.Near]; the columns that say whose a
// row is come before the entity.
func SelectInLoad(r *mapping.Relationship, keys any) Query {
	t := ClassOf(r.Target)
	if r.Secondary == nil && len(r.Pairs) == 1 {
		return Select(t).Where(among(t.column(r.Pairs[0].Remote), keys)).ordered(r, t)
	}
	q := Query{sel: expr.Select{Labels: expr.LabelTableColumn}}
	var near []any
	if s := r.Secondary; s != nil {
		sec := expr.NewAlias(s.Table.TableClause, "")
		var far []any
		for _, l := range s.Near {
			near = append(near, expr.Wrap(sec.Column(l.Column.ColumnClause)))
		}
		for _, l := range s.Far {
			far = append(far, t.column(l.Attr).Eq(expr.Wrap(sec.Column(l.Column.ColumnClause))))
		}
		q.joins = attachTo(nil, false, sec, t.from(), expr.And(far...))
	} else {
		for _, p := range r.Pairs {
			near = append(near, t.column(p.Remote))
		}
	}
	for _, n := range near {
		q = q.add(n)
	}
	q = q.add(t)
	if len(near) == 1 {
		return q.Where(among(expr.Coerce(near[0]), keys)).ordered(r, t)
	}
	return q.Where(expr.TupleOf(near...).In(keys)).ordered(r, t)
}

// among is col IN (keys) with the keys as one bind, whatever their number.
func among(col expr.Expr, keys any) expr.Expr {
	return expr.Wrap(&expr.Binary{Op: expr.OpIn, L: col.Node(), R: &expr.BindParameter{
		Name: "primary_keys", Value: keys, Typ: col.Type(), Unique: true, Expanding: true}, Typ: sqltypes.Boolean()})
}

// SubqueryLoad is the statement that loads a relationship of the objects of item i of a query: the related entity joined to the query.
// The columns that say whose a row is come before the entity, in the order of [mapping.Relationship.Near].
func (q Query) SubqueryLoad(i int, r *mapping.Relationship) Query {
	c := q.classOf(q.items[i])
	inner := q.Select()
	inner.Columns = nil
	var own []any
	for _, a := range r.Near() {
		own = append(own, c.column(a))
	}
	inner = inner.Column(own...)
	if inner.LimitTo == nil && inner.OffsetTo == nil {
		inner.Order = nil
	}
	if r.Direction == mapping.ManyToOne {
		inner.Unique = true
	}
	sub := named(inner).Alias("")
	t := ClassOf(r.Target)
	out := Query{sel: expr.Select{Labels: expr.LabelTableColumn}}
	var near []any
	for k := range own {
		near = append(near, expr.Wrap(sub.Column(k)))
		out = out.add(near[k])
	}
	out = out.add(t)
	if s := r.Secondary; s != nil {
		sec := expr.NewAlias(s.Table.TableClause, "")
		var nears, fars []any
		for k, l := range s.Near {
			nears = append(nears, expr.Coerce(near[k]).Eq(expr.Wrap(sec.Column(l.Column.ColumnClause))))
		}
		for _, l := range s.Far {
			fars = append(fars, t.column(l.Attr).Eq(expr.Wrap(sec.Column(l.Column.ColumnClause))))
		}
		out.joins = attachTo(attachTo(nil, false, sub, sec, expr.And(nears...)), false, sec, t.from(), expr.And(fars...))
		return out.ordered(r, t)
	}
	var on []any
	for k, p := range r.Pairs {
		on = append(on, expr.Coerce(near[k]).Eq(t.column(p.Remote)))
	}
	out.joins = attachTo(nil, false, sub, t.from(), expr.And(on...))
	return out.ordered(r, t)
}

// ordered adds the default ordering of a relationship.
func (q Query) ordered(r *mapping.Relationship, t Class) Query {
	for _, o := range r.OrderBy {
		by := t.column(o.Attr)
		if o.Desc {
			by = by.Desc()
		}
		q = q.OrderBy(by)
	}
	return q
}
