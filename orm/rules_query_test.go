package orm_test

import (
	"testing"

	"github.com/aludel/aludel/orm"
)

// Conditions about relationships and objects, joins, subqueries, set operations, slices, bulk statements.
func TestRulesQuery(t *testing.T) {
	const shelves = "insert into shelves values(1,1,'s');insert into shelves values(1,2,'t');" +
		"insert into books values(1,'a',1,1);insert into books values(2,'b',1,2);insert into books values(3,'c',1,null)"
	const twigRows = "insert into twigs values(1,'r',null);insert into twigs values(2,'a',1);insert into twigs values(3,'b',1);insert into twigs values(4,'c',2)"
	const pageRows = "insert into pages values(1,'a');insert into pages values(2,'b');insert into pages values(3,'c');" +
		"insert into page_links values(1,2);insert into page_links values(2,3);insert into page_links values(3,3)"
	authors := func(r *ruling, label string, c orm.Cond) {
		r.do(label, func() any { return either(orm.Select(rAuthors).Where(c).OrderBy(rAuthors.ID).All(ctx, r.s)) })
	}
	articles := func(r *ruling, label string, c orm.Cond) {
		r.do(label, func() any { return either(orm.Select(rArticles).Where(c).OrderBy(rArticles.ID).All(ctx, r.s)) })
	}
	books := func(r *ruling, label string, c orm.Cond) {
		r.do(label, func() any { return either(orm.Select(rBooks).Where(c).OrderBy(rBooks.ID).All(ctx, r.s)) })
	}
	twigs := func(r *ruling, label string, c orm.Cond) {
		r.do(label, func() any { return either(orm.Select(rTwigs).Where(c).OrderBy(rTwigs.ID).All(ctx, r.s)) })
	}
	runRules(t, "query", ruleModels, []rule{
		{"any and has, negated and nested", articleRows, func(r *ruling) {
			authors(r, "any", rAuthors.Articles.Any())
			authors(r, "not any", orm.Not(rAuthors.Articles.Any()))
			authors(r, "any of any", rAuthors.Articles.Any(rArticles.Comments.Any(rComments.Name.Eq("c3"))))
			authors(r, "not any of not any", orm.Not(rAuthors.Articles.Any(orm.Not(rArticles.Comments.Any()))))
			articles(r, "has", rArticles.Author.Has(rAuthors.Name.Eq("ann")))
			articles(r, "not has", orm.Not(rArticles.Author.Has(rAuthors.Name.Eq("ann"))))
			articles(r, "has, bare", orm.Not(rArticles.Author.Has()))
			articles(r, "any, many-to-many", orm.Not(rArticles.Tags.Any(rTags.Name.Eq("go"))))
			r.do("has of any", func() any {
				return either(orm.Select(rComments).Where(rComments.Article.Has(rArticles.Tags.Any(rTags.Name.Eq("sql")))).OrderBy(rComments.ID).All(ctx, r.s))
			})
			articles(r, "or", orm.Or(rArticles.Author.Has(rAuthors.Name.Eq("bob")), rArticles.Tags.Any(rTags.Name.Eq("go"))))
		}},
		{"references and objects", articleRows, func(r *ruling) {
			a := rget[rAuthor](r, 1)
			articles(r, "equal", rArticles.Author.Eq(a))
			articles(r, "not equal", rArticles.Author.Ne(a))
			articles(r, "none", rArticles.Author.IsNull())
			articles(r, "some", orm.Not(rArticles.Author.IsNull()))
			articles(r, "not (equal)", orm.Not(rArticles.Author.Eq(a)))
		}},
		{"collections and objects", articleRows, func(r *ruling) {
			x := rget[rArticle](r, 1)
			authors(r, "contains", rAuthors.Articles.Contains(x))
			authors(r, "not contains", orm.Not(rAuthors.Articles.Contains(x)))
		}},
		{"objects of a parent", articleRows, func(r *ruling) {
			a, x := rget[rAuthor](r, 1), rget[rArticle](r, 1)
			articles(r, "one-to-many", rAuthors.Articles.Of(a))
			authors(r, "many-to-one", rArticles.Author.Of(x))
		}},
		{"relationship to itself", "", func(r *ruling) {
			r.s.Add(&rTwig{ID: 1, Name: new("r")}, &rTwig{ID: 2, Name: new("a"), ParentID: new(int64(1))},
				&rTwig{ID: 3, Name: new("b"), ParentID: new(int64(1))}, &rTwig{ID: 4, Name: new("c"), ParentID: new(int64(2))})
			must(r, r.s.Flush(ctx))
			twigs(r, "any", rTwigs.Children.Any(rTwigs.Name.Eq("c")))
			twigs(r, "has", rTwigs.Parent.Has(rTwigs.Name.Eq("r")))
			twigs(r, "any of any", rTwigs.Children.Any(rTwigs.Children.Any()))
			p, gp := orm.Alias(rTwigs, "p"), orm.Alias(rTwigs, "gp")
			r.do("join twice", func() any {
				return either(orm.Select3(rTwigs.Name, p.Name, gp.Name).Join(rTwigs.Parent.To(p)).Join(p.Parent.To(gp)).All(ctx, r.s))
			})
			r.do("outer, none", func() any {
				return either(orm.Select(rTwigs).OuterJoin(rTwigs.Children.To(p)).Where(p.ID.IsNull()).OrderBy(rTwigs.ID).All(ctx, r.s))
			})
		}},
		{"composite references", shelves, func(r *ruling) {
			x := rget[rShelf](r, 1, 1)
			books(r, "equal", rBooks.Shelf.Eq(x))
			books(r, "none", rBooks.Shelf.IsNull())
			r.do("contains", func() any {
				return either(orm.Select(rShelves).Where(rShelves.Books.Contains(rget[rBook](r, 2))).All(ctx, r.s))
			})
			r.do("any", func() any {
				return either(orm.Select(rShelves).Where(orm.Not(rShelves.Books.Any(rBooks.Name.Eq("a")))).All(ctx, r.s))
			})
			books(r, "in", orm.TupleOf(rBooks.ShelfRoom, rBooks.ShelfNo).In([]any{1, 1}, []any{1, 2}))
			books(r, "in nothing", orm.TupleOf(rBooks.ShelfRoom, rBooks.ShelfNo).In())
			r.do("join", func() any {
				return either(orm.Select2(rBooks.Name, rShelves.Name).Join(rBooks.Shelf).OrderBy(rBooks.ID).All(ctx, r.s))
			})
		}},
		{"joins twice, outer, counted", articleRows, func(r *ruling) {
			x, y := orm.Alias(rArticles, "x1"), orm.Alias(rArticles, "y1")
			r.do("twice", func() any {
				return either(orm.Select(rAuthors).Join(rAuthors.Articles.To(x)).Join(rAuthors.Articles.To(y)).Where(x.Name.Eq("x"), y.Name.Eq("y")).All(ctx, r.s))
			})
			r.do("counted", func() any {
				return either(orm.Select2(rAuthors.Name, orm.Count(rArticles.ID)).OuterJoin(rAuthors.Articles).GroupBy(rAuthors.ID, rAuthors.Name).OrderBy(rAuthors.ID).All(ctx, r.s))
			})
			r.do("through", func() any {
				return either(orm.Select2(rAuthors.Name, rTags.Name).Join(rAuthors.Articles).Join(rArticles.Tags).OrderBy(rAuthors.ID, rTags.ID).All(ctx, r.s))
			})
			r.do("to the author of a tag", func() any {
				return either(orm.Select(rAuthors).Join(rAuthors.Articles).Join(rArticles.Tags).Where(rTags.Name.Eq("sql")).OrderBy(rAuthors.ID).All(ctx, r.s))
			})
		}},
		{"scalars of related rows", articleRows, func(r *ruling) {
			n := orm.AsNum(orm.Scalar[int64](orm.Select(orm.Count(rComments.ID)).Where(rComments.ArticleID.EqExpr(rArticles.ID))))
			r.do("column", func() any { return either(orm.Select2(rArticles.Name, n).OrderBy(rArticles.ID).All(ctx, r.s)) })
			articles(r, "condition", n.Gt(1))
			r.do("order", func() any { return either(orm.Select(rArticles).OrderBy(n.Desc(), rArticles.ID).All(ctx, r.s)) })
		}},
		{"in a query of related rows", articleRows, func(r *ruling) {
			q := orm.Select(rArticles.AuthorID).Where(rArticles.AuthorID.IsNotNull())
			authors(r, "in", rAuthors.ID.InQuery(q))
			authors(r, "not in", rAuthors.ID.NotInQuery(q))
			articles(r, "exists", orm.Exists(orm.Select(rComments).Where(rComments.ArticleID.EqExpr(rArticles.ID))))
		}},
		{"from self, joined and cut again", articleRows, func(r *ruling) {
			a := orm.AliasTo(rAuthors, orm.Select(rAuthors).OrderBy(rAuthors.ID).Limit(2).Subquery())
			r.do("joined", func() any {
				return either(orm.Select2(a.Name, rArticles.Name).Join(a.Articles).OrderBy(a.ID, rArticles.ID).Limit(2).All(ctx, r.s))
			})
		}},
		{"slices", articleRows, func(r *ruling) {
			q := orm.Select(rArticles).OrderBy(rArticles.ID)
			none := orm.Select(rArticles).Where(rArticles.ID.Eq(99))
			r.do("offset", func() any { return either(q.Offset(2).All(ctx, r.s)) })
			r.do("slice", func() any { return either(q.Slice(1, 3).All(ctx, r.s)) })
			r.do("nothing", func() any { return either(q.Slice(2, 2).All(ctx, r.s)) })
			r.do("one of many", func() any { return either(orm.Select(rArticles).One(ctx, r.s)) })
			r.do("one of none", func() any { return either(none.One(ctx, r.s)) })
			r.do("maybe", func() any {
				v, _, err := none.OneOrNone(ctx, r.s)
				return either(v, err)
			})
		}},
		{"intersect and except", articleRows, func(r *ruling) {
			id := func(n int64) orm.Query[*rAuthor] { return orm.Select(rAuthors).Where(rAuthors.ID.Eq(n)) }
			a, b := orm.Select(rAuthors).Where(rAuthors.ID.Lt(3)), orm.Select(rAuthors).Where(rAuthors.ID.Gt(1))
			r.do("intersect", func() any { return either(a.Intersect(b).All(ctx, r.s)) })
			r.do("except", func() any { return either(a.Except(b).OrderBy(rAuthors.ID).All(ctx, r.s)) })
			r.do("union of union", func() any { return either(id(1).Union(id(2)).Union(id(3)).OrderBy(rAuthors.ID).All(ctx, r.s)) })
		}},
		{"objects of a pending parent", articleRows, func(r *ruling) {
			n := &rAuthor{ID: 9, Name: new("new")}
			r.s.Add(n)
			articles(r, "equal", rArticles.Author.Eq(n))
			must(r, r.s.NoAutoflush(func() error {
				articles(r, "without key", rArticles.Author.Eq(&rAuthor{Name: new("x")}))
				return nil
			}))
		}},
		{"any of what is joined", articleRows, func(r *ruling) {
			r.do("one-to-many", func() any {
				return either(orm.Select(rAuthors).Join(rAuthors.Articles).Where(rArticles.Name.Eq("y"), rAuthors.Articles.Any(rArticles.Name.Eq("x"))).All(ctx, r.s))
			})
			r.do("many-to-many", func() any {
				return either(orm.Select(rArticles).Join(rArticles.Tags).Where(rTags.Name.Eq("sql"), rArticles.Tags.Any(rTags.Name.Eq("go"))).All(ctx, r.s))
			})
			r.do("many-to-one", func() any {
				return either(orm.Select(rArticles).Join(rArticles.Author).Where(rArticles.Author.Has(rAuthors.Name.Eq("bob"))).All(ctx, r.s))
			})
			r.do("of an alias", func() any {
				w := orm.Alias(rAuthors, "w")
				return either(orm.Select2(w, rArticles).Where(w.Articles.Any(rArticles.Name.Eq("x")), rArticles.ID.EqExpr(w.ID)).All(ctx, r.s))
			})
		}},
		{"relationship to itself, with subqueries", twigRows, func(r *ruling) {
			p := orm.Alias(rTwigs, "p")
			children := func(label string, o orm.Option) {
				r.do(label, func() any {
					ts := either2(orm.Select(rTwigs).Options(o).OrderBy(rTwigs.ID).All(ctx, r.s))
					return fields(ts, func(t *rTwig) any { return list(t.Name, t.Children.Items()) })
				})
				r.s.ExpungeAll()
			}
			r.do("any of an alias", func() any { return either(orm.Select(p).Where(p.Children.Any(rTwigs.Name.Eq("c"))).All(ctx, r.s)) })
			twigs(r, "and", rTwigs.Children.Where(rTwigs.Name.Eq("c")).Any())
			children("joined", orm.Joined(rTwigs.Children.Where(rTwigs.Name.Ne("b"))))
			children("select-in", orm.SelectIn(rTwigs.Children.Where(rTwigs.Name.Ne("b"))))
			r.do("parents", func() any {
				ts := either2(orm.Select(rTwigs).Options(orm.SelectIn(rTwigs.Parent.Where(rTwigs.Name.Ne("r")))).OrderBy(rTwigs.ID).All(ctx, r.s))
				return fields(ts, func(t *rTwig) any { return list(t.Name, t.Parent.Item()) })
			})
			twigs(r, "any in", rTwigs.Children.Any(rTwigs.ID.InQuery(orm.Select(rTwigs.ID).Where(rTwigs.Name.Eq("c")))))
			twigs(r, "any exists", rTwigs.Children.Any(orm.Exists(orm.Select(rTwigs).Where(rTwigs.Name.Eq("c")))))
		}},
		{"pages that link to pages", pageRows, func(r *ruling) {
			pages := func(label string, c orm.Cond) {
				r.do(label, func() any { return either(orm.Select(rPages).Where(c).OrderBy(rPages.ID).All(ctx, r.s)) })
			}
			pages("any", rPages.Links.Any(rPages.Name.Eq("c")))
			pages("not any", orm.Not(rPages.LinkedBy.Any()))
			pages("any of any", rPages.Links.Any(rPages.Links.Any(rPages.Name.Eq("c"))))
			p := orm.Alias(rPages, "p")
			r.do("join", func() any {
				return either(orm.Select2(rPages.Name, p.Name).Join(rPages.Links.To(p)).OrderBy(rPages.ID).All(ctx, r.s))
			})
			r.do("joined", func() any {
				ps := either2(orm.Select(rPages).Options(orm.Joined(rPages.Links), orm.SelectIn(rPages.LinkedBy)).OrderBy(rPages.ID).All(ctx, r.s))
				return fields(ps, func(p *rPage) any { return list(p.Name, p.Links.Items(), p.LinkedBy.Items()) })
			})
		}},
		{"bulk update of what is loaded and changed", articleRows, func(r *ruling) {
			rget[rArticle](r, 1)
			rget[rArticle](r, 2).Name = new("mine")
			r.do("update", func() any {
				return either(orm.Update(rArticles).Where(rArticles.AuthorID.Eq(1)).Set(rArticles.Name.ToExpr(rArticles.Name.Concat("!"))).Sync(orm.SyncFetch).Exec(ctx, r.s))
			})
			r.do("names", func() any { return list(rget[rArticle](r, 1).Name, rget[rArticle](r, 2).Name) })
		}},
		{"bulk delete of what is loaded", articleRows, func(r *ruling) {
			c, d := rget[rComment](r, 1), rget[rComment](r, 3)
			r.do("delete", func() any {
				return either(orm.Delete(rComments).Where(rComments.ArticleID.Eq(1)).Sync(orm.SyncEvaluate).Exec(ctx, r.s))
			})
			r.do("states", func() any { return list(orm.StateOf(c), orm.StateOf(d), r.s.Contains(c)) })
			r.do("rollback", r.rollback)
			r.do("states", func() any { return list(orm.StateOf(c), rget[rComment](r, 1) == c) })
		}},
	})
}
