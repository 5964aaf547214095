package ormrules_test

import (
	"testing"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm"
)

const peerRows = "insert into peers values(1,'a');insert into peers values(2,'b');insert into peers values(3,'c');" +
	"insert into peer_links values(1,2);insert into peer_links values(2,3);insert into peer_links values(3,3)"

// names is a query's result, of whatever it yields.
func names[R any](r *ruling, label string, q orm.Query[R]) {
	r.Helper()
	r.do(label, func() any { return either(q.All(ctx, r.s)) })
}

// number is a query's count.
func number[R any](r *ruling, label string, q orm.Query[R]) {
	r.Helper()
	r.do(label, func() any { return either(q.Count(ctx, r.s)) })
}

// Sets, subqueries, aliases and joins.
func TestQueries(t *testing.T) {
	runRules(t, "queries", []rule{
		{"text for entities", articleRows, func(r *ruling) {
			names(r, "all", orm.SelectSQL[*Author]("select * from authors where age > :n order by id", 20))
			names(r, "some columns", orm.Select(Authors).Options(orm.LoadOnly(Authors.Name)).FromSQL("select id, name from authors where name = :n", "bob"))
			r.do("with select-in", func() any {
				return withArticles(orm.Select(Authors).FromSQL("select * from authors where id < 3 order by id desc").Options(orm.SelectIn(Authors.Articles)).All(ctx, r.s))
			})
		}},
		{"statement for entities", articleRows, func(r *ruling) {
			one := func(n int64) expr.Select { return orm.Select(Authors).Where(orm.Or(Authors.ID.Eq(n))).Stmt() }
			names(r, "union", orm.Select(Authors).FromStatement(one(1)))
		}},
		{"union of entities, joined on", articleRows, func(r *ruling) {
			q := orm.Select(Authors).Where(Authors.ID.Eq(1)).Union(orm.Select(Authors).Where(Authors.Age.Gt(40)))
			names(r, "join", q.Join(Authors.Articles).OrderBy(Authors.ID))
			names(r, "any", q.Where(Authors.Articles.Any(Articles.Name.Eq("x"))))
			r.do("select-in", func() any {
				return withArticles(q.Options(orm.SelectIn(Authors.Articles)).OrderBy(Authors.ID).All(ctx, r.s))
			})
		}},
		{"union of entities, joined by conditions, over associations and outer", articleRows, func(r *ruling) {
			q := orm.Select(Articles).Where(Articles.ID.Eq(1)).Union(orm.Select(Articles).Where(Articles.Name.Eq("z")))
			u, w := orm.Alias(Tags, "t"), orm.Alias(Articles, "w")
			names(r, "association", q.Join(Articles.Tags).Where(Tags.Name.Eq("sql")).OrderBy(Articles.ID))
			names(r, "outer", q.OuterJoin(Articles.Comments.Where(Comments.Name.Eq("c3"))).Where(Comments.ID.IsNull()))
			names(r, "condition", q.Join(Authors, Articles.AuthorID.EqExpr(Authors.ID), Authors.Name.Ne("ann")))
			names(r, "on", q.Join(Articles.Author, Authors.Name.Eq("bob")))
			names(r, "alias", q.Join(Articles.Tags.To(u)).Where(u.Name.Eq("go")))
			names(r, "twice", q.Join(Articles.Author).Join(Authors.Articles.To(w)).Where(w.Name.Eq("y")))
			names(r, "from self", orm.Select(Articles).OrderBy(Articles.ID).Limit(2).FromSelf().Join(Articles.Author).OrderBy(Articles.ID))
		}},
		{"union of columns and entities", articleRows, func(r *ruling) {
			q := orm.Select2(Authors, Articles).Join(Authors.Articles)
			names(r, "rows", q.Where(Articles.ID.Eq(1)).UnionAll(q.Where(Articles.ID.Eq(3))).OrderBy(Articles.ID))
			names(r, "columns", orm.Select(Authors.Name).UnionAll(orm.Select(Articles.Name)))
		}},
		{"intersect and except of several", articleRows, func(r *ruling) {
			a, b, c := orm.Select(Authors).Where(Authors.ID.Lt(3)), orm.Select(Authors).Where(Authors.ID.Gt(1)), orm.Select(Authors).Where(Authors.ID.Eq(2))
			names(r, "except", a.Except(b, c))
			names(r, "intersect", a.Intersect(b, c))
			number(r, "count", a.Union(b).Where(Authors.Age.IsNotNull()))
		}},
		{"alias of a union", articleRows, func(r *ruling) {
			w := orm.AliasTo(Authors, orm.Select(Authors).Where(Authors.ID.Eq(1)).Union(orm.Select(Authors).Where(Authors.ID.Eq(2))).Subquery("u"))
			names(r, "all", orm.Select(w).OrderBy(w.ID))
			names(r, "join", orm.Select2(w, Articles).Join(w.Articles).OrderBy(w.ID, Articles.ID))
		}},
		{"correlated maximum of the same entity", articleRows, func(r *ruling) {
			w := orm.Alias(Articles, "w")
			last := orm.Scalar[int64](orm.Select(orm.Max(w.ID)).Where(w.AuthorID.EqExpr(Articles.AuthorID)))
			names(r, "last", orm.Select(Articles).Where(Articles.ID.EqExpr(last)).OrderBy(Articles.ID))
			n := orm.Scalar[int64](orm.Select(orm.Count(Articles.ID)).Where(Articles.AuthorID.EqExpr(Authors.ID)))
			names(r, "counted", orm.Select2(Authors.Name, n).OrderBy(Authors.ID))
		}},
		{"exists of an alias, correlated twice", articleRows, func(r *ruling) {
			w := orm.Alias(Authors, "w")
			older := orm.Exists(orm.Select(w).Where(w.Age.GtExpr(Authors.Age)))
			names(r, "exists", orm.Select(Authors).Where(older))
			names(r, "none", orm.Select(Authors).Where(orm.Not(older)).OrderBy(Authors.ID))
			names(r, "nested", orm.Select(Authors).Where(orm.Exists(orm.Select(Articles).Where(Articles.AuthorID.EqExpr(Authors.ID),
				orm.Exists(orm.Select(Comments).Where(Comments.ArticleID.EqExpr(Articles.ID)))))).OrderBy(Authors.ID))
		}},
		{"in correlated and tuples", articleRows, func(r *ruling) {
			old := orm.Select(Authors.ID).Where(Authors.Age.Gt(20))
			names(r, "in", orm.Select(Articles).Where(Articles.AuthorID.InQuery(old)).OrderBy(Articles.ID))
			names(r, "not in with null", orm.Select(Articles).Where(Articles.AuthorID.NotInQuery(old)).OrderBy(Articles.ID))
			commented := orm.Select(Articles.AuthorID).Where(Articles.ID.InQuery(orm.Select(Comments.ArticleID)))
			names(r, "in of in", orm.Select(Authors).Where(Authors.ID.InQuery(commented)).OrderBy(Authors.ID))
		}},
		{"peers: any, contains, with parent", peerRows, func(r *ruling) {
			get[Peer](r, 1)
			get[Peer](r, 2)
			c, p := get[Peer](r, 3), orm.Alias(Peers, "p")
			f := func(label string, c orm.Cond) { names(r, label, orm.Select(Peers).Where(c).OrderBy(Peers.ID)) }
			f("any", Peers.Knows.Any(Peers.Name.Eq("c")))
			f("none", orm.Not(Peers.Knows.Any(Peers.Name.Eq("c"))))
			f("contains", Peers.Knows.Contains(c))
			f("not contains", orm.Not(Peers.Knows.Contains(c)))
			f("parent", Peers.KnownBy.Of(c))
			f("back any", Peers.KnownBy.Any(Peers.KnownBy.Any(Peers.Name.Eq("a"))))
			names(r, "alias any", orm.Select(p).Where(p.Knows.Any(Peers.Name.Eq("b"))))
			names(r, "join both ways", orm.Select2(Peers.Name, p.Name).Join(Peers.KnownBy.To(p)).OrderBy(Peers.ID, p.ID))
			names(r, "outer", orm.Select(Peers).OuterJoin(Peers.KnownBy.To(p)).Where(p.ID.IsNull()))
		}},
		{"composite keys: any, has, contains, with parent", shelfRows, func(r *ruling) {
			s, u := get[Shelf](r, 1, 1), get[Shelf](r, 1, 2)
			get[Shelf](r, 2, 1)
			x := get[Topic](r, 1)
			f := func(label string, c orm.Cond) {
				names(r, label, orm.Select(Shelves).Where(c).OrderBy(Shelves.Room, Shelves.No))
			}
			f("any", Shelves.Topics.Any(Topics.Name.Eq("y")))
			f("none", orm.Not(Shelves.Topics.Any()))
			f("contains", Shelves.Topics.Contains(x))
			f("not contains", orm.Not(Shelves.Topics.Contains(x)))
			f("any and any", orm.And(Shelves.Topics.Any(Topics.Name.Eq("x")), Shelves.Books.Any(Books.Name.Eq("b"))))
			f("parent", Topics.Shelves.Of(x))
			f("parent of book", Books.Shelf.Of(get[Book](r, 1)))
			g := func(label string, c orm.Cond) { names(r, label, orm.Select(Books).Where(c).OrderBy(Books.ID)) }
			g("has", Books.Shelf.Has(Shelves.Name.Eq("s")))
			g("has not", orm.Not(Books.Shelf.Has()))
			g("equal", Books.Shelf.Eq(s))
			g("not equal", Books.Shelf.Ne(s))
			g("of", Shelves.Books.Of(u))
		}},
		{"a tree: references to itself", spotRows, func(r *ruling) {
			a, root, p := get[Spot](r, 2), get[Spot](r, 1), orm.Alias(Spots, "p")
			f := func(label string, c orm.Cond) { names(r, label, orm.Select(Spots).Where(c).OrderBy(Spots.ID)) }
			f("equal", Spots.Parent.Eq(root))
			f("not equal", Spots.Parent.Ne(a))
			f("none", Spots.Parent.IsNull())
			f("contains", Spots.Children.Contains(a))
			f("of", Spots.Children.Of(root))
			f("parent of", Spots.Parent.Of(a))
			f("has has", Spots.Parent.Has(Spots.Parent.Has(Spots.Name.Eq("r"))))
			f("any of has", Spots.Children.Any(Spots.Parent.Has(Spots.Name.Eq("a"))))
			names(r, "alias equal", orm.Select(p).Where(p.Parent.Eq(root)).OrderBy(p.ID))
			names(r, "alias has", orm.Select(p).Where(p.Parent.Has(Spots.Name.Eq("a"))))
			names(r, "siblings", orm.Select2(Spots.Name, p.Name).Join(p, Spots.ParentID.EqExpr(p.ParentID), Spots.ID.LtExpr(p.ID)))
		}},
		{"objects without key, and half a composite", shelfRows + ";insert into books values(4,'half',null,1)", func(r *ruling) {
			names(r, "half none", orm.Select(Books).Where(Books.Shelf.IsNull()).OrderBy(Books.ID))
			names(r, "half has", orm.Select(Books).Where(orm.Not(Books.Shelf.Has())).OrderBy(Books.ID))
			r.do("lazy half", func() any { return either(get[Book](r, 4).Shelf.Get(ctx)) })
		}},
		{"aggregates joined back", articleRows, func(r *ruling) {
			n := orm.Count(Articles.ID).As("n")
			s := orm.Select2(Articles.AuthorID, n).GroupBy(Articles.AuthorID).Subquery("s")
			on := Authors.ID.EqExpr(orm.ColumnOf(s, Articles.AuthorID))
			names(r, "joined", orm.Select2(Authors, orm.Opt(orm.ColumnOf(s, n))).OuterJoin(s, on).OrderBy(Authors.ID))
			names(r, "filtered", orm.Select(Authors).Join(s, on).Where(orm.ColumnOf(s, n).Gt(1)))
		}},
		{"group by relationship, having", articleRows, func(r *ruling) {
			n := orm.Count(Articles.ID)
			names(r, "having", orm.Select2(Authors.Name, n.As("n")).OuterJoin(Authors.Articles).GroupBy(Authors.ID, Authors.Name).Having(n.Lt(2)).OrderBy(orm.LabelOf[int64]("n").Desc(), Authors.Name))
			r.do("distinct", func() any { return either(orm.Select(orm.Count(orm.Distinct(Articles.AuthorID))).One(ctx, r.s)) })
		}},
		{"outer joins and entities that are not there", articleRows, func(r *ruling) {
			w := orm.Alias(Articles, "w")
			names(r, "rows", orm.Select2(Authors, orm.OptEntity(Articles)).OuterJoin(Authors.Articles).OrderBy(Authors.ID, Articles.ID))
			names(r, "alias", orm.Select2(Authors, orm.OptEntity(w)).OuterJoin(w, Authors.ID.EqExpr(w.AuthorID), w.Name.Ne("x")).OrderBy(Authors.ID, w.ID))
			names(r, "condition", orm.Select(Authors).OuterJoin(Authors.Articles.Where(Articles.Name.Eq("x"))).Where(Articles.ID.IsNull()).OrderBy(Authors.ID))
		}},
		{"joins over associations, aliased twice", articleRows, func(r *ruling) {
			u, v := orm.Alias(Tags, "t"), orm.Alias(Tags, "u")
			names(r, "both tags", orm.Select(Articles).Join(Articles.Tags.To(u)).Join(Articles.Tags.To(v)).Where(u.Name.Eq("go"), v.Name.Eq("sql")))
			names(r, "through", orm.Select2(Authors.Name, u.Name).Join(Authors.Articles).Join(Articles.Tags.To(u)).OrderBy(Authors.ID, u.ID))
			names(r, "back again", orm.Select2(Tags.Name, Authors.Name).Join(Tags.Articles).Join(Articles.Author).OrderBy(Tags.ID, Authors.ID))
		}},
		{"joins: given, from, crossed", articleRows, func(r *ruling) {
			w := orm.Alias(Authors, "w")
			names(r, "on", orm.Select2(Authors.Name, Articles.Name).Join(Articles, Articles.AuthorID.EqExpr(Authors.ID), Articles.ID.Gt(1)).OrderBy(Articles.ID))
			names(r, "from", orm.Select(Comments.Name).From(Authors).Join(Authors.Articles).Join(Articles.Comments).OrderBy(Comments.ID))
			names(r, "cross", orm.Select2(Authors.Name, w.Name).Where(Authors.ID.LtExpr(w.ID)).OrderBy(Authors.ID, w.ID))
			names(r, "by foreign key", orm.Select(Articles).Join(Authors).Where(Authors.Name.Eq("bob")))
		}},
		{"filter by along joins", articleRows, func(r *ruling) {
			names(r, "last joined", orm.Select(Authors).Join(Authors.Articles).FilterBy(orm.Values{"Name": "z"}))
			names(r, "two", orm.Select(Authors).FilterBy(orm.Values{"Name": "ann"}).Join(Authors.Articles).FilterBy(orm.Values{"Name": "y"}))
		}},
		{"counts", articleRows, func(r *ruling) {
			number(r, "join", orm.Select(Authors).Join(Authors.Articles))
			number(r, "distinct", orm.Select(Authors.ID).Join(Authors.Articles).Distinct())
			number(r, "cut", orm.Select(Authors).Limit(2).Offset(1))
			number(r, "groups", orm.Select(Articles.AuthorID).GroupBy(Articles.AuthorID))
			number(r, "union", orm.Select(Authors).Union(orm.Select(Authors)))
		}},
		{"one, of rows that repeat", articleRows, func(r *ruling) {
			ann := Authors.ID.Eq(1)
			r.do("one", func() any {
				return either(orm.Select(Authors).Options(orm.Joined(Authors.Articles)).Where(ann).One(ctx, r.s))
			})
			r.do("join", func() any { return either(orm.Select(Authors).Join(Authors.Articles).Where(ann).One(ctx, r.s)) })
			r.do("columns", func() any { return either(orm.Select(Authors.Name).Join(Authors.Articles).Where(ann).One(ctx, r.s)) })
		}},
		{"cases, nulls, order", articleRows, func(r *ruling) {
			names(r, "nulls", orm.Select(Authors).OrderBy(Authors.Age.Desc().NullsLast(), Authors.ID))
			names(r, "case", orm.Select2(Authors.Name, orm.When(Authors.Age.Gt(40), "old").Else("young")).OrderBy(Authors.ID))
			names(r, "coalesce", orm.Select(orm.Coalesce(Authors.Age, 0)).OrderBy(Authors.ID))
			names(r, "between", orm.Select(Authors).Where(Authors.Age.Between(20, 40)))
			names(r, "distinct from", orm.Select(Authors).Where(Authors.Age.IsDistinctFrom(30)).OrderBy(Authors.ID))
		}},
		{"a tree by a recursive query", spotRows, func(r *ruling) {
			top := orm.Select(Spots).Where(Spots.ID.Eq(2)).CTE("tree")
			n := orm.AliasTo(Spots, top.UnionAll(orm.Select(Spots).Join(top, Spots.ParentID.EqExpr(orm.ColumnOf(top, Spots.ID)))))
			names(r, "below", orm.Select(n).OrderBy(n.ID))
		}},
		{"of a parent: to many, over associations, pending", articleRows, func(r *ruling) {
			a, x, g := get[Author](r, 1), get[Article](r, 1), get[Tag](r, 2)
			names(r, "articles", orm.Select(Articles).Where(Authors.Articles.Of(a)).OrderBy(Articles.ID))
			names(r, "tags", orm.Select(Tags).Where(Articles.Tags.Of(x)).OrderBy(Tags.ID))
			names(r, "back", orm.Select(Articles).Where(Tags.Articles.Of(g)).OrderBy(Articles.ID))
			n := &Author{Name: new("n"), Articles: orm.ListOf(&Article{Name: new("na")})}
			r.s.Add(n)
			names(r, "pending", orm.Select(Articles).Where(Authors.Articles.Of(n)))
		}},
		{"from a query, filtered and joined again", articleRows, func(r *ruling) {
			s := orm.Select(Authors).OrderBy(Authors.ID.Desc()).Limit(2).Subquery("s")
			w := orm.AliasTo(Authors, s)
			names(r, "join", orm.Select2(w.Name, Articles.Name).Join(w.Articles).OrderBy(Articles.ID))
			names(r, "has", orm.Select(Articles).Where(Articles.AuthorID.InQuery(orm.Select(orm.ColumnOf(s, Authors.ID)))))
		}},
		{"changes are seen by conditions about relationships", articleRows, func(r *ruling) {
			a, x := get[Author](r, 3), get[Article](r, 4)
			must(r, a.Articles.Load(ctx))
			r.do("contains", func() any {
				a.Articles.Append(x)
				return either(orm.Select(Authors).Where(Authors.Articles.Contains(x)).All(ctx, r.s))
			})
			r.do("null", func() any {
				x.Author.Clear()
				return list(ok(orm.Select(Articles).Where(Articles.Author.IsNull()).All(ctx, r.s)), ok(orm.Select(Articles).Where(Articles.Author.Eq(a)).All(ctx, r.s)))
			})
		}},
	})
}
