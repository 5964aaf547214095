package orm_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/mapping"
)

// onJoins runs a test on SQLite and PostgreSQL, with a library in the database.
func onJoins(t *testing.T, f func(t *testing.T, d *db)) {
	for _, on := range []struct{ name, url string }{{"sqlite", dbtest.SQLite(t)}, {"postgres", dbtest.Postgres(t, "joins")}} {
		t.Run(on.name, func(t *testing.T) {
			d := &db{t: t}
			eng, err := engine.Open(on.url, engine.OnStatement(func(e engine.Event) { d.log = append(d.log, e.SQL) }))
			must(t, err)
			t.Cleanup(func() { must(t, eng.Close()) })
			must(t, jModels.MetaData().CreateAll(ctx, eng))
			d.eng, d.sessions = eng, orm.NewSessionMaker(eng, jModels)
			s := d.session()
			hot, heavy, cold := &jTag{Name: "hot"}, &jTag{Name: "heavy"}, &jTag{Name: "cold"}
			s.Add(hot, heavy, cold)
			must(t, s.Flush(ctx))
			ann, bob, cyd := &jAuthor{Name: "ann", Bar: 3}, &jAuthor{Name: "bob", Bar: 1}, &jAuthor{Name: "cyd"}
			s.Add(ann, bob, cyd)
			must(t, s.Flush(ctx))
			for i, b := range []jBook{{Title: "first", Rating: 5, AuthorID: &ann.ID}, {Title: "a", Rating: 4, AuthorID: &ann.ID, SequelOf: new(int64(1))},
				{Title: "bad", AuthorID: &ann.ID, SequelOf: new(int64(1))}, {Title: "longest", Rating: 6, AuthorID: &ann.ID, SequelOf: new(int64(1))},
				{Title: "x", Rating: 2, AuthorID: &bob.ID}, {Title: "y", Rating: 1, AuthorID: &bob.ID}} {
				c := orm.Clone(&b)
				c.Tags.Append([]*jTag{hot, cold, heavy, hot, cold, cold}[i])
				if i == 0 {
					c.Tags.Append(cold)
				}
				s.Add(c)
				must(t, s.Flush(ctx)) // the keys are counted on
			}
			must(t, s.Commit(ctx))
			f(t, d)
		})
	}
}

// titles are those of the books of each author, in order.
func titles(t *testing.T, as []*jAuthor, list func(*jAuthor) *orm.List[*jBook]) string {
	var out []string
	for _, a := range as {
		bs, err := list(a).All(ctx)
		must(t, err)
		var own []string
		for _, b := range bs {
			own = append(own, b.Title)
		}
		out = append(out, a.Name+": "+strings.Join(own, " "))
	}
	return strings.Join(out, "; ")
}

// TestJoinConditionsLoad loads the relationships by every strategy, and counts the statements.
func TestJoinConditionsLoad(t *testing.T) {
	rels := []struct {
		name string
		rel  orm.Rel
		get  func(t *testing.T, as []*jAuthor) string
		want string
	}{
		{"both ends", jAuthors.Good, func(t *testing.T, as []*jAuthor) string {
			return titles(t, as, func(a *jAuthor) *orm.List[*jBook] { return &a.Good })
		}, "ann: longest first a; bob: x; cyd: "},
		{"target only", jAuthors.Bad, func(t *testing.T, as []*jAuthor) string {
			return titles(t, as, func(a *jAuthor) *orm.List[*jBook] { return &a.Bad })
		}, "ann: bad; bob: ; cyd: "},
		{"over a join", jAuthors.Hot, func(t *testing.T, as []*jAuthor) string {
			var out []string
			for _, a := range as {
				ts, err := a.Hot.All(ctx)
				must(t, err)
				own := a.Name + ":"
				for _, x := range ts {
					own += " " + x.Name
				}
				out = append(out, own)
			}
			return strings.Join(out, "; ")
		}, "ann: hot heavy; bob:; cyd:"},
		{"reference", jAuthors.First, func(t *testing.T, as []*jAuthor) string {
			var out []string
			for _, a := range as {
				b, err := a.First.Get(ctx)
				must(t, err)
				if b != nil {
					out = append(out, a.Name+": "+b.Title)
				}
			}
			return strings.Join(out, "; ")
		}, "ann: first"},
	}
	strategies := []struct {
		name  string
		opt   func(orm.Rel) orm.Option
		count int // of statements
	}{
		{"lazy", func(r orm.Rel) orm.Option { return orm.Lazy(r) }, 4}, {"select in", func(r orm.Rel) orm.Option { return orm.SelectIn(r) }, 2},
		{"joined", func(r orm.Rel) orm.Option { return orm.Joined(r) }, 1}, {"subquery", func(r orm.Rel) orm.Option { return orm.InSubquery(r) }, 2},
		{"immediate", func(r orm.Rel) orm.Option { return orm.Immediate(r) }, 4},
	}
	onJoins(t, func(t *testing.T, d *db) {
		for _, r := range rels {
			for _, st := range strategies {
				s := d.session()
				as, err := orm.Select(jAuthors).OrderBy(jAuthors.ID).Options(st.opt(r.rel)).All(ctx, s)
				must(t, err)
				if st.name == "lazy" {
					d.log = d.log[len(d.log)-1:]
				}
				if got := r.get(t, as); got != r.want {
					t.Errorf("%s, %s: %s, want %s", r.name, st.name, got, r.want)
				}
				var sent []string
				for _, sql := range d.log {
					if strings.HasPrefix(sql, "SELECT") {
						sent = append(sent, sql)
					}
				}
				if len(sent) != st.count {
					t.Errorf("%s, %s: %d statements, want %d:\n%s", r.name, st.name, len(sent), st.count, strings.Join(sent, "\n"))
				}
				must(t, s.Close())
				d.log = nil
			}
		}
	})
}

// TestJoinConditionsAsk asks about the relationships in queries.
func TestJoinConditionsAsk(t *testing.T) {
	onJoins(t, func(t *testing.T, d *db) {
		s := d.session()
		book, err := orm.Get[jBook](ctx, s, 4)
		must(t, err)
		ann, err := orm.Get[jAuthor](ctx, s, 1)
		must(t, err)
		heavy, err := orm.Get[jTag](ctx, s, 2)
		must(t, err)
		authors := func(c ...orm.Cond) string {
			as, err := orm.Select(jAuthors).Where(c...).OrderBy(jAuthors.ID).All(ctx, s)
			must(t, err)
			return strings.Join(fields(as, func(a *jAuthor) string { return a.Name }), " ")
		}
		books := func(q orm.Query[*jBook]) string {
			bs, err := q.OrderBy(jBooks.ID).All(ctx, s)
			must(t, err)
			return strings.Join(fields(bs, func(b *jBook) string { return b.Title }), " ")
		}
		other := orm.Alias(jBooks)
		for _, c := range []struct{ what, got, want string }{
			{"any", authors(jAuthors.Good.Any()), "ann bob"}, {"any of", authors(jAuthors.Good.Any(jBooks.Title.Eq("x"))), "bob"},
			{"any over a join", authors(jAuthors.Hot.Any()), "ann"}, {"not any", authors(orm.Not(jAuthors.Bad.Any())), "bob cyd"},
			{"contains", authors(jAuthors.Good.Contains(book)), "ann"}, {"does not contain", authors(jAuthors.Bad.Contains(book)), ""},
			{"contains over a join", authors(jAuthors.Hot.Contains(heavy)), "ann"},
			{"has", authors(jAuthors.First.Has(jBooks.Rating.Eq(5))), "ann"}, {"null", authors(jAuthors.First.IsNull()), "bob cyd"},
			{"of", books(orm.Select(jBooks).Where(jAuthors.Good.Of(ann))), "first a longest"},
			{"any sequel", books(orm.Select(jBooks).Where(jBooks.Sequels.Any())), "first"},
			{"sequels", books(orm.Select(jBooks).Join(jBooks.Sequels.To(other)).Where(other.Title.Eq("longest"))), "first"},
			{"hot", books(orm.Select(jBooks).Where(jBooks.HotTags.Any())), "first bad longest"},
		} {
			if c.got != c.want {
				t.Errorf("%s: %q, want %q", c.what, c.got, c.want)
			}
		}
		n, err := orm.Select(jAuthors).Join(jAuthors.Good).Count(ctx, s)
		must(t, err)
		m, err := orm.Select(jAuthors).OuterJoin(jAuthors.Hot).Count(ctx, s)
		must(t, err)
		if n != 4 || m != 5 { // ann has two hot tags, one by two books; bob and cyd have none
			t.Errorf("%d, %d", n, m)
		}
	})
}

// TestJoinConditionsStore stores what is added to relationships that are not only read, and nothing of the others.
func TestJoinConditionsStore(t *testing.T) {
	onJoins(t, func(t *testing.T, d *db) {
		s := d.session()
		cyd, err := orm.Get[jAuthor](ctx, s, 3)
		must(t, err)
		first, err := orm.Get[jBook](ctx, s, 1)
		must(t, err)
		own, seen, next, tag := &jBook{Title: "own"}, &jBook{Title: "seen", Rating: 9}, &jBook{Title: "next", Rating: 9}, &jTag{Name: "hip"}
		cyd.Bad.Append(own)
		cyd.Good.Append(seen)
		first.Sequels.Append(next)
		first.HotTags.Append(tag)
		must(t, s.Commit(ctx))
		if own.AuthorID == nil || *own.AuthorID != 3 || next.SequelOf == nil || *next.SequelOf != 1 || seen.ID != 0 {
			t.Errorf("%v %v %v", own.AuthorID, next.SequelOf, seen.ID)
		}
		s = d.session()
		first, err = orm.Get[jBook](ctx, s, 1)
		must(t, err)
		got, err := first.Sequels.All(ctx)
		must(t, err)
		if names := fields(got, func(b *jBook) string { return b.Title }); !slices.Equal(names, []string{"longest", "next"}) {
			t.Errorf("sequels %v", names)
		}
		before, err := got[0].Before.Get(ctx)
		must(t, err)
		hot, err := first.HotTags.All(ctx)
		must(t, err)
		if before != first || len(hot) != 2 {
			t.Errorf("%v %v", before, hot)
		}
		first.Sequels.Remove(got[1])
		must(t, s.Commit(ctx))
		if got[1].SequelOf != nil {
			t.Error("what was removed still refers")
		}
	})
}

type jLost struct {
	orm.Entity
	ID    int64           `orm:"pk"`
	Books orm.List[*jOdd] `orm:"viewonly"`
	More  orm.List[*jOdd]
}

type jOdd struct {
	orm.Entity
	ID, Number int64 `orm:"pk"`
}

type jLostAttrs struct {
	orm.Class[jLost]
	ID orm.NumAttr[int64]
}

type jOddAttrs struct {
	orm.Class[jOdd]
	Number orm.NumAttr[int64]
}

var (
	jLostModels = orm.NewRegistry(new(jLost), new(jOdd))
	jLosts      = orm.Describe[jLostAttrs](jLostModels)
	jOdds       = orm.Describe[jOddAttrs](jLostModels)
)

func (*jLost) ConfigureMapping(m *orm.Config[jLost]) {
	m.Join("Books", jLosts.ID.EqExpr(jOdds.Number)) // only read: it need not be said which refers
	m.Join("More", jLosts.ID.EqExpr(jOdds.Number))
	m.OrderBy("None", jOdds.Number)
}

// TestJoinConditionsWrong: mistakes are problems of the mapping, with codes.
func TestJoinConditionsWrong(t *testing.T) {
	err := jLostModels.Configure()
	if !errors.Is(err, mapping.Code("ORM227")) || !errors.Is(err, mapping.Code("ORM501")) || strings.Contains(err.Error(), "jLost.Books") {
		t.Error(err)
	}
}
