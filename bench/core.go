package main

import (
	"context"
	"errors"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
)

// core is the engine without the ORM: statements of the expression language, rows read into structs by hand.
type core struct {
	label string
	eng   *engine.Engine
	anew  bool // a get builds its statement each time; else it is built and compiled once, as a statement by hand is prepared once
	one   *engine.Statement
}

func (c *core) name() string { return c.label }

var (
	itemsTable = Models.MetaData().Table("items")
	tagsTable  = Models.MetaData().Table("tags")
	itemID     = itemsTable.C("id")
	selItems   = expr.NewSelect(itemID, itemsTable.C("name"), itemsTable.C("email"), itemsTable.C("title"), itemsTable.C("score"),
		itemsTable.C("active"), itemsTable.C("created"), itemsTable.C("note"))
	selTags = expr.NewSelect(tagsTable.C("id"), tagsTable.C("label"), tagsTable.C("item_id"))
)

func plainOf(r *dbapi.Row) *plain {
	p := &plain{ID: r.Int64(0), Name: r.Text(1), Email: r.Text(2), Title: r.Text(3), Score: r.Float64(4), Active: r.Bool(5), Created: r.Time(6)}
	if !r.IsNull(7) {
		p.Note = new(r.Text(7))
	}
	return p
}

// with lends a connection.
func (c *core) with(ctx context.Context, f func(*engine.Connection) error) error {
	conn, err := c.eng.Connect(ctx)
	if err != nil {
		return err
	}
	return errors.Join(f(conn), conn.Close())
}

func (c *core) items(ctx context.Context, s expr.Select) (out []*plain, err error) {
	err = c.with(ctx, func(conn *engine.Connection) error {
		rows, err := conn.Query(ctx, s)
		if err != nil {
			return err
		}
		return rows.Each(func(r *dbapi.Row) error {
			out = append(out, plainOf(r))
			return nil
		})
	})
	return out, err
}

func (c *core) read(ctx context.Context, upTo int) (int, error) {
	out, err := c.items(ctx, selItems.Where(itemID.Le(upTo)).OrderBy(itemID))
	return len(out), err
}

func (c *core) get(ctx context.Context, id int) error {
	out, err := c.item(ctx, id)
	if err == nil && len(out) != 1 {
		err = errors.New("no such item")
	}
	return err
}

func (c *core) item(ctx context.Context, id int) (out []*plain, err error) {
	if c.anew {
		return c.items(ctx, selItems.Where(itemID.Eq(id)))
	}
	if c.one == nil {
		if c.one, err = c.eng.Compile(selItems.Where(itemID.Eq(id))); err != nil {
			return nil, err
		}
	}
	err = c.with(ctx, func(conn *engine.Connection) error {
		rows, err := conn.QueryCompiled(ctx, c.one.Compiled, []any{id})
		if err != nil {
			return err
		}
		return rows.Each(func(r *dbapi.Row) error {
			out = append(out, plainOf(r))
			return nil
		})
	})
	return out, err
}

func (c *core) eager(ctx context.Context, n int) (int, int, error) {
	items, err := c.items(ctx, selItems.Where(itemID.Le(n)).OrderBy(itemID))
	if err != nil {
		return 0, 0, err
	}
	byID := make(map[int64]*plain, len(items))
	for _, p := range items {
		byID[p.ID] = p
	}
	tags := 0
	err = c.with(ctx, func(conn *engine.Connection) error {
		rows, err := conn.Query(ctx, selTags.Where(tagsTable.C("item_id").Le(n)))
		if err != nil {
			return err
		}
		return rows.Each(func(r *dbapi.Row) error {
			t := &plainTag{ID: r.Int64(0), Label: r.Text(1), ItemID: new(r.Int64(2))}
			p := byID[*t.ItemID]
			p.Tags = append(p.Tags, t)
			tags++
			return nil
		})
	})
	return len(items), tags, err
}

// inTx is for what writes, which this way leaves to the others.
func (c *core) inTx(context.Context, func(writer) error) error { return errReadsOnly }

var errReadsOnly = errors.New("this way only reads")
