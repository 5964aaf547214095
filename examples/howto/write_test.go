package howto

import (
	"errors"
	"fmt"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/sqltypes/decimal"
)

// How do I insert rows?
//
// Add, then Commit (or Flush, to have keys before the end of the transaction). What new objects refer to is stored along.
func Example_insert() {
	s := begin()
	defer s.Close()
	u := &User{Name: "fred", Role: "reader"}
	s.Add(u)
	check(s.Flush(ctx))
	fmt.Println(u.ID)
	check(s.Commit(ctx)) // without it, Close undoes everything
	// Output: 3
}

// How do I update a row?
//
// Assign fields of an object that was read. Flush finds what changed, and sends those columns only.
func Example_update() {
	s := begin()
	defer s.Close()
	u, err := orm.Get[User](ctx, s, 1)
	check(err)
	u.Name = "edward"
	plan, err := s.FlushPlan(ctx) // what Flush would do, as text
	fmt.Print(plan, err, "\n")
	check(s.Commit(ctx))
	// Output:
	// update User 1 Name
	// <nil>
}

// How do I delete a row?
func Example_delete() {
	s := begin()
	defer s.Close()
	u, err := orm.Get[User](ctx, s, 1)
	check(err)
	s.Delete(u) // with its posts, their comments and tags: the cascades say so
	check(s.Commit(ctx))
	n, err := orm.Select(Posts).Count(ctx, s)
	fmt.Println(n, err)
	// Output: 1 <nil>
}

// How do I change or delete many rows by a condition?
//
// A statement of its own, which reads no objects. Hooks are not called, and cascades are those of the database.
func Example_bulkUpdate() {
	s := begin()
	defer s.Close()
	n, err := orm.Update(Posts).Set(Posts.Views.ToExpr(Posts.Views.Add(1))).Where(Posts.Title.HasPrefix("W")).Exec(ctx, s)
	fmt.Println(n, err)
	n, err = orm.Delete(Comments).Where(Comments.ParentID.IsNotNull()).Exec(ctx, s)
	fmt.Println(n, err)
	check(s.Commit(ctx))
	// Output:
	// 1 <nil>
	// 1 <nil>
}

// How do I insert very many rows?
//
// InsertRows sends thousands a statement, straight from the structs: no identity map, no hooks, no relationships.
func Example_insertRows() {
	s := begin()
	defer s.Close()
	var posts []*Post
	for i := range 10_000 {
		posts = append(posts, &Post{Title: fmt.Sprint("post ", i), AuthorID: 1})
	}
	check(orm.InsertRows(ctx, s, posts))
	check(s.Commit(ctx))
	n, err := orm.Select(Posts).Count(ctx, s)
	fmt.Println(n, err)
	// Output: 10003 <nil>
}

// How do I insert or update (upsert)?
//
// On MySQL and MariaDB: OnDuplicateKeyUpdate.
func Example_upsert() {
	s := begin()
	defer s.Close()
	tags := []*Tag{{Name: "go"}, {Name: "orm"}}
	n, err := orm.Insert(Tags).OnConflictDoUpdate(orm.ConflictOn(Tags.Name), Tags.Name.ToExpr(orm.Excluded(Tags.Name))).ExecRows(ctx, s, tags)
	fmt.Println(n, err)
	check(s.Commit(ctx))
	// Output: 2 <nil>
}

// How do I find a row, or create it?
func Example_findOrCreate() {
	s := begin()
	defer s.Close()
	tag, ok, err := orm.Select(Tags).Where(Tags.Name.Eq("orm")).OneOrNone(ctx, s)
	check(err)
	if !ok {
		tag = &Tag{Name: "orm"}
		s.Add(tag)
	}
	check(s.Commit(ctx)) // a unique violation says that somebody else was faster
	fmt.Println(tag.ID, ok)
	// Output: 3 false
}

// How do I change a column by an expression, such as a counter?
func Example_expression() {
	s := begin()
	defer s.Close()
	p, err := orm.Get[Post](ctx, s, 1)
	check(err)
	s.SetExpr(p, Posts.Views.ToExpr(Posts.Views.Add(1))) // SET views = views + 1
	check(s.Commit(ctx))
	check(s.Refresh(ctx, p))
	fmt.Println(p.Views)
	// Output: 8
}

// How do I add to a collection and take from it?
func Example_members() {
	s := begin()
	defer s.Close()
	u, err := orm.Select(Users).Where(Users.Name.Eq("ed")).Options(orm.SelectIn(Users.Posts)).One(ctx, s)
	check(err)
	u.Posts.Append(&Post{Title: "Third"})
	u.Posts.Remove(u.Posts.Items()[0]) // and deletes it: delete-orphan
	check(s.Commit(ctx))
	titles, err := orm.Select(Posts.Title).Where(Posts.AuthorID.Eq(u.ID)).OrderBy(Posts.ID).All(ctx, s)
	fmt.Println(titles, err)
	// Output: [Windows Third] <nil>
}

// How do I run a transaction, and run it again when it meets another?
//
// InTx gives a session, commits when the function returns nil and rolls back otherwise. With Retry it runs the function again, in a new
// session, after a deadlock, a serialization failure, or a row that somebody else changed (option `version`).
func Example_transaction() {
	sessions := start()
	err := sessions.InTx(ctx, func(s *orm.Session) error {
		p, err := orm.Get[Product](ctx, s, 1)
		if err != nil {
			return err
		}
		if p.Stock < 3 {
			return errors.New("sold out")
		}
		p.Stock -= 3
		s.Add(&Order{Lines: orm.ListOf(&Line{Product: orm.RefTo(p), Quantity: 3})})
		return nil
	}, orm.Retry(5))
	fmt.Println(err)
	id, err := orm.Tx(ctx, sessions, func(s *orm.Session) (int64, error) { // with a result
		u := &User{Name: "fred", Role: "reader"}
		s.Add(u)
		err := s.Flush(ctx) // gives it its key
		return u.ID, err
	})
	fmt.Println(id, err)
	// Output:
	// <nil>
	// 3 <nil>
}

// How do I undo a part of a transaction?
func Example_savepoint() {
	s := begin()
	defer s.Close()
	s.Add(&Tag{Name: "new"})
	err := s.Nested(ctx, func() error { // a savepoint
		s.Add(&Tag{Name: "go"}) // is there already
		return s.Flush(ctx)
	})
	fmt.Println(err != nil)
	check(s.Commit(ctx))
	names, err := orm.Select(Tags.Name).OrderBy(Tags.Name).All(ctx, s)
	fmt.Println(names, err)
	// Output:
	// true
	// [go new sql] <nil>
}

// How do I keep two users from overwriting each other (optimistic locking)?
//
// A column with the option `version` counts changes. Whoever comes second gets ErrStale, and reads the row again (or lets Retry do so).
func Example_version() {
	s := begin()
	defer s.Close()
	p, err := orm.Get[Product](ctx, s, 1)
	check(err)
	_, err = orm.Update(Products).Set(Products.Rev.ToExpr(Products.Rev.Add(1))).Sync(orm.SyncNone).Exec(ctx, s) // as if somebody else did
	check(err)
	p.Stock--
	err = s.Commit(ctx)
	fmt.Println(errors.Is(err, orm.ErrStale), err)
	// Output: true orm: update Product: key [1]: orm: the row was changed or deleted by somebody else since it was read; begin again and read it anew
}

// How do I know that a value is there already, or that a reference leads nowhere?
//
// Errors of all databases have the same classes.
func Example_unique() {
	s := begin()
	defer s.Close()
	s.Add(&User{Name: "ed", Role: "reader"})
	err := s.Commit(ctx)
	var e *engine.Error
	if errors.As(err, &e) && e.Class == dialects.UniqueViolation {
		fmt.Println("exists already:", e.Table, e.Column)
	}
	check(s.Rollback(ctx)) // before the session is used again
	// Output: exists already: users name
}

// How do I compute with money?
//
// In Go with decimal.Decimal, which is exact; in SQL with the operators of the attribute.
func Example_decimals() {
	s := begin()
	defer s.Close()
	p, err := orm.Get[Product](ctx, s, 1)
	check(err)
	fmt.Println(p.Price.Mul(decimal.New(3, 0)), p.Price.Cmp(decimal.MustParse("5")) < 0)
	n, err := orm.Select(Products).Where(Products.Price.Between(decimal.New(4, 0), decimal.New(5, 0))).Count(ctx, s)
	fmt.Println(n, err)
	// Output:
	// 14.97 true
	// 1 <nil>
}
