package orm

import (
	"context"
	"slices"

	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/loading"
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
	below query.Below
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
		b := query.Below{Opts: query.About(it.Class, q.LoadOptions())}
		if q.Mode().Populate || query.Lasts(b.Opts) || len(unjoined(query.Settled(m.Entity, b))) > 0 {
			sc.Keep(i)
			e.items = append(e.items, eagerItem{b, i})
		}
	}
	return e
}

// unjoined leaves out what comes with the rows of the query.
func unjoined(opts []query.Option) []query.Option {
	return slices.DeleteFunc(opts, func(o query.Option) bool { return o.Strategy.WithRows() })
}

// run loads what the options say, after all rows were read.
func (e *eager) run(ctx context.Context) error {
	if e.q.Mode().Populate { // relationships are what the rows find too, and so on along the paths of the options
		e.s.renewed = map[*instance.State]bool{}
		defer func() { e.s.renewed = nil }()
		for _, it := range e.items {
			e.s.renew(e.sc.States(it.index)...)
		}
	}
	if err := e.s.readAlong(ctx, e.sc); err != nil {
		return err
	}
	for _, it := range e.items {
		states := e.sc.States(it.index)
		if e.sc.Repeats(it.index) {
			states = unique(states)
		}
		if len(states) == 0 {
			continue
		}
		settled := unjoined(query.Settled(states[0].Mapper.Entity, it.below))
		for _, o := range settled {
			if o.Strategy == query.InSubquery {
				if err := e.s.inSubquery(ctx, e.q, it.index, states, o); err != nil {
					return err
				}
			}
		}
		e.s.remember(states, it.below)
		if err := e.s.apply(ctx, states, settled); err != nil {
			return err
		}
	}
	return nil
}

// renew forgets the relationships of objects that a row was read for, once in a query that populates again.
func (s *Session) renew(states ...*instance.State) {
	if s.renewed == nil {
		return
	}
	for _, st := range states {
		if !s.renewed[st] {
			s.renewed[st] = true
			forget(st)
		}
	}
}

// readAlong fills the relationships that came with the rows of a scan, and loads what their options say.
func (s *Session) readAlong(ctx context.Context, sc *loading.Scan) error {
	for _, a := range sc.Alongs() {
		s.renew(a.Members()...)
	}
	for _, a := range sc.Alongs() {
		a.Each(func(st *instance.State, members []*instance.State) { fillBoth(st, a.Rel.Index, members) })
	}
	for _, a := range sc.Alongs() {
		if err := s.read(ctx, a.Members(), a.Below); err != nil {
			return err
		}
	}
	return nil
}

// read loads what options say of objects of one mapper that were just read, with what comes along with rows.
func (s *Session) read(ctx context.Context, states []*instance.State, b query.Below) error {
	if len(states) == 0 {
		return nil
	}
	s.remember(states, b)
	return s.apply(ctx, states, unjoined(query.Settled(states[0].Mapper.Entity, b)))
}

// remember keeps the options for what objects load later, and how they were come to.
func (s *Session) remember(states []*instance.State, b query.Below) {
	if !query.Lasts(b.Opts) {
		return
	}
	b.Opts = query.Unvisited(b.Opts)
	if s.ctx.Later == nil {
		s.ctx.Later = map[*instance.State]any{}
	}
	for _, st := range states {
		s.ctx.Later[st] = b
	}
}

// optionOf says how a relationship of an object is loaded later.
func optionOf(st *instance.State, i int) query.Option {
	b, _ := st.Context.Later[st].(query.Below)
	return b.OptionFor(st.Mapper.Rels[i].Relationship)
}

// apply loads relationships of objects of one mapper, as settled options say.
func (s *Session) apply(ctx context.Context, states []*instance.State, opts []query.Option) error {
	for _, o := range opts {
		i := o.Rel.Relationship().Index
		switch o.Strategy {
		case query.Nothing:
			for _, st := range states {
				if !st.Fresh(i) {
					containerOf(st, i).fill(nil)
				}
			}
		case query.Immediate:
			if err := s.immediate(ctx, states, i, o); err != nil {
				return err
			}
		case query.SelectIn, query.Joined, query.JoinedInner, query.InSubquery:
			if err := s.selectIn(ctx, states, i, o); err != nil {
				return err
			}
		}
	}
	return nil
}

// immediate loads relationship i of each object by a SELECT of its own.
func (s *Session) immediate(ctx context.Context, states []*instance.State, i int, o query.Option) error {
	var found []*instance.State
	for _, st := range states {
		if o.Visit(st) {
			continue
		}
		if st.Fresh(i) {
			found = append(found, members(st, i, o)...)
		} else if err := s.lazyAs(ctx, st, i, o); err != nil {
			return err
		}
	}
	return s.follow(ctx, unique(found), o.Below())
}

// members are what an object's relationship i has loaded already, if there may be more to load of them: what no option names is not
// followed in circles.
func members(st *instance.State, i int, o query.Option) []*instance.State {
	if o.Implied() {
		return nil
	}
	return containerOf(st, i).members()
}

// follow is [Session.read] of objects that no rows were read for: what else would come with rows takes a statement.
func (s *Session) follow(ctx context.Context, states []*instance.State, b query.Below) error {
	if len(states) == 0 {
		return nil
	}
	s.remember(states, b)
	return s.apply(ctx, states, query.Settled(states[0].Mapper.Entity, b))
}
