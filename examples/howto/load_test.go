package howto

import (
	"errors"
	"fmt"

	"github.com/aludel/aludel/orm"
)

// How do I load what is related without a query for each object (N+1)?
//
// By an option of the query: `SelectIn` sends one more statement, `Joined` a JOIN. [loading.md](loading.md) has all of them.
func Example_eager() {
	s := begin()
	defer s.Close()
	users, err := orm.Select(Users).
		Options(orm.SelectIn(Users.Posts, orm.SelectIn(Posts.Tags), orm.SelectIn(Posts.Comments))).
		OrderBy(Users.ID).All(ctx, s) // 4 statements, however many users
	check(err)
	for _, u := range users {
		for _, p := range u.Posts.Items() {
			fmt.Println(u.Name, p.Title, len(p.Tags.Items()), len(p.Comments.Items()))
		}
	}
	// Output:
	// ed Hello 2 2
	// ed Windows 1 0
	// wendy Joins 0 0
}

// How do I read a relationship that no option loaded?
//
// `All(ctx)` and `Get(ctx)` load it when they are called, `Items` and `Item` never do: `Peek` says whether it is there.
func Example_lazy() {
	s := begin()
	defer s.Close()
	p, err := orm.Get[Post](ctx, s, 1)
	check(err)
	_, loaded := p.Author.Peek()
	author, err := p.Author.Get(ctx)
	fmt.Println(loaded, author.Name, err)
	// Output: false ed <nil>
}

// How do I make sure that nothing is loaded behind my back?
func Example_raise() {
	s := begin()
	defer s.Close()
	u, err := orm.Select(Users).Options(orm.Raise(orm.EveryRel())).First(ctx, s)
	check(err)
	_, err = u.Posts.All(ctx)
	var raised *orm.RaiseError
	fmt.Println(errors.As(err, &raised), raised.Entity, raised.Attr)
	// Output: true User Posts
}

// How do I load some of the related objects?
//
// By a condition on the relationship in the option. Do not change what holds only a part.
func Example_loadSome() {
	s := begin()
	defer s.Close()
	u, err := orm.Select(Users).Where(Users.ID.Eq(1)).Options(orm.SelectIn(Users.Posts.Where(Posts.Views.Gt(5)))).One(ctx, s)
	check(err)
	fmt.Println(len(u.Posts.Items()))
	// Output: 1
}

// How do I leave a long column unread until it is needed?
//
// Its field is an `orm.Deferred`; `orm.Undefer` reads it with the rows.
func Example_deferred() {
	s := begin()
	defer s.Close()
	p, err := orm.Get[Post](ctx, s, 1)
	check(err)
	_, there := p.Body.Peek()
	text, err := p.Body.Get(ctx)
	fmt.Println(there, text, err)
	q, err := orm.Select(Posts).Where(Posts.ID.Eq(2)).Options(orm.Undefer(Posts.Body), orm.LoadOnly(Posts.Title)).One(ctx, s)
	check(err)
	_, there = q.Body.Peek()
	fmt.Println(there, q.Views)
	// Output:
	// false the long text <nil>
	// true 0
}

// How do I use objects after their session is closed?
//
// They keep what was loaded. Asking for more is ErrDetached; another session takes them by Merge.
func Example_detached() {
	sessions := start()
	s := sessions.New()
	u, err := orm.Get[User](ctx, s, 1)
	check(err)
	check(s.Close())
	_, err = u.Posts.All(ctx)
	fmt.Println(u.Name, errors.Is(err, orm.ErrDetached))
	u.Name = "edward"
	check(sessions.InTx(ctx, func(s *orm.Session) error {
		_, err := orm.Merge(ctx, s, u) // reads the row, and copies u over it
		return err
	}))
	// Output: ed true
}
