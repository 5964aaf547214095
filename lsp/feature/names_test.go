package feature_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/lsp/feature"
)

// trees has statements of every kind, and names in strings.
const trees = `-- trees.go --
package blog

import (
	"context"

	"github.com/aludel/aludel/orm"
)

type Point struct{ X, Y int64 }

type Tree struct {
	orm.Entity 'orm:"table:trees"'
	ID         int64 'orm:"pk"'
	Kind       string
	At         Point 'orm:"composite"'
	Leaves     orm.List[*Leaf]
}

type Leaf struct {
	orm.Entity 'orm:"table:leaves"'
	ID         int64 'orm:"pk"'
	Colour     string
	TreeID     int64 'orm:"fk:trees.id"'
	OnID       *int64 'orm:"fk:leaves.id"'
}

type TreeAttrs struct {
	orm.Class[Tree]
	ID     orm.NumAttr[int64]
	Kind   orm.TextAttr[string]
	At     orm.CompositeAttr[Point]
	Leaves orm.ListAttr[*Leaf]
}

type LeafAttrs struct {
	orm.Class[Leaf]
	ID, TreeID orm.NumAttr[int64]
	Colour     orm.TextAttr[string]
	OnID       orm.NullNumAttr[int64]
}

var (
	Models = orm.NewRegistry(new(Tree), new(Leaf))
	Trees  = orm.Describe[TreeAttrs](Models)
	Leaves = orm.Describe[LeafAttrs](Models)
)

func recursive(ctx context.Context, s *orm.Session) {
	top := orm.Select(Leaves.ID).Where(Leaves.OnID.IsNull()).CTE("top")
	all := top.UnionAll(orm.Select(Leaves.ID).Join(top, Leaves.OnID.EqExpr(orm.ColumnOf(top, Leaves.ID))))
	orm.Select(orm.ColumnOf(all, Leaves.ID)).Iter(ctx, s)
}

func beside(ctx context.Context, s *orm.Session) {
	last := orm.Select(Leaves).Where(Leaves.TreeID.EqExpr(Trees.ID)).Limit(3).Lateral("last")
	orm.Select2(Trees, orm.AliasTo(Leaves, last)).Join(last).All(ctx, s)
}

func changes(ctx context.Context, s *orm.Session, t *Tree) {
	orm.Update(Trees).Set(Trees.Kind.To("oak")).Where(Trees.At.Eq(t.At)).Exec(ctx, s)
	orm.Delete(Leaves).Where(Leaves.Colour.Eq("red")).Exec(ctx, s)
	orm.Insert(Trees).Values(Trees.ID.To(1), Trees.Kind.To("elm")).OnConflictDoUpdate(orm.ConflictOn(Trees.ID), Trees.Kind.ToExpr(orm.Excluded(Trees.Kind))).Returning(ctx, s)
	orm.Insert(Leaves).OnConflictDoNothing().ExecRows(ctx, s, nil)
	orm.Update(Leaves).Where(Leaves.ID.Gt(1)).Sync(orm.SyncNone).Exec(ctx, s)
}

func named(ctx context.Context, s *orm.Session) {
	orm.SelectOf[Tree](Models).FilterBy(orm.Values{"Kind": "oak"}).All(ctx, s)
	orm.Select(Trees).Join(Trees.Leaves).FilterBy(orm.Values{"Colour": "red"}).First(ctx, s)
	_ = orm.AttrNamed[Leaf](Models, "Colour")
	println("Kind")
}
`

func treesModule() string { return strings.ReplaceAll(trees, "'", "`") }

// TestHoverStatements holds that statements of every kind are shown as they run, or why they are not.
func TestHoverStatements(t *testing.T) {
	b := setUpWith(t, treesModule())
	for place, want := range map[string]string{
		"all, Leaves.ID)).It|er":   "WITH RECURSIVE top(id) AS (SELECT leaves.id AS id FROM leaves WHERE leaves.on_id IS NULL UNION ALL SELECT leaves.id AS id FROM leaves JOIN top ON leaves.on_id = top.id) SELECT top.id AS top_id FROM top",
		"Join(last).A|ll":          "JOIN LATERAL (SELECT leaves.id AS id,",
		"orm.Upd|ate(Trees)":       "UPDATE trees SET kind=$1 WHERE trees.at_x = $2 AND trees.at_y = $3",
		"orm.Dele|te(Leaves)":      "DELETE FROM leaves WHERE leaves.colour = $1",
		"orm.Ins|ert(Trees)":       "INSERT INTO trees (id, kind) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET kind = excluded.kind RETURNING trees.id, trees.kind, trees.at_x, trees.at_y",
		"orm.Ins|ert(Leaves)":      "unknown: the columns of objects are those that have values",
		"orm.SyncNone).Ex|ec":      "is not sent: query: Leaf: an UPDATE sets nothing (ORM503)",
		"orm.Select|Of[Tree]":      "FROM trees WHERE trees.kind = $1",
		"\"red\"}).Fir|st(ctx, s)": "FROM trees JOIN leaves ON trees.id = leaves.tree_id WHERE leaves.colour = $1",
	} {
		pkg, f, offset := b.at(t, b.session.Snapshot(), "trees.go", place)
		card := b.provider.Hover(context.Background(), pkg, f, offset, []string{"postgresql"})
		if card == nil || !strings.Contains(strings.Join(strings.Fields(card.Markdown), " "), want) {
			t.Errorf("%s: got %+v, want %s", place, card, want)
		}
	}
}

// TestCompleteNames holds what completes in strings that name attributes: those of what was joined last, and of no other string.
func TestCompleteNames(t *testing.T) {
	b := setUpWith(t, treesModule())
	for place, want := range map[string][]string{
		`orm.Values{"|Kind": "oak"}`:   {"ID", "Kind", "At.X", "At.Y", "At"},
		`orm.Values{"Colo|ur": "red"}`: {"ID", "Colour", "TreeID", "OnID"},
		`[Leaf](Models, "Colour|")`:    {"ID", "Colour", "TreeID", "OnID"},
		`println("Ki|nd")`:             nil,
		`orm.Values{"Colour": "re|d"}`: nil,
		`orm.Values{"Kind|": "oak"}`:   {"ID", "Kind", "At.X", "At.Y", "At"},
		`orm.Val|ues{"Kind": "oak"}`:   nil,
	} {
		pkg, f, offset := b.at(t, b.session.Snapshot(), "trees.go", place)
		var got []string
		for _, it := range b.provider.Complete(context.Background(), pkg, f, offset) {
			got = append(got, it.Label)
			if old := f.Text()[it.Replace.Start:it.Replace.End]; old != "Kind" && old != "Colour" {
				t.Errorf("%s: %s would replace %q", place, it.Label, old)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", place, got, want)
		}
	}
}

// TestCompleteHalfTypedName holds that a name completes before its value is there.
func TestCompleteHalfTypedName(t *testing.T) {
	b := setUpWith(t, strings.Replace(treesModule(), `orm.Values{"Kind": "oak"}`, `orm.Values{""}`, 1))
	pkg, f, offset := b.at(t, b.session.Snapshot(), "trees.go", `orm.Values{"|"}`)
	if got := b.provider.Complete(context.Background(), pkg, f, offset); len(got) != 5 || got[0].Kind != feature.Field {
		t.Errorf("got %+v", got)
	}
}
