package orm_test

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/orm"
)

// This file has values and rows that the database refuses, or that do not fit what they are read into.

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
	each(t, "circle", func(t *testing.T, d *db) {
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
	})
}
