package sqlcompile_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/aludel/aludel/dialects/mssql"
	"github.com/aludel/aludel/dialects/mysql"
	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/dialects/sqlite"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// as is a check that the error has a cause of type E, of which ok says the rest.
func as[E error](ok func(E) bool) func(error) bool {
	return func(err error) bool {
		var e E
		return errors.As(err, &e) && ok(e)
	}
}

// What a user gets wrong is an error of a type that says what it is and where; all are *sqlcompile.Error around that.
func TestBadInput(t *testing.T) {
	u, a := tutorial.users, tutorial.addresses
	sub := expr.NewSelect(u.C("id")).Alias("s")
	is := func(target error) func(error) bool { return func(err error) bool { return errors.Is(err, target) } }
	// where wants an *expr.Error with this cause that names the same as e.
	where := func(cause error, e expr.Error) func(error) bool {
		return as(func(got *expr.Error) bool {
			return errors.Is(got, cause) && got.Table == e.Table && got.Column == e.Column && got.Bind == e.Bind && got.Row == e.Row
		})
	}
	column := func(table, name string) func(error) bool {
		return where(expr.ErrNoSuchColumn, expr.Error{Table: table, Column: name})
	}
	bind := func(name string) func(error) bool { return where(expr.ErrNoSuchBind, expr.Error{Bind: name}) }
	join := func(left, right string) func(error) bool {
		return as(func(e *expr.JoinError) bool { return e.Left == left && e.Right == right && e.Reason != "" })
	}
	name := func(n string) func(error) bool {
		return as(func(e *sqlcompile.IdentifierError) bool { return e.Name == n && e.Reason != "" })
	}
	conflict := func(cause error, n string) func(error) bool {
		return as(func(e *sqlcompile.NameConflictError) bool { return e.Name == n && errors.Is(e, cause) })
	}
	lacks := func(dialect, what string) func(error) bool {
		return as(func(e *sqlcompile.UnsupportedError) bool { return e.Dialect == dialect && e.What == what })
	}
	for what, test := range map[string]struct {
		s    expr.Statement
		d    sqlcompile.Dialect
		want func(error) bool
	}{
		"an unknown column of a table": {expr.NewSelect(u.C("nope")), nil, as(func(e *schema.Error) bool {
			return e.Table == "users" && e.Column == "nope" && errors.Is(e, expr.ErrNoSuchColumn)
		})},
		"an unknown column of an INSERT":      {expr.InsertInto(u).FromSelect(expr.NewSelect(expr.Val(1)), "nope"), nil, column("users", "nope")},
		"a column of another table":           {expr.InsertInto(u).Values(a.C("email_address").To("x")), nil, column("users", "email_address")},
		"an UPDATE of another table's column": {expr.UpdateTable(u).Values(a.C("email_address").To("x")), nil, where(sqlcompile.ErrForeignColumn, expr.Error{Column: "email_address"})},
		"two values for a column":             {expr.UpdateTable(u).Values(u.C("name").To("x"), u.C("name").To("y")), nil, where(expr.ErrDuplicateColumn, expr.Error{Table: "users", Column: "name"})},
		"a row that lacks a value": {expr.InsertInto(u).ValueRows([]any{u.C("id").To(1), u.C("name").To("x")}, []any{u.C("id").To(1)}), nil,
			where(expr.ErrMissingValue, expr.Error{Table: "users", Column: "name", Row: 1})},
		"an unknown column of a subquery":     {expr.NewSelect(sub.C("nope")), nil, column("s", "nope")},
		"an unknown column of an alias":       {expr.NewSelect(expr.NewAlias(u.TableClause, "ua").C("nope")), nil, column("ua", "nope")},
		"an unknown name in ORDER BY":         {expr.NewSelect(u.C("id")).OrderBy(expr.LabelRef("nope")), nil, column("", "nope")},
		"an unknown name in FilterBy":         {expr.NewSelect(u).FilterBy(expr.Named{Name: "nope", Value: 1}), nil, column("users", "nope")},
		"an ambiguous join":                   {expr.NewSelect(multifk.accounts).Join(multifk.transfers, nil), nil, join("accounts", "transfers")},
		"a join without a foreign key":        {expr.NewSelect(multifk.accounts).Join(multifk.logs, nil), nil, join("accounts", "logs")},
		"a bind that the text does not have":  {expr.NewSelect(u.C("id")).Where(expr.OpenText("x = :a").BindTo(map[string]any{"b": 1})), nil, bind("b")},
		"a bind that the SELECT lacks":        {expr.NewSelect(u.C("id")).Params(map[string]any{"nope": 1}), nil, bind("nope")},
		"a given name that is generated":      {expr.NewSelect(u.C("id")).Where(u.C("id").Eq(5), u.C("id").Ne(expr.Bind("id_1", 6, nil))), nil, conflict(sqlcompile.ErrBindConflict, "id_1")},
		"a list and a value of one name":      {expr.NewSelect(u.C("id")).Where(u.C("id").In(expr.BindList("x", []int{1}, sqltypes.Integer())), u.C("id").Eq(expr.Bind("x", 1, nil))), nil, conflict(sqlcompile.ErrBindConflict, "x")},
		"a bind named like a column's value":  {expr.UpdateTable(u).Values(u.C("name").To("x")).Where(u.C("name").Eq(expr.Bind("name", "y", nil))), nil, conflict(sqlcompile.ErrBindConflict, "name")},
		"a label with NUL":                    {expr.NewSelect(u.C("id").As("a\x00b")), nil, name("a\x00b")},
		"an alias with NUL":                   {expr.NewSelect(expr.NewAlias(u.TableClause, "a\x00b").C("id")), nil, name("a\x00b")},
		"a name that is no UTF-8":             {expr.NewSelect(u.C("id").As("a\xffb")), nil, name("a\xffb")},
		"an empty name":                       {expr.NewSelect(expr.Column("", nil)), nil, name("")},
		"a bare name with a quote":            {expr.NewSelect(expr.Column(`a" FROM secrets --`, nil).Quoted(expr.QuoteNever)), nil, name(`a" FROM secrets --`)},
		"a function's name with NUL":          {expr.NewSelect(expr.Func("f\x00", nil, 1)), nil, name("f\x00")},
		"a row of another length":             {expr.NewSelect(expr.Values("v", "a", "b").Data([]any{1, 2}, []any{1})), nil, where(expr.ErrColumnCount, expr.Error{Table: "v", Row: 1})},
		"VALUES without rows":                 {expr.NewSelect(expr.Values("v", "a")), nil, is(sqlcompile.ErrNoRows)},
		"a clause behind text":                {expr.RawText("SELECT 1").TextSelect("a").Where(u.C("id").Eq(1)), nil, is(sqlcompile.ErrLiteralText)},
		"text columns of no text":             {u.C("id").TextSelect("a"), nil, as(func(e *expr.Error) bool { return e.What == "TextSelect" })},
		"two expressions of one name in WITH": {expr.NewSelect(expr.NewSelect(u.C("id")).CTE("c").C("id"), expr.NewSelect(a.C("id")).CTE("c").C("id")), nil, conflict(sqlcompile.ErrTableConflict, "c")},
		"a column that the replacement lacks": {expr.NewSelect(u.C("name")).ReplaceSelectable(u, sub), nil, column("s", "name")},
		"parts of other widths":               {expr.Union(expr.NewSelect(u.C("id")), expr.NewSelect(u.C("id"), u.C("name"))), nil, where(expr.ErrColumnCount, expr.Error{Row: 1})},
		"a compound of what is no SELECT":     {expr.Union(5), nil, is(expr.ErrNoSelect)},
		"nothing left to select from": {expr.NewSelect(u.C("id")).Where(expr.Exists(expr.NewSelect(u.C("id"), a.C("id")).SelectFrom(u, a))).SelectFrom(a), nil,
			is(sqlcompile.ErrNoFrom)},
		"FETCH on SQLite":              {expr.NewSelect(u.C("id")).Fetch(5, expr.FetchOptions{}), sqlite.Dialect, lacks("sqlite", "FETCH")},
		"WITH TIES and OFFSET":         {expr.NewSelect(u.C("id")).OrderBy(u.C("id")).Fetch(5, expr.FetchOptions{WithTies: true}).Offset(1), mssql.Dialect, lacks("mssql", "PERCENT and WITH TIES beside OFFSET")},
		"WITH TIES of a compound":      {expr.Union(expr.NewSelect(u.C("id")), expr.NewSelect(a.C("id"))).Fetch(5, expr.FetchOptions{WithTies: true}), mssql.Dialect, lacks("mssql", "PERCENT and WITH TIES of a compound")},
		"a sample on SQLite":           {expr.NewSelect(expr.Sample(u, "", 10, nil).C("id")), sqlite.Dialect, lacks("sqlite", "TABLESAMPLE")},
		"an INSERT in WITH on SQLite":  {expr.NewSelect(a).AddCTE(expr.InsertInto(u).Values(u.C("name").To("x")).CTE("i")), sqlite.Dialect, lacks("sqlite", "INSERT, UPDATE or DELETE in WITH")},
		"a hint that PostgreSQL lacks": {expr.NewSelect(u.C("id")).Hint(u, "NOLOCK", "postgresql"), postgres.Dialect, lacks("postgresql", `hint "NOLOCK"`)},
		"RETURNING on MySQL":           {expr.DeleteFrom(u).Returning(u.C("id")), mysql.Dialect, lacks("mysql", "RETURNING")},
		"an upsert on SQL Server":      {expr.InsertInto(u).Values(u.C("id").To(1)).OnConflictDoNothing(expr.OnColumns("id")), mssql.Dialect, lacks("mssql", "ON CONFLICT")},
		"no columns":                   {expr.NewSelect().SelectFrom(u), nil, is(sqlcompile.ErrNoColumns)},
		"an UPDATE of nothing":         {expr.UpdateTable(u), nil, is(sqlcompile.ErrNothingSet)},
		"a tuple among the columns":    {expr.NewSelect(expr.TupleOf(u.C("id"), u.C("name"))), nil, is(sqlcompile.ErrMisplaced)},
		"a negative LIMIT":             {expr.NewSelect(u.C("id")).Limit(-1), nil, is(expr.ErrNegative)},
		"a negative OFFSET":            {expr.NewSelect(u.C("id")).Offset(int64(-1)), nil, is(expr.ErrNegative)},
		"a Go value that is nothing":   {expr.NewSelect(u.C("id")).Where(u.C("id").Lt(nil)), nil, is(expr.ErrNullOperand)},
	} {
		t.Run(what, func(t *testing.T) {
			if test.d == nil {
				test.d = postgres.Dialect
			}
			c, err := sqlcompile.Compile(test.s, test.d)
			if err == nil {
				t.Fatalf("it compiles: %s", c.Text)
			}
			var ce *sqlcompile.Error
			if !errors.As(err, &ce) || ce.Dialect != test.d.Name() || !test.want(err) {
				t.Errorf("a %T: %v", err, err)
			}
		})
	}
}

// Elements of FROM that nothing joins are an error for whoever asks.
func TestUnjoinedIsAnError(t *testing.T) {
	u, a := tutorial.users, tutorial.addresses
	for _, k := range []struct {
		s   expr.Select
		bad bool
	}{{expr.NewSelect(u.C("id"), a.C("id")), true}, {expr.NewSelect(u.C("id"), a.C("id")).Where(u.C("id").Eq(a.C("user_id"))), false}} {
		c, err := sqlcompile.Compile(k.s, postgres.Dialect)
		if err != nil {
			t.Fatal(err)
		}
		var ce *sqlcompile.CartesianError
		err = c.CheckCartesian()
		if errors.As(err, &ce) != k.bad || errors.Is(err, sqlcompile.ErrCartesian) != k.bad || k.bad && (len(ce.Products) != 1 || len(ce.Products[0].Groups) != 2) {
			t.Errorf("%s: %v", c.Text, err)
		}
	}
}

// A value that cannot be written into the text is an error that says which bind and why, and no text.
func TestValuesWithoutLiterals(t *testing.T) {
	u := tutorial.users
	for what, x := range map[string]expr.Expr{
		"a Go value of no SQL type": u.C("id").Eq(struct{}{}),
		"a NUL":                     u.C("name").Eq("a\x00b"),
		"a number without end":      u.C("id").Eq(expr.Bind("x", math.Inf(1), sqltypes.Numeric(5, 2))),
		"one of a list":             u.C("id").In([]any{1, struct{}{}}),
	} {
		c, err := sqlcompile.CompileInline(expr.NewSelect(u.C("id")).Where(x), mysql.Dialect)
		var ce *sqlcompile.Error
		var be *sqlcompile.BindError
		if err == nil {
			t.Errorf("%s: %s", what, c.Text)
		} else if !errors.As(err, &be) || be.Name == "" {
			t.Errorf("%s: no bind is named: %v", what, err)
		} else if !errors.As(err, &ce) || !errors.As(err, new(*sqltypes.ValueError)) || !strings.Contains(ce.What, "literal") {
			t.Errorf("%s: a %T: %v", what, err, err)
		}
	}
}
