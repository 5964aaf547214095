package sqlcompile_test

import (
	"fmt"
	"time"

	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/dialects/sqlite"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// The examples are those of docs/expressions.md. They print statements for PostgreSQL with their values written into the text.

var (
	library = schema.NewMetaData()
	authors = schema.NewTable("authors", library,
		schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("name", sqltypes.String(50)),
		schema.NewColumn("born", sqltypes.Date()))
	books = schema.NewTable("books", library,
		schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("author_id", sqltypes.Integer(), schema.ForeignKeyTo("authors.id")),
		schema.NewColumn("title", sqltypes.String(100)), schema.NewColumn("price", sqltypes.Numeric(8, 2)), schema.NewColumn("pages", sqltypes.Integer()),
		schema.NewColumn("about", sqltypes.JSON()), schema.NewColumn("printed", sqltypes.DateTime()))
	author, writer, book = authors.C("id"), authors.C("name"), books.C("id")
	title, price, pages  = books.C("title"), books.C("price"), books.C("pages")
)

// show prints expressions and statements, each on a line.
func show(items ...any) {
	if err := library.Resolve(); err != nil { // finds what the foreign keys refer to
		panic(err)
	}
	for _, it := range items {
		s, ok := it.(expr.Statement)
		if x, is := it.(expr.Expr); is {
			s, ok = expr.Fragment{X: x.Node()}, true
		}
		if !ok {
			panic(fmt.Sprintf("%T is neither", it))
		}
		c, err := sqlcompile.CompileInline(s, postgres.Dialect)
		if err != nil {
			fmt.Println("error:", err)
			continue
		}
		fmt.Println(c.Text)
	}
}

// Comparisons. A value becomes a bind of the type of the column; nil is NULL.
func Example_comparisons() {
	show(pages.Eq(100), title.Ne(nil), pages.Between(1, 9), pages.In([]int{1, 2}), pages.In([]int{}), title.IsDistinctFrom("x"),
		title.HasPrefix("50%"), title.ILike("go%"), expr.TupleOf(book, pages).Eq([]any{1, 2}))
	// Output:
	// books.pages = 100
	// books.title IS NOT NULL
	// books.pages BETWEEN 1 AND 9
	// books.pages IN (1, 2)
	// books.pages IN (NULL) AND (1 != 1)
	// books.title IS DISTINCT FROM 'x'
	// books.title LIKE '50/%' || '%' ESCAPE '/'
	// books.title ILIKE 'go%'
	// (books.id, books.pages) = (1, 2)
}

// What an operator is depends on the types beside it.
func Example_operatorsByType() {
	show(pages.Add(1), title.Add("!"), pages.Div(2), pages.TrueDiv(2), price.Mul(pages), pages.Mod(2).Eq(0), pages.Add(1).Mul(2),
		books.C("printed").Sub(time.Hour), books.C("about").HasKey("lang"), writer.Collate("C"), pages.BitAnd(4),
		title.Op("<->", "gopher"))
	// Output:
	// books.pages + 1
	// books.title || '!'
	// books.pages / 2
	// books.pages / CAST(2 AS NUMERIC)
	// books.price * books.pages
	// books.pages % 2 = 0
	// (books.pages + 1) * 2
	// books.printed - '01:00:00'
	// books.about ? 'lang'
	// authors.name COLLATE "C"
	// books.pages & 4
	// books.title <-> 'gopher'
}

// Conditions are joined by And, Or and Not, with the parentheses that they need and no others.
func Example_conditions() {
	cheap := price.Lt(10)
	show(expr.And(cheap, expr.Or(pages.Gt(100), title.Eq("Go"))), expr.Not(cheap), expr.Not(expr.Or(cheap, pages.Gt(5))), expr.And(),
		expr.CaseWhen(cheap, "cheap").When(price.Lt(50), "fair").Else("dear"))
	// Output:
	// books.price < 10 AND (books.pages > 100 OR books.title = 'Go')
	// books.price >= 10
	// NOT (books.price < 10 OR books.pages > 5)
	// true
	// CASE WHEN (books.price < 10) THEN 'cheap' WHEN (books.price < 50) THEN 'fair' ELSE 'dear' END
}

// Functions have the type of what they yield; any other one can be called by its name.
func Example_functions() {
	show(expr.Count(book), expr.Coalesce(title, "?"), expr.Func("my_rank", sqltypes.Integer(), title, 3), pages.Cast(sqltypes.Text()),
		expr.ExtractField("year", books.C("printed")), expr.Sum(price).FilterWhere(pages.Gt(5)),
		expr.RowNumber().Over(expr.Window{PartitionBy: []any{books.C("author_id")}, OrderBy: []any{price.Desc()}}))
	// Output:
	// count(books.id)
	// coalesce(books.title, '?')
	// my_rank(books.title, 3)
	// CAST(books.pages AS TEXT)
	// EXTRACT(year FROM books.printed)
	// sum(books.price) FILTER (WHERE books.pages > 5)
	// row_number() OVER (PARTITION BY books.author_id ORDER BY books.price DESC)
}

// A SELECT is a value: each method gives a changed copy. FROM is inferred from what is used, joins from the foreign keys.
func ExampleCompile_select() {
	all := expr.NewSelect(writer, title)
	show(all.Join(books, nil), all.JoinFrom(authors, books, nil).Where(price.Lt(5)).OrderBy(title).Limit(3),
		all.OuterJoinFrom(authors, books, books.C("author_id").Eq(author)),
		expr.NewSelect(writer, expr.Count(book).As("n")).JoinFrom(authors, books, nil).GroupBy(writer).Having(expr.Count(book).Gt(2)),
		expr.NewSelect(title).Distinct().ForUpdate())
	// Output:
	// SELECT authors.name, books.title FROM authors JOIN books ON authors.id = books.author_id
	// SELECT authors.name, books.title FROM authors JOIN books ON authors.id = books.author_id WHERE books.price < 5 ORDER BY books.title LIMIT 3
	// SELECT authors.name, books.title FROM authors LEFT OUTER JOIN books ON books.author_id = authors.id
	// SELECT authors.name, count(books.id) AS n FROM authors JOIN books ON authors.id = books.author_id GROUP BY authors.name HAVING count(books.id) > 2
	// SELECT DISTINCT books.title FROM books FOR UPDATE
}

// A SELECT may stand inside of another: as a table, as a value, as a condition, in front by name.
func ExampleCompile_subqueries() {
	mean := expr.NewSelect(expr.Avg(price))
	other := expr.NewAlias(books.TableClause, "other")
	totals := expr.NewSelect(books.C("author_id"), expr.Sum(price).As("total")).GroupBy(books.C("author_id")).CTE("totals")
	show(expr.NewSelect(title).Where(price.Gt(expr.NewSelect(expr.Avg(other.C("price"))))),
		expr.NewSelect(writer).Where(expr.Exists(expr.NewSelect(book).Where(books.C("author_id").Eq(author)))),
		expr.NewSelect(writer).Where(author.InQuery(expr.NewSelect(books.C("author_id")))),
		expr.NewSelect(writer, totals.C("total")).JoinFrom(authors, totals, totals.C("author_id").Eq(author)),
		expr.NewSelect(mean.Alias("m")), expr.Union(expr.NewSelect(title), expr.NewSelect(writer)))
	// Output:
	// SELECT books.title FROM books WHERE books.price > (SELECT avg(other.price) AS avg_1 FROM books AS other)
	// SELECT authors.name FROM authors WHERE EXISTS (SELECT books.id FROM books WHERE books.author_id = authors.id)
	// SELECT authors.name FROM authors WHERE authors.id IN (SELECT books.author_id FROM books)
	// WITH totals AS (SELECT books.author_id AS author_id, sum(books.price) AS total FROM books GROUP BY books.author_id) SELECT authors.name, totals.total FROM authors JOIN totals ON totals.author_id = authors.id
	// SELECT m.avg_1 FROM (SELECT avg(books.price) AS avg_1 FROM books) AS m
	// SELECT books.title FROM books UNION SELECT authors.name FROM authors
}

// A recursive expression reads itself.
func ExampleCompile_recursive() {
	n := expr.RecursiveCTE("n", expr.NewSelect(expr.Val(1).As("i")), true, func(self *expr.CTE) any {
		return expr.NewSelect(self.C("i").Add(1)).Where(self.C("i").Lt(3))
	})
	show(expr.NewSelect(n.C("i")))
	// Output:
	// WITH RECURSIVE n(i) AS (SELECT 1 AS i UNION ALL SELECT n.i + 1 AS anon_1 FROM n WHERE n.i < 3) SELECT n.i FROM n
}

// INSERT, UPDATE and DELETE are values as well.
func ExampleCompile_changes() {
	show(expr.InsertInto(authors).Values(writer.To("Ann")).Returning(author),
		expr.InsertInto(authors).ValueRows([]any{1, "Ann"}, []any{2, "Bob"}),
		expr.InsertInto(authors).Values(author.To(1), writer.To("Ann")).OnConflictDoUpdate(expr.OnColumns(author), writer.To(expr.Excluded(writer))),
		expr.InsertInto(authors).FromSelect(expr.NewSelect(book, title), author, writer),
		expr.UpdateTable(books).Values(price.To(price.Mul(2))).Where(pages.Gt(500)),
		expr.UpdateTable(books).Values(title.To(writer)).Where(books.C("author_id").Eq(author)),
		expr.DeleteFrom(books).Where(title.IsNull()))
	// Output:
	// INSERT INTO authors (name) VALUES ('Ann') RETURNING authors.id
	// INSERT INTO authors (id, name) VALUES (1, 'Ann'), (2, 'Bob')
	// INSERT INTO authors (id, name) VALUES (1, 'Ann') ON CONFLICT (id) DO UPDATE SET name = excluded.name
	// INSERT INTO authors (id, name) SELECT books.id, books.title FROM books
	// UPDATE books SET price=(books.price * 2) WHERE books.pages > 500
	// UPDATE books SET title=authors.name FROM authors WHERE books.author_id = authors.id
	// DELETE FROM books WHERE books.title IS NULL
}

// Literal SQL stands where the language has no word. Its :names are binds.
func ExampleCompile_text() {
	show(expr.NewSelect(title).Where(expr.RawText("length(title) > :n", 5)), expr.NewSelect(expr.LiteralColumn("now()", sqltypes.DateTime()).As("t")),
		expr.NewSelect(title).Where(pages.Eq(expr.Bind("wanted", 5, nil))))
	// Output:
	// SELECT books.title FROM books WHERE length(title) > 5
	// SELECT now() AS t
	// SELECT books.title FROM books WHERE books.pages = 5
}

// A statement is compiled for a dialect; its values travel beside it. A mistake is an error of compiling.
func ExampleCompile() {
	s := expr.NewSelect(title).Where(price.Lt(10)).Limit(5)
	for _, d := range []sqlcompile.Dialect{postgres.Dialect, sqlite.Dialect} {
		c, err := sqlcompile.Compile(s, d)
		if err != nil {
			panic(err)
		}
		fmt.Println(c.Text)
	}
	_, err := sqlcompile.Compile(expr.NewSelect(title).Where(books.C("titel").Eq("x")), sqlite.Dialect)
	fmt.Println(err)
	// Output:
	// SELECT books.title FROM books WHERE books.price < $1 LIMIT $2
	// SELECT books.title FROM books WHERE books.price < ? LIMIT ? OFFSET ?
	// sqlcompile: cannot compile for sqlite: schema: column "titel" of table "books": no such column
}
