package trace

import (
	"go/types"
	"math"
)

// backing is the array behind lists that may share it (and the table behind a map). Go lets two slices write into one
// array; the tracer follows that just far enough to know when an element is no longer what it was.
type backing struct {
	full    bool    // the capacity is known to be extent: an append copies
	extent  int     // how far the array was written
	sharing []*Term // the lists that are views of it
}

// list makes a list on an array of its own, as a literal or a variadic call does.
func list(typ types.Type, elems []*Term) *Term {
	l := &Term{Op: OpList, Type: typeText(typ), typ: concrete(typ), Args: elems}
	return l.on(&backing{full: true, extent: len(elems)})
}

func (t *Term) on(b *backing) *Term {
	t.back = b
	b.sharing = append(b.sharing, t)
	return t
}

// clobber marks the elements from n on as overwritten: lists that reach so far are not known from now on.
func (b *backing) clobber(n int, why string) {
	if b == nil {
		return
	}
	for _, l := range b.sharing {
		if len(l.Args) <= n || l.Op == OpUnknown {
			continue
		}
		if l.typ != nil && !touches(l.typ) {
			*l = Term{Op: OpHole, Name: l.Text(), Type: l.Type, typ: l.typ}
		} else {
			*l = Term{Op: OpUnknown, Name: why}
		}
	}
}

// frozen is the value as it is now, for a kernel call: the kernel copies what it is given. A struct that is a plain value,
// an entity for one, is a hole to it.
func frozen(v *Term) *Term {
	switch {
	case v.Op == OpStruct && v.typ != nil && !touches(v.typ):
		return &Term{Op: OpHole, Name: v.Text(), Type: v.Type, typ: v.typ}
	case v.Op == OpMap && v.typ != nil || v.back != nil:
		c := *v
		c.back = nil
		return &c
	}
	return v
}

// appended is append(s, vs...).
func (t *tracer) appended(s *Term, vs []*Term, open bool, text string) *Term {
	switch {
	case s.Op == OpUnknown:
		return s
	case isNil(s):
		s = &Term{Op: OpList, Type: s.Type, typ: s.typ}
	case s.Op != OpList:
		return t.opaque(text, s.typ)
	}
	if len(vs) == 0 && !open {
		return s
	}
	if len(s.Args)+len(vs) > maxList {
		panic(over("a list grows too long"))
	}
	r := &Term{Op: OpList, Type: s.Type, typ: s.typ, Open: s.Open || open}
	r.Args = append(append(r.Args, s.Args...), vs...)
	switch {
	case s.back == nil || s.back.full && len(s.Args) == s.back.extent:
		return r.on(&backing{extent: len(r.Args)})
	case len(s.Args) < s.back.extent:
		s.back.clobber(len(s.Args), "two slices were appended to one array")
		return unknownf("appended to an array that another slice shares")
	}
	s.back.extent = len(r.Args)
	if r.Open {
		s.back.extent = math.MaxInt
	}
	return r.on(s.back)
}

// escape notes that code which is not followed has v: it may write elements, and call function literals at any time.
func (t *tracer) escape(v *Term) { t.escapeOnce(v, map[*Term]bool{}) }

func (t *tracer) escapeOnce(v *Term, seen map[*Term]bool) {
	if seen[v] {
		return
	}
	seen[v] = true
	switch v.Op {
	case OpFunc:
		if c, ok := v.fn.(*closure); ok {
			t.runLoose(c)
		}
	case OpList, OpStruct, OpMap, OpTuple:
		for _, a := range v.Args {
			t.escapeOnce(a, seen)
		}
		if v.rest != nil {
			t.escapeOnce(v.rest, seen)
		}
		v.back.clobber(0, "a slice was given to code that is not followed")
		if v.Op == OpMap {
			*v = *unknownf("a map was given to code that is not followed")
		}
	}
}
