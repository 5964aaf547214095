package orm_test

import (
	"errors"
	"testing"

	"github.com/aludel/aludel/orm"
)

// Options of whole entities: criteria, and every relationship below a path or of an entity.
func TestRulesOptions(t *testing.T) {
	kind := func(v any, err error) string {
		var raise *orm.RaiseError
		switch {
		case errors.As(err, &raise):
			return "raise"
		case err != nil:
			return err.Error()
		}
		return "loaded"
	}
	withArticles := func(r *ruling, label string, q orm.Query[*rAuthor]) {
		r.do(label, func() any {
			return fields(either2(q.All(ctx, r.s)), func(a *rAuthor) any { return list(a.Name, either(a.Articles.All(ctx))) })
		})
		r.s.ExpungeAll()
	}
	base := orm.Select(rAuthors).OrderBy(rAuthors.ID)
	noY := orm.WithCriteria(rArticles, rArticles.Name.Ne("y"))
	pairs := orm.Select2(rAuthors.Name, orm.Opt(rArticles.ID))
	runRules(t, "options", ruleModels, []rule{
		{"criteria of the entity and of what is joined", articleRows, func(r *ruling) {
			names := orm.Select2(rAuthors.Name, rArticles.Name).OrderBy(rAuthors.ID, rArticles.ID)
			r.do("own", func() any { return either(orm.Select(rArticles).Options(noY).OrderBy(rArticles.ID).All(ctx, r.s)) })
			r.do("join", func() any { return either(names.Join(rAuthors.Articles).Options(noY).All(ctx, r.s)) })
			r.do("outer join", func() any { return either(names.OuterJoin(rAuthors.Articles).Options(noY).All(ctx, r.s)) })
			r.do("over an association", func() any {
				return either(orm.Select2(rTags.Name, rArticles.Name).Join(rTags.Articles).Options(orm.WithCriteria(rArticles, rArticles.Name.Ne("x"))).OrderBy(rTags.ID, rArticles.ID).All(ctx, r.s))
			})
		}},
		{"criteria of what is loaded", articleRows, func(r *ruling) {
			withArticles(r, "select-in", base.Options(orm.SelectIn(rAuthors.Articles), noY))
			withArticles(r, "joined", base.Options(orm.Joined(rAuthors.Articles), noY))
			withArticles(r, "lazy", orm.Select(rAuthors).Where(rAuthors.ID.Eq(1)).Options(noY))
			withArticles(r, "limit", base.Options(orm.Joined(rAuthors.Articles), noY).Limit(1))
		}},
		{"every relationship below a path", articleRows, func(r *ruling) {
			var x *rArticle
			r.do("load", func() any {
				x = either2(base.Options(orm.SelectIn(rAuthors.Articles, orm.Raise(orm.EveryRel()))).All(ctx, r.s))[0].Articles.Items()[0]
				return nil
			})
			r.do("below", func() any { return list(kind(x.Comments.All(ctx)), kind(x.Tags.All(ctx))) })
		}},
		{"every relationship of one entity", articleRows, func(r *ruling) {
			var x *rArticle
			r.do("load", func() any {
				x = either2(orm.Select(rArticles).Options(orm.Raise(orm.RelsOf(rArticles)), orm.SelectIn(rArticles.Author)).OrderBy(rArticles.ID).All(ctx, r.s))[0]
				return nil
			})
			r.do("of it", func() any { return list(kind(x.Comments.All(ctx)), x.Author.Item()) })
			r.do("of another", func() any { return either(x.Author.Item().Articles.All(ctx)) })
		}},
		{"joined nested under criteria of an alias", articleRows, func(r *ruling) {
			w := orm.Alias(rArticles, "w")
			r.do("join", func() any {
				return either(orm.Select2(rAuthors.Name, w.Name).Join(rAuthors.Articles.To(w)).Options(noY).OrderBy(rAuthors.ID, w.ID).All(ctx, r.s))
			})
		}},
		{"full join", articleRows, func(r *ruling) {
			r.do("both sides", func() any {
				return either(pairs.FullJoin(rAuthors.Articles).OrderBy(rAuthors.ID.NullsLast(), rArticles.ID).All(ctx, r.s))
			})
		}},
	})
}
