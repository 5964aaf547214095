package mapping

import (
	"slices"
	"strings"

	"github.com/aludel/aludel/schema"
)

// This file checks foreign keys.

// foreignKeys checks what the fk options of an entity refer to.
func (b *builder) foreignKeys(e *Entity) {
	for _, a := range e.Attrs {
		if a.hasFK {
			b.foreignKey(a)
		}
	}
}

func (b *builder) foreignKey(a *Attr) {
	at := a.At.at(valueOrKey(a.fk))
	i := strings.LastIndexByte(a.fk.Value, '.')
	if i <= 0 || i == len(a.fk.Value)-1 {
		if a.fk.Value != "" { // an empty value was reported
			b.problem("ORM104", at, nil, "option \"fk\" wants table.column, such as users.id")
		}
		return
	}
	table, column := a.fk.Value[:i], a.fk.Value[i+1:]
	t := b.m.MetaData.Table(table)
	if t == nil {
		if b.closed {
			names := b.tableNames()
			b.problem("ORM207", at, renameFix(a.At, Span{a.fk.ValueSpan.Off, i}, table, names), "no entity of the registry has the table %q%s", table, didYouMean(table, names))
		}
		return
	}
	c := t.Column(column)
	if c == nil {
		if e := b.mapped(t); e != nil && e.mayHaveColumn(column) {
			return
		}
		names := columnNames(t)
		b.problem("ORM207", at, renameFix(a.At, Span{a.fk.ValueSpan.Off + i + 1, len(column)}, column, names), "table %q has no column %q%s", table, column, didYouMean(column, names))
		return
	}
	if !a.Column.Type().Kind().Comparable(c.Type().Kind()) {
		b.problem("ORM210", Locus{Decl: a.At.Decl, Field: a.At.Field, Part: PartType}, nil, "the column is %s, but %s, which it refers to, is %s; give both the same type", a.Column.Type(), a.fk.Value, c.Type())
	}
}

// mapped is the entity of a table.
func (b *builder) mapped(t *schema.Table) *Entity {
	for _, e := range slices.Concat(b.m.Entities, b.m.included) {
		if e.Table == t {
			return e
		}
	}
	return nil
}

func (b *builder) tableNames() (names []string) {
	for _, t := range b.m.MetaData.Tables() {
		names = append(names, t.FullName())
	}
	return names
}

func columnNames(t *schema.Table) (names []string) {
	for _, c := range t.Columns {
		names = append(names, c.Name)
	}
	return names
}
