package unitofwork

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aludel/aludel/orm/internal/instance"
)

// Dump is the plan as text, for people: what is written in which order, which foreign keys are copied from which object, and which rows
// of association tables come and go. Objects are named by their entity and key, new ones by their number among the new.
func (p *Plan) Dump() string {
	var b strings.Builder
	saves, err := p.ordered(p.saves)
	if err != nil {
		return "no order: " + err.Error() + "\n"
	}
	names := map[*instance.State]string{}
	fresh := 0
	for _, st := range saves {
		if !st.HasSnapshot() {
			fresh++
		}
		names[st] = nameOf(st, fresh)
	}
	name := func(st *instance.State) string {
		if n := names[st]; n != "" {
			return n
		}
		return nameOf(st, 0)
	}
	for _, st := range saves {
		p.dumpSave(&b, st, name)
	}
	for _, s := range p.post {
		b.WriteString("afterwards\n")
		s.dump(&b, name)
	}
	for _, l := range p.links {
		op := "insert"
		if l.remove {
			op = "delete"
		} else if l.values != nil {
			op = "update"
		}
		fmt.Fprintf(&b, "%s row of %s: %s, %s\n", op, l.rel.Secondary.Table.FullName(), name(l.near), name(l.far))
	}
	for _, st := range p.deletionOrder() {
		fmt.Fprintf(&b, "delete %s\n", name(st))
	}
	for _, st := range p.orphans {
		fmt.Fprintf(&b, "drop %s, which lost its parent\n", name(st))
	}
	return b.String()
}

// dumpSave says what is written for an object. An object of which only relationships changed, that other rows hold, has no row to write
// and is left out.
func (p *Plan) dumpSave(b *strings.Builder, st *instance.State, name func(*instance.State) string) {
	changed, syncs, exprs := st.ChangedColumns(nil), p.syncs[st], p.graph.Exprs(st)
	op := "insert"
	if st.Has(instance.Persistent) {
		if len(changed)+len(syncs)+len(exprs) == 0 {
			return
		}
		op = "update"
	}
	fmt.Fprintf(b, "%s %s", op, name(st))
	for _, c := range changed {
		fmt.Fprintf(b, " %s", st.Mapper.Columns[c].Attr.Name)
	}
	for _, c := range slices.Sorted(maps.Keys(exprs)) {
		fmt.Fprintf(b, " %s by an expression", st.Mapper.Columns[c].Attr.Name)
	}
	b.WriteByte('\n')
	for _, s := range syncs {
		s.dump(b, name)
	}
}

func (s sync) dump(b *strings.Builder, name func(*instance.State) string) {
	for _, pair := range s.pairs {
		from := "NULL"
		if s.parent != nil {
			from = name(s.parent)
		}
		fmt.Fprintf(b, "  %s.%s from %s\n", s.child.Mapper.Entity.Name, s.own(pair).Name, from)
	}
}

// nameOf names an object: a stored one by its key, a new one by a number.
func nameOf(st *instance.State, n int) string {
	if !st.HasSnapshot() {
		return fmt.Sprintf("%s new %d", st.Mapper.Entity.Name, n)
	}
	out := st.Mapper.Entity.Name
	for _, k := range st.Mapper.Keys {
		out += fmt.Sprintf(" %v", st.SnapshotValue(k))
	}
	return out
}
