package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// library is one way to work with the tables: by hand, through Aludel, or through a peer. All of them do the same work, which the
// groups check: the same rows come back, inserted objects have their keys.
type library interface {
	name() string
	// read loads the items up to an id, in order, and says how many.
	read(ctx context.Context, upTo int) (int, error)
	// get loads one item by its primary key.
	get(ctx context.Context, id int) error
	// eager loads the first items with their tags and says how many of each.
	eager(ctx context.Context, items int) (int, int, error)
	// inTx begins a transaction, calls f, and rolls back.
	inTx(ctx context.Context, f func(writer) error) error
}

// writer is a library in a transaction.
type writer interface {
	// insert stores rows and learns their keys.
	insert(ctx context.Context, rows []plain) error
	// update changes the score of an item, which was loaded before where the library has loaded objects.
	update(ctx context.Context, id int, score float64) error
}

// byHand is database/sql with prepared statements, as one writes it who knows how.
type byHand struct {
	db                               *sql.DB
	mark                             func(int) string
	sel, one, with, ins, insKey, upd *sql.Stmt
	returning                        bool // the driver knows no last inserted id
}

const columns = "name, email, title, score, active, created, note"

func insertText(mark func(int) string, rows int) string {
	var b strings.Builder
	b.WriteString("INSERT INTO items (" + columns + ") VALUES ")
	for r := range rows {
		if r > 0 {
			b.WriteString(", ")
		}
		for i := 1; i <= 7; i++ {
			b.WriteString(map[bool]string{true: "(", false: ", "}[i == 1] + mark(r*7+i))
		}
		b.WriteString(")")
	}
	return b.String()
}

func newByHand(ctx context.Context, db *sql.DB, mark func(int) string, returning bool) (*byHand, error) {
	h := &byHand{db: db, mark: mark, returning: returning}
	ins := insertText(mark, 1)
	if returning {
		ins += " RETURNING id"
	}
	for st, text := range map[**sql.Stmt]string{
		&h.sel:  "SELECT id, " + columns + " FROM items WHERE id <= " + mark(1) + " ORDER BY id",
		&h.one:  "SELECT id, " + columns + " FROM items WHERE id = " + mark(1),
		&h.with: "SELECT id, label, item_id FROM tags WHERE item_id <= " + mark(1) + " ORDER BY item_id, id",
		&h.ins:  ins,
		&h.upd:  "UPDATE items SET score = " + mark(1) + " WHERE id = " + mark(2),
	} {
		var err error
		if *st, err = db.PrepareContext(ctx, text); err != nil {
			return nil, fmt.Errorf("%s: %w", text, err)
		}
	}
	return h, nil
}

func (*byHand) name() string { return "database/sql, prepared" }

func scan(rows interface{ Scan(...any) error }) (*plain, error) {
	p := new(plain)
	return p, rows.Scan(&p.ID, &p.Name, &p.Email, &p.Title, &p.Score, &p.Active, &p.Created, &p.Note)
}

func (h *byHand) items(ctx context.Context, upTo int) ([]*plain, error) {
	rows, err := h.sel.QueryContext(ctx, upTo)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []*plain
	for rows.Next() {
		p, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, rows.Err()
}

func (h *byHand) read(ctx context.Context, upTo int) (int, error) {
	out, err := h.items(ctx, upTo)
	return len(out), err
}

func (h *byHand) get(ctx context.Context, id int) error {
	_, err := scan(h.one.QueryRowContext(ctx, id))
	return err
}

func (h *byHand) eager(ctx context.Context, n int) (int, int, error) {
	items, err := h.items(ctx, n)
	if err != nil {
		return 0, 0, err
	}
	byID := make(map[int64]*plain, len(items))
	for _, p := range items {
		byID[p.ID] = p
	}
	rows, err := h.with.QueryContext(ctx, n)
	if err != nil {
		return 0, 0, err
	}
	defer rows.Close()
	tags := 0
	for rows.Next() {
		t := new(plainTag)
		if err := rows.Scan(&t.ID, &t.Label, &t.ItemID); err != nil {
			return 0, 0, err
		}
		p := byID[*t.ItemID]
		p.Tags = append(p.Tags, t)
		tags++
	}
	return len(items), tags, rows.Err()
}

func (h *byHand) inTx(ctx context.Context, f func(writer) error) error {
	tx, err := h.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	return errors.Join(f(&handTx{h, tx.StmtContext(ctx, h.ins), tx.StmtContext(ctx, h.upd)}), tx.Rollback())
}

type handTx struct {
	h        *byHand
	ins, upd *sql.Stmt
}

func (t *handTx) insert(ctx context.Context, rows []plain) error {
	for i := range rows {
		p := &rows[i]
		if t.h.returning {
			if err := t.ins.QueryRowContext(ctx, p.Name, p.Email, p.Title, p.Score, p.Active, p.Created, p.Note).Scan(&p.ID); err != nil {
				return err
			}
			continue
		}
		r, err := t.ins.ExecContext(ctx, p.Name, p.Email, p.Title, p.Score, p.Active, p.Created, p.Note)
		if err != nil {
			return err
		}
		if p.ID, err = r.LastInsertId(); err != nil {
			return err
		}
	}
	return nil
}

func (t *handTx) update(ctx context.Context, id int, score float64) error {
	_, err := t.upd.ExecContext(ctx, score, id)
	return err
}
