package expr

import (
	"sync/atomic"

	"github.com/aludel/aludel/sqltypes"
)

// This file is how a SELECT is kept while it is built. Building costs what it allocates and copies, and most statements are built anew
// for each use; hence a builder method neither copies what was built before nor the list that it extends.
//
// A Select points to the last of its steps, and each step to the one before it. A step is what one builder method added, in one piece
// of memory with its nodes. Three invariants:
//
//   - A step is never changed once the method that makes it has returned, but for whole, which holds what follows from the rest. So a
//     Select is an immutable value, and those built from one prefix, by whatever goroutines, share the steps of the prefix and never see
//     each other's.
//   - A step at depth maxSteps, and whatever is no plain addition (DISTINCT, a second element of FROM), knows its whole: a trail of
//     steps is short.
//   - What is built by other steps but has equal clauses has an equal key: [Key] writes clauses, not steps.
type step struct {
	before *step
	// whole are the clauses of the statement up to here, once they were asked for.
	whole atomic.Pointer[Clauses]
	nodes []Node // what is added to a list; the number of a LIMIT or OFFSET, nil to take it back
	join  *Join  // of stepJoin: all there is in FROM
	kind  stepKind
	depth uint8 // how many steps there are up to here, from the last that knew its whole when it was made
}

// stepKind is what a step says something of; the kinds are the bits of a set.
type stepKind uint8

const (
	stepColumns stepKind = 1 << iota
	stepJoin
	stepWhere
	stepGroup
	stepHaving
	stepOrder
	stepLimit
	stepOffset
)

// maxSteps is how long a trail may be.
const maxSteps = 16

var noClauses Clauses

// Select is the SELECT that consists of these clauses.
func (c Clauses) Select() Select {
	st := &struct {
		step
		whole Clauses
	}{whole: c}
	st.step.whole.Store(&st.whole)
	return Select{&st.step}
}

// Clauses are what the statement consists of. They are not to be changed.
func (s Select) Clauses() *Clauses {
	if s.last == nil {
		return &noClauses
	}
	if c := s.last.whole.Load(); c != nil {
		return c
	}
	var t trail
	t.follow(s)
	c := t.clauses()
	s.last.whole.Store(c) // of two goroutines that get here at once, both store the same
	return c
}

// changed is the SELECT with a changed copy of the clauses.
func (s Select) changed(change func(*Clauses)) Select {
	c := *s.Clauses()
	change(&c)
	return c.Select()
}

// step begins a step with room for n nodes. Nobody else sees it before it is made.
func (s Select) step(kind stepKind, n int) *step {
	var st *step
	switch {
	case n <= 1:
		x := &struct {
			step
			room [1]Node
		}{}
		st, x.nodes = &x.step, x.room[:0]
	case n <= 3:
		x := &struct {
			step
			room [3]Node
		}{}
		st, x.nodes = &x.step, x.room[:0]
	default:
		st = &step{nodes: make([]Node, 0, n)}
	}
	st.after(s, kind)
	return st
}

// after places the step behind the last one of s.
func (st *step) after(s Select, kind stepKind) {
	st.before, st.kind, st.depth = s.last, kind, 1
	if s.last != nil {
		st.depth = s.last.depth + 1
	}
}

// made is the SELECT whose last step this is.
func (st *step) made() Select {
	s := Select{st}
	if st.depth == maxSteps {
		st.depth = 0
		s.Clauses()
	}
	return s
}

// listed adds to a clause that is a list.
func (s Select) listed(kind stepKind, op Op, items []any) Select {
	if len(items) == 0 {
		return s
	}
	st := s.step(kind, len(items))
	st.nodes = appendNodes(st.nodes, op, items)
	return st.made()
}

// number sets LIMIT or OFFSET to an expression or a value, which becomes a bind, or takes it back.
func (s Select) number(kind stepKind, v any) Select {
	if n, ok := v.(int); ok {
		x := &struct {
			step
			bind BindParameter
			room [1]Node
		}{bind: BindParameter{Name: "param", Value: n, Typ: sqltypes.BigInteger(), Unique: true}}
		x.room[0] = &x.bind
		x.nodes = x.room[:]
		x.after(s, kind)
		return x.made()
	}
	st := s.step(kind, 1)
	if v == nil {
		st.nodes = append(st.nodes, nil)
	} else {
		st.nodes = append(st.nodes, paramOf(v))
	}
	return st.made()
}

// joinStep makes a join all there is in FROM.
func (s Select) joinStep(j Join) Select {
	x := &struct {
		step
		of Join
	}{of: j}
	x.join = &x.of
	x.after(s, stepJoin)
	return x.made()
}

// lastJoin is the join that is all there is in FROM, nil if there is none or something else.
func (s Select) lastJoin() *Join {
	var t trail
	t.follow(s)
	if j := t.joined(); j != nil {
		return j
	}
	if len(t.base.From) == 1 {
		j, _ := t.base.From[0].(*Join)
		return j
	}
	return nil
}

// onlyFrom reports whether there is nothing in FROM, or nothing but f.
func (s Select) onlyFrom(f FromClause) bool {
	var t trail
	t.follow(s)
	if j := t.joined(); j != nil {
		return f == j
	}
	return len(t.base.From) == 0 || len(t.base.From) == 1 && t.base.From[0] == f
}

// trail is the way from a SELECT back to the last step whose whole is known.
type trail struct {
	base  *Clauses // what there was before the steps
	kinds stepKind // of all the steps
	n     int
	steps [maxSteps]*step // the last one first
}

func (t *trail) follow(s Select) {
	t.base = &noClauses
	for st := s.last; st != nil; st = st.before {
		if c := st.whole.Load(); c != nil {
			t.base = c
			return
		}
		t.steps[t.n] = st
		t.kinds |= st.kind
		t.n++
	}
}

func (t *trail) has(kind stepKind) bool { return t.kinds&kind != 0 }

// last is the last step of a kind, nil if there is none.
func (t *trail) last(kind stepKind) *step {
	if t.kinds&kind != 0 {
		for _, st := range t.steps[:t.n] {
			if st.kind == kind {
				return st
			}
		}
	}
	return nil
}

// joined is the join that the steps made all there is in FROM, nil if FROM is as it was before them.
func (t *trail) joined() *Join {
	if st := t.last(stepJoin); st != nil {
		return st.join
	}
	return nil
}

// number is the LIMIT or OFFSET after the steps.
func (t *trail) number(kind stepKind, before Node) Node {
	if st := t.last(kind); st != nil {
		return st.nodes[0]
	}
	return before
}

// list is a clause that is a list after the steps. Where one step made all of it, it is the step's.
func (t *trail) list(kind stepKind, before []Node) []Node {
	out := clip(before)
	if t.has(kind) {
		for i := t.n - 1; i >= 0; i-- {
			if st := t.steps[i]; st.kind == kind && len(out) == 0 {
				out = clip(st.nodes)
			} else if st.kind == kind {
				out = append(out, st.nodes...)
			}
		}
	}
	return clip(out)
}

// clauses are those of the statement at the end of the trail.
func (t *trail) clauses() *Clauses {
	x := &struct {
		Clauses
		from [1]FromClause
	}{Clauses: *t.base}
	c := &x.Clauses
	c.Columns, c.WhereAll, c.Order = t.list(stepColumns, c.Columns), t.list(stepWhere, c.WhereAll), t.list(stepOrder, c.Order)
	c.Groups, c.HavingBy = t.list(stepGroup, c.Groups), t.list(stepHaving, c.HavingBy)
	c.LimitTo, c.OffsetTo = t.number(stepLimit, c.LimitTo), t.number(stepOffset, c.OffsetTo)
	if j := t.joined(); j != nil {
		x.from[0] = j
		c.From = x.from[:]
	}
	return c
}
