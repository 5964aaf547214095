package orm_test

import (
	"testing"

	"github.com/aludel/aludel/orm"
)

// Eager loads under limits, DISTINCT, groups, unions, aliases and subqueries; what they meet in the session.
func TestRulesLoading(t *testing.T) {
	const twigs = "insert into twigs values(1,'r',null);insert into twigs values(2,'a',1);insert into twigs values(3,'b',1);insert into twigs values(4,'c',2);"
	const shelves = "insert into shelves values(1,1,'s');insert into shelves values(1,2,'t');insert into shelves values(2,1,'u');" +
		"insert into books values(1,'a',1,1);insert into books values(2,'b',2,1);insert into books values(3,'c',1,1);insert into books values(4,'d',1,null)"
	withArticles := func(as []*rAuthor) any {
		return fields(as, func(a *rAuthor) any { return list(a.Name, a.Articles.Items()) })
	}
	articlesOf := func(q func() orm.Query[*rAuthor]) func(r *ruling) {
		return func(r *ruling) { r.do("all", func() any { return withArticles(either2(q().All(ctx, r.s))) }) }
	}
	base := orm.Select(rAuthors).OrderBy(rAuthors.ID)
	joined := orm.Joined(rAuthors.Articles)
	runRules(t, "loading", ruleModels, []rule{
		{"joined collection with limit and offset", articleRows, articlesOf(func() orm.Query[*rAuthor] {
			return orm.Select(rAuthors).Options(joined).OrderBy(rAuthors.Name.Desc()).Limit(2).Offset(1)
		})},
		{"joined collection with distinct", articleRows, articlesOf(func() orm.Query[*rAuthor] {
			return base.Options(joined).Join(rAuthors.Articles).Distinct()
		})},
		{"joined collection with distinct and limit", articleRows, articlesOf(func() orm.Query[*rAuthor] {
			return base.Options(joined).Join(rAuthors.Articles).Distinct().Limit(2)
		})},
		{"joined reference with limit", articleRows, func(r *ruling) {
			r.do("all", func() any {
				as := either2(orm.Select(rArticles).Options(orm.Joined(rArticles.Author)).OrderBy(rArticles.ID).Limit(2).All(ctx, r.s))
				return fields(as, func(a *rArticle) any { return list(a.Name, a.Author.Item()) })
			})
		}},
		{"joined below joined with limit", articleRows, func(r *ruling) {
			r.do("all", func() any {
				as := either2(base.Options(orm.Joined(rAuthors.Articles, orm.Joined(rArticles.Comments))).Limit(2).All(ctx, r.s))
				return fields(as, func(a *rAuthor) any {
					return list(a.Name, fields(a.Articles.Items(), func(x *rArticle) any { return list(x.Name, x.Comments.Items()) }))
				})
			})
		}},
		{"joined collection below a joined reference with limit", articleRows, func(r *ruling) {
			r.do("all", func() any {
				cs := either2(orm.Select(rComments).Options(orm.Joined(rComments.Article, orm.Joined(rArticles.Tags))).OrderBy(rComments.ID).Limit(2).All(ctx, r.s))
				return fields(cs, func(c *rComment) any { return list(c.Name, c.Article.Item().Tags.Items()) })
			})
		}},
		{"joined many-to-many with limit, sorted by another table", articleRows, func(r *ruling) {
			r.do("all", func() any {
				as := either2(orm.Select(rArticles).Options(orm.Joined(rArticles.Tags)).Join(rArticles.Author).OrderBy(rAuthors.Name.Desc(), rArticles.ID).Limit(2).All(ctx, r.s))
				return fields(as, func(a *rArticle) any { return list(a.Name, a.Tags.Items()) })
			})
		}},
		{"joined collection of a grouped query", articleRows, articlesOf(func() orm.Query[*rAuthor] {
			return base.Options(joined).Join(rAuthors.Articles).GroupBy(rAuthors.ID, rAuthors.Name).Having(orm.Count(rArticles.ID).Gt(1)).Limit(5)
		})},
		{"order of the relationship after that of the query", articleRows, func(r *ruling) {
			r.do("all", func() any {
				as := either2(orm.Select(rArticles).Options(orm.Joined(rArticles.Comments)).OrderBy(rArticles.Name).All(ctx, r.s))
				return fields(as, func(a *rArticle) any { return list(a.Name, a.Comments.Items()) })
			})
		}},
		{"contains eager, narrowed and populated again", articleRows, func(r *ruling) {
			q := orm.Select(rAuthors).Join(rAuthors.Articles).Options(orm.ContainsEager(rAuthors.Articles))
			r.do("narrow", func() any { return withArticles(either2(q.Where(rArticles.Name.Eq("x")).All(ctx, r.s))) })
			r.do("as it was", func() any { return withArticles(either2(orm.Select(rAuthors).Where(rAuthors.ID.Eq(1)).All(ctx, r.s))) })
			r.do("again", func() any {
				return withArticles(either2(q.Where(rArticles.Name.Eq("y")).PopulateExisting().All(ctx, r.s)))
			})
		}},
		{"contains eager with an alias, below it another", articleRows, func(r *ruling) {
			w, k := orm.Alias(rArticles, "w"), orm.Alias(rComments, "k")
			r.do("all", func() any {
				as := either2(orm.Select(rAuthors).Join(rAuthors.Articles.To(w)).Join(w.Comments.To(k)).
					Options(orm.ContainsEager(rAuthors.Articles.To(w), orm.ContainsEager(w.Comments.To(k)))).OrderBy(rAuthors.ID, w.ID, k.ID).All(ctx, r.s))
				return fields(as, func(a *rAuthor) any {
					return list(a.Name, fields(a.Articles.Items(), func(x *rArticle) any { return list(x.Name, x.Comments.Items()) }))
				})
			})
		}},
		{"subquery load with limit", articleRows, articlesOf(func() orm.Query[*rAuthor] {
			return orm.Select(rAuthors).Options(orm.InSubquery(rAuthors.Articles)).OrderBy(rAuthors.Name.Desc()).Limit(2)
		})},
		{"subquery load below a filter over a join", articleRows, articlesOf(func() orm.Query[*rAuthor] {
			return base.Join(rAuthors.Articles).Where(rArticles.Name.In("x", "z")).Options(orm.InSubquery(rAuthors.Articles))
		})},
		{"select-in below joined below select-in", articleRows, func(r *ruling) {
			r.do("all", func() any {
				ts := either2(orm.Select(rTags).Options(orm.SelectIn(rTags.Articles, orm.Joined(rArticles.Author, orm.SelectIn(rAuthors.Articles)))).OrderBy(rTags.ID).All(ctx, r.s))
				return fields(ts, func(t *rTag) any {
					return list(t.Name, fields(t.Articles.Items(), func(a *rArticle) any { return list(a.Name, a.Author.Item(), a.Author.Item().Articles.Items()) }))
				})
			})
		}},
		{"select-in of references, some of them none", articleRows, func(r *ruling) {
			b := rget[rAuthor](r, 2)
			r.do("all", func() any {
				as := either2(orm.Select(rArticles).Options(orm.SelectIn(rArticles.Author)).OrderBy(rArticles.ID).All(ctx, r.s))
				if as[2].Author.Item() != b {
					r.Error("not the author that was there")
				}
				return fields(as, func(a *rArticle) any { return list(a.Name, a.Author.Item()) })
			})
		}},
		{"count leaves eager loads out", articleRows, func(r *ruling) {
			r.do("count", func() any { return either(orm.Select(rAuthors).Options(joined).Count(ctx, r.s)) })
			r.do("count of a join", func() any { return either(orm.Select(rAuthors).Join(rAuthors.Articles).Count(ctx, r.s)) })
			r.do("distinct", func() any { return either(orm.Select(rAuthors).Join(rAuthors.Articles).Distinct().Count(ctx, r.s)) })
			r.do("limit", func() any { return either(orm.Select(rArticles).Limit(2).Count(ctx, r.s)) })
		}},
		{"first with a joined collection", articleRows, func(r *ruling) {
			r.do("first", func() any {
				a := either2(base.Options(joined).First(ctx, r.s))
				return list(a.Name, a.Articles.Items())
			})
		}},
		{"aliased entity with eager loads", articleRows, func(r *ruling) {
			w := orm.Alias(rAuthors, "w")
			r.do("joined", func() any {
				return withArticles(either2(orm.Select(w).Options(orm.Joined(w.Articles)).Where(w.ID.Lt(3)).OrderBy(w.ID).All(ctx, r.s)))
			})
		}},
		{"aliased entity with select-in", articleRows, func(r *ruling) {
			w := orm.Alias(rAuthors, "w")
			r.do("select-in", func() any {
				return withArticles(either2(orm.Select(w).Options(orm.SelectIn(w.Articles)).Where(w.ID.Lt(3)).OrderBy(w.ID).All(ctx, r.s)))
			})
		}},
		{"two entities, each with a joined collection", articleRows, func(r *ruling) {
			r.do("all", func() any {
				rows := either2(orm.Select2(rAuthors, rArticles).Join(rAuthors.Articles).Options(joined, orm.Joined(rArticles.Tags)).OrderBy(rAuthors.ID, rArticles.ID).All(ctx, r.s))
				return fields(rows, func(w orm.Row2[*rAuthor, *rArticle]) any {
					return list(w.V1.Name, w.V1.Articles.Items(), w.V2.Name, w.V2.Tags.Items())
				})
			})
		}},
		{"an entity twice, an option about one", articleRows, func(r *ruling) {
			w := orm.Alias(rAuthors, "w")
			r.do("all", func() any {
				rows := either2(orm.Select2(rAuthors, w).Where(rAuthors.ID.LtExpr(w.ID)).Options(orm.Joined(w.Articles)).OrderBy(rAuthors.ID, w.ID).All(ctx, r.s))
				return fields(rows, func(w orm.Row2[*rAuthor, *rAuthor]) any { return list(w.V1.Name, w.V2.Name, w.V2.Articles.Items()) })
			})
		}},
		{"load only below joined", articleRows, func(r *ruling) {
			r.do("all", func() any {
				as := either2(base.Options(orm.Joined(rAuthors.Articles, orm.LoadOnly(rArticles.AuthorID))).All(ctx, r.s))
				return fields(as, func(a *rAuthor) any {
					return list(a.Name, fields(a.Articles.Items(), func(x *rArticle) any { return x.ID }))
				})
			})
		}},
		{"union of entities with eager loads", articleRows, func(r *ruling) {
			q := orm.Select(rAuthors).Where(rAuthors.ID.Eq(1)).Union(orm.Select(rAuthors).Where(rAuthors.Name.Eq("bob")))
			r.do("all", func() any {
				return withArticles(either2(q.Options(joined).OrderBy(rAuthors.Name.Desc()).All(ctx, r.s)))
			})
		}},
		{"union, then narrowed and cut", articleRows, func(r *ruling) {
			q := orm.Select(rAuthors).Where(rAuthors.ID.Lt(3)).UnionAll(orm.Select(rAuthors).Where(rAuthors.ID.Gt(1)))
			r.do("filter", func() any { return either(q.Where(rAuthors.Name.Ne("cy")).OrderBy(rAuthors.ID).Limit(2).All(ctx, r.s)) })
			r.do("count", func() any { return either(q.Count(ctx, r.s)) })
		}},
		{"union of parts that are cut", articleRows, func(r *ruling) {
			q := base.Limit(1).Union(orm.Select(rAuthors).OrderBy(rAuthors.ID.Desc()).Limit(1))
			r.do("all", func() any { return either(q.OrderBy(rAuthors.ID).All(ctx, r.s)) })
		}},
		{"entities of a subquery with eager loads", articleRows, func(r *ruling) {
			a := orm.AliasTo(rAuthors, orm.Select(rAuthors).Where(rAuthors.ID.Lt(3)).OrderBy(rAuthors.ID.Desc()).Limit(2).Subquery("sub"))
			r.do("joined", func() any {
				return withArticles(either2(orm.Select(a).Options(orm.Joined(a.Articles)).OrderBy(a.ID).All(ctx, r.s)))
			})
		}},
		{"select-in after entities of a subquery", articleRows, func(r *ruling) {
			a := orm.AliasTo(rAuthors, orm.Select(rAuthors).Where(rAuthors.ID.Lt(3)).Subquery("sub"))
			r.do("select-in", func() any {
				return withArticles(either2(orm.Select(a).Options(orm.SelectIn(a.Articles)).OrderBy(a.ID).All(ctx, r.s)))
			})
		}},
		{"lazy loads after a nested option", articleRows, func(r *ruling) {
			r.do("all", func() any {
				return either(base.Options(orm.DefaultLoad(rAuthors.Articles, orm.Joined(rArticles.Comments))).All(ctx, r.s))
			})
			r.do("lazy", func() any {
				a := rget[rAuthor](r, 1)
				return fields(those(r, &a.Articles), func(x *rArticle) any { return list(x.Name, x.Comments.Items()) })
			})
		}},
		{"joined inner below joined outer", articleRows, func(r *ruling) {
			r.do("all", func() any {
				cs := either2(orm.Select(rComments).Options(orm.Joined(rComments.Article, orm.JoinedInner(rArticles.Author))).OrderBy(rComments.ID).All(ctx, r.s))
				return fields(cs, func(c *rComment) any { return list(c.Name, c.Article.Item().Author.Item()) })
			})
		}},
		{"an object that is there keeps its collection", articleRows, func(r *ruling) {
			a := rget[rAuthor](r, 1)
			those(r, &a.Articles)
			must(r, r.s.NoAutoflush(func() error {
				a.Articles.Append(&rArticle{Name: new("n")})
				r.do("select-in", func() any { return withArticles(either2(base.Options(orm.SelectIn(rAuthors.Articles)).All(ctx, r.s))) })
				return nil
			}))
		}},
		{"immediate", articleRows, func(r *ruling) {
			r.do("all", func() any {
				as := either2(orm.Select(rArticles).Options(orm.Immediate(rArticles.Author)).OrderBy(rArticles.ID).All(ctx, r.s))
				return fields(as, func(a *rArticle) any { return list(a.Name, a.Author.Item()) })
			})
		}},
		{"self-referential to a depth", twigs + "insert into twigs values(5,'d',4)", func(r *ruling) {
			r.do("joined", func() any {
				ts := either2(orm.Select(rTwigs).Where(rTwigs.ParentID.IsNull()).Options(orm.Joined(rTwigs.Children, orm.Joined(rTwigs.Children))).All(ctx, r.s))
				return fields(ts, func(t *rTwig) any {
					return list(t.Name, fields(t.Children.Items(), func(c *rTwig) any { return list(c.Name, c.Children.Items()) }))
				})
			})
			r.do("deeper is lazy", func() any { return either(rget[rTwig](r, 4).Children.All(ctx)) })
		}},
		{"self-referential select-in with a reference back", twigs, func(r *ruling) {
			r.do("select-in", func() any {
				ts := either2(orm.Select(rTwigs).Options(orm.SelectIn(rTwigs.Children), orm.Joined(rTwigs.Parent)).OrderBy(rTwigs.ID).All(ctx, r.s))
				return fields(ts, func(t *rTwig) any { return list(t.Name, t.Parent.Item(), t.Children.Items()) })
			})
		}},
		{"composite keys by select-in", shelves, func(r *ruling) {
			r.do("books", func() any {
				ss := either2(orm.Select(rShelves).Options(orm.SelectIn(rShelves.Books)).OrderBy(rShelves.Room, rShelves.No).All(ctx, r.s))
				return fields(ss, func(s *rShelf) any { return list(s.Name, s.Books.Items()) })
			})
			for label, o := range map[string]orm.Option{"shelves": orm.SelectIn(rBooks.Shelf)} {
				r.s.ExpungeAll()
				r.do(label, func() any {
					bs := either2(orm.Select(rBooks).Options(o).OrderBy(rBooks.ID).All(ctx, r.s))
					return fields(bs, func(b *rBook) any { return list(b.Name, b.Shelf.Item()) })
				})
			}
			r.s.ExpungeAll()
			r.do("joined", func() any {
				bs := either2(orm.Select(rBooks).Options(orm.Joined(rBooks.Shelf)).OrderBy(rBooks.ID).All(ctx, r.s))
				return fields(bs, func(b *rBook) any { return list(b.Name, b.Shelf.Item()) })
			})
		}},
	})
}
