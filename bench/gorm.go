package main

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// viaGorm is GORM, with the two settings that make it fast.
type viaGorm struct{ db *gorm.DB }

type gormItem struct {
	ID      int64
	Name    string
	Email   string
	Title   string
	Score   float64
	Active  bool
	Created time.Time
	Note    *string
	Tags    []*gormTag `gorm:"foreignKey:ItemID"`
}

func (gormItem) TableName() string { return "items" }

type gormTag struct {
	ID     int64
	Label  string
	ItemID *int64
}

func (gormTag) TableName() string { return "tags" }

func newGorm(db *sql.DB, pg bool) (library, error) {
	var d gorm.Dialector = &sqlite.Dialector{Conn: db}
	if pg {
		d = postgres.New(postgres.Config{Conn: db})
	}
	g, err := gorm.Open(d, &gorm.Config{SkipDefaultTransaction: true, PrepareStmt: true, Logger: logger.Discard})
	return &viaGorm{g}, err
}

func (*viaGorm) name() string { return "gorm, tuned" }

func (v *viaGorm) read(ctx context.Context, upTo int) (int, error) {
	var items []*gormItem
	err := v.db.WithContext(ctx).Where("id <= ?", upTo).Order("id").Find(&items).Error
	return len(items), err
}

func (v *viaGorm) get(ctx context.Context, id int) error {
	var it gormItem
	return v.db.WithContext(ctx).Take(&it, id).Error
}

func (v *viaGorm) eager(ctx context.Context, n int) (int, int, error) {
	var items []*gormItem
	err := v.db.WithContext(ctx).Preload("Tags").Where("id <= ?", n).Order("id").Find(&items).Error
	tags := 0
	for _, it := range items {
		tags += len(it.Tags)
	}
	return len(items), tags, err
}

func (v *viaGorm) inTx(ctx context.Context, f func(writer) error) error {
	tx := v.db.WithContext(ctx).Begin()
	if tx.Error != nil {
		return tx.Error
	}
	return errors.Join(f(gormTx{tx}), tx.Rollback().Error)
}

type gormTx struct{ tx *gorm.DB }

func (t gormTx) insert(_ context.Context, rows []plain) error {
	items := make([]*gormItem, len(rows))
	for i, p := range rows {
		items[i] = &gormItem{Name: p.Name, Email: p.Email, Title: p.Title, Score: p.Score, Active: p.Active, Created: p.Created, Note: p.Note}
	}
	err := t.tx.Create(&items).Error
	for i := range rows {
		rows[i].ID = items[i].ID
	}
	return err
}

func (t gormTx) update(_ context.Context, id int, score float64) error {
	return t.tx.Model(&gormItem{ID: int64(id)}).Update("score", score).Error
}
