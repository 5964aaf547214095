package ormrules_test

import (
	"errors"
	"testing"

	"github.com/aludel/aludel/orm"
)

var errUndo = errors.New("undo")

// nested runs f in a savepoint, which is undone.
func (r *ruling) nested(label string, f func()) {
	r.do(label, func() any {
		err := r.s.Nested(ctx, func() error { f(); return errUndo })
		if errors.Is(err, errUndo) {
			return nil
		}
		return err
	})
}

// sent runs a step without writing it down.
func (r *ruling) sent() { must(r, r.s.Flush(ctx)) }

// Sessions: savepoints, lazy loads, both sides of a relationship, merging, and statements about many rows.
func TestSessions(t *testing.T) {
	const folder = "insert into folders values(1,'f');insert into docs values(1,'d',1);insert into docs values(2,'e',1)"
	runRules(t, "sessions", []rule{
		{"savepoint: a deleted one comes back", articleRows, func(r *ruling) {
			c := get[Comment](r, 1)
			r.nested("undo", func() { r.s.Delete(c); r.sent() })
			r.do("state", func() any { return list(state(c), get[Comment](r, 1) == c) })
		}},
		{"savepoint: a new one is let go, a change undone", articleRows, func(r *ruling) {
			a, n := get[Author](r, 1), &Author{Name: new("n")}
			a.Age = new(int64(31))
			r.nested("undo", func() { r.s.Add(n); a.Name = new("mine"); r.sent() })
			r.do("state", func() any { return list(state(n), a.Name, a.Age) })
			r.commit()
			r.rows("select name as a, cast(age as text) as b from authors order by id")
		}},
		{"savepoint: members put back", articleRows, func(r *ruling) {
			a, b := get[Author](r, 1), get[Author](r, 2)
			load(r, &a.Articles, &b.Articles)
			r.nested("undo", func() {
				b.Articles.Append(a.Articles.Items()[0])
				a.Articles.Append(&Article{Name: new("n")})
				r.sent()
			})
			r.do("members", func() any { return list(ok(a.Articles.All(ctx)), ok(b.Articles.All(ctx))) })
		}},
		{"savepoint: kept, then all undone", articleRows, func(r *ruling) {
			a, n := get[Author](r, 1), &Author{Name: new("n")}
			r.do("release", func() any {
				return try(r.s.Nested(ctx, func() error { r.s.Add(n); a.Name = new("mine"); return r.s.Flush(ctx) }))
			})
			r.do("state", func() any { return list(state(n), a.Name) })
			r.rollback()
			r.do("state", func() any { return list(state(n), a.Name) })
		}},
		{"savepoint: in a savepoint", articleRows, func(r *ruling) {
			a := get[Author](r, 1)
			a.Name = new("one")
			r.nested("undo", func() {
				a.Name = new("two")
				r.sent()
				err := r.s.Nested(ctx, func() error { a.Name = new("three"); r.sent(); return errUndo })
				if !errors.Is(err, errUndo) {
					r.Error(err)
				}
				r.record.Note("inner " + *a.Name)
			})
			r.do("name", func() any { return a.Name })
		}},
		{"savepoint: key change undone", "insert into realms values('r','R')", func(r *ruling) {
			a := get[Realm](r, "r")
			r.nested("undo", func() { a.Code = "z"; r.sent() })
			r.do("found", func() any { return list(get[Realm](r, "r") == a, a.Code) })
		}},
		{"lazy loads flush before them", articleRows, func(r *ruling) {
			a, x := get[Author](r, 1), get[Article](r, 3)
			x.AuthorID = new(int64(1))
			r.do("articles", func() any { return either(a.Articles.All(ctx)) })
			r.s.Add(&Comment{Name: new("n"), ArticleID: new(int64(1))})
			y := get[Article](r, 1)
			r.do("comments", func() any { return either(y.Comments.All(ctx)) })
			must(r, r.s.NoAutoflush(func() error {
				r.s.Add(&Comment{Name: new("m"), ArticleID: new(int64(3))})
				r.do("without", func() any { return either(x.Comments.All(ctx)) })
				return nil
			}))
		}},
		{"a reference to what is in the session takes no statement", articleRows, func(r *ruling) {
			a, x, n := get[Author](r, 1), get[Article](r, 1), &Author{ID: 7, Name: new("n")}
			r.do("author", func() any { return ok(x.Author.Get(ctx)) == a })
			r.s.Add(n)
			r.flush()
			y := get[Article](r, 2)
			y.AuthorID = new(int64(7))
			r.flush()
			r.do("new", func() any { return ok(y.Author.Get(ctx)) == n })
		}},
		{"expired: members, reference, both by cascade of refresh", folder, func(r *ruling) {
			f := get[Folder](r, 1)
			load(r, &f.Docs)
			d := f.Docs.Items()[0]
			d.Name = new("mine")
			r.s.ExpireAttrs(f, Folders.Docs)
			r.do("again", func() any { return either(f.Docs.All(ctx)) })
			r.do("kept", func() any { return d.Name })
		}},
		{"refreshed with members", folder, func(r *ruling) {
			f := get[Folder](r, 1)
			load(r, &f.Docs)
			f.Docs.Append(&Doc{Name: new("n")})
			must(r, r.s.NoAutoflush(func() error {
				r.do("refresh", func() any { return try(r.s.Refresh(ctx, f, orm.AttrNamed[Folder](Models, "Name"))) })
				return nil
			}))
			r.do("members", func() any { return f.Docs.Items() })
		}},
		{"backref: a pending one in a list that is not loaded", articleRows, func(r *ruling) {
			a, x := get[Author](r, 1), &Article{Name: new("n")}
			r.s.Add(x)
			x.Author.Set(a)
			r.do("members", func() any { return either(a.Articles.All(ctx)) })
			r.states("state", x)
		}},
		{"backref: replaced, with one taken from another", articleRows, func(r *ruling) {
			a, b := get[Author](r, 1), get[Author](r, 2)
			load(r, &a.Articles, &b.Articles)
			x, y, z := a.Articles.Items()[0], a.Articles.Items()[1], b.Articles.Items()[0]
			r.do("replace", func() any {
				a.Articles.Replace(y, z)
				return list(a.Articles.Items(), b.Articles.Items(), x.Author.Item(), z.Author.Item())
			})
			r.flush()
		}},
		{"backref: removed by the reference and appended by the list", articleRows, func(r *ruling) {
			a, b := get[Author](r, 1), get[Author](r, 2)
			load(r, &a.Articles, &b.Articles)
			x := a.Articles.Items()[0]
			r.do("moves", func() any {
				x.Author.Clear()
				b.Articles.Append(x)
				a.Articles.Insert(0, x)
				return list(a.Articles.Items(), b.Articles.Items(), x.Author.Item())
			})
			r.flush()
		}},
		{"backref: over an association, of new and stored", articleRows, func(r *ruling) {
			x, y, n := get[Article](r, 2), get[Tag](r, 3), &Tag{Name: new("n")}
			must(r, Models.Wire(n))
			load(r, &x.Tags, &y.Articles)
			r.do("sides", func() any {
				n.Articles.Append(x)
				x.Tags.Append(y)
				y.Articles.Remove(x)
				return list(x.Tags.Items(), y.Articles.Items(), state(n))
			})
			r.s.Add(n)
			r.flush()
			x.Tags.Remove(n)
			r.do("other", func() any { return n.Articles.Items() })
			r.flush()
		}},
		{"merge: without loading, a graph with a circle", articleRows, func(r *ruling) {
			a := get[Author](r, 1)
			load(r, &a.Articles)
			xs := a.Articles.Items()
			load(r, &xs[0].Author, &xs[1].Author, &xs[0].Comments)
			r.fresh()
			r.do("merge", func() any {
				m := ok(orm.Merge(ctx, r.s, a, orm.WithoutLoad()))
				x := m.Articles.Items()[0]
				return list(m.Name, m.Articles.Items(), x.Author.Item() == m, x.Comments.Items())
			})
			r.flush()
			r.do("lazy", func() any { return either(get[Article](r, 2).Comments.All(ctx)) })
		}},
		{"merge: with loading, a circle of peers", "insert into peers values(1,'a');insert into peers values(2,'b');insert into peer_links values(1,2)", func(r *ruling) {
			r.do("merge", func() any {
				a, b := &Peer{ID: 1, Name: new("a2")}, &Peer{ID: 2, Name: new("b2")}
				must(r, Models.Wire(a, b))
				a.Knows.Append(b)
				b.Knows.Append(a)
				m := ok(orm.Merge(ctx, r.s, a))
				other := ok(m.Knows.All(ctx))[0]
				return list(m.Name, m.Knows.Items(), ok(other.Knows.All(ctx)), other.Knows.Items()[0] == m)
			})
			r.flush()
		}},
		{"merge: post update and references", "insert into depts values(1,'d',null);insert into staff values(1,'a',1)", func(r *ruling) {
			r.do("merge", func() any {
				m := ok(orm.Merge(ctx, r.s, &Dept{ID: 1, Name: new("d"), Head: orm.RefTo(&Staff{ID: 1, Name: new("a")})}))
				return list(m.Head.Item())
			})
			r.flush()
		}},
		{"merge: twice, the same new key", "", func(r *ruling) {
			r.do("merge", func() any {
				a := ok(orm.Merge(ctx, r.s, &Author{ID: 5, Name: new("x")}))
				b := ok(orm.Merge(ctx, r.s, &Author{ID: 5, Name: new("y")}))
				return list(a == b, a.Name)
			})
			r.flush()
		}},
		{"merge: deferred columns and what is not given", "insert into papers values(1,'p','b1','f1','k1','kind',null)", func(r *ruling) {
			p := get[Paper](r, 1)
			r.fresh()
			r.do("merge", func() any { return list(ok(orm.Merge(ctx, r.s, p)).Name) })
			r.flush()
		}},
		{"bulk update: evaluated, with nulls", articleRows, func(r *ruling) {
			as := []*Author{get[Author](r, 1), get[Author](r, 2), get[Author](r, 3)}
			u := func(label string, c orm.Cond, sync orm.SyncMode) {
				r.do(label, func() any {
					return either(orm.Update(Authors).Where(c).Set(Authors.Name.To("u")).Sync(sync).Exec(ctx, r.s))
				})
				r.do("names", func() any { return each(as, func(a *Author) any { return a.Name }) })
				r.rollback()
				ok(orm.Select(Authors).All(ctx, r.s))
			}
			u("greater", Authors.Age.Gt(35), orm.SyncEvaluate)
			u("unequal", Authors.Age.Ne(30), orm.SyncEvaluate)
			u("not", orm.Not(Authors.Age.Gt(35)), orm.SyncEvaluate)
			u("in", Authors.Age.In(30, 50), orm.SyncEvaluate)
			u("not in", Authors.Age.NotIn(30), orm.SyncEvaluate)
			u("not in these", Authors.Age.NotIn(7, 8), orm.SyncEvaluate)
			u("in none", Authors.Age.In(), orm.SyncEvaluate)
			u("not in none", Authors.Age.NotIn(), orm.SyncEvaluate)
			u("in texts", Authors.Name.In("bob", "cy"), orm.SyncEvaluate)
			u("not in and", orm.And(Authors.Age.NotIn(30), orm.Not(Authors.Name.In("bob"))), orm.SyncEvaluate)
			u("null", Authors.Age.IsNull(), orm.SyncEvaluate)
			u("or", orm.Or(Authors.Age.Gt(40), Authors.Name.Eq("bob")), orm.SyncEvaluate)
			u("fetch", Authors.Age.Gt(35), orm.SyncFetch)
			u("any", Authors.Articles.Any(Articles.Name.Eq("x")), orm.SyncFetch)
		}},
		{"bulk update: expressions, and objects that were changed", articleRows, func(r *ruling) {
			a, b := get[Author](r, 1), get[Author](r, 2)
			a.Name = new("mine")
			r.do("evaluate", func() any {
				return either(orm.Update(Authors).Set(Authors.Age.ToExpr(Authors.Age.Add(1))).Sync(orm.SyncEvaluate).Exec(ctx, r.s))
			})
			r.do("values", func() any { return list(a.Name, a.Age, b.Age) })
			r.do("fetch", func() any {
				return either(orm.Update(Authors).Where(Authors.ID.Lt(3)).Set(Authors.Age.ToExpr(orm.Coalesce(Authors.Age, 0))).Sync(orm.SyncFetch).Exec(ctx, r.s))
			})
			r.do("values", func() any {
				must(r, r.s.Refresh(ctx, a))
				must(r, r.s.Refresh(ctx, b))
				return list(a.Age, b.Age)
			})
		}},
		{"bulk update: of a reference, by another entity", articleRows, func(r *ruling) {
			x, b := get[Article](r, 4), get[Author](r, 2)
			r.do("null reference", func() any {
				return either(orm.Update(Articles).Where(Articles.Author.IsNull()).Set(Articles.AuthorID.To(2)).Sync(orm.SyncEvaluate).Exec(ctx, r.s))
			})
			r.do("key", func() any { return x.AuthorID })
			r.do("of b", func() any {
				return either(orm.Update(Articles).Where(Articles.Author.Eq(b)).Set(Articles.Name.To("of b")).Sync(orm.SyncEvaluate).Exec(ctx, r.s))
			})
			r.do("name", func() any { return x.Name })
		}},
		{"bulk delete: evaluated and fetched", articleRows, func(r *ruling) {
			cs := []*Comment{get[Comment](r, 1), get[Comment](r, 2), get[Comment](r, 3)}
			there := func(label string) {
				r.do(label, func() any { return each(cs, func(c *Comment) any { return r.s.Contains(c) }) })
			}
			r.do("in", func() any {
				return either(orm.Delete(Comments).Where(Comments.Name.In("c1", "zz")).Sync(orm.SyncEvaluate).Exec(ctx, r.s))
			})
			there("there")
			z := orm.Select(Articles.ID).Where(Articles.Name.Eq("z"))
			r.do("fetch", func() any {
				return either(orm.Delete(Comments).Where(Comments.ArticleID.InQuery(z)).Sync(orm.SyncFetch).Exec(ctx, r.s))
			})
			there("there")
			r.rollback()
			there("back")
		}},
		{"bulk: composite keys", shelfRows, func(r *ruling) {
			get[Book](r, 1)
			s := get[Shelf](r, 1, 2)
			r.do("update", func() any {
				return either(orm.Update(Shelves).Where(Shelves.Room.Eq(1), Shelves.No.Gt(1)).Set(Shelves.Name.To("u")).Sync(orm.SyncFetch).Exec(ctx, r.s))
			})
			r.do("name", func() any { return s.Name })
			r.do("reference", func() any {
				return either(orm.Update(Books).Where(Books.Shelf.Eq(s)).Set(Books.Name.To("v")).Sync(orm.SyncEvaluate).Exec(ctx, r.s))
			})
		}},
		{"objects that were deleted behind", articleRows, func(r *ruling) {
			c := get[Comment](r, 1)
			must(r, r.s.ExecText(ctx, "delete from comments where id=1"))
			c.Name = new("z")
			r.flush()
			r.rollback()
			r.do("again", func() any { return get[Comment](r, 1).Name })
		}},
		{"delete, then add again", articleRows, func(r *ruling) {
			c := get[Comment](r, 1)
			r.s.Delete(c)
			r.s.Add(c)
			r.flush()
			r.states("state", c)
			r.s.Delete(c)
			r.sent()
			r.do("deleted", func() any { return list(state(c), r.s.Contains(c)) })
			r.commit()
			r.states("detached", c)
		}},
		{"expunged, changed, added again", articleRows, func(r *ruling) {
			a := get[Author](r, 1)
			load(r, &a.Articles)
			r.s.Expunge(a)
			a.Name = new("z")
			r.states("states", a, a.Articles.Items()[0])
			r.s.Add(a)
			r.flush()
			r.states("states", a)
		}},
	})
}
