package mapping

import (
	"slices"
	"strings"

	"github.com/aludel/aludel/schema"
)

// This file links the two sides of a many-to-many relationship by an association table.

// secondary finds the association table of a relationship, or makes it.
func (b *builder) secondary(r *Relationship, it Item, typ Locus) {
	if it.Value == "" { // reported
		return
	}
	r.Direction = ManyToMany
	at := r.At.at(it.ValueSpan)
	if r.Container == RefContainer {
		b.problem("ORM202", typ, nil, "an association table links many objects: use a collection, such as orm.List")
		return
	}
	name, columns, ok := associationColumns(it.Value)
	if !ok {
		b.problem("ORM104", at, nil, "option \"secondary\" wants table, or table(own column, other column)")
		return
	}
	if len(r.Entity.PrimaryKey) == 0 || len(r.Target.PrimaryKey) == 0 { // reported
		return
	}
	table := b.m.MetaData.Table(name)
	if table == nil {
		table = b.associationTable(r, at, name, columns)
		if table == nil {
			return
		}
	}
	s := &Secondary{Table: table}
	if len(columns) > 0 {
		s.Near, s.Far = b.namedLinks(r, at, table, columns)
	} else {
		s.Near, s.Far = b.keyLinks(r, at, table)
	}
	if len(s.Near) > 0 && len(s.Far) > 0 {
		r.Secondary = s
	}
}

// associationColumns reads "table" and "table(a, b)".
func associationColumns(value string) (table string, columns []string, ok bool) {
	table, rest, has := strings.Cut(value, "(")
	table = strings.TrimSpace(table)
	if !has {
		return table, nil, table != ""
	}
	rest, closed := strings.CutSuffix(strings.TrimSpace(rest), ")")
	for _, c := range strings.Split(rest, ",") {
		if c = strings.TrimSpace(c); c == "" {
			return table, nil, false
		} else {
			columns = append(columns, c)
		}
	}
	return table, columns, closed && table != ""
}

// associationTable makes an association table of the keys of both sides, which are its primary key.
func (b *builder) associationTable(r *Relationship, at Locus, name string, columns []string) *schema.Table {
	keys := slices.Concat(r.Entity.PrimaryKey, r.Target.PrimaryKey)
	switch {
	case len(columns) == 0 && r.Entity == r.Target:
		b.problem("ORM219", at, nil, "both sides are %s; name the columns, as in secondary:%s(from_id, to_id), the one that refers to the own side first", r.Entity.Name, name)
		return nil
	case len(columns) == 0:
		for _, a := range keys {
			columns = append(columns, Snake(a.Entity.Name)+"_"+a.Column.Name)
		}
	case len(columns) != len(keys):
		b.problem("ORM219", at, nil, "the table has %d columns, but the keys of %s and %s have %d", len(columns), r.Entity.Name, r.Target.Name, len(keys))
		return nil
	}
	if i := firstTwice(columns); i >= 0 {
		b.problem("ORM219", at, nil, "the column %q would refer to both sides; name the columns, as in secondary:%s(from_id, to_id)", columns[i], name)
		return nil
	}
	t := schema.NewTable(name, b.m.MetaData)
	for i, a := range keys {
		t.Append(schema.NewColumn(columns[i], a.Column.Type(), schema.PrimaryKey()))
	}
	n := len(r.Entity.PrimaryKey)
	b.refer(t, t.Columns[:n], r.Entity.PrimaryKey)
	b.refer(t, t.Columns[n:], r.Target.PrimaryKey)
	_ = b.m.MetaData.Resolve() // both sides are there
	return t
}

func firstTwice(names []string) int {
	for i, n := range names {
		if slices.Contains(names[:i], n) {
			return i
		}
	}
	return -1
}

// refer gives a table a foreign key to the primary key of an entity.
func (b *builder) refer(t *schema.Table, columns []*schema.Column, key []*Attr) {
	fk := &schema.ForeignKeyConstraint{Columns: slices.Clone(columns), RefTable: key[0].Entity.Table.FullName()}
	for _, a := range key {
		fk.RefColumns = append(fk.RefColumns, a.Column.Key)
	}
	t.Append(fk)
}

// namedLinks links the columns that the option names with the keys of both sides, in their order.
func (b *builder) namedLinks(r *Relationship, at Locus, t *schema.Table, columns []string) (near, far []Link) {
	keys := slices.Concat(r.Entity.PrimaryKey, r.Target.PrimaryKey)
	if len(columns) != len(keys) {
		b.problem("ORM219", at, nil, "%d columns are named, but the keys of %s and %s have %d", len(columns), r.Entity.Name, r.Target.Name, len(keys))
		return nil, nil
	}
	for i, a := range keys {
		c := t.Column(columns[i])
		if c == nil {
			if e := b.mapped(t); e == nil || !e.mayHaveColumn(columns[i]) {
				names := columnNames(t)
				b.problem("ORM219", at, renameFix(r.At, columnSpan(at, r, columns[i]), columns[i], names), "table %q has no column %q%s", t.FullName(), columns[i], didYouMean(columns[i], names))
			}
			return nil, nil
		}
		if i < len(r.Entity.PrimaryKey) {
			near = append(near, Link{a, c})
		} else {
			far = append(far, Link{a, c})
		}
	}
	return near, far
}

// columnSpan is where a column stands in the option.
func columnSpan(at Locus, r *Relationship, column string) Span {
	it, _ := r.tag.Get("secondary")
	i := strings.Index(it.Value, "(")
	if j := strings.Index(it.Value[i:], column); j >= 0 {
		return Span{at.Off + i + j, len(column)}
	}
	return Span{at.Off, at.Len}
}

// keyLinks finds the foreign keys by which a table refers to both sides.
func (b *builder) keyLinks(r *Relationship, at Locus, t *schema.Table) (near, far []Link) {
	if r.Entity == r.Target {
		b.problem("ORM219", at, nil, "both sides are %s; name the columns, as in secondary:%s(from_id, to_id), the one that refers to the own side first", r.Entity.Name, t.FullName())
		return nil, nil
	}
	return b.linksTo(r, at, t, r.Entity), b.linksTo(r, at, t, r.Target)
}

// linksTo finds the one foreign key by which a table refers to an entity.
func (b *builder) linksTo(r *Relationship, at Locus, t *schema.Table, e *Entity) (found []Link) {
	n := 0
	for _, fk := range t.ForeignKeys {
		if fk.Target != e.Table {
			continue
		}
		n++
		found = found[:0]
		for i, c := range fk.Columns {
			if a := attrOf(e, fk.TargetColumns[i]); a != nil {
				found = append(found, Link{a, c})
			}
		}
	}
	switch own := b.mapped(t); {
	case n == 1:
		return found
	case n > 1:
		b.problem("ORM219", at, nil, "table %q refers to %s by several foreign keys; name the columns, as in secondary:%s(own_id, other_id)", t.FullName(), e.Name, t.FullName())
	case own == nil || !own.mayHaveForeignKey():
		b.problem("ORM219", at, nil, "table %q has no foreign key to %s; name the columns, as in secondary:%s(own_id, other_id), or give it one", t.FullName(), e.Name, t.FullName())
	}
	return nil
}
