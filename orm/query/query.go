package query

import (
	"errors"
	"slices"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/mapping"
)

// Item is one thing that a row of a query yields.
type Item struct {
	// Class is the entity that is yielded; without an entity the item is the expression in one column.
	Class Class
	// First is the index of the item's first column, Columns their number.
	First, Columns int
}

// Query is a SELECT of entities and expressions: a value, whose methods return a changed copy.
type Query struct {
	sel   expr.Select
	items []Item
	joins []expr.FromClause // the join chains, each grown from one class
	opts  []Option
	mode  Mode
	self  *self // the query is of the rows of this; nil for one of tables
}

// Mode is how the rows of a query become objects. It is no part of the statement.
type Mode struct {
	ReadOnly bool
	YieldPer int
	Populate bool
}

// Select begins a query of classes and expressions, in the order in which rows yield them.
func Select(items ...any) Query {
	q := Query{sel: expr.Select{Labels: expr.LabelTableColumn}}
	for _, it := range items {
		q = q.add(it)
	}
	return q
}

func (q Query) add(it any) Query {
	c, ok := asClass(it)
	if !ok {
		q.items = append(slices.Clip(q.items), Item{First: len(q.sel.Columns), Columns: 1})
		q.sel = q.sel.Column(it)
		return q
	}
	if err := c.Err(); err != nil {
		return q.fail(err)
	}
	q.items = append(slices.Clip(q.items), Item{Class: c, First: len(q.sel.Columns), Columns: len(c.entity.Attrs)})
	q.sel = q.sel.Column(columnsOf(c)...)
	return q
}

func columnsOf(c Class) []any {
	cols := make([]any, len(c.entity.Attrs))
	for i, a := range c.entity.Attrs {
		cols[i] = c.column(a)
	}
	return cols
}

func asClass(v any) (Class, bool) {
	switch v := v.(type) {
	case Class:
		return v, true
	case interface{ QueryClass() Class }:
		return v.QueryClass(), true
	}
	return Class{}, false
}

func (q Query) fail(err error) Query {
	if q.sel.Err == nil {
		q.sel.Err = err
	}
	return q
}

// Err is the first misuse, nil if there was none. A query with an error is never sent.
func (q Query) Err() error { return q.sel.Err }

// Items are what each row yields.
func (q Query) Items() []Item { return q.items }

// Mode is how rows become objects.
func (q Query) Mode() Mode { return q.mode }

// root is the first entity of the query.
func (q Query) root() (Class, bool) {
	for _, it := range q.items {
		if it.Class.entity != nil {
			return it.Class, true
		}
	}
	return Class{}, false
}

// Where adds conditions, joined by AND.
func (q Query) Where(conds ...any) Query {
	q.sel = q.sel.Where(q.adapted(conds)...)
	return q
}

// FilterBy adds equalities on attributes of the first entity, by name, in the order of the names.
func (q Query) FilterBy(values map[string]any) Query {
	c, ok := q.root()
	if !ok {
		return q.fail(errors.New("query: FilterBy needs a query of an entity"))
	}
	names := make([]string, 0, len(values))
	for n := range values {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		q = q.Where(c.Attr(n).Eq(values[n]))
	}
	return q
}

// OrderBy adds to ORDER BY.
func (q Query) OrderBy(by ...any) Query {
	q.sel = q.sel.OrderBy(q.adapted(by)...)
	return q
}

// GroupBy adds to GROUP BY; a class stands for all its columns.
func (q Query) GroupBy(by ...any) Query {
	for _, b := range by {
		if c, ok := asClass(b); ok && c.Err() == nil {
			q.sel = q.sel.GroupBy(q.adapted(columnsOf(c))...)
			continue
		}
		q.sel = q.sel.GroupBy(q.adapted([]any{b})...)
	}
	return q
}

// Having adds conditions on groups.
func (q Query) Having(conds ...any) Query {
	q.sel = q.sel.Having(q.adapted(conds)...)
	return q
}

// Limit limits the number of rows.
func (q Query) Limit(n any) Query {
	q.sel = q.sel.Limit(n)
	return q
}

// Offset skips rows.
func (q Query) Offset(n any) Query {
	q.sel = q.sel.Offset(n)
	return q
}

// Distinct leaves out equal rows.
func (q Query) Distinct() Query {
	q.sel = q.sel.Distinct()
	return q
}

// ReadOnly makes the objects of the query untracked.
func (q Query) ReadOnly() Query {
	q.mode.ReadOnly = true
	return q
}

// YieldPer makes iteration forget the objects of a batch of n rows before it reads the next.
func (q Query) YieldPer(n int) Query {
	q.mode.YieldPer = n
	return q
}

// PopulateExisting overwrites objects that are loaded already with what the rows say.
func (q Query) PopulateExisting() Query {
	q.mode.Populate = true
	return q
}

// From makes a class or a relationship's target part of FROM, for queries whose columns do not say it.
func (q Query) From(target any) Query {
	c, ok := asClass(target)
	if !ok || c.Err() != nil {
		return q.fail(errors.New("query: From wants a class or its alias"))
	}
	q.joins = append(slices.Clip(q.joins), c.from())
	return q
}

// Join joins along a relationship, or to a class on the conditions, or to a class by the only foreign key between it and
// what is selected so far.
func (q Query) Join(target any, on ...any) Query { return q.join(false, target, on) }

// OuterJoin is [Query.Join] keeping rows that nothing matches.
func (q Query) OuterJoin(target any, on ...any) Query { return q.join(true, target, on) }

func (q Query) join(outer bool, target any, on []any) Query {
	if r, ok := target.(Rel); ok {
		return q.joinRel(outer, r, on)
	}
	c, ok := asClass(target)
	if !ok || c.Err() != nil {
		return q.fail(errors.New("query: Join wants a relationship or a class"))
	}
	left, ok := q.leftFor(c, len(on) == 0)
	if !ok {
		return q.fail(&Error{c.entity.Name, "", "nothing is selected that it could be joined to; pass the conditions, or join along a relationship"})
	}
	if len(on) == 0 {
		cond, err := foreignKeyJoin(left, c)
		if err != nil {
			return q.fail(err)
		}
		on = []any{cond}
	}
	return q.attach(outer, left.from(), c.from(), expr.And(on...))
}

func (q Query) joinRel(outer bool, r Rel, on []any) Query {
	if err := r.Err(); err != nil {
		return q.fail(err)
	}
	t := r.target()
	if t.from() == r.class.from() {
		return q.fail(&Error{r.class.entity.Name, r.rel.Name, "it leads back to its own class: join an alias, with To(orm.Alias(...))"})
	}
	r = r.Where(on...)
	if s := r.rel.Secondary; s != nil && !outer {
		near, far, sec := r.through(t)
		q = q.attach(false, r.class.from(), sec, near)
		return q.attach(false, sec, t.from(), far)
	}
	right, cond := r.sides(t)
	return q.attach(outer, r.class.from(), right, cond)
}

// attach grows the join chain that has left in it, or begins one.
func (q Query) attach(outer bool, left, right expr.FromClause, on expr.Expr) Query {
	q.joins = attachTo(q.joins, outer, left, right, on)
	return q
}

// attachTo is a copy of join chains in which the one that has left in it is grown, or that one begins.
func attachTo(chains []expr.FromClause, outer bool, left, right expr.FromClause, on expr.Expr) []expr.FromClause {
	joins := slices.Clone(chains)
	for i, f := range joins {
		if slices.Contains(expr.JoinMembers(f), left) {
			joins[i] = &expr.Join{Left: f, Right: right, On: on.Node(), Outer: outer}
			return joins
		}
	}
	return append(joins, &expr.Join{Left: left, Right: right, On: on.Node(), Outer: outer})
}

// leftFor is the class that c is joined to: the last selected one, or with byKey the only one that shares a foreign key.
func (q Query) leftFor(c Class, byKey bool) (Class, bool) {
	for _, it := range slices.Backward(q.items) {
		left := it.Class
		if left.entity == nil || left == c {
			continue
		}
		if _, err := foreignKeyJoin(left, c); byKey && err != nil {
			continue
		}
		return left, true
	}
	return Class{}, false
}

// foreignKeyJoin is the condition of the only foreign key between two classes.
func foreignKeyJoin(a, b Class) (expr.Expr, error) {
	var found []expr.Expr
	for _, side := range [][2]Class{{a, b}, {b, a}} {
		from, to := side[0], side[1]
		for _, fk := range from.entity.Table.ForeignKeys {
			if fk.Target != to.entity.Table {
				continue
			}
			var conds []any
			for i, c := range fk.Columns {
				conds = append(conds, to.tableColumn(fk.TargetColumns[i].ColumnClause).Eq(from.tableColumn(c.ColumnClause)))
			}
			found = append(found, expr.And(conds...))
		}
		if from.entity.Table == to.entity.Table {
			break
		}
	}
	if len(found) != 1 {
		return expr.Expr{}, &Error{b.entity.Name, "", "there is not exactly one foreign key between it and " + a.entity.Name + "; pass the conditions"}
	}
	return found[0], nil
}

func (c Class) tableColumn(col *expr.ColumnClause) expr.Expr {
	if c.alias != nil {
		return expr.Wrap(c.alias.Column(col))
	}
	if c.sub != nil {
		for _, a := range c.entity.Attrs {
			if a.Column.ColumnClause == col {
				return c.column(a)
			}
		}
	}
	return expr.Wrap(col)
}

// Options adds loading options.
func (q Query) Options(opts ...any) Query {
	for _, o := range opts {
		opt, ok := o.(Option)
		if !ok {
			return q.fail(errors.New("query: Options wants loading options"))
		}
		if err := opt.Err(); err != nil {
			return q.fail(err)
		}
		q.opts = append(slices.Clip(q.opts), opt)
	}
	return q
}

// LoadOptions are the loading options of the query.
func (q Query) LoadOptions() []Option { return q.opts }

// Attributes lists the column attributes of the item's entity in the order of its columns; nil for an expression.
func (it Item) Attributes() []*mapping.Attr {
	if it.Class.entity == nil {
		return nil
	}
	return it.Class.entity.Attrs
}
