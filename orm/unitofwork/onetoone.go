package unitofwork

import (
	"context"
	"slices"

	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/mapping"
)

// This file finds what a one-to-one relationship led to before it was given another object. The reference does not remember it, and may
// never have known it.

// displace finds the objects that lost their place in a one-to-one relationship of st, and lets those that know their side know. It
// reports whether there are any.
func (p *Plan) displace(ctx context.Context, st *instance.State) (any bool, err error) {
	for i := range st.Mapper.Rels {
		r := &st.Mapper.Rels[i]
		if r.Direction != mapping.OneToMany || r.Container != mapping.RefContainer || r.ViewOnly || !st.RelChanged(i) {
			continue
		}
		stored := p.storedChildren(st, r, nil)
		if st.Has(instance.Blind) {
			if stored, err = p.graph.Stored(ctx, st, i); err != nil {
				return any, err
			}
		}
		now := p.graph.Members(st, i)
		for _, m := range stored {
			if slices.Contains(now, m) || r.Back != nil && m.RelChanged(r.Back.Index) || !rowRefers(sync{child: m, parent: st, pairs: r.Pairs}) {
				continue
			}
			any = true
			if r.Back != nil {
				p.graph.Unlink(m, r.Back.Index, st)
			}
			p.lose(st, i, m)
		}
	}
	return any, nil
}

// lose notes that an object lost its place.
func (p *Plan) lose(st *instance.State, i int, m *instance.State) {
	if p.displaced == nil {
		p.displaced = map[*instance.State]map[int][]*instance.State{}
	}
	if p.displaced[st] == nil {
		p.displaced[st] = map[int][]*instance.State{}
	}
	p.displaced[st][i] = append(p.displaced[st][i], m)
}

// displaceAll looks after all objects that changed, and finds the changed ones again if that changed more.
func (p *Plan) displaceAll(ctx context.Context, pending []*instance.State) error {
	more := false
	for _, st := range p.touched {
		if !st.RelsChanged() || !st.Has(instance.Persistent) {
			continue
		}
		any, err := p.displace(ctx, st)
		if err != nil {
			return err
		}
		more = more || any
	}
	if more {
		p.dirty(pending)
	}
	return nil
}

// changes are the members that came to a relationship and left it since the last flush.
func (p *Plan) changes(st *instance.State, i int) (added, removed []*instance.State) {
	added, removed = p.graph.Changes(st, i)
	return added, append(removed, p.displaced[st][i]...)
}
