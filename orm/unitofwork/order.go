package unitofwork

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aludel/aludel/orm/internal/instance"
)

// This file puts objects in order.

// CircularError says that objects refer to each other in a circle, so that none can be stored first.
type CircularError struct{ Entities []string }

// Error names them.
func (e *CircularError) Error() string {
	return fmt.Sprintf("orm: new objects refer to each other in a circle: %v; store them without one of the references first", e.Entities)
}

// ordered sorts objects: the tables that others refer to first, tables of one depth by the entity's name; within a table that refers
// to itself, and among tables that refer to each other in a circle, by object; then objects that are stored by key, and after them new
// ones in the order of Add.
func (p *Plan) ordered(sts []*instance.State) ([]*instance.State, error) {
	if len(p.syncs) == 0 && sameKind(sts) {
		return sts, nil
	}
	rank := ranks(sts, false)
	var level map[*instance.State]int
	if len(p.syncs) > 0 {
		level = make(map[*instance.State]int, len(sts))
		for _, st := range sts {
			if _, err := p.level(st, rank, level, nil); err != nil {
				return nil, err
			}
		}
	}
	out := slices.Clone(sts)
	slices.SortStableFunc(out, func(a, b *instance.State) int {
		if c := cmp.Or(cmp.Compare(rank[a.Mapper], rank[b.Mapper]), cmp.Compare(level[a], level[b]), byName(a.Mapper, b.Mapper)); c != 0 {
			return c
		}
		switch oldA, oldB := a.Has(instance.Persistent), b.Has(instance.Persistent); {
		case oldA && oldB:
			return byKey(a, b)
		case oldA:
			return -1
		case oldB:
			return 1
		}
		return 0
	})
	return out, nil
}

// sameKind reports whether there is no order among objects but that in which they came: one alone, and new ones of one mapper.
func sameKind(sts []*instance.State) bool {
	return len(sts) < 2 || !slices.ContainsFunc(sts, func(st *instance.State) bool {
		return st.Mapper != sts[0].Mapper || st.Has(instance.Persistent)
	})
}

func byName(a, b *instance.Mapper) int {
	if a == b {
		return 0
	}
	return cmp.Or(strings.Compare(a.Entity.Name, b.Entity.Name), strings.Compare(a.Entity.ID, b.Entity.ID))
}

// byKey compares objects of one mapper by the primary keys that they have in the database; those that have none keep their order.
func byKey(a, b *instance.State) int {
	if a.Mapper != b.Mapper || !a.HasSnapshot() || !b.HasSnapshot() {
		return 0
	}
	for _, k := range a.Mapper.Keys {
		if c := compareKeys(a.SnapshotValue(k), b.SnapshotValue(k)); c != 0 {
			return c
		}
	}
	return 0
}

// compareKeys compares two values of one column of a primary key.
func compareKeys(a, b any) int {
	switch x := a.(type) {
	case int64:
		if y, ok := b.(int64); ok {
			return cmp.Compare(x, y)
		}
	case string:
		if y, ok := b.(string); ok {
			return strings.Compare(x, y)
		}
	case float64:
		if y, ok := b.(float64); ok {
			return cmp.Compare(x, y)
		}
	case []byte:
		if y, ok := b.([]byte); ok {
			return bytes.Compare(x, y)
		}
	case time.Time:
		if y, ok := b.(time.Time); ok {
			return x.Compare(y)
		}
	}
	if n, ok := number(a); ok {
		if m, ok := number(b); ok {
			return cmp.Compare(n, m)
		}
	}
	return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
}

// level is how many objects of the same rank must be stored before st, one after the other.
func (p *Plan) level(st *instance.State, rank map[*instance.Mapper]int, known map[*instance.State]int, path []*instance.State) (int, error) {
	if n, ok := known[st]; ok {
		return n, nil
	}
	if i := slices.Index(path, st); i >= 0 {
		return 0, circle(path[i:])
	}
	n := 0
	for _, s := range p.syncs[st] {
		switch {
		case s.parent == nil || rank[s.parent.Mapper] != rank[st.Mapper]:
			continue
		case s.parent == st:
			if !st.Has(instance.Persistent) && !hasKey(st) {
				return 0, circle([]*instance.State{st})
			}
			continue
		case s.parent.Has(instance.Persistent) && !p.rekeyed[s.parent]:
			continue
		}
		up, err := p.level(s.parent, rank, known, append(path, st))
		if err != nil {
			return 0, err
		}
		n = max(n, up+1)
	}
	known[st] = n
	return n, nil
}

func circle(path []*instance.State) error {
	e := &CircularError{}
	for _, s := range path {
		e.Entities = append(e.Entities, s.Mapper.Entity.Name)
	}
	return e
}

// hasKey reports whether a new object's key need not be made by the database.
func hasKey(st *instance.State) bool {
	for _, k := range st.Mapper.Keys {
		c := &st.Mapper.Columns[k]
		if c.Attr.Column.Generated() && c.IsZero(st.Obj) {
			return false
		}
	}
	return true
}
