package engine

import (
	"database/sql/driver"
	"slices"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
)

// This file gives rows their keys where a statement returns them in any order.

// sortKeys makes the statement return keys in any order, where that of the rows is known of them: an identity counts. Others are returned
// row by row.
func (p *pagePlan) sortKeys(unknown []*expr.ColumnClause, identity *expr.ColumnClause) {
	if len(unknown) == 0 || len(p.stmt.Return) > 0 {
		return
	}
	if len(unknown) == 1 && unknown[0] == identity {
		p.sort = counts(schema.ColumnOf(identity).Identity)
	}
	if p.sort == 0 {
		p.max = 1
	} else {
		p.stmt = p.stmt.InOrder()
	}
	p.returnKeys(unknown)
}

// counts is the direction in which an identity gives numbers, 0 where it begins anew after its last one.
func counts(i *schema.Identity) int {
	switch {
	case i == nil:
		return 1
	case i.Cycle != nil && *i.Cycle:
		return 0
	case i.Increment != nil && *i.Increment < 0:
		return -1
	}
	return 1
}

// querySorted reads the keys of a page, which come in any order, and gives them to the rows in theirs.
func (p *pages) querySorted(pg page, rows *Rows) error {
	ids := make([]int64, 0, pg.n)
	err := rows.Each(func(r *dbapi.Row) error {
		ids = append(ids, r.Int64(0))
		return r.Err()
	})
	if err = p.counted(pg, len(ids), err); err != nil {
		return err
	}
	slices.Sort(ids)
	if p.sort < 0 {
		slices.Reverse(ids)
	}
	var b dbapi.Batch
	var r dbapi.Row
	for i, id := range ids {
		dbapi.Box(&b, []driver.Value{id})
		r.Bind(&b, rows.reader.Columns())
		if err := p.src.returned(pg.at+i, rows, &r); err != nil {
			return err
		}
	}
	return nil
}
