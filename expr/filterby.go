package expr

import (
	"fmt"
	"maps"
	"slices"
)

// This file has conditions by the names of columns.

// Named is a value by the name of its column.
type Named struct {
	Name  string
	Value any
}

// FilterBy adds the conditions that columns equal values, by name. The columns are those of the FROM element that was joined last,
// else of the first one. A name that it does not have is an error when the statement is compiled.
func (s Select) FilterBy(values ...Named) Select {
	target := s.lastJoined()
	for _, v := range values {
		col := columnNamed(target, columnsOf(target), v.Name)
		if _, bad := col.Node().(*Invalid); bad {
			return s.fail(noColumn("FilterBy", target, v.Name, fmt.Sprintf("%s has no column named %q", sourceName(target), v.Name)))
		}
		s = s.Where(col.Eq(v.Value))
	}
	return s
}

// lastJoined is the right side of the last join, else the first FROM element, nil if there is none.
func (s Select) lastJoined() FromClause {
	for _, f := range slices.Backward(s.Clauses().From) {
		if j, ok := f.(*Join); ok {
			return j.Right
		}
	}
	for _, f := range Froms(s.Clauses()) {
		return f
	}
	return nil
}

func sortedNames(values map[string]any) []string { return slices.Sorted(maps.Keys(values)) }
