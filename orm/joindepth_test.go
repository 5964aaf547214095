package orm_test

import (
	"strings"
	"testing"

	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
)

// jdNode is a tree of which two levels are joined; jdFlat one that says nothing of it, and is not joined.
type jdNode struct {
	orm.Entity `orm:"table:nodes"`
	ID         int64             `orm:"pk"`
	Name       string            `orm:"size:20"`
	ParentID   *int64            `orm:"fk:nodes.id"`
	Children   orm.List[*jdNode] `orm:"lazy:joined; join_depth:2; order_by:ID"`
}

type jdFlat struct {
	orm.Entity `orm:"table:flats"`
	ID         int64             `orm:"pk"`
	ParentID   *int64            `orm:"fk:flats.id"`
	Children   orm.List[*jdFlat] `orm:"lazy:joined; order_by:ID"`
}

type jdNodeAttrs struct {
	orm.Class[jdNode]
	ID       orm.NumAttr[int64]
	Children orm.ListAttr[*jdNode]
}

type jdFlatAttrs struct {
	orm.Class[jdFlat]
	ID       orm.NumAttr[int64]
	Children orm.ListAttr[*jdFlat]
}

var (
	jdModels = orm.NewRegistry(new(jdNode), new(jdFlat))
	jdNodes  = orm.Describe[jdNodeAttrs](jdModels)
	jdFlats  = orm.Describe[jdFlatAttrs](jdModels)
)

func TestJoinDepth(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), jdModels)
	s := d.session()
	leaf := &jdNode{Name: "leaf", Children: orm.ListOf(&jdNode{Name: "below"})}
	s.Add(&jdNode{Name: "root", Children: orm.ListOf(&jdNode{Name: "a", Children: orm.ListOf(leaf)}, &jdNode{Name: "b"})})
	s.Add(&jdFlat{Children: orm.ListOf(&jdFlat{})})
	must(t, s.Commit(ctx))

	other := d.session()
	d.sent()
	root, err := orm.Select(jdNodes).Where(jdNodes.ID.Eq(1)).One(ctx, other)
	must(t, err)
	if got := strings.Count(d.log[len(d.log)-1], "LEFT OUTER JOIN nodes"); got != 2 {
		t.Errorf("%d joins: %s", got, d.log[len(d.log)-1])
	}
	var names []string
	for _, c := range root.Children.Items() {
		names = append(names, c.Name)
		for _, g := range c.Children.Items() {
			names = append(names, g.Name)
			if _, known := g.Children.Peek(); known {
				t.Errorf("the children of %s were loaded", g.Name)
			}
		}
	}
	if got := strings.Join(names, " "); got != "a leaf b" {
		t.Errorf("%s", got)
	}
	if got := d.sent(); got != "BEGIN, SELECT nodes" {
		t.Errorf("sent %s", got)
	}
	if _, err := orm.Select(jdFlats).All(ctx, other); err != nil || strings.Contains(d.log[len(d.log)-1], "JOIN") {
		t.Errorf("%v: %s", err, d.log[len(d.log)-1])
	}
}
