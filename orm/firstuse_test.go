package orm_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/sqltypes/civil"
	"github.com/aludel/aludel/sqltypes/decimal"
)

// Ware has exact values and a version, and says more by a method of its value.
type Ware struct {
	orm.Entity `orm:"table:wares"`
	ID         int64           `orm:"pk"`
	Price      decimal.Decimal `orm:"precision:12; scale:2"`
	Since      civil.Date
	Until      *civil.Date
	Left       int64
	Rev        int64  `orm:"version"`
	Label      string `orm:"omitzero"`
}

// ConfigureMapping may have a receiver that is no pointer.
func (Ware) ConfigureMapping(m *orm.Config[Ware]) {
	m.Default("Label", func() any { return "new" })
}

var (
	wareModels = orm.NewRegistry(new(Ware))
	wares      = orm.Describe[wareAttrs](wareModels)
)

type wareAttrs struct {
	orm.Class[Ware]
	ID    orm.NumAttr[int64]
	Price orm.NumAttr[decimal.Decimal]
	Since orm.Attr[civil.Date]
	Until orm.NullAttr[civil.Date]
	Left  orm.NumAttr[int64]
	Rev   orm.NumAttr[int64]
	Label orm.TextAttr[string]
}

// Exact values are NULL only as pointers, and compute as numbers.
func TestExactValues(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), wareModels)
	for name, nullable := range map[string]bool{"price": false, "since": false, "until": true} {
		if got := wareModels.MetaData().Table("wares").Column(name).Nullable; got != nullable {
			t.Errorf("%s: nullable is %v", name, got)
		}
	}
	s := d.session()
	w := &Ware{Price: decimal.MustParse("1.25"), Since: civil.Date{Year: 2026, Month: 2, Day: 3}}
	s.Add(w)
	must(t, s.Commit(ctx))
	if w.Label != "new" {
		t.Errorf("the label is %q", w.Label)
	}
	double, err := orm.Select(wares.Price.Add(decimal.MustParse("1.25"))).One(ctx, s)
	if must(t, err); !double.Equal(decimal.MustParse("2.5")) {
		t.Errorf("%v", double)
	}
}

// What is nil is an error that says so: a condition that was left out would mean every row.
func TestNil(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), wareModels)
	s := d.session()
	var none orm.Cond
	conds := map[string]func() error{
		"where":  func() error { _, err := orm.Select(wares).Where(none).All(ctx, s); return err },
		"and":    func() error { _, err := orm.Select(wares).Where(orm.And(wares.ID.Eq(1), none)).All(ctx, s); return err },
		"delete": func() error { _, err := orm.Delete(wares).Where(none).Exec(ctx, s); return err },
		"update": func() error { _, err := orm.Update(wares).Set(wares.Left.To(1)).Where(none).Exec(ctx, s); return err },
		"order":  func() error { _, err := orm.Select(wares).OrderBy(nil).All(ctx, s); return err },
		"group":  func() error { _, err := orm.Select(wares.ID).GroupBy(nil).All(ctx, s); return err },
		"criteria": func() error {
			_, err := orm.Select(wares).Options(orm.WithCriteria(wares, none)).All(ctx, s)
			return err
		},
	}
	for name, f := range conds {
		d.log = nil
		if err := f(); err == nil || !strings.Contains(err.Error(), "is nil; leave it out") || strings.Contains(fmt.Sprint(d.log), "wares") {
			t.Errorf("%s: %v, after %q", name, err, d.log)
		}
	}
	if _, err := orm.Select(wares).All(ctx, nil); err == nil || !strings.Contains(err.Error(), "the session is nil") {
		t.Errorf("%v", err)
	}
	if _, err := orm.Get[Ware](ctx, nil, 1); err == nil || !strings.Contains(err.Error(), "the session is nil") {
		t.Errorf("%v", err)
	}
	lost := orm.NewSessionMaker(nil, wareModels).New()
	if _, err := orm.Select(wares).All(ctx, lost); err == nil || !strings.Contains(err.Error(), "has no engine") {
		t.Errorf("%v", err)
	}
	must(t, lost.Close())
}

// A transaction whose row somebody else changed is run again, with what the row is now; the error names the row.
func TestRetryOfStaleRows(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), wareModels)
	s := d.session()
	s.Add(&Ware{Left: 5, Since: civil.Date{Year: 2026, Month: 2, Day: 3}})
	must(t, s.Commit(ctx))
	for _, retries := range []int{0, 1} {
		runs := 0
		err := d.sessions.InTx(ctx, func(s *orm.Session) error {
			runs++
			w, err := orm.Get[Ware](ctx, s, 1)
			must(t, err)
			if runs == 1 { // somebody else is faster
				_, err := orm.Update(wares).Set(wares.Left.ToExpr(wares.Left.Sub(1)), wares.Rev.ToExpr(wares.Rev.Add(1))).Sync(orm.SyncNone).Exec(ctx, s)
				must(t, err)
			}
			w.Left--
			return nil
		}, orm.Retry(retries))
		if retries == 0 && (err == nil || !strings.HasPrefix(err.Error(), "orm: update Ware: key [1]: orm: the row was changed")) || retries > 0 && err != nil {
			t.Errorf("with %d retries: %v", retries, err)
		}
		if runs != retries+1 {
			t.Errorf("with %d retries: %d runs", retries, runs)
		}
	}
}

// A misspelt name is answered by the one that was meant.
func TestMisspelt(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), wareModels)
	_, err := orm.Select(wares).FilterBy(orm.Values{"Prize": 1}).All(ctx, d.session())
	if err == nil || !strings.Contains(err.Error(), "did you mean Price?") {
		t.Errorf("%v", err)
	}
	_, err = orm.SelectSQL[int64]("SELECT count(*) FROM wares WHERE id = ?", 1).One(ctx, d.session())
	if err == nil || !strings.Contains(err.Error(), "as in `id = :id`") {
		t.Errorf("%v", err)
	}
}

// Criteria of an entity hold for what the columns of a query are of, also under an alias and inside a join, and not for what only a condition names.
func TestCriteriaOfColumns(t *testing.T) {
	d, s := start(t, 3)
	even := orm.WithCriteria(Users, Users.Name.Ne("u1"))
	other := orm.Alias(Users, "other")
	for _, c := range []struct {
		name string
		all  func() (any, error)
		want string
		last string // of the WHERE
	}{
		{"column", func() (any, error) { return orm.Select(Users.Name).Options(even).OrderBy(Users.ID).All(ctx, s) }, "[u0 u2]", "WHERE users.name != ?"},
		{"alias", func() (any, error) { return orm.Select(other.Name).Options(even).OrderBy(other.ID).All(ctx, s) }, "[u0 u2]", "WHERE other.name != ?"},
		{"aggregate", func() (any, error) { return orm.Select(orm.Count(Users.ID)).Options(even).All(ctx, s) }, "[2]", "WHERE users.name != ?"},
		{"from", func() (any, error) { return orm.Select(orm.CountAll()).From(Users).Options(even).All(ctx, s) }, "[2]", "WHERE users.name != ?"},
		{"entity and column", func() (any, error) {
			rows, err := orm.Select2(Users, Users.Name).Options(even).All(ctx, s)
			return len(rows), err
		}, "2", "WHERE users.name != ?"},
		{"count", func() (any, error) { return orm.Select(Users).Options(even).Count(ctx, s) }, "2", "WHERE users.name != ?"},
		{"exists", func() (any, error) { return orm.Select(Users).Options(even).Where(Users.Name.Eq("u1")).Exists(ctx, s) }, "false", "AND users.name != ?"},
		{"iter", func() (any, error) {
			n := 0
			for _, err := range orm.Select(Users).Options(even).ReadOnly().Iter(ctx, s) {
				must(t, err)
				n++
			}
			return n, nil
		}, "2", "WHERE users.name != ?"},
		{"iter of columns", func() (any, error) {
			n := 0
			for _, err := range orm.Select(Users.Name).Options(even).Iter(ctx, s) {
				must(t, err)
				n++
			}
			return n, nil
		}, "2", "WHERE users.name != ?"},
		{"of itself", func() (any, error) {
			return orm.Select(Users.Name).Options(even).Where(Users.ID.Gt(0)).OrderBy(Users.ID).FromSelf().All(ctx, s)
		}, "[u0 u2]", "users.name != ?"},
	} {
		d.log = nil
		got, err := c.all()
		must(t, err)
		if fmt.Sprint(got) != c.want || len(d.log) == 0 || strings.Count(d.log[len(d.log)-1], c.last) != 1 || strings.Count(d.log[len(d.log)-1], "!=") != 1 {
			t.Errorf("%s: %v, want %s; by %q", c.name, got, c.want, d.log)
		}
	}
}
