package orm

import (
	"context"
	"fmt"
	"slices"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/orm/query"
)

// This file loads relationships when they are first asked for.

// load loads relationship i of an object through its session.
func load(ctx context.Context, own *instance.State, i int) error {
	if own.Context == nil {
		if own.Loaded(i) {
			return nil // as it was when the session had it
		}
		return fmt.Errorf("%w: %s.%s cannot be loaded", ErrDetached, own.Mapper.Entity.Name, own.Mapper.Rels[i].Name)
	}
	if optionOf(own, i).Strategy == query.Raise && !own.Fresh(i) {
		return &RaiseError{own.Mapper.Entity.Name, own.Mapper.Rels[i].Name}
	}
	return own.Context.Load(ctx, own, i)
}

// loadUnowned is load for a container without an owner: there is nothing to load, unless it belongs to an object that was read without
// being tracked.
func loadUnowned(state *instance.State) error {
	if i, ok := state.UntrackedRel(); ok {
		return fmt.Errorf("%w: %s.%s cannot be loaded; it was read by a query with ReadOnly or YieldPer", ErrDetached, state.Mapper.Entity.Name, state.Mapper.Rels[i].Name)
	}
	return nil
}

// loadedUnowned is Loaded for a container without an owner.
func loadedUnowned(state *instance.State) bool {
	_, untracked := state.UntrackedRel()
	return !untracked
}

// loadRel is the session's side of load.
func (s *Session) loadRel(ctx context.Context, own *instance.State, i int) error {
	if err := s.enter(); err != nil {
		return err
	}
	defer s.leave()
	if err := s.autoflush(ctx); err != nil {
		return err
	}
	if own.Context != s.ctx {
		return fmt.Errorf("%w: the %s was deleted by the flush before", ErrDetached, own.Mapper.Entity.Name)
	}
	if own.Fresh(i) {
		return nil
	}
	return s.lazy(ctx, own, i)
}

// lazy loads a relationship: from the identity map where that is enough, else by a SELECT.
func (s *Session) lazy(ctx context.Context, own *instance.State, i int) error {
	return s.lazyAs(ctx, own, i, optionOf(own, i))
}

// lazyAs is lazy under an option about the relationship.
func (s *Session) lazyAs(ctx context.Context, own *instance.State, i int, o query.Option) error {
	r := &own.Mapper.Rels[i]
	if r.Direction == mapping.ManyToOne && own.Has(instance.Expired) {
		if err := s.refresh(ctx, own, false); err != nil {
			return err
		}
	}
	key := keyFor(own, r)
	if o.Strategy == query.Nothing || refersToNothing(r, key) {
		containerOf(own, i).fill(nil)
		return nil
	}
	if st := s.inIdentityMap(r, key); st != nil && !o.Narrows() {
		containerOf(own, i).fill([]*instance.State{st})
		return s.follow(ctx, []*instance.State{st}, o.Below())
	}
	if o.Strategy == query.RaiseOnSQL && !s.flushing {
		return &RaiseError{own.Mapper.Entity.Name, r.Name}
	}
	q := query.LazyLoad(r.Relationship, key...).Under(o)
	var found []*instance.State
	again, err := s.related(ctx, q, 0, r.Direction == mapping.ManyToOne, collected(&found))
	if err != nil {
		return err
	}
	fillBoth(own, i, once(r, again, found))
	return s.readOnce(ctx, r, found, o.Below())
}

// keyFor are the values by which the members of a relationship are found: those that an own key has in the database, which may differ
// from the object's while a flush writes it, and those that a foreign key has now.
func keyFor(own *instance.State, r *instance.Rel) []any {
	var key []any
	for _, a := range r.Near() {
		col := own.Mapper.Attr(a)
		if r.Direction != mapping.ManyToOne && own.HasSnapshot() {
			key = append(key, own.SnapshotValue(col))
		} else {
			key = append(key, own.Mapper.Columns[col].Value(own.Obj))
		}
	}
	return key
}

// refersToNothing reports whether a key that has no value keeps every row from being related. A condition that code gave may relate
// rows by what is NULL.
func refersToNothing(r *instance.Rel, key []any) bool {
	if r.Join == nil || r.Secondary != nil {
		return slices.Contains(key, nil)
	}
	near := r.Near()
	return slices.ContainsFunc(r.Pairs, func(p mapping.Pair) bool {
		i := slices.Index(near, p.Local)
		return i >= 0 && key[i] == nil
	})
}

// inIdentityMap finds the target of a many-to-one relationship by its primary key.
func (s *Session) inIdentityMap(r *instance.Rel, key []any) *instance.State {
	if st := s.byForeignKey(r, key); st != nil && !st.Has(instance.Expired) && !st.Has(instance.Gone) {
		return st
	}
	return nil
}

// known finds the target of a many-to-one relationship that is not loaded among the objects of the session, without a statement.
func (s *Session) known(own *instance.State, i int) *instance.State {
	r := &own.Mapper.Rels[i]
	key := make([]any, len(r.Pairs))
	for j, p := range r.Pairs {
		if key[j] = own.Mapper.Columns[own.Mapper.Attr(p.Local)].Value(own.Obj); key[j] == nil {
			return nil
		}
	}
	return s.byForeignKey(r, key)
}

// byForeignKey finds the target of a many-to-one relationship in the identity map.
func (s *Session) byForeignKey(r *instance.Rel, key []any) *instance.State {
	if r.Direction != mapping.ManyToOne || r.Join != nil || len(r.Pairs) != len(r.Target.Keys) {
		return nil
	}
	values := make([]any, len(key))
	for j, k := range r.Target.Keys {
		for n, p := range r.Pairs {
			if r.Target.Attr(p.Remote) == k {
				values[j] = key[n]
			}
		}
	}
	id, err := r.Target.KeyOf(values)
	if err != nil {
		return nil // the pairs are not the key; the SELECT will find it
	}
	return s.ctx.Identity(r.Target).Get(id)
}

// readRelated reads what a relationship leads to, without giving it to anybody.
func (s *Session) readRelated(ctx context.Context, r *instance.Rel, key []any) (found []*instance.State, err error) {
	_, err = s.related(ctx, query.LazyLoad(r.Relationship, key...), 0, false, collected(&found))
	return found, err
}

// collected adds the objects of rows to a list.
func collected(found *[]*instance.State) func(room int) eachRow {
	return func(room int) eachRow {
		*found = make([]*instance.State, 0, room)
		return func(_ *dbapi.Row, st *instance.State) error {
			*found = append(*found, st)
			return nil
		}
	}
}
