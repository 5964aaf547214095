package orm

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/schema"
)

// MergeOption changes how [Merge] finds what it copies to.
type MergeOption struct{ withoutLoad bool }

// WithoutLoad makes Merge trust that the object is as the database has it: no statement is sent, and the copy is not changed. It is
// for objects that come out of a cache. New and changed objects are an error.
func WithoutLoad() MergeOption { return MergeOption{withoutLoad: true} }

// Merge copies an object, which may be new, of another session, or of none, into the session: to the object that the session or
// the database has under its key, or to a new one, which is stored by the next flush. It gives that object; v stays outside. All columns
// are copied, but for foreign keys that a new object does not have. Related objects are merged along relationships that cascade it, as far as v knows them. A collection of
// a new object that was given members, or emptied, takes the place of what the database has; one that has members only because they
// refer to the object adds them. A reference that is nil in a literal is not given: clear that of the merged object.
func Merge[T any](ctx context.Context, s *Session, v *T, opts ...MergeOption) (*T, error) {
	m, ok := any(v).(Mapped)
	if !ok {
		return nil, &MisuseError{"Merge", reflect.TypeFor[T](), "it does not embed orm.Entity"}
	}
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.leave()
	g := &merging{ctx: ctx, s: s, done: map[*instance.State]*instance.State{}, fresh: map[*instance.Mapper]map[instance.Key]*instance.State{}}
	for _, o := range opts {
		g.withoutLoad = g.withoutLoad || o.withoutLoad
	}
	st, err := s.stateFor("Merge", m)
	if err != nil {
		return nil, err
	}
	if !g.withoutLoad {
		if err := s.autoflush(ctx); err != nil {
			return nil, err
		}
	}
	to, err := g.merge(st)
	if err != nil {
		return nil, err
	}
	return (*T)(to.Obj), nil
}

// merging is one call of Merge.
type merging struct {
	ctx         context.Context
	s           *Session
	withoutLoad bool
	done        map[*instance.State]*instance.State
	// fresh finds the new objects of this call by key, for sources that share one.
	fresh map[*instance.Mapper]map[instance.Key]*instance.State
}

func (g *merging) merge(src *instance.State) (*instance.State, error) {
	if to := g.done[src]; to != nil {
		return to, nil
	}
	if src.Context == g.s.ctx {
		return src, nil
	}
	if g.withoutLoad && (!src.Has(instance.Persistent) || src.Changed() || src.RelsChanged()) {
		return nil, &MisuseError{"Merge", src.Mapper.Type, "WithoutLoad wants objects that are stored and unchanged; flush them first"}
	}
	to, err := g.find(src)
	if err != nil {
		return nil, err
	}
	g.done[src] = to
	if g.withoutLoad {
		return to, g.relations(src, to)
	}
	if v := src.Mapper.Version; v >= 0 && src.Has(instance.Persistent) && to.Has(instance.Persistent) && !instance.SameVersion(src, to) {
		return nil, fmt.Errorf("%w: the %s that is merged has version %v, the row has %v", ErrStale, src.Mapper.Entity.Name, src.SnapshotValue(v), to.SnapshotValue(v))
	}
	if err := copyColumns(src, to); err != nil {
		return nil, err
	}
	if to.Context == nil {
		g.s.adopt(to)
	}
	return to, g.relations(src, to)
}

// find gives the object to copy to: that of the session, of the database, or a new one, which the session does not have yet.
func (g *merging) find(src *instance.State) (*instance.State, error) {
	m := src.Mapper
	key, values, known := mergeKey(src)
	if !known {
		return instance.NewObject(m), nil
	}
	if st := g.s.ctx.Identity(m).Get(key); st != nil && (g.withoutLoad || !st.Has(instance.Expired) && !st.Partial()) {
		return st, nil
	}
	if st := g.fresh[m][key]; st != nil {
		return st, nil
	}
	if g.withoutLoad {
		return g.asStored(src, key)
	}
	if err := g.s.ready(g.ctx); err != nil {
		return nil, err
	}
	st, _, err := g.s.selectByKey(g.ctx, m, values, false, false)
	if err == nil {
		return st, nil
	}
	if !errors.Is(err, ErrNotFound) {
		return nil, err
	}
	st = instance.NewObject(m)
	if g.fresh[m] == nil {
		g.fresh[m] = map[instance.Key]*instance.State{}
	}
	g.fresh[m][key] = st
	return st, nil
}

// mergeKey is the key by which an object is merged: that of its row, or of its fields if they make one.
func mergeKey(src *instance.State) (key instance.Key, values []any, known bool) {
	var err error
	for _, k := range src.Mapper.Keys {
		c := &src.Mapper.Columns[k]
		if src.Has(instance.Persistent) {
			values = append(values, src.SnapshotValue(k))
		} else if values = append(values, c.Value(src.Obj)); c.IsZero(src.Obj) && c.Attr.Column.Generated() {
			return key, nil, false
		}
	}
	key, err = src.Mapper.KeyOf(values)
	return key, values, err == nil
}

// asStored makes an object of the session of one that is as the database has it.
func (g *merging) asStored(src *instance.State, key instance.Key) (*instance.State, error) {
	to := instance.NewObject(src.Mapper)
	if err := copyColumns(src, to); err != nil {
		return nil, err
	}
	to.Context = g.s.ctx
	to.Flags |= instance.Persistent | src.Flags&instance.Expired
	to.CaptureLike(src)
	g.s.ctx.Identity(src.Mapper).Put(key, to)
	wireContainers(to)
	return to, nil
}

// copyColumns copies all columns; what pointers point to is copied too.
func copyColumns(src, to *instance.State) error {
	for i := range src.Mapper.Columns {
		c := &src.Mapper.Columns[i]
		if src.Unset(i) || c.Nested() {
			continue
		}
		if !src.Has(instance.Persistent) && to.Has(instance.Persistent) && c.IsZero(src.Obj) && refersByColumn(src.Mapper, c.Attr) {
			continue // the relationships of a new object say what it refers to
		}
		if err := to.SetColumn(i, c.Value(src.Obj)); err != nil {
			return &LoadError{Entity: src.Mapper.Entity.Name, Attr: c.Attr.Name, Err: err}
		}
	}
	if err := to.CopyNests(src); err != nil {
		return &LoadError{Entity: src.Mapper.Entity.Name, Err: err}
	}
	return nil
}

// refersByColumn reports whether an attribute is a part of a foreign key, or of what a reference goes by.
func refersByColumn(m *instance.Mapper, a *mapping.Attr) bool {
	if slices.ContainsFunc(m.Entity.Table.ForeignKeys, func(k *schema.ForeignKeyConstraint) bool { return slices.Contains(k.Columns, a.Column) }) {
		return true
	}
	return slices.ContainsFunc(m.Rels, func(r instance.Rel) bool {
		return r.Direction == mapping.ManyToOne && slices.ContainsFunc(r.Pairs, func(p mapping.Pair) bool { return p.Local == a })
	})
}

// relations merges what is related, along relationships that cascade it and as far as it is known.
func (g *merging) relations(src, to *instance.State) error {
	for i := range src.Mapper.Rels {
		r := &src.Mapper.Rels[i]
		if !r.Cascade.Has(mapping.Merge) || !knownToMerge(src, i) {
			continue
		}
		whole := src.Has(instance.Persistent) || containerOf(src, i).said()
		if whole && !g.withoutLoad && r.Container != mapping.RefContainer && r.Container != mapping.DynamicContainer && to.Has(instance.Persistent) && !to.Fresh(i) {
			if err := g.s.lazy(g.ctx, to, i); err != nil {
				return err
			}
		}
		var members []*instance.State
		for _, m := range containerOf(src, i).members() {
			t, err := g.merge(m)
			if err != nil {
				return err
			}
			members = append(members, t)
		}
		switch {
		case r.ViewOnly:
		case g.withoutLoad:
			containerOf(to, i).fill(members)
		default:
			containerOf(to, i).assign(members, whole)
		}
	}
	return nil
}

// knownToMerge reports whether something is known of a relationship: of a stored object if it is loaded, of a new one if it was given
// members or was changed. Members that a new object has only because they refer to it are merged too, and nothing is taken away for them.
func knownToMerge(src *instance.State, i int) bool {
	if src.Has(instance.Persistent) {
		return src.Loaded(i)
	}
	c := containerOf(src, i)
	return c.said() || len(c.members()) > 0
}
