package snippets

import (
	"slices"

	"github.com/aludel/aludel/analysis/evaluate/internal/oracle/helpers"
	"github.com/aludel/aludel/analysis/evaluate/internal/oracle/models"
	"github.com/aludel/aludel/orm"
)

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

func AMap(l *Log, in In) {
	m := map[string]UQ{"a": orm.Select(Users), "": byName, "jack": byName.Limit(1)}
	l.Send(m[in.Name].ReadOnly())
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

var pair = struct{ a, b models.UserAttrs }{orm.Alias(Users), orm.Alias(Users)}

func AAliasInVar(l *Log, in In) {
	l.Send(orm.Select2(pair.a, pair.b).Where(pair.a.ID.LtExpr(pair.b.ID), pair.a.Active, pair.b.Name.Eq("x")).ReadOnly())
}

func overwrite(cs ...orm.Cond) { cs[0] = Users.Name.IsNull() }

func AStoredSlice(l *Log, in In) {
	cs := []orm.Cond{Users.Active, Users.Age.Gt(1)}
	q := orm.Select(Users).Where(cs...)
	cs[0] = Users.Name.IsNull()
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

func ARangeWrite(l *Log, in In) {
	cs := []orm.Cond{Users.Active, Users.Age.Gt(1)}
	q := orm.Select(Users)
	for _, c := range cs {
		cs[1] = Users.Name.IsNull()
		q = q.Where(c)
	}
	l.Send(q.ReadOnly())
}

func APassedPointer(l *Log, in In) {
	c := &holder{conds: []orm.Cond{Users.Active}}
	fill(c)
	l.Send(orm.Select(Users).Where(c.conds...).ReadOnly())
}

func fill(h *holder) { h.conds = append(h.conds, Users.Age.Gt(2)) }
