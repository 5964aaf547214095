package unitofwork

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/schema"
)

// This file writes the rows of association tables. Both sides of a relationship that knows its other side see one change; it is
// written once.

// link is a row of an association table that is to be inserted or deleted, or whose near key changed.
type link struct {
	rel       *mapping.Relationship
	near, far *instance.State
	// remove is set for a row that is deleted.
	remove bool
	// values are those of the row in the database, in the order of the table's columns, for rows that are deleted or changed.
	values []any
}

// linkKey identifies a row by its relationship, of the two sides that which comes first.
type linkKey struct {
	rel       *mapping.Relationship
	near, far *instance.State
}

func keyOf(r *mapping.Relationship, near, far *instance.State) linkKey {
	if b := r.Back; b != nil && (b.Entity.ID < r.Entity.ID || b.Entity == r.Entity && b.Index < r.Index) {
		return linkKey{b, far, near}
	}
	return linkKey{r, near, far}
}

// link notes a row once.
func (p *Plan) link(r *mapping.Relationship, near, far *instance.State, remove bool) {
	k := keyOf(r, near, far)
	if p.linked == nil {
		p.linked = map[linkKey]bool{}
	}
	if p.linked[k] {
		return
	}
	p.linked[k] = true
	l := link{rel: r, near: near, far: far, remove: remove}
	if remove {
		l.values = rowValues(r.Secondary, near, far, true)
	}
	p.links = append(p.links, l)
}

// linksOf notes the rows that follow from the changes of a many-to-many relationship. A collection that is not loaded is loaded if it
// depends on its rows what is to be written: one that is there is not inserted again, and one that is not there is not deleted.
func (p *Plan) linksOf(ctx context.Context, st *instance.State, r *instance.Rel, i int) error {
	added, removed := p.graph.Changes(st, i)
	open := func(m *instance.State) bool {
		k := keyOf(r.Relationship, st, m)
		return m.Has(instance.Persistent) && !p.linked[k] && !p.known[k]
	}
	if st.Has(instance.Persistent) && !st.Fresh(i) && r.Container != mapping.DynamicContainer && (slices.ContainsFunc(added, open) || slices.ContainsFunc(removed, open)) {
		if err := p.graph.Load(ctx, st, i); err != nil {
			return err
		}
		for _, m := range slices.Concat(added, removed) { // what the other side says of them is said by this one
			p.settled(r.Relationship, st, m)
		}
		added, removed = p.graph.Changes(st, i)
	}
	told := func(m *instance.State) bool { return !st.Fresh(i) && p.known[keyOf(r.Relationship, st, m)] }
	for _, m := range added {
		if m.Context == p.context && p.in[m] != deleted && p.in[m] != dropped && !told(m) {
			p.link(r.Relationship, st, m, false)
		}
	}
	for _, m := range removed {
		if m.Has(instance.Persistent) && !told(m) {
			p.link(r.Relationship, st, m, true)
		}
	}
	return nil
}

// settled notes that it is known whether a row is to be written. It is noted once more by link if so.
func (p *Plan) settled(r *mapping.Relationship, near, far *instance.State) {
	if p.known == nil {
		p.known = map[linkKey]bool{}
	}
	p.known[keyOf(r, near, far)] = true
}

// unlinkAll notes that all rows of a deleted object are deleted, as far as its members are known.
func (p *Plan) unlinkAll(st *instance.State, r *instance.Rel, i int) {
	if !st.Has(instance.Persistent) || r.PassiveAll {
		return
	}
	added, removed := p.graph.Changes(st, i)
	for _, m := range slices.Concat(p.graph.Members(st, i), removed) {
		if !slices.Contains(added, m) && m.Has(instance.Persistent) {
			p.link(r.Relationship, st, m, true)
		}
	}
}

// rowValues are the values of an association row in the order of the table's columns; nil for columns that neither side has. Stored
// ones are those that the database has.
func rowValues(s *mapping.Secondary, near, far *instance.State, stored bool) []any {
	out := make([]any, len(s.Table.Columns))
	put := func(links []mapping.Link, st *instance.State) {
		for _, l := range links {
			i := slices.Index(s.Table.Columns, l.Column)
			c := st.Mapper.Attr(l.Attr)
			if stored && st.HasSnapshot() {
				out[i] = st.SnapshotValue(c)
			} else {
				out[i] = st.Mapper.Columns[c].Value(st.Obj)
			}
		}
	}
	put(s.Near, near)
	put(s.Far, far)
	return out
}

// linkColumns are the columns of an association table that link the two sides, in the order of the table.
func linkColumns(s *mapping.Secondary) (cols []*schema.Column, at []int) {
	for i, c := range s.Table.Columns {
		is := func(l mapping.Link) bool { return l.Column == c }
		if slices.ContainsFunc(s.Near, is) || slices.ContainsFunc(s.Far, is) {
			cols, at = append(cols, c), append(at, i)
		}
	}
	return cols, at
}

// writeLinks deletes, changes and inserts the rows of association tables, table by table in the order in which they were met.
func (w *writer) writeLinks(links []link) error {
	if len(links) == 0 {
		return nil
	}
	var order []*schema.Table
	byTable := map[*schema.Table][]link{}
	for _, l := range links {
		t := l.rel.Secondary.Table
		if byTable[t] == nil {
			order = append(order, t)
		}
		byTable[t] = append(byTable[t], l)
	}
	for _, t := range order {
		for _, f := range []func([]link) error{w.deleteLinks, w.rekeyLinks, w.insertLinks} {
			if err := f(byTable[t]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writer) deleteLinks(links []link) error {
	for _, l := range links {
		if !l.remove {
			continue
		}
		s := expr.DeleteFrom(l.rel.Secondary.Table)
		cols, at := linkColumns(l.rel.Secondary)
		for i, c := range cols {
			s = s.Where(c.Expr().Eq(l.values[at[i]]))
		}
		if err := w.execLink("delete", l, s); err != nil {
			return err
		}
	}
	return nil
}

// rekeyLinks writes the new key of the near side into rows whose members stay.
func (w *writer) rekeyLinks(links []link) error {
	for _, l := range links {
		if l.remove || l.values == nil {
			continue
		}
		now := rowValues(l.rel.Secondary, l.near, l.far, false)
		s := expr.UpdateTable(l.rel.Secondary.Table)
		cols, at := linkColumns(l.rel.Secondary)
		for i, c := range cols {
			if now[at[i]] != l.values[at[i]] {
				s = s.Values(c.Expr().To(now[at[i]]))
			}
			s = s.Where(c.Expr().Eq(l.values[at[i]]))
		}
		if err := w.execLink("update", l, s); err != nil {
			return err
		}
	}
	return nil
}

// execLink sends a statement that must meet one row.
func (w *writer) execLink(op string, l link, s expr.Statement) error {
	res, err := w.conn.Exec(w.ctx, s)
	if err != nil {
		return w.failLink(op, l, err)
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return w.failLink(op, l, errors.Join(ErrStale, err))
	}
	return nil
}

func (w *writer) failLink(op string, l link, err error) error {
	return &Error{op, l.rel.Entity.Name, l.rel.Name, fmt.Errorf("association table %s: %w", l.rel.Secondary.Table.FullName(), err)}
}

// insertLinks inserts rows, many at a time.
func (w *writer) insertLinks(links []link) error {
	links = slices.DeleteFunc(slices.Clone(links), func(l link) bool { return l.remove || l.values != nil })
	if len(links) == 0 {
		return nil
	}
	cols, at := linkColumns(links[0].rel.Secondary)
	rules := w.conn.Engine().Dialect().Rules()
	for len(links) > 0 {
		n := 1
		for _, size := range []int{100, 10} {
			if rules.MultiRow && size <= len(links) && size*len(cols) <= rules.MaxParams {
				n = size
				break
			}
		}
		if err := w.insertLinkPage(links[:n], cols, at); err != nil {
			return err
		}
		links = links[n:]
	}
	return nil
}

func (w *writer) insertLinkPage(links []link, cols []*schema.Column, at []int) error {
	var clauses []*expr.ColumnClause
	for _, c := range cols {
		clauses = append(clauses, c.ColumnClause)
	}
	st, err := w.conn.Prepare(expr.InsertInto(links[0].rel.Secondary.Table).Params(len(links), clauses...))
	if err != nil {
		return w.failLink("insert", links[0], err)
	}
	var values []any
	for _, l := range links {
		row := rowValues(l.rel.Secondary, l.near, l.far, false)
		for _, i := range at {
			values = append(values, row[i])
		}
	}
	if _, err := w.conn.ExecCompiled(w.ctx, st.Compiled, values); err != nil {
		return w.failLink("insert", links[0], err)
	}
	return nil
}
