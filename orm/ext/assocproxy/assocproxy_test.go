package assocproxy_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/ext/assocproxy"
	"github.com/aludel/aludel/orm/ormtest"

	_ "github.com/mattn/go-sqlite3"
)

type User struct {
	orm.Entity `orm:"table:users"`

	ID           int64 `orm:"pk"`
	Name         string
	UserKeywords orm.List[*UserKeyword] `orm:"back_populates:User; cascade:all,delete-orphan; order_by:ID"`
}

// Keywords are the keywords of the user.
func (u *User) Keywords() assocproxy.View[*UserKeyword, *Keyword] {
	return assocproxy.Proxy(&u.UserKeywords,
		func(k *UserKeyword) *Keyword { return k.Keyword.Item() },
		func(w *Keyword) *UserKeyword { return &UserKeyword{Keyword: orm.RefTo(w)} })
}

// Words are the texts of the keywords.
func (u *User) Words() assocproxy.View[*UserKeyword, string] {
	return assocproxy.Proxy(&u.UserKeywords,
		func(k *UserKeyword) string { return k.Keyword.Item().Word },
		func(w string) *UserKeyword { return &UserKeyword{Keyword: orm.RefTo(&Keyword{Word: w})} })
}

type UserKeyword struct {
	orm.Entity `orm:"table:user_keywords"`

	ID        int64  `orm:"pk"`
	UserID    *int64 `orm:"fk:users.id"`
	KeywordID *int64 `orm:"fk:keywords.id"`
	Special   *string
	User      orm.Ref[*User]    `orm:"back_populates:UserKeywords"`
	Keyword   orm.Ref[*Keyword] `orm:"back_populates:Uses"`
}

type Keyword struct {
	orm.Entity `orm:"table:keywords"`

	ID   int64 `orm:"pk"`
	Word string
	Uses orm.List[*UserKeyword] `orm:"back_populates:Keyword"`
}

type UserAttrs struct {
	orm.Class[User]
	ID           orm.NumAttr[int64]
	Name         orm.TextAttr[string]
	UserKeywords orm.ListAttr[*UserKeyword]
}

type UserKeywordAttrs struct {
	orm.Class[UserKeyword]
	ID        orm.NumAttr[int64]
	UserID    orm.NullNumAttr[int64]
	KeywordID orm.NullNumAttr[int64]
	Special   orm.NullTextAttr[string]
	User      orm.RefAttr[*User]
	Keyword   orm.RefAttr[*Keyword]
}

var (
	models       = orm.NewRegistry(new(User), new(UserKeyword), new(Keyword))
	users        = orm.Describe[UserAttrs](models)
	userKeywords = orm.Describe[UserKeywordAttrs](models)
	ctx          = context.Background()
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T) (*orm.SessionMaker, *ormtest.Recorder) {
	t.Helper()
	rec := ormtest.NewRecorder()
	eng, err := engine.Open("sqlite://", rec.Option())
	must(t, err)
	t.Cleanup(func() { must(t, eng.Close()) })
	must(t, models.MetaData().CreateAll(ctx, eng))
	rec.Reset()
	return orm.NewSessionMaker(eng, models), rec
}

func words(u *User) string { return fmt.Sprint(u.Words().Values()) }

// In memory, before anything is stored, the view is the list.
func TestInMemory(t *testing.T) {
	u := &User{Name: "u"}
	a, b := &Keyword{Word: "a"}, &Keyword{Word: "b"}
	kw := u.Keywords()
	kw.Append(a, b)
	kw.Append(a)
	if kw.Len() != 3 || len(u.UserKeywords.Items()) != 3 || words(u) != "[a b a]" || !kw.Contains(b) || kw.Contains(&Keyword{Word: "a"}) {
		t.Errorf("%v", words(u))
	}
	if !kw.Remove(a) || words(u) != "[b a]" || kw.Remove(&Keyword{Word: "b"}) {
		t.Errorf("%v", words(u))
	}
	u.Words().Append("c")
	if !u.Words().Contains("c") || u.Words().Contains("x") || !slices.Equal(slices.Collect(u.Words().All()), []string{"b", "a", "c"}) {
		t.Errorf("%v", words(u))
	}
	for w := range u.Words().All() {
		if w == "b" {
			u.Words().Remove(w)
			continue
		}
		break
	}
	if words(u) != "[a c]" {
		t.Errorf("%v", words(u))
	}
	must(t, models.Wire(u))
	if len(a.Uses.Items()) != 1 || a.Uses.Items()[0].User.Item() != u {
		t.Error("the other sides are not in step")
	}
}

// Stored through a session, association objects come and go with the values.
func TestStored(t *testing.T) {
	sessions, rec := open(t)
	must(t, sessions.InTx(ctx, func(s *orm.Session) error {
		u := &User{Name: "u"}
		s.Add(u)
		u.Words().Append("x", "y", "z") // the association objects and keywords follow by cascade
		return nil
	}))
	s := sessions.New()
	defer s.Close()
	u, err := orm.Select(users).Options(orm.SelectIn(users.UserKeywords, orm.SelectIn(userKeywords.Keyword))).One(ctx, s)
	must(t, err)
	var first *UserKeyword
	rec.Count(t, 0, func() {
		if words(u) != "[x y z]" || u.Words().Len() != 3 {
			t.Errorf("%v", words(u))
		}
		first = u.UserKeywords.Items()[2]
		u.Words().Replace("z", "new", "x")
		if words(u) != "[z new x]" || u.UserKeywords.Items()[0] != first {
			t.Errorf("%v", words(u))
		}
	})
	must(t, s.Commit(ctx))
	got, err := orm.Select(userKeywords).OrderBy(userKeywords.ID).Options(orm.SelectIn(userKeywords.Keyword)).All(ctx, s)
	must(t, err)
	var stored []string
	for _, k := range got {
		stored = append(stored, k.Keyword.Item().Word)
	}
	if fmt.Sprint(stored) != "[x z new]" { // y's was deleted as an orphan
		t.Errorf("%v", stored)
	}
}

func TestNotLoaded(t *testing.T) {
	sessions, _ := open(t)
	must(t, sessions.InTx(ctx, func(s *orm.Session) error {
		u := &User{Name: "u"}
		u.Words().Append("x")
		s.Add(u)
		return nil
	}))
	s := sessions.New()
	defer s.Close()
	u, err := orm.Get[User](ctx, s, 1)
	must(t, err)
	func() {
		defer func() {
			var nl *orm.NotLoadedError
			if err, _ := recover().(error); !errors.As(err, &nl) || nl.Attr != "UserKeywords" {
				t.Errorf("%v", err)
			}
		}()
		u.Keywords().Len()
	}()
	u.Words().Append("later") // needs no members
	must(t, u.Keywords().Load(ctx))
	for _, k := range u.UserKeywords.Items() {
		_, err := k.Keyword.Get(ctx)
		must(t, err)
	}
	if words(u) != "[x later]" {
		t.Errorf("%v", words(u))
	}
}

func Example() {
	u := &User{Name: "jack"}
	u.Words().Append("green", "blue")
	u.Words().Remove("green")
	for w := range u.Words().All() {
		fmt.Println(w)
	}
	// Output: blue
}
