package orm_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm"
)

// This file has what users and databases get wrong. Each gives one typed error that says where and what to do, leaves the session
// usable after Rollback, and the pool sound.

// Strict has columns that refuse things.
type Strict struct {
	orm.Entity `orm:"table:stricts"`

	ID    int64   `orm:"pk"`
	Must  *string `orm:"notnull; size:20"`
	Big   uint64
	Short string `orm:"size:3"`
	Small int16
}

var stricts = orm.NewRegistry(new(Strict))

// strict opens the tables of Strict beside those of the model.
func (d *db) strict() {
	d.t.Helper()
	must(d.t, stricts.MetaData().CreateAll(ctx, d.eng))
	d.sessions = orm.NewSessionMaker(d.eng, Models, stricts)
	d.log = nil
}

func isSQLite(d *db) bool { return d.eng.Dialect().Name() == "sqlite" }

func isPostgres(d *db) bool { return d.eng.Dialect().Name() == "postgresql" }

// exec runs SQL beside all sessions.
func (d *db) exec(sql string) {
	d.t.Helper()
	must(d.t, d.execErr(sql))
}

func (d *db) execErr(sql string) error {
	return d.eng.ExecText(ctx, sql)
}

// class requires an *engine.Error of a class and gives it.
func class(t *testing.T, err error, want dialects.Class) *engine.Error {
	t.Helper()
	var e *engine.Error
	if !errors.As(err, &e) {
		t.Fatalf("no *engine.Error: %v", err)
	}
	if e.Class != want {
		t.Errorf("class %v, want %v: %v", e.Class, want, err)
	}
	return e
}

// says requires words of an error's text.
func says(t *testing.T, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q does not say %q", err, w)
		}
	}
}

// flushError requires a *orm.FlushError about an attribute ("" for none) of an entity.
func flushError(t *testing.T, err error, op, entity, attr string) {
	t.Helper()
	var fe *orm.FlushError
	if !errors.As(err, &fe) {
		t.Fatalf("no *orm.FlushError: %v", err)
	}
	if fe.Op != op || fe.Entity != entity || fe.Attr != attr {
		t.Errorf("%s of %s.%s, want %s of %s.%s: %v", fe.Op, fe.Entity, fe.Attr, op, entity, attr, err)
	}
}

// usable requires that a session works after Rollback, and holds no connection once it is done.
func (d *db) usable(s *orm.Session) {
	d.t.Helper()
	must(d.t, s.Rollback(ctx))
	u := &User{Name: fmt.Sprintf("after%d", time.Now().UnixNano()%1e9), Addresses: orm.ListOf(&Address{Email: "after@x"})}
	s.Add(u)
	if err := s.Commit(ctx); err != nil {
		d.t.Fatalf("after Rollback: %v", err)
	}
	got, err := orm.Get[User](ctx, s, u.ID)
	if err != nil || got != u {
		d.t.Fatalf("after Rollback: %v %v", got, err)
	}
	must(d.t, s.Commit(ctx))
	d.sound()
}

// sound requires that every connection is back in the pool.
func (d *db) sound() {
	d.t.Helper()
	if st := d.eng.Stats(); st.InUse != 0 || st.Waiting != 0 || st.Open != st.Idle {
		d.t.Errorf("the pool: %+v", st)
	}
}
