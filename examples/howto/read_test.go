package howto

import (
	"errors"
	"fmt"

	"github.com/aludel/aludel/orm"
)

// How do I read one row by its key?
func Example_get() {
	s := begin()
	defer s.Close()
	u, err := orm.Get[User](ctx, s, 1) // from the session, if it has it already
	check(err)
	fmt.Println(u.Name)
	_, err = orm.Get[User](ctx, s, 99)
	fmt.Println(errors.Is(err, orm.ErrNotFound))
	// Output:
	// ed
	// true
}

// How do I filter, order and limit?
func Example_filter() {
	s := begin()
	defer s.Close()
	posts, err := orm.Select(Posts).
		Where(Posts.Views.Ge(4), orm.Or(Posts.Title.HasPrefix("H"), Posts.Title.In("Joins", "Trees"))).
		OrderBy(Posts.Views.Desc()).
		Limit(10).
		All(ctx, s)
	check(err)
	for _, p := range posts {
		fmt.Println(p.Title, p.Views)
	}
	// Output:
	// Hello 7
	// Joins 5
}

// How do I build a query from what the user asked for?
//
// A query is a value: each method gives a changed copy.
func Example_dynamic() {
	s := begin()
	defer s.Close()
	find := func(title string, atLeast int64) ([]string, error) {
		q := orm.Select(Posts.Title).OrderBy(Posts.ID)
		if title != "" {
			q = q.Where(Posts.Title.Contains(title))
		}
		if atLeast > 0 {
			q = q.Where(Posts.Views.Ge(atLeast))
		}
		return q.All(ctx, s)
	}
	fmt.Println(find("o", 0))
	fmt.Println(find("", 4))
	// Output:
	// [Hello Windows Joins] <nil>
	// [Hello Joins] <nil>
}

// How do I read page by page?
//
// By LIMIT and OFFSET, or from where the last page ended, which stays fast and skips nothing when rows come and go.
func Example_pages() {
	s := begin()
	defer s.Close()
	page := orm.Select(Posts.Title).OrderBy(Posts.Views.Desc(), Posts.ID).Limit(2)
	fmt.Println(page.Offset(2).All(ctx, s))
	fmt.Println(page.Where(orm.TupleOf(Posts.Views, Posts.ID).Lt(5, 3)).All(ctx, s))
	// Output:
	// [Windows] <nil>
	// [Windows] <nil>
}

// How do I count, or ask whether there is any?
func Example_count() {
	s := begin()
	defer s.Close()
	q := orm.Select(Posts).Where(Posts.Views.Gt(4))
	fmt.Println(q.Count(ctx, s))
	fmt.Println(q.Exists(ctx, s))
	// Output:
	// 2 <nil>
	// true <nil>
}

// How do I filter by what is related?
//
// `Any` and `Has` ask without joining; `Join` joins, for conditions, results and orders.
func Example_related() {
	s := begin()
	defer s.Close()
	fmt.Println(orm.Select(Users.Name).Where(Users.Posts.Any(Posts.Views.Gt(6))).All(ctx, s))
	fmt.Println(orm.Select(Posts.Title).Where(Posts.Author.Has(Users.Name.Eq("wendy"))).All(ctx, s))
	fmt.Println(orm.Select2(Posts.Title, Users.Name).Join(Posts.Author).Where(Posts.Tags.Any(Tags.Name.Eq("go"))).All(ctx, s))
	// Output:
	// [ed] <nil>
	// [Joins] <nil>
	// [{Hello ed}] <nil>
}

// How do I read some columns only, into a struct of mine?
func Example_columnsInto() {
	s := begin()
	defer s.Close()
	type Line struct {
		Title  string
		Author string
		Email  *string // may be NULL
	}
	lines, err := orm.SelectInto[Line](Posts.Title, Users.Name.As("author"), Users.Email).
		Join(Posts.Author).OrderBy(Posts.ID).Limit(1).All(ctx, s)
	fmt.Println(lines[0].Title, lines[0].Author, lines[0].Email == nil, err)
	// Output: Hello ed true <nil>
}

// How do I group and sum?
func Example_group() {
	s := begin()
	defer s.Close()
	type Sum struct {
		Name  string
		Posts int64
		Views *int64 // the sum of no rows is NULL
	}
	sums, err := orm.SelectInto[Sum](Users.Name, orm.Count(Posts.ID).As("posts"), orm.Sum(Posts.Views).As("views")).
		From(Users).OuterJoin(Users.Posts).
		GroupBy(Users.Name).Having(orm.Count(Posts.ID).Gt(1)).All(ctx, s)
	fmt.Println(sums[0].Name, sums[0].Posts, *sums[0].Views, err)
	// Output: ed 2 10 <nil>
}

// How do I read the best row of each group?
//
// By a window in a subquery.
func Example_window() {
	s := begin()
	defer s.Close()
	place := orm.Over(orm.RowNumber(), orm.PartitionBy(Posts.AuthorID).OrderBy(Posts.Views.Desc())).As("place")
	ranked := orm.Select2(Posts, place).Subquery()
	best := orm.AliasTo(Posts, ranked)
	titles, err := orm.Select(best.Title).Where(orm.ColumnOf(ranked, place).Eq(1)).OrderBy(best.ID).All(ctx, s)
	fmt.Println(titles, err)
	// Output: [Hello Joins] <nil>
}

// How do I read a whole tree?
//
// By a recursive CTE: its steps read what the steps before them gave.
func Example_recursive() {
	s := begin()
	defer s.Close()
	top := orm.Select(Comments).Where(Comments.ID.Eq(1)).CTE("thread")
	thread := top.UnionAll(orm.Select(Comments).Join(top, Comments.ParentID.EqExpr(orm.ColumnOf(top, Comments.ID))))
	c := orm.AliasTo(Comments, thread)
	all, err := orm.Select(c.Text).OrderBy(c.ID).All(ctx, s)
	fmt.Println(all, err)
	// Output: [first an answer] <nil>
}

// How do I use a query inside another?
func Example_subquery() {
	s := begin()
	defer s.Close()
	average := orm.Scalar[float64](orm.Select(orm.Avg(Posts.Views)))
	fmt.Println(orm.Select(Posts.Title).Where(orm.TypeAs[float64](Posts.Views, nil).GtExpr(average)).All(ctx, s))
	writers := orm.Select(Posts.AuthorID).Where(Posts.Views.Gt(6))
	fmt.Println(orm.Select(Users.Name).Where(Users.ID.InQuery(writers)).All(ctx, s))
	fmt.Println(orm.Select(Users.Name).Where(Users.ID.Eq(1)).Union(orm.Select(Tags.Name)).OrderBy(Users.Name).All(ctx, s))
	// Output:
	// [Hello] <nil>
	// [ed] <nil>
	// [ed go sql] <nil>
}

// How do I ask for a part of a JSON document?
func Example_json() {
	s := begin()
	defer s.Close()
	fmt.Println(orm.Select(Users.Name).Where(Users.Settings.Path("theme").Eq("dark")).All(ctx, s))
	// Output: [ed] <nil>
}

// How do I choose by CASE?
func Example_caseWhen() {
	s := begin()
	defer s.Close()
	size := orm.When(Posts.Views.Lt(4), "few").Else("many")
	rows, err := orm.Select2(size.As("size"), orm.CountAll()).GroupBy(size).OrderBy(size).All(ctx, s)
	fmt.Println(rows, err)
	// Output: [{few 1} {many 2}] <nil>
}

// How do I send SQL of my own?
func Example_sql() {
	s := begin()
	defer s.Close()
	users, err := orm.SelectSQL[*User]("SELECT * FROM users WHERE name = :name", "ed").All(ctx, s)
	check(err)
	n, err := orm.SelectSQL[int64]("SELECT count(*) FROM posts WHERE views > :least", 4).One(ctx, s)
	fmt.Println(users[0].Name, n, err)
	titles, err := orm.Select(Posts.Title).Where(orm.SQL("length(title) > :n", 5)).All(ctx, s) // a piece of it
	fmt.Println(titles, err)
	// Output:
	// ed 2 <nil>
	// [Windows] <nil>
}

// How do I read very many rows?
//
// Iter gives them while they are read, ReadOnly keeps no copies to compare with, which halves time and memory. A session that holds 100,000
// objects compares all of them at each flush, also at those before queries: read what you do not change with ReadOnly.
func Example_stream() {
	s := begin()
	defer s.Close()
	views := int64(0)
	for p, err := range orm.Select(Posts).ReadOnly().Iter(ctx, s) {
		check(err)
		views += p.Views
	}
	fmt.Println(views)
	// Output: 15
}

// How do I lock rows?
//
// SELECT ... FOR UPDATE, where the database has it; SkipLocked makes a queue of a table.
func Example_lock() {
	s := begin()
	defer s.Close()
	p, err := orm.Select(Products).Where(Products.Stock.Gt(0)).ForUpdate().SkipLocked().First(ctx, s)
	fmt.Println(p.Name, err)
	// Output: tea <nil>
}

// How do I delete softly?
//
// A column says when; WithCriteria leaves such rows out wherever the query reads the entity, also in what it loads.
func Example_softDelete() {
	s := begin()
	defer s.Close()
	_, err := orm.Update(Posts).Set(Posts.DeletedAt.ToExpr(orm.Now())).Where(Posts.Title.Eq("Windows")).Exec(ctx, s)
	check(err)
	there := orm.WithCriteria(Posts, Posts.DeletedAt.IsNull())
	fmt.Println(orm.Select(Posts.Title).Options(there).All(ctx, s))
	u, err := orm.Select(Users).Where(Users.Name.Eq("ed")).Options(there, orm.SelectIn(Users.Posts)).One(ctx, s)
	fmt.Println(len(u.Posts.Items()), err)
	// Output:
	// [Hello Joins] <nil>
	// 1 <nil>
}
