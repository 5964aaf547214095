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

// The nodes of these trees differ in what their mapping says of loading. All have one table, so that a registry has one of them.
type rcBase struct {
	ID       int64  `orm:"pk"`
	ParentID *int64 `orm:"fk:nodes.id"`
}

type rcPlain struct {
	orm.Entity `orm:"table:nodes"`
	rcBase
	Children orm.List[*rcPlain] `orm:"order_by:ID"`
	Parent   orm.Ref[*rcPlain]  `orm:"remote_side:ID"`
	Tags     orm.List[*rcTag]   `orm:"order_by:ID"`
}

type rcTag struct {
	orm.Entity `orm:"table:tags"`
	ID         int64 `orm:"pk"`
	NodeID     int64 `orm:"fk:nodes.id"`
}

type rcSelectIn struct {
	orm.Entity `orm:"table:nodes"`
	rcBase
	Children orm.List[*rcSelectIn] `orm:"lazy:selectin; order_by:ID"`
}

type rcSelectIn2 struct {
	orm.Entity `orm:"table:nodes"`
	rcBase
	Children orm.List[*rcSelectIn2] `orm:"lazy:selectin; join_depth:2; order_by:ID"`
}

type rcSubquery struct {
	orm.Entity `orm:"table:nodes"`
	rcBase
	Children orm.List[*rcSubquery] `orm:"lazy:subquery; order_by:ID"`
}

type rcSubquery3 struct {
	orm.Entity `orm:"table:nodes"`
	rcBase
	Children orm.List[*rcSubquery3] `orm:"lazy:subquery; join_depth:3; order_by:ID"`
}

type rcImmediate struct {
	orm.Entity `orm:"table:nodes"`
	rcBase
	Children orm.List[*rcImmediate] `orm:"lazy:immediate; join_depth:2; order_by:ID"`
}

type rcDepth struct {
	orm.Entity `orm:"table:nodes"`
	rcBase
	Children orm.List[*rcDepth] `orm:"join_depth:2; order_by:ID"`
}

// rcOwner and rcOwned load each other, whichever comes first.
type rcOwner struct {
	orm.Entity `orm:"table:nodes"`
	rcBase
	Tags orm.List[*rcOwned] `orm:"lazy:selectin; back_populates:Node; order_by:ID"`
}

type rcOwned struct {
	orm.Entity `orm:"table:tags"`
	ID         int64             `orm:"pk"`
	NodeID     int64             `orm:"fk:nodes.id"`
	Node       orm.Ref[*rcOwner] `orm:"lazy:joined; back_populates:Tags"`
}

type rcAttrs[E any, P interface {
	*E
	orm.Mapped
}] struct {
	orm.Class[E]
	ID       orm.NumAttr[int64]
	Children orm.ListAttr[P]
}

type rcPlainAttrs struct {
	orm.Class[rcPlain]
	ID       orm.NumAttr[int64]
	Children orm.ListAttr[*rcPlain]
	Parent   orm.RefAttr[*rcPlain]
	Tags     orm.ListAttr[*rcTag]
}

type rcOwnerAttrs struct {
	orm.Class[rcOwner]
	ID   orm.NumAttr[int64]
	Tags orm.ListAttr[*rcOwned]
}

type rcOwnedAttrs struct {
	orm.Class[rcOwned]
	ID   orm.NumAttr[int64]
	Node orm.RefAttr[*rcOwner]
}

var (
	rcPlainModels = orm.NewRegistry(new(rcPlain), new(rcTag))
	rcPlains      = orm.Describe[rcPlainAttrs](rcPlainModels)
	rcOwnerModels = orm.NewRegistry(new(rcOwner), new(rcOwned))
	rcOwners      = orm.Describe[rcOwnerAttrs](rcOwnerModels)
	rcOwneds      = orm.Describe[rcOwnedAttrs](rcOwnerModels)
)

// rcChain fills the tables with a chain of n nodes, each with a tag.
func rcChain(t *testing.T, d *db, n int) {
	t.Helper()
	for i := 1; i <= n; i++ {
		parent := "NULL"
		if i > 1 {
			parent = fmt.Sprint(i - 1)
		}
		must(t, exec(d, fmt.Sprintf("INSERT INTO nodes (id, parent_id) VALUES (%d, %s)", i, parent)))
	}
	d.log = nil
}

// begun is a session whose transaction has begun; what that sent is forgotten.
func begun[T any](t *testing.T, d *db, c orm.EntityOf[*T]) *orm.Session {
	t.Helper()
	s := d.session()
	_, err := orm.Select(c).Count(ctx, s)
	must(t, err)
	d.log = nil
	return s
}

func exec(d *db, sql string) error {
	c, err := d.eng.Connect(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	if _, err := c.ExecDriverSQL(ctx, sql); err != nil {
		return err
	}
	return c.Commit(ctx)
}

// rcLevels reads the first node of a chain and says how many statements that took, and how many levels below it were loaded.
func rcLevels[E any, P interface {
	*E
	orm.Mapped
}](t *testing.T, url string, children func(P) *orm.List[P], opts func(orm.Rel) []orm.Option) string {
	t.Helper()
	models := orm.NewRegistry(P(new(E)))
	nodes := orm.Describe[rcAttrs[E, P]](models)
	d := openWith(t, url, models)
	first := d.session()
	stored, err := orm.Select(nodes).Count(ctx, first)
	must(t, err)
	must(t, first.Rollback(ctx))
	if stored == 0 {
		rcChain(t, d, 6)
	}
	s := begun(t, d, nodes)
	q := orm.Select(nodes).Where(nodes.ID.Eq(1))
	if opts != nil {
		q = q.Options(opts(nodes.Children)...)
	}
	n, err := q.One(ctx, s)
	must(t, err)
	log := d.log
	levels := 0
	for {
		members, ok := children(P(n)).Peek()
		if !ok {
			break
		}
		levels++
		if len(members) == 0 {
			break
		}
		n = (*E)(members[0])
	}
	joins := strings.Count(log[0], "JOIN")
	return fmt.Sprintf("%d statements, %d joins, %d levels", len(log), joins, levels)
}

// What no option names is loaded as far as the anchor goes: to where it comes back to the entity, or join_depth levels. An immediate load goes
// on until nothing is found, as the anchor's does.
func TestLoadingEndsWhereItComesBack(t *testing.T) {
	every := func(o func(orm.Rel, ...orm.Option) orm.Option) func(orm.Rel) []orm.Option {
		return func(orm.Rel) []orm.Option { return []orm.Option{o(orm.EveryRel())} }
	}
	named := func(o func(orm.Rel, ...orm.Option) orm.Option) func(orm.Rel) []orm.Option {
		return func(r orm.Rel) []orm.Option { return []orm.Option{o(r)} }
	}
	rcDatabases(t, "ends", func(t *testing.T, url string) {
		for _, tt := range []struct{ name, got, want string }{
			{"selectin", rcLevels(t, url, (*rcSelectIn).children, nil), "1 statements, 0 joins, 0 levels"},
			{"selectin, named", rcLevels(t, url, (*rcSelectIn).children, named(orm.SelectIn)), "2 statements, 0 joins, 1 levels"},
			{"selectin, left to the mapping", rcLevels(t, url, (*rcSelectIn).children, named(orm.DefaultLoad)), "1 statements, 0 joins, 0 levels"},
			{"selectin, depth 2", rcLevels(t, url, (*rcSelectIn2).children, nil), "3 statements, 0 joins, 2 levels"},
			{"subquery", rcLevels(t, url, (*rcSubquery).children, nil), "1 statements, 0 joins, 0 levels"},
			{"subquery, depth 3", rcLevels(t, url, (*rcSubquery3).children, nil), "4 statements, 0 joins, 3 levels"},
			{"immediate", rcLevels(t, url, (*rcImmediate).children, nil), "7 statements, 0 joins, 6 levels"},
			{"every selectin", rcLevels(t, url, (*rcDepth).children, every(orm.SelectIn)), "3 statements, 0 joins, 2 levels"},
			{"every joined", rcLevels(t, url, (*rcDepth).children, every(orm.Joined)), "1 statements, 2 joins, 2 levels"},
			{"lazy", rcLevels(t, url, (*rcDepth).children, nil), "1 statements, 0 joins, 0 levels"},
		} {
			if tt.got != tt.want {
				t.Errorf("%s: %s, want %s", tt.name, tt.got, tt.want)
			}
		}
	})
}

// A recursive option goes so many levels below the first, or to the end.
func TestRecursive(t *testing.T) {
	levels := func(o func(orm.Rel, ...orm.Option) orm.Option, n int) func(orm.Rel) []orm.Option {
		return func(r orm.Rel) []orm.Option { return []orm.Option{o(r).Recursive(n)} }
	}
	rcDatabases(t, "recursive", func(t *testing.T, url string) {
		for _, tt := range []struct{ name, got, want string }{
			{"0", rcLevels(t, url, (*rcDepth).children, levels(orm.SelectIn, 0)), "2 statements, 0 joins, 1 levels"},
			{"1", rcLevels(t, url, (*rcDepth).children, levels(orm.SelectIn, 1)), "3 statements, 0 joins, 2 levels"},
			{"all", rcLevels(t, url, (*rcDepth).children, levels(orm.SelectIn, orm.AllLevels)), "7 statements, 0 joins, 6 levels"},
			{"immediate 2", rcLevels(t, url, (*rcDepth).children, levels(orm.Immediate, 2)), "4 statements, 0 joins, 3 levels"},
			{"immediate all", rcLevels(t, url, (*rcDepth).children, levels(orm.Immediate, orm.AllLevels)), "7 statements, 0 joins, 6 levels"},
		} {
			if tt.got != tt.want {
				t.Errorf("%s: %s, want %s", tt.name, tt.got, tt.want)
			}
		}
	})
}

// What is nested in a recursive option is loaded on every level; rows that refer to each other in circles end it; what is loaded is gone
// through; later loads are as the mapping says.
func TestRecursiveGoesThrough(t *testing.T) {
	rcDatabases(t, "through", func(t *testing.T, url string) {
		d := openWith(t, url, rcPlainModels)
		rcChain(t, d, 5)
		must(t, exec(d, "INSERT INTO tags (id, node_id) VALUES (1, 1), (2, 2), (3, 3), (4, 4)"))
		q := orm.Select(rcPlains).Where(rcPlains.ID.Eq(1))
		down := orm.SelectIn(rcPlains.Children, orm.SelectIn(rcPlains.Tags))

		s := d.session()
		d.log = nil
		n, err := q.Options(down.Recursive(2)).One(ctx, s)
		must(t, err)
		d.expect("BEGIN, SELECT nodes, SELECT nodes, SELECT tags, SELECT nodes, SELECT tags, SELECT nodes, SELECT tags")
		var tagged []int64
		for ok := true; ok; {
			if _, known := n.Tags.Peek(); known {
				tagged = append(tagged, n.ID)
			}
			var next []*rcPlain
			if next, ok = n.Children.Peek(); ok {
				n = next[0]
			}
		}
		if got := fmt.Sprint(tagged, n.ID); got != "[2 3 4] 4" {
			t.Errorf("tags of %s", got)
		}
		if _, err := n.Children.All(ctx); err != nil {
			t.Error(err)
		}
		d.expect("SELECT nodes")
		_, err = q.Options(down.Recursive(orm.AllLevels)).One(ctx, s)
		must(t, err)
		d.expect("SELECT nodes, SELECT tags, SELECT nodes")
		must(t, s.Rollback(ctx))

		must(t, exec(d, "UPDATE nodes SET parent_id = 5 WHERE id = 1"))
		for _, o := range []orm.Option{orm.SelectIn(rcPlains.Children).Recursive(orm.AllLevels), orm.Immediate(rcPlains.Children).Recursive(orm.AllLevels)} {
			other := begun(t, d, rcPlains)
			_, err = q.Options(o).One(ctx, other)
			must(t, err)
			d.expect("SELECT nodes, SELECT nodes, SELECT nodes, SELECT nodes, SELECT nodes, SELECT nodes")
			_, err = q.Options(o).One(ctx, other) // in a circle that is loaded
			must(t, err)
			d.expect("SELECT nodes")
			_, err = orm.Select(rcPlains).Options(orm.SelectIn(rcPlains.Parent).Recursive(orm.AllLevels)).All(ctx, other)
			must(t, err)
			d.expect("SELECT nodes")
			must(t, other.Rollback(ctx))
		}
	})
}

// What a relationship loads does not come back to where it began: neither with its rows, nor by another statement, nor after a lazy load.
func TestImpliedLoadsDoNotComeBack(t *testing.T) {
	rcDatabases(t, "back", func(t *testing.T, url string) {
		d := openWith(t, url, rcOwnerModels)
		rcChain(t, d, 2)
		must(t, exec(d, "INSERT INTO tags (id, node_id) VALUES (1, 1), (2, 2)"))
		for _, tt := range []struct {
			name, want string
			run        func(s *orm.Session) error
		}{
			{"owners", "SELECT FROM nodes ORDER, SELECT FROM tags WHERE", func(s *orm.Session) error {
				_, err := orm.Select(rcOwners).OrderBy(rcOwners.ID).All(ctx, s)
				return err
			}},
			{"tags", "SELECT FROM tags LEFT", func(s *orm.Session) error {
				_, err := orm.Select(rcOwneds).All(ctx, s)
				return err
			}},
			{"lazily", "SELECT FROM nodes WHERE, SELECT FROM tags WHERE", func(s *orm.Session) error {
				n, err := orm.Select(rcOwners).Where(rcOwners.ID.Eq(2)).Options(orm.Lazy(rcOwners.Tags)).One(ctx, s)
				if err == nil {
					_, err = n.Tags.All(ctx)
				}
				return err
			}},
		} {
			s := begun(t, d, rcOwners)
			must(t, tt.run(s))
			var got []string
			for _, sql := range d.log {
				f := strings.Fields(sql)
				at := indexOf(f, "FROM")
				got = append(got, "SELECT FROM "+f[at+1]+" "+append(f, "-")[at+2])
			}
			if text := strings.Join(got, ", "); text != tt.want {
				t.Errorf("%s: %s, want %s", tt.name, text, tt.want)
			}
		}
	})
}

func indexOf(words []string, w string) int {
	for i := range words {
		if words[i] == w {
			return i
		}
	}
	return -1
}

// An option that cannot be recursive says so.
func TestRecursiveMisuse(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), rcPlainModels)
	for _, tt := range []struct {
		option orm.Option
		want   string
	}{
		{orm.Joined(rcPlains.Children).Recursive(1), "rcPlain.Children: only a select-in or immediate load of a relationship can be recursive"},
		{orm.SelectIn(rcPlains.Tags).Recursive(1), "rcPlain.Tags: it leads to rcTag: only a relationship of an entity to itself can be loaded recursively"},
		{orm.SelectIn(rcPlains.Children).Recursive(-2), "rcPlain.Children: the levels of a recursive load are a number from 0 on, or AllLevels"},
		{orm.SelectIn(orm.EveryRel()).Recursive(1), "only a select-in or immediate load of a relationship can be recursive"},
		{orm.Undefer(rcPlains.ID).Recursive(1), "only a select-in or immediate load of a relationship can be recursive"},
	} {
		_, err := orm.Select(rcPlains).Options(tt.option).All(ctx, d.session())
		var misuse *query.Error
		if !errors.As(err, &misuse) || misuse.Message() != tt.want {
			t.Errorf("%v, want %s", err, tt.want)
		}
	}
}

func (n *rcSelectIn) children() *orm.List[*rcSelectIn]   { return &n.Children }
func (n *rcSelectIn2) children() *orm.List[*rcSelectIn2] { return &n.Children }
func (n *rcSubquery) children() *orm.List[*rcSubquery]   { return &n.Children }
func (n *rcSubquery3) children() *orm.List[*rcSubquery3] { return &n.Children }
func (n *rcImmediate) children() *orm.List[*rcImmediate] { return &n.Children }
func (n *rcDepth) children() *orm.List[*rcDepth]         { return &n.Children }

func rcDatabases(t *testing.T, name string, f func(t *testing.T, url string)) {
	t.Run("sqlite", func(t *testing.T) { f(t, dbtest.SQLite(t)) })
	t.Run("postgresql", func(t *testing.T) { f(t, dbtest.Postgres(t, "orm_rc_"+name)) })
}
