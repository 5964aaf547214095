package orm

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/orm/query"
)

// Deferred is a column that is not read with its object but when it is asked for: a large text, a picture. V is the type that a plain
// field would have; *V may be NULL.
//
//	type Book struct {
//		orm.Entity `orm:"table:books"`
//		ID    int64
//		Title string
//		Text  orm.Deferred[string]
//		Cover orm.Deferred[[]byte] `orm:"group:pictures"`
//		Photo orm.Deferred[[]byte] `orm:"group:pictures"`
//	}
//
// Columns of one group are read together. The options [Undefer], [UndeferGroup] and [LoadOnly] read deferred columns with the rows of a
// query. The zero value of a new object is the zero value of V.
type Deferred[V any] struct {
	d instance.Deferral // first in memory, and the value after it: package instance reads and writes both
	v V
}

// deferred is a Deferred of any type.
type deferred interface {
	typeArgs() []reflect.Type
	// forgetOwner makes a copy of the field one that belongs to no object, if it has a value.
	forgetOwner()
}

func (d *Deferred[V]) typeArgs() []reflect.Type { return []reflect.Type{reflect.TypeFor[V]()} }

func (d *Deferred[V]) forgetOwner() {
	if v, ok := d.Peek(); ok {
		*d = DeferredOf(v)
	}
}

// DeferredOf makes a field of a literal:
//
//	&Book{Text: orm.DeferredOf("It was a dark and stormy night.")}
func DeferredOf[V any](v V) Deferred[V] {
	d := Deferred[V]{v: v}
	d.d.Assign()
	return d
}

// Get gives the value, reading it if need be: it is not known yet, or may be out of date. The error is [ErrDetached] for an object of no
// session, a *[RaiseError] if a query forbade it, or what the database said.
func (d *Deferred[V]) Get(ctx context.Context) (V, error) {
	if err := d.load(ctx); err != nil {
		var none V
		return none, err
	}
	return d.v, nil
}

// load makes the value known.
func (d *Deferred[V]) load(ctx context.Context) error {
	own, i := d.d.Owner()
	switch {
	case d.d.Lost():
		return fmt.Errorf("%w: a deferred column of %s was not read before the object was copied, or read with ReadOnly or YieldPer", ErrDetached, d.d.Of())
	case d.d.Ready():
		return nil
	}
	name := own.Mapper.Entity.Name + "." + own.Mapper.Columns[i].Attr.Name
	switch {
	case own.Context == nil && d.d.Known():
		return nil // as it was when the session had it
	case own.Context == nil:
		return fmt.Errorf("%w: %s cannot be loaded", ErrDetached, name)
	case own.Context.RaisesColumn(own, i):
		return &RaiseError{own.Mapper.Entity.Name, own.Mapper.Columns[i].Attr.Name}
	}
	return own.Context.LoadColumn(ctx, own, i)
}

// Set assigns the value. It is stored by the next flush if it differs from the one that was read, or if none was.
func (d *Deferred[V]) Set(v V) {
	d.v = v
	d.d.Assign()
}

// Peek gives the value if it is known, if only as it was when it was last read. A new object knows its values.
func (d *Deferred[V]) Peek() (V, bool) {
	if !d.Loaded() {
		var none V
		return none, false
	}
	return d.v, true
}

// Loaded reports whether the value is known, if only as it was when it was last read.
func (d *Deferred[V]) Loaded() bool { return d.d.Known() || d.d.Ready() && !d.d.Lost() }

// IsZero reports whether there is no value, for the json option omitzero: none was read, and none assigned.
func (d Deferred[V]) IsZero() bool { return !d.d.Known() }

// MarshalJSON writes the value; null if it is not known.
func (d Deferred[V]) MarshalJSON() ([]byte, error) {
	if !d.d.Known() {
		return []byte("null"), nil
	}
	return json.Marshal(d.v)
}

// UnmarshalJSON assigns the value.
func (d *Deferred[V]) UnmarshalJSON(text []byte) error {
	var v V
	if err := json.Unmarshal(text, &v); err != nil {
		return err
	}
	d.Set(v)
	return nil
}

// loadColumn reads a deferred column of an object, and those of its group: the session's side of [Deferred.Get].
func (s *Session) loadColumn(ctx context.Context, own *instance.State, i int) error {
	if err := s.enter(); err != nil {
		return err
	}
	defer s.leave()
	if err := s.autoflush(ctx); err != nil {
		return err
	}
	switch {
	case own.Context != s.ctx:
		return fmt.Errorf("%w: the %s was deleted by the flush before", ErrDetached, own.Mapper.Entity.Name)
	case !own.Absent(i):
		return nil
	}
	return s.readColumns(ctx, own, own.Group(i))
}

// readColumns reads some columns of a stored object, over whatever was edited.
func (s *Session) readColumns(ctx context.Context, st *instance.State, cols []int) error {
	if err := s.ready(ctx); err != nil {
		return err
	}
	m := st.Mapper
	attrs, key := make([]*mapping.Attr, len(cols)), make([]any, len(m.Keys))
	for n, i := range cols {
		attrs[n] = m.Columns[i].Attr
	}
	for n, k := range m.Keys {
		key[n] = st.SnapshotValue(k)
	}
	rows, err := s.conn.Query(ctx, query.ColumnLoad(query.ClassOf(m.Entity), attrs, key...).Select())
	if err != nil {
		return err
	}
	found := false
	err = rows.Each(func(row *dbapi.Row) error {
		found = true
		return st.ReadColumns(row, cols)
	})
	if err == nil && !found {
		err = fmt.Errorf("%w: the row of the %s is gone", ErrStale, m.Entity.Name)
	}
	return err
}

// Unloaded lists the attributes of an object whose columns were not read with it, by an option of the query or because they are deferred,
// in the order of its fields. A plain field among them has its zero value, or what was assigned to it since; [Session.Refresh] with the
// attribute, or [Get], reads it.
func Unloaded(o Mapped) (attrs []string) {
	st := stateOf(o)
	if st == nil {
		return nil
	}
	for i := range st.Mapper.Columns {
		if st.Unset(i) {
			attrs = append(attrs, st.Mapper.Columns[i].Attr.Name)
		}
	}
	return attrs
}
