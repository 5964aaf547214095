package unitofwork

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/schema"
)

// This file puts objects in order.

// CircularError says that objects refer to each other in a circle, so that none can be stored first.
type CircularError struct{ Entities []string }

// Error names them.
func (e *CircularError) Error() string {
	return fmt.Sprintf("orm: new objects refer to each other in a circle: %v; store them without one of the references first", e.Entities)
}

// ordered sorts objects: parents' tables before those that refer to them; within a table, objects that others refer to first; of
// these, those that are stored already before new ones; else by key or in the order of Add.
func (p *Plan) ordered(sts []*instance.State) ([]*instance.State, error) {
	rank, err := ranks(sts)
	if err != nil {
		return nil, err
	}
	level := map[*instance.State]int{}
	for _, st := range sts {
		if _, err := p.level(st, level, nil); err != nil {
			return nil, err
		}
	}
	out := slices.Clone(sts)
	slices.SortStableFunc(out, func(a, b *instance.State) int {
		return cmp.Or(
			cmp.Compare(rank[a.Mapper], rank[b.Mapper]),
			cmp.Compare(level[a], level[b]),
			cmp.Compare(order(a), order(b)))
	})
	return out, nil
}

func order(st *instance.State) int {
	if st.Has(instance.Persistent) {
		return 0
	}
	return 1
}

// ranks numbers the mappers by the dependencies of their tables. Tables that refer to each other in a circle all have the same
// number, so that the order is by object.
func ranks(sts []*instance.State) (map[*instance.Mapper]int, error) {
	rank := map[*instance.Mapper]int{}
	byTable := map[*schema.Table]*instance.Mapper{}
	var md *schema.MetaData
	for _, st := range sts {
		byTable[st.Mapper.Entity.Table] = st.Mapper
		md = st.Mapper.Entity.Table.MetaData
	}
	if len(byTable) < 2 || md == nil {
		return rank, nil
	}
	tables, err := md.SortedTables()
	if cycle := (*schema.CycleError)(nil); errors.As(err, &cycle) {
		return rank, nil
	}
	if err != nil {
		return nil, err
	}
	for i, t := range tables {
		if m := byTable[t]; m != nil {
			rank[m] = i + 1
		}
	}
	return rank, nil
}

// level is how many new objects must be stored before st, one after the other.
func (p *Plan) level(st *instance.State, known map[*instance.State]int, path []*instance.State) (int, error) {
	if n, ok := known[st]; ok {
		return n, nil
	}
	if i := slices.Index(path, st); i >= 0 {
		e := &CircularError{}
		for _, s := range path[i:] {
			e.Entities = append(e.Entities, s.Mapper.Entity.Name)
		}
		return 0, e
	}
	n := 0
	for _, s := range p.syncs[st] {
		if s.parent == nil || s.parent == st || s.parent.Has(instance.Persistent) {
			continue
		}
		up, err := p.level(s.parent, known, append(path, st))
		if err != nil {
			return 0, err
		}
		n = max(n, up+1)
	}
	known[st] = n
	return n, nil
}
