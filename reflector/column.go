package reflector

import (
	"math"
	"slices"
	"strings"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// This file reads what columns are beside their type: enums, identities, computed columns, collations; and sequences.

// enum reads a word of an enum.
func (r *reader) enum(row *dbapi.Row) {
	key := row.Text(0)
	words := append(r.enums[key].Labels(), row.Text(3))
	e := sqltypes.Enum(row.Text(2), words...)
	e.Schema = text(row, 1)
	r.enums[key] = e
}

// typeOf is the type of a column, an enum or an array of one, or what the dialect says.
func (r *reader) typeOf(declared string) sqltypes.Type {
	if e, ok := r.enums[declared]; ok {
		return e
	}
	if elem, array := strings.CutSuffix(declared, "[]"); array {
		if e, ok := r.enums[elem]; ok {
			return sqltypes.ArrayType{Elem: e}
		}
	}
	return r.cat.TypeFromSQL(declared)
}

// source reads where the values of a column come from.
func (r *reader) source(t *tableReader, c *schema.Column, row *dbapi.Row) {
	if !missing(row, 8) {
		c.Identity = &schema.Identity{Always: row.Text(8) == "a", SequenceOptions: counting(row, 9, largest[c.Type().Kind()])}
	}
	if missing(row, 15) {
		return
	}
	c.ServerDefault = ""
	c.Computed = &schema.Computed{SQL: unparenthesise(row.Text(15))}
	if !missing(row, 16) {
		c.Computed.Persisted = new(row.Bool(16))
	}
	if c.Computed.SQL == "" {
		t.computed = append(t.computed, c) // the text of the table has it
	}
}

// largest are the greatest numbers of integer types.
var largest = map[sqltypes.Kind]int64{sqltypes.SmallIntegerKind: math.MaxInt16, sqltypes.IntegerKind: math.MaxInt32, sqltypes.BigIntegerKind: math.MaxInt64}

// counting reads what a sequence or identity counts by, from column i on, without what is so anyway.
func counting(row *dbapi.Row, i int, most int64) (o schema.SequenceOptions) {
	if missing(row, i) {
		return o
	}
	start, step, least, greatest, cache := row.Int64(i), row.Int64(i+1), row.Int64(i+2), row.Int64(i+3), row.Int64(i+4)
	usualStart, usualLeast, usualGreatest := least, int64(1), most
	if step < 0 {
		usualStart, usualLeast, usualGreatest = greatest, -most-1, -1
	}
	set := func(p **int64, n, usual int64) {
		if n != usual {
			*p = &n
		}
	}
	set(&o.Start, start, usualStart)
	set(&o.Increment, step, 1)
	set(&o.Min, least, usualLeast)
	set(&o.Max, greatest, usualGreatest)
	set(&o.Cache, cache, 1)
	if truth(row, i+5) {
		o.Cycle = new(true)
	}
	return o
}

// collation puts a column's collation into its type, where that has a place for it.
func (r *reader) collation(t *tableReader, c *schema.Column, name string) {
	if name == "" {
		return
	}
	switch typ := c.Typ.(type) {
	case sqltypes.StringType:
		typ.Collation = name
		c.Typ = typ
	case sqltypes.TextType:
		typ.Collation = name
		c.Typ = typ
	case sqltypes.EnumType:
		typ.Collation = name
		c.Typ = typ
	default:
		r.problem(Simplified, t.Name, c.Name, "its collation")
	}
}

// sequence reads a sequence.
func (r *reader) sequence(row *dbapi.Row) {
	if missing(row, 1) {
		r.out.Problems = append(r.out.Problems, Problem{Simplified, "", r.qualified(row.Text(0)), "what the sequence counts by is not in the catalog"})
	}
	schema.NewSequence(r.qualified(row.Text(0)), r.out.MetaData, counting(row, 1, math.MaxInt64))
}

// definitions completes a table by what only the text that created it has: what is computed, and the word AUTOINCREMENT.
func (r *reader) definitions(t *tableReader) {
	t.definition = slices.DeleteFunc(t.definition, func(d dialects.ConstraintText) bool {
		if d.Kind != 'g' {
			return false
		}
		for _, c := range t.computed {
			if len(d.Columns) == 1 && strings.EqualFold(c.Name, d.Columns[0]) {
				c.Computed.SQL = d.Check
			}
		}
		return true
	})
}
