package main

import (
	"context"
	"errors"

	"github.com/aludel/aludel/orm"
)

// aludel is this project's ORM.
type aludel struct {
	label    string
	sessions *orm.SessionMaker
	readOnly bool // without identity map and snapshots

	// The session of get, which serves a thousand calls: what a session and its transaction cost is in the other cases.
	getting *orm.Session
	calls   int
}

func (a *aludel) name() string { return a.label }

func (a *aludel) read(ctx context.Context, upTo int) (int, error) {
	s := a.sessions.New()
	defer s.Close()
	q := orm.Select(Items).Where(Items.ID.Le(int64(upTo))).OrderBy(Items.ID)
	if a.readOnly {
		q = q.ReadOnly()
	}
	items, err := q.All(ctx, s)
	return len(items), err
}

func (a *aludel) get(ctx context.Context, id int) (err error) {
	if a.calls%1000 == 0 {
		if a.getting != nil {
			err = a.getting.Close()
		}
		a.getting = a.sessions.New()
	}
	a.calls++
	_, e := orm.Get[Item](ctx, a.getting, int64(id))
	return errors.Join(err, e)
}

func (a *aludel) eager(ctx context.Context, n int) (int, int, error) {
	s := a.sessions.New()
	defer s.Close()
	items, err := orm.Select(Items).Where(Items.ID.Le(int64(n))).OrderBy(Items.ID).Options(orm.SelectIn(Items.Tags)).All(ctx, s)
	tags := 0
	for _, it := range items {
		tags += len(it.Tags.Items())
	}
	return len(items), tags, err
}

func (a *aludel) inTx(ctx context.Context, f func(writer) error) error {
	s := a.sessions.New()
	defer s.Close()
	return errors.Join(f(&aludelTx{s: s}), s.Rollback(ctx))
}

type aludelTx struct {
	s    *orm.Session
	item *Item
}

func (t *aludelTx) insert(ctx context.Context, rows []plain) error {
	objs := make([]*Item, len(rows))
	for i := range rows {
		p := &rows[i]
		objs[i] = &Item{Name: p.Name, Email: p.Email, Title: p.Title, Score: p.Score, Active: p.Active, Created: p.Created, Note: p.Note}
		t.s.Add(objs[i])
	}
	err := t.s.Flush(ctx)
	for i := range rows {
		rows[i].ID = objs[i].ID
	}
	return err
}

func (t *aludelTx) update(ctx context.Context, id int, score float64) (err error) {
	if t.item == nil || t.item.ID != int64(id) {
		if t.item, err = orm.Get[Item](ctx, t.s, int64(id)); err != nil {
			return err
		}
	}
	t.item.Score = score
	return t.s.Flush(ctx)
}
