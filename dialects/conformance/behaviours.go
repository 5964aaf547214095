package conformance

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"time"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/reflector"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// connect: the server answers, connections are reused, and a connection that was closed says so.
func connect(s *suite) {
	s.must(s.e.Ping(s.ctx))
	c := s.connect()
	s.must(c.Close())
	if err := c.ExecText(s.ctx, "SELECT 1"); !errors.Is(err, engine.ErrConnectionClosed) {
		s.Errorf("%v", err)
	}
	s.must(s.e.Ping(s.ctx))
	if st := s.e.Stats(); st.Connects != 1 || st.InUse != 0 {
		s.Errorf("%+v", st)
	}
	s.must(s.e.Close())
}

// ddl: tables are created in the order of their foreign keys, what exists is left alone, and what is dropped is gone.
func ddl(s *suite) {
	md := schema.NewMetaData()
	schema.NewTable("cf_child", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("parent_id", sqltypes.Integer(), schema.ForeignKeyTo("cf_parent.id")))
	schema.NewTable("cf_parent", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()))
	s.create(md)
	s.must(md.CreateAll(s.ctx, s.e))
	for _, name := range []string{"cf_child", "cf_parent", "cf_none"} {
		has, err := s.e.HasTable(s.ctx, "", name)
		s.must(err)
		if has != (name != "cf_none") {
			s.Errorf("%s: %v", name, has)
		}
	}
	s.must(md.DropAll(s.ctx, s.e))
	if has, err := s.e.HasTable(s.ctx, "", "cf_child"); has || err != nil {
		s.Errorf("after dropping: %v, %v", has, err)
	}
}

// types: the common types give back what was stored, NULL included.
func types(s *suite) {
	values := []struct {
		name string
		t    sqltypes.Type
		in   any
		out  any
	}{
		{"a", sqltypes.SmallInteger(), math.MinInt16, int64(math.MinInt16)}, {"b", sqltypes.Integer(), math.MaxInt32, int64(math.MaxInt32)},
		{"c", sqltypes.BigInteger(), int64(math.MinInt64), int64(math.MinInt64)}, {"d", sqltypes.Float(), 0.1, 0.1},
		{"e", sqltypes.Boolean(), true, true}, {"f", sqltypes.String(60), "it's – 漢字 \\ %", "it's – 漢字 \\ %"},
		{"g", sqltypes.Text(), strings.Repeat("ü", 5000), strings.Repeat("ü", 5000)}, {"h", sqltypes.LargeBinary(), []byte{0, 255, 39, 92}, []byte{0, 255, 39, 92}},
		{"i", sqltypes.Numeric(10, 2), "12345678.90", "12345678.90"},
		{"k", sqltypes.DateTime(), time.Date(2020, 2, 29, 23, 59, 58, 0, time.UTC), "2020-02-29 23:59:58"},
		{"l", sqltypes.Date(), time.Date(2020, 2, 29, 0, 0, 0, 0, time.UTC), "2020-02-29"},
	}
	md := schema.NewMetaData()
	cols := []schema.Item{schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey())}
	for _, v := range values {
		cols = append(cols, schema.NewColumn(v.name, v.t))
	}
	t := schema.NewTable("cf_types", md, cols...)
	s.create(md)
	sets := []any{t.C("id").To(1)}
	for _, v := range values {
		sets = append(sets, t.C(v.name).To(v.in))
	}
	c := s.connect()
	s.must(run(s.ctx, c, expr.InsertInto(t).Values(sets...)))
	s.must(run(s.ctx, c, expr.InsertInto(t).Values(t.C("id").To(2))))
	res, err := c.Execute(s.ctx, expr.NewSelect(t).OrderBy(t.C("id")))
	s.must(err)
	rows, err := res.All()
	s.must(err)
	for i, v := range values {
		got := rows[0].Values()[i+1]
		if str, ok := got.(fmt.Stringer); ok { // dates and exact numbers have types of their own
			got = str.String()
		}
		if !reflect.DeepEqual(got, v.out) {
			s.Errorf("%s: stored %v, read %v (%T)", v.t, v.in, got, got)
		}
		if got := rows[1].Values()[i+1]; got != nil {
			s.Errorf("%s: NULL is read as %v", v.t, got)
		}
	}
}

// insert: rows are counted, found by their values, changed and deleted.
func insert(s *suite) {
	t := s.notes()
	s.fill(t, 3)
	c := s.connect()
	count := func(stmt expr.Statement, want int64) {
		s.Helper()
		res, err := c.Execute(s.ctx, stmt)
		s.must(err)
		if n, err := res.RowsAffected(); n != want || err != nil {
			s.Errorf("%d rows, want %d: %v", n, want, err)
		}
	}
	count(expr.UpdateTable(t).Values(t.C("title").To("changed")).Where(t.C("id").Eq(2)), 1)
	count(expr.UpdateTable(t).Values(t.C("title").To("none")).Where(t.C("id").Eq(99)), 0)
	count(expr.DeleteFrom(t).Where(t.C("id").In([]int{1, 77})), 1)
	s.must(c.Commit(s.ctx))
	s.must(c.Close())
	s.wantTitles(t, "changed", title(3))
}

// executeMany: one statement runs for many sets of values, all or none of which last.
func executeMany(s *suite) {
	t := s.notes()
	hole := func(name string) expr.Expr { return expr.Bind(name, expr.Hole{Name: name}, t.C(name).Type()) }
	ins := expr.InsertInto(t).Values(t.C("id").To(hole("id")), t.C("title").To(hole("title")))
	var sets []engine.Arg
	for id := 1; id <= 5; id++ {
		sets = append(sets, engine.Params{"id": id, "title": title(id)})
	}
	c := s.connect()
	res, err := c.Execute(s.ctx, ins, sets...)
	s.must(err)
	if n, err := res.RowsAffected(); n != 5 || err != nil {
		s.Errorf("%d rows, %v", n, err)
	}
	s.must(c.Commit(s.ctx))
	_, err = c.Execute(s.ctx, ins, engine.Params{"id": 6, "title": "six"}, engine.Params{"id": 1, "title": "taken"})
	s.class(err, dialects.UniqueViolation)
	s.must(c.Close())
	s.wantTitles(t, title(1), title(2), title(3), title(4), title(5))
}

// returning: a key that the database made comes back.
func returning(s *suite) {
	md := schema.NewMetaData()
	t := schema.NewTable("cf_keys", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("name", sqltypes.String(20)))
	s.create(md)
	c := s.connect()
	for want := int64(1); want <= 2; want++ {
		ins := expr.InsertInto(t).Values(t.C("name").To("x"))
		var id any
		if s.e.Dialect().Rules().Returning {
			res, err := c.Execute(s.ctx, ins.Returning(t.C("id")))
			s.must(err)
			id, err = res.ScalarOne()
			s.must(err)
		} else {
			res, err := c.Exec(s.ctx, ins)
			s.must(err)
			n, err := res.LastInsertID()
			s.must(err)
			id = n
		}
		if id != want {
			s.Errorf("the key is %v, want %d", id, want)
		}
	}
}

// keysOfMany: the keys that the database made for many rows come back in the order in which the rows were passed.
func keysOfMany(s *suite) {
	md := schema.NewMetaData()
	t := schema.NewTable("cf_many", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("n", sqltypes.Integer()), schema.NewColumn("data", sqltypes.LargeBinary()))
	s.create(md)
	c := s.connect()
	const count = 1203
	rows := make([]engine.Arg, count)
	for i := range rows {
		rows[i] = engine.Params{"n": count - i, "data": []byte{0, byte(i), 255}}
	}
	res, err := c.Execute(s.ctx, expr.InsertInto(t), rows...)
	s.must(err)
	keys, err := res.InsertedPrimaryKeys()
	s.must(err)
	if len(keys) != count {
		s.Fatalf("%d keys of %d rows", len(keys), count)
	}
	stored, err := c.Execute(s.ctx, expr.NewSelect(t.C("id"), t.C("data")).OrderBy(t.C("n").Desc()))
	s.must(err)
	all, err := stored.All()
	s.must(err)
	for i, row := range all {
		v := row.Values()
		if v[0] != keys[i][0] || !reflect.DeepEqual(v[1], []byte{0, byte(i), 255}) {
			s.Fatalf("row %d has the key %v and holds %v; told was %v", i, v[0], v[1], keys[i][0])
		}
	}
}

// upsert: the row that is there is changed, another one is inserted.
func upsert(s *suite) {
	t := s.notes()
	s.fill(t, 1)
	c := s.connect()
	for id, title := range map[int]string{1: "changed", 2: "new"} {
		ins := note(t, id, title)
		switch s.db.Upsert {
		case OnConflict:
			ins = ins.OnConflictDoUpdate(expr.OnColumns(t.C("id")), t.C("title").To(title))
		case OnDuplicateKey:
			ins = ins.OnDuplicateKeyUpdate(t.C("title").To(title))
		default:
			if _, err := s.e.Compile(ins.OnConflictDoUpdate(expr.OnColumns(t.C("id")), t.C("title").To(title))); err == nil {
				s.Error("ON CONFLICT was compiled for a database without it")
			}
			s.must(c.Rollback(s.ctx))
			return
		}
		s.must(run(s.ctx, c, ins))
	}
	s.must(c.Commit(s.ctx))
	s.must(c.Close())
	s.wantTitles(t, "changed", "new")
}

// limit: a part of the rows is taken, by LIMIT or what the database has for it.
func limit(s *suite) {
	t := s.notes()
	s.fill(t, 6)
	q := expr.NewSelect(t.C("id")).OrderBy(t.C("id"))
	for _, k := range []struct {
		q    expr.Select
		want []int64
	}{{q.Limit(2), []int64{1, 2}}, {q.Limit(2).Offset(3), []int64{4, 5}}, {q.Offset(4), []int64{5, 6}}, {q.Limit(0), []int64{}}, {q.Limit(9).Offset(9), []int64{}}} {
		res, err := s.e.Execute(s.ctx, k.q)
		s.must(err)
		got, err := engine.ScalarsAs[int64](res, 0)
		if err != nil || !reflect.DeepEqual(got, k.want) {
			s.Errorf("%v, want %v: %v", got, k.want, err)
		}
	}
}

// transactions: what is rolled back, or not committed when a connection goes back, is undone.
func transactions(s *suite) {
	t := s.notes()
	c := s.connect()
	s.must(run(s.ctx, c, note(t, 1, "rolled back")))
	s.must(c.Rollback(s.ctx))
	s.must(run(s.ctx, c, note(t, 2, "committed")))
	s.must(c.Commit(s.ctx))
	s.must(run(s.ctx, c, note(t, 3, "forgotten")))
	s.must(c.Close())
	s.wantTitles(t, "committed")
	failed := errors.New("failed")
	err := s.e.WithTransaction(s.ctx, func(ctx context.Context, c *engine.Connection) error {
		return errors.Join(run(ctx, c, note(t, 4, "failed")), failed)
	})
	if !errors.Is(err, failed) {
		s.Errorf("%v", err)
	}
	s.wantTitles(t, "committed")
}

// savepoints: a part of a transaction is undone alone, after an error too.
func savepoints(s *suite) {
	t := s.notes()
	c := s.connect()
	tx, err := c.Begin(s.ctx)
	s.must(err)
	s.must(run(s.ctx, c, note(t, 1, "kept")))
	sp, err := c.BeginNested(s.ctx)
	if !s.e.Dialect().Features().Savepoints {
		s.refused(err)
		s.must(tx.Rollback(s.ctx))
		return
	}
	s.must(err)
	s.class(run(s.ctx, c, note(t, 1, "taken")), dialects.UniqueViolation)
	s.must(sp.Rollback(s.ctx))
	sp, err = c.BeginNested(s.ctx)
	s.must(err)
	s.must(run(s.ctx, c, note(t, 2, "kept too")))
	s.must(sp.Commit(s.ctx))
	s.must(tx.Commit(s.ctx))
	s.must(c.Close())
	s.wantTitles(t, "kept", "kept too")
}

// isolation: every level of the dialect can be set, AUTOCOMMIT begins nothing, an unknown one is refused.
func isolation(s *suite) {
	t := s.notes()
	c := s.connect()
	for _, level := range s.e.Dialect().Features().Isolation.Levels {
		s.must(c.SetIsolation(s.ctx, level))
		s.must(run(s.ctx, c, expr.NewSelect(t.C("id"))))
		s.must(c.Rollback(s.ctx))
	}
	s.must(c.SetIsolation(s.ctx, engine.Autocommit))
	s.must(run(s.ctx, c, note(t, 1, "at once")))
	if c.InTransaction() {
		s.Error("AUTOCOMMIT began a transaction")
	}
	s.must(c.Close())
	s.wantTitles(t, "at once")
	if err := s.connect().SetIsolation(s.ctx, "BOGUS"); !errors.As(err, new(*engine.IsolationError)) {
		s.Errorf("%v", err)
	}
}

// twoPhase: a dialect without two-phase commit refuses it; one with it begins and undoes one.
func twoPhase(s *suite) {
	c := s.connect()
	tx, err := c.BeginTwoPhase(s.ctx, "")
	if s.e.Dialect().Features().TwoPhase == nil {
		s.refused(err)
		return
	}
	s.must(err)
	s.must(tx.Rollback(s.ctx))
	s.must(c.Close())
}

// errorClasses: what goes wrong has the same class everywhere, and the connection goes on.
func errorClasses(s *suite) {
	md := schema.NewMetaData()
	parent := schema.NewTable("cf_parent", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()))
	t := schema.NewTable("cf_child", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("name", sqltypes.String(5), schema.NotNull()),
		schema.NewColumn("parent_id", sqltypes.Integer(), schema.ForeignKeyTo("cf_parent.id")))
	s.create(md)
	none := schema.NewTable("cf_none", schema.NewMetaData(), schema.NewColumn("id", sqltypes.Integer()))
	odd := schema.NewTable("cf_parent", schema.NewMetaData(), schema.NewColumn("odd", sqltypes.Integer()))
	c := s.connect()
	s.must(c.SetIsolation(s.ctx, engine.Autocommit))
	s.must(run(s.ctx, c, expr.InsertInto(parent).Values(parent.C("id").To(1))))
	child := func(id int, name any, parent any) error {
		return run(s.ctx, c, expr.InsertInto(t).Values(t.C("id").To(id), t.C("name").To(name), t.C("parent_id").To(parent)))
	}
	s.must(child(1, "ok", 1))
	s.class(child(1, "twice", 1), dialects.UniqueViolation)
	s.class(child(2, nil, 1), dialects.NotNullViolation)
	s.class(child(3, "far", 99), dialects.ForeignKeyViolation)
	s.class(run(s.ctx, c, expr.DeleteFrom(parent)), dialects.ForeignKeyViolation)
	if s.db.StrictTypes {
		s.class(child(4, "too long a name", 1), dialects.DataError)
	}
	s.class(run(s.ctx, c, expr.NewSelect(none)), dialects.NoSuchTable)
	s.class(run(s.ctx, c, expr.NewSelect(odd)), dialects.NoSuchColumn)
	s.class(c.ExecText(s.ctx, "SELEKT 1"), dialects.SyntaxError)
	s.must(child(5, "after", 1))
}

// names: identifiers of any text are quoted, and come back as they are.
func names(s *suite) {
	md := schema.NewMetaData()
	all := []string{"select", "MixedCase", "a b", "ü", `dq"x`, "bq`x", "semi;colon", "sl/ash"}
	cols := []schema.Item{schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey())}
	for _, n := range all {
		cols = append(cols, schema.NewColumn(n, sqltypes.Integer()))
	}
	t := schema.NewTable("cf_order by", md, cols...)
	s.create(md)
	sets := []any{t.C("id").To(1)}
	for i, n := range all {
		sets = append(sets, t.C(n).To(i))
	}
	c := s.connect()
	s.must(run(s.ctx, c, expr.InsertInto(t).Values(sets...)))
	res, err := c.Execute(s.ctx, expr.NewSelect(t).Where(t.C("MixedCase").Eq(1)))
	s.must(err)
	row, err := res.One()
	s.must(err)
	for i, n := range all {
		if v, err := row.Get(n); v != int64(i) || err != nil {
			s.Errorf("%q: %v, %v", n, v, err)
		}
	}
}

// cancellation: who waits no longer gets the context's error soon, and the connection is fit or gone.
func cancellation(s *suite) {
	c := s.connect()
	done, cancel := context.WithCancel(s.ctx)
	if s.db.Cancel == "" {
		cancel()
		_, err := c.Execute(done, engine.Text("SELECT 1"))
		s.class(err, dialects.Cancelled)
		s.must(c.Close())
		return
	}
	time.AfterFunc(200*time.Millisecond, cancel)
	defer cancel()
	start := time.Now()
	res, err := c.Execute(done, engine.Text(s.db.Cancel))
	if err == nil {
		_, err = res.All()
	}
	if !errors.Is(err, context.Canceled) || time.Since(start) > 5*time.Second {
		s.Errorf("after %v: %v", time.Since(start), err)
	}
	s.must(c.Close())
	s.must(s.e.Ping(s.ctx))
	if st := s.e.Stats(); st.InUse != 0 {
		s.Errorf("%+v", st)
	}
}

// reflection: a table that was created is read back with its columns, keys and foreign keys; a database that cannot be read says so.
func reflection(s *suite) {
	t := s.notes()
	md, err := reflector.Reflect(s.ctx, s.e, reflector.Options{})
	if !s.db.Reflection {
		if !errors.As(err, new(*reflector.UnsupportedError)) {
			s.Errorf("want a *reflector.UnsupportedError, got %v", err)
		}
		return
	}
	s.must(err)
	back := md.Table(t.Name)
	if back == nil {
		s.Fatal("the table is not there")
	}
	for i, c := range t.Columns {
		b := back.Columns[i]
		if b.Name != c.Name || b.Nullable != c.Nullable || b.PrimaryKey != c.PrimaryKey || !alike(b.Type().Kind(), c.Type().Kind()) {
			s.Errorf("%s is read as %s %s", c.Name, b.Name, b.Type())
		}
	}
	if len(back.Uniques) != 1 {
		s.Errorf("%d unique constraints", len(back.Uniques))
	}
}

// alike reports whether a column of one kind may be read back as the other: SQLite's integers all have 64 bits.
func alike(a, b sqltypes.Kind) bool { return a == b || a.IsInteger() && b.IsInteger() }
