package orm_test

import (
	"testing"

	"github.com/aludel/aludel/orm"
)

type gNode struct {
	orm.Entity `orm:"table:nodes"`
	ID         int64            `orm:"pk"`
	ParentID   *int64           `orm:"fk:nodes.id"`
	Data       *string          `orm:"size:50"`
	Children   orm.List[*gNode] `orm:"back_populates:Parent; order_by:ID"`
	Parent     orm.Ref[*gNode]  `orm:"back_populates:Children; remote_side:ID"`
}

type gNodeAttrs struct {
	orm.Class[gNode]
	ID       orm.NumAttr[int64]
	ParentID orm.NullNumAttr[int64]
	Data     orm.NullTextAttr[string]
	Children orm.ListAttr[*gNode]
	Parent   orm.RefAttr[*gNode]
}

type gTwig struct {
	orm.Entity `orm:"table:nodes"`
	ID         int64            `orm:"pk"`
	ParentID   *int64           `orm:"fk:nodes.id"`
	Data       *string          `orm:"size:50"`
	Children   orm.List[*gTwig] `orm:"back_populates:Parent; order_by:ID; cascade:all,delete-orphan"`
	Parent     orm.Ref[*gTwig]  `orm:"back_populates:Children; remote_side:ID"`
}

var (
	gNodeModels = orm.NewRegistry(new(gNode))
	gNodes      = orm.Describe[gNodeAttrs](gNodeModels)
	gTwigModels = orm.NewRegistry(new(gTwig))
)

func node(id int64, data string, children ...*gNode) *gNode {
	return &gNode{ID: id, Data: new(data), Children: orm.ListOf(children...)}
}

func TestGoldenTree(t *testing.T) {
	rows := func(g *golden) func() any {
		return func() any {
			return fields(all(g, orm.Select3(gNodes.ID, gNodes.ParentID, gNodes.Data).OrderBy(gNodes.ID)), func(r orm.Row3[int64, *int64, *string]) any { return r })
		}
	}
	data := func(ns []*gNode) []*string { return fields(ns, func(n *gNode) *string { return n.Data }) }
	runGolden(t, "tree", map[string]twin{
		"insert": {gNodeModels, func(g *golden) {
			g.step(func() any {
				g.s.Add(node(0, "root", node(0, "c1"), node(0, "c2", node(0, "c2a"), node(0, "c2b"))))
				return g.flush()
			})
			g.step(rows(g))
		}},
		"insert-child-first": {gNodeModels, func(g *golden) {
			g.step(func() any {
				g.s.Add(&gNode{Data: new("leaf"), Parent: orm.RefTo(&gNode{Data: new("mid"), Parent: orm.RefTo(&gNode{Data: new("root")})})})
				return g.flush()
			})
			g.step(rows(g))
		}},
		"explicit-ids": {gNodeModels, func(g *golden) {
			g.stepAs(true, func() any {
				g.s.Add(&gNode{ID: 3, ParentID: new(int64(2)), Data: new("c")}, &gNode{ID: 2, ParentID: new(int64(1)), Data: new("b")}, node(1, "a"))
				return sameError(g.s.Flush(ctx), "IntegrityError:")
			}, "BEGIN", `INSERT INTO nodes (id, parent_id, data) VALUES (?, ?, ?) [3,2,"c"]`, "ROLLBACK")
			g.step(func() any {
				must(g, g.s.Rollback(ctx))
				g.s.Add(node(3, "root", node(2, "mid", node(1, "leaf"))))
				return g.flush()
			})
		}},
		"delete-cascade": {gTwigModels, func(g *golden) {
			children := func(id string) string {
				return "SELECT {nodes} FROM nodes WHERE ? = nodes.parent_id ORDER BY nodes.id [" + id + "]"
			}
			del := func(id string) string { return "DELETE FROM nodes WHERE nodes.id = ? [" + id + "]" }
			g.stepAs(nil, func() any { g.s.Delete(got[gTwig](g, 3)); return g.flush() }, "BEGIN", "SELECT {nodes} FROM nodes WHERE nodes.id = ? [3]",
				children("3"), children("4"), children("5"), del("4"), del("5"), del("3"))
			g.stepAs(nil, func() any { g.s.Delete(got[gTwig](g, 1)); return g.flush() }, "SELECT {nodes} FROM nodes WHERE nodes.id = ? [1]",
				children("1"), children("2"), children("6"), del("2"), del("6"), del("1"))
		}},
		"delete-no-cascade": {gNodeModels, func(g *golden) {
			g.step(func() any { g.s.Delete(got[gNode](g, 3)); return g.flush() })
			g.step(func() any { return all(g, orm.Select2(gNodes.ID, gNodes.ParentID).OrderBy(gNodes.ID)) })
		}},
		"move": {gNodeModels, func(g *golden) {
			g.step(func() any { n3 := got[gNode](g, 3); n3.Parent.Set(got[gNode](g, 2)); return g.flush() })
			g.step(func() any { return data(members(g, &got[gNode](g, 2).Children)) })
		}},
		"self-parent": {gNodeModels, func(g *golden) {
			g.step(func() any {
				a := &gNode{Data: new("a")}
				must(g, g.models.Wire(a))
				a.Parent.Set(a)
				g.s.Add(a)
				return g.s.Flush(ctx)
			})
		}},
		"query-alias": {gNodeModels, func(g *golden) {
			p, gp := orm.Alias(gNodes), orm.Alias(gNodes)
			q := orm.Select(gNodes)
			g.step(func() any {
				return data(all(g, q.Join(gNodes.Parent.To(p)).Where(p.Data.Eq("child2")).OrderBy(gNodes.ID)))
			})
			g.step(func() any {
				return data(all(g, q.Join(gNodes.Parent.To(p)).Where(gNodes.Data.Eq("subchild1"), p.Data.Eq("child2"))))
			})
			g.step(func() any {
				return data(all(g, q.Join(gNodes.Parent.To(p)).Join(p.Parent.To(gp)).Where(gNodes.Data.Eq("subchild1"), p.Data.Eq("child2"), gp.Data.Eq("root"))))
			})
			g.step(func() any {
				a := orm.Alias(gNodes)
				return data(all(g, q.Where(gNodes.Data.Eq("subchild1")).Where(gNodes.ParentID.EqExpr(a.ID), a.Data.Eq("child2"))))
			})
		}},
		"selectin-depth": {gNodeModels, func(g *golden) {
			var n *gNode
			g.unchecked(func() {
				var err error
				n, err = orm.Select(gNodes).Where(gNodes.ID.Eq(1)).Options(orm.SelectIn(gNodes.Children, orm.SelectIn(gNodes.Children))).One(ctx, g.s)
				must(g, err)
			})
			g.step(func() any {
				return fields(n.Children.Items(), func(c *gNode) []any { return list(c.Data, data(c.Children.Items())) })
			})
		}},
	})
}
