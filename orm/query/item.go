package query

import (
	"slices"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/sqltypes"
)

// This file has what the rows of a query yield.

// Item is one entity or expression that a row of a query yields.
type Item struct {
	// Class is the entity that is yielded; without an entity the item is the expression in one column.
	Class Class
	// Composite is the composite attribute that is yielded, nil for others; Of is the class that it is of.
	Composite *mapping.Composite
	Of        Class
	// First is the index of the item's first column, Columns their number.
	First, Columns int
	// Attrs are the attributes that the columns are, nil for all of the entity.
	Attrs []*mapping.Attr
	// Names are the names by which an expression is found among the columns of literal SQL; the first that is there counts. Without any
	// it is the next column that nothing else is. Of other queries they are empty.
	Names []string
}

// Attributes lists the column attributes of the item's entity in the order of its columns; nil for an expression.
func (it Item) Attributes() []*mapping.Attr {
	if it.Class.entity == nil || it.Attrs != nil {
		return it.Attrs
	}
	return it.Class.entity.Attrs
}

// Result is what a caller gets of a row as one: an item, or several that are put into a struct.
type Result struct {
	// First is the first item, Items their number.
	First, Items int
	// Grouped says that they are put into a struct: into its fields by name, or with InOrder one after the other.
	Grouped, InOrder bool
}

// Group is several items that a row yields as one result.
type Group struct{ items []any }

// GroupOf makes several items one result.
func GroupOf(items ...any) Group { return Group{items} }

// Results are the results of a row; nil if each item is one.
func (q Query) Results() []Result { return q.results }

func (q Query) add(it any) Query {
	if g, ok := it.(Group); ok {
		return q.addGroup(g)
	}
	if q.results != nil {
		q.results = append(slices.Clip(q.results), Result{First: len(q.items), Items: 1})
	}
	return q.addItem(it)
}

func (q Query) addItem(it any) Query {
	if k, ok := it.(Composite); ok {
		if err := k.Err(); err != nil {
			return q.fail(err)
		}
		return q.addComposite(k, k.columns())
	}
	c, ok := asClass(it)
	if !ok {
		if _, nested := it.(Group); nested {
			return q.fail(&Error{"?", "", "a struct of several results cannot be in another"})
		}
		q.items = append(slices.Clip(q.items), Item{First: q.width(), Columns: 1})
		q.sel = q.sel.Column(it)
		return q
	}
	if err := c.Err(); err != nil {
		return q.fail(err)
	}
	q.items = append(slices.Clip(q.items), Item{Class: c, First: q.width(), Columns: len(c.entity.Attrs)})
	var room [24]any
	q.sel = q.sel.Column(appendColumns(room[:0], c)...)
	return q
}

// width is how many columns the items have.
func (q Query) width() int {
	if len(q.items) == 0 {
		return 0
	}
	last := &q.items[len(q.items)-1]
	return last.First + last.Columns
}

func (q Query) addGroup(g Group) Query {
	if len(g.items) == 0 {
		return q.fail(&Error{"?", "", "a struct of results wants at least one of them"})
	}
	if q.results == nil {
		for i := range q.items {
			q.results = append(q.results, Result{First: i, Items: 1})
		}
	}
	q.results = append(slices.Clip(q.results), Result{First: len(q.items), Items: len(g.items), Grouped: true})
	for _, it := range g.items {
		q = q.addItem(it)
	}
	return q
}

// Reselect is the query with other results: its conditions, joins and orders stay. Of a query of another's rows, expressions mean its columns.
func (q Query) Reselect(items ...any) Query {
	if q.src != nil {
		return q.fail(&Error{"?", "", "what a query from a statement of yours selects is said there"})
	}
	for _, f := range q.columnFroms() { // which the columns would no longer say
		q.joins = append(slices.Clip(q.joins), f)
	}
	old := q
	q.items, q.results, q.opts, q.sel = nil, nil, nil, q.sel.OnlyColumns()
	for _, it := range items {
		if _, isGroup := it.(Group); isGroup && q.self != nil {
			return q.fail(&Error{"?", "", "a struct cannot be selected from the rows of another query"})
		}
		if c, ok := asClass(it); ok && q.self != nil {
			i := slices.IndexFunc(old.items, func(had Item) bool { return had.Class == c })
			if i < 0 {
				return q.fail(&Error{c.Entity().Name, "", "the query whose rows these are does not yield it"})
			}
			had := old.items[i]
			q.items = append(q.items, Item{Class: c, First: q.width(), Columns: had.Columns, Attrs: had.Attrs})
			for _, n := range old.sel.Clauses().Columns[had.First : had.First+had.Columns] {
				q.sel = q.sel.Column(n)
			}
			continue
		}
		if k, ok := it.(Composite); ok && k.Err() == nil {
			q = q.addComposite(k, q.adapted(k.columns()))
			continue
		}
		q = q.add(q.adapted([]any{it})[0])
	}
	return q
}

// columnFroms are the elements of FROM that only the columns say.
func (q Query) columnFroms() (out []expr.FromClause) {
	var joined []expr.FromClause
	for _, f := range q.joins {
		joined = append(joined, expr.JoinMembers(f)...)
	}
	for _, n := range q.sel.Clauses().Columns {
		for _, f := range expr.FromsOf(n) {
			if !slices.Contains(joined, f) {
				joined, out = append(joined, f), append(out, f)
			}
		}
	}
	return out
}

// Description tells what a result of a row is.
type Description struct {
	// Name is the entity's, or that of its alias; the label or column of an expression, "" for one without.
	Name string
	// Entity is the entity that is yielded, nil for an expression.
	Entity  *mapping.Entity
	Aliased bool
	// Composite is the composite attribute that is yielded, nil for others.
	Composite *mapping.Composite
	Type      sqltypes.Type // of an expression
}

// Descriptions tell what the rows yield.
func (q Query) Descriptions() (out []Description) {
	for _, it := range q.items {
		if c := it.Class; c.entity != nil {
			out = append(out, Description{Name: c.Names()[0], Entity: c.entity, Aliased: c.alias != nil || c.sub != nil})
			continue
		}
		if it.Composite != nil {
			out = append(out, Description{Name: it.Composite.Name, Composite: it.Composite})
			continue
		}
		n := q.Origin(it)
		d := Description{}
		if n != nil {
			d.Type = n.Type()
		}
		switch n := n.(type) {
		case *expr.Label:
			d.Name = n.Name
		case *expr.ColumnClause:
			d.Name = n.Name
		}
		out = append(out, d)
	}
	return out
}

// Origin is the expression of an item that is no entity, as the caller knows it: of a query of another's rows, what that one selects.
func (q Query) Origin(it Item) expr.Node {
	of := q.sel.Clauses().Columns
	if q.self != nil {
		of = q.self.of
	}
	if it.Class.entity != nil || it.First >= len(of) {
		return nil
	}
	return of[it.First]
}

func columnsOf(c Class) []any { return appendColumns(make([]any, 0, len(c.entity.Attrs)), c) }

func appendColumns(cols []any, c Class) []any {
	for _, a := range c.entity.Attrs {
		cols = append(cols, c.column(a))
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
