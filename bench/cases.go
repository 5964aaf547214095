package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// each calls f with the groups of one database; those that send nothing are among them if idle is set.
func (d *database) each(ctx context.Context, idle bool, f func(group) error) error {
	for _, g := range []group{
		d.group("read 1000 rows of 8 columns", 1000, func(l library) func() error { return reading(ctx, l, 1000) }),
		d.group("read 10000 rows of 8 columns", 10000, func(l library) func() error { return reading(ctx, l, 10000) }),
		d.group("get by primary key", 1, func(l library) func() error { return getting(ctx, l) }),
		d.group("eager, 100 items with 10 tags each", 1100, func(l library) func() error { return eagerly(ctx, l) }),
		d.group("update one column, in a transaction of 1000", 1000, func(l library) func() error { return updating(ctx, l) }),
		d.group("insert 1 in a transaction", 1, func(l library) func() error { return inserting(ctx, l, 1) }),
		d.group("insert 1000 in a transaction, with keys", 1000, func(l library) func() error { return inserting(ctx, l, 1000) }),
	} {
		if err := f(g); err != nil {
			return err
		}
	}
	if !idle {
		return nil
	}
	g, end, err := d.searching(ctx)
	if err != nil {
		return err
	}
	return errors.Join(f(g), end())
}

// group measures a thing with each library of the database that does it; by hand comes first.
func (d *database) group(name string, per int, way func(library) func() error) group {
	g := group{name: d.name + ", " + name, per: per}
	reads, writes := strings.HasPrefix(name, "read"), strings.HasPrefix(name, "insert") || strings.HasPrefix(name, "update")
	for _, l := range d.libraries {
		if a, ok := l.(*aludel); ok && a.readOnly && !reads {
			continue
		}
		if c, ok := l.(*core); ok && (writes || c.anew && !strings.HasPrefix(name, "get")) {
			continue
		}
		g.ways = append(g.ways, one{l.name(), way(l)})
	}
	return g
}

func reading(ctx context.Context, l library, n int) func() error {
	return func() error {
		got, err := l.read(ctx, n)
		if err == nil && got != n {
			err = fmt.Errorf("%d rows instead of %d", got, n)
		}
		return err
	}
}

func getting(ctx context.Context, l library) func() error {
	id := 0
	return func() error {
		id = id%rowsStored + 1
		return l.get(ctx, id)
	}
}

func eagerly(ctx context.Context, l library) func() error {
	return func() error {
		items, tags, err := l.eager(ctx, 100)
		if err == nil && (items != 100 || tags != 100*tagsEach) {
			err = fmt.Errorf("%d items with %d tags", items, tags)
		}
		return err
	}
}

func updating(ctx context.Context, l library) func() error {
	return func() error {
		return l.inTx(ctx, func(w writer) error {
			for i := range 1000 {
				if err := w.update(ctx, 7, float64(i)+0.5); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

func inserting(ctx context.Context, l library, n int) func() error {
	rows := make([]plain, n)
	return func() error {
		return l.inTx(ctx, func(w writer) error {
			for i := range rows {
				rows[i] = row(i)
				rows[i].ID = 0
			}
			if err := w.insert(ctx, rows); err != nil {
				return err
			}
			for i := range rows {
				if rows[i].ID != rows[0].ID+int64(i) || rows[i].ID == 0 {
					return fmt.Errorf("row %d has the key %d, the first one %d", i, rows[i].ID, rows[0].ID)
				}
			}
			return nil
		})
	}
}
