package orm_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/orm"
)

// This file has databases that are not there, or not as the mapping says.

func TestWrongURL(t *testing.T) {
	for _, c := range []struct {
		url   string
		words []string
	}{
		{"users.db", []string{"dialect://", "for example"}},
		{"sqlite://host/x.db", []string{"host", "three slashes"}},
		{"sqlyte:///x.db", []string{"sqlyte", "sqlite"}},
		{"oracle://h/x", []string{"import its package"}},
		{"postgresql://u:secret@h:port/x", []string{"port"}},
	} {
		eng, err := engine.Open(c.url)
		if eng != nil {
			t.Errorf("%s opens", c.url)
		}
		says(t, err, c.words...)
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("the password is shown: %v", err)
		}
	}
	var ue *dialects.URLError
	if _, err := engine.Open("users.db"); !errors.As(err, &ue) {
		t.Errorf("%T", err)
	}
	var de *dbapi.UnknownDriverError
	if _, err := engine.Open("oracle://h/x"); !errors.As(err, &de) {
		t.Errorf("%T", err)
	}
}

func TestDatabaseThatIsNotThere(t *testing.T) {
	for _, url := range []string{"sqlite:////no/such/folder/x.db", "postgresql://nobody:secret@127.0.0.1:1/x"} {
		eng, err := engine.Open(url)
		must(t, err)
		s := orm.NewSessionMaker(eng, Models).New()
		_, err = orm.Select(Users).All(ctx, s)
		class(t, err, dialects.CannotConnect)
		says(t, err, "connect to", "check that")
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("the password is shown: %v", err)
		}
		s.Add(&User{})
		class(t, s.Commit(ctx), dialects.CannotConnect)
		must(t, s.Rollback(ctx))
		must(t, s.Close())
		if st := eng.Stats(); st.InUse != 0 || st.Open != 0 {
			t.Errorf("%+v", st)
		}
		must(t, eng.Close())
	}
}

func TestMissingTable(t *testing.T) {
	each(t, "missing", func(t *testing.T, d *db) {
		d.exec("DROP TABLE nodes")
		s := d.session()
		_, err := orm.Select(Nodes).All(ctx, s)
		e := class(t, err, dialects.NoSuchTable)
		says(t, err, "nodes", "CreateAll", "SELECT")
		if e.SQL == "" {
			t.Error("the error has no statement")
		}
		d.usable(s)
		s.Add(&Node{Name: "n"})
		err = s.Flush(ctx)
		class(t, err, dialects.NoSuchTable)
		flushError(t, err, "insert", "Node", "")
		d.usable(s)
		_, err = orm.Get[Node](ctx, s, 1)
		class(t, err, dialects.NoSuchTable)
		d.usable(s)
		for _, err = range orm.Select(Nodes).Iter(ctx, s) {
			class(t, err, dialects.NoSuchTable)
		}
		d.usable(s)
		_, err = orm.Select(Nodes).Count(ctx, s)
		class(t, err, dialects.NoSuchTable)
		d.usable(s)
	})
}

func TestMissingColumn(t *testing.T) {
	each(t, "nocolumn", func(t *testing.T, d *db) {
		d.exec("ALTER TABLE nodes DROP COLUMN name")
		s := d.session()
		_, err := orm.Select(Nodes).All(ctx, s)
		class(t, err, dialects.NoSuchColumn)
		says(t, err, "name", "ormvet")
		d.usable(s)
	})
}

// A failed statement of PostgreSQL ends its transaction: Commit must not pretend.
func TestCommitAfterFailedQuery(t *testing.T) {
	each(t, "commitfailed", func(t *testing.T, d *db) {
		d.exec("DROP TABLE nodes")
		s := d.session()
		u := &User{Name: "lost"}
		s.Add(u)
		must(t, s.Flush(ctx))
		_, err := orm.Select(Nodes).All(ctx, s)
		class(t, err, dialects.NoSuchTable)
		err = s.Commit(ctx)
		if !isPostgres(d) { // where the transaction goes on
			must(t, err)
		} else if err == nil {
			t.Error("the commit of a transaction that failed succeeded")
		}
		d.usable(s)
	})
}
