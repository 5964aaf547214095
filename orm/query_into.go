package orm

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/loading"
	"github.com/aludel/aludel/orm/query"
)

// This file fits the rows of a query into structs of the caller's, and the columns of literal SQL into rows.

// FieldError says that a struct cannot take what a query yields: a column that no field is for, a field that no column is for, a value
// of another type.
type FieldError = loading.FieldError

// MatchError says that the columns of literal SQL, or of a statement, are not those that the rows of the query need.
type MatchError = loading.MatchError

// slots says what the rows of literal SQL become: a struct of several results for Row2 to Row8, else one result.
func (s *Session) slots(t reflect.Type) ([]query.Slot, error) {
	if !reflect.PointerTo(t).Implements(reflect.TypeFor[decoder]()) {
		one, err := s.slot(t, nil)
		return []query.Slot{one}, err
	}
	var out []query.Slot
	for i := range t.NumField() {
		one, err := s.slot(t.Field(i).Type, nil)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}

// slot is what a part of a row becomes: an object, a struct of the caller's, or a value of these names.
func (s *Session) slot(t reflect.Type, names []string) (query.Slot, error) {
	if t.Implements(reflect.TypeFor[Mapped]()) && t.Kind() == reflect.Pointer {
		m, err := s.mapperOf(t.Elem())
		if err != nil {
			return query.Slot{}, err
		}
		return query.Slot{Class: query.ClassOf(m.Entity)}, nil
	}
	if names != nil || !loading.IsStruct(t) {
		return query.Slot{Names: names}, nil
	}
	var out query.Slot
	for _, f := range loading.FieldsOf(t) {
		in, err := s.slot(f.Type, f.Names)
		if err != nil {
			return out, err
		}
		out.Group = append(out.Group, in)
	}
	if out.Group == nil {
		return out, &FieldError{Type: t, Reason: "it has no exported field that could take a column"}
	}
	return out, nil
}

// group finds the fields of the results that are structs.
func (s *Session) group(q query.Query, sc *loading.Scan, rows reflect.Type) error {
	results := q.Results()
	groups := make([]*loading.Group, len(results))
	for i, r := range results {
		if !r.Grouped {
			continue
		}
		t := rows
		if reflect.PointerTo(t).Implements(reflect.TypeFor[decoder]()) && len(results) > 1 {
			t = t.Field(i).Type
		}
		var items []loading.Named
		for k := range r.Items {
			items = append(items, s.named(q, sc, r.First+k))
		}
		make := loading.NewGroup
		if r.InOrder || reflect.PointerTo(t).Implements(reflect.TypeFor[decoder]()) {
			make = loading.NewRowGroup
		}
		var err error
		if groups[i], err = make(t, r.First, items); err != nil {
			return err
		}
	}
	sc.Group(results, groups)
	return nil
}

// named are the names of an item: an entity's alias and own name; a label; an attribute's name and that of its column.
func (s *Session) named(q query.Query, sc *loading.Scan, i int) (out loading.Named) {
	it := q.Items()[i]
	if m := sc.Mapper(i); m != nil {
		return loading.Named{Names: it.Class.Names(), Entity: m.Type}
	}
	if c := it.Composite; c != nil {
		return loading.Named{Names: []string{c.Path[len(c.Path)-1]}, Composite: sc.Composite(i).Type()}
	}
	n := q.Origin(it)
	if n == nil {
		return loading.Named{Names: it.Names}
	}
	out.Type = n.Type()
	switch n := n.(type) {
	case *expr.Label:
		out.Names = []string{n.Name}
	case *expr.ColumnClause:
		if a := s.attributeOf(n); a != "" {
			out.Names = append(out.Names, a)
		}
		out.Names = append(out.Names, n.Name)
	}
	return out
}

// attributeOf is the name of the attribute that a column is mapped to, "" for none.
func (s *Session) attributeOf(c *expr.ColumnClause) string {
	decl := c.Declared()
	if decl == nil {
		return ""
	}
	for _, r := range s.regs {
		for _, m := range r.mappers {
			i := slices.IndexFunc(m.Columns, func(col instance.Column) bool { return any(col.Attr.Column) == decl })
			if i >= 0 {
				return m.Columns[i].Attr.Name
			}
		}
	}
	return ""
}

// arrange finds the columns of a statement that the caller wrote among those of its result. It closes the rows if they are not there.
func arrange(rows *engine.Rows, q query.Query, sc *loading.Scan) error {
	if !q.FromText() {
		return nil
	}
	var names []string
	for _, c := range rows.Reader().Columns() {
		names = append(names, c.Name)
	}
	order, types, err := sc.Match(q, names)
	if err != nil {
		if bad := rows.Close(); bad != nil {
			err = fmt.Errorf("%w (and the rows could not be closed: %w)", err, bad)
		}
		return err
	}
	rows.Arrange(order, types)
	return nil
}
