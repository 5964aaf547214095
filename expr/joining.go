package expr

import (
	"fmt"
	"slices"
)

// This file joins FROM elements, by a condition or by the foreign keys between them.

// JoinError says that no condition of a join could be inferred.
type JoinError struct {
	Left, Right string
	Reason      string
}

// Error implements error.
func (e *JoinError) Error() string {
	return fmt.Sprintf("expr: cannot join %s and %s: %s", e.Left, e.Right, e.Reason)
}

// Source is what can stand in FROM: a [FromClause], or a table of package schema.
type Source any

// JoinOf joins two FROM elements. A nil condition is inferred from the foreign keys between the tables of both; where there
// is none, or more than one, the statement fails to compile with a *[JoinError].
func JoinOf(left, right Source, on any) *Join {
	return joined(fromOf(left), fromOf(right), on, inner)
}

// OuterJoinOf is [JoinOf] with LEFT OUTER JOIN.
func OuterJoinOf(left, right Source, on any) *Join {
	return joined(fromOf(left), fromOf(right), on, outer)
}

// FullJoinOf is [JoinOf] with FULL OUTER JOIN.
func FullJoinOf(left, right Source, on any) *Join {
	return joined(fromOf(left), fromOf(right), on, full)
}

// joinKind is the kind of a join.
type joinKind uint8

const (
	inner joinKind = iota
	outer
	full
)

func joined(l, r FromClause, on any, kind joinKind) *Join {
	return &Join{Left: l, Right: r, On: joinOn(l, r, on), Outer: kind == outer, Full: kind == full}
}

// TableColumns lists the columns of both sides.
func (j *Join) TableColumns() []*ColumnClause {
	return append(columnsOf(j.Left), columnsOf(j.Right)...)
}

// Join joins what is selected from with another FROM element. A nil condition is inferred, see [JoinOf].
func (s Select) Join(right Source, on any) Select { return s.join(right, on, inner) }

// OuterJoin is Join with LEFT OUTER JOIN.
func (s Select) OuterJoin(right Source, on any) Select { return s.join(right, on, outer) }

// FullJoin is Join with FULL OUTER JOIN.
func (s Select) FullJoin(right Source, on any) Select { return s.join(right, on, full) }

// JoinFrom adds the join of two FROM elements.
func (s Select) JoinFrom(left, right Source, on any) Select {
	return s.joinLeft(fromOf(left), fromOf(right), on, inner)
}

// OuterJoinFrom is JoinFrom with LEFT OUTER JOIN.
func (s Select) OuterJoinFrom(left, right Source, on any) Select {
	return s.joinLeft(fromOf(left), fromOf(right), on, outer)
}

// join chooses the left side: the one element of FROM or of the columns that can be joined with right.
func (s Select) join(right Source, on any, kind joinKind) Select {
	r := fromOf(right)
	if f, one := s.onlyFrom(); one && f != r && on != nil {
		return s.joinedTo(f, r, operand(on, nil), kind)
	}
	var few [4]FromClause
	sides, tried := few[:0], 0
	var why error
	for _, f := range s.candidates() {
		if f == r {
			continue
		}
		tried++
		if bad, ok := joinOn(f, r, on).(*Invalid); ok {
			why = bad.Err
		} else {
			sides = append(sides, f)
		}
	}
	if len(sides) > 1 && on != nil {
		sides = namedIn(operand(on, nil), sides)
	}
	if len(sides) == 0 && tried == 1 {
		return s.fail(why)
	}
	if len(sides) != 1 {
		reason := "no element of FROM has a foreign key to it or from it; give a condition"
		if len(sides) > 1 {
			reason = "several elements of FROM could be its left side; use JoinFrom"
		}
		return s.fail(&JoinError{"the FROM clause", sourceName(r), reason})
	}
	return s.joinLeft(sides[0], r, on, kind)
}

// namedIn are the elements that have columns in a condition.
func namedIn(on Node, sides []FromClause) (out []FromClause) {
	for _, used := range FromsOf(on) {
		for _, f := range sides {
			for _, m := range JoinMembers(f) {
				if m == used {
					out = AppendFrom(out, f)
				}
			}
		}
	}
	return out
}

func joinOn(l, r FromClause, on any) Node {
	if on != nil {
		return operand(on, nil)
	}
	return joinCondition(l, r)
}

// candidates are the elements of FROM; the last join stands for what is in it.
func (s Select) candidates() (out []FromClause) {
	c := s.Clauses()
	if len(c.From) > 0 {
		return c.From
	}
	for _, n := range c.Columns {
		for _, f := range FromsOf(n) {
			out = AppendFrom(out, f)
		}
	}
	return out
}

// joinLeft puts the join with right in the place of an element of FROM, or adds it.
func (s Select) joinLeft(left, right FromClause, on any, kind joinKind) Select {
	if f, one := s.onlyFrom(); one && f == left || !one && s.noFrom() {
		return s.joinedTo(left, right, joinOn(left, right, on), kind)
	}
	j := joined(left, right, on, kind)
	j.statement = true
	return s.changed(func(c *Clauses) {
		at := slices.Index(c.From, left)
		c.From = room(c.From, 1)
		if at < 0 {
			c.From = append(c.From, j)
			return
		}
		c.From[at] = j
	})
}

func fromOf(v Source) FromClause {
	switch v := v.(type) {
	case Tabular: // before FromClause, which what embeds a table is too
		return v.Clause()
	case FromClause:
		return v
	}
	return nil
}

// joinCondition equates the columns of the one foreign key between two FROM elements, or is [Invalid].
func joinCondition(l, r FromClause) Node {
	var found [][]Node
	for _, a := range JoinMembers(l) {
		for _, b := range JoinMembers(r) {
			found = append(found, referencesBetween(a, b)...)
		}
	}
	reason := ""
	switch {
	case len(found) == 0:
		reason = "there is no foreign key between them; give a condition"
	case len(found) > 1 && !isSelfReference(l, r):
		reason = "there is more than one foreign key between them; give a condition"
	}
	if reason != "" {
		return &Invalid{&JoinError{sourceName(l), sourceName(r), reason}}
	}
	var all []Node
	for _, f := range found {
		all = append(all, f...)
	}
	if len(all) == 1 {
		return all[0]
	}
	return &List{OpAnd, all}
}

// isSelfReference reports whether both are the same table, whose one foreign key reads both ways.
func isSelfReference(l, r FromClause) bool {
	lt, rt := baseTable(l), baseTable(r)
	return lt != nil && lt == rt && len(lt.ForeignKeys) == 1
}

func baseTable(f FromClause) *TableClause {
	switch f := f.(type) {
	case *TableClause:
		return f
	case *Alias:
		return f.Of
	}
	return nil
}

// referencesBetween are the foreign keys from b to a and from a to b, each as equations with the column referred to first.
func referencesBetween(a, b FromClause) (found [][]Node) {
	found = references(b, a)
	if a != b {
		found = append(found, references(a, b)...)
	}
	return found
}

// references are the foreign keys of one FROM element to another.
func references(from, to FromClause) (found [][]Node) {
	fromColumns := originals(from)
	toColumns := originals(to)
	seen := map[*TableClause]bool{}
	for origin := range fromColumns {
		t, ok := origin.Table.(*TableClause)
		if !ok || seen[t] {
			continue
		}
		seen[t] = true
		for _, fk := range t.ForeignKeys {
			if eqs := equations(fk, fromColumns, toColumns); eqs != nil {
				found = append(found, eqs)
			}
		}
	}
	return found
}

func equations(fk Reference, from, to map[*ColumnClause]*ColumnClause) (eqs []Node) {
	for i, c := range fk.Columns {
		here, there := from[c], to[fk.Targets[i]]
		if here == nil || there == nil {
			return nil
		}
		eqs = append(eqs, Wrap(there).Eq(here).Node())
	}
	return eqs
}

// originals maps the columns of tables to the columns by which a FROM element shows them.
func originals(f FromClause) map[*ColumnClause]*ColumnClause {
	out := map[*ColumnClause]*ColumnClause{}
	for _, c := range columnsOf(f) {
		o := c
		for o.base != nil {
			o = o.base
		}
		if out[o] == nil {
			out[o] = c
		}
	}
	return out
}

func columnsOf(f FromClause) []*ColumnClause {
	if t, ok := f.(interface{ TableColumns() []*ColumnClause }); ok {
		return t.TableColumns()[:len(t.TableColumns()):len(t.TableColumns())]
	}
	return nil
}

func sourceName(f FromClause) string {
	if name := SelectableName(f); name != "" {
		return name
	}
	return "an unnamed one"
}
