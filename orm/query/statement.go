package query

import (
	"slices"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/sqltypes"
)

// This file has the statements that are sent: what a terminal method makes of a query, and those of loading.

// ChunkSize is how many keys one select-in statement has.
const ChunkSize = 500

// Select is the query without what its options join to it. It makes a Query usable as a subquery.
func (q Query) Select() expr.Select {
	if err := q.Err(); err != nil {
		return q.fail(err).sel
	}
	if q.src != nil {
		return q.src.stmt
	}
	return q.sel.SelectFrom(q.joins...)
}

// First is the statement of First: the query limited to one row, unless it has a limit of its own or comes from a statement.
func (q Query) First() expr.Select { return q.Limited().Load() }

// Limited is the query that [Query.First] sends.
func (q Query) Limited() Query {
	if !q.sel.Limited() && q.src == nil {
		return q.Limit(1)
	}
	return q
}

// Count is the statement of Count: the number of rows that the query would give.
func (q Query) Count() expr.Select {
	sub := q.Plain().Select()
	if sub.Err() != nil {
		return sub
	}
	return expr.NewSelect(expr.CountAll()).SelectFrom(sub.Alias(""))
}

// Rows is the query as EXISTS asks it: whether there are rows, whatever they are.
func (q Query) Rows() expr.Select {
	s := q.Select()
	if s.Err() != nil || q.src != nil {
		return s
	}
	return s.SelectFrom(q.columnFroms()...).OnlyColumns(expr.Wrap(&expr.Text{SQL: "1"}))
}

// MayRepeat reports whether rows may come several times for one row of what is selected: something else stands in FROM, or nothing is
// known of the rows.
func (q Query) MayRepeat() bool {
	if len(q.joins) > 0 || q.src != nil || q.self != nil {
		return true
	}
	of := q.sel.Clauses()
	return len(of.WhereAll) > 0 && len(expr.Froms(of)) > 1
}

// Exists is the statement of Exists: whether the query would give a row.
func (q Query) Exists() expr.Select { return expr.NewSelect(expr.Exists(q.restricted())) }

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
		q = q.Where(c.column(a).Eq(keyValue(a, key[i])))
	}
	return q
}

// keyValue is a value of a key that is compared with its column: a bind, which the value becomes by itself where the column obviously
// holds it.
func keyValue(a *mapping.Attr, v any) any {
	if sqltypes.Holds(a.Column.Typ, v) {
		return v
	}
	return keyBind(a.Column.Name, a, v)
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
	if r.Join != nil {
		return q.lazyOn(r, t, key)
	}
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
// keys, a slice of values, or of slices of values in the order of [mapping.Relationship.Owners]. See [Query.Whose].
func SelectInLoad(r *mapping.Relationship, keys any) Query {
	t := ClassOf(r.Target)
	if r.Join != nil && r.Join.Extra == nil {
		return selectInOn(r, t, keys)
	}
	if r.Secondary == nil {
		return selectInPairs(r, t, keys)
	}
	q := Query{sel: emptySelect}
	var near []any
	s := r.Secondary
	sec := expr.NewAlias(s.Table.TableClause, "")
	var far []any
	for _, l := range s.Near {
		near = append(near, expr.Wrap(sec.Column(l.Column.ColumnClause)))
	}
	for _, l := range s.Far {
		far = append(far, t.column(l.Attr).Eq(expr.Wrap(sec.Column(l.Column.ColumnClause))))
	}
	q.joins = attachTo(nil, false, sec, t.from(), expr.And(far...))
	for _, n := range near {
		q = q.add(n)
	}
	q = q.add(t)
	if len(near) == 1 {
		return q.Where(among(expr.Coerce(near[0]), keys)).extra(r, t).ordered(r, t)
	}
	return q.Where(expr.TupleOf(near...).In(keys)).extra(r, t).ordered(r, t)
}

// selectInPairs is [SelectInLoad] without an association: the far columns of the entity come first and say whose a row is.
func selectInPairs(r *mapping.Relationship, t Class, keys any) Query {
	q := Select(t)
	var near []any
	for _, p := range r.Pairs {
		if !slices.Contains(q.lead, p.Remote) {
			q.lead = append(q.lead, p.Remote)
		}
		near = append(near, t.column(p.Remote))
	}
	if len(near) == 1 {
		return q.Where(among(expr.Coerce(near[0]), keys)).extra(r, t).ordered(r, t)
	}
	return q.Where(expr.TupleOf(near...).In(keys)).extra(r, t).ordered(r, t)
}

// among is col IN (keys) with the keys as one bind, whatever their number.
func among(col expr.Expr, keys any) expr.Expr {
	return expr.Wrap(&expr.Binary{Op: expr.OpIn, L: col.Node(), R: &expr.BindParameter{
		Name: "primary_keys", Value: keys, Typ: col.Type(), Unique: true, Expanding: true}, Typ: sqltypes.Boolean()})
}

// SubqueryLoad is the statement that loads a relationship of the objects of item i of a query: the related entity joined to the query.
// See [Query.Whose].
func (q Query) SubqueryLoad(i int, r *mapping.Relationship) Query {
	c := q.classOf(q.items[i])
	inner := q.restricted().Select()
	var own []any
	for _, a := range r.Owners() {
		own = append(own, c.column(a))
	}
	inner = inner.OnlyColumns(own...)
	if of := inner.Clauses(); of.LimitTo == nil && of.OffsetTo == nil {
		inner = inner.ClearOrder()
	}
	if r.Direction == mapping.ManyToOne {
		inner = inner.Distinct()
	}
	sub := named(inner).Alias("")
	t := ClassOf(r.Target)
	out := Query{sel: emptySelect}
	var near []any
	out = out.add(t)
	for k := range own {
		near = append(near, expr.Wrap(sub.Column(k)))
		out = out.add(near[k])
	}
	if r.Join != nil && r.Join.Extra == nil {
		return out.subqueryOn(r, t, sub, near)
	}
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
		key, fk := expr.Coerce(near[k]), t.column(p.Remote)
		if r.Direction == mapping.ManyToOne {
			key, fk = fk, key
		}
		on = append(on, key.Eq(fk))
	}
	out.joins = attachTo(nil, false, sub, t.from(), expr.And(on...))
	return out.extra(r, t).ordered(r, t)
}

// ordered adds the default ordering of a relationship.
func (q Query) ordered(r *mapping.Relationship, t Class) Query {
	for _, o := range r.OrderBy {
		q = q.OrderBy(t.ordering(o))
	}
	return q
}

// Whose tells where a row of a statement of loading has the entity, and the cells that say whose the row is: columns beside the entity,
// or, without any, the first ones of the entity itself, which are n.
func (q Query) Whose(n int) (entity int, cells []int) {
	items := q.Lean().items
	for i, it := range items {
		if it.Class.entity != nil {
			entity = i
		} else {
			cells = append(cells, it.First)
		}
	}
	for k := 0; len(cells) < n; k++ {
		cells = append(cells, items[entity].First+k)
	}
	return entity, cells
}
