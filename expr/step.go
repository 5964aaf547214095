package expr

import (
	"slices"
	"sync/atomic"
	"unsafe"
)

// This file is how a SELECT is kept while it is built. Building costs what it allocates and copies, and most statements are built anew
// for each use; hence a builder method neither copies what was built before nor the list that it extends.
//
// A Select points to the last of its steps, and each step to the one before it. A step is what one builder method added, in one piece
// of memory, as small as can be. The invariants:
//
//   - A step is never changed once the method that makes it has returned, but for whole, which holds what follows from the rest. So a
//     Select is an immutable value, and those built from one prefix, by whatever goroutines, share the steps of the prefix and never see
//     each other's.
//   - A step at depth maxSteps, and whatever is no plain addition (DISTINCT, a second element of FROM), knows its whole: a trail of
//     steps is short.
//   - What is built by other steps but has equal clauses has an equal key: [Key] writes clauses, not steps.
//   - Every step is the first field of the struct that its form names, and form is set where that struct is made, nowhere else. This is
//     what the conversions in list, only and number rest on.
type step struct {
	before *step
	// whole are the clauses of the statement up to here, once they were asked for.
	whole atomic.Pointer[Clauses]
	kind  stepKind
	form  stepForm
	n     uint8 // the nodes in a step of form fewForm, the style of labels in one of form labelsForm
	depth uint8 // how many steps there are up to here, from the last that knew its whole when it was made
}

// stepForm says what struct a step is part of.
type stepForm uint8

const (
	wholeForm      stepForm = iota // wholeStep, which has no kind
	oneForm                        // oneStep
	fewForm                        // fewStep
	manyForm                       // manyStep
	joinForm                       // joinStep
	firstForm                      // firstJoin
	numberForm                     // numberStep
	fromForm                       // fromStep
	labelsForm                     // a step alone
	keptForm                       // keptStep, whose whole is known
	firstWhereForm                 // firstWhere
)

// The structs that steps are part of: what is added to a list, by the number of nodes, a join that is all there is in FROM, and a number
// of Go as LIMIT or OFFSET. Other numbers are lists of one, which is nil where they are taken back.
type (
	wholeStep struct {
		step
		is Clauses
	}
	oneStep struct {
		step
		nodes [1]Node
	}
	fewStep struct {
		step
		nodes [3]Node
	}
	manyStep struct {
		step
		nodes []Node
	}
	joinStep struct {
		step
		join Join
	}
	fromStep struct {
		step
		from FromClause
	}
	numberStep struct {
		step
		count rowCount
	}
)

// firstJoin is the first join of a statement together with room for the steps that most often follow one, and firstWhere the conditions of
// one that has no such join: to get memory once costs less than to get it for each.
//
// Whoever extends the statement first takes the room, and others that extend the same prefix get memory of their own. So a prefix that is
// kept may keep the nodes of one statement that was built on it, never more.
type (
	firstJoin struct {
		joinStep
		joins [2]joinStep
		where fewStep
		rest  rest
	}
	firstWhere struct {
		fewStep
		rest rest
	}
)

// rest is memory for what follows; taken is the set of its parts that were taken, and of those of the struct that it is in.
type rest struct {
	order oneStep
	limit numberStep
	taken atomic.Uint32
}

// The parts of room.
const (
	roomJoin uint32 = 1 << iota
	roomSecondJoin
	roomWhere
	roomOrder
	roomLimit
)

// take reports whether a part was free, which is the caller's then.
func (r *rest) take(part uint32) bool { return r.taken.Load()&part == 0 && r.taken.Or(part)&part == 0 }

// roomy is the last step with room, nil for none.
func (s Select) roomy() *step {
	for st := s.last; st != nil && st.form != keptForm; st = st.before {
		if st.form == firstForm || st.form == firstWhereForm {
			return st
		}
	}
	return nil
}

// room is what has room for ORDER BY and LIMIT, if this part of it was free; else nil.
func (s Select) room(part uint32) *rest {
	var r *rest
	switch st := s.roomy(); {
	case st == nil:
		return nil
	case st.form == firstForm:
		r = &(*firstJoin)(unsafe.Pointer(st)).rest
	default:
		r = &(*firstWhere)(unsafe.Pointer(st)).rest
	}
	if !r.take(part) {
		return nil
	}
	return r
}

// fewMemory is memory for a few nodes: for conditions, room that is free, or some with room of its own where there is none.
func (s Select) fewMemory(kind stepKind) (*fewStep, stepForm) {
	if kind != stepWhere {
		return &fewStep{}, fewForm
	}
	st := s.roomy()
	if st == nil {
		return &(&firstWhere{}).fewStep, firstWhereForm
	}
	if st.form == firstForm {
		if f := (*firstJoin)(unsafe.Pointer(st)); f.rest.take(roomWhere) {
			return &f.where, fewForm
		}
	}
	return &fewStep{}, fewForm
}

// asKept is the keptStep that a step of keptForm is part of.
func (st *step) asKept() *keptStep { return (*keptStep)(unsafe.Pointer(st)) }

// list are the nodes of a step whose whole is not known when it is made; they are not to be changed.
func (st *step) list() []Node {
	switch st.form {
	case oneForm:
		return (*oneStep)(unsafe.Pointer(st)).nodes[:]
	case fewForm, firstWhereForm:
		return (*fewStep)(unsafe.Pointer(st)).nodes[:st.n:st.n]
	case manyForm:
		return (*manyStep)(unsafe.Pointer(st)).nodes
	}
	return nil
}

// only is what a step makes all there is in FROM, nil for other steps.
func (st *step) only() FromClause {
	switch {
	case st == nil:
		return nil
	case st.form == joinForm || st.form == firstForm:
		return &(*joinStep)(unsafe.Pointer(st)).join
	case st.form == keptForm && st.kind == stepJoin:
		return &st.asKept().join
	case st.form == fromForm:
		return (*fromStep)(unsafe.Pointer(st)).from
	}
	return nil
}

// stepKind is what a step says something of; the kinds are the bits of a set.
type stepKind uint16

const (
	stepColumns stepKind = 1 << iota
	stepJoin
	stepWhere
	stepGroup
	stepHaving
	stepOrder
	stepLimit
	stepOffset
	stepLabels
)

// maxSteps is how long a trail may be.
const maxSteps = 16

var noClauses Clauses

// Select is the SELECT that consists of these clauses.
func (c Clauses) Select() Select {
	st := &wholeStep{is: c}
	st.whole.Store(&st.is)
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

// listed adds to a clause that is a list.
func (s Select) listed(kind stepKind, op Op, items []any) Select {
	if len(items) > 0 && len(items) <= len(fewStep{}.nodes) && areElements(items, op) {
		return s.few(kind, items)
	}
	var room [8]Node
	ns := room[:0]
	for _, it := range items {
		if e, ok := it.(Expr); ok && e.n != nil {
			ns = appendNode(ns, op, *e.n) // that of a comparison with a value in short
		} else {
			ns = appendNode(ns, op, operand(it, nil))
		}
	}
	return s.with(kind, ns)
}

// areElements reports whether all are expressions that are one element each of a list.
func areElements(items []any, op Op) bool {
	for _, it := range items {
		e, ok := it.(Expr)
		if !ok || e.n == nil {
			return false
		}
		if l, ok := (*e.n).(*List); ok && l.Op == op {
			return false
		}
	}
	return true
}

// few is listed for few expressions that are one element each, without a copy between.
func (s Select) few(kind stepKind, items []any) Select {
	if len(items) == 1 && (kind != stepWhere || s.roomy() != nil) {
		x := s.oneMemory(kind)
		x.form, x.nodes[0] = oneForm, *items[0].(Expr).n
		return x.made(s, kind)
	}
	x, form := s.fewMemory(kind)
	x.form, x.n = form, uint8(len(items))
	for i, it := range items {
		x.nodes[i] = *it.(Expr).n
	}
	return x.made(s, kind)
}

// with is the SELECT with a step that has a copy of the nodes.
func (s Select) with(kind stepKind, nodes []Node) Select {
	if len(nodes) == 0 {
		return s
	}
	if kind == stepColumns {
		if l, ok := s.empty(); ok {
			return s.selected(l, nodes)
		}
	}
	return s.added(kind, nodes)
}

// added is with for one node or more, in a step of its own.
func (s Select) added(kind stepKind, nodes []Node) Select {
	switch n := len(nodes); {
	case n == 1 && (kind != stepWhere || s.roomy() != nil):
		x := s.oneMemory(kind)
		x.form, x.nodes = oneForm, [1]Node(nodes)
		return x.made(s, kind)
	case n <= 3:
		x, form := s.fewMemory(kind)
		x.form, x.n = form, uint8(n)
		copy(x.nodes[:], nodes)
		return x.made(s, kind)
	}
	x := &manyStep{nodes: slices.Clone(nodes)}
	x.form = manyForm
	return x.made(s, kind)
}

// oneMemory is memory for one node: for an order, room that is free.
func (s Select) oneMemory(kind stepKind) *oneStep {
	if kind == stepOrder {
		if r := s.room(roomOrder); r != nil {
			return &r.order
		}
	}
	return &oneStep{}
}

// made is s with one step more, which nobody else has seen yet.
func (st *step) made(s Select, kind stepKind) Select {
	st.before, st.kind, st.depth = s.last, kind, 1
	if s.last != nil {
		st.depth = s.last.depth + 1
	}
	out := Select{st}
	if st.depth == maxSteps {
		st.depth = 0
		out.Clauses()
	}
	return out
}

// number sets LIMIT or OFFSET to an expression or a value, which becomes a bind, or takes it back.
func (s Select) number(kind stepKind, v any) Select {
	if v == nil {
		return s.with(kind, []Node{nil})
	}
	if _, ok := v.(int); !ok {
		return s.with(kind, []Node{paramOf(v)})
	}
	var x *numberStep
	if kind == stepLimit {
		if r := s.room(roomLimit); r != nil {
			x = &r.limit
		}
	}
	if x == nil {
		x = &numberStep{}
	}
	x.form = numberForm
	x.count.n = v
	return x.made(s, kind)
}

// joinedTo makes a join all there is in FROM.
func (s Select) joinedTo(left, right FromClause, on Node, kind joinKind) Select {
	if k := s.kept(); k != nil {
		if x := k.joined(left, right, on, kind); x != nil {
			return Select{&x.step}
		}
	}
	x, form := s.joinMemory()
	x.form = form
	x.join.Left, x.join.Right, x.join.On, x.join.Outer, x.join.Full, x.join.statement = left, right, on, kind == outer, kind == full, true
	return x.made(s, stepJoin)
}

// from makes f all there is in FROM.
func (s Select) from(f FromClause) Select {
	x := &fromStep{from: f}
	x.form = fromForm
	return x.made(s, stepJoin)
}

// labelled sets how columns are named.
func (s Select) labelled(l LabelStyle) Select {
	var t trail
	if t.follow(s); t.style() == l {
		return s
	}
	return (&step{form: labelsForm, n: uint8(l)}).made(s, stepLabels)
}

// joinMemory is memory for a join: room that is free, or that of a first join.
func (s Select) joinMemory() (*joinStep, stepForm) {
	st := s.roomy()
	if st == nil {
		return &(&firstJoin{}).joinStep, firstForm
	}
	if st.form == firstForm {
		f := (*firstJoin)(unsafe.Pointer(st))
		for i, part := range [...]uint32{roomJoin, roomSecondJoin} {
			if f.rest.take(part) {
				return &f.joins[i], joinForm
			}
		}
	}
	return &joinStep{}, joinForm
}

// onlyFrom is what is all there is in FROM; one is false where there is nothing, or more.
func (s Select) onlyFrom() (f FromClause, one bool) {
	for st := s.last; st != nil; st = st.before {
		if f := st.only(); f != nil {
			return f, true
		}
		if c := st.whole.Load(); c != nil {
			if len(c.From) == 1 {
				return c.From[0], true
			}
			return nil, false
		}
	}
	return nil, false
}

// noFrom reports whether nothing is in FROM but what columns and conditions say.
func (s Select) noFrom() bool {
	for st := s.last; st != nil; st = st.before {
		if c := st.whole.Load(); c != nil {
			return len(c.From) == 0
		}
		if st.kind == stepJoin {
			return false
		}
	}
	return true
}

// trail is the way from a SELECT back to the last step whose whole is known.
type trail struct {
	base                *Clauses  // what there was before the steps
	kept                *keptStep // the step that base is of, nil if that is none that is kept
	kinds               stepKind  // of all the steps
	join, limit, offset *step     // the last of each kind, nil for none
	labels              *step
	n                   int
	steps               [maxSteps]*step // the last one first
}

func (t *trail) follow(s Select) {
	t.base = &noClauses
	for st := s.last; st != nil; st = st.before {
		if st.depth == 0 && st.whole.Load() != nil {
			t.base = st.whole.Load()
			if st.form == keptForm {
				t.kept = st.asKept()
			}
			return
		}
		if t.kinds&st.kind == 0 {
			t.first(st)
		}
		t.steps[t.n] = st
		t.n++
	}
}

// first notes the last step of its kind, which comes first on the way back.
func (t *trail) first(st *step) {
	t.kinds |= st.kind
	switch st.kind {
	case stepJoin:
		t.join = st
	case stepLimit:
		t.limit = st
	case stepOffset:
		t.offset = st
	case stepLabels:
		t.labels = st
	}
}

// style is how columns are named after the steps.
func (t *trail) style() LabelStyle {
	if t.labels != nil {
		return LabelStyle(t.labels.n)
	}
	return t.base.Labels
}

// number is the LIMIT or OFFSET that a step sets, nil for no step what it was before.
func number(st *step, before Node) Node {
	switch {
	case st == nil:
		return before
	case st.form == numberForm:
		return (*numberStep)(unsafe.Pointer(st)).count.Parameter()
	}
	return st.list()[0]
}

// list is a clause that is a list after the steps. Where one step made all of it, it is the step's.
func (t *trail) list(kind stepKind, before []Node) []Node {
	out := clip(before)
	if t.kinds&kind != 0 {
		for i := t.n - 1; i >= 0; i-- {
			if st := t.steps[i]; st.kind == kind && len(out) == 0 {
				out = st.list()
			} else if st.kind == kind {
				out = append(out, st.list()...)
			}
		}
	}
	return clip(fullNodes(out))
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
	c.LimitTo, c.OffsetTo = number(t.limit, c.LimitTo), number(t.offset, c.OffsetTo)
	c.Labels = t.style()
	if f := t.join.only(); f != nil {
		x.from[0] = f
		c.From = x.from[:]
	}
	return c
}
