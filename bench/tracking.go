package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"unsafe"

	"github.com/aludel/aludel/orm"
)

// This file measures what it costs to keep objects: the search for changes, and memory.

// tracked is how many objects are kept.
const tracked = 10_000

// session is one of the ORM with all items.
func (a *aludel) session(ctx context.Context) (*orm.Session, []*Item, error) {
	s := a.sessions.New()
	q := orm.Select(Items).OrderBy(Items.ID)
	if a.readOnly {
		q = q.ReadOnly()
	}
	items, err := q.All(ctx, s)
	if err == nil && len(items) != tracked {
		err = fmt.Errorf("%d items instead of %d", len(items), tracked)
	}
	return s, items, err
}

// searching is the group of flushes that find nothing to write. By hand there is a copy of each object, and its fields are compared.
func (d *database) searching(ctx context.Context) (g group, end func() error, err error) {
	s, _, err := d.library("aludel").session(ctx)
	if err != nil {
		return g, nil, err
	}
	rows := make([]*plain, tracked)
	copies := make([]plain, tracked)
	for i := range rows {
		p := row(i)
		rows[i], copies[i] = &p, p
	}
	flush := func() error { return s.Flush(ctx) }
	return group{name: "flush of 10000 objects of which none changed", per: tracked, ways: []one{
		{"copies compared by hand", func() error { return compared(rows, copies) }},
		{"aludel", flush},
	}}, s.Close, nil
}

func compared(rows []*plain, copies []plain) error {
	for i, p := range rows {
		c := &copies[i]
		if p.ID != c.ID || p.Name != c.Name || p.Email != c.Email || p.Title != c.Title || p.Score != c.Score || p.Active != c.Active ||
			!p.Created.Equal(c.Created) || (p.Note == nil) != (c.Note == nil) || p.Note != nil && *p.Note != *c.Note {
			return fmt.Errorf("row %d changed", i)
		}
	}
	return nil
}

// library finds one of the ORM's by its name.
func (d *database) library(name string) *aludel {
	for _, l := range d.libraries {
		if a, ok := l.(*aludel); ok && a.label == name {
			return a
		}
	}
	return nil
}

// memory prints how much memory objects take that are kept, texts included.
func (d *database) memory(ctx context.Context, md bool) error {
	format := "%-50s %9.0f\n"
	if md {
		format = "| %s | %.0f |\n"
		fmt.Printf("\n**memory of one of 10000 objects that are kept, in bytes**\n\n| | bytes |\n|---|---|\n")
	} else {
		fmt.Printf("\nmemory of one of 10000 objects that are kept, in bytes\n")
	}
	fmt.Printf(format, "the struct, without what it points to", float64(unsafe.Sizeof(Item{})))
	for _, name := range []string{"aludel, read-only", "aludel"} {
		each, err := d.library(name).kept(ctx)
		if err != nil {
			return err
		}
		fmt.Printf(format, name, each)
	}
	before := heap()
	rows, err := d.libraries[0].(*byHand).items(ctx, tracked)
	fmt.Printf(format, "database/sql, prepared: a struct without relationships", float64(heap()-before)/tracked)
	runtime.KeepAlive(rows)
	return err
}

// kept is how many bytes an object takes, and the session's share for it. The objects are read twice, so that what is kept for all
// queries is there before.
func (a *aludel) kept(ctx context.Context) (bytes float64, err error) {
	for range 2 {
		before := heap()
		s, items, e := a.session(ctx)
		bytes = float64(heap()-before) / tracked
		runtime.KeepAlive(items)
		err = errors.Join(err, e, s.Close())
	}
	return bytes, err
}

func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
