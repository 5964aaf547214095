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
func (s *Session) pick(states []*instance.State, i int, o query.Option) (to *owners, found []*instance.State) {
	m := states[0].Mapper
	r := &m.Rels[i]
	own := ownColumns(m, r)
	to = newOwners(len(states), integerKey(m, own))
	key := make([]any, len(own))
	for _, st := range states {
		if o.Visit(st) {
			continue
		}
		if st.Fresh(i) {
			found = append(found, members(st, i, o)...)
			continue
		}
		for n, c := range own {
			key[n] = m.Columns[c].Value(st.Obj)
		}
		if slices.Contains(key, nil) {
			containerOf(st, i).fill(nil)
			continue
		}
		if target := s.inIdentityMap(r, key); target != nil && !o.Narrows() && s.renewed == nil {
			containerOf(st, i).fill([]*instance.State{target})
			found = append(found, target)
			continue
		}
		to.add(key, st)
	}
	return to, found
}

// ownColumns are the columns of an object that find the members of its relationship.
func ownColumns(m *instance.Mapper, r *instance.Rel) (own []int) {
	for _, a := range r.Owners() {
		own = append(own, m.Attr(a))
	}
	return own
}

// integerKey reports whether a key is one integer.
func integerKey(m *instance.Mapper, own []int) bool {
	return len(own) == 1 && m.Columns[own[0]].Integer()
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
	to, known := s.pick(states, i, o)
	var found []*instance.State
	for chunk := range slices.Chunk(to.keys, query.ChunkSize) {
		got, err := s.loadRelated(ctx, states[0].Mapper, r, query.SelectInLoad(r.Relationship, chunk).Under(o), to)
		if err != nil {
			return err
		}
		if found == nil {
			found = got
		} else {
			found = append(found, got...)
		}
	}
	to.fillRest(i)
	if err := s.follow(ctx, unique(known), o.Below()); err != nil {
		return err
	}
	return s.readOnce(ctx, r, found, o.Below())
}

// inSubquery loads a relationship of the objects of a query's item by one statement that has the query in it.
func (s *Session) inSubquery(ctx context.Context, q query.Query, item int, states []*instance.State, o query.Option) error {
	i := o.Rel.Relationship().Index
	r := &states[0].Mapper.Rels[i]
	to, known := s.pick(states, i, o)
	var found []*instance.State
	if len(to.keys) > 0 {
		got, err := s.loadRelated(ctx, states[0].Mapper, r, q.SubqueryLoad(item, r.Relationship).Under(o), to)
		if err != nil {
			return err
		}
		found = got
	}
	to.fillRest(i)
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
func (o *owners) fillRest(i int) {
	for w := range o.of {
		o.of[w].each(func(st *instance.State) {
			if !st.Fresh(i) {
				fillBoth(st, i, nil)
			}
		})
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
func (s *Session) loadRelated(ctx context.Context, m *instance.Mapper, r *instance.Rel, q query.Query, to *owners) ([]*instance.State, error) {
	own := ownColumns(m, r)
	entity, cells := q.Whose(len(own))
	var got *related
	again, err := s.related(ctx, q, entity, false, func(room int) eachRow {
		got = newRelated(to, room)
		return got.reader(m, own, cells)
	})
	if err != nil {
		return nil, err
	}
	for i := range got.groups {
		g := &got.groups[i]
		to.of[g.owner].each(func(st *instance.State) { fillBoth(st, r.Index, once(r, again, got.members(g))) })
	}
	return got.all, nil
}

// eachRow is called with the object of each row.
type eachRow func(*dbapi.Row, *instance.State) error

// reader gives the function that adds the object of a row, by the cells that say whose it is.
func (r *related) reader(m *instance.Mapper, own, cells []int) eachRow {
	if integerKey(m, own) {
		cell := cells[0]
		return func(row *dbapi.Row, st *instance.State) error {
			if row.IsNull(cell) {
				r.add(0, false, 0, st)
				return nil
			}
			n := row.Int64(cell)
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
		at, ok := r.to.rest[keyOf(key)]
		r.add(at, ok, 0, st)
		return nil
	}
}

// related reads the rows of a statement of loading, whose item i is the entity, with what comes along with them. What is called with each
// object is made when it is known how many are expected. Again says that rows may have come several times because of what came along.
func (s *Session) related(ctx context.Context, q query.Query, i int, single bool, with func(room int) eachRow) (again bool, err error) {
	if err := s.ready(ctx); err != nil {
		return false, err
	}
	if s.renewed != nil {
		q = q.PopulateExisting()
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
	expected := 0
	if !single {
		expected = int(room.Load())
		sc.Room(expected)
	}
	each := with(expected)
	err = rows.Each(func(row *dbapi.Row) error {
		st, _, err := sc.Entity(i, row)
		if err != nil || st == nil {
			return err
		}
		s.renew(st)
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
