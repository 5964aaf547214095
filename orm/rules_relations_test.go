package orm_test

import (
	"testing"

	"github.com/aludel/aludel/orm"
)

// Many-to-many from both ends, foreign keys set by hand, composite keys, keys that change, rows that refer to each other, versions.
func TestRulesRelations(t *testing.T) {
	const pages = "insert into pages values(1,'a');insert into pages values(2,'b')"
	const tagged = "insert into articles values(1,'x',null);insert into tags values(1,'t');insert into article_tags values(1,1);"
	const member = "insert into teams values(1,'t');insert into teams values(2,'u');insert into members values(1,'a',1)"
	const cities = "insert into countries values('de','D');insert into cities values(1,'bonn','de');insert into cities values(2,'ulm','de')"
	const headed = "insert into depts values(1,'d',null);insert into staff values(1,'h',1);insert into staff values(2,'i',1);update depts set head_id=1"
	runRules(t, "relations", ruleModels, []rule{
		{"a page links to itself and back", pages, func(r *ruling) {
			a, b := rget[rPage](r, 1), rget[rPage](r, 2)
			a.Links.Append(a)
			a.Links.Append(b)
			b.Links.Append(a)
			r.do("sides", func() any { return list(either(a.LinkedBy.All(ctx)), either(b.LinkedBy.All(ctx))) })
			r.do("flush", r.flush)
			a.LinkedBy.Remove(a)
			r.do("flush", r.flush)
			r.s.Delete(a)
			r.do("delete", r.flush)
			r.do("left", func() any { return r.rows("select count(*) as a, 1 as b from page_links") })
		}},
		{"a pair from both sides, one not loaded", tagged, func(r *ruling) {
			a, t := rget[rArticle](r, 1), rget[rTag](r, 1)
			those(r, &a.Tags)
			a.Tags.Remove(t)
			r.do("other side", func() any { return either(t.Articles.All(ctx)) })
			r.do("flush", r.flush)
			t.Articles.Append(a)
			r.do("back", func() any { return a.Tags.Items() })
			r.do("flush", r.flush)
		}},
		{"a pair removed and added again", tagged, func(r *ruling) {
			a := rget[rArticle](r, 1)
			t := those(r, &a.Tags)[0]
			a.Tags.Remove(t)
			a.Tags.Append(t)
			r.do("flush", r.flush)
		}},
		{"members of a many-to-many replaced", tagged + "insert into tags values(2,'u');insert into tags values(3,'v');insert into article_tags values(1,2)", func(r *ruling) {
			a := rget[rArticle](r, 1)
			t, v := those(r, &a.Tags), rget[rTag](r, 3)
			a.Tags.Replace(v, t[1], &rTag{Name: new("w")})
			r.do("flush", r.flush)
		}},
		{"both ends of a pair deleted", tagged, func(r *ruling) {
			r.s.Delete(rget[rArticle](r, 1), rget[rTag](r, 1))
			r.do("flush", r.flush)
		}},
		{"a deleted tag stays in a loaded list", tagged, func(r *ruling) {
			a := rget[rArticle](r, 1)
			r.s.Delete(those(r, &a.Tags)[0])
			r.do("flush", r.flush)
			r.do("stale", func() any { return a.Tags.Items() })
			r.do("flush again", r.flush)
			r.do("commit", r.commit)
			r.do("fresh", func() any { return either(a.Tags.All(ctx)) })
		}},
		{"one foreign key by hand, then the relationship", member, func(r *ruling) {
			m := rget[rMember](r, 1)
			r.do("team", func() any { return either(m.Team.Get(ctx)) })
			m.TeamID = new(int64(2))
			r.do("flush", r.flush)
			r.do("still", func() any { return m.Team.Item() })
			r.s.Expire(m)
			r.do("fresh", func() any { return either(m.Team.Get(ctx)) })
		}},
		{"foreign key by hand, lists are stale until expired", member, func(r *ruling) {
			t, u := rget[rTeam](r, 1), rget[rTeam](r, 2)
			m := those(r, &t.Members)[0]
			those(r, &u.Members)
			m.TeamID = new(int64(2))
			r.do("flush", r.flush)
			r.do("stale", func() any { return list(t.Members.Items(), u.Members.Items()) })
			r.s.ExpireAttrs(t, rTeams.Members)
			r.s.ExpireAttrs(u, rTeams.Members)
			r.do("fresh", func() any { return list(either(t.Members.All(ctx)), either(u.Members.All(ctx))) })
		}},
		{"new child with the key of the parent by hand", "insert into teams values(1,'t')", func(r *ruling) {
			rget[rTeam](r, 1)
			m := &rMember{Name: new("m"), TeamID: new(int64(1))}
			r.s.Add(m)
			r.do("before", func() any { return m.Team.Item() })
			r.do("flush", r.flush)
			r.s.ExpireAttrs(m, rMembers.Team)
			r.do("after", func() any { return either(m.Team.Get(ctx)) })
		}},
		{"composite reference", "insert into shelves values(1,2,'s');insert into shelves values(1,3,'r');insert into books values(1,'b',1,2);insert into books values(2,'c',1,null)", func(r *ruling) {
			b, c := rget[rBook](r, 1), rget[rBook](r, 2)
			r.do("half a key", func() any { return either(c.Shelf.Get(ctx)) })
			r.do("shelf", func() any { return either(b.Shelf.Get(ctx)) })
			r.do("identity", func() any { return rget[rShelf](r, 1, 2) })
			b.Shelf.Set(rget[rShelf](r, 1, 3))
			r.do("flush", r.flush)
			r.do("books", func() any {
				return list(either(b.Shelf.Item().Books.All(ctx)), either(rget[rShelf](r, 1, 2).Books.All(ctx)))
			})
			b.Shelf.Clear()
			r.do("none", r.flush)
			r.s.Delete(rget[rShelf](r, 1, 2))
			r.do("delete", r.flush)
		}},
		{"key changed with children that are not loaded", "loose;" + cities, func(r *ruling) {
			c, u := rget[rCountry](r, "de"), rget[rCity](r, 2)
			c.Code = "ge"
			r.do("flush", r.flush)
			r.do("child", func() any { return list(u.CountryCode, either(u.Country.Get(ctx))) })
			r.do("get", func() any { return list(rget[rCountry](r, "ge"), maybe[rCountry](r.s, "de")) })
		}},
		{"key changed with a new child and one that leaves", "loose;" + cities, func(r *ruling) {
			c := rget[rCountry](r, "de")
			bonn := those(r, &c.Cities)[0]
			c.Code = "ge"
			c.Cities.Append(&rCity{Name: new("x")})
			c.Cities.Remove(bonn)
			r.do("flush", r.flush)
			r.do("rollback", r.rollback)
			r.do("code", func() any { return list(c.Code, either(c.Cities.All(ctx))) })
		}},
		{"key changed and changed back", "loose;insert into countries values('de','D');insert into cities values(1,'bonn','de')", func(r *ruling) {
			c := rget[rCountry](r, "de")
			those(r, &c.Cities)
			c.Code = "ge"
			c.Code = "de"
			r.do("flush", r.flush)
			c.Code = "ge"
			r.do("flush", r.flush)
			c.Code = "de"
			r.do("flush", r.flush)
		}},
		{"key changed and deleted", "insert into countries values('de','D');insert into cities values(1,'bonn','de')", func(r *ruling) {
			c := rget[rCountry](r, "de")
			c.Code = "ge"
			r.s.Delete(c)
			r.do("flush", r.flush)
		}},
		{"head of a new department", "", func(r *ruling) {
			d := &rDept{Name: new("d")}
			h := &rStaff{Name: new("h"), Dept: orm.RefTo(d)}
			d.Head.Set(h)
			r.s.Add(d)
			r.do("flush", r.flush)
			r.s.Delete(d, h)
			r.do("delete", r.flush)
		}},
		{"head replaced and the old one deleted", headed, func(r *ruling) {
			d, h, i := rget[rDept](r, 1), rget[rStaff](r, 1), rget[rStaff](r, 2)
			aim(r, &d.Head)
			those(r, &d.Staff)
			d.Head.Set(i)
			r.s.Delete(h)
			r.do("flush", r.flush)
		}},
		{"head deleted, the department stays", headed, func(r *ruling) {
			d, h := rget[rDept](r, 1), rget[rStaff](r, 1)
			d.Head.Clear()
			r.s.Delete(h)
			r.do("flush", r.flush)
		}},
		{"viewonly is not written", "insert into bins values(1,'b');insert into parts values(1,'good',1);insert into parts values(2,'bad',1)", func(r *ruling) {
			b := rget[rBin](r, 1)
			r.do("good", func() any { return either(b.Good.All(ctx)) })
			n := &rPart{Name: new("good")}
			b.Good.Append(n)
			r.do("state", func() any { return orm.StateOf(n) })
			r.do("flush", r.flush)
			b.Parts.Append(&rPart{Name: new("good")})
			r.do("flush", r.flush)
			r.s.Expire(b)
			r.do("good", func() any { return either(b.Good.All(ctx)) })
			r.s.Delete(b)
			r.do("delete", r.flush)
		}},
		{"version counts columns, not collections", "insert into accounts values(1,'a',1)", func(r *ruling) {
			a := rget[rAccount](r, 1)
			a.Entries.Append(&rEntry{Name: new("e")})
			r.do("flush", r.flush)
			a.Name = new("b")
			r.do("flush", r.flush)
			r.do("version", func() any { return a.Version })
			r.do("rollback", r.rollback)
			r.do("version", func() any { return list(either(a.Entries.All(ctx)), a.Version) })
		}},
		{"version, deleted with stale count", "insert into accounts values(1,'a',1)", func(r *ruling) {
			a := rget[rAccount](r, 1)
			must(r, r.s.ExecText(ctx, "update accounts set version=7"))
			r.s.Delete(a)
			r.do("flush", r.flush)
			r.do("use", func() any { return either(orm.Select(rAccounts).All(ctx, r.s)) })
			r.do("rollback", r.rollback)
			r.do("version", func() any { return a.Version })
		}},
		{"row switch with children", "insert into folders values(1,'f');insert into docs values(1,'d',1,null)", func(r *ruling) {
			f := rget[rFolder](r, 1)
			those(r, &f.Docs)
			n := &rFolder{ID: 1, Name: new("g"), Docs: orm.ListOf(&rDoc{ID: 1, Name: new("e")})}
			r.s.Delete(f)
			r.s.Add(n)
			r.do("flush", r.flush)
			r.do("states", func() any { return list(orm.StateOf(f), orm.StateOf(n)) })
			r.do("rollback", r.rollback)
			r.do("states", func() any { return list(orm.StateOf(f), orm.StateOf(n)) })
			r.do("docs", func() any { return list(f.Name, either(f.Docs.All(ctx))) })
		}},
		{"self-reference to itself", "", func(r *ruling) {
			t := &rSpot{ID: 1, Name: new("t")}
			t.Parent.Set(t)
			r.s.Add(t)
			r.do("flush", r.flush)
		}},
		{"two new ones refer to each other", "", func(r *ruling) {
			a, b := &rSpot{Name: new("a")}, &rSpot{Name: new("b")}
			a.Parent.Set(b)
			r.s.Add(a)
			b.Parent.Set(a)
			r.do("flush", r.flush)
			r.do("use", func() any { return maybe[rSpot](r.s, 1) })
			r.do("rollback", r.rollback)
			r.do("states", func() any { return list(orm.StateOf(a), orm.StateOf(b)) })
			a.Parent.Clear()
			r.s.Add(a)
			r.do("again", r.flush)
		}},
		{"tree turned upside down", "insert into spots values(1,'a',null);insert into spots values(2,'b',1);insert into spots values(3,'c',2)", func(r *ruling) {
			a, b, c := rget[rSpot](r, 1), rget[rSpot](r, 2), rget[rSpot](r, 3)
			c.Parent.Clear()
			b.Parent.Set(c)
			a.Parent.Set(b)
			r.do("flush", r.flush)
			r.do("children", func() any {
				return list(either(c.Children.All(ctx)), either(b.Children.All(ctx)), either(a.Children.All(ctx)))
			})
			r.s.Delete(b)
			r.do("delete middle", r.flush)
		}},
		{"a child in a list that is not loaded, removed again", "insert into teams values(1,'t');insert into members values(1,'a',1)", func(r *ruling) {
			t, m := rget[rTeam](r, 1), &rMember{Name: new("n")}
			m.Team.Set(t)
			r.s.Add(m)
			r.do("loaded", func() any { return t.Members.Loaded() })
			m.Team.Clear()
			r.do("flush", r.flush)
			r.do("members", func() any { return either(t.Members.All(ctx)) })
		}},
	})
}
