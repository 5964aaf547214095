package orm

import (
	"context"
	"slices"

	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/unitofwork"
)

// FlushContext is what a hook sees of the flush that calls it. It is good only during the call.
type FlushContext struct {
	s       *Session
	ctx     context.Context
	planned bool
	// news, dirty and gone are what the flush writes, once it is planned.
	news, dirty, gone []Mapped
}

// Session is the session that is flushed. It may be used in the hook; it does not flush, and it cannot be committed, rolled back or
// closed.
func (f *FlushContext) Session() *Session { return f.s }

// New are the objects that the flush stores, or has stored.
func (f *FlushContext) New() []Mapped {
	if f.planned {
		return f.news
	}
	return f.s.Pending()
}

// Dirty are the stored objects that the flush writes because their columns or relationships changed, or has written.
func (f *FlushContext) Dirty() []Mapped {
	if f.planned {
		return f.dirty
	}
	return f.s.Dirty()
}

// Deleted are the objects that the flush deletes, or has deleted. Those that others bring along are known once it is planned: not in
// BeforeFlush.
func (f *FlushContext) Deleted() []Mapped {
	if f.planned {
		return f.gone
	}
	return f.s.Deleted()
}

// Change is a column of an object that differs from its row.
type Change struct {
	Attr string
	// Old is what the row has, New what the object has: values as they are bound to statements, nil for NULL.
	Old, New any
}

// Changes are the columns of an object that differ from its row, in the order of its fields: what the flush is about to write, asked
// before it is written. A new object has none.
func (f *FlushContext) Changes(obj Mapped) (out []Change) {
	st := stateOf(obj)
	if st == nil || st.Context != f.s.ctx {
		return nil
	}
	for _, i := range st.ChangedColumns(nil) {
		c := &st.Mapper.Columns[i]
		out = append(out, Change{c.Attr.Name, st.SnapshotValue(i), c.Value(st.Obj)})
	}
	return out
}

// keep takes down what a flush will write.
func (f *FlushContext) keep(p *unitofwork.Plan) {
	news, dirty, gone := p.Writes()
	f.planned, f.news, f.dirty, f.gone = true, objectsOf(news), objectsOf(dirty), objectsOf(gone)
}

// flushHooks calls the hooks of a flush.
type flushHooks struct{ f *FlushContext }

// Wants implements unitofwork.Hooks.
func (w flushHooks) Wants(m *instance.Mapper, h instance.Hook) bool {
	return m.Hooks.Has(h) || slices.ContainsFunc(w.f.s.opt.events, func(e *Events) bool { return e.object(h) != nil })
}

// Call implements unitofwork.Hooks.
func (w flushHooks) Call(st *instance.State, h instance.Hook) error {
	obj, f := st.Any(), w.f
	return f.s.outside(func() error {
		if st.Mapper.Hooks.Has(h) {
			if err := flushHook(f.ctx, f, obj, h); err != nil {
				return err
			}
		}
		for _, e := range f.s.opt.events {
			if hook := e.object(h); hook != nil {
				if err := hook(f.ctx, f, obj.(Mapped)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
