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
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// What a user gets wrong is an error of a type that says what it is; all are *sqlcompile.Error around that.
func TestBadInput(t *testing.T) {
	u, a := tutorial.users, tutorial.addresses
	sub := expr.NewSelect(u.C("id")).Alias("s")
	is := func(target error) func(error) bool { return func(err error) bool { return errors.Is(err, target) } }
	join := func(err error) bool { return errors.As(err, new(*expr.JoinError)) }
	name := func(err error) bool { return errors.As(err, new(*sqlcompile.IdentifierError)) }
	kernel := func(err error) bool { return errors.As(err, new(*expr.Error)) }
	some := func(error) bool { return true }
	for what, test := range map[string]struct {
		s    expr.Statement
		d    sqlcompile.Dialect
		want func(error) bool
	}{
		"an unknown column of a subquery":     {expr.NewSelect(sub.C("nope")), nil, some},
		"an unknown name in ORDER BY":         {expr.NewSelect(u.C("id")).OrderBy(expr.LabelRef("nope")), nil, is(expr.ErrNoSuchColumn)},
		"an unknown name in FilterBy":         {expr.NewSelect(u).FilterBy(expr.Named{Name: "nope", Value: 1}), nil, is(expr.ErrNoSuchColumn)},
		"an ambiguous join":                   {expr.NewSelect(multifk.accounts).Join(multifk.transfers, nil), nil, join},
		"a join without a foreign key":        {expr.NewSelect(multifk.accounts).Join(multifk.logs, nil), nil, join},
		"a bind that the text does not have":  {expr.NewSelect(u.C("id")).Where(expr.OpenText("x = :a").BindTo(map[string]any{"b": 1})), nil, is(expr.ErrNoSuchBind)},
		"a bind that the SELECT lacks":        {expr.NewSelect(u.C("id")).Params(map[string]any{"nope": 1}), nil, is(expr.ErrNoSuchBind)},
		"a given name that is generated":      {expr.NewSelect(u.C("id")).Where(u.C("id").Eq(5), u.C("id").Ne(expr.Bind("id_1", 6, nil))), nil, some},
		"a list and a value of one name":      {expr.NewSelect(u.C("id")).Where(u.C("id").In(expr.BindList("x", []int{1}, sqltypes.Integer())), u.C("id").Eq(expr.Bind("x", 1, nil))), nil, some},
		"a label with NUL":                    {expr.NewSelect(u.C("id").As("a\x00b")), nil, name},
		"an alias with NUL":                   {expr.NewSelect(expr.NewAlias(u.TableClause, "a\x00").C("id")), nil, name},
		"a name that is no UTF-8":             {expr.NewSelect(u.C("id").As("a\xffb")), nil, name},
		"an empty name":                       {expr.NewSelect(expr.Column("", nil)), nil, some},
		"a bare name with a quote":            {expr.NewSelect(expr.Column(`a" FROM secrets --`, nil).Quoted(expr.QuoteNever)), nil, name},
		"a row of another length":             {expr.NewSelect(expr.Values("v", "a", "b").Data([]any{1})), nil, kernel},
		"VALUES without rows":                 {expr.NewSelect(expr.Values("v", "a")), nil, some},
		"a clause behind text":                {expr.RawText("SELECT 1").TextSelect("a").Where(u.C("id").Eq(1)), nil, some},
		"text columns of no text":             {u.C("id").TextSelect("a"), nil, kernel},
		"two expressions of one name in WITH": {expr.NewSelect(expr.NewSelect(u.C("id")).CTE("c").C("id"), expr.NewSelect(a.C("id")).CTE("c").C("id")), nil, some},
		"a column that the replacement lacks": {expr.NewSelect(u.C("name")).ReplaceSelectable(u, sub), nil, is(expr.ErrNoSuchColumn)},
		"parts of other widths":               {expr.Union(expr.NewSelect(u.C("id")), expr.NewSelect(u.C("id"), u.C("name"))), nil, some},
		"nothing left to select from":         {expr.NewSelect(u.C("id")).Where(expr.Exists(expr.NewSelect(u.C("id"), a.C("id")).SelectFrom(u, a))).SelectFrom(a), nil, some},
		"FETCH on SQLite":                     {expr.NewSelect(u.C("id")).Fetch(5, expr.FetchOptions{}), sqlite.Dialect, some},
		"WITH TIES and OFFSET":                {expr.NewSelect(u.C("id")).OrderBy(u.C("id")).Fetch(5, expr.FetchOptions{WithTies: true}).Offset(1), mssql.Dialect, some},
		"a sample on SQLite":                  {expr.NewSelect(expr.Sample(u, "", 10, nil).C("id")), sqlite.Dialect, some},
		"an INSERT in WITH on SQLite":         {expr.NewSelect(a).AddCTE(expr.InsertInto(u).Values(u.C("name").To("x")).CTE("i")), sqlite.Dialect, some},
		"a hint that PostgreSQL lacks":        {expr.NewSelect(u.C("id")).Hint(u, "NOLOCK", "postgresql"), postgres.Dialect, some},
		"no columns":                          {expr.NewSelect().SelectFrom(u), nil, some},
		"a negative LIMIT":                    {expr.NewSelect(u.C("id")).Limit(-1), nil, some},
	} {
		t.Run(what, func(t *testing.T) {
			if test.d == nil {
				test.d = postgres.Dialect
			}
			c, err := sqlcompile.Compile(test.s, test.d)
			if err == nil {
				t.Fatalf("it compiles: %s", c.Text)
			}
			if !errors.As(err, new(*sqlcompile.Error)) || !test.want(err) {
				t.Errorf("a %T: %v", err, err)
			}
		})
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
		if err == nil {
			t.Errorf("%s: %s", what, c.Text)
		} else if !errors.As(err, &ce) || !errors.As(err, new(*sqltypes.ValueError)) || !strings.Contains(ce.What, "literal") {
			t.Errorf("%s: a %T: %v", what, err, err)
		}
	}
}
