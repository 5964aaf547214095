package mapping

import (
	"slices"
	"strings"

	"github.com/aludel/aludel/schema"
)

// This file makes composite foreign keys: attributes that refer to all columns of another table's composite primary key, one each,
// are one key.

// compositeKeys replaces the foreign keys of single columns by those of several.
func (b *builder) compositeKeys(e *Entity) {
	byTable := map[string][]*Attr{}
	var names []string
	for _, a := range e.Attrs {
		i := strings.LastIndexByte(a.fk.Value, '.')
		if !a.hasFK || i <= 0 {
			continue
		}
		table := a.fk.Value[:i]
		if byTable[table] == nil {
			names = append(names, table)
		}
		byTable[table] = append(byTable[table], a)
	}
	for _, table := range names {
		if t := b.m.MetaData.Table(table); t != nil && len(t.PrimaryKey) > 1 {
			b.compositeKey(e, t, byTable[table])
		}
	}
}

// compositeKey makes one foreign key of attributes that refer to the columns of a composite key, if each is referred to once.
func (b *builder) compositeKey(e *Entity, t *schema.Table, attrs []*Attr) {
	if len(attrs) != len(t.PrimaryKey) {
		return
	}
	fk := &schema.ForeignKeyConstraint{RefTable: t.FullName()}
	for _, key := range t.PrimaryKey {
		i := slices.IndexFunc(attrs, func(a *Attr) bool { return strings.HasSuffix(a.fk.Value, "."+key.Name) })
		if i < 0 {
			return
		}
		c := attrs[i].Column
		fk.Columns, fk.RefColumns = append(fk.Columns, c), append(fk.RefColumns, key.Key)
		if c.ForeignKey != nil {
			fk.OnDelete, fk.OnUpdate = c.ForeignKey.OnDelete, c.ForeignKey.OnUpdate
		}
	}
	e.Table.ForeignKeys = slices.DeleteFunc(e.Table.ForeignKeys, func(k *schema.ForeignKeyConstraint) bool {
		return len(k.Columns) == 1 && slices.Contains(fk.Columns, k.Columns[0]) && k.RefTable == fk.RefTable
	})
	for _, c := range fk.Columns {
		c.ForeignKey = nil
	}
	e.Table.Append(fk)
}
