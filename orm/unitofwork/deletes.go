package unitofwork

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/schema"
)

// This file puts objects that are deleted in order: what refers to others goes before them, as the rows in the database are, which
// may differ from what the objects say by now.

// deletionOrder sorts the tables in the opposite order of their dependencies; within a table that refers to itself, and among
// tables that refer to each other in a circle, it sorts row by row.
func (p *Plan) deletionOrder() []*instance.State {
	if len(p.deletes) < 2 {
		return p.deletes
	}
	rank := ranks(p.deletes, true)
	d := &deletion{rank: rank, post: map[*schema.ForeignKeyConstraint]bool{}, rows: map[rowKey]*instance.State{}, depth: map[*instance.State]int{}}
	d.index(p.deletes)
	if len(d.rows) > 0 {
		for _, st := range p.deletes {
			d.below(st)
		}
	}
	out := slices.Clone(p.deletes)
	slices.SortStableFunc(out, func(a, b *instance.State) int {
		if c := cmp.Or(cmp.Compare(rank[a.Mapper], rank[b.Mapper]), cmp.Compare(d.depth[b], d.depth[a]), byName(a.Mapper, b.Mapper)); c != 0 {
			return c
		}
		return byKey(a, b)
	})
	return out
}

// deletion finds which of the rows that are deleted refer to others of them.
type deletion struct {
	rank map[*instance.Mapper]int
	// rows finds a row by the values that a foreign key refers to it by.
	rows map[rowKey]*instance.State
	// depth is how many rows a row refers to, one after the other.
	depth map[*instance.State]int
	// post are the foreign keys that were set to NULL before.
	post map[*schema.ForeignKeyConstraint]bool
}

// rowKey are a foreign key and the values of what it refers to, as text.
type rowKey struct {
	fk     *schema.ForeignKeyConstraint
	values string
}

// index notes the rows that foreign keys of the same rank may refer to.
func (d *deletion) index(sts []*instance.State) {
	byTable := map[*schema.Table]*instance.Mapper{}
	for _, st := range sts {
		byTable[st.Mapper.Entity.Table] = st.Mapper
	}
	into := map[*instance.Mapper][]*schema.ForeignKeyConstraint{}
	for t, m := range byTable {
		postKeys(m, d.post)
		for _, fk := range t.ForeignKeys {
			if target := byTable[fk.Target]; target != nil && d.rank[target] == d.rank[m] {
				into[target] = append(into[target], fk)
			}
		}
	}
	for _, st := range sts {
		for _, fk := range into[st.Mapper] {
			if v := stored(st, fk.TargetColumns); v != "" {
				d.rows[rowKey{fk, v}] = st
			}
		}
	}
}

// stored are the values that the database has in some columns of an object, as text; "" if one is NULL or not mapped.
func stored(st *instance.State, cols []*schema.Column) string {
	var b []byte
	for _, c := range cols {
		i := slices.IndexFunc(st.Mapper.Columns, func(m instance.Column) bool { return m.Attr.Column == c })
		if i < 0 {
			return ""
		}
		v := st.SnapshotValue(i)
		if v == nil {
			return ""
		}
		b = fmt.Appendf(b, "%v\x00", v)
	}
	return string(b)
}

// below gives the depth of a row. Rows that refer to each other in a circle, which no order serves, end it.
func (d *deletion) below(st *instance.State) int {
	if n, ok := d.depth[st]; ok {
		return n
	}
	d.depth[st] = 0
	n := 0
	for _, fk := range st.Mapper.Entity.Table.ForeignKeys {
		if d.post[fk] {
			continue
		}
		if to := d.rows[rowKey{fk, stored(st, fk.Columns)}]; to != nil && to != st {
			n = max(n, d.below(to)+1)
		}
	}
	d.depth[st] = n
	return n
}
