package ormrules_test

import (
	"testing"

	"github.com/aludel/aludel/orm"
)

const (
	articleRows = "insert into authors values(1,'ann',30);insert into authors values(2,'bob',null);insert into authors values(3,'cy',50);" +
		"insert into articles values(1,'x',1);insert into articles values(2,'y',1);insert into articles values(3,'z',2);insert into articles values(4,'lone',null);" +
		"insert into comments values(1,'c1',1);insert into comments values(2,'c2',1);insert into comments values(3,'c3',3);" +
		"insert into tags values(1,'go');insert into tags values(2,'sql');insert into tags values(3,'orm');" +
		"insert into article_tags values(1,1);insert into article_tags values(1,2);insert into article_tags values(3,2)"
	paperRows = "insert into desks values(1,'d','plan');insert into desks values(2,'e',null);" +
		"insert into papers values(1,'p','b1','f1','k1','kind',1);insert into papers values(2,'q','b2','f2','k2',null,1);insert into papers values(3,'r',null,null,null,null,null)"
	spotRows  = "insert into spots values(1,'r',null);insert into spots values(2,'a',1);insert into spots values(3,'b',1);insert into spots values(4,'c',2)"
	shelfRows = "insert into shelves values(1,1,'s');insert into shelves values(1,2,'t');insert into shelves values(2,1,'u');" +
		"insert into books values(1,'a',1,1);insert into books values(2,'b',1,2);insert into books values(3,'c',1,null);" +
		"insert into topics values(1,'x');insert into topics values(2,'y');" +
		"insert into shelf_topics values(1,1,1);insert into shelf_topics values(1,2,1);insert into shelf_topics values(1,2,2)"
)

// Authors with what was loaded of them.
func withArticles(as []*Author, err error) any {
	return each(ok(as, err), func(a *Author) any { return list(a.Name, ok(a.Articles.All(ctx))) })
}

func withComments(as []*Author, err error) any {
	return each(ok(as, err), func(a *Author) any {
		return list(a.Name, each(ok(a.Articles.All(ctx)), func(x *Article) any { return list(x.Name, ok(x.Comments.All(ctx))) }))
	})
}

// labelled is an option with its name.
type labelled struct {
	label string
	o     orm.Option
}

// How what is related comes along: options along paths, what a query joins itself, what is populated again.
func TestOptions(t *testing.T) {
	byID := orm.Select(Authors).OrderBy(Authors.ID)
	ann := orm.Select(Authors).Where(Authors.ID.Eq(1))
	runRules(t, "options", []rule{
		{"contains eager, two levels of one tree", spotRows, func(r *ruling) {
			c, g := orm.Alias(Spots, "c"), orm.Alias(Spots, "g")
			r.do("all", func() any {
				q := orm.Select(Spots).OuterJoin(Spots.Children.To(c)).OuterJoin(c.Children.To(g)).Options(orm.ContainsEager(Spots.Children.To(c), orm.ContainsEager(c.Children.To(g))))
				return each(ok(q.Where(Spots.ParentID.IsNull()).OrderBy(Spots.ID, c.ID, g.ID).All(ctx, r.s)), func(s *Spot) any {
					return list(s.Name, each(s.Children.Items(), func(x *Spot) any { return list(x.Name, x.Children.Items()) }))
				})
			})
		}},
		{"contains eager of a reference, then of its collection", articleRows, func(r *ruling) {
			r.do("all", func() any {
				q := orm.Select(Comments).Join(Comments.Article).Join(Articles.Tags).Options(orm.ContainsEager(Comments.Article, orm.ContainsEager(Articles.Tags)))
				return each(ok(q.OrderBy(Comments.ID, Tags.ID).All(ctx, r.s)), func(c *Comment) any {
					return list(c.Name, c.Article.Item().Name, c.Article.Item().Tags.Items())
				})
			})
		}},
		{"contains eager, joined below", articleRows, func(r *ruling) {
			r.do("all", func() any {
				return withComments(orm.Select(Authors).Join(Authors.Articles).Options(orm.ContainsEager(Authors.Articles, orm.Joined(Articles.Comments))).OrderBy(Authors.ID, Articles.ID).All(ctx, r.s))
			})
		}},
		{"contains eager, select-in below", articleRows, func(r *ruling) {
			r.do("all", func() any {
				return withComments(orm.Select(Authors).Join(Authors.Articles).Where(Articles.Name.Ne("y")).Options(orm.ContainsEager(Authors.Articles, orm.SelectIn(Articles.Comments))).OrderBy(Authors.ID, Articles.ID).All(ctx, r.s))
			})
		}},
		{"contains eager over an association, aliased", articleRows, func(r *ruling) {
			t := orm.Alias(Tags, "t")
			r.do("all", func() any {
				q := orm.Select(Articles).Join(Articles.Tags.To(t)).Where(t.Name.Eq("sql")).Options(orm.ContainsEager(Articles.Tags.To(t))).OrderBy(Articles.ID)
				return each(ok(q.All(ctx, r.s)), func(x *Article) any { return list(x.Name, x.Tags.Items()) })
			})
		}},
		{"contains eager of two collections", articleRows, func(r *ruling) {
			r.do("all", func() any {
				q := orm.Select(Articles).OuterJoin(Articles.Comments).OuterJoin(Articles.Tags).Options(orm.ContainsEager(Articles.Comments), orm.ContainsEager(Articles.Tags))
				return each(ok(q.OrderBy(Articles.ID, Comments.ID, Tags.ID).All(ctx, r.s)), func(x *Article) any { return list(x.Name, x.Comments.Items(), x.Tags.Items()) })
			})
		}},
		{"contains eager of an outer join, some without", articleRows, func(r *ruling) {
			r.do("all", func() any {
				return withArticles(orm.Select(Authors).OuterJoin(Authors.Articles).Options(orm.ContainsEager(Authors.Articles)).OrderBy(Authors.ID, Articles.ID).All(ctx, r.s))
			})
		}},
		{"contains eager from a subquery", articleRows, func(r *ruling) {
			w := orm.AliasTo(Articles, orm.Select(Articles).Where(Articles.Name.Ne("y")).Subquery("sub"))
			r.do("all", func() any {
				return withArticles(orm.Select(Authors).Join(Authors.Articles.To(w)).Options(orm.ContainsEager(Authors.Articles.To(w))).OrderBy(Authors.ID, w.ID).All(ctx, r.s))
			})
		}},
		{"populate existing over changes", articleRows, func(r *ruling) {
			a := get[Author](r, 1)
			a.Name, a.Age = new("mine"), new(int64(1))
			must(r, r.s.NoAutoflush(func() error {
				r.do("not", func() any { return list(a.Name, ok(ann.One(ctx, r.s)).Name) })
				r.do("over", func() any { return list(ok(ann.PopulateExisting().One(ctx, r.s)).Name, a.Age) })
				return nil
			}))
			r.flush()
		}},
		{"populate existing over collections", articleRows, func(r *ruling) {
			must(r, ok(get[Author](r, 1).Articles.All(ctx))[0].Comments.Load(ctx))
			must(r, r.s.ExecText(ctx, "delete from comments where id=1"))
			must(r, r.s.ExecText(ctx, "insert into articles values(9,'new',1)"))
			r.do("all", func() any {
				return withComments(ann.Options(orm.SelectIn(Authors.Articles, orm.SelectIn(Articles.Comments))).PopulateExisting().All(ctx, r.s))
			})
		}},
		{"populate existing with joined", articleRows, func(r *ruling) {
			a := get[Author](r, 1)
			must(r, a.Articles.Load(ctx))
			a.Articles.Append(&Article{Name: new("n")})
			must(r, r.s.NoAutoflush(func() error {
				r.do("all", func() any {
					return withArticles(ann.Options(orm.Joined(Authors.Articles)).PopulateExisting().All(ctx, r.s))
				})
				return nil
			}))
		}},
		{"populate existing below every strategy", articleRows, func(r *ruling) {
			for _, o := range []labelled{{"joined", orm.Joined(Authors.Articles)}, {"select-in", orm.SelectIn(Authors.Articles)}, {"subquery", orm.InSubquery(Authors.Articles)}} {
				a := get[Author](r, 1)
				x := ok(a.Articles.All(ctx))[0]
				must(r, x.Comments.Load(ctx))
				x.Name, a.Age = new("mine"), new(int64(7))
				a.Articles.Append(&Article{Name: new("n")})
				must(r, r.s.NoAutoflush(func() error {
					r.do(o.label, func() any { return withComments(ann.Options(o.o).PopulateExisting().All(ctx, r.s)) })
					r.do("changes", func() any { return list(a.Age, x.Name, a.Articles.Items()) })
					return nil
				}))
				r.s.ExpungeAll()
			}
			x := get[Article](r, 1)
			ok(x.Author.Get(ctx)).Name = new("mine")
			must(r, x.Author.Item().Articles.Load(ctx))
			must(r, r.s.NoAutoflush(func() error {
				r.do("reference", func() any {
					q := orm.Select(Articles).Where(Articles.ID.Eq(1)).Options(orm.Joined(Articles.Author)).PopulateExisting()
					return each(ok(q.All(ctx, r.s)), func(x *Article) any { return list(x.Name, x.Author.Item().Name) })
				})
				return nil
			}))
		}},
		{"a strategy for each path", articleRows, func(r *ruling) {
			r.do("all", func() any {
				as := ok(byID.Options(orm.SelectIn(Authors.Articles, orm.Joined(Articles.Comments), orm.InSubquery(Articles.Tags))).All(ctx, r.s))
				return each(as, func(a *Author) any {
					return list(a.Name, each(a.Articles.Items(), func(x *Article) any { return list(x.Name, x.Comments.Items(), x.Tags.Items()) }))
				})
			})
		}},
		{"the last option about a path counts", articleRows, func(r *ruling) {
			r.do("all", func() any {
				return withArticles(byID.Options(orm.Joined(Authors.Articles), orm.SelectIn(Authors.Articles)).All(ctx, r.s))
			})
			r.s.ExpungeAll()
			r.do("lazy", func() any {
				return withArticles(ann.Options(orm.Joined(Authors.Articles), orm.Lazy(Authors.Articles)).All(ctx, r.s))
			})
		}},
		{"to one entity by two paths, one of them loaded further", articleRows, func(r *ruling) {
			r.do("all", func() any {
				c := ok(orm.Select(Comments).Options(orm.Joined(Comments.Article, orm.Joined(Articles.Author, orm.SelectIn(Authors.Articles)))).Where(Comments.ID.Eq(1)).One(ctx, r.s))
				return list(c.Article.Item().Author.Item().Name, c.Article.Item().Author.Item().Articles.Items())
			})
		}},
		{"no load and raise, along a path", articleRows, func(r *ruling) {
			var as []*Author
			r.do("all", func() any {
				as = ok(ann.Options(orm.SelectIn(Authors.Articles, orm.NoLoad(Articles.Comments), orm.Raise(Articles.Tags))).All(ctx, r.s))
				return as
			})
			x := as[0].Articles.Items()[0]
			r.do("comments", func() any { return either(x.Comments.All(ctx)) })
			r.do("tags", func() any { return either(x.Tags.All(ctx)) })
		}},
		{"raise on SQL, a reference that the session has", articleRows, func(r *ruling) {
			there := get[Author](r, 1)
			var xs []*Article
			r.do("all", func() any {
				xs = ok(orm.Select(Articles).Options(orm.RaiseOnSQL(Articles.Author)).OrderBy(Articles.ID).All(ctx, r.s))
				return xs
			})
			r.do("there", func() any { return either(xs[0].Author.Get(ctx)) })
			r.do("not there", func() any { return either(xs[2].Author.Get(ctx)) })
			r.do("none", func() any { return either(xs[3].Author.Get(ctx)) })
			if xs[0].Author.Item() != there {
				r.Error("another author")
			}
		}},
		{"everything lazy, but one", articleRows, func(r *ruling) {
			r.do("all", func() any {
				q := orm.Select(Articles).Options(orm.Lazy(orm.EveryRel()), orm.Joined(Articles.Author)).Where(Articles.ID.Eq(1))
				return each(ok(q.All(ctx, r.s)), func(x *Article) any { return list(x.Name, x.Author.Item(), ok(x.Comments.All(ctx))) })
			})
		}},
		{"columns: deferred, undeferred, by group", paperRows, func(r *ruling) {
			all := func(label string, o ...orm.Option) {
				r.s.ExpungeAll()
				r.do(label, func() any {
					return each(ok(orm.Select(Papers).Options(o...).OrderBy(Papers.ID).All(ctx, r.s)), func(p *Paper) any { return map[int64]string{1: "p", 2: "q", 3: "r"}[p.ID] })
				})
			}
			all("plain")
			all("undefer", orm.Undefer(Papers.Body))
			all("group", orm.UndeferGroup("cover"))
			all("defer", orm.Defer(Papers.Kind))
			all("load only", orm.LoadOnly(Papers.Name))
		}},
		{"columns: read when asked for", paperRows, func(r *ruling) {
			p, q := get[Paper](r, 1), get[Paper](r, 2)
			r.do("body", func() any { return either(p.Body.Get(ctx)) })
			r.do("front", func() any { return either(p.Front.Get(ctx)) })
			r.do("back", func() any { return either(p.Back.Get(ctx)) })
			r.do("again", func() any { return either(p.Body.Get(ctx)) })
			r.do("set", func() any { p.Body.Set(new("new")); must(r, r.s.Flush(ctx)); return ok(p.Body.Get(ctx)) })
			r.do("set unread", func() any {
				q.Back.Set(new("set"))
				must(r, r.s.Flush(ctx))
				return list(ok(q.Front.Get(ctx)), ok(q.Back.Get(ctx)))
			})
		}},
		{"columns along paths", paperRows, func(r *ruling) {
			all := func(label string, o ...orm.Option) {
				r.s.ExpungeAll()
				r.do(label, func() any {
					return each(ok(orm.Select(Desks).Options(o...).OrderBy(Desks.ID).All(ctx, r.s)), func(d *Desk) any {
						return list(d.Name, each(d.Papers.Items(), func(p *Paper) any { return p.ID }))
					})
				})
			}
			all("joined", orm.Joined(Desks.Papers, orm.Undefer(Papers.Body)))
			all("select-in", orm.SelectIn(Desks.Papers, orm.LoadOnly(Papers.Name)))
			all("both", orm.LoadOnly(Desks.Name), orm.SelectIn(Desks.Papers, orm.UndeferGroup("cover"), orm.Defer(Papers.Kind)))
			all("subquery", orm.InSubquery(Desks.Papers, orm.LoadOnly(Papers.Kind)))
		}},
		{"columns along a contains eager", paperRows, func(r *ruling) {
			r.do("all", func() any {
				q := orm.Select(Papers).Join(Papers.Desk).Options(orm.ContainsEager(Papers.Desk, orm.Undefer(Desks.Plan)), orm.LoadOnly(Papers.Kind)).OrderBy(Papers.ID)
				return each(ok(q.All(ctx, r.s)), func(p *Paper) any { return list(p.ID, p.Desk.Item()) })
			})
		}},
		{"columns of a lazy load", paperRows, func(r *ruling) {
			var d *Desk
			r.do("desk", func() any {
				d = ok(orm.Select(Desks).Options(orm.DefaultLoad(Desks.Papers, orm.Undefer(Papers.Body))).Where(Desks.ID.Eq(1)).One(ctx, r.s))
				return nil
			})
			r.do("papers", func() any {
				return each(ok(d.Papers.All(ctx)), func(p *Paper) any { return list(p.Name, ok(p.Body.Get(ctx))) })
			})
		}},
		{"deferred, expired and refreshed", paperRows, func(r *ruling) {
			p := get[Paper](r, 1)
			ok(p.Body.Get(ctx))
			must(r, r.s.ExecText(ctx, "update papers set body='other'"))
			r.do("refresh", func() any { must(r, r.s.Refresh(ctx, p, Papers.Body)); return ok(p.Body.Get(ctx)) })
			r.do("undeferred again", func() any {
				return ok(ok(orm.Select(Papers).Options(orm.Undefer(Papers.Front)).Where(Papers.ID.Eq(1)).One(ctx, r.s)).Front.Get(ctx))
			})
		}},
		{"related ones that meet a condition", articleRows, func(r *ruling) {
			c := Authors.Articles.Where(Articles.Name.Ne("x"))
			for _, o := range []labelled{{"joined", orm.Joined(c)}, {"select-in", orm.SelectIn(c)}, {"subquery", orm.InSubquery(c)}, {"lazy", orm.Lazy(c)}} {
				r.s.ExpungeAll()
				r.do(o.label, func() any { return withArticles(byID.Options(o.o).All(ctx, r.s)) })
			}
		}},
		{"criteria along every strategy", articleRows, func(r *ruling) {
			wc := orm.WithCriteria(Comments, Comments.Name.Ne("c2"))
			c := Articles.Comments
			for _, o := range []labelled{{"joined", orm.Joined(c)}, {"select-in", orm.SelectIn(c)}, {"subquery", orm.InSubquery(c)}, {"lazy", orm.Lazy(c)}} {
				r.s.ExpungeAll()
				r.do(o.label, func() any {
					q := orm.Select(Articles).Options(o.o, wc).Where(Articles.ID.Lt(3)).OrderBy(Articles.ID)
					return each(ok(q.All(ctx, r.s)), func(x *Article) any { return list(x.Name, ok(x.Comments.All(ctx))) })
				})
			}
			r.do("any", func() any {
				return either(orm.Select(Articles).Options(wc).Where(Articles.Comments.Any()).OrderBy(Articles.ID).All(ctx, r.s))
			})
		}},
		{"composite keys, every strategy", shelfRows, func(r *ruling) {
			shelves := func(label string, o orm.Option, members func(*Shelf) any) {
				r.s.ExpungeAll()
				r.do(label, func() any {
					return each(ok(orm.Select(Shelves).Options(o).OrderBy(Shelves.Room, Shelves.No).All(ctx, r.s)), func(s *Shelf) any { return list(s.Name, members(s)) })
				})
			}
			topics := func(s *Shelf) any { return s.Topics.Items() }
			books := func(s *Shelf) any { return s.Books.Items() }
			shelves("joined", orm.Joined(Shelves.Topics), topics)
			shelves("select-in", orm.SelectIn(Shelves.Topics), topics)
			shelves("subquery", orm.InSubquery(Shelves.Topics), topics)
			shelves("joined books", orm.Joined(Shelves.Books), books)
			shelves("subquery books", orm.InSubquery(Shelves.Books), books)
			r.s.ExpungeAll()
			r.do("back", func() any {
				return each(ok(orm.Select(Topics).Options(orm.SelectIn(Topics.Shelves)).OrderBy(Topics.ID).All(ctx, r.s)), func(x *Topic) any { return list(x.Name, x.Shelves.Items()) })
			})
		}},
		{"subqueries: a reference, and below a limit", articleRows, func(r *ruling) {
			r.do("reference", func() any {
				return each(ok(orm.Select(Articles).Options(orm.InSubquery(Articles.Author)).OrderBy(Articles.ID).All(ctx, r.s)), func(x *Article) any { return list(x.Name, x.Author.Item()) })
			})
			r.s.ExpungeAll()
			r.do("nested", func() any {
				return withComments(byID.Options(orm.InSubquery(Authors.Articles, orm.InSubquery(Articles.Comments))).Limit(2).All(ctx, r.s))
			})
		}},
		{"what is loaded already is left alone", articleRows, func(r *ruling) {
			must(r, get[Author](r, 1).Articles.Load(ctx))
			must(r, r.s.ExecText(ctx, "insert into articles values(9,'new',1)"))
			r.do("select-in", func() any { return withArticles(byID.Options(orm.SelectIn(Authors.Articles)).All(ctx, r.s)) })
			r.do("below", func() any {
				return withComments(ann.Options(orm.SelectIn(Authors.Articles, orm.SelectIn(Articles.Comments))).All(ctx, r.s))
			})
		}},
		{"immediate, nested", articleRows, func(r *ruling) {
			r.do("all", func() any {
				q := orm.Select(Comments).Options(orm.Immediate(Comments.Article, orm.Immediate(Articles.Author))).OrderBy(Comments.ID)
				return each(ok(q.All(ctx, r.s)), func(c *Comment) any { return list(c.Name, c.Article.Item().Name, c.Article.Item().Author.Item()) })
			})
		}},
	})
}
