package orm

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/mapping"
)

// This file makes a registry complete by what code says (ConfigureMapping). It is done after the structs were read, when the package
// variables that such code uses, the descriptors, are there: at the first use of the registry, or of a relationship that code may say
// something about.

// settling is whether a registry is complete.
type settling struct {
	done atomic.Bool
	mu   sync.Mutex // held while it is made so
	err  error
	own  []*instance.Mapper // of the registry's own entities
}

// settle makes the registry complete, once. ConfigureMapping may itself use relationships, which are then as the tags have them.
func (r *Registry) settle() error {
	if r.settling.done.Load() {
		return r.settling.err
	}
	if !r.settling.mu.TryLock() {
		if settlesNow() {
			return nil
		}
		r.settling.mu.Lock()
	}
	defer r.settling.mu.Unlock()
	if !r.settling.done.Load() {
		r.settling.err = r.makeComplete()
		r.settling.done.Store(true)
	}
	return r.settling.err
}

// settlesNow reports whether the calling goroutine is in the middle of [Registry.settle]: another has to wait, this one must not.
func settlesNow() bool {
	var pcs [512]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs[:])])
	for {
		f, more := frames.Next()
		if strings.HasSuffix(f.Function, "orm.(*Registry).makeComplete") {
			return true
		}
		if !more {
			return false
		}
	}
}

func (r *Registry) makeComplete() error {
	if len(r.late) > 0 {
		return fmt.Errorf("orm: MapTable of %v: the registry was used before; map everything first", r.late)
	}
	for _, b := range r.bases {
		if err := b.Configure(); err != nil {
			return err
		}
	}
	var said []*mapping.Config
	r.model.BeginConfig()
	for _, m := range r.settling.own {
		if c := configureMapping(m); c != nil {
			said = append(said, c)
		}
	}
	if len(said) > 0 {
		r.model.Settle(said...)
	}
	if err := r.model.Err(); err != nil {
		return err
	}
	for _, m := range r.settling.own {
		m.FillFromColumns()
		for i := range m.Rels {
			t := r.byEntity[m.Rels[i].Relationship.Target]
			m.Rels[i].Target = t
			if m.Rels[i].Direction == mapping.ManyToOne && slices.Contains(r.settling.own, t) { // a mapper of another registry does not change
				t.Referrers = append(t.Referrers, instance.Referrer{Mapper: m, Rel: i})
			}
		}
	}
	for _, m := range r.settling.own {
		m.Settle()
	}
	return nil
}
