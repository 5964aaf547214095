package query

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/sqltypes"
)

// This file has the statements that are sent: what a terminal method makes of a query, and those of loading.

// ChunkSize is how many keys one select-in statement has.
const ChunkSize = 500

// Select is the statement of All, One and Iter. It also makes a Query usable as a subquery.
func (q Query) Select() expr.Select { return q.sel.SelectFrom(q.joins...) }

// First is the statement of First: the query limited to one row, unless it has a limit of its own.
func (q Query) First() expr.Select {
	s := q.Select()
	if s.LimitTo == nil {
		s = s.Limit(1)
	}
	return s
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

// SelectInLoad is the statement that loads a relationship of many objects: a query of the related entity whose far column is among
// keys, a slice. It serves relationships of one column pair.
func SelectInLoad(r *mapping.Relationship, keys any) Query {
	t := ClassOf(r.Target)
	col := t.column(r.Pairs[0].Remote)
	in := expr.Wrap(&expr.Binary{Op: expr.OpIn, L: col.Node(), R: &expr.BindParameter{
		Name: "primary_keys", Value: keys, Typ: col.Type(), Unique: true, Expanding: true}, Typ: sqltypes.Boolean()})
	return Select(t).Where(in).ordered(r, t)
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
