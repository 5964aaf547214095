package dbapi_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/aludel/aludel/engine/dbapi"
)

func TestStmtCache(t *testing.T) {
	each(t, func(t *testing.T, c dbapi.Conn, pg bool) {
		s := dbapi.NewStmtCache(c, 2)
		get := func(n int) dbapi.Stmt {
			st, err := s.Get(bg, fmt.Sprint("select ", n))
			must(t, err)
			rd, err := st.Query(bg, nil)
			if got := all(t, rd, err); got[0][0] != int64(n) {
				t.Errorf("got %v, want %d", got, n)
			}
			return st
		}
		one, two := get(1), get(2)
		if get(1) != one {
			t.Error("1 was prepared again")
		}
		get(3) // evicts 2, used longest ago
		if _, err := two.Query(bg, nil); err != dbapi.ErrStmtClosed {
			t.Errorf("the evicted statement: %v", err)
		}
		if get(1) != one || s.Len() != 2 || s.Hits() != 2 || s.Misses() != 3 {
			t.Errorf("%d kept, %d hits, %d misses", s.Len(), s.Hits(), s.Misses())
		}
		must(t, errors.Join(s.Drop("select 1"), s.Drop("select 1"), s.Drop("never seen")))
		if get(1) == one {
			t.Error("1 was not dropped")
		}
		must(t, s.Clear())
		if _, err := s.Get(bg, "selekt"); err == nil || s.Len() != 0 {
			t.Errorf("nonsense: %v, %d kept", err, s.Len())
		}
	})
}

func TestStmtCacheHitAllocatesNothing(t *testing.T) {
	s := dbapi.NewStmtCache(connect(t, backends()[0].open(t)), dbapi.DefaultStmtCache)
	n := testing.AllocsPerRun(100, func() {
		if _, err := s.Get(bg, "select 1"); err != nil {
			t.Fatal(err)
		}
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// Off, nothing stays prepared on the server.
func TestStmtCacheOff(t *testing.T) {
	each(t, func(t *testing.T, c dbapi.Conn, pg bool) {
		people(t, c, pg)
		s := dbapi.NewStmtCache(c, 0)
		st, err := s.Get(bg, marks(pg, "delete from people where id = ?"))
		must(t, err)
		for i := range 2 {
			r, err := st.Exec(bg, []any{1})
			must(t, err)
			if n, err := r.RowsAffected(); n != int64(1-i) || err != nil {
				t.Errorf("run %d: %d, %v", i, n, err)
			}
		}
		must(t, st.Close())
		if s.Len() != 0 || s.Misses() != 0 {
			t.Errorf("%d kept", s.Len())
		}
		if pg {
			rd, err := c.Query(bg, "select count(*) from pg_prepared_statements where name <> ''", nil)
			if got := all(t, rd, err); got[0][0] != int64(0) {
				t.Errorf("%v statements on the server", got)
			}
		}
	})
}
