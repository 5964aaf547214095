package orm

import (
	"context"
	"fmt"
	"slices"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/loading"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/orm/query"
)

// This file applies the loading options of a query, and those of the mapping, to the objects that the query gave.

// eager collects the objects of a query and loads what its options say.
type eager struct {
	s     *Session
	sc    *loading.Scan
	items []eagerItem
}

type eagerItem struct {
	opts  []query.Option
	index int // of the query's item
}

// strategies finds what is to be loaded along with a query's objects.
func (s *Session) strategies(q query.Query, sc *loading.Scan) *eager {
	e := &eager{s: s, sc: sc}
	if !sc.Tracked {
		return e
	}
	for i, it := range q.Items() {
		m := sc.Mapper(i)
		if m == nil {
			continue
		}
		var opts []query.Option
		for _, o := range q.LoadOptions() {
			if o.Rel.Class() == it.Class {
				opts = append(opts, o)
			}
		}
		if opts = withDefaults(m, opts); len(opts) > 0 {
			sc.Keep(i)
			e.items = append(e.items, eagerItem{opts, i})
		}
	}
	return e
}

// withDefaults adds the strategies of the mapping for relationships that no option names.
func withDefaults(m *instance.Mapper, opts []query.Option) []query.Option {
	for i := range m.Rels {
		r := &m.Rels[i]
		named := slices.ContainsFunc(opts, func(o query.Option) bool { return o.Rel.Relationship() == r.Relationship })
		if named || r.Lazy == "select" {
			continue
		}
		rel := query.ClassOf(m.Entity).Rel(r.Name)
		if r.Lazy == "selectin" {
			opts = append(opts, query.WithSelectIn(rel))
		} else {
			opts = append(opts, query.WithRaise(rel))
		}
	}
	return opts
}

// run loads what the options say, after all rows were read.
func (e *eager) run(ctx context.Context) error {
	for _, it := range e.items {
		if err := e.s.apply(ctx, unique(e.sc.States(it.index)), it.opts); err != nil {
			return err
		}
	}
	return nil
}

// apply applies options to objects of one mapper.
func (s *Session) apply(ctx context.Context, states []*instance.State, opts []query.Option) error {
	if len(states) == 0 {
		return nil
	}
	for _, o := range opts {
		i := o.Rel.Relationship().Index
		switch o.Strategy {
		case query.Raise:
			for _, st := range states {
				s.ctx.SetRaise(st, i)
			}
		case query.SelectIn:
			if err := s.selectIn(ctx, states, i, o.Nested); err != nil {
				return err
			}
		}
	}
	return nil
}

// selectIn loads relationship i of many objects by one statement per query.ChunkSize of them.
func (s *Session) selectIn(ctx context.Context, states []*instance.State, i int, nested []query.Option) error {
	r := &states[0].Mapper.Rels[i]
	if len(r.Pairs) != 1 {
		return fmt.Errorf("orm: %s.%s is joined by %d columns; select-in loading serves one", r.Entity.Name, r.Name, len(r.Pairs))
	}
	byKey := map[any][]*instance.State{}
	var keys []any
	var found []*instance.State
	own := states[0].Mapper.Attr(r.Pairs[0].Local)
	for _, st := range states {
		if st.Fresh(i) {
			found = append(found, containerOf(st, i).members()...)
			continue
		}
		v := st.Mapper.Columns[own].Value(st.Obj)
		if v == nil {
			containerOf(st, i).fill(nil)
			continue
		}
		if target := s.inIdentityMap(r, []any{v}); target != nil {
			containerOf(st, i).fill([]*instance.State{target})
			found = append(found, target)
			continue
		}
		k := comparable_(v)
		if byKey[k] == nil {
			keys = append(keys, v)
		}
		byKey[k] = append(byKey[k], st)
	}
	for chunk := range slices.Chunk(keys, query.ChunkSize) {
		got, err := s.selectInChunk(ctx, r, i, chunk, byKey)
		if err != nil {
			return err
		}
		found = append(found, got...)
	}
	if len(found) == 0 {
		return nil
	}
	return s.apply(ctx, unique(found), withDefaults(r.Target, nested))
}

// comparable_ makes a key value usable in a map.
func comparable_(v any) any {
	if b, ok := v.([]byte); ok {
		return string(b)
	}
	return v
}

func unique(sts []*instance.State) (out []*instance.State) {
	seen := map[*instance.State]bool{}
	for _, st := range sts {
		if !seen[st] {
			seen[st] = true
			out = append(out, st)
		}
	}
	return out
}

// fillBoth makes the objects the members of relationship i, and st what they refer back to.
func fillBoth(st *instance.State, i int, members []*instance.State) {
	containerOf(st, i).fill(members)
	r := &st.Mapper.Rels[i]
	if r.Back == nil || r.Direction != mapping.OneToMany {
		return
	}
	for _, m := range members {
		if !m.Fresh(r.Back.Index) {
			containerOf(m, r.Back.Index).fill([]*instance.State{st})
		}
	}
}

func (s *Session) selectInChunk(ctx context.Context, r *instance.Rel, i int, keys []any, byKey map[any][]*instance.State) ([]*instance.State, error) {
	q := query.SelectInLoad(r.Relationship, keys)
	target := r.Target
	if err := s.ready(ctx); err != nil {
		return nil, err
	}
	rows, err := s.conn.Query(ctx, q.Select())
	if err != nil {
		return nil, err
	}
	l := &instance.Loader{Mapper: target, Context: s.ctx}
	remote := target.Attr(r.Pairs[0].Remote)
	groups := map[any][]*instance.State{}
	var all []*instance.State
	err = rows.Each(func(row *dbapi.Row) error {
		st, _, err := l.Row(row)
		if err != nil || st == nil {
			return err
		}
		k := comparable_(target.Columns[remote].Value(st.Obj))
		groups[k] = append(groups[k], st)
		all = append(all, st)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, k := range keys {
		for _, st := range byKey[comparable_(k)] {
			fillBoth(st, i, groups[comparable_(k)])
		}
	}
	return all, nil
}
