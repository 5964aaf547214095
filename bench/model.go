package main

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/aludel/aludel/orm"
)

// Item is the entity that is read and written: eight columns and two relationships.
type Item struct {
	orm.Entity `orm:"table:items"`

	ID      int64  `orm:"pk"`
	Name    string `orm:"size:100"`
	Email   string `orm:"size:100"`
	Title   string `orm:"size:200"`
	Score   float64
	Active  bool
	Created time.Time
	Note    *string `orm:"size:200"`

	Tags  orm.List[*Tag]  `orm:"back_populates:Item"`
	Parts orm.List[*Part] `orm:"back_populates:Item"`
}

// Tag and Part give Item its relationships.
type Tag struct {
	orm.Entity `orm:"table:tags"`
	ID         int64          `orm:"pk"`
	Label      string         `orm:"size:100"`
	ItemID     *int64         `orm:"fk:items.id; index"`
	Item       orm.Ref[*Item] `orm:"back_populates:Tags"`
}

// Part is the other one.
type Part struct {
	orm.Entity `orm:"table:parts"`
	ID         int64          `orm:"pk"`
	ItemID     *int64         `orm:"fk:items.id"`
	Item       orm.Ref[*Item] `orm:"back_populates:Parts"`
}

// Models is the registry, Items the descriptor.
var (
	Models = orm.NewRegistry(new(Item), new(Tag), new(Part))
	Items  = orm.Describe[ItemAttrs](Models)
)

// ItemAttrs describes Item.
type ItemAttrs struct {
	orm.Class[Item]
	ID      orm.NumAttr[int64]
	Name    orm.TextAttr[string]
	Email   orm.TextAttr[string]
	Title   orm.TextAttr[string]
	Score   orm.NumAttr[float64]
	Active  orm.BoolAttr
	Created orm.Attr[time.Time]
	Note    orm.NullTextAttr[string]
	Tags    orm.ListAttr[*Tag]
	Parts   orm.ListAttr[*Part]
}

// plain is the struct of the hand-written code.
type plain struct {
	ID      int64
	Name    string
	Email   string
	Title   string
	Score   float64
	Active  bool
	Created time.Time
	Note    *string
	Tags    []*plainTag
}

type plainTag struct {
	ID     int64
	Label  string
	ItemID *int64
}

// row makes the values of row i.
func row(i int) plain {
	p := plain{ID: int64(i), Name: fmt.Sprintf("user%08d", i), Email: fmt.Sprintf("user%08d@example.org", i), Title: fmt.Sprintf("A moderately long title for the item %06d", i),
		Score: float64(i)*1.25 + 0.375, Active: i%3 != 0, Created: time.Date(2024, 1, 1, 0, 0, 0, 123456000, time.UTC).Add(time.Duration(i) * time.Minute)}
	if i%2 == 0 {
		p.Note = new(fmt.Sprintf("note number %d xx", i))
	}
	return p
}

// fill stores n items by hand, the first of them with tags.
func fill(ctx context.Context, db *sql.DB, mark func(int) string, n int) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	item, err := tx.Prepare(insertText(mark, 1))
	if err != nil {
		return err
	}
	tag, err := tx.Prepare("INSERT INTO tags (label, item_id) VALUES (" + mark(1) + ", " + mark(2) + ")")
	if err != nil {
		return err
	}
	for i := 1; i <= n; i++ {
		p := row(i)
		if _, err := item.Exec(p.Name, p.Email, p.Title, p.Score, p.Active, p.Created, p.Note); err != nil {
			return err
		}
	}
	for i := range tagged * tagsEach {
		if _, err := tag.Exec(fmt.Sprintf("tag number %d", i), i/tagsEach+1); err != nil {
			return err
		}
	}
	return tx.Commit()
}
