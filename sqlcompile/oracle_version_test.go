package sqlcompile_test

import (
	"errors"
	"testing"

	"github.com/aludel/aludel/dialects/mysql"
	"github.com/aludel/aludel/dialects/oracle"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// What Oracle 21c and 23 have beyond 12c; "" where it is a *sqlcompile.UnsupportedError.
func TestOracleVersions(t *testing.T) {
	flags := schema.NewTable("flags", nil, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("on", sqltypes.Boolean()))
	users, addresses := tutorial.users, tutorial.addresses
	window := expr.WindowBy().Sorted(users.C("id"))
	rows := expr.InsertInto(flags).ValueRows([]any{flags.C("id").To(1), flags.C("on").To(true)}, []any{flags.C("id").To(2), flags.C("on").To(false)})
	vals := expr.Values("v", expr.Column("n", sqltypes.Integer())).Data([]any{1}, []any{2})
	joined := users.C("id").Eq(addresses.C("user_id"))
	v21, v23 := oracle.New(oracle.Options{Version: 21}), oracle.New(oracle.Options{Version: 23})
	native := oracle.New(oracle.Options{Version: 23, NativeBoolean: true})
	same := func(s string) [4]string { return [4]string{s, s, s, s} }
	for what, c := range map[string]struct {
		s    expr.Statement
		want [4]string // 12c, 21c, 23, 23 with BOOLEAN
	}{
		"GROUPS": {expr.NewSelect(expr.Sum(users.C("id")).Over(window.GroupsBetween(expr.Preceding(1), expr.CurrentRow()))), [4]string{"",
			"SELECT sum(users.id) OVER (ORDER BY users.id GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) AS anon_1 FROM users",
			"SELECT sum(users.id) OVER (ORDER BY users.id GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) AS anon_1 FROM users",
			"SELECT sum(users.id) OVER (ORDER BY users.id GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) AS anon_1 FROM users"}},
		"EXCLUDE": {expr.NewSelect(expr.Sum(users.C("id")).Over(window.RowsBetween(expr.Preceding(1), expr.CurrentRow()).Excluding(expr.ExcludeTies))), [4]string{"",
			"SELECT sum(users.id) OVER (ORDER BY users.id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES) AS anon_1 FROM users",
			"SELECT sum(users.id) OVER (ORDER BY users.id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES) AS anon_1 FROM users",
			"SELECT sum(users.id) OVER (ORDER BY users.id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES) AS anon_1 FROM users"}},
		"ROWS": {expr.NewSelect(expr.Sum(users.C("id")).Over(window.RowsBetween(expr.Preceding(1), expr.CurrentRow()))),
			same("SELECT sum(users.id) OVER (ORDER BY users.id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS anon_1 FROM users")},
		"no FROM": {expr.NewSelect(expr.Inline(1).As("n")), [4]string{"SELECT 1 AS n FROM DUAL", "SELECT 1 AS n FROM DUAL", "SELECT 1 AS n", "SELECT 1 AS n"}},
		"rows of VALUES": {rows, [4]string{"", "", "INSERT INTO flags (id, \"on\") VALUES (:1, :2), (:3, :4)",
			"INSERT INTO flags (id, \"on\") VALUES (:1, :2), (:3, :4)"}},
		"VALUES in FROM": {expr.NewSelect(vals.C("n")), [4]string{"SELECT v.n FROM (SELECT :1 AS n FROM DUAL UNION ALL SELECT :2 FROM DUAL) v",
			"SELECT v.n FROM (SELECT :1 AS n FROM DUAL UNION ALL SELECT :2 FROM DUAL) v", "SELECT v.n FROM (VALUES (:1), (:2)) v (n)", "SELECT v.n FROM (VALUES (:1), (:2)) v (n)"}},
		"UPDATE": {expr.UpdateTable(users).Values(users.C("name").To(addresses.C("email_address"))).Where(joined), [4]string{"", "",
			"UPDATE users SET name=addresses.email_address FROM addresses WHERE users.id = addresses.user_id",
			"UPDATE users SET name=addresses.email_address FROM addresses WHERE users.id = addresses.user_id"}},
		"DELETE": {expr.DeleteFrom(users).Where(joined), [4]string{"", "", "DELETE FROM users FROM addresses WHERE users.id = addresses.user_id",
			"DELETE FROM users FROM addresses WHERE users.id = addresses.user_id"}},
		"a truth value": {expr.NewSelect(flags.C("id")).Where(flags.C("on")), [4]string{`SELECT flags.id FROM flags WHERE flags."on" = 1`,
			`SELECT flags.id FROM flags WHERE flags."on" = 1`, `SELECT flags.id FROM flags WHERE flags."on" = 1`, `SELECT flags.id FROM flags WHERE flags."on"`}},
		"truth": {expr.NewSelect(flags.C("id")).Where(flags.C("on").Eq(expr.True())), [4]string{`SELECT flags.id FROM flags WHERE flags."on" = 1`,
			`SELECT flags.id FROM flags WHERE flags."on" = 1`, `SELECT flags.id FROM flags WHERE flags."on" = 1`, `SELECT flags.id FROM flags WHERE flags."on" = TRUE`}},
		"RETURNING": {expr.UpdateTable(users).Values(users.C("name").To("x")).Returning(users.C("id")),
			same("UPDATE users SET name=:1 RETURNING users.id INTO :2")},
	} {
		for i, d := range []sqlcompile.Dialect{oracle.Dialect, v21, v23, native} {
			got, err := sqlcompile.Compile(c.s, d)
			switch u := (*sqlcompile.UnsupportedError)(nil); {
			case c.want[i] == "" && !errors.As(err, &u):
				t.Errorf("%s %d: %v", what, i, err)
			case c.want[i] != "" && (err != nil || got.Text != c.want[i]):
				t.Errorf("%s %d: %v\ngot  %v\nwant %s", what, i, err, got, c.want[i])
			}
		}
	}
	for d, want := range map[sqlcompile.Dialect]string{oracle.Dialect: "SMALLINT", v23: "SMALLINT", native: "BOOLEAN"} {
		if got, err := d.TypeSQL(sqltypes.Boolean()); err != nil || got != want {
			t.Errorf("%s, %v", got, err)
		}
		yes, err := d.Literal(sqltypes.Boolean(), true)
		if err != nil || yes != map[string]string{"SMALLINT": "1", "BOOLEAN": "TRUE"}[want] {
			t.Errorf("%s, %v", yes, err)
		}
	}
}

// WITH stands before UPDATE and DELETE on MariaDB from 12.3 on; LATERAL is in none of its versions.
func TestMariaDBVersions(t *testing.T) {
	few := expr.NewSelect(tutorial.addresses.C("user_id")).CTE("few")
	in := expr.NewSelect(few.C("user_id"))
	where := tutorial.users.C("id").InQuery(in)
	side := expr.NewSelect(tutorial.addresses.C("id")).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))).Lateral("side")
	for what, c := range map[string]struct {
		s          expr.Statement
		old, since string // "" where it is a *sqlcompile.UnsupportedError
	}{
		"DELETE": {expr.DeleteFrom(tutorial.users).Where(where), "",
			"WITH few AS (SELECT addresses.user_id AS user_id FROM addresses) DELETE FROM users WHERE users.id IN (SELECT few.user_id FROM few)"},
		"UPDATE": {expr.UpdateTable(tutorial.users).Values(tutorial.users.C("name").To("x")).Where(where), "",
			"WITH few AS (SELECT addresses.user_id AS user_id FROM addresses) UPDATE users SET name=? WHERE users.id IN (SELECT few.user_id FROM few)"},
		"LATERAL": {expr.NewSelect(tutorial.users.C("id"), side.C("id")), "", ""},
	} {
		for d, want := range map[sqlcompile.Dialect]string{mysql.MariaDB: c.old, mysql.MariaDB12: c.since} {
			got, err := sqlcompile.Compile(c.s, d)
			switch u := (*sqlcompile.UnsupportedError)(nil); {
			case want == "" && !errors.As(err, &u):
				t.Errorf("%s: %v", what, err)
			case want != "" && (err != nil || got.Text != want):
				t.Errorf("%s: %v\ngot  %v\nwant %s", what, err, got, want)
			}
		}
	}
}
