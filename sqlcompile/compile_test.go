package sqlcompile_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/dialects/firebird"
	"github.com/aludel/aludel/dialects/mssql"
	"github.com/aludel/aludel/dialects/mysql"
	"github.com/aludel/aludel/dialects/oracle"
	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/dialects/sqlite"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

var (
	md    = schema.NewMetaData()
	users = schema.NewTable("users", md,
		schema.NewColumn("id", sqltypes.BigInteger(), schema.PrimaryKey()),
		schema.NewColumn("name", sqltypes.String(50)), schema.NewColumn("fullname", sqltypes.String(50)),
		schema.NewColumn("active", sqltypes.Boolean()), schema.NewColumn("Mixed", sqltypes.Integer()))
	addresses = schema.NewTable("addresses", md,
		schema.NewColumn("id", sqltypes.BigInteger(), schema.PrimaryKey()),
		schema.NewColumn("user_id", sqltypes.BigInteger(), schema.ForeignKeyTo("users.id", schema.OnDelete("cascade"))),
		schema.NewColumn("email", sqltypes.String(50), schema.NotNull(), schema.Unique()))
	id, name, fullname, active = users.C("id"), users.C("name"), users.C("fullname"), users.C("active")
)

func sql(t *testing.T, s expr.Statement, d sqlcompile.Dialect) (string, []any) {
	t.Helper()
	var k expr.Key
	expr.AppendKey(&k, s)
	c, err := sqlcompile.Compile(s, d)
	if err != nil {
		t.Fatalf("%s: %v", d.Name(), err)
	}
	text, args, err := c.Bind(k.Binds, nil)
	if err != nil {
		t.Fatalf("%s: %v", d.Name(), err)
	}
	return text, args
}

// Expressions print by the anchor's rules of grouping, in standard SQL.
func TestExpressions(t *testing.T) {
	for _, c := range []struct {
		x    expr.Expr
		want string
	}{
		{name.Eq("ed"), "users.name = :name_1"},
		{name.Eq(nil), "users.name IS NULL"},
		{name.Ne(nil), "users.name IS NOT NULL"},
		{name.Eq(fullname), "users.name = users.fullname"},
		{name.EqPtr((*string)(nil)), "users.name IS NOT DISTINCT FROM :name_1"},
		{id.Add(1).Mul(2), "(users.id + :id_1) * :param_1"},
		{id.Mul(2).Mul(3), "users.id * :id_1 * :param_1"},
		{id.Sub(id.Sub(1)), "users.id - (users.id - :id_1)"},
		{id.Sub(id).Sub(1), "(users.id - users.id) - :param_1"},
		{id.Neg().Neg(), "-(-users.id)"},
		{name.Add("x"), "users.name || :name_1"},
		{name.Concat("a", "b").Like("c"), "users.name || :name_1 || :param_1 LIKE :param_2"},
		{name.Eq("a").Eq(fullname.Eq("b")), "(users.name = :name_1) = (users.fullname = :fullname_1)"},
		{expr.And(name.Eq("a"), expr.Or(name.Eq("b"), name.Eq("c"))), "users.name = :name_1 AND (users.name = :name_2 OR users.name = :name_3)"},
		{expr.Or(expr.And(name.Eq("a"), name.Eq("b")), name.Eq("c")), "users.name = :name_1 AND users.name = :name_2 OR users.name = :name_3"},
		{expr.And(), "true"},
		{expr.And(expr.True(), name.Eq("a")), "users.name = :name_1"},
		{expr.Not(name.Eq("a")), "users.name != :name_1"},
		{expr.Not(name.Like("a")), "users.name NOT LIKE :name_1"},
		{expr.Not(expr.And(name.Eq("a"), name.Eq("b"))), "NOT (users.name = :name_1 AND users.name = :name_2)"},
		{expr.Not(active), "NOT users.active"},
		{name.In([]string{"a", "b"}), "users.name IN (:name_1_1, :name_1_2)"},
		{name.In([]string{}), "users.name IN (NULL) AND (1 != 1)"},
		{name.NotIn([]string{}), "(users.name NOT IN (NULL) OR (1 = 1))"},
		{name.InQuery(expr.NewSelect(addresses.C("email"))), "users.name IN (SELECT addresses.email FROM addresses)"},
		{id.Between(1, 2), "users.id BETWEEN :id_1 AND :id_2"},
		{expr.Not(id.Between(1, 2)), "users.id NOT BETWEEN :id_1 AND :id_2"},
		{name.HasPrefix("a"), "users.name LIKE :name_1 || '%' ESCAPE '/'"},
		{name.Contains(fullname), "users.name LIKE '%' || users.fullname || '%' ESCAPE '/'"},
		{name.ILike("a"), "lower(users.name) LIKE lower(:name_1)"},
		{expr.Func("coalesce", nil, name, "x"), "coalesce(users.name, :coalesce_1)"},
		{expr.Coalesce(name, "x"), "coalesce(users.name, :coalesce_1)"},
		{expr.CountAll(), "count(*)"},
		{expr.Count(id.Distinct()), "count(DISTINCT users.id)"},
		{expr.CaseWhen(id.Gt(1), "a").When(id.Gt(2), "b").Else("c"), "CASE WHEN (users.id > :id_1) THEN :param_1 WHEN (users.id > :id_2) THEN :param_2 ELSE :param_3 END"},
		{id.Cast(sqltypes.Text()), "CAST(users.id AS TEXT)"},
		{expr.RawText("id < :v and x::int = :v and y = '12:30'", 224), "id < :v and x::int = :v and y = '12:30'"},
		{users.C("Mixed").Eq(1), `users."Mixed" = :Mixed_1`},
		{expr.Exists(expr.NewSelect(expr.Wrap(&expr.Text{SQL: "1"})).Where(addresses.C("user_id").Eq(id))), "EXISTS (SELECT 1 FROM addresses, users WHERE addresses.user_id = users.id)"},
		{expr.ScalarOf(expr.NewSelect(expr.CountAll()).SelectFrom(addresses.TableClause)).Gt(3), "(SELECT count(*) AS count_1 FROM addresses) > :param_1"},
	} {
		got, _ := sql(t, expr.NewSelect(c.x.As("x")), sqlcompile.Generic)
		got = strings.TrimPrefix(got, "SELECT ")
		got = got[:strings.LastIndex(got, " AS x")]
		if got != c.want {
			t.Errorf("%s\nwant %s", got, c.want)
		}
	}
}

func TestSelect(t *testing.T) {
	a1, a2 := expr.NewAlias(addresses.TableClause, ""), expr.NewAlias(addresses.TableClause, "")
	ua := expr.NewAlias(users.TableClause, "ua")
	uaName := expr.Wrap(ua.Column(users.Column("name").ColumnClause))
	col := func(a *expr.Alias, n string) expr.Expr { return expr.Wrap(a.Column(addresses.Column(n).ColumnClause)) }
	sub := expr.NewSelect(addresses.C("user_id"), expr.CountAll().As("n")).GroupBy(addresses.C("user_id")).Alias("")
	join := func(l, r expr.FromClause, on expr.Expr) *expr.Join {
		return &expr.Join{Left: l, Right: r, On: on.Node()}
	}
	label := expr.Count(addresses.C("id")).As("n")
	for i, c := range []struct {
		s    expr.Select
		want string
	}{
		{expr.NewSelect(users.TableClause), `SELECT users.id, users.name, users.fullname, users.active, users."Mixed" FROM users`},
		{expr.NewSelect(id, addresses.C("id")), "SELECT users.id, addresses.id AS id_1 FROM users, addresses"},
		{expr.NewSelect(id, id), "SELECT users.id, users.id AS id__1 FROM users"},
		{expr.NewSelect(id, name).WithLabels(expr.LabelTableColumn).Where(name.Eq("x")), "SELECT users.id AS users_id, users.name AS users_name FROM users WHERE users.name = :name_1"},
		{expr.NewSelect(uaName).WithLabels(expr.LabelTableColumn), "SELECT ua.name AS ua_name FROM users AS ua"},
		{expr.NewSelect(col(a1, "id"), col(a2, "id")).WithLabels(expr.LabelTableColumn), "SELECT addresses_1.id AS addresses_1_id, addresses_2.id AS addresses_2_id FROM addresses AS addresses_1, addresses AS addresses_2"},
		{expr.NewSelect(name).SelectFrom(join(users.TableClause, addresses.TableClause, id.Eq(addresses.C("user_id")))), "SELECT users.name FROM users JOIN addresses ON users.id = addresses.user_id"},
		{expr.NewSelect(name, expr.Wrap(sub.Column(1))).SelectFrom(&expr.Join{Left: users.TableClause, Right: sub, On: id.Eq(expr.Wrap(sub.Column(0))).Node(), Outer: true}), "SELECT users.name, anon_1.n FROM users LEFT OUTER JOIN (SELECT addresses.user_id AS user_id, count(*) AS n FROM addresses GROUP BY addresses.user_id) AS anon_1 ON users.id = anon_1.user_id"},
		{expr.NewSelect(name).Where(expr.Exists(expr.NewSelect(addresses.C("id")).Where(addresses.C("user_id").Eq(id)))), "SELECT users.name FROM users WHERE EXISTS (SELECT addresses.id FROM addresses WHERE addresses.user_id = users.id)"},
		{expr.NewSelect(name).Where(expr.Not(expr.Exists(expr.NewSelect(addresses.C("id")).Where(addresses.C("user_id").Eq(id))))), "SELECT users.name FROM users WHERE NOT (EXISTS (SELECT addresses.id FROM addresses WHERE addresses.user_id = users.id))"},
		{expr.NewSelect(name, label).GroupBy(name).Having(expr.Count(id).Gt(1)).OrderBy(label, name.Desc().NullsLast()), "SELECT users.name, count(addresses.id) AS n FROM users, addresses GROUP BY users.name HAVING count(users.id) > :count_1 ORDER BY n, users.name DESC NULLS LAST"},
		{expr.NewSelect(id).Distinct().Limit(1).Offset(2).ForUpdate(), "SELECT DISTINCT users.id FROM users LIMIT :param_1 OFFSET :param_2 FOR UPDATE"},
		{expr.NewSelect(expr.Count(id), expr.Count(id)), "SELECT count(users.id) AS count_1, count(users.id) AS count_2 FROM users"},
	} {
		if got, _ := sql(t, c.s, sqlcompile.Generic); got != c.want {
			t.Errorf("%d: %s\nwant %s", i, got, c.want)
		}
	}
}

// The forms in which the dialects differ.
func TestDialects(t *testing.T) {
	all := []dialects.Dialect{sqlite.Dialect, postgres.Dialect, mysql.Dialect, mssql.Dialect, oracle.Dialect, firebird.Dialect}
	q := expr.NewSelect(id).Where(active, name.EqPtr(new("x")), name.ILike("y")).OrderBy(id).Limit(5).Offset(10)
	for i, want := range []string{
		"SELECT users.id FROM users WHERE users.active = 1 AND users.name IS ? AND lower(users.name) LIKE lower(?) ORDER BY users.id LIMIT ? OFFSET ?",
		"SELECT users.id FROM users WHERE users.active AND users.name IS NOT DISTINCT FROM $1 AND users.name ILIKE $2 ORDER BY users.id LIMIT $3 OFFSET $4",
		"SELECT users.id FROM users WHERE users.active = 1 AND users.name <=> ? AND lower(users.name) LIKE lower(?) ORDER BY users.id LIMIT ?, ?",
		"SELECT users.id FROM users WHERE users.active = 1 AND EXISTS (SELECT users.name INTERSECT SELECT @p1) AND lower(users.name) LIKE lower(@p2) ORDER BY users.id OFFSET @p3 ROWS FETCH FIRST @p4 ROWS ONLY",
		"SELECT users.id FROM users WHERE users.active = 1 AND DECODE(users.name, :1, 0, 1) = 0 AND lower(users.name) LIKE lower(:2) ORDER BY users.id OFFSET :3 ROWS FETCH FIRST :4 ROWS ONLY",
		"SELECT FIRST ? SKIP ? users.id FROM users WHERE users.\"active\" = 1 AND users.name IS NOT DISTINCT FROM ? AND lower(users.name) LIKE lower(CAST(? AS VARCHAR(2000))) ORDER BY users.id",
	} {
		if got, _ := sql(t, q, all[i]); got != want {
			t.Errorf("%s: %s\nwant %s", all[i].Name(), got, want)
		}
	}
	ins := expr.InsertInto(users).Values(name.To("ed"), fullname.To("Ed"))
	for i, want := range []string{"VALUES (?, ?)", "VALUES ($1, $2) RETURNING users.id", "VALUES (?, ?)", "OUTPUT inserted.id VALUES (@p1, @p2)", "", "VALUES (?, ?) RETURNING users.id"} {
		if want == "" {
			continue // the key comes back in a parameter, which only an execution has
		}
		if got, _ := sql(t, ins, all[i]); got != "INSERT INTO users (name, fullname) "+want {
			t.Errorf("%s: %s", all[i].Name(), got)
		}
	}
}

func TestDML(t *testing.T) {
	cols := []*expr.ColumnClause{users.Column("name").ColumnClause, users.Column("active").ColumnClause}
	pk := users.Column("id").ColumnClause
	for i, c := range []struct {
		s    expr.Statement
		d    sqlcompile.Dialect
		want string
	}{
		{expr.UpdateTable(users).Values(name.To("x"), fullname.ToNull()).Where(id.Eq(1)), sqlcompile.Generic, "UPDATE users SET name=:name, fullname=NULL WHERE users.id = :id_1"},
		{expr.UpdateTable(users).Values(id.To(id.Add(1))), sqlcompile.Generic, "UPDATE users SET id=(users.id + :id_1)"},
		{expr.DeleteFrom(users).Where(id.Eq(1)), postgres.Dialect, "DELETE FROM users WHERE users.id = $1"},
		{expr.InsertInto(users), sqlite.Dialect, "INSERT INTO users DEFAULT VALUES"},
		{expr.InsertInto(users), mysql.Dialect, "INSERT INTO users () VALUES ()"},
		{expr.InsertInto(users).Params(1, cols...).Returning(pk), postgres.Dialect, "INSERT INTO users (name, active) VALUES ($1, $2) RETURNING users.id"},
		{expr.InsertInto(users).Params(2, cols...), sqlite.Dialect, "INSERT INTO users (name, active) VALUES (?, ?), (?, ?)"},
		{expr.InsertInto(users).Params(2, cols...).Returning(pk).InOrder(), mssql.Dialect, "INSERT INTO users (name, active) OUTPUT inserted.id SELECT p0, p1 FROM (VALUES (@p1, @p2, 0), (@p3, @p4, 1)) AS imp_sen(p0, p1, sen_counter) ORDER BY sen_counter"},
		{expr.InsertInto(users).Params(2, cols...).Returning(pk).InOrder(), postgres.Dialect, "INSERT INTO users (name, active) SELECT p0, p1 FROM (VALUES ($1::TEXT, $2::BOOLEAN, 0), ($3, $4, 1)) AS imp_sen(p0, p1, sen_counter) ORDER BY sen_counter RETURNING users.id"},
	} {
		got, err := sqlcompile.Compile(c.s, c.d)
		if err != nil || got.Text != c.want {
			t.Errorf("%d: %v %v\nwant %s", i, got, err, c.want)
		}
	}
}

func TestDDL(t *testing.T) {
	for _, c := range []struct {
		d    sqlcompile.Dialect
		want string
	}{
		{sqlite.Dialect, "CREATE TABLE addresses (\n\tid INTEGER NOT NULL,\n\tuser_id BIGINT,\n\temail VARCHAR(50) NOT NULL,\n\tPRIMARY KEY (id),\n\tFOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,\n\tUNIQUE (email)\n)"},
		{postgres.Dialect, "CREATE TABLE addresses (\n\tid BIGSERIAL NOT NULL,\n\tuser_id BIGINT,\n\temail VARCHAR(50) NOT NULL,\n\tPRIMARY KEY (id),\n\tFOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,\n\tUNIQUE (email)\n)"},
		{mysql.Dialect, "CREATE TABLE addresses (\n\tid BIGINT NOT NULL AUTO_INCREMENT,\n\tuser_id BIGINT,\n\temail VARCHAR(50) NOT NULL,\n\tPRIMARY KEY (id),\n\tFOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,\n\tUNIQUE (email)\n)"},
	} {
		if got, err := sqlcompile.DDL(schema.CreateTable{Table: addresses}, c.d); err != nil || got != c.want {
			t.Errorf("%s: %v %s", c.d.Name(), err, got)
		}
	}
	if got, _ := sqlcompile.DDL(schema.DropTable{Table: addresses}, sqlite.Dialect); got != "DROP TABLE addresses" {
		t.Error(got)
	}
	long := schema.NewTable(strings.Repeat("x", 64), nil, schema.NewColumn("a", sqltypes.Text()))
	if _, err := sqlcompile.DDL(schema.CreateTable{Table: long}, postgres.Dialect); err == nil || !strings.Contains(err.Error(), "longer than 63") {
		t.Errorf("%v", err)
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		s    expr.Statement
		want string
	}{
		{expr.NewSelect(users.C("nope")), `column "nope" of table "users": no such column`},
		{expr.NewSelect(expr.Expr{}), "an empty expression"},
		{expr.NewSelect(), "it has no columns"},
		{expr.NewSelect(id).Where(id.Gt(nil)), "NULL is never true"},
		{expr.NewSelect(id).Limit(-1), "must not be negative"},
		{expr.UpdateTable(users), "it sets nothing"},
		{expr.UpdateTable(users).Values(id.Eq(1)), "want column assignments"},
		{expr.NewSelect(id).Where(expr.RawText("a = :b")), "1 bind names"},
		{expr.InsertInto(users).Values(id.To(1)).OnConflictDoNothing(expr.OnColumns("id")), "mssql has no ON CONFLICT"},
		{expr.InsertInto(users).Values(id.To(1), id.To(2)), "two values for column id"},
		{expr.InsertInto(users).Values(addresses.C("id").To(1)), "column id is not of the table"},
		{expr.InsertInto(users).ValueRows([]any{1}, []any{1, "x"}), "columns that the first row has not"},
		{expr.InsertInto(users).ValueRows([]any{1, "x"}, []any{1}), "row 1 has no value for column name"},
		{expr.InsertInto(users).Positional(make([]any, 20)...), "20 values for fewer columns"},
		{expr.InsertInto(users).FromSelect(expr.NewSelect(id), "nope"), "no column \"nope\""},
		{expr.InsertInto(users).FromSelect(expr.NewSelect(id), "id", "name"), "2 columns are to be filled and the SELECT has 1"},
		{expr.InsertInto(users).FromSelect("x", "id"), "FromSelect wants a SELECT"},
		{expr.UpdateTable(users).Values(id.To(1), id.To(2)), "two values for column id"},
		{expr.UpdateTable(users).Values(addresses.C("id").To(1)), "column id is of another table"},
		{expr.UpdateTable(users).Values(name.To("x")).Where(name.Eq(expr.Bind("name", "y", nil))), "choose another name"},
		{expr.UpdateTable(users).Values(name.To("x")).Limit(1), "mssql has no LIMIT but in SELECT"},
		{expr.UpdateTable("users").Values(name.To("x")), "it wants a table, not a string"},
		{expr.DeleteFrom(expr.JoinOf(users.TableClause, addresses.TableClause, nil)), "rows of a join cannot be deleted"},
		{expr.NewSelect(expr.Wrap(expr.NewColumnClause("a\x00b", nil))), "is no identifier"},
	} {
		_, err := sqlcompile.Compile(c.s, mssql.Dialect)
		var ce *sqlcompile.Error
		if !errors.As(err, &ce) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

func TestBindErrors(t *testing.T) {
	for _, c := range []struct {
		v    any
		want string
	}{
		{uint64(1 << 63), "larger than the largest 64-bit integer"}, {struct{}{}, "no SQL type holds it"}, {expr.Hole{Name: "in.Name"}, "hole named in.Name"},
	} {
		s := expr.NewSelect(id).Where(id.Eq(c.v))
		var k expr.Key
		expr.AppendKey(&k, s)
		x, err := sqlcompile.Compile(s, sqlite.Dialect)
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = x.Bind(k.Binds, nil)
		var be *sqlcompile.BindError
		if !errors.As(err, &be) || be.Name != "id_1" || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v", c.v, err)
		}
	}
}

// Values of any Go type that SQL can hold come down to the driver's types.
func TestBindValues(t *testing.T) {
	type status string
	now := new(int32(7))
	for _, c := range []struct{ v, want any }{
		{1, int64(1)}, {uint8(3), int64(3)}, {status("a"), "a"}, {new("p"), "p"}, {(*string)(nil), nil}, {now, int64(7)}, {float32(0.5), 0.5},
		{[]byte("b"), []byte("b")}, {true, true}, {nil, nil},
	} {
		s := expr.NewSelect(id).Where(expr.Wrap(&expr.Binary{Op: expr.OpEq, L: name.Node(), R: &expr.BindParameter{Name: "v", Value: c.v, Unique: true, Typ: sqltypes.Null()}}))
		if _, args := sql(t, s, postgres.Dialect); !reflect.DeepEqual(args, []any{c.want}) {
			t.Errorf("%#v: %#v", c.v, args)
		}
	}
}

// Statements of one structure share the compiled form whatever their values; others do not.
func TestKey(t *testing.T) {
	alias := func() expr.Select {
		a := expr.NewAlias(users.TableClause, "")
		return expr.NewSelect(expr.Wrap(a.Columns[0])).Where(expr.Wrap(a.Columns[1]).Eq("x"))
	}
	b := expr.Bind("v", 1, nil)
	same := [][2]expr.Select{
		{expr.NewSelect(id).Where(name.Eq("a")), expr.NewSelect(id).Where(name.Eq("b"))},
		{expr.NewSelect(id).Where(name.In([]string{"a"})), expr.NewSelect(id).Where(name.In([]string{"b", "c"}))},
		{expr.NewSelect(id).Limit(1), expr.NewSelect(id).Limit(2)},
		{alias(), alias()},
	}
	differ := [][2]expr.Select{
		{expr.NewSelect(id).Where(name.Eq("a")), expr.NewSelect(id).Where(name.Eq(nil))},
		{expr.NewSelect(id).Where(name.Eq("a")), expr.NewSelect(id).Where(fullname.Eq("a"))},
		{expr.NewSelect(id).Where(name.Eq("a")), expr.NewSelect(id).Where(name.Ne("a"))},
		{expr.NewSelect(id).Where(name.Like("a")), expr.NewSelect(id).Where(name.HasPrefix("a"))},
		{expr.NewSelect(id), expr.NewSelect(id).Distinct()},
		{expr.NewSelect(id), expr.NewSelect(id).WithLabels(expr.LabelTableColumn)},
		{expr.NewSelect(id).Where(name.Eq(b), fullname.Eq(b)), expr.NewSelect(id).Where(name.Eq(b), fullname.Eq(expr.Bind("w", 1, nil)))},
		{expr.NewSelect(id).Limit(1), expr.NewSelect(id).Offset(1)},
		{expr.NewSelect(id.As("a")), expr.NewSelect(id.As("b"))},
	}
	key := func(s expr.Select) string {
		var k expr.Key
		expr.AppendKey(&k, s)
		if !k.OK {
			t.Fatal("no key")
		}
		return string(k.Bytes)
	}
	for i, p := range same {
		if key(p[0]) != key(p[1]) {
			t.Errorf("same %d: the keys differ", i)
		}
	}
	for i, p := range differ {
		if key(p[0]) == key(p[1]) {
			t.Errorf("differ %d: the keys are equal", i)
		}
	}
}

// Property: whatever statement compiles, its cached form gives the text and values of an uncached one.
func TestCacheEqualsCompile(t *testing.T) {
	cache := sqlcompile.NewCache(postgres.Dialect, 4)
	for i := range 200 {
		s := expr.NewSelect(id)
		for j, c := range []expr.Expr{name.Eq(fmt.Sprint("n", i)), id.In(make([]int, i%4)), id.Between(i, i+1), name.EqPtr(nil)} {
			if i>>j&1 == 1 {
				s = s.Where(c)
			}
		}
		if i%5 == 0 {
			s = s.Limit(i)
		}
		want, wantArgs := sql(t, s, postgres.Dialect)
		var k expr.Key
		c, err := cache.Compile(s, &k)
		if err != nil {
			t.Fatal(err)
		}
		got, args, err := c.Bind(k.Binds, nil)
		if err != nil || got != want || !reflect.DeepEqual(args, wantArgs) {
			t.Fatalf("%s %v\nwant %s %v (%v)", got, args, want, wantArgs, err)
		}
	}
	if n, compiled := cache.Stats(); n > 4 || compiled < 20 {
		t.Errorf("%d cached, %d compiled: the cache is bounded and forgets", n, compiled)
	}
}

func BenchmarkCachedThreeJoins(b *testing.B) {
	cache := sqlcompile.NewCache(sqlite.Dialect, 0)
	s := expr.NewSelect(users.TableClause).SelectFrom(&expr.Join{Left: users.TableClause, Right: addresses.TableClause, On: id.Eq(addresses.C("user_id")).Node()}).
		Where(name.Eq("x"), addresses.C("email").Like("y")).OrderBy(id.Desc()).Limit(10)
	var k expr.Key
	b.ReportAllocs()
	for b.Loop() {
		k.Reset()
		if _, err := cache.Compile(s, &k); err != nil {
			b.Fatal(err)
		}
	}
}

// SQL Server takes no ORDER BY in a subquery, unless it limits the rows.
func TestOrderInSubquery(t *testing.T) {
	s := expr.NewSelect(id).OrderBy(id)
	for _, c := range []struct {
		s    expr.Select
		d    sqlcompile.Dialect
		want bool
	}{{s, mssql.Dialect, false}, {s.Limit(2), mssql.Dialect, true}, {s, postgres.Dialect, true}, {s, oracle.Dialect, true}} {
		for _, outer := range []expr.Select{expr.NewSelect(expr.CountAll()).SelectFrom(c.s.Alias("")), expr.NewSelect(id).Where(id.InQuery(c.s))} {
			x, err := sqlcompile.Compile(outer, c.d)
			if err != nil || strings.Contains(x.Text, "ORDER BY") != c.want {
				t.Errorf("%v, %v", x, err)
			}
		}
	}
	if x, err := sqlcompile.Compile(s, mssql.Dialect); err != nil || !strings.Contains(x.Text, "ORDER BY") {
		t.Errorf("%v, %v", x, err)
	}
}
