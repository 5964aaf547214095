package blog

import (
	"context"

	"github.com/aludel/aludel/orm"
)

// This file has the queries of the examples. A test shows that the SQL that the checker and the editor show for each of them is
// the SQL that runs.

// ByName finds a user by name.
func ByName(ctx context.Context, s *orm.Session, name string) (*User, error) {
	return orm.Select(Users).Where(Users.Name.Eq(name)).One(ctx, s)
}

// AtHost finds the users who have an address at a host, newest first.
func AtHost(ctx context.Context, s *orm.Session, host string) ([]*User, error) {
	return orm.Select(Users).
		Join(Users.Addresses).
		Where(Addresses.Email.Like("%@"+host)).
		OrderBy(Users.ID.Desc()).
		Limit(10).
		All(ctx, s)
}

// WithAddresses gives all users with their addresses, in two statements.
func WithAddresses(ctx context.Context, s *orm.Session) ([]*User, error) {
	return orm.Select(Users).OrderBy(Users.ID).Options(orm.SelectIn(Users.Addresses)).All(ctx, s)
}

// AddressCounts counts the addresses of each user.
func AddressCounts(ctx context.Context, s *orm.Session) ([]orm.Row2[string, int64], error) {
	return orm.Select2(Users.Name, orm.Count(Addresses.ID)).
		OuterJoin(Users.Addresses).
		GroupBy(Users.Name).
		OrderBy(Users.Name).
		All(ctx, s)
}

// Filter narrows [Find].
type Filter struct {
	Name       *string
	MinID      int64
	OnlyActive bool
}

// Find finds users by what the filter says.
func Find(ctx context.Context, s *orm.Session, f Filter) ([]*User, error) {
	q := orm.Select(Users)
	if f.Name != nil {
		q = q.Where(Users.Name.Eq(*f.Name))
	}
	if f.MinID > 0 {
		q = q.Where(Users.ID.Ge(f.MinID))
	}
	if f.OnlyActive {
		q = q.Where(Users.Active)
	}
	return q.OrderBy(Users.ID).All(ctx, s)
}

// Silent finds the users who have written nothing.
func Silent(ctx context.Context, s *orm.Session) ([]*User, error) {
	return orm.Select(Users).Where(orm.Not(Users.Posts.Any())).OrderBy(Users.ID).All(ctx, s)
}

// Displayed finds users by what [User.Display] shows.
func Displayed(ctx context.Context, s *orm.Session, text string) ([]*User, error) {
	return orm.Select(Users).Where(Users.Display().Eq(text)).All(ctx, s)
}

// Newest gives the newest post of an author.
func Newest(ctx context.Context, s *orm.Session, author *User) (*Post, error) {
	return orm.Select(Posts).Where(Posts.Author.Eq(author)).OrderBy(Posts.ID.Desc()).First(ctx, s)
}

// Sharing finds pairs of addresses of one user.
func Sharing(ctx context.Context, s *orm.Session, a, b string) ([]string, error) {
	a1, a2 := orm.Alias(Addresses), orm.Alias(Addresses)
	return orm.Select(Users.Name).
		Join(Users.Addresses.To(a1)).
		Join(Users.Addresses.To(a2)).
		Where(a1.Email.Eq(a), a2.Email.Eq(b)).
		All(ctx, s)
}

// Named finds users by a list of names.
func Named(ctx context.Context, s *orm.Session, names ...string) ([]*User, error) {
	return orm.Select(Users).Where(Users.Name.In(names...)).OrderBy(Users.Name).All(ctx, s)
}

// Active counts the active users.
func Active(ctx context.Context, s *orm.Session) (int64, error) {
	return orm.Select(Users).Where(Users.Active).Count(ctx, s)
}

// Load gets a user by key.
func Load(ctx context.Context, s *orm.Session, id int64) (*User, error) {
	return orm.Get[User](ctx, s, id)
}

// Report is how many addresses a user has.
type Report struct {
	Name string
	N    int64
}

// Reports gives a report of each user who has addresses.
func Reports(ctx context.Context, s *orm.Session) ([]Report, error) {
	return orm.SelectInto[Report](Users.Name, orm.Count(Addresses.ID).As("n")).Join(Users.Addresses).GroupBy(Users.Name).All(ctx, s)
}

// Written finds users by literal SQL.
func Written(ctx context.Context, s *orm.Session, name string) ([]*User, error) {
	return orm.SelectSQL[*User]("SELECT * FROM users WHERE name = :name", name).All(ctx, s)
}

// Latest gives users with those of the ten latest addresses that are theirs.
func Latest(ctx context.Context, s *orm.Session) ([]orm.Row2[*User, *Address], error) {
	latest := orm.AliasTo(Addresses, orm.Select(Addresses).OrderBy(Addresses.ID.Desc()).Limit(10).Subquery())
	return orm.Select2(Users, latest).Join(Users.Addresses.To(latest)).All(ctx, s)
}

// Reachable reports whether a user has an address.
func Reachable(ctx context.Context, s *orm.Session, name string) (bool, error) {
	return orm.Select(Users).Join(Users.Addresses).Where(Users.Name.Eq(name)).Exists(ctx, s)
}
