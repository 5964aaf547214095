package orm

import (
	"context"
	"fmt"
	"slices"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/loading"
	"github.com/aludel/aludel/orm/query"
)

// This file loads a relationship of many objects at once: by their keys, or by the query that gave them.

// pick sorts out the objects whose relationship i is to be loaded, by the key that finds their members. It fills what needs no statement
// and gives what that found.
func (s *Session) pick(states []*instance.State, i int, o query.Option) (keys []any, byKey map[any][]*instance.State, found []*instance.State) {
	r := &states[0].Mapper.Rels[i]
	byKey = map[any][]*instance.State{}
	var own []int
	for _, a := range r.Owners() {
		own = append(own, states[0].Mapper.Attr(a))
	}
	for _, st := range states {
		if o.Visit(st) {
			continue
		}
		if st.Fresh(i) {
			found = append(found, members(st, i, o)...)
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
		if target := s.inIdentityMap(r, key); target != nil && !o.Narrows() {
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
func (s *Session) selectIn(ctx context.Context, states []*instance.State, i int, o query.Option) error {
	r := &states[0].Mapper.Rels[i]
	keys, byKey, known := s.pick(states, i, o)
	var found []*instance.State
	for chunk := range slices.Chunk(keys, query.ChunkSize) {
		got, err := s.loadRelated(ctx, states[0].Mapper, r, query.SelectInLoad(r.Relationship, chunk).Under(o), byKey)
		if err != nil {
			return err
		}
		found = append(found, got...)
	}
	s.fillRest(byKey, i)
	if err := s.follow(ctx, unique(known), o.Below()); err != nil {
		return err
	}
	return s.readOnce(ctx, r, found, o.Below())
}

// inSubquery loads a relationship of the objects of a query's item by one statement that has the query in it.
func (s *Session) inSubquery(ctx context.Context, q query.Query, item int, states []*instance.State, o query.Option) error {
	i := o.Rel.Relationship().Index
	r := &states[0].Mapper.Rels[i]
	keys, byKey, known := s.pick(states, i, o)
	var found []*instance.State
	if len(keys) > 0 {
		got, err := s.loadRelated(ctx, states[0].Mapper, r, q.SubqueryLoad(item, r.Relationship).Under(o), byKey)
		if err != nil {
			return err
		}
		found = got
	}
	s.fillRest(byKey, i)
	if err := s.follow(ctx, unique(known), o.Below()); err != nil {
		return err
	}
	return s.readOnce(ctx, r, found, o.Below())
}

// readOnce is [Session.read] of objects that may be there several times, which are told apart only where there is something to do.
func (s *Session) readOnce(ctx context.Context, r *instance.Rel, found []*instance.State, b query.Below) error {
	if len(found) == 0 || !query.Lasts(b.Opts) && len(unjoined(query.Settled(r.Target.Entity, b))) == 0 {
		return nil
	}
	return s.read(ctx, unique(found), b)
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

// once leaves out the repetitions that an association of several tables may have, and rows that came again.
func once(r *instance.Rel, again bool, members []*instance.State) []*instance.State {
	if !again && (r.Join == nil || r.Join.From == nil) {
		return members
	}
	return unique(members)
}

// loadRelated sends a statement for relationship r, and gives its rows to the objects that their keys belong to.
func (s *Session) loadRelated(ctx context.Context, m *instance.Mapper, r *instance.Rel, q query.Query, byKey map[any][]*instance.State) ([]*instance.State, error) {
	own := make([]int, len(r.Owners()))
	for n, a := range r.Owners() {
		own[n] = m.Attr(a)
	}
	entity, cells := q.Whose(len(own))
	var got related
	again, err := s.related(ctx, q, entity, false, got.reader(m, own, cells))
	if err != nil {
		return nil, err
	}
	for i := range got.groups {
		g := &got.groups[i]
		for _, st := range byKey[g.key] {
			fillBoth(st, r.Index, once(r, again, got.members(g)))
		}
	}
	return got.all, nil
}

// reader gives the function that adds the object of a row, by the cells that say whose it is.
func (r *related) reader(m *instance.Mapper, own, cells []int) func(*dbapi.Row, *instance.State) error {
	if len(own) == 1 && m.Columns[own[0]].Integer() {
		return func(row *dbapi.Row, st *instance.State) error {
			if row.IsNull(cells[0]) {
				r.add(nil, st)
				return nil
			}
			n := row.Int64(cells[0])
			if err := row.Err(); err != nil {
				return err
			}
			r.addInt(n, st)
			return nil
		}
	}
	scratch, key := m.New(), make([]any, len(own))
	return func(row *dbapi.Row, st *instance.State) error {
		for n, cell := range cells {
			c := &m.Columns[own[n]]
			c.Read(scratch, row, cell)
			key[n] = c.Value(scratch)
		}
		if err := row.Err(); err != nil {
			return err
		}
		r.add(keyOf(key), st)
		return nil
	}
}

// related reads the rows of a statement of loading, whose item i is the entity, with what comes along with them. Again says that rows may have come
// several times because of that.
func (s *Session) related(ctx context.Context, q query.Query, i int, single bool, each func(*dbapi.Row, *instance.State) error) (again bool, err error) {
	if err := s.ready(ctx); err != nil {
		return false, err
	}
	sc, err := loading.NewScan(q, s.mapperOfClass, s.ctx)
	if err != nil {
		return false, err
	}
	if single {
		sc.Single()
	}
	rows, err := s.conn.Query(ctx, sc.Statement)
	if err != nil {
		return false, err
	}
	room, n := &rows.Compiled().Rows, int64(0)
	if !single {
		sc.Room(int(room.Load()))
	}
	err = rows.Each(func(row *dbapi.Row) error {
		st, _, err := sc.Entity(i, row)
		if err != nil || st == nil {
			return err
		}
		n++
		if err := each(row, st); err != nil {
			return err
		}
		return sc.ReadAlong(row)
	})
	if err != nil {
		return false, err
	}
	if !single {
		room.Store(min(n, 1<<16))
	}
	return sc.Multiplies(), s.readAlong(ctx, sc)
}
