package engine_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	_ "github.com/aludel/aludel/dialects/firebird"
	_ "github.com/aludel/aludel/dialects/mssql"
	_ "github.com/aludel/aludel/dialects/oracle"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// Servers of SQL Server, Oracle and Firebird do not run here. keysStub is a driver that does what their documentation says of the keys
// of new rows: it numbers them, and gives the numbers back in OUTPUT or RETURNING, SQL Server in an order of its own.
type keysStub struct {
	sent []string
	next int64
	step int64
	many int64 // how many rows a statement changes that returns into parameters
	// server is what an Oracle server says of its version.
	server string
}

func (d *keysStub) Open(string) (driver.Conn, error)             { return &stubConn{d}, nil }
func (d *keysStub) Connect(context.Context) (driver.Conn, error) { return &stubConn{d}, nil }
func (d *keysStub) Driver() driver.Driver                        { return d }

type stubConn struct{ d *keysStub }

func (c *stubConn) Prepare(q string) (driver.Stmt, error) { return &stubStmt{c.d, q}, nil }
func (*stubConn) Close() error                            { return nil }
func (c *stubConn) Begin() (driver.Tx, error)             { return c, nil }
func (*stubConn) Commit() error                           { return nil }
func (*stubConn) Rollback() error                         { return nil }

// CheckNamedValue takes parameters that are set, as go-ora and godror do.
func (*stubConn) CheckNamedValue(nv *driver.NamedValue) error {
	if _, out := nv.Value.(sql.Out); out {
		return nil
	}
	return driver.ErrSkip
}

type stubStmt struct {
	d *keysStub
	q string
}

func (*stubStmt) Close() error                               { return nil }
func (*stubStmt) NumInput() int                              { return -1 }
func (*stubStmt) Exec([]driver.Value) (driver.Result, error) { return nil, errors.ErrUnsupported }
func (*stubStmt) Query([]driver.Value) (driver.Rows, error)  { return nil, errors.ErrUnsupported }

func (s *stubStmt) ExecContext(_ context.Context, args []driver.NamedValue) (driver.Result, error) {
	s.d.sent = append(s.d.sent, s.q)
	for _, a := range args {
		out, ok := a.Value.(sql.Out)
		if !ok {
			continue
		}
		switch dest := out.Dest.(type) {
		case *sql.NullInt64:
			s.d.next += s.d.step
			*dest = sql.NullInt64{Int64: s.d.next, Valid: true}
		case *string:
			*dest = "text"
		default:
			return nil, fmt.Errorf("a place of type %T", dest)
		}
	}
	return driver.RowsAffected(s.d.many), nil
}

// QueryContext inserts as many rows as there are tuples.
func (s *stubStmt) QueryContext(_ context.Context, _ []driver.NamedValue) (driver.Rows, error) {
	if strings.Contains(s.q, "product_component_version") {
		return &versionRow{text: s.d.server}, nil
	}
	s.d.sent = append(s.d.sent, s.q)
	n := strings.Count(s.q, "), (") + 1
	rows := &stubRows{}
	for range n {
		s.d.next += s.d.step
		rows.ids = append(rows.ids, s.d.next)
	}
	half := n / 2 // what is given first is not what was inserted first
	rows.ids = slices.Concat(rows.ids[half:], rows.ids[:half])
	return rows, nil
}

type stubRows struct{ ids []int64 }

func (*stubRows) Columns() []string { return []string{"id"} }
func (*stubRows) Close() error      { return nil }
func (r *stubRows) Next(dest []driver.Value) error {
	if len(r.ids) == 0 {
		return io.EOF
	}
	dest[0], r.ids = r.ids[0], r.ids[1:]
	return nil
}

// versionRow is one text.
type versionRow struct {
	text string
	done bool
}

func (*versionRow) Columns() []string { return []string{"version"} }
func (*versionRow) Close() error      { return nil }
func (r *versionRow) Next(dest []driver.Value) error {
	if r.done {
		return io.EOF
	}
	dest[0], r.done = r.text, true
	return nil
}

// stubbed opens an engine of a dialect on the driver.
func stubbed(t *testing.T, url string, d *keysStub) *engine.Engine {
	t.Helper()
	if d.step == 0 {
		d.step = 1
	}
	if d.many == 0 {
		d.many = 1
	}
	e, err := engine.Open(url, engine.Adapter(dbapi.GenericConnector(d, dbapi.GenericOptions{})))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

func keysTable(id ...schema.ColumnOption) *schema.Table {
	return schema.NewTable("k", schema.NewMetaData(), schema.NewColumn("id", sqltypes.Integer(), append(id, schema.PrimaryKey())...),
		schema.NewColumn("n", sqltypes.String(10)), schema.NewColumn("b", sqltypes.LargeBinary()))
}

// Keys of many rows come back in the order of the rows on databases that return them in any order, or one a statement.
func TestKeysOfManyRowsByDialect(t *testing.T) {
	down, two, yes := int64(-1), int64(2), true
	mssql3 := "INSERT INTO k (n) OUTPUT inserted.id SELECT p0 FROM (VALUES (@p1, 0), (@p2, 1), (@p3, 2)) AS imp_sen(p0, sen_counter) ORDER BY sen_counter"
	for name, k := range map[string]struct {
		url  string
		tab  *schema.Table
		step int64
		want []string
		keys string
	}{
		"SQL Server, an identity": {"mssql://h/d", keysTable(), 1, []string{mssql3}, "[[1] [2] [3]]"},
		"SQL Server, an identity of its own": {"mssql://h/d", keysTable(schema.AsIdentity(schema.Identity{SequenceOptions: schema.SequenceOptions{Increment: &two}})), 2,
			[]string{mssql3}, "[[2] [4] [6]]"},
		"SQL Server, downwards": {"mssql://h/d", keysTable(schema.AsIdentity(schema.Identity{SequenceOptions: schema.SequenceOptions{Increment: &down}})), -1,
			[]string{mssql3}, "[[-1] [-2] [-3]]"},
		"SQL Server, numbers that begin anew": {"mssql://h/d", keysTable(schema.AsIdentity(schema.Identity{SequenceOptions: schema.SequenceOptions{Cycle: &yes}})), 1,
			slices.Repeat([]string{"INSERT INTO k (n) OUTPUT inserted.id VALUES (@p1)"}, 3), "[[1] [2] [3]]"},
		"SQL Server, a default of the server": {"mssql://h/d", keysTable(schema.ServerDefault("next_key()")), 1,
			slices.Repeat([]string{"INSERT INTO k (n) OUTPUT inserted.id VALUES (@p1)"}, 3), "[[1] [2] [3]]"},
		"Oracle": {"oracle://h/d", keysTable(), 1, slices.Repeat([]string{"INSERT INTO k (n) VALUES (:1) RETURNING k.id INTO :2"}, 3), "[[1] [2] [3]]"},
		"Firebird": {"firebird://h/d", keysTable(), 1,
			slices.Repeat([]string{"INSERT INTO k (n) VALUES (?) RETURNING k.id"}, 3), "[[1] [2] [3]]"},
	} {
		t.Run(name, func(t *testing.T) {
			d := &keysStub{step: k.step}
			e := stubbed(t, k.url, d)
			c := connect(t, e)
			res := execute(t, c, expr.InsertInto(k.tab), engine.Params{"n": "a"}, engine.Params{"n": "b"}, engine.Params{"n": "c"})
			keys, err := res.InsertedPrimaryKeys()
			if err != nil || fmt.Sprint(keys) != k.keys {
				t.Errorf("keys %v, want %s: %v", keys, k.keys, err)
			}
			if !slices.Equal(d.sent, k.want) {
				t.Errorf("sent %q\nwant %q", d.sent, k.want)
			}
			if n, err := res.RowsAffected(); n != 3 || err != nil {
				t.Errorf("%d rows: %v", n, err)
			}
			one, err := execute(t, c, expr.InsertInto(k.tab), engine.Params{"n": "d"}).InsertedPrimaryKey()
			if err != nil || one[0] != 4*k.step {
				t.Errorf("the fourth key is %v: %v", one, err)
			}
		})
	}
}

// Bytes stay bytes where rows go through VALUES, and rows whose keys are known go as they are.
func TestRowsOfBytesOnSQLServer(t *testing.T) {
	d := &keysStub{}
	c := connect(t, stubbed(t, "mssql://h/d", d))
	execute(t, c, expr.InsertInto(keysTable()), engine.Params{"b": []byte{1}}, engine.Params{"b": nil})
	execute(t, c, expr.InsertInto(keysTable()), engine.Params{"id": 7, "n": "x"}, engine.Params{"id": 8, "n": "y"})
	want := []string{"INSERT INTO k (b) OUTPUT inserted.id SELECT p0 FROM (VALUES (CAST(@p1 AS VARBINARY(max)), 0), (CAST(@p2 AS VARBINARY(max)), 1)) AS imp_sen(p0, sen_counter) ORDER BY sen_counter",
		"INSERT INTO k (id, n) VALUES (@p1, @p2), (@p3, @p4)"}
	if !slices.Equal(d.sent, want) {
		t.Errorf("sent %q", d.sent)
	}
}

// What is returned into parameters is a row; of several rows it would be one of them, so that it is an error.
func TestReturningIntoParameters(t *testing.T) {
	d := &keysStub{}
	c := connect(t, stubbed(t, "oracle://h/d", d))
	tab := keysTable()
	row, err := execute(t, c, expr.InsertInto(tab).Values(tab.C("n").To("x")).Returning(tab.C("n"), tab.C("id"))).One()
	if err != nil || fmt.Sprint(row.Values()) != "[text 1]" {
		t.Errorf("%v, %v", row.Values(), err)
	}
	if _, err := c.Exec(ctx, expr.InsertInto(tab).Values(tab.C("n").To("x"))); err != nil {
		t.Error(err)
	}
	d.many = 2
	_, err = c.Execute(ctx, expr.UpdateTable(tab).Values(tab.C("n").To("x")).Returning(tab.C("id")))
	var many *engine.ManyReturnedError
	if !errors.As(err, &many) || many.Rows != 2 || many.Dialect != "oracle" {
		t.Error(err)
	}
}
