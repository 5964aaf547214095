package orm_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/query"
)

// grown stores a tree: root with a and b, a with c, c with d; and another root.
func (d *db) grown() {
	d.t.Helper()
	s := d.sessions.New()
	defer s.Close()
	leaf := &Node{Name: "d"}
	s.Add(&Node{Name: "root", Children: orm.ListOf(
		&Node{Name: "a", Children: orm.ListOf(&Node{Name: "c", Children: orm.ListOf(leaf)})}, &Node{Name: "b"})}, &Node{Name: "other"})
	must(d.t, s.Commit(ctx))
	d.log = nil
}

// A tree is read by one statement, as entities with their depth, and walked up from a leaf.
func TestRecursiveCTE(t *testing.T) {
	each(t, "cte", func(t *testing.T, d *db) {
		d.grown()
		s := d.session()
		depth := orm.Val[int64](0).As("depth")
		top := orm.Select2(Nodes, depth).Where(Nodes.Name.Eq("root")).CTE("tree")
		tree := top.UnionAll(orm.Select2(Nodes, orm.Add(orm.ColumnOf(top, depth), orm.Val[int64](1))).Join(top, Nodes.ParentID.EqExpr(orm.ColumnOf(top, Nodes.ID))))
		n := orm.AliasTo(Nodes, tree)
		level := orm.ColumnOf(tree, depth)
		rows, err := orm.Select2(n, level).OrderBy(level, n.Name).All(ctx, s)
		must(t, err)
		got := ""
		for _, r := range rows {
			got += fmt.Sprintf("%s%d ", r.V1.Name, r.V2)
		}
		if got != "root0 a1 b1 c2 d3 " {
			t.Error(got)
		}
		d.log = nil
		leaf := orm.Select(Nodes).Where(Nodes.Name.Eq("d")).CTE("up")
		above := orm.AliasTo(Nodes, leaf)
		up := orm.AliasTo(Nodes, leaf.Union(orm.Select(Nodes).Join(above, Nodes.ID.EqExpr(above.ParentID))))
		path, err := orm.Select(up).OrderBy(up.ID).All(ctx, s)
		must(t, err)
		if len(path) != 4 || path[0] != rows[0].V1 || path[3].Name != "d" {
			t.Errorf("%v", path)
		}
		if len(d.log) != 1 || !strings.HasPrefix(d.log[0], "WITH RECURSIVE up(id, name, parent_id) AS (SELECT nodes.id AS id,") {
			t.Errorf("sent %v", d.log)
		}
		// Entities of a CTE are joined along relationships, and their options load.
		d.log = nil
		pairs, err := orm.Select2(up, Nodes).Join(up.Children.To(Nodes)).Options(orm.SelectIn(up.Parent)).OrderBy(Nodes.ID).All(ctx, s)
		must(t, err)
		if len(pairs) != 4 || pairs[0].V2.Name != "a" || pairs[3].V2 != path[3] {
			t.Errorf("%v", pairs)
		}
	})
}

// A common table expression stands once before the statement, however often it is read.
func TestCTEText(t *testing.T) {
	d := open(t, dbtest.SQLite(t))
	n := orm.CountAll().As("n")
	counts := orm.Select2(Addresses.UserID, n).GroupBy(Addresses.UserID).CTE("counts")
	big := counts.Alias("big")
	both := orm.Select3(Users.ID, Addresses.ID, orm.Max(Addresses.Email)).Join(Users.Addresses).GroupBy(Users.ID).CTE("both")
	top := orm.Select(Nodes.ID).Where(Nodes.ParentID.IsNull()).CTE("tree")
	tree := top.UnionAll(orm.Select(Nodes.ID).Join(top, Nodes.ParentID.EqExpr(orm.ColumnOf(top, Nodes.ID))))
	for _, tt := range []struct {
		q    interface{ query() error }
		want string
	}{
		{of(d, orm.Select(Users.ID).Join(counts).Where(orm.ColumnOf(counts, n).Eq(2))),
			"WITH counts AS (SELECT addresses.user_id AS user_id, count(*) AS n FROM addresses GROUP BY addresses.user_id) SELECT users.id AS users_id FROM users JOIN counts ON users.id = counts.user_id WHERE counts.n = ?"},
		{of(d, orm.Select(Users.ID).Join(counts).Join(big, orm.ColumnOf(big, n).EqExpr(orm.ColumnOf(counts, n)))),
			"WITH counts AS (SELECT addresses.user_id AS user_id, count(*) AS n FROM addresses GROUP BY addresses.user_id) SELECT users.id AS users_id FROM users JOIN counts ON users.id = counts.user_id JOIN counts AS big ON big.n = counts.n"},
		{of(d, orm.Select(orm.ColumnOf(both, Addresses.ID))),
			"WITH both AS (SELECT users.id AS id, addresses.id AS addresses_id, max(addresses.email_address) AS column_3 FROM users JOIN addresses ON users.id = addresses.user_id GROUP BY users.id) SELECT both.addresses_id AS both_addresses_id FROM both"},
		{of(d, orm.Select(orm.ColumnOf(tree, Nodes.ID)).Limit(3)),
			"WITH RECURSIVE tree(id) AS (SELECT nodes.id AS id FROM nodes WHERE nodes.parent_id IS NULL UNION ALL SELECT nodes.id AS id FROM nodes JOIN tree ON nodes.parent_id = tree.id) SELECT tree.id AS tree_id FROM tree LIMIT ? OFFSET ?"},
	} {
		d.log = nil
		must(t, tt.q.query())
		if d.log[len(d.log)-1] != tt.want {
			t.Errorf("got  %s\nwant %s", d.log[len(d.log)-1], tt.want)
		}
	}
	for want, q := range map[string]interface{ query() error }{
		"a common table expression wants a name": of(d, orm.Select(orm.ColumnOf(orm.Select(Users.ID).CTE(""), Users.ID))),
		"a step must select as many columns":     of(d, orm.Select(orm.ColumnOf(top.Union(orm.Select2(Nodes.ID, Nodes.Name)), Nodes.ID))),
		"only a query's CTE can be united":       of(d, orm.Select(orm.ColumnOf(orm.Select(Nodes.ID).Subquery().Union(orm.Select(Nodes.ID)), Nodes.ID))),
		"AddCTE wants common table expressions":  of(d, orm.Select(Users.ID).AddCTE(orm.Select(Nodes.ID).Subquery())),
	} {
		err := q.query()
		if e := (*query.Error)(nil); !errors.As(err, &e) || !strings.Contains(e.Error(), want) {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
	if err := of(d, orm.Select2(orm.ColumnOf(top, Nodes.ID), orm.ColumnOf(tree, Nodes.ID))).query(); err == nil || !strings.Contains(err.Error(), "read what UnionAll gave") {
		t.Error(err)
	}
}

// On PostgreSQL a query reads the rows that a change of rows met.
func TestCTEOfChanges(t *testing.T) {
	d := open(t, dbtest.Postgres(t, "orm_changing"))
	d.people()
	s := d.session()
	jack, err := orm.Select(Users).Where(Users.Name.Eq("jack")).One(ctx, s)
	must(t, err)
	d.log = nil
	changed := orm.Update(Users).Set(Users.Score.To(9)).Where(Users.Name.Eq("jack")).CTE("changed")
	u := orm.AliasTo(Users, changed)
	got, err := orm.Select2(u, Addresses).Join(u.Addresses.To(Addresses)).OrderBy(Addresses.ID).PopulateExisting().All(ctx, s)
	must(t, err)
	if len(got) != 2 || got[0].V1 != jack || jack.Score != 9 || len(d.log) != 1 || !strings.HasPrefix(d.log[0], "WITH changed AS (UPDATE users SET score=$1 WHERE users.name = $2 RETURNING users.id,") {
		t.Errorf("%v %v %v", got, jack.Score, d.log)
	}
	added := orm.Insert(Addresses).Values(Addresses.Email.To("new@x"), Addresses.UserID.To(jack.ID)).CTE("added")
	a, err := orm.Select(orm.AliasTo(Addresses, added)).One(ctx, s)
	must(t, err)
	if again, err := orm.Get[Address](ctx, s, a.ID); err != nil || again != a || a.Email != "new@x" {
		t.Errorf("%v %v", again, err)
	}
	gone := orm.Delete(Addresses).Where(Addresses.Email.Eq("new@x")).CTE("gone")
	emails, err := orm.Select(orm.ColumnOf(gone, Addresses.Email)).All(ctx, s)
	must(t, err)
	if len(emails) != 1 || emails[0] != "new@x" {
		t.Errorf("%v", emails)
	}
	n, err := orm.Select(Users).AddCTE(orm.Delete(Addresses).CTE("rest")).Count(ctx, s)
	must(t, err)
	left, err := orm.Select(Addresses).Count(ctx, s)
	must(t, err)
	if n != 2 || left != 0 {
		t.Errorf("%d users, %d addresses", n, left)
	}
	lite := open(t, dbtest.SQLite(t))
	if _, err := orm.Select(orm.AliasTo(Addresses, gone)).All(ctx, lite.session()); err == nil || !strings.Contains(err.Error(), "sqlite has no INSERT, UPDATE or DELETE in WITH") {
		t.Error(err)
	}
}

// A subquery that sees what stands beside it: the last address of each user.
func TestLateral(t *testing.T) {
	d := open(t, dbtest.Postgres(t, "orm_lateral"))
	d.people()
	s := d.session()
	last := orm.Select(Addresses).Where(Addresses.UserID.EqExpr(Users.ID)).OrderBy(Addresses.ID.Desc()).Limit(1).Lateral("last")
	a := orm.AliasTo(Addresses, last)
	rows, err := orm.Select2(Users.Name, orm.OptEntity(a)).OuterJoin(last).OrderBy(Users.Name).All(ctx, s)
	must(t, err)
	if len(rows) != 2 || rows[0].V1 != "ed" || rows[0].V2 != nil || rows[1].V2 == nil || rows[1].V2.Email != "j25@yahoo.com" {
		t.Errorf("%v", rows)
	}
	const inner = "(SELECT addresses.id AS id, addresses.email_address AS email_address, addresses.user_id AS user_id FROM addresses WHERE addresses.user_id = users.id ORDER BY addresses.id DESC LIMIT $1) AS last"
	want := "SELECT users.name AS users_name, last.id AS last_id, last.email_address AS last_email_address, last.user_id AS last_user_id FROM users LEFT OUTER JOIN LATERAL " + inner + " ON true ORDER BY users.name"
	if got := d.log[len(d.log)-1]; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	pairs, err := orm.Select2(Users, a).Join(Users.Addresses.To(a)).Where(a.Email.HasPrefix("j")).All(ctx, s)
	must(t, err)
	if len(pairs) != 1 || pairs[0].V1.Name != "jack" || pairs[0].V2 != rows[1].V2 {
		t.Errorf("%v", pairs)
	}
	beside, err := orm.Select2(Users.Name, orm.ColumnOf(last, Addresses.Email)).From(Users).From(last).All(ctx, s)
	must(t, err)
	if len(beside) != 1 || beside[0].V2 != "j25@yahoo.com" {
		t.Errorf("%v", beside)
	}
}
