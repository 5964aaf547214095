package unitofwork

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/schema"
)

// This file orders the tables of a flush by the foreign keys between them.

// ranks numbers the mappers of objects in the order in which their rows are to be written: those that refer to none of the others
// first, then those that refer only to these, and so on; for deletions (reverse) those that none of the others refers to first. Mappers
// of one step are in the order of their names. Tables that refer to each other in a circle have one number, so that the order is by
// object. Foreign keys that are written by UPDATEs of their own put no table before another.
func ranks(sts []*instance.State, reverse bool) map[*instance.Mapper]int {
	rank := map[*instance.Mapper]int{}
	var mappers []*instance.Mapper
	for _, st := range sts {
		if _, ok := rank[st.Mapper]; !ok {
			rank[st.Mapper] = 0
			mappers = append(mappers, st.Mapper)
		}
	}
	if len(mappers) < 2 {
		return rank
	}
	g := tableGraph{mappers: mappers, reach: map[*instance.Mapper]map[*instance.Mapper]bool{}, depth: map[*instance.Mapper]int{}, reverse: reverse}
	g.build()
	slices.SortStableFunc(mappers, func(a, b *instance.Mapper) int { return cmp.Or(cmp.Compare(g.level(a), g.level(b)), byName(a, b)) })
	for i, m := range mappers {
		rank[m] = i + 1
	}
	for _, m := range mappers {
		for _, o := range mappers {
			if g.circular(m, o) {
				rank[m] = min(rank[m], rank[o])
			}
		}
	}
	return rank
}

// tableGraph knows which mappers' tables refer to which others', directly or by way of tables that are not written.
type tableGraph struct {
	mappers []*instance.Mapper
	reach   map[*instance.Mapper]map[*instance.Mapper]bool
	depth   map[*instance.Mapper]int
	reverse bool
}

func (g *tableGraph) build() {
	byTable := map[*schema.Table]*instance.Mapper{}
	skip := map[*schema.ForeignKeyConstraint]bool{}
	for _, m := range g.mappers {
		byTable[m.Entity.Table] = m
		postKeys(m, skip)
	}
	for _, m := range g.mappers {
		g.reach[m] = map[*instance.Mapper]bool{}
	}
	for _, m := range g.mappers {
		seen := map[*schema.Table]bool{m.Entity.Table: true}
		var walk func(t *schema.Table)
		walk = func(t *schema.Table) {
			for _, fk := range t.ForeignKeys {
				if fk.Target == nil || skip[fk] {
					continue
				}
				if to := byTable[fk.Target]; to != nil && to != m {
					g.add(m, to)
				}
				if !seen[fk.Target] {
					seen[fk.Target] = true
					walk(fk.Target)
				}
			}
		}
		walk(m.Entity.Table)
	}
}

func (g *tableGraph) add(from, to *instance.Mapper) {
	if g.reverse {
		from, to = to, from
	}
	g.reach[from][to] = true
}

func (g *tableGraph) circular(a, b *instance.Mapper) bool {
	return a != b && g.reach[a][b] && g.reach[b][a]
}

// level is how many steps come before a mapper. The mappers of a circle have one level.
func (g *tableGraph) level(m *instance.Mapper) int {
	if n, ok := g.depth[m]; ok {
		return n
	}
	ring := []*instance.Mapper{m}
	for _, o := range g.mappers {
		if g.circular(m, o) {
			ring = append(ring, o)
		}
	}
	n := 0
	for _, r := range ring {
		for to := range g.reach[r] {
			if !slices.Contains(ring, to) {
				n = max(n, g.level(to)+1)
			}
		}
	}
	for _, r := range ring {
		g.depth[r] = n
	}
	return n
}

// number is an integer of any type.
func number(v any) (int64, bool) {
	r := reflect.ValueOf(v)
	switch {
	case r.CanInt():
		return r.Int(), true
	case r.CanUint():
		return int64(r.Uint()), true
	}
	return 0, false
}
