package query

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/sqltypes"
)

// This file has queries whose rows come from a statement that the caller wrote: literal SQL, or a SELECT of the toolkit.

// source is the statement of such a query.
type source struct {
	stmt expr.Select
	open bool // what rows become is known from the Go type of the rows alone
}

// SelectSQL is a query of literal SQL, of which nothing but the Go type of its rows says what they become. Arguments are bound to the
// :names in it, in their order of first appearance.
func SelectSQL(text string, args ...any) Query {
	q := Query{}.FromSQL(text, args...)
	if q.src != nil {
		q.src.open = true
	}
	return q
}

// FromSQL takes the rows of the query from literal SQL instead of what it would send. Columns are found by name: those of an entity as
// table_column or column, those of expressions by their label or column.
func (q Query) FromSQL(text string, args ...any) Query {
	x := expr.RawText(text, args...)
	if bad, ok := x.Node().(*expr.Invalid); ok {
		return q.fail(bad.Err)
	}
	return q.FromStatement(x.TextSelect())
}

// FromStatement takes the rows of the query from a SELECT instead of what it would send. Columns that the SELECT takes from where the
// query would are those; others are found by name.
func (q Query) FromStatement(stmt expr.Select) Query {
	if err := stmt.Err(); err != nil {
		return q.fail(err)
	}
	q.src = &source{stmt: stmt}
	return q
}

// Open reports whether only the Go type of the rows says what they become: [Query.Yielding] says it.
func (q Query) Open() bool { return q.src != nil && q.src.open }

// FromText reports whether the rows come from a statement that the caller wrote, whose columns must be found: see [Query.Wanted].
func (q Query) FromText() bool { return q.src != nil }

// Slot is what a part of a row of a [Query.Open] query becomes: an entity, a value by name, a value in its turn (without names), or
// several of them in a struct.
type Slot struct {
	Class Class
	Names []string
	Group []Slot
}

// Yielding says what the rows of a [Query.Open] query become.
func (q Query) Yielding(slots ...Slot) Query {
	q.src = &source{stmt: q.src.stmt}
	at := 0
	leaf := func(s Slot) {
		it := Item{Class: s.Class, First: at, Columns: 1, Names: s.Names}
		if s.Class.entity != nil {
			it.Columns = len(s.Class.entity.Attrs)
		}
		at += it.Columns
		q.items = append(q.items, it)
	}
	q.items, q.results = nil, nil
	for _, s := range slots {
		if s.Class.err != nil {
			return q.fail(s.Class.err)
		}
		q.results = append(q.results, Result{First: len(q.items), Items: max(1, len(s.Group)), Grouped: s.Group != nil, InOrder: true})
		if s.Group == nil {
			leaf(s)
		}
		for _, in := range s.Group {
			leaf(in)
		}
	}
	return q
}

// added is the misuse of a query from a statement to which something was added.
func (q Query) added() error {
	if q.src == nil {
		return nil
	}
	s := q.sel.Clauses()
	if len(q.joins) == 0 && len(s.WhereAll) == 0 && len(s.Order) == 0 && len(s.Groups) == 0 && len(s.HavingBy) == 0 &&
		s.LimitTo == nil && s.OffsetTo == nil && !s.Unique && s.Lock == expr.NoLock {
		return nil
	}
	return &Error{"?", "", "the query takes its rows from a statement of yours: put joins, conditions, orders, limits and locks there"}
}

// Wanted is a column that the rows of a query from a statement must have.
type Wanted struct {
	// Names are those by which it is found, the better ones first; without any it is the next column that nothing else is.
	Names []string
	// At is its place in the statement if that says so, else -1.
	At   int
	Type sqltypes.Type // nil if it is not known
	// Attr is the attribute that it is for, nil for an expression.
	Attr *mapping.Attr
}

// Wanted lists the columns that an item of a query from a statement wants.
func (q Query) Wanted(it Item) (out []Wanted) {
	for _, a := range it.Attributes() {
		w := q.wanted(it.Class.column(a).Node())
		w.Attr = a
		out = append(out, w)
	}
	if it.Composite != nil {
		for i := range it.Columns {
			n := q.Origin(Item{First: it.First + i})
			if n == nil {
				return append(out, Wanted{At: -1})
			}
			out = append(out, q.wanted(n))
		}
		return out
	}
	switch n := q.Origin(it); {
	case it.Class.entity != nil:
		return out
	case n != nil:
		return []Wanted{q.wanted(n)}
	}
	return []Wanted{{Names: it.Names, At: -1}}
}

func (q Query) wanted(n expr.Node) Wanted {
	w := Wanted{Type: n.Type(), At: placeOf(q.src.stmt.Clauses().Columns, n)}
	switch n := n.(type) {
	case *expr.Label:
		w.Names = []string{n.Name}
	case *expr.ColumnClause:
		if t := expr.SelectableName(n.Table); t != "" {
			w.Names = append(w.Names, t+"_"+n.Name)
		}
		w.Names = append(w.Names, n.Name)
	}
	return w
}
