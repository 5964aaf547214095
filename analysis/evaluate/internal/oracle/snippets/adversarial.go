package snippets

// This file is long because it is a list: each function is one way of writing a query that a reader of source could misunderstand, a few
// lines of its own, named in the table below.

import (
	"errors"
	"iter"
	"slices"

	"github.com/aludel/aludel/analysis/evaluate/internal/oracle/helpers"
	"github.com/aludel/aludel/analysis/evaluate/internal/oracle/models"
	"github.com/aludel/aludel/orm"
)

// Adversarial is code that a naive reading gets wrong.
var Adversarial = map[string]Snippet{
	"APointer": APointer, "AReceiver": AReceiver, "AElement": AElement, "AImpure": AImpure, "ADefer": ADefer, "AWrap": AWrap,
	"ANamed": ANamed, "ARangeFunc": ARangeFunc, "AInterface": AInterface, "AReassigned": AReassigned, "AFieldCopy": AFieldCopy,
	"AContinue": AContinue, "AMap": AMap, "ARecursion": ARecursion, "AGoto": AGoto, "ACaptured": ACaptured, "ALate": ALate,
	"AAppend": AAppend, "ASharedAppend": ASharedAppend, "AHelperElement": AHelperElement, "ASort": ASort, "AGlobal": AGlobal,
	"ASwapped": ASwapped, "AExported": AExported, "ALabel": ALabel, "ALoopVar": ALoopVar, "ASecondRound": ASecondRound,
	"ABreak": ABreak, "ASelect": ASelect, "AChan": AChan, "AGo": AGo, "ARecover": ARecover, "AValues": AValues, "AParam": AParam,
	"AAny": AAny, "ANilInterface": ANilInterface, "AStructCopy": AStructCopy, "ASliceField": ASliceField, "AClosureLoop": AClosureLoop,
	"AMethodField": AMethodField, "AShadow": AShadow, "AEmbedded": AEmbedded, "AFreshAlias": AFreshAlias, "AWhole": AWhole,
	"ATypeSwitch": ATypeSwitch, "AArray": AArray, "AIntermediate": AIntermediate, "AInt8": AInt8, "AOverride": AOverride, "ACounter": ACounter,
	"AMake": AMake, "ASubslice": ASubslice, "AAttr": AAttr, "ALooseReturn": ALooseReturn, "AAliasInVar": AAliasInVar, "ATypedNil": ATypedNil, "ANegative": ANegative,
	"AErrors": AErrors, "AMultiResult": AMultiResult, "AVariadic": AVariadic, "AStoredSlice": AStoredSlice, "AClosureParam": AClosureParam,
	"ARangeWrite": ARangeWrite, "AValueReceiver": AValueReceiver, "ASelfCall": ASelfCall, "AGenericMethod": AGenericMethod, "ANested": ANested,
	"AHelperBranches": AHelperBranches, "APassedPointer": APassedPointer, "ATwoLoops": ATwoLoops, "AErrPath": AErrPath,
}

func addTo(q *UQ) { *q = q.Where(Users.Name.Eq("p")) }

func APointer(l *Log, in In) { q := orm.Select(Users); addTo(&q); l.Send(q.ReadOnly()) }

type builder struct{ q UQ }

func (b *builder) where() *builder { b.q = b.q.Limit(1); return b }

func AReceiver(l *Log, in In) {
	b := &builder{q: orm.Select(Users)}
	b.where()
	l.Send(b.q.ReadOnly())
	var v builder
	v.q = orm.Select(Users)
	v.where()
	l.Send(v.q.ReadOnly())
}

func AElement(l *Log, in In) {
	cs := []orm.Cond{Users.Name.IsNull()}
	d := cs
	d[0] = Users.Name.Eq("x")
	l.Send(orm.Select(Users).Where(cs...).ReadOnly())
}

var count int

func flip() bool { count++; return count%2 == 0 }

func AImpure(l *Log, in In) {
	q := orm.Select(Users)
	if flip() {
		q = q.Limit(1)
	}
	if flip() {
		q = q.Offset(1)
	}
	l.Send(q.ReadOnly())
}

func ADefer(l *Log, in In) {
	q := orm.Select(Users)
	defer func() { l.Send(q.ReadOnly()) }()
	q = q.Limit(1)
}

func AWrap(l *Log, in In) {
	var n uint8 = 255
	n++
	q := orm.Select(Users)
	if n == 0 {
		q = q.Limit(1)
	}
	l.Send(q.ReadOnly())
}

func named9() (q UQ) {
	q = orm.Select(Users)
	defer func() { q = q.Limit(9) }()
	return q.Offset(1)
}

func ANamed(l *Log, in In) { l.Send(named9().ReadOnly()) }

func seq() iter.Seq[string] { return func(y func(string) bool) { _ = y("a") && y("b") } }

func ARangeFunc(l *Log, in In) {
	q := orm.Select(Users)
	for n := range seq() {
		q = q.Where(Users.Name.Eq(n))
	}
	l.Send(q.ReadOnly())
}

type scope interface{ apply(UQ) UQ }
type lim int
type off int

func (n lim) apply(q UQ) UQ { return q.Limit(int(n)) }
func (n off) apply(q UQ) UQ { return q.Offset(int(n)) }

func pick(x bool) scope {
	if x {
		return lim(3)
	}
	return off(3)
}

func AInterface(l *Log, in In) {
	var x scope = lim(3)
	l.Send(x.apply(orm.Select(Users)).ReadOnly())
	x = off(2)
	l.Send(x.apply(orm.Select(Users)).ReadOnly())
	l.Send(pick(in.X).apply(orm.Select(Users)).ReadOnly())
}

func AReassigned(l *Log, in In) {
	n := in.N
	q := orm.Select(Users)
	if n > 1 {
		q = q.Limit(1)
	}
	n = in.N - 2
	if n > 1 {
		q = q.Offset(1)
	}
	l.Send(q.ReadOnly())
}

func AFieldCopy(l *Log, in In) {
	p := &in
	q := orm.Select(Users)
	if in.X {
		q = q.Limit(1)
	}
	p.X = !p.X
	if in.X {
		q = q.Offset(1)
	}
	l.Send(q.ReadOnly())
}

func AContinue(l *Log, in In) {
	q := orm.Select(Users)
	for i := range 3 {
		if i == 1 {
			continue
		}
		q = q.Where(Users.ID.Eq(int64(i)))
	}
	if in.N > 100 {
		panic("no")
	}
	l.Send(q.ReadOnly())
}

func AMap(l *Log, in In) {
	m := map[string]UQ{"a": orm.Select(Users), "": byName, "jack": byName.Limit(1)}
	l.Send(m[in.Name].ReadOnly())
}

func rec(q UQ, n int) UQ {
	if n <= 0 {
		return q
	}
	return rec(q.Where(Users.ID.Gt(0)), n-1)
}

func ARecursion(l *Log, in In) { l.Send(rec(orm.Select(Users), in.N).ReadOnly()) }

func AGoto(l *Log, in In) {
	q := orm.Select(Users)
	i := 0
again:
	l.Send(q.ReadOnly())
	q = q.Where(Users.ID.Gt(1))
	if i++; i < 3 {
		goto again
	}
}

func ACaptured(l *Log, in In) {
	q := orm.Select(Users)
	limit := func(n int) { q = q.Limit(n) }
	limit(1)
	l.Send(q.ReadOnly())
	func() { q = q.Offset(2) }()
	l.Send(q.ReadOnly())
}

func call(f func()) { f() }

var stored func()

func ALate(l *Log, in In) {
	q := orm.Select(Users)
	stored = func() { l.Send(q.ReadOnly()) }
	q = q.Limit(4)
	stored()
	call(func() { l.Send(q.Offset(1).ReadOnly()) })
}

func AAppend(l *Log, in In) {
	base := make([]orm.Cond, 0, 8)
	base = append(base, Users.Age.Gt(1))
	a := append(base, Users.Name.Eq("a"))
	b := append(base, Users.Name.Ne("b"))
	l.Send(orm.Select(Users).Where(a...).ReadOnly())
	l.Send(orm.Select(Users).Where(b...).ReadOnly())
}

func grow(cs []orm.Cond, c orm.Cond) []orm.Cond { return append(cs, c) }

func ASharedAppend(l *Log, in In) {
	cs := grow(grow(grow(nil, Users.Age.Gt(1)), Users.Age.Gt(2)), Users.Age.Gt(3)) // room for a fourth
	a := grow(cs, Users.Name.IsNull())
	b := grow(cs, Users.Name.IsNotNull())
	l.Send(orm.Select(Users).Where(a...).ReadOnly())
	l.Send(orm.Select(Users).Where(b...).ReadOnly())
}

func AHelperElement(l *Log, in In) {
	cs := []orm.Cond{Users.Name.Eq("x")}
	helpers.First(cs)
	l.Send(orm.Select(Users).Where(cs...).ReadOnly())
}

func ASort(l *Log, in In) {
	cs := []orm.Cond{Users.Name.Eq("x"), Users.Age.Gt(2)}
	slices.Reverse(cs)
	l.Send(orm.Select(Users).Where(cs...).ReadOnly())
}

var current = orm.Select(Users)

func setCurrent() { current = current.Limit(6) }

func AGlobal(l *Log, in In) { setCurrent(); l.Send(current.Distinct().ReadOnly()) }

func ASwapped(l *Log, in In) {
	models.Swap()
	l.Send(orm.Select(models.Swapped).ReadOnly())
}

func AExported(l *Log, in In) {
	models.Recent = orm.Select(Users).Limit(1)
	l.Send(models.Recent.ReadOnly())
}

func ALabel(l *Log, in In) {
	q := orm.Select(Users)
outer:
	for i := range 3 {
		for j := range 3 {
			if i == 1 && j == 1 {
				break outer
			}
			if j == 2 {
				continue outer
			}
			q = q.Where(Users.ID.Ne(int64(j)))
		}
	}
	l.Send(q.ReadOnly())
}

func ALoopVar(l *Log, in In) {
	q := orm.Select(Users)
	for i := 0; i < in.N; i++ {
		if i > 0 {
			l.Send(q.Where(Users.ID.Eq(int64(i))).ReadOnly())
		} else {
			l.Send(q.Limit(i).ReadOnly())
		}
	}
}

func ASecondRound(l *Log, in In) {
	seen := false
	for _, id := range in.IDs {
		q := orm.Select(Users).Where(Users.ID.Eq(id))
		if seen {
			q = q.Limit(1)
		}
		seen = true
		l.Send(q.ReadOnly())
	}
}

func ABreak(l *Log, in In) {
	q := orm.Select(Users)
	for i := range 3 {
		if in.N == i {
			break
		}
		q = q.Where(Users.ID.Ne(int64(i)))
	}
	l.Send(q.ReadOnly())
}

func ASelect(l *Log, in In) {
	c := make(chan int, 1)
	c <- 1
	q := orm.Select(Users)
	select {
	case n := <-c:
		q = q.Limit(n)
	default:
		q = q.Offset(1)
	}
	l.Send(q.ReadOnly())
}

func AChan(l *Log, in In) {
	c := make(chan UQ, 1)
	c <- orm.Select(Users).Limit(1)
	q := <-c
	l.Send(q.ReadOnly())
}

func AGo(l *Log, in In) {
	q := orm.Select(Users)
	done := make(chan bool)
	go func() { q = q.Limit(1); close(done) }()
	<-done
	l.Send(q.ReadOnly())
}

func mayPanic(n int) (q UQ) {
	defer func() { recover() }()
	q = orm.Select(Users)
	if n != 1 {
		panic("x")
	}
	return q.Limit(1)
}

func ARecover(l *Log, in In) { l.Send(mayPanic(in.N).ReadOnly()) }

func AValues(l *Log, in In) {
	v := orm.Values{"Name": "x"}
	v["Age"] = 3
	l.Send(orm.Select(Users).FilterBy(v).ReadOnly())
}

func ofAlias(u models.UserAttrs) UQ { return orm.Select(u).Where(u.Name.Eq("x")) }

func AParam(l *Log, in In) {
	l.Send(ofAlias(Users).ReadOnly())
	l.Send(ofAlias(orm.Alias(Users, "z")).ReadOnly())
}

func anything(in In) any {
	if in.X {
		return nil
	}
	return in.Name
}

func AAny(l *Log, in In) {
	l.Send(orm.Select(Users).FilterBy(orm.Values{"Password": anything(in)}).ReadOnly())
}

func ANilInterface(l *Log, in In) {
	var c orm.Cond
	if in.X {
		c = Users.Active
	}
	q := orm.Select(Users)
	if c != nil {
		q = q.Where(c)
	}
	var p *lim
	var s any = p
	if s != nil {
		q = q.Limit(8)
	}
	l.Send(q.ReadOnly())
}

func AStructCopy(l *Log, in In) {
	a := repo{base: orm.Select(Users), page: 1}
	b := a
	b.base = b.base.Limit(1)
	a.page = 7
	l.Send(a.base.Offset(a.page).ReadOnly())
	l.Send(b.base.Offset(b.page).ReadOnly())
}

type holder struct{ conds []orm.Cond }

func (h holder) set() { h.conds[0] = Users.Active }

func ASliceField(l *Log, in In) {
	h := holder{[]orm.Cond{Users.Age.Gt(1)}}
	h.set()
	l.Send(orm.Select(Users).Where(h.conds...).ReadOnly())
	g := &holder{[]orm.Cond{Users.Age.Gt(1)}}
	k := *g
	k.set()
	l.Send(orm.Select(Users).Where(g.conds...).ReadOnly())
}

func AClosureLoop(l *Log, in In) {
	var fs []filter
	for i := 0; i < 2; i++ {
		fs = append(fs, func(q UQ) UQ {
			if i == 1 {
				return q.Distinct()
			}
			return q.Where(Users.ID.Gt(int64(i)))
		})
	}
	l.Send(with(fs...).ReadOnly())
}

type strategy struct{ f filter }

func AMethodField(l *Log, in In) {
	s := strategy{grownUp}
	s.f = func(q UQ) UQ { return q.Limit(1) }
	l.Send(s.f(orm.Select(Users)).ReadOnly())
}

func AShadow(l *Log, in In) {
	q := orm.Select(Users)
	if in.X {
		q := q.Limit(1)
		_ = q
	}
	{
		Users := orm.Alias(Users, "shadow")
		q = q.Where(Users.ID.Gt(1))
	}
	l.Send(q.ReadOnly())
}

type paged struct {
	UQ
	n int
}

func (p paged) Limit(n int) UQ { return p.UQ.Limit(n).Offset(p.n) }

func AEmbedded(l *Log, in In) {
	p := paged{orm.Select(Users), 3}
	l.Send(p.Limit(1).ReadOnly())
	l.Send(p.Where(Users.Active).ReadOnly())
}

func AFreshAlias(l *Log, in In) {
	make := func() models.UserAttrs { return orm.Alias(Users) }
	a, b := make(), make()
	l.Send(orm.Select2(a, b).Where(a.ID.LtExpr(b.ID), a.Name.Eq("x")).ReadOnly())
}

type other struct {
	base UQ
	page int
}

func (r *other) query() UQ { return r.base.Limit(r.page) }

func reset(r *other) { *r = other{base: orm.Select(Users).Distinct(), page: 2} }

func AWhole(l *Log, in In) {
	r := &other{base: orm.Select(Users), page: 1}
	reset(r)
	l.Send(r.query().ReadOnly())
}

func ALooseReturn(l *Log, in In) {
	q := orm.Select(Users)
	stored = func() {
		if in.X {
			return
		}
		l.Send(orm.Select(Addresses).ReadOnly())
	}
	stored()
	if in.X {
		q = q.Limit(1)
	}
	l.Send(q.ReadOnly())
}

var pair = struct{ a, b models.UserAttrs }{orm.Alias(Users), orm.Alias(Users)}

func AAliasInVar(l *Log, in In) {
	l.Send(orm.Select2(pair.a, pair.b).Where(pair.a.ID.LtExpr(pair.b.ID), pair.a.Active, pair.b.Name.Eq("x")).ReadOnly())
}

func ATypedNil(l *Log, in In) {
	var p *string
	l.Send(orm.Select(Users).Where(Users.Password.EqPtr(nil), Users.Password.EqPtr(p)).ReadOnly())
	l.Send(orm.Select(Users).FilterBy(orm.Values{"Password": p, "Name": "x"}).ReadOnly())
	l.Send(orm.Select(Users).Where(Users.ID.In(), Users.ID.NotIn([]int64(nil)...)).ReadOnly())
}

func ANegative(l *Log, in In) {
	l.Send(orm.Select(Users).Limit(-1).ReadOnly())
}

func AErrors(l *Log, in In) {
	q := orm.Select(Users).Join(Users.Addresses.To(Addresses))
	if in.X {
		q = q.FilterBy(orm.Values{"Nmae": 1})
	}
	l.Send(q.ReadOnly())
}

func AMultiResult(l *Log, in In) {
	q, n := both(in.X)
	l.Send(q.Limit(n).ReadOnly())
}

func both(x bool) (UQ, int) {
	if x {
		return orm.Select(Users), 1
	}
	return orm.Select(Users).Distinct(), 2
}

func AVariadic(l *Log, in In) {
	cs := []orm.Cond{Users.Active, Users.Age.Gt(1)}
	overwrite(cs...)
	l.Send(orm.Select(Users).Where(cs...).ReadOnly())
}

func overwrite(cs ...orm.Cond) { cs[0] = Users.Name.IsNull() }

func AStoredSlice(l *Log, in In) {
	cs := []orm.Cond{Users.Active, Users.Age.Gt(1)}
	q := orm.Select(Users).Where(cs...)
	cs[0] = Users.Name.IsNull()
	l.Send(q.ReadOnly())
}

func AClosureParam(l *Log, in In) {
	twice := func(f func(UQ) UQ) UQ { return f(f(orm.Select(Users))) }
	n := 0
	l.Send(twice(func(q UQ) UQ { n++; return q.Where(Users.ID.Gt(int64(n))) }).ReadOnly())
	l.Send(twice(func(q UQ) UQ {
		if n == 0 {
			return q.Limit(1)
		}
		return q.Where(Users.Active)
	}).ReadOnly())
}

func ATypeSwitch(l *Log, in In) {
	q := orm.Select(Users)
	switch s := pick(in.X).(type) {
	case lim:
		q = q.Limit(int(s))
	case off:
		q = s.apply(q)
	}
	l.Send(q.ReadOnly())
}

func AArray(l *Log, in In) {
	a := [2]orm.Cond{Users.Active, Users.Age.Gt(1)}
	b := a
	b[0] = Users.Name.IsNull()
	s := a[:]
	s[1] = Users.Name.IsNotNull()
	l.Send(orm.Select(Users).Where(a[0]).ReadOnly())
	l.Send(orm.Select(Users).Where(b[0], b[1]).ReadOnly())
	l.Send(orm.Select(Users).Where(a[1]).ReadOnly())
}

func AIntermediate(l *Log, in In) {
	var q UQ
	for i := range 2 {
		if i == 0 {
			q = orm.Select(Users)
			continue
		}
		q = q.Limit(i)
		break
	}
	l.Send(q.ReadOnly())
}

func AInt8(l *Log, in In) {
	n := int8(100)
	n += 100
	q := orm.Select(Users)
	if n < 0 {
		q = q.Where(Users.ID.Lt(int64(n)))
	}
	if int8(in.N) == int8(in.N+256) {
		q = q.Distinct()
	}
	l.Send(q.ReadOnly())
}

type loud struct{ orm.BoolAttr }

func (b loud) And(o ...orm.Cond) orm.Cond { return orm.Or(append(o, b.BoolAttr)...) }

func AOverride(l *Log, in In) {
	var c orm.Cond = loud{Users.Active}
	l.Send(orm.Select(Users).Where(c.And(Users.Age.Gt(1))).ReadOnly())
}

type counter struct{ n int }

func (c *counter) next() int { c.n++; return c.n }

func ACounter(l *Log, in In) {
	c := &counter{}
	q := orm.Select(Users)
	if c.next() == 1 {
		q = q.Limit(c.n)
	}
	if c.n == 0 {
		q = q.Distinct()
	}
	l.Send(q.ReadOnly())
}

func AMake(l *Log, in In) {
	cs := make([]orm.Cond, 2)
	cs[0], cs[1] = Users.Active, Users.Name.IsNull()
	l.Send(orm.Select(Users).Where(cs...).ReadOnly())
}

func ASubslice(l *Log, in In) {
	cs := []orm.Cond{Users.Active, Users.Age.Gt(1), Users.Name.IsNull()}
	head := cs[:1]
	_ = append(head, Users.Name.IsNotNull())
	l.Send(orm.Select(Users).Where(cs[1:]...).ReadOnly())
	l.Send(orm.Select(Users).Where(head...).ReadOnly())
}

func AAttr(l *Log, in In) {
	by := Users.Name
	if in.X {
		by = Users.Fullname
	}
	l.Send(orm.Select(Users).OrderBy(by.Asc()).ReadOnly())
}

func ARangeWrite(l *Log, in In) {
	cs := []orm.Cond{Users.Active, Users.Age.Gt(1)}
	q := orm.Select(Users)
	for _, c := range cs {
		cs[1] = Users.Name.IsNull()
		q = q.Where(c)
	}
	l.Send(q.ReadOnly())
}

func (b builder) limited(n int) builder { b.q = b.q.Limit(n); return b }

func AValueReceiver(l *Log, in In) {
	b := builder{orm.Select(Users)}
	c := b.limited(1)
	l.Send(c.q.ReadOnly())
	l.Send(b.q.ReadOnly())
}

func ASelfCall(l *Log, in In) {
	var f func(q UQ, n int) UQ
	f = func(q UQ, n int) UQ {
		if n == 0 {
			return q
		}
		return f(q.Where(Users.ID.Ne(int64(n))), n-1)
	}
	l.Send(f(orm.Select(Users), 2).ReadOnly())
}

type attrs interface {
	Display() orm.Text[string, string]
}

func shown[A interface {
	attrs
	orm.EntityOf[*models.User]
}](a A) UQ {
	return orm.Select(a).Where(a.Display().Eq("x"))
}

func AGenericMethod(l *Log, in In) {
	l.Send(shown(Users).ReadOnly())
	l.Send(shown(orm.Alias(Users, "g")).ReadOnly())
}

func pickAttr(x bool) orm.TextAttr[string] {
	if x {
		return Users.Name
	}
	return Users.Fullname
}

func AHelperBranches(l *Log, in In) {
	a, b := pickAttr(in.X), pickAttr(in.Y)
	l.Send(orm.Select(Users).Where(a.EqExpr(b)).ReadOnly())
}

func ANested(l *Log, in In) {
	q := orm.Select(Users)
	func() {
		if in.X {
			return
		}
		call(func() { l.Send(q.Where(Users.Active).ReadOnly()) })
	}()
	if in.X {
		q = q.Limit(1)
	}
	l.Send(q.ReadOnly())
}

func APassedPointer(l *Log, in In) {
	c := &holder{conds: []orm.Cond{Users.Active}}
	fill(c)
	l.Send(orm.Select(Users).Where(c.conds...).ReadOnly())
}

func fill(h *holder) { h.conds = append(h.conds, Users.Age.Gt(2)) }

func ATwoLoops(l *Log, in In) {
	n := 0
	for range in.IDs {
		n++
	}
	q := orm.Select(Users)
	if n > 1 {
		q = q.Limit(n)
	}
	l.Send(q.ReadOnly())
}

func AErrPath(l *Log, in In) {
	q, err := checked(in)
	if err != nil {
		l.Send(q.Distinct().ReadOnly())
		return
	}
	l.Send(q.ReadOnly())
}

func checked(in In) (UQ, error) {
	if in.N > 3 {
		return orm.Select(Users).Limit(3), errors.New("too many")
	}
	return orm.Select(Users), nil
}
