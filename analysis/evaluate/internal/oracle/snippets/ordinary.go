package snippets

import (
	"fmt"
	"strings"

	"github.com/aludel/aludel/analysis/evaluate/internal/oracle/helpers"
	"github.com/aludel/aludel/analysis/evaluate/internal/oracle/models"
	"github.com/aludel/aludel/orm"
)

// Ordinary is queries as people write them.
var Ordinary = map[string]Snippet{
	"OChain": OChain, "OBranch": OBranch, "OKnownLoop": OKnownLoop, "OAppended": OAppended, "OHelper": OHelper,
	"OOther": OOther, "OPackageVar": OPackageVar, "OClosure": OClosure, "OMethodValue": OMethodValue, "OIn": OIn,
	"OInList": OInList, "OSprintf": OSprintf, "OGroup": OGroup, "OAlias": OAlias, "OSub": OSub, "OAny": OAny, "ODistinct": ODistinct,
	"OReuse": OReuse, "OSwitch": OSwitch, "ORepo": ORepo, "OEarly": OEarly, "OArithmetic": OArithmetic, "OOptions": OOptions,
	"OHas": OHas, "OJoinAlias": OJoinAlias, "OUnknownLoop": OUnknownLoop, "OHybrid": OHybrid, "OFilterBy": OFilterBy, "OFilterByJoined": OFilterByJoined, "OCommonTable": OCommonTable,
	"OGeneric": OGeneric, "OSharedAlias": OSharedAlias, "OEager": OEager, "OCase": OCase, "OPointer": OPointer, "ODefault": ODefault,
	"OSelfCond": OSelfCond, "OFunctional": OFunctional, "ORaw": ORaw, "OAggregates": OAggregates, "OLoose": OLoose, "OConds": OConds,
	"ODeferred": ODeferred, "OLoadOnly": OLoadOnly, "OColumnPaths": OColumnPaths,
}

func OChain(l *Log, in In) {
	l.Send(orm.Select(Users).Join(Users.Addresses).
		Where(Users.Name.Eq(in.Name), Addresses.Email.Like("%@google.com")).OrderBy(Users.ID.Desc()).Limit(10).ReadOnly())
}

func OBranch(l *Log, in In) {
	q := orm.Select(Users)
	if in.X {
		q = q.Where(Users.Name.Eq("a"))
	}
	if in.Y {
		q = q.OrderBy(Users.ID.Asc())
	} else {
		q = q.Limit(in.N)
	}
	l.Send(q.ReadOnly())
}

func OKnownLoop(l *Log, in In) {
	q := orm.Select(Users)
	for _, n := range []string{"a", "b"} {
		q = q.Where(Users.Name.Ne(n))
	}
	l.Send(q.ReadOnly())
}

func OAppended(l *Log, in In) {
	var cs []orm.Cond
	for _, w := range strings.Fields(in.Name) {
		cs = append(cs, Users.Name.Like(w))
	}
	l.Send(orm.Select(Users).Where(cs...).ReadOnly())
}

func grownUp(q UQ) UQ { return q.Where(Users.Age.Ge(18)) }

func OHelper(l *Log, in In) { l.Send(grownUp(orm.Select(Users)).ReadOnly()) }

func OOther(l *Log, in In) {
	l.Send(helpers.Paged(helpers.Active(helpers.Adults()), in.N).Where(helpers.NameLike(in.Name)).ReadOnly())
}

var byName = orm.Select(Users).OrderBy(Users.Name.Asc())

func OPackageVar(l *Log, in In) {
	l.Send(byName.Where(Users.ID.Eq(7)).ReadOnly())
	l.Send(byName.ReadOnly())
}

func OClosure(l *Log, in In) {
	add := func(q UQ, n string) UQ { return q.Where(Users.Name.Eq(n)) }
	l.Send(add(orm.Select(Users), in.Name).ReadOnly())
}

func OMethodValue(l *Log, in In) {
	eq := Users.Name.Eq
	where := UQ.Where
	l.Send(where(orm.Select(Users), eq("x")).ReadOnly())
}

func OIn(l *Log, in In) { l.Send(orm.Select(Users).Where(Users.ID.In(in.IDs...)).ReadOnly()) }

func OInList(l *Log, in In) {
	l.Send(orm.Select(Users).Where(Users.ID.NotIn(1, 2, int64(in.N))).ReadOnly())
}

func OSprintf(l *Log, in In) {
	l.Send(orm.Select(Users).Where(Users.Name.Like(fmt.Sprintf("%%%s%%", in.Name))).ReadOnly())
}

func OGroup(l *Log, in In) {
	l.Send(orm.Select2(Users.Name, orm.Count(Addresses.ID)).Join(Users.Addresses).GroupBy(Users.Name).
		Having(orm.Count(Addresses.ID).Gt(int64(in.N))).ReadOnly())
}

func OAlias(l *Log, in In) {
	u2 := orm.Alias(Users, "u2")
	l.Send(orm.Select(u2).Where(u2.Name.EqExpr(u2.Fullname)).ReadOnly())
}

func OSub(l *Log, in In) {
	sub := orm.Select(Addresses.UserID).Where(Addresses.Email.Eq(in.Name))
	l.Send(orm.Select(Users).Where(Users.ID.InQuery(sub)).ReadOnly())
}

func OAny(l *Log, in In) {
	l.Send(orm.Select(Users).Where(orm.Or(Users.Addresses.Any(Addresses.Email.HasPrefix(in.Name)), orm.Not(Users.Name.IsNull()))).ReadOnly())
}

func ODistinct(l *Log, in In) { l.Send(orm.Select(Users).Distinct().ForUpdate().ReadOnly()) }

func OReuse(l *Log, in In) {
	q := orm.Select(Users).Where(Users.Name.Eq("x"))
	a := q.Where(Users.ID.Gt(1))
	b := q.Limit(3)
	l.Send(a.ReadOnly())
	l.Send(b.ReadOnly())
}

func OSwitch(l *Log, in In) {
	q := orm.Select(Users)
	switch in.N {
	case 1:
		q = q.OrderBy(Users.Name.Asc())
	case 2:
		q = q.OrderBy(Users.ID.Asc())
		fallthrough
	case 3:
		q = q.Limit(3)
	default:
		q = q.OrderBy(Users.Name.Desc(), Users.ID.Asc())
	}
	l.Send(q.ReadOnly())
}

type repo struct {
	base UQ
	page int
}

func newRepo() *repo      { return &repo{base: orm.Select(Users).OrderBy(Users.ID.Asc()), page: 5} }
func (r *repo) query() UQ { return r.base.Limit(r.page) }
func ORepo(l *Log, in In) { l.Send(newRepo().query().ReadOnly()) }

func OEarly(l *Log, in In) {
	if in.Name == "" {
		l.Send(orm.Select(Users).ReadOnly())
		return
	}
	l.Send(orm.Select(Users).Where(Users.Name.Eq(in.Name)).ReadOnly())
}

func OArithmetic(l *Log, in In) {
	q := orm.Select(Users)
	for i := 0; i < 2; i++ {
		q = q.Where(Users.ID.Add(1).Gt(int64(i)))
	}
	l.Send(q.Limit(2 * helpers.Page).ReadOnly())
}

type filter func(UQ) UQ

func with(fs ...filter) UQ {
	q := orm.Select(Users)
	for _, f := range fs {
		q = f(q)
	}
	return q
}

func named(n string) filter { return func(q UQ) UQ { return q.Where(Users.Name.Eq(n)) } }

func OOptions(l *Log, in In) { l.Send(with(named(in.Name), grownUp).ReadOnly()) }

func OHas(l *Log, in In) {
	l.Send(orm.Select(Addresses).Join(Addresses.User).Where(Addresses.User.Has(Users.Name.Eq(in.Name)), orm.Not(Addresses.User.IsNull())).ReadOnly())
}

func OJoinAlias(l *Log, in In) {
	u := orm.Alias(Users, "owner")
	l.Send(orm.Select(Addresses).Join(Addresses.User.To(u)).Where(u.Name.Eq(in.Name)).ReadOnly())
}

func OUnknownLoop(l *Log, in In) {
	q := orm.Select(Users)
	for range in.N {
		q = q.Where(Users.Name.Ne(in.Name))
	}
	l.Send(q.ReadOnly())
}

func OHybrid(l *Log, in In) {
	ua := orm.Alias(Users, "ua")
	l.Send(orm.Select2(ua, ua.Name).Where(ua.Display().Eq(in.Name)).ReadOnly())
}

func OFilterBy(l *Log, in In) {
	l.Send(orm.Select(Users).FilterBy(orm.Values{"Name": in.Name, "Age": 3, "Password": nil}).ReadOnly())
}

func OFilterByJoined(l *Log, in In) {
	u := orm.Alias(Users, "owner")
	l.Send(orm.Select(Addresses).FilterBy(orm.Values{"Email": in.Name}).Join(Addresses.User.To(u)).FilterBy(orm.Values{"Name": in.Name, "Age": 3}).ReadOnly())
	l.Send(orm.Select(Addresses).From(Users).FilterBy(orm.Values{"Name": in.Name}).Join(Users.Addresses).FilterBy(orm.Values{"Email": "x"}).ReadOnly())
}

func OCommonTable(l *Log, in In) {
	n := orm.CountAll().As("n")
	counts := orm.Select2(Addresses.UserID, n).GroupBy(Addresses.UserID).CTE("counts")
	more := counts.Alias("more")
	l.Send(orm.Select2(Users, orm.ColumnOf(counts, n)).Join(counts).OuterJoin(more, orm.ColumnOf(more, n).GtExpr(orm.ColumnOf(counts, n))).ReadOnly())
	first := orm.Select(Users.ID).Where(Users.Name.Eq(in.Name)).CTE("elders")
	elders := first.UnionAll(orm.Select(Users.ID).Join(first, Users.Age.GtExpr(orm.ColumnOf(first, Users.ID))))
	l.Send(orm.Select(orm.ColumnOf(elders, Users.ID)).Where(orm.ColumnOf(elders, Users.ID).Lt(int64(in.N))).ReadOnly())
}

func OGeneric(l *Log, in In) {
	l.Send(helpers.Of(Users, Users.ID.Gt(1)).ReadOnly())
	l.Send(helpers.Of(Addresses).ReadOnly())
}

func OSharedAlias(l *Log, in In) {
	l.Send(orm.Select2(Users, models.Parents).Where(Users.Age.LtExpr(models.Parents.Age), models.Parents.Name.Eq(in.Name)).ReadOnly())
}

func OEager(l *Log, in In) {
	l.Send(orm.Select(Users).Options(orm.SelectIn(Users.Addresses)).ReadOnly())
}

func OCase(l *Log, in In) {
	kind := orm.When(Users.Active, "on").When(Users.Age.Gt(int64(in.N)), "old").Else("off")
	l.Send(orm.Select2(Users.ID, kind).OrderBy(orm.Coalesce(Users.Password, "none")).ReadOnly())
}

func OPointer(l *Log, in In) {
	q := orm.Select(Users).Where(Users.Password.EqPtr(in.P))
	if in.P != nil {
		q = q.Where(Users.Name.Ne(*in.P))
	}
	l.Send(q.ReadOnly())
}

func ODefault(l *Log, in In) {
	if in.N == 0 {
		in.N = 20
	}
	l.Send(orm.Select(Users).Limit(in.N).ReadOnly())
}

func OSelfCond(l *Log, in In) {
	c := Users.Name.Eq(in.Name)
	l.Send(orm.Select(Users).Where(orm.Or(c, Users.Age.Eq(1)), orm.Not(c)).ReadOnly())
}

func OFunctional(l *Log, in In) {
	fs := []filter{grownUp}
	if in.X {
		fs = append(fs, named("y"))
	}
	l.Send(with(fs...).ReadOnly())
}

func ORaw(l *Log, in In) {
	l.Send(orm.Select(Users).Where(orm.SQL("age < :v", in.N)).ReadOnly())
}

func OAggregates(l *Log, in In) {
	l.Send(orm.Select3(orm.Max(Users.Name), orm.Sum(Users.ID), orm.Opt(Addresses.Email)).OuterJoin(Addresses, Users.ID.EqExpr(Addresses.UserID)).ReadOnly())
}

func OLoose(l *Log, in In) {
	q := orm.Select(Users)
	if in.X {
		q = q.Limit(2)
	}
	each(in.IDs, func(id int64) { l.Send(q.Where(Users.ID.Eq(id)).ReadOnly()) })
}

func each(ids []int64, f func(int64)) {
	for _, id := range ids {
		f(id)
	}
}

func OConds(l *Log, in In) {
	conds := []orm.Cond{Users.Age.Gt(1)}
	a := append(conds, Users.Name.Eq("a"))
	b := append(conds, Users.Name.Eq("b"))
	l.Send(orm.Select(Users).Where(a...).ReadOnly())
	l.Send(orm.Select(Users).Where(b...).ReadOnly())
}

func ODeferred(l *Log, in In) {
	q := orm.Select(Addresses).Where(Addresses.Plan.Eq(in.Name))
	if in.X {
		q = q.Options(orm.Undefer(Addresses.Plan))
	}
	l.Send(q.ReadOnly())
}

func OLoadOnly(l *Log, in In) {
	l.Send(orm.Select(Users).Options(orm.LoadOnly(Users.Name), orm.Defer(Users.Age)).ReadOnly())
}

func OColumnPaths(l *Log, in In) {
	l.Send(orm.Select(Users).Options(orm.Joined(Users.Addresses, orm.LoadOnly(Addresses.Email), orm.Undefer(Addresses))).Limit(2))
}
