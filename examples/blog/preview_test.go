package blog_test

import (
	"context"
	"go/token"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/analysis/evaluate"
	"github.com/aludel/aludel/analysis/recipes"
	"github.com/aludel/aludel/analysis/trace"
	"github.com/aludel/aludel/analysis/trace/tracetest"
	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/dialects/sqlite"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/examples/blog"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"

	_ "github.com/lib/pq"
	_ "github.com/mattn/go-sqlite3"
)

// queries runs every query of the package once or more, by the name of its function.
func queries(jack *blog.User) map[string][]func(context.Context, *orm.Session) error {
	type run = func(context.Context, *orm.Session) error
	drop := func(_ any, err error) error { return err }
	find := func(f blog.Filter) run {
		return func(ctx context.Context, s *orm.Session) error { return drop(blog.Find(ctx, s, f)) }
	}
	return map[string][]run{
		"ByName":        {func(ctx context.Context, s *orm.Session) error { return drop(blog.ByName(ctx, s, "jack")) }},
		"AtHost":        {func(ctx context.Context, s *orm.Session) error { return drop(blog.AtHost(ctx, s, "google.com")) }},
		"WithAddresses": {func(ctx context.Context, s *orm.Session) error { return drop(blog.WithAddresses(ctx, s)) }},
		"AddressCounts": {func(ctx context.Context, s *orm.Session) error { return drop(blog.AddressCounts(ctx, s)) }},
		"Find": {find(blog.Filter{}), find(blog.Filter{Name: new("jack")}), find(blog.Filter{MinID: 1}), find(blog.Filter{OnlyActive: true}),
			find(blog.Filter{Name: new("jack"), MinID: 1}), find(blog.Filter{Name: new("jack"), MinID: 1, OnlyActive: true})},
		"Silent":    {func(ctx context.Context, s *orm.Session) error { return drop(blog.Silent(ctx, s)) }},
		"Displayed": {func(ctx context.Context, s *orm.Session) error { return drop(blog.Displayed(ctx, s, "jack Jack Bean")) }},
		"Newest":    {func(ctx context.Context, s *orm.Session) error { return drop(blog.Newest(ctx, s, jack)) }},
		"Sharing": {func(ctx context.Context, s *orm.Session) error {
			return drop(blog.Sharing(ctx, s, "jack@google.com", "j25@yahoo.com"))
		}},
		"Named":      {func(ctx context.Context, s *orm.Session) error { return drop(blog.Named(ctx, s, "jack")) }},
		"Reports":    {func(ctx context.Context, s *orm.Session) error { return drop(blog.Reports(ctx, s)) }},
		"Written":    {func(ctx context.Context, s *orm.Session) error { return drop(blog.Written(ctx, s, "jack")) }},
		"Latest":     {func(ctx context.Context, s *orm.Session) error { return drop(blog.Latest(ctx, s)) }},
		"Reachable":  {func(ctx context.Context, s *orm.Session) error { return drop(blog.Reachable(ctx, s, "jack")) }},
		"Deactivate": {func(ctx context.Context, s *orm.Session) error { return drop(blog.Deactivate(ctx, s, "nobody")) }},
		"Prune":      {func(ctx context.Context, s *orm.Session) error { return drop(blog.Prune(ctx, s, 1)) }},
		"Register":   {func(ctx context.Context, s *orm.Session) error { return drop(blog.Register(ctx, s, jack.ID, "jack")) }},
		"Busy":       {func(ctx context.Context, s *orm.Session) error { return drop(blog.Busy(ctx, s, 1)) }},
		"Active":     {func(ctx context.Context, s *orm.Session) error { return drop(blog.Active(ctx, s)) }},
		"Load": {func(ctx context.Context, s *orm.Session) error {
			s.Expire(jack)
			return drop(blog.Load(ctx, s, jack.ID))
		}},
	}
}

// The SQL that the checker and the editor show for a query is the SQL that the runtime sends: for every query of the package, every
// branch of it, on SQLite and PostgreSQL.
func TestPreviewsAreWhatRuns(t *testing.T) {
	previews := evaluated(t)
	for _, db := range []struct{ name, url string }{{"sqlite", dbtest.SQLite(t)}, {"postgresql", ""}} {
		t.Run(db.name, func(t *testing.T) {
			if db.url == "" {
				db.url = dbtest.Postgres(t, "examples_blog")
			}
			var sent []string
			ctx := context.Background()
			eng, err := engine.Open(db.url, engine.OnStatement(func(e engine.Event) {
				if verb, _, _ := strings.Cut(e.SQL, " "); slices.Contains([]string{"SELECT", "WITH", "INSERT", "UPDATE", "DELETE"}, verb) {
					sent = append(sent, e.SQL)
				}
			}))
			must(t, err)
			defer eng.Close()
			must(t, blog.Models.MetaData().CreateAll(ctx, eng))
			s := orm.NewSessionMaker(eng, blog.Models).New()
			defer s.Close()
			jack := &blog.User{Name: "jack", Fullname: "Jack Bean", Active: true, Addresses: orm.ListOf(&blog.Address{Email: "jack@google.com"}, &blog.Address{Email: "j25@yahoo.com"})}
			s.Add(jack, &blog.Post{Headline: "h", Author: orm.RefTo(jack)})
			must(t, s.Flush(ctx))
			all := queries(jack)
			for name, want := range previews {
				if len(all[name]) == 0 {
					t.Errorf("the query %s is not run by this test", name)
				}
				seen := map[string]bool{}
				for i, run := range all[name] {
					sent = nil
					if err := run(ctx, s); err != nil {
						t.Errorf("%s %d: %v", name, i, err)
						continue
					}
					if len(sent) == 0 || !slices.Contains(want[db.name], sent[0]) {
						t.Errorf("%s %d sends\n%s\npreviews\n%s", name, i, strings.Join(sent, "\n"), strings.Join(want[db.name], "\n"))
						continue
					}
					seen[sent[0]] = true
				}
				if len(all[name]) == 1 && len(want[db.name]) != 1 {
					t.Errorf("%s has one form and %d previews", name, len(want[db.name]))
				}
			}
			for name := range all {
				if previews[name] == nil {
					t.Errorf("the query %s has no preview", name)
				}
			}
		})
	}
}

// evaluated gives the previews of the package's queries by function and dialect.
func evaluated(t *testing.T) map[string]map[string][]string {
	t.Helper()
	fset := token.NewFileSet()
	pkgs, err := tracetest.Load(fset, ".", "github.com/aludel/aludel/examples/blog")
	must(t, err)
	w := trace.NewWorld(fset, worldOf(pkgs), trace.Options{Recipes: recipes.Table()})
	out := map[string]map[string][]string{}
	for _, q := range evaluate.Package(w, worldOf(pkgs)[0], blog.Models.Model(), sqlite.Dialect, postgres.Dialect) {
		if q.Terminal == "" {
			continue
		}
		name := q.Func[strings.LastIndexByte(q.Func, '.')+1:]
		if !q.Exact() {
			t.Errorf("%s is not known exactly: %+v", name, q)
		}
		if out[name] == nil {
			out[name] = map[string][]string{}
		}
		for _, v := range q.Variants {
			for _, p := range v.Previews {
				out[name][p.Dialect] = append(out[name][p.Dialect], p.SQL)
			}
		}
	}
	if len(out) == 0 {
		t.Fatal("no query was found")
	}
	return out
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func worldOf(pkgs []*tracetest.Package) (out []*trace.Package) {
	for _, p := range pkgs {
		out = append(out, p.Package)
	}
	return out
}
