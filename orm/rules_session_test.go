package orm_test

import (
	"testing"

	"github.com/aludel/aludel/orm"
)

// Rollback, savepoints, expiry, refreshing, autoflush and identity.
func TestRulesSession(t *testing.T) {
	const team = "insert into teams values(1,'t');insert into members values(1,'a',1);"
	const folder = "insert into folders values(1,'f');insert into docs values(1,'d',1,null);"
	const one = "create unique index one on teams(name)"
	point := func(r *ruling) *orm.Savepoint {
		p, err := r.s.Savepoint(ctx)
		must(r, err)
		return p
	}
	release := func(p *orm.Savepoint) func() any { return func() any { return try(p.Release(ctx)) } }
	back := func(p *orm.Savepoint) func() any { return func() any { return try(p.Rollback(ctx)) } }
	refresh := func(r *ruling, o orm.Mapped, attrs ...orm.Element) func() any {
		return func() any { return try(r.s.Refresh(ctx, o, attrs...)) }
	}
	runRules(t, "session", ruleModels, []rule{
		{"rollback puts back columns, lists and references", team + "insert into members values(2,'b',1);insert into teams values(2,'u')", func(r *ruling) {
			t, u := rget[rTeam](r, 1), rget[rTeam](r, 2)
			ab := those(r, &t.Members)
			a, b, n := ab[0], ab[1], &rMember{Name: new("n")}
			those(r, &u.Members)
			aim(r, &a.Team)
			t.Name = new("x")
			a.Team.Set(u)
			t.Members.Remove(b)
			t.Members.Append(n)
			r.do("flush", r.flush)
			r.do("rollback", r.rollback)
			r.do("names", func() any { return list(t.Name, a.Name) })
			r.do("lists", func() any { return list(either(t.Members.All(ctx)), either(u.Members.All(ctx))) })
			r.do("refs", func() any { return list(either(a.Team.Get(ctx)), either(b.Team.Get(ctx)), orm.StateOf(n)) })
			r.do("nothing left", r.flush)
		}},
		{"rollback without a flush", team, func(r *ruling) {
			t, n := rget[rTeam](r, 1), &rMember{Name: new("n")}
			a := those(r, &t.Members)[0]
			t.Name = new("x")
			t.Members.Append(n)
			a.Team.Clear()
			r.do("rollback", r.rollback)
			r.do("state", func() any { return list(orm.StateOf(n), t.Name, either(t.Members.All(ctx))) })
		}},
		{"rollback of a delete and of what cascaded", folder, func(r *ruling) {
			f := rget[rFolder](r, 1)
			d := those(r, &f.Docs)[0]
			r.s.Delete(f)
			r.do("flush", r.flush)
			r.do("gone", func() any { return list(orm.StateOf(f), orm.StateOf(d), r.s.Contains(f), maybe[rFolder](r.s, 1)) })
			r.do("rollback", r.rollback)
			r.do("back", func() any {
				return list(orm.StateOf(f), orm.StateOf(d), rget[rFolder](r, 1) == f, either(f.Docs.All(ctx)))
			})
		}},
		{"deleted, but not flushed, then rolled back", folder, func(r *ruling) {
			f := rget[rFolder](r, 1)
			r.s.Delete(f)
			r.do("marked", func() any { return list(len(r.s.Deleted()) == 1, r.s.Contains(f)) })
			r.do("rollback", r.rollback)
			r.do("not marked", func() any { return list(len(r.s.Deleted()) == 1, orm.StateOf(f)) })
			r.do("flush", r.flush)
		}},
		{"added after delete in one transaction", team, func(r *ruling) {
			t := rget[rTeam](r, 1)
			r.s.Delete(t)
			r.s.Add(t)
			r.do("taken back", func() any { return list(len(r.s.Deleted()) == 1, orm.StateOf(t)) })
			r.do("flush", r.flush)
		}},
		{"savepoints within each other, inner released, outer rolled back", team, func(r *ruling) {
			t, n := rget[rTeam](r, 1), &rTeam{Name: new("n")}
			t.Name = new("a")
			p := point(r)
			t.Name = new("b")
			q := point(r)
			t.Name = new("c")
			r.s.Add(n)
			r.do("release inner", release(q))
			r.do("state", func() any { return list(orm.StateOf(n), t.Name) })
			r.do("rollback outer", back(p))
			r.do("after", func() any { return list(orm.StateOf(n), t.Name) })
			r.do("commit", r.commit)
			r.do("stored", func() any { return rget[rTeam](r, 1).Name })
		}},
		{"savepoint keeps what did not change inside", team + "insert into teams values(2,'u')", func(r *ruling) {
			t, u := rget[rTeam](r, 1), rget[rTeam](r, 2)
			those(r, &t.Members)
			u.Name = new("before")
			p := point(r)
			t.Name = new("x")
			must(r, r.s.Flush(ctx))
			r.do("rollback", back(p))
			r.do("t is read again", func() any { return rget[rTeam](r, 1).Name })
			r.do("u is not", func() any { return rget[rTeam](r, 2).Name })
			r.do("members", func() any { return either(t.Members.All(ctx)) })
		}},
		{"savepoint with a delete inside", team, func(r *ruling) {
			t := rget[rTeam](r, 1)
			m := those(r, &t.Members)[0]
			p := point(r)
			r.s.Delete(m)
			must(r, r.s.Flush(ctx))
			r.do("gone", func() any { return list(orm.StateOf(m)) })
			r.do("rollback", back(p))
			r.do("back", func() any { return list(orm.StateOf(m), either(t.Members.All(ctx))) })
			p = point(r)
			r.s.Delete(m)
			r.do("release", release(p))
			r.do("commit", r.commit)
			r.do("left", func() any { return list(orm.StateOf(m), either(t.Members.All(ctx))) })
		}},
		{"failed flush inside a savepoint", team + one, func(r *ruling) {
			t, n := rget[rTeam](r, 1), &rTeam{Name: new("u")}
			t.Name = new("u")
			p := point(r)
			r.s.Add(n)
			r.do("flush", r.flush)
			r.do("use", func() any { return either(orm.Select(rTeams).All(ctx, r.s)) })
			r.do("rollback", back(p))
			r.do("after", func() any { return list(orm.StateOf(n), t.Name) })
			r.do("commit", r.commit)
			r.do("stored", func() any { return rget[rTeam](r, 1).Name })
		}},
		{"failed flush, then rollback, then the same again", "insert into teams values(1,'t');" + one, func(r *ruling) {
			m := &rMember{Name: new("m")}
			n := &rTeam{Name: new("t"), Members: orm.ListOf(m)}
			r.s.Add(n)
			r.do("flush", r.flush)
			r.do("commit", r.commit)
			r.do("rollback", r.rollback)
			r.do("states", func() any { return list(orm.StateOf(n), orm.StateOf(m), n.Members.Items()) })
			n.Name = new("ok")
			r.s.Add(n)
			r.do("again", r.commit)
			r.do("members", func() any {
				return list(either(n.Members.All(ctx)), r.rows("select count(*) as a, max(id) as b from members"))
			})
		}},
		{"expire with pending changes", team, func(r *ruling) {
			t, n := rget[rTeam](r, 1), &rMember{Name: new("n")}
			those(r, &t.Members)
			t.Name = new("x")
			t.Members.Append(n)
			r.s.Expire(t)
			r.do("name", func() any { return either(t.Name, r.s.Refresh(ctx, t)) })
			r.do("members", func() any { return either(t.Members.All(ctx)) })
			r.do("new one", func() any { return list(orm.StateOf(n), either(n.Team.Get(ctx))) })
		}},
		{"expire one attribute", team, func(r *ruling) {
			t := rget[rTeam](r, 1)
			those(r, &t.Members)
			t.Name = new("x")
			r.s.ExpireAttrs(t, rTeams.Members)
			r.do("flush", r.flush)
			r.do("members", func() any { return either(t.Members.All(ctx)) })
		}},
		{"refresh of a row that is gone", team, func(r *ruling) {
			t := rget[rTeam](r, 1)
			must(r, r.s.ExecText(ctx, "delete from members"))
			must(r, r.s.ExecText(ctx, "delete from teams"))
			r.do("refresh", refresh(r, t))
			r.do("get", func() any { return maybe[rTeam](r.s, 1) })
			r.do("rollback", r.rollback)
			r.do("refresh", refresh(r, t))
		}},
		{"refresh takes back changes", team, func(r *ruling) {
			t := rget[rTeam](r, 1)
			m := those(r, &t.Members)[0]
			t.Name, m.Name = new("x"), new("y")
			r.do("refresh", refresh(r, t))
			r.do("names", func() any { return list(t.Name, m.Name) })
			r.do("flush", r.flush)
		}},
		{"refresh of a list", team, func(r *ruling) {
			t := rget[rTeam](r, 1)
			those(r, &t.Members)
			must(r, r.s.ExecText(ctx, "insert into members values(2,'b',1)"))
			r.do("old", func() any { return t.Members.Items() })
			r.do("refresh", refresh(r, t, rTeams.Members))
			r.do("new", func() any { return either(t.Members.All(ctx)) })
		}},
		{"refresh of pending and detached", team, func(r *ruling) {
			n := &rTeam{Name: new("n")}
			r.s.Add(n)
			r.do("pending", refresh(r, n))
			r.s.Expunge(n)
			r.do("transient", refresh(r, n))
		}},
		{"populate existing discards changes", team, func(r *ruling) {
			t := rget[rTeam](r, 1)
			those(r, &t.Members)
			t.Name = new("x")
			must(r, r.s.NoAutoflush(func() error {
				r.do("plain", func() any {
					return fields(either2(orm.Select(rTeams).All(ctx, r.s)), func(t *rTeam) any { return t.Name })
				})
				r.do("over", func() any {
					return fields(either2(orm.Select(rTeams).PopulateExisting().All(ctx, r.s)), func(t *rTeam) any { return t.Name })
				})
				return nil
			}))
			r.do("flush", r.flush)
		}},
		{"populate existing keeps a new one in a list", team, func(r *ruling) {
			t, n := rget[rTeam](r, 1), &rMember{Name: new("n")}
			those(r, &t.Members)
			t.Members.Append(n)
			must(r, r.s.NoAutoflush(func() error {
				r.do("over", func() any {
					ts, err := orm.Select(rTeams).Options(orm.SelectIn(rTeams.Members)).PopulateExisting().All(ctx, r.s)
					must(r, err)
					return ts[0].Members.Items()
				})
				return nil
			}))
			r.do("state", func() any { return list(orm.StateOf(n), n.Team.Item()) })
			r.do("flush", r.flush)
		}},
		{"a query refreshes what is expired, not what is changed", "insert into teams values(1,'t');insert into teams values(2,'u')", func(r *ruling) {
			t, u := rget[rTeam](r, 1), rget[rTeam](r, 2)
			must(r, r.s.ExecText(ctx, "update teams set name='theirs'"))
			u.Name = new("mine")
			must(r, r.s.NoAutoflush(func() error {
				r.s.Expire(t)
				r.do("all", func() any {
					return fields(either2(orm.Select(rTeams).OrderBy(rTeams.ID).All(ctx, r.s)), func(t *rTeam) any { return t.Name })
				})
				return nil
			}))
		}},
		{"autoflush in a lazy load", team, func(r *ruling) {
			t := rget[rTeam](r, 1)
			r.s.Add(&rMember{Name: new("n"), TeamID: new(int64(1))})
			r.do("members", func() any { return either(t.Members.All(ctx)) })
			must(r, r.s.NoAutoflush(func() error {
				r.s.ExpireAttrs(t, rTeams.Members)
				r.s.Add(&rMember{Name: new("o"), TeamID: new(int64(1))})
				r.do("members, not flushed", func() any { return either(t.Members.All(ctx)) })
				return nil
			}))
			r.do("flush", r.flush)
		}},
		{"autoflush for a get of what is pending", "", func(r *ruling) {
			n := &rTeam{ID: 5, Name: new("n")}
			r.s.Add(n)
			r.do("get", func() any { return maybe[rTeam](r.s, 5) })
			r.s.Delete(n)
			r.do("get deleted", func() any { return maybe[rTeam](r.s, 5) })
			r.do("query", func() any { return either(orm.Select(rTeams).All(ctx, r.s)) })
		}},
		{"one object, whatever way it comes", team, func(r *ruling) {
			a := rget[rMember](r, 1)
			r.do("same", func() any {
				up := aim(r, &a.Team)
				m, err := orm.Select(rMembers).One(ctx, r.s)
				must(r, err)
				row, err := orm.Select2(rTeams, rMembers).Join(rTeams.Members).One(ctx, r.s)
				must(r, err)
				return list(those(r, &up.Members)[0] == a, m == a, row.V2 == a)
			})
		}},
		{"two new ones with one key", "", func(r *ruling) {
			r.s.Add(&rTeam{ID: 1, Name: new("a")}, &rTeam{ID: 1, Name: new("b")})
			r.do("flush", r.flush)
			r.do("rollback", r.rollback)
			r.do("usable", func() any { return r.rows("select count(*) as a, max(id) as b from teams") })
		}},
		{"a new one with the key of one that is known", team, func(r *ruling) {
			t := rget[rTeam](r, 1)
			r.s.Add(&rTeam{ID: 1, Name: new("a")})
			r.do("flush", r.flush)
			r.do("rollback", r.rollback)
			r.do("known", func() any { return list(rget[rTeam](r, 1) == t, orm.StateOf(t)) })
		}},
		{"commit with something left by nobody", team, func(r *ruling) {
			t := rget[rTeam](r, 1)
			r.do("commit", r.commit)
			r.do("commit", r.commit)
			r.do("rollback", r.rollback)
			t.Name = new("z")
			r.do("commit", r.commit)
		}},
		{"detached, changed, and added again", team, func(r *ruling) {
			t := rget[rTeam](r, 1)
			those(r, &t.Members)
			r.s.Expunge(t)
			t.Name = new("d")
			r.do("flush", r.flush)
			r.do("dirty none", func() any { return list(orm.StateOf(t)) })
			r.s.Add(t)
			r.do("flush", r.flush)
			x := r.session(r.sessions)
			x.Add(t)
			r.do("other session", func() any { return try(x.Flush(ctx)) })
		}},
		{"a detached one whose key the session has", team, func(r *ruling) {
			t := rget[rTeam](r, 1)
			r.s.Expunge(t)
			u := rget[rTeam](r, 1)
			r.s.Add(t)
			r.do("add", r.flush)
			r.do("still", func() any { return list(orm.StateOf(u)) })
			r.do("rollback", r.rollback)
		}},
	})
}

// either2 is a value, or a panic with the error, which a step gives as its result.
func either2[V any](v V, err error) V {
	if err != nil {
		panic(err)
	}
	return v
}
