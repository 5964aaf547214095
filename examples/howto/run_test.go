package howto

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/ormtest"
	"github.com/aludel/aludel/reflector"
	"github.com/aludel/aludel/sqltypes/decimal"
)

// How do I see the SQL that is sent?
//
// In the editor before it runs ([ormls.md](ormls.md)), in the log with `engine.Echo`.
func Example_echo() {
	log := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey || a.Key == "took" {
			return slog.Attr{} // since they differ each time
		}
		return a
	}}))
	eng, err := engine.Open("sqlite://", engine.Echo(log))
	check(err)
	s := orm.NewSessionMaker(eng, Models).New()
	defer s.Close()
	_, err = orm.SelectSQL[int64]("SELECT 1 + :n", 41).One(ctx, s)
	check(err)
	check(s.Commit(ctx))
	// Output:
	// level=INFO msg=BEGIN
	// level=INFO msg="SELECT 1 + ?" binds=[41]
	// level=INFO msg=COMMIT
}

// How do I use it in an HTTP handler?
//
// A session for each request, and its context: when the client goes, the statement is stopped and the transaction rolled back.
func Example_handler() {
	sessions := start()
	show := func(w http.ResponseWriter, r *http.Request) {
		s := sessions.New()
		defer s.Close()
		u, err := orm.Select(Users).Where(Users.Name.Eq(r.PathValue("name"))).Options(orm.SelectIn(Users.Posts)).One(r.Context(), s)
		switch {
		case errors.Is(err, orm.ErrNotFound):
			http.Error(w, "no such user", http.StatusNotFound)
		case err != nil:
			http.Error(w, "internal error", http.StatusInternalServerError)
		default:
			fmt.Fprintln(w, u.Name, "has", len(u.Posts.Items()), "posts")
		}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /users/{name}", show)
	for _, path := range []string{"/users/ed", "/users/nobody"} {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		fmt.Print(w.Code, " ", w.Body)
	}
	// Output:
	// 200 ed has 2 posts
	// 404 no such user
}

// How do I give objects as JSON, and take them back?
//
// What is loaded is written; `json:",omitzero"` leaves out what is not. What is read is new objects, whose rows Merge finds.
func Example_jsonObjects() {
	s := begin()
	defer s.Close()
	p, err := orm.Select(Posts).Where(Posts.ID.Eq(1)).Options(orm.SelectIn(Posts.Tags)).One(ctx, s)
	check(err)
	text, err := json.Marshal(p)
	fmt.Println(string(text), err)
	var changed Post
	check(json.Unmarshal([]byte(`{"ID": 1, "Title": "Hello again", "Views": 8, "AuthorID": 1}`), &changed))
	_, err = orm.Merge(ctx, s, &changed)
	check(err)
	check(s.Commit(ctx))
	fmt.Println(orm.Select(Posts.Title).Where(Posts.ID.Eq(1)).One(ctx, s))
	// Output:
	// {"ID":1,"Title":"Hello","Views":7,"DeletedAt":null,"AuthorID":1,"Tags":[{"ID":1,"Name":"go"},{"ID":2,"Name":"sql"}]} <nil>
	// Hello again <nil>
}

// How do I check or change objects before they are stored?
//
// By a method of the entity (`BeforeInsert`, `BeforeUpdate`, ...: [sessions.md](sessions.md#hooks)), or by a listener.
func Example_hooks() {
	sessions := start().With(orm.Listen(orm.Events{BeforeInsert: orm.For(func(ctx context.Context, f *orm.FlushContext, t *Tag) error {
		if t.Name = strings.ToLower(t.Name); t.Name == "" {
			return errors.New("a tag has a name")
		}
		return nil
	})}))
	s := sessions.New()
	defer s.Close()
	s.Add(&Tag{Name: "ORM"})
	check(s.Commit(ctx))
	fmt.Println(orm.Select(Tags.Name).OrderBy(Tags.ID.Desc()).First(ctx, s))
	s.Add(&Tag{})
	fmt.Println(s.Commit(ctx))
	// Output:
	// orm <nil>
	// orm: BeforeInsert Tag: a tag has a name
}

// How do I test that code sends no more statements than it should, and gives the right objects?
//
//	func TestFront(t *testing.T) {
//		rec := ormtest.NewRecorder()
//		eng, err := engine.Open("sqlite://", rec.Option())
//		...
//		rec.Count(t, 2, func() { posts, err = front(ctx, s) })
//		ormtest.Equal(t, want, posts[0], ormtest.Ignore("ID"))
//	}
func Example_testing() {
	rec := ormtest.NewRecorder()
	s := start(rec.Option()).New()
	defer s.Close()
	rec.Reset()
	rec.Count(new(testing.T), 2, func() {
		_, err := orm.Select(Posts).Options(orm.SelectIn(Posts.Tags)).All(ctx, s)
		check(err)
	})
	fmt.Println(len(rec.Statements()))
	fmt.Println(strings.TrimSpace(ormtest.Diff(&Tag{Name: "go"}, &Tag{ID: 7, Name: "golang"}, ormtest.Ignore("ID"))))
	// Output:
	// 2
	// Tag.Name: got "golang", want "go"
}

// How do I use the SQL toolkit without the ORM, on tables that exist?
//
// The reflector reads them. [expressions.md](expressions.md) has the language.
func Example_toolkit() {
	eng, err := engine.Open("sqlite://")
	check(err)
	defer eng.Dispose()
	check(Models.MetaData().CreateAll(ctx, eng)) // the tables that exist
	md, err := reflector.Reflect(ctx, eng, reflector.Options{})
	check(err)
	products := md.Table("products")
	_, err = eng.Execute(ctx, expr.InsertInto(products), engine.Params{"name": "tea", "price": "4.99", "stock": 10, "rev": 1})
	check(err)
	res, err := eng.Execute(ctx, expr.NewSelect(products.C("name"), products.C("price").Mul(products.C("stock")).As("worth")).OrderBy(products.C("name")))
	check(err)
	for row, err := range res.Rows() {
		check(err)
		worth, err := engine.As[decimal.Decimal](row.Get("worth"))
		fmt.Println(row.Values()[0], worth, err)
	}
	// Output: tea 49.90 <nil>
}
