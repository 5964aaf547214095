package orm_test

import (
	"testing"

	"github.com/aludel/aludel/orm"
)

// Merging graphs: what is new, stored, detached, deleted, given and not given.
func TestRulesMerge(t *testing.T) {
	const team = "insert into teams values(1,'t');insert into members values(1,'a',1);insert into members values(2,'b',1)"
	mergeTeam := func(r *ruling, v *rTeam) *rTeam { return either2(orm.Merge(ctx, r.s, v)) }
	runRules(t, "merge", ruleModels, []rule{
		{"mixed members: stored, new, with an unknown key", team, func(r *ruling) {
			var m *rTeam
			r.do("merge", func() any {
				m = mergeTeam(r, &rTeam{ID: 1, Name: new("t2"), Members: orm.ListOf(&rMember{ID: 1, Name: new("a2")}, &rMember{Name: new("new")}, &rMember{ID: 99, Name: new("far")})})
				return m.Members.Items()
			})
			r.do("states", func() any { return fields(m.Members.Items(), func(m *rMember) any { return orm.StateOf(m) }) })
			r.do("flush", r.flush)
		}},
		{"an empty list given and one not given", team, func(r *ruling) {
			r.do("not given", func() any { return either(mergeTeam(r, &rTeam{ID: 1, Name: new("t")}).Members.All(ctx)) })
			r.do("flush", r.flush)
			r.do("given", func() any {
				return mergeTeam(r, &rTeam{ID: 1, Name: new("t"), Members: orm.ListOf[*rMember]()}).Members.Items()
			})
			r.do("flush", r.flush)
		}},
		// A literal cannot say that a reference leads nowhere: it is as if it were left out.
		{"a reference to nothing, given", team, func(r *ruling) {
			m := either2(orm.Merge(ctx, r.s, &rMember{ID: 1, Name: new("a"), Team: orm.RefTo[*rTeam](nil)}))
			r.do("flush", r.flush)
			m.Team.Clear()
			r.do("flush", r.flush)
		}},
		{"orphans of what is merged", "insert into folders values(1,'f');insert into docs values(1,'d',1,null);insert into docs values(2,'e',1,null)", func(r *ruling) {
			r.do("merge", func() any {
				return either2(orm.Merge(ctx, r.s, &rFolder{ID: 1, Name: new("f"), Docs: orm.ListOf(&rDoc{ID: 2, Name: new("e")})})).Docs.Items()
			})
			r.do("flush", r.flush)
		}},
		{"a circle", team, func(r *ruling) {
			t, m := &rTeam{ID: 1, Name: new("x")}, &rMember{ID: 1, Name: new("y")}
			ruleModels.Wire(t, m)
			m.Team.Set(t)
			r.do("merge", func() any {
				u := mergeTeam(r, t)
				return list(u.Name, either(u.Members.All(ctx)), u.Members.Items()[0].Team.Item() == u)
			})
			r.do("flush", r.flush)
		}},
		{"one new object in two places", "", func(r *ruling) {
			tag := &rTag{Name: new("go")}
			u := &rAuthor{Name: new("u"), Articles: orm.ListOf(&rArticle{Name: new("x"), Tags: orm.ListOf(tag)}, &rArticle{Name: new("y"), Tags: orm.ListOf(tag)})}
			r.do("merge", func() any {
				m := either2(orm.Merge(ctx, r.s, u))
				as := m.Articles.Items()
				return list(as[0].Tags.Items()[0] == as[1].Tags.Items()[0], m == u)
			})
			r.do("flush", r.flush)
		}},
		{"a detached graph, changed and merged back", team, func(r *ruling) {
			t := rget[rTeam](r, 1)
			ab := those(r, &t.Members)
			r.s.ExpungeAll()
			must(r, r.s.Rollback(ctx))
			t.Name, ab[0].Name = new("d"), new("e")
			t.Members.Remove(ab[1])
			r.s = r.session(r.sessions)
			r.do("merge", func() any { return mergeTeam(r, t).Members.Items() })
			r.do("flush", r.flush)
			r.do("source", func() any { return list(orm.StateOf(t), orm.StateOf(ab[0])) })
		}},
		{"what was not loaded is not merged", team, func(r *ruling) {
			t := rget[rTeam](r, 1)
			r.s.Expunge(t)
			must(r, r.s.Rollback(ctx))
			r.s = r.session(r.sessions)
			r.do("merge", func() any { return mergeTeam(r, t).Members.Loaded() })
			r.do("flush", r.flush)
		}},
		{"over what was changed in the session", team, func(r *ruling) {
			t := rget[rTeam](r, 1)
			t.Name = new("mine")
			t.Members.Append(&rMember{Name: new("mine")})
			those(r, &t.Members)
			r.do("merge", func() any {
				return mergeTeam(r, &rTeam{ID: 1, Name: new("theirs"), Members: orm.ListOf(&rMember{ID: 2, Name: new("b2")})}) == t
			})
			r.do("members", func() any { return list(t.Name, t.Members.Items()) })
			r.do("flush", r.flush)
		}},
		{"an object of the session itself", team, func(r *ruling) {
			t, n := rget[rTeam](r, 1), &rTeam{Name: new("n")}
			t.Name = new("x")
			r.do("merge", func() any { return mergeTeam(r, t) == t })
			r.s.Add(n)
			r.do("pending", func() any { return mergeTeam(r, n) == n })
		}},
		{"a version that is out of date", "insert into accounts values(1,'a',1)", func(r *ruling) {
			a := rget[rAccount](r, 1)
			r.s.Expunge(a)
			must(r, r.s.ExecText(ctx, "update accounts set version=2"))
			r.do("merge", func() any { return either(orm.Merge(ctx, r.s, a)) })
		}},
		{"one-to-one, another one", "insert into persons values(1,'p');insert into passports values(1,'a',1)", func(r *ruling) {
			r.do("merge", func() any {
				return either2(orm.Merge(ctx, r.s, &rPerson{ID: 1, Name: new("p"), Passport: orm.RefTo(&rPassport{Name: new("b")})})).Passport.Item()
			})
			r.do("flush", r.flush)
		}},
		{"composite keys and pairs", "insert into shelves values(1,1,'s');insert into books values(1,'a',1,1);insert into articles values(1,'x',null);" +
			"insert into tags values(1,'t');insert into tags values(2,'u');insert into article_tags values(1,1)", func(r *ruling) {
			r.do("shelf", func() any {
				return either2(orm.Merge(ctx, r.s, &rShelf{Room: 1, No: 1, Name: new("s2"), Books: orm.ListOf(&rBook{ID: 1, Name: new("a")}, &rBook{Name: new("n")})})).Books.Items()
			})
			r.do("flush", r.flush)
			r.do("tags", func() any {
				return either2(orm.Merge(ctx, r.s, &rArticle{ID: 1, Name: new("x"), Tags: orm.ListOf(&rTag{ID: 2, Name: new("u")}, &rTag{Name: new("w")})})).Tags.Items()
			})
			r.do("flush", r.flush)
		}},
		{"without loading", team, func(r *ruling) {
			t := rget[rTeam](r, 1)
			those(r, &t.Members)
			r.s.ExpungeAll()
			must(r, r.s.Rollback(ctx))
			r.s = r.session(r.sessions)
			r.do("merge", func() any {
				m, err := orm.Merge(ctx, r.s, t, orm.WithoutLoad())
				must(r, err)
				return list(m.Name, m.Members.Items(), m == t)
			})
			r.do("flush", r.flush)
			t.Name = new("changed")
			r.do("dirty", func() any { return either(orm.Merge(ctx, r.s, t, orm.WithoutLoad())) })
		}},
		{"one that was deleted", team, func(r *ruling) {
			r.s.Delete(rget[rMember](r, 1))
			must(r, r.s.Flush(ctx))
			r.do("merge", func() any { return orm.StateOf(either2(orm.Merge(ctx, r.s, &rMember{ID: 1, Name: new("again")}))) })
			r.do("flush", r.flush)
		}},
		{"one that is marked to be deleted", team, func(r *ruling) {
			r.s.Delete(rget[rMember](r, 1))
			r.do("merge", func() any { return orm.StateOf(either2(orm.Merge(ctx, r.s, &rMember{ID: 1, Name: new("again")}))) })
			r.do("flush", r.flush)
		}},
		{"a tree, moved", "insert into twigs values(1,'r',null);insert into twigs values(2,'a',1);insert into twigs values(3,'b',2)", func(r *ruling) {
			r.do("merge", func() any {
				t := &rTwig{ID: 1, Name: new("r"), Children: orm.ListOf(&rTwig{ID: 3, Name: new("b")}, &rTwig{ID: 2, Name: new("a"), Children: orm.ListOf[*rTwig]()})}
				return either2(orm.Merge(ctx, r.s, t)).Children.Items()
			})
			r.do("flush", r.flush)
		}},
	})
}
