package main

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/dialect/sqlitedialect"
)

// viaBun is bun.
type viaBun struct{ db *bun.DB }

type bunItem struct {
	bun.BaseModel `bun:"table:items,alias:i"`
	ID            int64 `bun:",pk,autoincrement"`
	Name          string
	Email         string
	Title         string
	Score         float64
	Active        bool
	Created       time.Time
	Note          *string
	Tags          []*bunTag `bun:"rel:has-many,join:id=item_id"`
}

type bunTag struct {
	bun.BaseModel `bun:"table:tags,alias:t"`
	ID            int64 `bun:",pk,autoincrement"`
	Label         string
	ItemID        *int64
}

func newBun(db *sql.DB, pg bool) library {
	if pg {
		return &viaBun{bun.NewDB(db, pgdialect.New())}
	}
	return &viaBun{bun.NewDB(db, sqlitedialect.New())}
}

func (*viaBun) name() string { return "bun" }

func (v *viaBun) read(ctx context.Context, upTo int) (int, error) {
	var items []*bunItem
	err := v.db.NewSelect().Model(&items).Where("id <= ?", upTo).Order("id").Scan(ctx)
	return len(items), err
}

func (v *viaBun) get(ctx context.Context, id int) error {
	return v.db.NewSelect().Model(&bunItem{ID: int64(id)}).WherePK().Scan(ctx)
}

func (v *viaBun) eager(ctx context.Context, n int) (int, int, error) {
	var items []*bunItem
	err := v.db.NewSelect().Model(&items).Relation("Tags").Where("id <= ?", n).Order("id").Scan(ctx)
	tags := 0
	for _, it := range items {
		tags += len(it.Tags)
	}
	return len(items), tags, err
}

func (v *viaBun) inTx(ctx context.Context, f func(writer) error) error {
	tx, err := v.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	return errors.Join(f(bunTx{tx}), tx.Rollback())
}

type bunTx struct{ tx bun.Tx }

func (t bunTx) insert(ctx context.Context, rows []plain) error {
	items := make([]*bunItem, len(rows))
	for i, p := range rows {
		items[i] = &bunItem{Name: p.Name, Email: p.Email, Title: p.Title, Score: p.Score, Active: p.Active, Created: p.Created, Note: p.Note}
	}
	_, err := t.tx.NewInsert().Model(&items).Exec(ctx)
	for i := range rows {
		rows[i].ID = items[i].ID
	}
	return err
}

func (t bunTx) update(ctx context.Context, id int, score float64) error {
	_, err := t.tx.NewUpdate().Model(&bunItem{ID: int64(id), Score: score}).Column("score").WherePK().Exec(ctx)
	return err
}
