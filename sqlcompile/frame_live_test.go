package sqlcompile_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aludel/aludel/dialects/firebird"
	"github.com/aludel/aludel/dialects/mssql"
	"github.com/aludel/aludel/dialects/mysql"
	"github.com/aludel/aludel/dialects/oracle"
	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/dialects/sqlite"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

var frames = schema.NewTable("frames", schema.NewMetaData(), schema.NewColumn("id", sqltypes.Integer()), schema.NewColumn("n", sqltypes.Integer()),
	schema.NewColumn("at", sqltypes.DateTime()))

// frameRows are rows of which two and three sort equal by n; at is n days after one.
var frameRows = []string{"CREATE TABLE frames (id INTEGER, n INTEGER, at TIMESTAMP)",
	"INSERT INTO frames VALUES (1, 1, '2026-01-01 00:00:00'), (2, 1, '2026-01-01 00:00:00'), (3, 2, '2026-01-02 00:00:00'), " +
		"(4, 4, '2026-01-04 00:00:00'), (5, 4, '2026-01-04 00:00:00'), (6, 4, '2026-01-04 00:00:00')"}

// What a frame says is what the databases compute: the sums of the ids of the rows in it.
func TestFrameValues(t *testing.T) {
	by, all := expr.WindowBy().Sorted(frames.C("n")), expr.Unbounded()
	one, now := expr.Preceding(1), expr.CurrentRow()
	for _, c := range []struct {
		what string
		w    expr.Window
		want string
		only string // the database that has it, "" for both
	}{
		{"groups", by.GroupsBetween(one, now), "3 3 6 18 18 18", ""},
		{"groups after", by.GroupsBetween(expr.Following(1), all), "18 18 15 0 0 0", ""},
		{"groups by a bind", by.GroupsBetween(expr.PrecedingBy(1), expr.FollowingBy(0)), "3 3 6 18 18 18", ""},
		{"groups by an expression", by.GroupsBetween(expr.PrecedingBy(expr.Val(3).Sub(2)), now), "3 3 6 18 18 18", ""},
		{"groups of a Frame", expr.Window{OrderBy: []any{frames.C("n")}, Groups: &expr.Frame{From: new(-1), To: new(0)}}, "3 3 6 18 18 18", ""},
		{"range by a bind", by.RangeBetween(expr.PrecedingBy(1), now), "3 3 6 15 15 15", ""},
		{"no current row", by.RangeBetween(all, now).Excluding(expr.ExcludeCurrentRow), "2 1 3 17 16 15", ""},
		{"no group", by.RangeBetween(all, now).Excluding(expr.ExcludeGroup), "0 0 3 6 6 6", ""},
		{"no ties", by.GroupsBetween(all, now).Excluding(expr.ExcludeTies), "1 2 6 10 11 12", ""},
		{"no others", by.RowsBetween(all, all).Excluding(expr.ExcludeNoOthers), "21 21 21 21 21 21", ""},
		{"range by a duration", expr.WindowBy().Sorted(frames.C("at")).RangeBetween(expr.PrecedingBy(24*time.Hour), now), "3 3 6 15 15 15", "postgresql"},
		{"range by an interval", expr.WindowBy().Sorted(frames.C("at")).RangeBetween(expr.PrecedingBy(expr.LiteralColumn("INTERVAL '1 day'", nil)), now), "3 3 6 15 15 15", "postgresql"},
	} {
		for name, open := range map[string]func() string{"sqlite": func() string { return dbtest.SQLite(t) }, "postgresql": func() string { return dbtest.Postgres(t, "frames") }} {
			if c.only != "" && c.only != name {
				continue
			}
			t.Run(c.what+"/"+name, func(t *testing.T) {
				sum := expr.Coalesce(expr.Sum(frames.C("id")).Over(c.w), 0)
				if got := frameSums(t, name, open(), expr.NewSelect(sum).OrderBy(frames.C("id"))); got != c.want {
					t.Errorf("%s, not %s", got, c.want)
				}
			})
		}
	}
}

// The numbers of a Frame are binds, or part of the text where the database takes no binds there; each number is a statement of its own.
func TestFrameNumbers(t *testing.T) {
	cache := sqlcompile.NewCache(goldenDialects["mssql"], 10)
	window := func(from, to int) expr.Select {
		w := expr.Window{OrderBy: []any{frames.C("id")}, Rows: &expr.Frame{From: &from, To: &to}}
		return expr.NewSelect(expr.Coalesce(expr.Sum(frames.C("id")).Over(w), expr.Inline(0))).OrderBy(frames.C("id"))
	}
	for _, c := range []struct {
		from, to   int
		want, text string
	}{
		{-1, 0, "1 3 5 7 9 11", "1 PRECEDING AND CURRENT ROW"}, {-2, -1, "0 1 3 5 7 9", "2 PRECEDING AND 1 PRECEDING"},
		{0, 3, "10 14 18 15 11 6", "CURRENT ROW AND 3 FOLLOWING"}, {-1, 1, "3 6 9 12 15 11", "1 PRECEDING AND 1 FOLLOWING"},
	} {
		s := window(c.from, c.to)
		for name, url := range map[string]string{"sqlite": dbtest.SQLite(t), "postgresql": dbtest.Postgres(t, "frames"), "mysql": dbtest.MariaDB(t, "frames")} {
			if got := frameSums(t, name, url, s); got != c.want {
				t.Errorf("%s: %d to %d: %s, not %s", name, c.from, c.to, got, c.want)
			}
		}
		var k expr.Key
		if got, err := cache.Compile(s, &k); err != nil || !strings.Contains(got.Text, "ROWS BETWEEN "+c.text+")") || len(got.Params) != 0 {
			t.Errorf("%d to %d: %v, %v", c.from, c.to, got, err)
		}
	}
}

// frameSums are the values of the only column of a SELECT.
func frameSums(t *testing.T, name, url string, s expr.Select) string {
	t.Helper()
	db := openLive(t, name, url)
	defer db.Close()
	for _, sql := range append([]string{"DROP TABLE IF EXISTS frames"}, frameRows...) {
		if _, err := db.Exec(sql); err != nil {
			t.Fatal(err)
		}
	}
	_, text, args, _, err := goldenCompile(s, frameDialect(name), nil)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := db.Query(text, args...)
	if err != nil {
		t.Fatalf("%v\n\t%s", err, text)
	}
	defer rows.Close()
	var sums []string
	for rows.Next() {
		var sum string
		if err := rows.Scan(&sum); err != nil {
			t.Fatal(err)
		}
		sums = append(sums, sum)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(sums, " ")
}

// frameDialect is the dialect of a live database.
func frameDialect(name string) sqlcompile.Dialect {
	if name == "mysql" {
		return mysql.MariaDB
	}
	return goldenDialects[name]
}

// What a database lacks of frames is an error that says so, before anything is sent.
func TestFramesLacking(t *testing.T) {
	by, all := expr.WindowBy().Sorted(frames.C("n")), expr.Unbounded()
	windows := map[string]expr.Window{
		"GROUPS in a window": by.GroupsBetween(all, all), "EXCLUDE in a window": by.RowsBetween(all, all).Excluding(expr.ExcludeTies),
		"such an expression as the bound of a window": by.RowsBetween(expr.PrecedingBy(expr.Val(1).Add(1)), all),
	}
	for name, c := range map[string]struct {
		d     sqlcompile.Dialect
		lacks string // the first letters of what it lacks; b for a bind as a bound
	}{
		"sqlite": {sqlite.Dialect, ""}, "postgresql": {postgres.Dialect, ""}, "oracle": {oracle.Dialect, "GE"}, "default": {sqlcompile.Generic, ""}, "oracle21": {oracle.New(oracle.Options{Version: 21}), ""},
		"oracle11": {oracle.New(oracle.Options{Before12: true}), "GE"}, "mysql": {mysql.Dialect, "GEs"}, "mysql8": {mysql.MySQL8, "GEs"},
		"firebird": {firebird.Dialect, "GE"}, "mariadb": {mysql.MariaDB, "GEsb"}, "mssql": {mssql.Dialect, "GEsb"},
	} {
		text := by.RowsBetween(expr.PrecedingBy(expr.Inline(1)), all)
		if _, err := sqlcompile.Compile(expr.NewSelect(expr.Sum(frames.C("id")).Over(text)), c.d); err != nil {
			t.Errorf("%s: a number in the text: %v", name, err)
		}
		bind := by.RowsBetween(expr.PrecedingBy(1), all)
		if _, err := sqlcompile.Compile(expr.NewSelect(expr.Sum(frames.C("id")).Over(bind)), c.d); (err != nil) != strings.Contains(c.lacks, "b") {
			t.Errorf("%s: a bind: %v", name, err)
		}
		for what, w := range windows {
			_, err := sqlcompile.Compile(expr.NewSelect(expr.Sum(frames.C("id")).Over(w)), c.d)
			var u *sqlcompile.UnsupportedError
			switch lacks := strings.Contains(c.lacks, what[:1]); {
			case !lacks && err != nil:
				t.Errorf("%s: %s: %v", name, what, err)
			case lacks && (!errors.As(err, &u) || !strings.Contains(fmt.Sprint(u), what)):
				t.Errorf("%s: %s: %v", name, what, err)
			}
		}
	}
}
