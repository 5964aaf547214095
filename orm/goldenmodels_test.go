package orm_test

import (
	"errors"

	"github.com/aludel/aludel/orm"
)

// The models that golden scenarios share: users, things, items with keywords, a tree, a shop.

type gUser struct {
	orm.Entity `orm:"table:users"`
	ID         int64   `orm:"pk"`
	Name       *string `orm:"size:50"`
	Fullname   *string `orm:"size:50"`

	Addresses orm.List[*gAddress] `orm:"back_populates:User; order_by:ID"`
}

type gAddress struct {
	orm.Entity `orm:"table:addresses"`
	ID         int64  `orm:"pk"`
	Email      string `orm:"size:50"`
	UserID     *int64 `orm:"fk:users.id"`

	User orm.Ref[*gUser] `orm:"back_populates:Addresses"`
}

type gUserAttrs struct {
	orm.Class[gUser]
	ID        orm.NumAttr[int64]
	Name      orm.NullTextAttr[string]
	Fullname  orm.NullTextAttr[string]
	Addresses orm.ListAttr[*gAddress]
}

type gAddressAttrs struct {
	orm.Class[gAddress]
	ID     orm.NumAttr[int64]
	Email  orm.TextAttr[string]
	UserID orm.NullNumAttr[int64]
	User   orm.RefAttr[*gUser]
}

type gThing struct {
	orm.Entity `orm:"table:things"`
	ID         int64   `orm:"pk"`
	Name       *string `orm:"size:50"`
	Value      *int64
}

type gThingAttrs struct {
	orm.Class[gThing]
	ID    orm.NumAttr[int64]
	Name  orm.NullTextAttr[string]
	Value orm.NullNumAttr[int64]
}

var (
	gUserModels  = orm.NewRegistry(new(gUser), new(gAddress))
	gUsers       = orm.Describe[gUserAttrs](gUserModels)
	gAddresses   = orm.Describe[gAddressAttrs](gUserModels)
	gThingModels = orm.NewRegistry(new(gThing))
	gThings      = orm.Describe[gThingAttrs](gThingModels)
)

// get is the object of a key, which is there.
func got[T any](g *golden, pk ...any) *T {
	g.Helper()
	v, err := orm.Get[T](ctx, g.s, pk...)
	must(g, err)
	return v
}

// maybe is the object of a key, nil if there is none, or the error.
func maybe[T any](s *orm.Session, pk ...any) any {
	v, err := orm.Get[T](ctx, s, pk...)
	switch {
	case errors.Is(err, orm.ErrNotFound):
		return nil
	case err != nil:
		return err
	}
	return v
}

// all is the result of a query.
func all[R any](g *golden, q orm.Query[R]) []R {
	g.Helper()
	rows, err := q.All(ctx, g.s)
	must(g, err)
	return rows
}

// members are those of a list, loaded.
func members[E orm.Mapped](g *golden, l *orm.List[E]) []E {
	g.Helper()
	m, err := l.All(ctx)
	must(g, err)
	return m
}

// target is what a reference leads to, loaded.
func target[E orm.Mapped](g *golden, r *orm.Ref[E]) E {
	g.Helper()
	e, err := r.Get(ctx)
	must(g, err)
	return e
}

// flush and commit give the session's error as the result of a step.
func (g *golden) flush() any {
	if err := g.s.Flush(ctx); err != nil {
		return err
	}
	return nil
}

func (g *golden) commit() any {
	if err := g.s.Commit(ctx); err != nil {
		return err
	}
	return nil
}

func (g *golden) rollback() any {
	if err := g.s.Rollback(ctx); err != nil {
		return err
	}
	return nil
}

// text runs a statement of text in the session's transaction.
func (g *golden) text(sql string) {
	g.Helper()
	must(g, g.s.ExecText(ctx, sql))
}

// errorAs reports whether err has an error of target's type.
func errorAs(err error, target any) bool { return errors.As(err, target) }
