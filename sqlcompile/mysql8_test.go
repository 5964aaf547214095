package sqlcompile_test

import (
	"errors"
	"testing"

	"github.com/aludel/aludel/dialects/mysql"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// MySQL 8 does not run here. These are the texts that its manual asks for, beside those for MariaDB, which does: INSERT ... AS new (from
// 8.0.19 on, where VALUES() in ON DUPLICATE KEY UPDATE goes away; a row of a SELECT takes no name), FOR SHARE with OF, NOWAIT and SKIP
// LOCKED, LATERAL, no RETURNING and no sequences, words that became reserved.
func TestMySQL8(t *testing.T) {
	u, a := tutorial.users, tutorial.addresses
	id, name := u.C("id"), u.C("name")
	ins := expr.InsertInto(u).Values(id.To(1), name.To("x"))
	fresh := schema.NewTable("new", nil, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("rank", sqltypes.Integer()))
	last := expr.NewSelect(a.C("email_address")).Where(a.C("user_id").Eq(id)).OrderBy(a.C("id").Desc()).Limit(1).Lateral("last")
	few := expr.NewSelect(id).Where(id.Lt(5)).CTE("few")
	for what, k := range map[string]struct {
		s             expr.Statement
		mysql8, maria string // "" for an error
	}{
		"an upsert of values": {ins.OnDuplicateKeyUpdate(name.To(expr.Excluded(name).Concat(name))),
			"INSERT INTO users (id, name) VALUES (?, ?) AS new ON DUPLICATE KEY UPDATE name = (concat(new.name, users.name))",
			"INSERT INTO users (id, name) VALUES (?, ?) ON DUPLICATE KEY UPDATE name = (concat(VALUES(name), users.name))"},
		"an upsert of rows": {expr.InsertInto(u).ValueRows([]any{id.To(1), name.To("x")}, []any{id.To(2), name.To("y")}).OnDuplicateKeyUpdate(name.To(expr.Excluded(name))),
			"INSERT INTO users (id, name) VALUES (?, ?), (?, ?) AS new ON DUPLICATE KEY UPDATE name = new.name",
			"INSERT INTO users (id, name) VALUES (?, ?), (?, ?) ON DUPLICATE KEY UPDATE name = VALUES(name)"},
		"an upsert of a SELECT": {expr.InsertInto(u).FromSelect(expr.NewSelect(a.C("id"), a.C("email_address")), "id", "name").OnDuplicateKeyUpdate(name.To(expr.Excluded(name))),
			"INSERT INTO users (id, name) SELECT addresses.id, addresses.email_address FROM addresses ON DUPLICATE KEY UPDATE name = VALUES(name)",
			"INSERT INTO users (id, name) SELECT addresses.id, addresses.email_address FROM addresses ON DUPLICATE KEY UPDATE name = VALUES(name)"},
		"an upsert of other values": {ins.OnDuplicateKeyUpdate(name.To("z")),
			"INSERT INTO users (id, name) VALUES (?, ?) ON DUPLICATE KEY UPDATE name = ?", "INSERT INTO users (id, name) VALUES (?, ?) ON DUPLICATE KEY UPDATE name = ?"},
		"a table named new": {expr.InsertInto(fresh).Values(fresh.C("id").To(1), fresh.C("rank").To(2)).OnDuplicateKeyUpdate(fresh.C("rank").To(expr.Excluded(fresh.C("rank")))),
			"INSERT INTO new (id, `rank`) VALUES (?, ?) AS new_1 ON DUPLICATE KEY UPDATE `rank` = new_1.`rank`",
			"INSERT INTO new (id, `rank`) VALUES (?, ?) ON DUPLICATE KEY UPDATE `rank` = VALUES(`rank`)"},
		"FOR SHARE": {expr.NewSelect(id).Locking(expr.Lock{Share: true, SkipLocked: true, Of: []any{u}}),
			"SELECT users.id FROM users FOR SHARE OF users SKIP LOCKED", "SELECT users.id FROM users LOCK IN SHARE MODE SKIP LOCKED"},
		"FOR UPDATE": {expr.NewSelect(id).Locking(expr.Lock{NoWait: true, Of: []any{u}}),
			"SELECT users.id FROM users FOR UPDATE OF users NOWAIT", "SELECT users.id FROM users FOR UPDATE NOWAIT"},
		"LATERAL": {expr.NewSelect(id, last.C("email_address")).Join(last, expr.True()),
			"SELECT users.id, last.email_address FROM users INNER JOIN LATERAL (SELECT addresses.email_address AS email_address FROM addresses WHERE addresses.user_id = users.id ORDER BY addresses.id DESC LIMIT ?) AS last ON true = 1",
			""},
		"WITH before UPDATE": {expr.UpdateTable(u).Values(name.To("x")).Where(id.In(expr.NewSelect(few.C("id")))),
			"WITH few AS (SELECT users.id AS id FROM users WHERE users.id < ?) UPDATE users SET name=? WHERE users.id IN (SELECT few.id FROM few)", ""},
		"WITH before DELETE": {expr.DeleteFrom(a).Where(a.C("user_id").In(expr.NewSelect(few.C("id")))),
			"WITH few AS (SELECT users.id AS id FROM users WHERE users.id < ?) DELETE FROM addresses WHERE addresses.user_id IN (SELECT few.id FROM few)", ""},
		"WITH before SELECT": {expr.NewSelect(few.C("id")),
			"WITH few AS (SELECT users.id AS id FROM users WHERE users.id < ?) SELECT few.id FROM few",
			"WITH few AS (SELECT users.id AS id FROM users WHERE users.id < ?) SELECT few.id FROM few"},
		"an expression in LIMIT":  {expr.NewSelect(id).Limit(expr.Val(2).Add(3)), "", ""},
		"an expression in OFFSET": {expr.NewSelect(id).Limit(1).Offset(expr.Val(2).Mul(3)), "", ""},
		"INTERSECT": {expr.Intersect(expr.NewSelect(id), expr.NewSelect(a.C("id"))),
			"SELECT users.id FROM users INTERSECT SELECT addresses.id FROM addresses", "SELECT users.id FROM users INTERSECT SELECT addresses.id FROM addresses"},
		"a window": {expr.NewSelect(expr.Func("row_number", sqltypes.Integer()).Over(expr.Window{OrderBy: []any{id}}).As("n")),
			"SELECT row_number() OVER (ORDER BY users.id) AS n FROM users", "SELECT row_number() OVER (ORDER BY users.id) AS n FROM users"},
		"RETURNING": {ins.Returning(id), "", "INSERT INTO users (id, name) VALUES (?, ?) RETURNING users.id"},
		"words that became reserved": {expr.NewSelect(expr.Column("cume_dist", nil), expr.Column("empty", nil), expr.Column("cube", nil)),
			"SELECT `cume_dist`, `empty`, `cube`", "SELECT cume_dist, empty, cube"},
	} {
		for d, want := range map[sqlcompile.Dialect]string{mysql.MySQL8: k.mysql8, mysql.MariaDB: k.maria} {
			c, err := sqlcompile.Compile(k.s, d)
			switch {
			case want == "" && !errors.As(err, new(*sqlcompile.UnsupportedError)):
				t.Errorf("%s: %v, %v", what, c, err)
			case want != "" && (err != nil || c.Text != want):
				t.Errorf("%s on %T: %v\n\tgot  %s\n\twant %s", what, d, err, textOf(c), want)
			}
		}
	}
	tab := schema.NewTable("t", schema.NewMetaData(), schema.NewColumn("a", sqltypes.Integer(), schema.PrimaryKey(), schema.Autoincrements(true)),
		schema.NewColumn("b", sqltypes.String(36), schema.ServerDefault("uuid()")), schema.NewColumn("c", sqltypes.Integer(), schema.ServerDefault("1 + 1")))
	x := schema.NewIndex("ix", expr.Func("lower", sqltypes.String(0), tab.C("b")))
	tab.Append(schema.CheckOf("ck", "c > 0"), x)
	for _, k := range []struct {
		e    schema.Element
		want string
	}{
		{schema.CreateTable{Table: tab}, "CREATE TABLE t (\n\ta INTEGER NOT NULL AUTO_INCREMENT,\n\tb VARCHAR(36) DEFAULT (uuid()),\n\tc INTEGER DEFAULT (1 + 1),\n\tPRIMARY KEY (a),\n\tCONSTRAINT ck CHECK (c > 0)\n)"},
		{schema.CreateIndex{Table: tab, Index: x}, "CREATE INDEX ix ON t ((lower(b)))"},
		{schema.CreateIndex{Table: tab, Index: x, IfNotExists: true}, "CREATE INDEX ix ON t ((lower(b)))"}, // as where there is no such thing
		{schema.CreateIndex{Index: x}, ""},
		{schema.DropConstraint{Table: tab, Constraint: tab.Checks[0]}, "ALTER TABLE t DROP CONSTRAINT ck"},
	} {
		got, err := sqlcompile.DDL(k.e, mysql.MySQL8)
		if (err != nil) != (k.want == "") || spaces.ReplaceAllString(got, " ") != spaces.ReplaceAllString(k.want, " ") && err == nil {
			t.Errorf("%T: %v\n\tgot  %s\n\twant %s", k.e, err, got, k.want)
		}
	}
}

func textOf(c *sqlcompile.Compiled) string {
	if c == nil {
		return ""
	}
	return c.Text
}
