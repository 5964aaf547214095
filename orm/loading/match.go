package loading

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/orm/query"
	"github.com/aludel/aludel/sqltypes"
)

// This file finds the columns of an entity, and of values, among those of a statement that the caller wrote.

// MatchError says that the columns of a result do not fit what its rows are to become.
type MatchError struct {
	// What wants a column: an attribute as Entity.Attr, a field as Type.Field, a value.
	What string
	// Names are the columns of the result.
	Names  []string
	Reason string
}

// Error says what is wanted, why it is not there, and what is.
func (e *MatchError) Error() string {
	return fmt.Sprintf("orm: %s: %s; the columns of the result are %s", e.What, e.Reason, strings.Join(e.Names, ", "))
}

// Match finds the columns that a query from a statement wants among those of its result: for each its place and its type. Deferred columns
// that are not there stay deferred.
func (s *Scan) Match(q query.Query, names []string) (order []int, types []sqltypes.Type, err error) {
	m := matcher{names: names, taken: make([]bool, len(names))}
	entities := false
	for i, it := range q.Items() {
		s.items[i].col = len(order)
		var attrs []*mapping.Attr
		for _, w := range q.Wanted(it) {
			at := -1
			if len(w.Names) > 0 {
				if at, err = m.find(w); err != nil {
					return nil, nil, err
				}
			}
			if w.Attr != nil && at < 0 {
				continue
			}
			attrs, order, types = append(attrs, w.Attr), append(order, at), append(types, w.Type)
		}
		if l := s.items[i].loader; l != nil {
			entities = true
			l.First = s.items[i].col
			if l.Cols = nil; slices.ContainsFunc(it.Attributes(), func(a *mapping.Attr) bool { return a.Deferred }) {
				l.Cols = Columns(l.Mapper, attrs)
			}
		}
	}
	for i := range order {
		if order[i] < 0 {
			if order[i], err = m.next(i); err != nil {
				return nil, nil, err
			}
		}
	}
	if left := slices.Index(m.taken, false); left >= 0 && !entities {
		return nil, nil, m.error(fmt.Sprintf("column %d (%s)", left+1, names[left]), "nothing in the row takes it")
	}
	return order, types, nil
}

// matcher gives columns of a result to what wants them, each once.
type matcher struct {
	names []string
	taken []bool
}

func (m *matcher) error(what, reason string) error {
	return &MatchError{what, m.names, reason}
}

// find takes a column by its place in the statement, or by name; -1 is a deferred one that is not there.
func (m *matcher) find(w query.Wanted) (int, error) {
	what := strings.Join(w.Names[len(w.Names)-1:], "")
	if w.Attr != nil {
		what = w.Attr.Entity.Name + "." + w.Attr.Name
	}
	if w.At >= 0 && w.At < len(m.names) {
		m.taken[w.At] = true
		return w.At, nil
	}
	for _, name := range w.Names {
		at := m.named(name)
		switch {
		case len(at) == 0:
			continue
		case len(at) > 1:
			return 0, m.error(what, fmt.Sprintf("several columns are named %s: label them %s", name, w.Names[0]))
		case m.taken[at[0]]:
			return 0, m.error(what, fmt.Sprintf("the column %s is taken already: label columns as %s", name, w.Names[0]))
		}
		m.taken[at[0]] = true
		return at[0], nil
	}
	if w.Attr != nil && w.Attr.Deferred && !w.Attr.Vital {
		return -1, nil
	}
	reason := "no column is named " + strings.Join(w.Names, " or ")
	if w.Attr != nil {
		reason += ", and an attribute is loaded with its object: select it, or make it an orm.Deferred"
	}
	return 0, m.error(what, reason)
}

// named are the columns of a name; where none is written so, those that differ in case alone.
func (m *matcher) named(name string) (at []int) {
	for _, same := range []func(a, b string) bool{func(a, b string) bool { return a == b }, strings.EqualFold} {
		for i, n := range m.names {
			if same(n, name) {
				at = append(at, i)
			}
		}
		if len(at) > 0 {
			return at
		}
	}
	return nil
}

// next takes the first column that is left.
func (m *matcher) next(i int) (int, error) {
	at := slices.Index(m.taken, false)
	if at < 0 {
		return 0, m.error(fmt.Sprintf("value %d of the row", i+1), "no column is left for it")
	}
	m.taken[at] = true
	return at, nil
}
