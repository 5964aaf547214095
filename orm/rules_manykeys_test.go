package orm_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aludel/aludel/orm"
)

// More owners than a select-in load takes at a time, with joins below it, and with keys of two columns.
func TestRulesManyKeys(t *testing.T) {
	eachOf(t, "manykeys", ruleModels, threeDatabases(t, "orm_manykeys"), func(t *testing.T, d *db, _ string) {
		const n = 1203
		s := d.sessions.New()
		for i := range n {
			name := fmt.Sprint(i)
			s.Add(&rAuthor{Name: &name, Articles: orm.ListOf(&rArticle{Name: &name, Comments: orm.ListOf(&rComment{Name: &name}, &rComment{Name: &name})})},
				&rShelf{Room: int64(i % 7), No: int64(i), Name: &name, Books: orm.ListOf(&rBook{Name: &name})})
		}
		must(t, s.Commit(ctx))
		must(t, s.Close())
		s = d.sessions.New()
		defer func() { must(t, s.Close()) }()
		d.log = nil
		as, err := orm.Select(rAuthors).Options(orm.SelectIn(rAuthors.Articles, orm.Joined(rArticles.Comments), orm.SelectIn(rArticles.Tags))).OrderBy(rAuthors.ID).All(ctx, s)
		must(t, err)
		if in := strings.Count(strings.Join(d.log, "\n"), " IN ("); in != 6 { // three for the articles, three for their tags
			t.Errorf("%d statements with keys:\n%s", in, d.sent())
		}
		for _, a := range as {
			if xs := a.Articles.Items(); len(xs) != 1 || *xs[0].Name != *a.Name || len(xs[0].Comments.Items()) != 2 || len(xs[0].Tags.Items()) != 0 {
				t.Fatalf("author %s", *a.Name)
			}
		}
		ss, err := orm.Select(rShelves).Options(orm.SelectIn(rShelves.Books)).All(ctx, s)
		must(t, err)
		for _, h := range ss {
			if bs := h.Books.Items(); len(bs) != 1 || *bs[0].Name != *h.Name {
				t.Fatalf("shelf %s", *h.Name)
			}
		}
		if len(as) != n || len(ss) != n {
			t.Errorf("%d authors, %d shelves", len(as), len(ss))
		}
	})
}
