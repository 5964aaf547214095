package schema

import (
	"fmt"
	"strings"
)

// This file writes a table as text.

func (t *Table) dump(b *strings.Builder) {
	fmt.Fprintf(b, "table %s\n", t.FullName())
	for _, c := range t.Columns {
		c.dump(b)
	}
	for _, k := range t.ForeignKeys {
		fmt.Fprintf(b, "  foreign key (%s) -> %s (%s)", columnNames(k.Columns), k.RefTable, strings.Join(k.RefColumns, ", "))
		suffix(b, " on delete ", k.OnDelete)
		suffix(b, " on update ", k.OnUpdate)
		b.WriteByte('\n')
	}
	for _, u := range t.Uniques {
		fmt.Fprintf(b, "  unique (%s)\n", columnNames(u.Columns))
	}
	for _, x := range t.Checks {
		fmt.Fprintf(b, "  check (%s)\n", sqlOf(x.SQL, x.X))
	}
	for _, x := range t.Indexes {
		fmt.Fprintf(b, "  index %s (%s) unique=%v", x.Name, strings.Join(x.texts(), ", "), x.Unique)
		if x.Where != nil {
			b.WriteString(" where " + sqlOf("", x.Where))
		}
		b.WriteByte('\n')
	}
}

func (c *Column) dump(b *strings.Builder) {
	fmt.Fprintf(b, "  %s %s", c.Name, c.Type())
	if c.PrimaryKey {
		b.WriteString(" pk")
	}
	if c.Generated() {
		b.WriteString(" generated")
	}
	if c.Identity != nil {
		b.WriteString(" identity" + c.Identity.SequenceOptions.text())
	}
	if c.Computed != nil {
		b.WriteString(" computed (" + sqlOf(c.Computed.SQL, c.Computed.X) + ")")
	}
	if !c.Nullable {
		b.WriteString(" not null")
	}
	suffix(b, " default ", sqlOf(c.ServerDefault, c.ServerDefaultExpr))
	suffix(b, " comment ", c.Comment)
	b.WriteByte('\n')
}

func suffix(b *strings.Builder, before, s string) {
	if s != "" {
		b.WriteString(before + strings.ToLower(s))
	}
}

func columnNames(cs []*Column) string {
	var s []string
	for _, c := range cs {
		s = append(s, c.Name)
	}
	return strings.Join(s, ", ")
}
