package main

import (
	"context"
	"database/sql"
	"errors"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"

	"github.com/aludel/aludel/bench/ent"
	"github.com/aludel/aludel/bench/ent/item"
)

// viaEnt is ent, with the code that it generates from ent/schema.
type viaEnt struct{ c *ent.Client }

func newEnt(db *sql.DB, pg bool) library {
	name := dialect.SQLite
	if pg {
		name = dialect.Postgres
	}
	return &viaEnt{ent.NewClient(ent.Driver(entsql.OpenDB(name, db)))}
}

func (*viaEnt) name() string { return "ent" }

func (v *viaEnt) read(ctx context.Context, upTo int) (int, error) {
	items, err := v.c.Item.Query().Where(item.IDLTE(int64(upTo))).Order(ent.Asc(item.FieldID)).All(ctx)
	return len(items), err
}

func (v *viaEnt) get(ctx context.Context, id int) error {
	_, err := v.c.Item.Get(ctx, int64(id))
	return err
}

func (v *viaEnt) eager(ctx context.Context, n int) (int, int, error) {
	items, err := v.c.Item.Query().Where(item.IDLTE(int64(n))).Order(ent.Asc(item.FieldID)).WithTags().All(ctx)
	tags := 0
	for _, it := range items {
		tags += len(it.Edges.Tags)
	}
	return len(items), tags, err
}

func (v *viaEnt) inTx(ctx context.Context, f func(writer) error) error {
	tx, err := v.c.Tx(ctx)
	if err != nil {
		return err
	}
	return errors.Join(f(entTx{tx}), tx.Rollback())
}

type entTx struct{ tx *ent.Tx }

func (t entTx) insert(ctx context.Context, rows []plain) error {
	items, err := t.tx.Item.MapCreateBulk(rows, func(c *ent.ItemCreate, i int) {
		p := &rows[i]
		c.SetName(p.Name).SetEmail(p.Email).SetTitle(p.Title).SetScore(p.Score).SetActive(p.Active).SetCreated(p.Created).SetNillableNote(p.Note)
	}).Save(ctx)
	if err != nil {
		return err
	}
	for i := range rows {
		rows[i].ID = items[i].ID
	}
	return nil
}

func (t entTx) update(ctx context.Context, id int, score float64) error {
	return t.tx.Item.Update().Where(item.ID(int64(id))).SetScore(score).Exec(ctx)
}
