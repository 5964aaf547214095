// Package wrong compiles, and is full of mistakes that only ormvet sees: the tour shows what it says of them.
package wrong

import (
	"context"

	"github.com/aludel/aludel/orm"
)

// Author has a misspelt option, a nullable column that cannot hold NULL, and a cascade that does not exist.
type Author struct {
	orm.Entity `orm:"table:authors"`

	ID    int64  `orm:"pk"`
	Name  string `orm:"colunm:full_name"`
	Motto string `orm:"nullable"`

	Books orm.List[*Book] `orm:"back_populates:Author; cascade:all,delete-orphans"`
}

// Book refers to a table that does not exist, and to the other side of a relationship that is not there.
type Book struct {
	orm.Entity `orm:"table:books"`

	ID       int64 `orm:"pk"`
	Title    string
	AuthorID string           `orm:"fk:author.id"`
	Author   orm.Ref[*Author] `orm:"back_populates:Boks"`
}

// Shelf has no primary key, and a field that no column can hold.
type Shelf struct {
	orm.Entity `orm:"table:shelves"`

	ID   int64
	Lock chan bool
}

// Models is their registry.
var Models = orm.NewRegistry(new(Author), new(Book), new(Shelf))

// Books describes Book: it lacks an attribute, mistypes one, and names one that is not there.
var Books = orm.Describe[BookAttrs](Models)

// BookAttrs describes the attributes of Book.
type BookAttrs struct {
	orm.Class[Book]
	ID       orm.NumAttr[int64]
	Title    orm.NumAttr[int64]
	AuthorID orm.TextAttr[string]
	Pages    orm.NumAttr[int64]
}

// Find asks for an attribute that does not exist.
func Find(ctx context.Context, s *orm.Session, title string) ([]*Book, error) {
	return orm.Select(Books).FilterBy(orm.Values{"Titel": title}).All(ctx, s)
}
