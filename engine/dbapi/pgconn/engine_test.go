package pgconn_test

import (
	"errors"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/internal/livestorm"
	"github.com/aludel/aludel/internal/livetypes"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/pool"
)

type account struct {
	orm.Entity `orm:"table:accounts"`
	ID         int64  `orm:"pk"`
	Name       string `orm:"size:20; unique"`
	Balance    int32
}

type accountAttrs struct {
	orm.Class[account]
	ID      orm.NumAttr[int64]
	Name    orm.TextAttr[string]
	Balance orm.NumAttr[int32]
}

var (
	models   = orm.NewRegistry(new(account))
	accounts = orm.Describe[accountAttrs](models)
)

// Importing the package is all that an engine and a session need to use it.
func TestEngineUsesTheAdapter(t *testing.T) {
	eng, err := engine.Open(dbtest.Postgres(t, "pgconn_engine"))
	must(t, err)
	defer eng.Close()
	must(t, models.MetaData().CreateAll(bg, eng))
	c, err := eng.Connect(bg)
	must(t, err)
	if _, ok := c.Raw().Unwrap().(*pgconn.PgConn); !ok {
		t.Errorf("the connection is a %T", c.Raw().Unwrap())
	}
	must(t, c.Close())

	s := orm.NewSessionMaker(eng, models).New()
	defer s.Close()
	for i := range 150 {
		s.Add(&account{Name: string(rune('A' + i)), Balance: int32(i)})
	}
	must(t, s.Commit(bg))
	all, err := orm.Select(accounts).Where(accounts.Balance.Ge(100)).OrderBy(accounts.ID).All(bg, s)
	must(t, err)
	if len(all) != 50 || all[0].ID != 101 || all[49].Balance != 149 {
		t.Errorf("%d accounts", len(all))
	}
	s.Add(&account{Name: "A"})
	var e *engine.Error
	if err := s.Flush(bg); !errors.As(err, &e) || e.Class != dialects.UniqueViolation || e.Constraint == "" || e.Table != "accounts" || e.Column != "name" {
		t.Errorf("%v: %+v", err, e)
	}
	must(t, s.Rollback(bg))
}

// Every type stores and gives back its extremes, whether statements are prepared or not.
func TestLiveTypes(t *testing.T) {
	for name, opts := range map[string][]engine.Option{"prepared": nil, "through a pooler": {engine.TransactionPooler()}} {
		t.Run(name, func(t *testing.T) {
			eng, err := engine.Open(dbtest.Postgres(t, "pgconn_types"), opts...)
			must(t, err)
			defer eng.Close()
			livetypes.Run(t, eng, "postgres")
		})
	}
}

// Hundreds of goroutines on a few connections, of which some are killed and some are cancelled: see package livestorm.
func TestStorm(t *testing.T) {
	eng, err := engine.Open(dbtest.Postgres(t, "pgconn_storm"), engine.Pool(pool.Options{Size: 8, Overflow: 4}))
	must(t, err)
	defer eng.Close()
	livestorm.Run(t, eng, "SELECT pg_backend_pid()", "SELECT pg_terminate_backend(%v)")
}

// While the last rows are read their connection serves others: a query in the loop over them, which has its own, and its end.
func TestRowsWithinRows(t *testing.T) {
	eng, err := engine.Open(dbtest.Postgres(t, "pgconn_rows"))
	must(t, err)
	defer eng.Close()
	must(t, models.MetaData().CreateAll(bg, eng))
	s := orm.NewSessionMaker(eng, models).New()
	for _, name := range []string{"A", "B", "C"} {
		s.Add(&account{Name: name})
	}
	must(t, errors.Join(s.Commit(bg), s.Close()))
	c, err := eng.Connect(bg)
	must(t, err)
	other, err := eng.Connect(bg)
	must(t, err)
	names := func(c *engine.Connection, each func(name string)) (all string) {
		rows, err := c.Query(bg, orm.Select(accounts.Name).OrderBy(accounts.Name).Stmt())
		must(t, err)
		must(t, rows.Each(func(r *dbapi.Row) error {
			before := r.Text(0)
			each(before)
			if r.Text(0) != before || r.Err() != nil {
				t.Errorf("%q became %q: %v", before, r.Text(0), r.Err())
			}
			all += before
			return nil
		}))
		return all
	}
	got := names(c, func(name string) {
		if in := names(c, func(string) {}); in != "ABC" {
			t.Errorf("within %s: %s", name, in)
		}
	})
	closed := names(other, func(string) { must(t, other.Close()) })
	if got != "ABC" || closed != "ABC" || names(c, func(string) {}) != "ABC" {
		t.Errorf("%s, %s", got, closed)
	}
	must(t, c.Close())
}
