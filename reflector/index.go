package reflector

import (
	"strings"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
)

// This file reads indexes.

// newIndex reads what a row says of the whole index.
func (r *reader) newIndex(row *dbapi.Row) *indexReader {
	x := &indexReader{Index: &schema.Index{Name: row.Text(1), Unique: row.Bool(2), Using: text(row, 12), NullsNotDistinct: truth(row, 14)}}
	x.Options, _ = r.options(text(row, 16))
	where := text(row, 7)
	if d, ok := r.cat.(dialects.IndexReader); ok {
		x.elements, where = d.ReadIndex(text(row, 15))
	}
	if where != "" {
		x.Where = &expr.Text{SQL: unparenthesise(where)}
	}
	return x
}

// element reads what an index is on.
func (r *reader) element(t *tableReader, x *indexReader, row *dbapi.Row) {
	var e schema.IndexElement
	if !missing(row, 3) {
		e.Column = t.named[row.Text(3)]
	} else {
		sql := text(row, 6)
		if i := len(x.Elements); sql == "" && i < len(x.elements) {
			sql = x.elements[i]
		}
		e.X = &expr.Text{SQL: sql}
	}
	if truth(row, 13) {
		x.Include = append(x.Include, e.Column)
		return
	}
	e.Desc, e.OpClass, e.Collation = truth(row, 8), text(row, 10), text(row, 11)
	switch strings.ToLower(text(row, 9)) {
	case "first":
		e.Nulls = schema.NullsFirst
	case "last":
		e.Nulls = schema.NullsLast
	}
	x.Elements = append(x.Elements, e)
}

// plainly puts the elements of an index of nothing but columns into its Columns, and gives what remains.
func plainly(x *schema.Index) []schema.IndexElement {
	var columns []*schema.Column
	for _, e := range x.Elements {
		if e.Column == nil || e != (schema.IndexElement{Column: e.Column}) {
			return x.Elements
		}
		columns = append(columns, e.Column)
	}
	x.Columns = columns
	return nil
}
