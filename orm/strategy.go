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
	q     query.Query
	sc    *loading.Scan
	items []eagerItem
}

type eagerItem struct {
	opts  []query.Option
	index int // of the query's item
}

// strategies finds what is to be loaded along with a query's objects.
func (s *Session) strategies(q query.Query, sc *loading.Scan) *eager {
	e := &eager{s: s, q: q, sc: sc}
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
		if opts = unjoined(withDefaults(m, opts)); len(opts) > 0 {
			sc.Keep(i)
			e.items = append(e.items, eagerItem{opts, i})
		}
	}
	return e
}

// unjoined leaves out what comes with the rows of the query.
func unjoined(opts []query.Option) []query.Option {
	return slices.DeleteFunc(slices.Clone(opts), func(o query.Option) bool {
		return o.Strategy.WithRows()
	})
}

// withDefaults adds the strategies of the mapping for relationships that no option names.
func withDefaults(m *instance.Mapper, opts []query.Option) []query.Option {
	for i := range m.Rels {
		r := &m.Rels[i]
		named := slices.ContainsFunc(opts, func(o query.Option) bool { return o.Rel.Relationship() == r.Relationship })
		if named || r.Lazy == "select" {
			continue
		}
		opts = append(opts, byDefault[r.Lazy](query.ClassOf(m.Entity).Rel(r.Name)))
	}
	return opts
}

// byDefault are the strategies that a mapping may name. Where rows did not bring a relationship along, it is loaded for all objects by
// one more statement.
var byDefault = map[string]func(rel any) query.Option{
	"selectin":  func(r any) query.Option { return query.WithSelectIn(r) },
	"joined":    func(r any) query.Option { return query.WithSelectIn(r) },
	"subquery":  func(r any) query.Option { return query.WithSelectIn(r) },
	"immediate": func(r any) query.Option { return query.WithImmediate(r) },
	"noload":    func(r any) query.Option { return query.WithNothing(r) },
	"raise":     func(r any) query.Option { return query.WithRaise(r) },
}

// run loads what the options say, after all rows were read.
func (e *eager) run(ctx context.Context) error {
	for _, a := range e.sc.Alongs() {
		a.Each(func(st *instance.State, members []*instance.State) { fillBoth(st, a.Rel.Index, members) })
	}
	for _, a := range e.sc.Alongs() {
		members := a.Members()
		if len(members) == 0 {
			continue
		}
		if err := e.s.apply(ctx, members, unjoined(withDefaults(members[0].Mapper, a.Nested))); err != nil {
			return err
		}
	}
	for _, it := range e.items {
		states := unique(e.sc.States(it.index))
		for _, o := range it.opts {
			if o.Strategy == query.InSubquery {
				if err := e.s.inSubquery(ctx, e.q, it.index, states, o); err != nil {
					return err
				}
			}
		}
		if err := e.s.apply(ctx, states, it.opts); err != nil {
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
		case query.Nothing:
			for _, st := range states {
				if !st.Fresh(i) {
					containerOf(st, i).fill(nil)
				}
			}
		case query.Immediate:
			if err := s.immediate(ctx, states, i, o.Nested); err != nil {
				return err
			}
		case query.SelectIn, query.Joined, query.JoinedInner, query.InSubquery:
			if err := s.selectIn(ctx, states, i, o.Nested); err != nil {
				return err
			}
		}
	}
	return nil
}

// immediate loads relationship i of each object by a SELECT of its own.
func (s *Session) immediate(ctx context.Context, states []*instance.State, i int, nested []query.Option) error {
	var found []*instance.State
	for _, st := range states {
		if !st.Fresh(i) {
			if err := s.lazy(ctx, st, i); err != nil {
				return err
			}
		}
		found = append(found, containerOf(st, i).members()...)
	}
	if len(found) == 0 || len(nested) == 0 {
		return nil
	}
	return s.apply(ctx, unique(found), nested)
}

// pick sorts out the objects whose relationship i is to be loaded, by the key that finds their members. It fills what needs no statement
// and gives what that found.
func (s *Session) pick(states []*instance.State, i int) (keys []any, byKey map[any][]*instance.State, found []*instance.State) {
	r := &states[0].Mapper.Rels[i]
	byKey = map[any][]*instance.State{}
	var own []int
	for _, a := range r.Near() {
		own = append(own, states[0].Mapper.Attr(a))
	}
	for _, st := range states {
		if st.Fresh(i) {
			found = append(found, containerOf(st, i).members()...)
			continue
		}
		key := make([]any, len(own))
		for n, c := range own {
			key[n] = st.Mapper.Columns[c].Value(st.Obj)
		}
		if slices.Contains(key, nil) {
			containerOf(st, i).fill(nil)
			continue
		}
		if target := s.inIdentityMap(r, key); target != nil {
			containerOf(st, i).fill([]*instance.State{target})
			found = append(found, target)
			continue
		}
		k := keyOf(key)
		if byKey[k] == nil {
			if len(key) == 1 {
				keys = append(keys, key[0])
			} else {
				keys = append(keys, key)
			}
		}
		byKey[k] = append(byKey[k], st)
	}
	return keys, byKey, found
}

// keyOf makes key values usable in a map.
func keyOf(key []any) any {
	if len(key) == 1 {
		return comparable_(key[0])
	}
	return fmt.Sprintf("%q", key)
}

// selectIn loads relationship i of many objects by one statement per query.ChunkSize of them.
func (s *Session) selectIn(ctx context.Context, states []*instance.State, i int, nested []query.Option) error {
	r := &states[0].Mapper.Rels[i]
	keys, byKey, found := s.pick(states, i)
	for chunk := range slices.Chunk(keys, query.ChunkSize) {
		got, err := s.loadRelated(ctx, states[0].Mapper, r, query.SelectInLoad(r.Relationship, chunk), byKey)
		if err != nil {
			return err
		}
		found = append(found, got...)
	}
	s.fillRest(byKey, i)
	return s.applyTo(ctx, r, found, nested)
}

// inSubquery loads a relationship of the objects of a query's item by one statement that has the query in it.
func (s *Session) inSubquery(ctx context.Context, q query.Query, item int, states []*instance.State, o query.Option) error {
	if len(states) == 0 {
		return nil
	}
	i := o.Rel.Relationship().Index
	r := &states[0].Mapper.Rels[i]
	keys, byKey, found := s.pick(states, i)
	if len(keys) > 0 {
		got, err := s.loadRelated(ctx, states[0].Mapper, r, q.SubqueryLoad(item, r.Relationship), byKey)
		if err != nil {
			return err
		}
		found = append(found, got...)
	}
	s.fillRest(byKey, i)
	return s.applyTo(ctx, r, found, o.Nested)
}

func (s *Session) applyTo(ctx context.Context, r *instance.Rel, found []*instance.State, nested []query.Option) error {
	opts := withDefaults(r.Target, nested)
	if len(found) == 0 || len(opts) == 0 {
		return nil
	}
	return s.apply(ctx, unique(found), opts)
}

// fillRest fills the relationship of objects that no row was for.
func (s *Session) fillRest(byKey map[any][]*instance.State, i int) {
	for _, sts := range byKey {
		for _, st := range sts {
			if !st.Fresh(i) {
				fillBoth(st, i, nil)
			}
		}
	}
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

// loadRelated sends a statement for relationship r, and gives its rows to the objects that their keys belong to. Columns before the entity
// say whose a row is; without any, the attribute of the related object does.
func (s *Session) loadRelated(ctx context.Context, m *instance.Mapper, r *instance.Rel, q query.Query, byKey map[any][]*instance.State) ([]*instance.State, error) {
	if err := s.ready(ctx); err != nil {
		return nil, err
	}
	rows, err := s.conn.Query(ctx, q.Select())
	if err != nil {
		return nil, err
	}
	target, items := r.Target, q.Items()
	before := len(items) - 1
	l := &instance.Loader{Mapper: target, Context: s.ctx, First: items[before].First}
	whose := r.Near()
	own := make([]int, len(whose))
	for n, a := range whose {
		own[n] = m.Attr(a)
	}
	scratch := m.New()
	groups := map[any][]*instance.State{}
	var order []any
	var all []*instance.State
	key := make([]any, len(whose))
	err = rows.Each(func(row *dbapi.Row) error {
		st, _, err := l.Row(row)
		if err != nil || st == nil {
			return err
		}
		if before == 0 {
			key[0] = target.Columns[target.Attr(r.Pairs[0].Remote)].Value(st.Obj)
		}
		for n := range before {
			c := &m.Columns[own[n]]
			c.Read(scratch, row, n)
			key[n] = c.Value(scratch)
		}
		if err := row.Err(); err != nil {
			return err
		}
		k := keyOf(key)
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], st)
		all = append(all, st)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, k := range order {
		for _, st := range byKey[k] {
			fillBoth(st, r.Index, groups[k])
		}
	}
	return all, nil
}
