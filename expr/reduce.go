package expr

// This file changes what a SELECT shows.

// ReduceColumns leaves out columns that say what another column of the same name says: one refers to the other by a foreign key, or a
// condition equates them.
func (s Select) ReduceColumns() Select {
	of := s.Clauses()
	pairs := equated(of)
	kept := make([]Node, 0, len(of.Columns))
	for _, n := range of.Columns {
		if c, ok := n.(*ColumnClause); !ok || !repeats(c, kept, pairs) {
			kept = append(kept, n)
		}
	}
	// a column that refers to one that comes after it
	out := kept[:0:0]
	for i, n := range kept {
		if c, ok := n.(*ColumnClause); !ok || !refersToAny(c, kept[i+1:]) {
			out = append(out, n)
		}
	}
	return s.changed(func(c *Clauses) { c.From, c.Columns = s.shownFroms(), out })
}

// repeats reports whether one of the columns before has the name and the value of c.
func repeats(c *ColumnClause, before []Node, pairs [][2]*ColumnClause) bool {
	for _, n := range before {
		k, ok := n.(*ColumnClause)
		if !ok || k.Name != c.Name {
			continue
		}
		if refers(c, k) || refers(k, c) {
			return true
		}
		for _, p := range pairs {
			if p == [2]*ColumnClause{c, k} || p == [2]*ColumnClause{k, c} {
				return true
			}
		}
	}
	return false
}

func refersToAny(c *ColumnClause, others []Node) bool {
	for _, n := range others {
		if k, ok := n.(*ColumnClause); ok && k.Name == c.Name && refers(c, k) {
			return true
		}
	}
	return false
}

// refers reports whether a foreign key goes from c to k.
func refers(c, k *ColumnClause) bool {
	from, to := origin(c), origin(k)
	t, ok := from.Table.(*TableClause)
	if !ok || from == to {
		return false
	}
	for _, fk := range t.ForeignKeys {
		for i, col := range fk.Columns {
			if col == from && fk.Targets[i] == to {
				return true
			}
		}
	}
	return false
}

// origin is the column of a table that c shows, itself if it is none.
func origin(c *ColumnClause) *ColumnClause {
	for c.base != nil {
		c = c.base
	}
	return c
}

// equated are the columns that conditions of the SELECT equate.
func equated(s *Clauses) (pairs [][2]*ColumnClause) {
	collect := func(n Node) {
		for _, x := range conjuncts(n) {
			b, ok := x.(*Binary)
			if !ok || b.Op != OpEq {
				continue
			}
			l, lok := b.L.(*ColumnClause)
			r, rok := b.R.(*ColumnClause)
			if lok && rok {
				pairs = append(pairs, [2]*ColumnClause{l, r})
			}
		}
	}
	for _, n := range s.WhereAll {
		collect(n)
	}
	for _, f := range s.From {
		innerConditions(f, collect)
	}
	return pairs
}

func conjuncts(n Node) []Node {
	if l, ok := n.(*List); ok && l.Op == OpAnd {
		return l.Items
	}
	return []Node{n}
}

// innerConditions calls f with the conditions of inner joins, which hold for every row.
func innerConditions(f FromClause, do func(Node)) {
	j, ok := f.(*Join)
	if !ok || j.Outer || j.Full {
		return
	}
	do(j.On)
	innerConditions(j.Left, do)
	innerConditions(j.Right, do)
}

// ReplaceColumns replaces the columns clause and keeps what is selected from, also what only the columns before told.
func (s Select) ReplaceColumns(items ...any) Select {
	return s.changed(func(c *Clauses) { c.From = s.shownFroms() }).OnlyColumns(items...)
}

// shownFroms are the FROM elements without those that a join among them has in it.
func (s Select) shownFroms() []FromClause {
	all := Froms(s.Clauses())
	out := all[:0:0]
	for _, f := range all {
		hidden := false
		for _, g := range all {
			if j, ok := g.(*Join); ok && f != g && contains(j, f) {
				hidden = true
			}
		}
		if !hidden {
			out = append(out, f)
		}
	}
	return out
}

// contains reports whether f is g, or a part of it.
func contains(g, f FromClause) bool {
	if g == f {
		return true
	}
	j, ok := g.(*Join)
	return ok && (contains(j.Left, f) || contains(j.Right, f))
}

// AliasOfJoin makes what a join yields one FROM element: a subquery whose columns are named table_column.
func AliasOfJoin(j *Join, name string) *Subquery {
	return NewSelect(j).WithLabels(LabelTableColumn).Alias(name)
}
