package ormrules_test

import (
	"context"
	"testing"

	"github.com/aludel/aludel/orm"
)

// load loads collections and references.
func load(r *ruling, cs ...interface{ Load(context.Context) error }) {
	r.Helper()
	for _, c := range cs {
		must(r, c.Load(ctx))
	}
}

// remove deletes objects and flushes, as one step.
func (r *ruling) remove(os ...orm.Mapped) {
	r.do("delete", func() any { r.s.Delete(os...); return try(r.s.Flush(ctx)) })
}

// states is what became of objects.
func (r *ruling) states(label string, os ...orm.Mapped) {
	r.do(label, func() any { return state(os...) })
}

// Flushes: rows that refer to each other, keys that change, rows that are taken over, versions, orphans.
func TestUnits(t *testing.T) {
	const dept = "insert into depts values(1,'d',null);insert into staff values(1,'a',1);insert into staff values(2,'b',1);update depts set head_id=1"
	const links = "insert into links values(1,'a',null);insert into links values(2,'b',1);insert into links values(3,'c',2)"
	const lands = "insert into lands values('a','A');insert into lands values('b','B');insert into towns values(1,'x','a');insert into towns values(2,'y','a');" +
		"insert into realms values('r','R');insert into forts values(1,'f','r');insert into forts values(2,'g','r')"
	const account = "insert into accounts values(1,'a',1);insert into entries values(1,'e',1)"
	const folder = "insert into folders values(1,'f');insert into docs values(1,'d',1);insert into docs values(2,'e',1)"
	const cars = "insert into engines values(1,'e');insert into cars values(1,'c',1);insert into cars values(2,'d',null)"
	const towns = "select name as a, land_code as b from towns order by id"
	runRules(t, "units", []rule{
		{"post update: a circle of new ones", "", func(r *ruling) {
			d, a := &Dept{Name: new("d")}, &Staff{Name: new("a")}
			r.s.Add(d, a)
			a.Dept.Set(d)
			d.Head.Set(a)
			r.flush()
			r.do("keys", func() any { return list(d.HeadID, a.DeptID) })
		}},
		{"post update: changed and cleared", dept, func(r *ruling) {
			d := get[Dept](r, 1)
			load(r, &d.Head)
			d.Head.Set(get[Staff](r, 2))
			r.flush()
			d.Head.Clear()
			r.flush()
		}},
		{"post update: both deleted", dept, func(r *ruling) {
			d := get[Dept](r, 1)
			load(r, &d.Head, &d.Staff)
			ab := d.Staff.Items()
			r.remove(ab[0], ab[1], d)
		}},
		{"post update: the one referred to is deleted", dept, func(r *ruling) {
			d := get[Dept](r, 1)
			a := ok(d.Head.Get(ctx))
			d.Head.Clear()
			r.remove(a)
		}},
		{"post update: with another change of the row", dept, func(r *ruling) {
			d := get[Dept](r, 1)
			load(r, &d.Head)
			d.Name = new("e")
			d.Head.Set(get[Staff](r, 2))
			r.flush()
		}},
		{"ring: closed, opened, deleted", links, func(r *ruling) {
			a, b, c := get[Link](r, 1), get[Link](r, 2), get[Link](r, 3)
			load(r, &a.Next, &b.Next, &c.Next)
			a.Next.Set(c)
			r.flush()
			b.Next.Clear()
			r.flush()
			r.remove(a, c, b)
		}},
		{"ring: of itself", "", func(r *ruling) {
			a := &Link{Name: new("a")}
			r.s.Add(a)
			a.Next.Set(a)
			r.flush()
			r.do("id", func() any { return *a.NextID == a.ID })
			r.remove(a)
		}},
		{"key change: passed on to what is loaded and what is not", "loose;" + lands, func(r *ruling) {
			get[Land](r, "a").Code = "z"
			r.flush()
			r.rows(towns)
		}},
		{"key change: with a member moved away", "loose;" + lands, func(r *ruling) {
			a, b := get[Land](r, "a"), get[Land](r, "b")
			load(r, &a.Towns, &b.Towns)
			a.Code = "z"
			a.Towns.Items()[0].Land.Set(b)
			r.flush()
			r.rows(towns)
		}},
		{"key change: with a new member and one removed", "loose;" + lands, func(r *ruling) {
			a := get[Land](r, "a")
			load(r, &a.Towns)
			a.Code = "z"
			a.Towns.Remove(a.Towns.Items()[1])
			a.Towns.Append(&Town{Name: new("n")})
			r.flush()
			r.rows(towns)
		}},
		{"key change: left to the database", lands, func(r *ruling) {
			a := get[Realm](r, "r")
			load(r, &a.Forts)
			a.Code = "z"
			r.flush()
			r.commit()
			r.do("forts", func() any {
				return each(ok(a.Forts.All(ctx)), func(f *Fort) any { return list(f.Name, f.RealmCode) })
			})
		}},
		{"key change: the object is found by the new key", lands, func(r *ruling) {
			a := get[Realm](r, "r")
			a.Code = "z"
			r.flush()
			r.do("new", func() any { return get[Realm](r, "z") == a })
			r.do("old", func() any { return either(orm.Get[Realm](ctx, r.s, "r")) })
			r.rollback()
			r.do("back", func() any { return list(get[Realm](r, "r") == a, a.Code) })
		}},
		{"key change: of a deleted one, then taken by another", "loose;" + lands, func(r *ruling) {
			a, b := get[Land](r, "a"), get[Land](r, "b")
			load(r, &a.Towns, &b.Towns)
			for _, t := range append([]*Town{}, a.Towns.Items()...) {
				t.Land.Set(b)
			}
			r.remove(a)
			b.Code = "a"
			r.flush()
			r.rows(towns)
		}},
		{"key change: of a composite key", "loose;" + shelfRows, func(r *ruling) {
			s := get[Shelf](r, 2, 1)
			load(r, &s.Books, &s.Topics)
			s.No = 9
			r.flush()
			r.do("found", func() any { return get[Shelf](r, 2, 9) == s })
		}},
		{"row switch: deleted and added with the same key", lands, func(r *ruling) {
			a, n := get[Realm](r, "r"), &Realm{Code: "r", Name: new("N")}
			load(r, &a.Forts)
			r.s.Delete(a)
			r.s.Add(n)
			r.flush()
			r.do("states", func() any { return list(state(a, n), get[Realm](r, "r") == n) })
		}},
		{"row switch: of an association object with its collection", shelfRows, func(r *ruling) {
			s := get[Shelf](r, 1, 1)
			load(r, &s.Books, &s.Topics)
			r.s.Delete(s)
			r.s.Add(&Shelf{Room: 1, No: 1, Name: new("n"), Books: orm.ListOf(&Book{Name: new("nb")})})
			r.flush()
			names(r, "books", orm.Select(Books).OrderBy(Books.ID))
		}},
		{"row switch: undone", lands, func(r *ruling) {
			a, n := get[Realm](r, "r"), &Realm{Code: "r", Name: new("N")}
			load(r, &a.Forts)
			r.s.Delete(a)
			r.s.Add(n)
			must(r, r.s.Flush(ctx))
			r.rollback()
			r.do("back", func() any { return list(state(a, n), get[Realm](r, "r") == a, a.Name) })
		}},
		{"versions: counted, stale update and delete", account, func(r *ruling) {
			a := get[Account](r, 1)
			a.Name = new("b")
			r.flush()
			r.do("version", func() any { return a.Version })
			must(r, r.s.ExecText(ctx, "update accounts set version=9"))
			a.Name = new("c")
			r.flush()
			r.rollback()
			a = get[Account](r, 1)
			load(r, &a.Entries)
			must(r, r.s.ExecText(ctx, "update accounts set version=9"))
			r.s.Delete(a)
			r.flush()
		}},
		{"versions: untouched by changes of members", account, func(r *ruling) {
			a := get[Account](r, 1)
			load(r, &a.Entries)
			a.Entries.Append(&Entry{Name: new("n")})
			r.flush()
			r.do("version", func() any { return a.Version })
		}},
		{"versions: row switch", "insert into accounts values(1,'a',3)", func(r *ruling) {
			a, n := get[Account](r, 1), &Account{ID: 1, Name: new("n")}
			load(r, &a.Entries)
			r.s.Delete(a)
			r.s.Add(n)
			r.flush()
			r.do("version", func() any { return n.Version })
		}},
		{"orphan: moved to another owner", "insert into folders values(1,'f');insert into folders values(2,'g');insert into docs values(1,'d',1)", func(r *ruling) {
			f, g := get[Folder](r, 1), get[Folder](r, 2)
			load(r, &f.Docs, &g.Docs)
			d := f.Docs.Items()[0]
			d.Folder.Set(g)
			r.flush()
			r.states("state", d)
			g.Docs.Remove(d)
			f.Docs.Append(d)
			r.flush()
			r.do("state", func() any { return list(state(d), f.Docs.Items(), g.Docs.Items()) })
		}},
		{"orphan: moved to a new owner, the old one deleted", folder, func(r *ruling) {
			f, g := get[Folder](r, 1), &Folder{Name: new("g")}
			load(r, &f.Docs)
			d := f.Docs.Items()[0]
			r.s.Add(g)
			g.Docs.Append(d)
			r.s.Delete(f)
			r.flush()
			r.states("state", d)
		}},
		{"orphan: list replaced", folder, func(r *ruling) {
			f := get[Folder](r, 1)
			load(r, &f.Docs)
			d, e := f.Docs.Items()[0], f.Docs.Items()[1]
			f.Docs.Replace(e, &Doc{Name: new("n")})
			r.do("states", func() any { return list(state(d, e), d.Folder.Item()) })
			r.flush()
			r.states("states", d, e)
		}},
		{"orphan: a tree cut and pasted", "insert into twigs values(1,'r',null);insert into twigs values(2,'a',1);insert into twigs values(3,'b',2);insert into twigs values(4,'c',3)", func(r *ruling) {
			root, a, b, c := get[Twig](r, 1), get[Twig](r, 2), get[Twig](r, 3), get[Twig](r, 4)
			load(r, &root.Children, &a.Children, &b.Children, &c.Children)
			a.Children.Remove(b)
			root.Children.Append(b)
			r.s.Delete(a)
			r.flush()
			r.states("states", root, a, b, c)
		}},
		{"single parent: shared is refused", cars, func(r *ruling) {
			c, d := get[Car](r, 1), get[Car](r, 2)
			e := ok(c.Engine.Get(ctx))
			r.do("second", func() any { d.Engine.Set(e); return try(r.s.Flush(ctx)) })
			r.rollback()
			c, d = get[Car](r, 1), get[Car](r, 2)
			n := &Engine{Name: new("n")}
			c.Engine.Set(n)
			r.do("new", func() any { d.Engine.Set(n); return try(r.s.Flush(ctx)) })
		}},
		{"single parent: replaced, moved, owner deleted", cars, func(r *ruling) {
			c, d := get[Car](r, 1), get[Car](r, 2)
			load(r, &c.Engine, &d.Engine)
			e := c.Engine.Item()
			c.Engine.Set(&Engine{Name: new("n")})
			n := c.Engine.Item()
			r.flush()
			r.states("states", e, n)
			c.Engine.Clear()
			d.Engine.Set(n)
			r.flush()
			r.states("moved", n)
			r.remove(d)
		}},
		{"order of entities, and of rows", "", func(r *ruling) {
			a, b, x, c, t := &Author{Name: new("a")}, &Author{Name: new("b")}, &Article{Name: new("x")}, &Comment{Name: new("c")}, &Tag{Name: new("t")}
			must(r, Models.Wire(a, b, x, c, t))
			x.Author.Set(b)
			c.Article.Set(x)
			x.Tags.Append(t)
			r.s.Add(c, t, a, b)
			r.flush()
		}},
		{"self-referential order: branches before their leaves", "", func(r *ruling) {
			c := &Spot{Name: new("c")}
			r.s.Add(c, &Spot{Name: new("a"), Children: orm.ListOf(&Spot{Name: new("b"), Children: orm.ListOf(c)}, &Spot{Name: new("d")})})
			r.flush()
			all := ok(orm.Select(Spots).OrderBy(Spots.ID).All(ctx, r.s))
			var objs []orm.Mapped
			for _, s := range all {
				load(r, &s.Children)
				objs = append(objs, s)
			}
			r.remove(objs...)
		}},
		{"peers: of oneself, and both ways at once", "insert into peers values(1,'a');insert into peers values(2,'b')", func(r *ruling) {
			a, b := get[Peer](r, 1), get[Peer](r, 2)
			load(r, &a.Knows, &a.KnownBy, &b.Knows, &b.KnownBy)
			a.Knows.Append(b)
			b.Knows.Append(a)
			a.Knows.Append(a)
			r.do("sides", func() any { return list(a.Knows.Items(), a.KnownBy.Items(), b.Knows.Items(), b.KnownBy.Items()) })
			r.flush()
			r.remove(a)
		}},
		{"association of composite keys", shelfRows, func(r *ruling) {
			s, x, y, n := get[Shelf](r, 1, 1), get[Topic](r, 1), get[Topic](r, 2), &Shelf{Room: 3, No: 3, Name: new("n")}
			load(r, &s.Topics, &x.Shelves, &y.Shelves)
			s.Topics.Append(y)
			s.Topics.Remove(x)
			y.Shelves.Append(n)
			r.do("sides", func() any { return list(s.Topics.Items(), x.Shelves.Items(), y.Shelves.Items()) })
			r.s.Add(n)
			r.flush()
		}},
		{"defaults: given and not", "", func(r *ruling) {
			a, b := &Job{Name: new("a")}, &Job{Name: new("b"), State: new("given"), Prio: new(int64(1))}
			r.s.Add(a, b)
			r.flush()
			r.do("values", func() any {
				must(r, r.s.Refresh(ctx, a, Jobs.Prio))
				return list(a.State, a.Prio, a.Tick, b.State, b.Prio)
			})
			a.Name = new("c")
			r.flush()
			r.do("tick", func() any { return a.Tick })
		}},
		{"net changes only", articleRows, func(r *ruling) {
			a := get[Author](r, 1)
			a.Name = new("z")
			a.Name = new("ann")
			r.flush()
			a.Age, a.Name = nil, new("q")
			r.flush()
			load(r, &a.Articles)
			x := a.Articles.Items()[0]
			a.Articles.Remove(x)
			a.Articles.Append(x)
			r.flush()
		}},
		{"a foreign key assigned beside an unloaded reference", articleRows, func(r *ruling) {
			x := get[Article](r, 1)
			x.AuthorID = new(int64(2))
			r.flush()
			r.do("author", func() any { return either(x.Author.Get(ctx)) })
			x.AuthorID = new(int64(3))
			r.flush()
			r.s.ExpireAttrs(x, Articles.Author)
			r.do("again", func() any { return either(x.Author.Get(ctx)) })
		}},
		{"sorted and read-only collections", "insert into bins values(1,'b');insert into parts values(1,'good',7,1);insert into parts values(2,'x',9,1);insert into parts values(3,'yy',1,1);insert into parts values(4,'a',null,1)", func(r *ruling) {
			b := get[Bin](r, 1)
			r.do("sorted", func() any { return either(b.Parts.All(ctx)) })
			r.do("good", func() any { return either(b.Good.All(ctx)) })
			r.do("heavy", func() any { return either(b.Heavy.All(ctx)) })
			r.s.ExpungeAll()
			r.do("eager", func() any {
				return each(ok(orm.Select(Bins).Options(orm.Joined(Bins.Parts), orm.SelectIn(Bins.Good), orm.InSubquery(Bins.Heavy)).All(ctx, r.s)), func(b *Bin) any {
					return list(b.Parts.Items(), b.Good.Items(), b.Heavy.Items())
				})
			})
			names(r, "any", orm.Select(Bins).Where(Bins.Heavy.Any(Parts.Name.Eq("x"))))
			names(r, "join", orm.Select(Parts).From(Bins).Join(Bins.Good))
			b = get[Bin](r, 1)
			b.Good.Append(&Part{Name: new("n")})
			r.flush()
		}},
	})
}
