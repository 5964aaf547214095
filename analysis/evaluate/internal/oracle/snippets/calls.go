package snippets

import (
	"github.com/aludel/aludel/analysis/evaluate/internal/oracle/models"
	"github.com/aludel/aludel/orm"
)

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

type strategy struct{ f filter }

func AMethodField(l *Log, in In) {
	s := strategy{grownUp}
	s.f = func(q UQ) UQ { return q.Limit(1) }
	l.Send(s.f(orm.Select(Users)).ReadOnly())
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

type loud struct{ orm.BoolAttr }

func (b loud) And(o ...orm.Cond) orm.Cond { return orm.Or(append(o, b.BoolAttr)...) }

func AOverride(l *Log, in In) {
	var c orm.Cond = loud{Users.Active}
	l.Send(orm.Select(Users).Where(c.And(Users.Age.Gt(1))).ReadOnly())
}

func AAttr(l *Log, in In) {
	by := Users.Name
	if in.X {
		by = Users.Fullname
	}
	l.Send(orm.Select(Users).OrderBy(by.Asc()).ReadOnly())
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
