package orm_test

import (
	"testing"

	"github.com/aludel/aludel/orm"
)

// What cascades: delete, delete-orphan, and what is let go.
func TestRulesCascade(t *testing.T) {
	const onePerson = "insert into persons values(1,'p');insert into passports values(1,'a',1);insert into lockers values(1,'x',1);"
	const twoPersons = onePerson + "insert into persons values(2,'q');insert into passports values(2,'b',2);insert into lockers values(2,'y',2)"
	const box = "insert into boxes values(1,'b');insert into things values(1,'t',1);"
	const team = "insert into teams values(1,'t');insert into members values(1,'a',1);insert into members values(2,'b',1);"
	const twigs = "insert into twigs values(1,'root',null);insert into twigs values(2,'a',1);insert into twigs values(3,'b',2);"
	const docs = "insert into folders values(1,'f');insert into folders values(2,'g');insert into labels values(1,'l');"
	runRules(t, "cascade", ruleModels, []rule{
		{"two owners, one is left", docs + "insert into docs values(1,'d',1,1);insert into docs values(2,'e',1,1)", func(r *ruling) {
			f, l := rget[rFolder](r, 1), rget[rLabel](r, 1)
			r.do("load", func() any { return list(either(f.Docs.All(ctx)), either(l.Docs.All(ctx))) })
			d := f.Docs.Items()[0]
			r.do("leave folder", func() any { f.Docs.Remove(d); return l.Docs.Items() })
			r.do("flush", r.flush)
			r.do("state", func() any { return orm.StateOf(d) })
			r.do("rollback", r.rollback)
			r.do("again", func() any { return list(either(f.Docs.All(ctx)), either(l.Docs.All(ctx))) })
		}},
		{"two owners, a new one with one of them", docs, func(r *ruling) {
			d := &rDoc{Name: new("d"), Folder: orm.RefTo(rget[rFolder](r, 1))}
			r.s.Add(d)
			r.do("flush", r.flush)
			r.do("state", func() any { return orm.StateOf(d) })
		}},
		{"two owners, a pending one leaves one of them", docs, func(r *ruling) {
			f, l := rget[rFolder](r, 1), rget[rLabel](r, 1)
			must(r, f.Docs.Load(ctx))
			must(r, l.Docs.Load(ctx))
			d := &rDoc{Name: new("d")}
			f.Docs.Append(d)
			l.Docs.Append(d)
			r.do("pending", func() any { return orm.StateOf(d) })
			f.Docs.Remove(d)
			r.do("orphan", func() any { return orm.StateOf(d) })
			r.do("flush", r.flush)
			r.do("state", func() any { return list(orm.StateOf(d), f.Docs.Items(), l.Docs.Items()) })
		}},
		{"moved between owners by the lists", docs + "insert into docs values(1,'d',1,null)", func(r *ruling) {
			f, h := rget[rFolder](r, 1), rget[rFolder](r, 2)
			must(r, f.Docs.Load(ctx))
			must(r, h.Docs.Load(ctx))
			d := f.Docs.Items()[0]
			f.Docs.Remove(d)
			h.Docs.Append(d)
			r.do("flush", r.flush)
			f.Docs.Append(d)
			r.do("lists", func() any { return list(f.Docs.Items(), h.Docs.Items(), d.Folder.Item()) })
			r.do("flush back", r.flush)
			r.do("state", func() any { return orm.StateOf(d) })
		}},
		{"moved by the reference, then back", docs + "insert into docs values(1,'d',1,null)", func(r *ruling) {
			d, f, h := rget[rDoc](r, 1), rget[rFolder](r, 1), rget[rFolder](r, 2)
			must(r, f.Docs.Load(ctx))
			must(r, h.Docs.Load(ctx))
			d.Folder.Set(h)
			d.Folder.Set(f)
			r.do("flush", r.flush)
			d.Folder.Set(h)
			r.do("lists", func() any { return list(f.Docs.Items(), h.Docs.Items()) })
			r.do("flush", r.flush)
			d.Folder.Clear()
			r.do("lists", func() any { return list(f.Docs.Items(), h.Docs.Items()) })
			r.do("flush none", r.flush)
		}},
		{"an owner goes, the other list is stale", docs + "insert into docs values(1,'d',1,1)", func(r *ruling) {
			f, l := rget[rFolder](r, 1), rget[rLabel](r, 1)
			must(r, f.Docs.Load(ctx))
			must(r, l.Docs.Load(ctx))
			r.s.Delete(f)
			r.do("flush", r.flush)
			r.do("stale", func() any { return l.Docs.Items() })
			r.do("commit", r.commit)
			r.do("fresh", func() any { return either(l.Docs.All(ctx)) })
		}},
		{"one-to-one, replaced", onePerson, func(r *ruling) {
			p := rget[rPerson](r, 1)
			old, oldl := aim(r, &p.Passport), aim(r, &p.Locker)
			p.Passport.Set(&rPassport{Name: new("b")})
			p.Locker.Set(&rLocker{Name: new("y")})
			r.do("back", func() any { return list(old.Person.Item(), oldl.Person.Item()) })
			r.do("flush", r.flush)
			r.do("state", func() any { return list(orm.StateOf(old), orm.StateOf(oldl)) })
		}},
		{"one-to-one, taken from another", twoPersons, func(r *ruling) {
			p, q := rget[rPerson](r, 1), rget[rPerson](r, 2)
			aim(r, &p.Passport)
			aim(r, &p.Locker)
			passport, locker := aim(r, &q.Passport), aim(r, &q.Locker)
			p.Locker.Set(locker)
			r.do("lockers", func() any { return list(p.Locker.Item(), q.Locker.Item()) })
			r.do("flush", r.flush)
			p.Passport.Set(passport)
			r.do("passports", func() any { return list(p.Passport.Item(), q.Passport.Item()) })
			r.do("flush", r.flush)
		}},
		{"one-to-one, cleared", onePerson, func(r *ruling) {
			p := rget[rPerson](r, 1)
			aim(r, &p.Passport)
			aim(r, &p.Locker)
			p.Passport.Clear()
			p.Locker.Clear()
			r.do("flush", r.flush)
		}},
		{"one-to-one, by the other side", onePerson + "insert into persons values(2,'q')", func(r *ruling) {
			p, q := rget[rPerson](r, 1), rget[rPerson](r, 2)
			pass := aim(r, &p.Passport)
			aim(r, &q.Passport)
			pass.Person.Set(q)
			r.do("sides", func() any { return list(p.Passport.Item(), q.Passport.Item()) })
			r.do("flush", r.flush)
			pass.Person.Clear()
			r.do("flush none", r.flush)
		}},
		{"one-to-one, cleared without loading and set again by the other side", onePerson, func(r *ruling) {
			p, a := rget[rPerson](r, 1), rget[rPassport](r, 1)
			aim(r, &a.Person)
			p.Passport.Clear()
			a.Person.Set(p)
			r.do("flush", r.flush)
			r.do("kept", func() any { return list(p.Passport.Item(), orm.StateOf(a)) })
		}},
		{"one-to-one, deleted", onePerson, func(r *ruling) {
			p := rget[rPerson](r, 1)
			aim(r, &p.Passport)
			r.s.Delete(p)
			r.do("flush", r.flush)
		}},
		{"passive deletes, not loaded", box + "insert into things values(2,'u',1)", func(r *ruling) {
			r.s.Delete(rget[rBox](r, 1))
			r.do("flush", r.flush)
			r.do("left", func() any { return r.rows("select count(*) as a, 1 as b from things") })
		}},
		{"passive deletes, loaded with a new one and one that was removed", box + "insert into things values(2,'u',1)", func(r *ruling) {
			b := rget[rBox](r, 1)
			u, n := those(r, &b.Things)[1], &rThing{Name: new("n")}
			b.Things.Append(n)
			b.Things.Remove(u)
			r.s.Delete(b)
			r.do("flush", r.flush)
			r.do("states", func() any { return list(orm.StateOf(n), orm.StateOf(u)) })
		}},
		{"passive deletes, not loaded with one appended", box + "insert into things values(2,'u',null)", func(r *ruling) {
			b, t, u := rget[rBox](r, 1), rget[rThing](r, 1), rget[rThing](r, 2)
			u.Box.Set(b)
			r.s.Delete(b)
			r.do("flush", r.flush)
			r.do("states", func() any { return list(orm.StateOf(t), orm.StateOf(u)) })
		}},
		{"parent deleted, child changed", team, func(r *ruling) {
			t, m := rget[rTeam](r, 1), rget[rMember](r, 1)
			m.Name = new("c")
			r.s.Delete(t)
			r.do("flush", r.flush)
		}},
		{"parent and one child deleted", team, func(r *ruling) {
			r.s.Delete(rget[rTeam](r, 1), rget[rMember](r, 1))
			r.do("flush", r.flush)
		}},
		{"parent deleted, child moved to a new parent", "insert into teams values(1,'t');insert into members values(1,'a',1)", func(r *ruling) {
			t, m := rget[rTeam](r, 1), rget[rMember](r, 1)
			those(r, &t.Members)
			r.s.Delete(t)
			m.Team.Set(&rTeam{Name: new("n")})
			r.do("flush", r.flush)
		}},
		{"branch moved out of a deleted tree", twigs + "insert into twigs values(4,'other',null)", func(r *ruling) {
			root, a, b, o := rget[rTwig](r, 1), rget[rTwig](r, 2), rget[rTwig](r, 3), rget[rTwig](r, 4)
			those(r, &root.Children)
			those(r, &a.Children)
			those(r, &o.Children)
			a.Children.Remove(b)
			o.Children.Append(b)
			r.s.Delete(root)
			r.do("flush", r.flush)
			r.do("states", func() any { return list(orm.StateOf(a), orm.StateOf(b)) })
		}},
		{"branch removed with its leaves", twigs + "insert into twigs values(4,'c',3)", func(r *ruling) {
			root := rget[rTwig](r, 1)
			root.Children.Remove(those(r, &root.Children)[0])
			r.do("flush", r.flush)
		}},
		{"leaf moved up to the root", twigs, func(r *ruling) {
			root, a, b := rget[rTwig](r, 1), rget[rTwig](r, 2), rget[rTwig](r, 3)
			those(r, &root.Children)
			those(r, &a.Children)
			b.Parent.Set(root)
			root.Children.Remove(a)
			r.do("flush", r.flush)
			r.do("children", func() any { return root.Children.Items() })
		}},
		{"expunge follows only where it cascades", team + twigs, func(r *ruling) {
			root, t := rget[rTwig](r, 1), rget[rTeam](r, 1)
			a, m := those(r, &root.Children)[0], those(r, &t.Members)[0]
			r.s.Expunge(root, t)
			r.do("states", func() any { return list(orm.StateOf(root), orm.StateOf(a), orm.StateOf(t), orm.StateOf(m)) })
		}},
		{"a child of a deleted parent added back", docs + "insert into docs values(1,'d',1,null)", func(r *ruling) {
			f := rget[rFolder](r, 1)
			d := those(r, &f.Docs)[0]
			f.Docs.Remove(d)
			r.s.Add(d)
			r.do("flush", r.flush)
			r.do("state", func() any { return orm.StateOf(d) })
		}},
	})
}
