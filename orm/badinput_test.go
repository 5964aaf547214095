package orm_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/mapping"
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

// Unmapped is in no registry.
type Unmapped struct {
	orm.Entity
	ID int64 `orm:"pk"`
}

// Unmappable is wrong in two ways.
type Unmappable struct {
	orm.Entity
	ID   int64
	What chan int
}

var stricts = orm.NewRegistry(new(Strict))

// strict opens the tables of Strict beside those of the model.
func (d *db) strict() {
	d.t.Helper()
	must(d.t, stricts.MetaData().CreateAll(ctx, d.eng))
	d.sessions = orm.NewSessionMaker(d.eng, Models, stricts)
	d.log = nil
}

func isSQLite(d *db) bool   { return d.eng.Dialect().Name() == "sqlite" }
func isPostgres(d *db) bool { return d.eng.Dialect().Name() == "postgresql" }

// exec runs SQL beside all sessions.
func (d *db) exec(sql string) {
	d.t.Helper()
	must(d.t, d.execErr(sql))
}

func (d *db) execErr(sql string) error {
	c, err := d.eng.Connect(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	return c.ExecText(ctx, sql)
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

func TestValueThatDoesNotFitOnLoad(t *testing.T) {
	each(t, "load", func(t *testing.T, d *db) {
		switch d.eng.Dialect().Name() {
		case "postgresql":
			d.exec("ALTER TABLE posts ALTER COLUMN rank TYPE BIGINT, ALTER COLUMN rank DROP NOT NULL, ALTER COLUMN title DROP NOT NULL")
		case "mysql":
			d.exec("ALTER TABLE posts MODIFY COLUMN `rank` BIGINT NULL, MODIFY COLUMN title VARCHAR(50) NULL")
		default:
			d.exec("DROP TABLE posts")
			d.exec("CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT, body BLOB, rank INTEGER, author_id INTEGER)")
		}
		id := d.jack()
		for i, c := range []struct{ sql, attr, words string }{
			{"(1, 't', 4294967296)", "Rank", "int32"},
			{"(2, NULL, 1)", "Title", "NULL"},
			{"(3, 't', NULL)", "Rank", "NULL"},
		} {
			d.exec("INSERT INTO posts (id, title, rank) VALUES " + c.sql)
			d.exec(fmt.Sprintf("UPDATE posts SET author_id = %d", id))
			s := d.session()
			for how, load := range map[string]func() error{
				"All": func() error { _, err := orm.Select(Posts).All(ctx, s); return err },
				"Get": func() error { _, err := orm.Get[Post](ctx, s, i+1); return err },
				"Iter": func() (err error) {
					for _, err = range orm.Select(Posts).Iter(ctx, s) {
					}
					return err
				},
				"lazy": func() error {
					u, err := orm.Get[User](ctx, s, id)
					must(t, err)
					_, err = u.Posts.All(ctx)
					return err
				},
				"selectin": func() error {
					_, err := orm.Select(Users).Options(orm.SelectIn(Users.Posts)).All(ctx, s)
					return err
				},
				"read-only": func() error { _, err := orm.Select(Posts).ReadOnly().All(ctx, s); return err },
			} {
				err := load()
				var le *orm.LoadError
				if !errors.As(err, &le) || le.Entity != "Post" || le.Attr != c.attr {
					t.Errorf("%s %s: %v", how, c.sql, err)
					continue
				}
				says(t, err, "Post."+c.attr, c.words)
				if s.Contains(&Post{ID: int64(i + 1)}) {
					t.Error("half an object is in the session")
				}
			}
			_, err := orm.Select(Posts.Rank).All(ctx, s)
			if c.attr == "Rank" && err == nil {
				t.Error("a value out of range was read")
			}
			d.usable(s)
			d.exec("DELETE FROM posts")
		}
	})
}

func TestValueThatDoesNotFitOnStore(t *testing.T) {
	each(t, "storefit", func(t *testing.T, d *db) {
		d.strict()
		s := d.session()
		s.Add(&Strict{Must: new("x"), Big: math.MaxInt64 + 1})
		err := s.Flush(ctx)
		flushError(t, err, "insert", "Strict", "Big")
		class(t, err, dialects.DataError)
		d.usable(s)
		ok := &Strict{Must: new("x"), Big: math.MaxInt64}
		s.Add(ok)
		must(t, s.Commit(ctx))
		ok.Big++
		err = s.Commit(ctx)
		flushError(t, err, "update", "Strict", "Big")
		d.usable(s)
		if ok.Big != math.MaxInt64 {
			t.Error("the field was not put back by Rollback")
		}
		for range 15 { // a batch
			s.Add(&Strict{Must: new("x")})
		}
		s.Add(&Strict{Must: new("x"), Big: math.MaxUint64})
		flushError(t, s.Flush(ctx), "insert", "Strict", "Big")
		d.usable(s)
		if isSQLite(d) {
			return // which stores any text in any column
		}
		s.Add(&Strict{Must: new("x"), Short: "äöüß"})
		err = s.Flush(ctx)
		flushError(t, err, "insert", "Strict", "Short")
		class(t, err, dialects.DataError)
		says(t, err, "too long")
		d.usable(s)
		ok.Short = "four"
		flushError(t, s.Flush(ctx), "update", "Strict", "Short")
		d.usable(s)
	})
}

func TestConstraintViolations(t *testing.T) {
	each(t, "constraint", func(t *testing.T, d *db) {
		d.strict()
		id := d.jack()
		for _, c := range []struct {
			name             string
			do               func(s *orm.Session)
			class            dialects.Class
			op, entity, attr string
		}{
			{"unique on insert", func(s *orm.Session) { s.Add(&User{Name: "jack"}) }, dialects.UniqueViolation, "insert", "User", "Name"},
			{"unique on update", func(s *orm.Session) {
				ed := &User{Name: "ed"}
				s.Add(ed)
				must(t, s.Flush(ctx))
				ed.Name = "jack"
			}, dialects.UniqueViolation, "update", "User", "Name"},
			{"primary key", func(s *orm.Session) { s.Add(&User{ID: id, Name: "other"}) }, dialects.UniqueViolation, "insert", "User", "ID"},
			{"foreign key on insert", func(s *orm.Session) { s.Add(&Address{Email: "x", UserID: new(int64(999))}) }, dialects.ForeignKeyViolation, "insert", "Address", "UserID"},
			{"foreign key on update", func(s *orm.Session) {
				a, err := orm.Select(Addresses).OrderBy(Addresses.ID).First(ctx, s)
				must(t, err)
				a.UserID = new(int64(999))
			}, dialects.ForeignKeyViolation, "update", "Address", "UserID"},
			{"foreign key to the table itself", func(s *orm.Session) { s.Add(&Node{ParentID: new(int64(999))}) }, dialects.ForeignKeyViolation, "insert", "Node", "ParentID"},
			{"not null", func(s *orm.Session) { s.Add(&Strict{}) }, dialects.NotNullViolation, "insert", "Strict", "Must"},
			{"not null on update", func(s *orm.Session) {
				x := &Strict{Must: new("x")}
				s.Add(x)
				must(t, s.Flush(ctx))
				x.Must = nil
			}, dialects.NotNullViolation, "update", "Strict", "Must"},
			{"in a batch", func(s *orm.Session) {
				for i := range 12 {
					s.Add(&Place{Country: "de", Code: int32(i % 11)})
				}
			}, dialects.UniqueViolation, "insert", "Place", "Country"},
		} {
			s := d.session()
			c.do(s)
			err := s.Flush(ctx)
			if err == nil {
				t.Errorf("%s: no error", c.name)
				continue
			}
			flushError(t, err, c.op, c.entity, c.attr)
			if e := class(t, err, c.class); !e.Class.IsConstraint() || e.SQL == "" {
				t.Errorf("%s: %+v", c.name, e)
			}
			says(t, err, c.entity+"."+c.attr)
			if _, err := orm.Select(Users).All(ctx, s); !errors.Is(err, orm.ErrRollbackFirst) || !errors.As(err, new(*orm.FlushError)) {
				t.Errorf("%s: use before Rollback: %v", c.name, err)
			}
			d.usable(s)
			must(t, s.Close())
		}
	})
}

func TestForeignKeyOnDelete(t *testing.T) {
	each(t, "fkdelete", func(t *testing.T, d *db) {
		d.exec("CREATE TABLE notes (node BIGINT NOT NULL, FOREIGN KEY (node) REFERENCES nodes (id))")
		s := d.session()
		n := &Node{Name: "n"}
		s.Add(n)
		must(t, s.Commit(ctx))
		d.exec(fmt.Sprintf("INSERT INTO notes VALUES (%d)", n.ID))
		s.Delete(n)
		err := s.Commit(ctx)
		class(t, err, dialects.ForeignKeyViolation)
		flushError(t, err, "delete", "Node", "")
		d.usable(s)
		if got, err := orm.Get[Node](ctx, s, n.ID); err != nil || got != n {
			t.Errorf("%v %v", got, err)
		}
	})
}

// A constraint that is checked at the end makes the commit itself fail.
func TestCommitThatFails(t *testing.T) {
	each(t, "deferred", func(t *testing.T, d *db) {
		if isSQLite(d) {
			d.exec("DROP TABLE addresses")
			d.exec("CREATE TABLE addresses (id INTEGER PRIMARY KEY, email_address TEXT NOT NULL, user_id INTEGER REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED)")
		} else if !isPostgres(d) {
			t.Skip("constraints are never deferred")
		} else {
			d.exec("ALTER TABLE addresses ALTER CONSTRAINT addresses_user_id_fkey DEFERRABLE INITIALLY DEFERRED")
		}
		s := d.session()
		a := &Address{Email: "x", UserID: new(int64(999))}
		s.Add(a)
		must(t, s.Flush(ctx))
		class(t, s.Commit(ctx), dialects.ForeignKeyViolation)
		if err := s.Commit(ctx); !errors.Is(err, orm.ErrRollbackFirst) {
			t.Errorf("%v", err)
		}
		d.usable(s)
		if a.ID != 0 || s.Contains(a) {
			t.Errorf("the object counts as stored: %d", a.ID)
		}
	})
}

func TestCancelledBefore(t *testing.T) {
	each(t, "cancelbefore", func(t *testing.T, d *db) {
		id := d.jack()
		gone, cancel := context.WithCancelCause(ctx)
		why := errors.New("the user went away")
		cancel(why)
		s := d.session()
		s.Add(&User{Name: "x"})
		for what, err := range map[string]error{
			"query": func() error { _, err := orm.Select(Users).All(gone, s); return err }(),
		} {
			class(t, err, dialects.Cancelled)
			if !errors.Is(err, context.Canceled) && !errors.Is(err, why) {
				t.Errorf("%s: %v", what, err)
			}
		}
		d.usable(s)
		u, err := orm.Get[User](ctx, s, id)
		must(t, err)
		u.Fullname = "y"
		if err := s.Flush(gone); !errors.Is(err, why) {
			t.Errorf("%v", err)
		}
		d.usable(s)
		u.Fullname = "z"
		must(t, s.Flush(ctx))
		if err := s.Commit(gone); !errors.Is(err, why) {
			t.Errorf("%v", err)
		}
		d.usable(s)
		if u.Fullname != "" {
			t.Errorf("%q was not put back", u.Fullname)
		}
		if _, err := u.Addresses.All(gone); !errors.Is(err, why) {
			t.Errorf("%v", err)
		}
		must(t, s.Rollback(gone)) // goes ahead
		d.usable(s)
	})
}

func TestCancelledDuring(t *testing.T) {
	each(t, "cancelduring", func(t *testing.T, d *db) {
		slow := orm.SQL("SLEEP(3) >= 0")
		switch {
		case isPostgres(d):
			slow = orm.SQL("(SELECT count(*) FROM (SELECT pg_sleep(20)) AS x) >= 0")
		case isSQLite(d):
			slow = orm.SQL("(WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 1000000000) SELECT count(*) FROM c) >= 0")
		}
		d.jack()
		s := d.session()
		u := &User{Name: "flushed"}
		s.Add(u)
		short, cancel := context.WithTimeout(ctx, 60*time.Millisecond)
		defer cancel()
		start := time.Now()
		_, err := orm.Select(Users).Where(slow).All(short, s)
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("the query ended after %v", took)
		}
		class(t, err, dialects.Cancelled)
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
		d.usable(s)
		if u.ID != 0 {
			t.Error("the flush before the query was not undone")
		}
	})
}

func TestCancelledDuringFlush(t *testing.T) {
	each(t, "cancelflush", func(t *testing.T, d *db) {
		id := d.jack()
		stop := func() {}
		eng, err := engine.Open(fmt.Sprint(d.eng.URL()), engine.OnStatement(func(e engine.Event) {
			if strings.HasPrefix(e.SQL, "INSERT INTO users") {
				stop()
			}
		}))
		must(t, err)
		defer eng.Close()
		d = &db{t: t, eng: eng, sessions: orm.NewSessionMaker(eng, Models)}
		s := d.session()
		jack, err := orm.Get[User](ctx, s, id)
		must(t, err)
		jack.Fullname = "changed"
		u := &User{Name: "x", Addresses: orm.ListOf(&Address{Email: "a"})}
		s.Add(u)
		half, cancel := context.WithCancel(ctx)
		stop = cancel
		err = s.Commit(half)
		class(t, err, dialects.Cancelled)
		if isPostgres(d) { // the statement that yields the key is still being read
			flushError(t, err, "insert", "User", "")
		} else {
			flushError(t, err, "insert", "Address", "")
		}
		stop = func() {}
		d.usable(s)
		if u.ID != 0 || u.Addresses.Items()[0].UserID != nil || jack.Fullname != "" || s.Contains(u) {
			t.Errorf("not undone: %d %v %q", u.ID, u.Addresses.Items()[0].UserID, jack.Fullname)
		}
		s.Add(u)
		must(t, s.Commit(ctx))
		if n, err := orm.Select(Addresses).Where(Addresses.UserID.Eq(u.ID)).Count(ctx, s); n != 1 || err != nil {
			t.Errorf("%d %v", n, err)
		}
	})
}

func TestDatabaseGoesAway(t *testing.T) {
	t.Run("postgresql", func(t *testing.T) {
		url := dbtest.Postgres(t, "orm_goesaway")
		d := open(t, url)
		id := d.jack()
		killer, err := engine.Open(url)
		must(t, err)
		defer killer.Close()
		kill := func() {
			t.Helper()
			must(t, killer.QueryText(ctx, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", nil, func(*dbapi.Row) error { return nil }))
			time.Sleep(20 * time.Millisecond) // for the servers to hang up
		}
		before := runtime.NumGoroutine()
		for what, do := range map[string]func(s *orm.Session, u *User) error{
			"query":  func(s *orm.Session, _ *User) error { _, err := orm.Select(Users).All(ctx, s); return err },
			"lazy":   func(s *orm.Session, u *User) error { _, err := u.Addresses.All(ctx); return err },
			"flush":  func(s *orm.Session, u *User) error { u.Fullname = "x"; return s.Flush(ctx) },
			"insert": func(s *orm.Session, u *User) error { s.Add(&User{Name: "new"}); return s.Commit(ctx) },
			"commit": func(s *orm.Session, _ *User) error { return s.Commit(ctx) },
		} {
			s := d.sessions.New()
			u, err := orm.Get[User](ctx, s, id)
			must(t, err)
			kill()
			err = do(s, u)
			class(t, err, dialects.Disconnected)
			says(t, err, "roll back")
			d.usable(s)
			if u.Fullname != "" {
				t.Errorf("%s: %q was not put back", what, u.Fullname)
			}
			must(t, s.Close())
		}
		kill() // idle connections
		s := d.session()
		if _, err := orm.Get[User](ctx, s, id); err != nil { // one error tells, and retires the others
			class(t, err, dialects.Disconnected)
			must(t, s.Rollback(ctx))
		}
		d.usable(s)
		if open := d.eng.Stats().Open; open > 2 {
			t.Errorf("%d connections are open", open)
		}
		settled(t, before)
	})
}

// settled waits until there are no more goroutines than before.
func settled(t *testing.T, before int) {
	t.Helper()
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
}

func TestUnmappableStruct(t *testing.T) {
	d := open(t, "sqlite://")
	bad := orm.NewRegistry(new(Unmappable))
	s := orm.NewSessionMaker(d.eng, bad).New()
	defer s.Close()
	_, getErr := orm.Get[Unmappable](ctx, s, 1)
	s.Add(&Unmappable{})
	for what, err := range map[string]error{"Configure": bad.Configure(), "Get": getErr, "Add": s.Flush(ctx), "Wire": bad.Wire(&Unmappable{})} {
		var me *mapping.Error
		if !errors.As(err, &me) || !errors.Is(err, mapping.Code("ORM115")) || !errors.Is(err, mapping.Code("ORM108")) || errors.Is(err, mapping.Code("ORM101")) {
			t.Errorf("%s: %v", what, err)
			continue
		}
		says(t, err, "Unmappable.What", "ORM108", "explain")
	}
	type UnmappableAttrs struct {
		orm.Class[Unmappable]
		ID orm.NumAttr[int64]
	}
	_, err := orm.Select(orm.Describe[UnmappableAttrs](bad)).All(ctx, s)
	says(t, err, "Unmappable", "ORM115")
	says(t, orm.NewRegistry(User{}, nil, 3).Configure(), "new(User)", "orm_test.User", "int")
	d.sound()
}

func TestMisuse(t *testing.T) {
	d := open(t, dbtest.SQLite(t))
	id := d.jack()
	a, b := d.session(), d.session()
	misuse := func(err error, words ...string) {
		t.Helper()
		var me *orm.MisuseError
		if !errors.As(err, &me) {
			t.Errorf("no *orm.MisuseError: %v", err)
			return
		}
		says(t, err, words...)
	}
	u, err := orm.Get[User](ctx, a, id)
	must(t, err)
	first := mustFirst(t, u)
	must(t, a.Commit(ctx)) // lets go of the file
	b.Add(u)
	misuse(b.Flush(ctx), "Add", "User", "another session", "Expunge")
	d.usable(b)
	if !a.Contains(u) || b.Contains(u) {
		t.Error("the object changed its session")
	}
	b.Delete(u)
	misuse(b.Flush(ctx), "Delete", "not stored in this session")
	must(t, b.Flush(ctx)) // the mistake was told once
	misuse(b.Refresh(ctx, u), "Refresh")
	mine := &User{Name: "mine"}
	b.Add(mine)
	mine.Addresses.Append(first)
	misuse(b.Commit(ctx), "another session")
	d.usable(b)

	b.Add(&Unmapped{})
	misuse(b.Flush(ctx), "Unmapped", "no registry", "NewSessionMaker")
	_, err = orm.Get[Unmapped](ctx, b, 1)
	misuse(err, "Unmapped", "no registry")
	other := orm.NewRegistry(new(Unmapped))
	type UnmappedAttrs struct {
		orm.Class[Unmapped]
		ID orm.NumAttr[int64]
	}
	_, err = orm.Select(orm.Describe[UnmappedAttrs](other)).All(ctx, b)
	misuse(err, "Unmapped", "no registry")
	misuse(Models.Wire(&Unmapped{}), "Unmapped")
	b.Add(nil)
	_, err = orm.Select(Users).All(ctx, b)
	misuse(err, "nil")
	b.Add((*User)(nil))
	misuse(b.Commit(ctx), "*orm_test.User", "nil")
	b.Delete((*User)(nil))
	misuse(b.Commit(ctx), "nil")
	b.Delete(&User{Name: "never stored"})
	misuse(b.Commit(ctx), "not stored", "Expunge")
	misuse(b.Refresh(ctx, (*User)(nil)), "Refresh")
	b.Expunge(nil, (*User)(nil), &User{}) // nothing to take out
	b.Expire(nil, (*User)(nil), &User{})
	if b.Contains(nil) || b.Contains((*User)(nil)) {
		t.Error("the session has nil")
	}
	mine.Addresses.Append(nil)
	d.usable(b)
}

func mustFirst(t *testing.T, u *User) *Address {
	t.Helper()
	as, err := u.Addresses.All(ctx)
	must(t, err)
	return as[0]
}

func TestTwoObjectsOfOneKey(t *testing.T) {
	each(t, "twokeys", func(t *testing.T, d *db) {
		id := d.jack()
		s := d.session()
		u, err := orm.Get[User](ctx, s, id)
		must(t, err)
		must(t, s.Commit(ctx))
		s.Expunge(u)
		again, err := orm.Get[User](ctx, s, id)
		must(t, err)
		s.Add(u)
		var me *orm.MisuseError
		if err := s.Flush(ctx); again == u || !errors.As(err, &me) {
			t.Errorf("%v", err)
		}
		d.usable(s)
		s.Expunge(again)
		s.Add(u)
		d.usable(s)
		if got, err := orm.Get[User](ctx, s, id); err != nil || got != u {
			t.Errorf("%p %p %v", got, u, err)
		}
	})
}

func TestDetached(t *testing.T) {
	d := open(t, "sqlite://")
	id := d.jack()
	s := d.sessions.New()
	u, err := orm.Get[User](ctx, s, id)
	must(t, err)
	a, err := orm.Select(Addresses).First(ctx, s)
	must(t, err)
	must(t, s.Close())
	_, err = u.Addresses.All(ctx)
	if !errors.Is(err, orm.ErrDetached) {
		t.Errorf("%v", err)
	}
	says(t, err, "User.Addresses")
	if _, err = a.User.Get(ctx); !errors.Is(err, orm.ErrDetached) {
		t.Errorf("%v", err)
	}
	for _, err := range u.Addresses.Iter(ctx) {
		if !errors.Is(err, orm.ErrDetached) {
			t.Errorf("%v", err)
		}
	}
	func() {
		defer func() {
			var nl *orm.NotLoadedError
			if err, _ := recover().(error); !errors.As(err, &nl) || nl.Attr != "Addresses" {
				t.Errorf("%v", err)
			}
		}()
		u.Addresses.Items()
	}()
	if u.Name != "jack" {
		t.Error("the fields are gone")
	}
	s = d.session() // may be attached to another
	s.Add(u)
	if as, err := u.Addresses.All(ctx); err != nil || len(as) != 2 {
		t.Errorf("%v %v", as, err)
	}
}

func TestUseAfterClose(t *testing.T) {
	d := open(t, "sqlite://")
	id := d.jack()
	s := d.sessions.New()
	u, err := orm.Get[User](ctx, s, id)
	must(t, err)
	must(t, s.Close())
	must(t, s.Close())
	s.Add(&User{})
	s.Delete(u)
	_, all := orm.Select(Users).All(ctx, s)
	_, get := orm.Get[User](ctx, s, id)
	_, n := orm.Select(Users).Count(ctx, s)
	_, _, maybe := orm.Select(Users).Maybe(ctx, s)
	for what, err := range map[string]error{"All": all, "Get": get, "Count": n, "Maybe": maybe, "Flush": s.Flush(ctx), "Commit": s.Commit(ctx), "Rollback": s.Rollback(ctx), "Refresh": s.Refresh(ctx, u)} {
		if !errors.Is(err, orm.ErrClosed) {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, err := range orm.Select(Users).Iter(ctx, s) {
		if !errors.Is(err, orm.ErrClosed) {
			t.Errorf("Iter: %v", err)
		}
	}
	d.sound()
	fresh := d.session() // an object that was given to the closed session is free for another
	v := &User{Name: "v"}
	s.Add(v)
	fresh.Add(v)
	must(t, fresh.Commit(ctx))
	must(t, d.eng.Close())
	late := d.session()
	if _, err := orm.Select(Users).All(ctx, late); err == nil {
		t.Error("a query on a closed engine")
	}
}

func TestWrongKeys(t *testing.T) {
	d := open(t, "sqlite://")
	s := d.session()
	for _, c := range []struct {
		key   []any
		words string
	}{
		{nil, "1 attributes, 0 values"}, {[]any{1, 2}, "1 attributes, 2 values"}, {[]any{"one"}, "User.ID: the key has the wrong type"},
		{[]any{nil}, "User.ID: it is part of the primary key and cannot be nil"}, {[]any{1.5}, "wrong type"}, {[]any{uint64(math.MaxUint64)}, "wrong type"},
		{[]any{(*int64)(nil)}, "wrong type"}, {[]any{struct{}{}}, "wrong type"},
	} {
		_, err := orm.Get[User](ctx, s, c.key...)
		var ke *orm.KeyError
		if !errors.As(err, &ke) || ke.Entity != "User" {
			t.Errorf("%v: %v", c.key, err)
			continue
		}
		says(t, err, c.words)
	}
	for _, key := range []any{int8(1), uint32(1), int64(1)} {
		if _, err := orm.Get[User](ctx, s, key); !errors.Is(err, orm.ErrNotFound) {
			t.Errorf("%T: %v", key, err)
		}
	}
	d.usable(s)
}

// A second goroutine is turned away, whatever it calls; nothing is read or written by both.
func TestConcurrentUse(t *testing.T) {
	d := open(t, dbtest.SQLite(t))
	id := d.jack()
	s := d.session()
	inside, leave := make(chan bool), make(chan bool)
	eng, err := engine.Open(fmt.Sprint(d.eng.URL()), engine.OnStatement(func(e engine.Event) {
		if strings.Contains(e.SQL, "FROM posts") {
			inside <- true
			<-leave
		}
	}))
	must(t, err)
	defer eng.Close()
	s = orm.NewSessionMaker(eng, Models).New()
	u, err := orm.Get[User](ctx, s, id)
	must(t, err)
	var first error
	var wait sync.WaitGroup
	wait.Go(func() { _, first = orm.Select(Posts).All(ctx, s) })
	<-inside
	_, all := orm.Select(Users).All(ctx, s)
	_, get := orm.Get[User](ctx, s, id)
	_, lazy := u.Addresses.All(ctx)
	for what, err := range map[string]error{"All": all, "Get": get, "lazy": lazy, "Flush": s.Flush(ctx), "Commit": s.Commit(ctx), "Rollback": s.Rollback(ctx), "Close": s.Close()} {
		if !errors.Is(err, orm.ErrConcurrent) {
			t.Errorf("%s: %v", what, err)
		}
	}
	s.Add(&User{Name: "late"})
	s.Delete(u)
	s.Expunge(u)
	s.Expire(u)
	leave <- true
	wait.Wait()
	must(t, first)
	if err := s.Flush(ctx); !errors.Is(err, orm.ErrConcurrent) {
		t.Errorf("the Add of another goroutine went unnoticed: %v", err)
	}
	must(t, s.Flush(ctx))
	if len(s.Pending()) != 0 || !s.Contains(u) {
		t.Error("what the second goroutine asked for was done")
	}
	must(t, s.Close())
	if n := eng.Stats().InUse; n != 0 {
		t.Errorf("%d connections in use", n)
	}

	var clashes sync.WaitGroup // any number of them, for the race detector
	s = d.session()
	for range 4 {
		clashes.Go(func() {
			for i := range 50 {
				var err error
				switch i % 3 {
				case 0:
					_, err = orm.Select(Users).All(ctx, s)
				case 1:
					s.Add(&User{Name: "x"})
				default:
					err = s.Rollback(ctx)
				}
				if err != nil && !errors.Is(err, orm.ErrConcurrent) && !errors.As(err, new(*orm.FlushError)) && !errors.Is(err, orm.ErrRollbackFirst) {
					t.Error(err)
				}
			}
		})
	}
	clashes.Wait()
	d.usable(s)
}

// A loop over rows survives what is done to its session meanwhile: it ends with an error, or goes on.
func TestLoopsThatAreDisturbed(t *testing.T) {
	each(t, "loops", func(t *testing.T, d *db) {
		s := d.session()
		for i := range 5 {
			s.Add(&Post{Title: fmt.Sprint(i), Rank: int32(i)})
		}
		must(t, s.Commit(ctx))
		q := orm.Select(Posts).OrderBy(Posts.ID)
		for what, c := range map[string]struct {
			do   func() error
			ends bool
		}{
			"Rollback": {func() error { return s.Rollback(ctx) }, true},
			"Commit":   {func() error { return s.Commit(ctx) }, false},
			"Flush":    {func() error { s.Add(&Node{Name: "n"}); return s.Flush(ctx) }, false},
			"nested": {func() error {
				for _, err := range q.Iter(ctx, s) {
					must(t, err)
				}
				return nil
			}, false},
			"panic": {func() (err error) {
				defer func() { err, _ = recover().(error) }()
				for range q.Iter(ctx, s) {
					panic(nil)
				}
				return nil
			}, false},
		} {
			n := 0
			var last error
			for p, err := range q.Iter(ctx, s) {
				if err != nil {
					last = err
					continue
				}
				if n == 1 {
					if err := c.do(); err != nil && what != "panic" {
						t.Errorf("%s in a loop: %v", what, err)
					}
				}
				if p.Title != fmt.Sprint(n) {
					t.Errorf("%s: row %d is %s", what, n, p.Title)
				}
				n++
			}
			if c.ends != (last != nil) || !c.ends && n != 5 {
				t.Errorf("%s: %d rows, then %v", what, n, last)
			}
			d.usable(s)
		}
	})
}

// A row that cannot be read ends a loop with its error, also where the rest was read ahead for another statement.
func TestLoopMeetsBadRow(t *testing.T) {
	d := open(t, dbtest.SQLite(t))
	d.exec("INSERT INTO posts (id, title, rank) VALUES (1, 'a', 1), (2, 'b', 1), (3, 'c', 4294967296), (4, 'd', 1)")
	s := d.session()
	var got []string
	var loop, other error
	for p, err := range orm.Select(Posts).OrderBy(Posts.ID).Iter(ctx, s) {
		if err != nil {
			loop = err
			break
		}
		got = append(got, p.Title)
		if len(got) == 1 {
			_, other = orm.Select(Users).All(ctx, s)
		}
	}
	if fmt.Sprint(got) != "[a b]" || !errors.As(loop, new(*orm.LoadError)) {
		t.Errorf("%v, then %v", got, loop)
	}
	if other != nil {
		t.Errorf("the other query failed for a row that is not its own: %v", other)
	}
	d.usable(s)
}

func TestStaleRow(t *testing.T) {
	each(t, "stale", func(t *testing.T, d *db) {
		s := d.session()
		n := &Node{Name: "n"}
		s.Add(n)
		must(t, s.Commit(ctx))
		d.exec("DELETE FROM nodes")
		n.Name = "m"
		err := s.Commit(ctx)
		if !errors.Is(err, orm.ErrStale) {
			t.Errorf("%v", err)
		}
		flushError(t, err, "update", "Node", "")
		must(t, s.Rollback(ctx))
		err = s.Refresh(ctx, n)
		if !errors.Is(err, orm.ErrStale) || !errors.Is(err, orm.ErrNotFound) {
			t.Errorf("%v", err)
		}
		d.usable(s)
	})
}

func TestCircle(t *testing.T) {
	d := open(t, "sqlite://")
	s := d.session()
	a, b := &Node{Name: "a"}, &Node{Name: "b"}
	s.Add(a, b)
	a.Parent.Set(b)
	b.Parent.Set(a)
	err := s.Flush(ctx)
	var ce *orm.CircularError
	if !errors.As(err, &ce) || len(ce.Entities) != 2 {
		t.Errorf("%v", err)
	}
	d.usable(s)
}

func TestInTxFails(t *testing.T) {
	each(t, "intx", func(t *testing.T, d *db) {
		id := d.jack()
		boom := errors.New("boom")
		err := d.sessions.InTx(ctx, func(s *orm.Session) error {
			u, err := orm.Get[User](ctx, s, id)
			must(t, err)
			u.Fullname = "never"
			must(t, s.Flush(ctx))
			return boom
		})
		if err != boom {
			t.Errorf("%v", err)
		}
		func() {
			defer func() {
				if recover() != any("boom") {
					t.Error("the panic was eaten")
				}
			}()
			_ = d.sessions.InTx(ctx, func(s *orm.Session) error {
				_, err := orm.Get[User](ctx, s, id)
				must(t, err)
				panic("boom")
			})
		}()
		d.sound()
		err = d.sessions.InTx(ctx, func(s *orm.Session) error {
			s.Add(&User{Name: "jack"})
			_ = s.Flush(ctx) // the mistake of ignoring it
			return nil
		})
		if !errors.Is(err, orm.ErrRollbackFirst) || !errors.As(err, new(*orm.FlushError)) {
			t.Errorf("%v", err)
		}
		d.sound()
		name, err := orm.Tx(ctx, d.sessions, func(s *orm.Session) (string, error) { return orm.Select(Users.Fullname).One(ctx, s) })
		if name != "" || err != nil {
			t.Errorf("%q %v", name, err)
		}
	})
}
