package pgconn

import (
	"context"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/internal/dbtest"
)

// A statement is not run outside of the transaction that it was to begin.
func TestBeginFails(t *testing.T) {
	bg := context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	o, err := Driver{}.Open(dbtest.Postgres(t, "pgconn_begin"))
	must(err)
	opened, err := o.Connect(bg)
	must(err)
	defer opened.Close()
	c := opened.(*conn)
	must(c.ExecSimple(bg, "create table t (a int)"))
	ins, err := c.Prepare(bg, "insert into t values (1)")
	must(err)
	for _, send := range []func() error{
		func() error { _, err := ins.Exec(bg, nil); return err },
		func() error { _, err := ins.Query(bg, nil); return err },
		func() error { return c.ExecSimple(bg, "insert into t values (1)") },
		func() error { _, err := c.Exec(bg, "insert into t values ($1)", []any{1}); return err },
	} {
		must(c.Begin(bg, dbapi.TxOptions{}))
		c.begin = "BEGIN NOTHING"
		var pg *pgconn.PgError
		if err := send(); !errors.As(err, &pg) || pg.Code != "42601" || c.InTx() {
			t.Errorf("%v, in a transaction: %v", err, c.InTx())
		}
		must(c.Reset(bg))
	}
	r, err := c.Exec(bg, "delete from t", nil)
	must(err)
	if n, err := r.RowsAffected(); n != 0 || err != nil {
		t.Errorf("%d rows: %v", n, err)
	}
}
