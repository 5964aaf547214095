package blog

import (
	"context"

	"github.com/aludel/aludel/orm"
)

// This file has statements that change rows without objects, and queries that read other queries by name.

// Deactivate closes the accounts of a name.
func Deactivate(ctx context.Context, s *orm.Session, name string) (int64, error) {
	return orm.Update(Users).Set(Users.Active.To(false), Users.Karma.ToExpr(Users.Karma.Sub(1))).Where(Users.Name.Eq(name)).Exec(ctx, s)
}

// Prune deletes posts without an author.
func Prune(ctx context.Context, s *orm.Session, before int64) (int64, error) {
	return orm.Delete(Posts).Where(Posts.AuthorID.IsNull(), Posts.ID.Lt(before)).Exec(ctx, s)
}

// Register stores a user, or renames the one who has the key.
func Register(ctx context.Context, s *orm.Session, id int64, name string) ([]*User, error) {
	return orm.Insert(Users).
		Values(Users.ID.To(id), Users.Name.To(name), Users.Fullname.To(name), Users.Active.To(true), Users.Karma.To(0)).
		OnConflictDoUpdate(orm.ConflictOn(Users.ID), Users.Name.ToExpr(orm.Excluded(Users.Name))).
		Returning(ctx, s)
}

// Busy finds the users who wrote at least so many posts.
func Busy(ctx context.Context, s *orm.Session, least int64) ([]*User, error) {
	counts := orm.Select2(Posts.AuthorID, orm.CountAll().As("n")).GroupBy(Posts.AuthorID).CTE("counts")
	return orm.Select(Users).
		Join(counts, Users.ID.EqExpr(orm.ColumnOf(counts, Posts.AuthorID))).
		FilterBy(orm.Values{"n": least}).
		All(ctx, s)
}
