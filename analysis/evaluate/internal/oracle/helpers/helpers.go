// Package helpers has query helpers that the oracle's snippets use from another package.
package helpers

import (
	"github.com/aludel/aludel/analysis/evaluate/internal/oracle/models"
	"github.com/aludel/aludel/orm"
)

// Page is the size of a page.
const Page = 20

var adults = orm.Select(models.Users).Where(models.Users.Age.Ge(18))

// Adults starts from a package variable.
func Adults() orm.Query[*models.User] { return adults }

// Active is a scope.
func Active(q orm.Query[*models.User]) orm.Query[*models.User] { return q.Where(models.Users.Active) }

// NameLike has a branch.
func NameLike(p string) orm.Cond {
	if p == "" {
		return models.Users.Name.IsNull()
	}
	return models.Users.Name.Like(p + "%")
}

// Paged is generic.
func Paged[R any](q orm.Query[R], n int) orm.Query[R] { return q.Limit(Page).Offset(n * Page) }

// Of takes any class.
func Of[T any](c orm.EntityOf[T], where ...orm.Cond) orm.Query[T] {
	return orm.Select[T](c).Where(where...)
}

// First overwrites the first element of what it is given.
func First(cs []orm.Cond) { cs[0] = models.Users.ID.IsNull() }
