package snapshot

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// header is the first line, with the version of the format.
const header = "aludel schema 1"

// Write writes the tables of md, which the database of the named dialect has; "" where they are of none. An error is a
// *[WriteError] (nothing was written then), or w's.
func Write(w io.Writer, md *schema.MetaData, dialect string) error {
	out := &writer{dialect: dialect}
	out.line(header)
	if dialect != "" {
		out.line("dialect " + name(dialect))
	}
	tables := slices.Clone(md.Tables())
	slices.SortFunc(tables, func(a, b *schema.Table) int { return strings.Compare(a.FullName(), b.FullName()) })
	for _, t := range tables {
		out.table(t)
	}
	if out.err != nil {
		return out.err
	}
	_, err := io.WriteString(w, out.b.String())
	return err
}

type writer struct {
	b       strings.Builder
	dialect string
	err     error
}

func (w *writer) line(s string) { w.b.WriteString(s + "\n") }

func (w *writer) table(t *schema.Table) {
	w.line("\ntable " + tableName(t.FullName()))
	if t.Comment != "" {
		w.line("  comment " + strconv.Quote(t.Comment))
	}
	for _, c := range t.Columns {
		w.column(c)
	}
	if len(t.PrimaryKey) > 0 {
		w.line("  primary key " + columns(t.PrimaryKey))
	}
	w.sorted(len(t.ForeignKeys), func(i int) string { return foreignKey(t.ForeignKeys[i]) })
	w.sorted(len(t.Uniques), func(i int) string { return "unique " + optional(t.Uniques[i].Name) + columns(t.Uniques[i].Columns) })
	w.sorted(len(t.Checks), func(i int) string { return "check " + optional(t.Checks[i].Name) + strconv.Quote(t.Checks[i].SQL) })
	w.sorted(len(t.Indexes), func(i int) string { return index(t.Indexes[i]) })
}

// sorted writes n lines in the order of their text, which is stable where the order of declaration is not.
func (w *writer) sorted(n int, text func(i int) string) {
	var lines []string
	for i := range n {
		lines = append(lines, "  "+text(i))
	}
	slices.Sort(lines)
	for _, l := range lines {
		w.line(l)
	}
}

func (w *writer) column(c *schema.Column) {
	s := "  column " + name(c.Name) + " " + w.typeText(c)
	if !c.Nullable {
		s += " not null"
	}
	if c.Generated() {
		s += " generated"
	}
	if c.ServerDefault != "" {
		s += " default " + strconv.Quote(c.ServerDefault)
	}
	if c.Comment != "" {
		s += " comment " + strconv.Quote(c.Comment)
	}
	w.line(s)
}

func (w *writer) typeText(c *schema.Column) string {
	var s string
	kind := c.Type().Kind().String()
	switch t := c.Type().(type) {
	case sqltypes.OpaqueType:
		if t.Dialect == w.dialect {
			return "native " + strconv.Quote(t.SQL)
		}
		return w.fail(c, fmt.Sprintf("its type %s is of %s, the snapshot of %q", t, t.Dialect, w.dialect))
	case sqltypes.StringType:
		s = kind + arguments(t.Length, 0)
	case sqltypes.NumericType:
		s = kind + arguments(t.Precision, t.Scale)
	case sqltypes.DateTimeType:
		s = kind
		if t.TimeZone {
			s += "tz"
		}
	default:
		s = kind
	}
	if back, err := parseType(s); err != nil || back != c.Type() {
		return w.fail(c, fmt.Sprintf("its type %s has no text form", c.Type()))
	}
	return s
}

func (w *writer) fail(c *schema.Column, reason string) string {
	if w.err == nil {
		e := &WriteError{Column: c.Name, Reason: reason}
		if c.Owner != nil {
			e.Table = c.Owner.FullName()
		}
		w.err = e
	}
	return ""
}

func arguments(n, scale int) string {
	switch {
	case scale != 0:
		return fmt.Sprintf("(%d, %d)", n, scale)
	case n != 0:
		return fmt.Sprintf("(%d)", n)
	}
	return ""
}

func foreignKey(k *schema.ForeignKeyConstraint) string {
	var refs []string
	for _, r := range k.RefColumns {
		refs = append(refs, name(r))
	}
	s := "foreign key " + optional(k.Name) + columns(k.Columns) + " references " + tableName(k.RefTable) + " (" + strings.Join(refs, ", ") + ")"
	if k.OnDelete != "" {
		s += " on delete " + action(k.OnDelete)
	}
	if k.OnUpdate != "" {
		s += " on update " + action(k.OnUpdate)
	}
	if k.Deferrable {
		s += " deferrable"
	}
	if k.InitiallyDeferred {
		s += " initially deferred"
	}
	return s
}

// actions are the referential actions that are written as words.
var actions = []string{"CASCADE", "RESTRICT", "SET NULL", "SET DEFAULT", "NO ACTION"}

func action(s string) string {
	if slices.Contains(actions, s) {
		return strings.ToLower(s)
	}
	return strconv.Quote(s)
}

func index(x *schema.Index) string {
	s := "index " + optional(x.Name) + columns(x.Columns)
	if x.Unique {
		s += " unique"
	}
	return s
}

var plain = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_$]*$`)

// name writes a name, in quotes unless it is a plain word. Where a name stands no keyword can, so words need none.
func name(s string) string {
	if plain.MatchString(s) {
		return s
	}
	return strconv.Quote(s)
}

func optional(s string) string {
	if s == "" {
		return ""
	}
	return name(s) + " "
}

// tableName writes the name of a table after that of its schema, which ends at the last dot.
func tableName(full string) string {
	if i := strings.LastIndexByte(full, '.'); i >= 0 {
		return name(full[:i]) + "." + name(full[i+1:])
	}
	return name(full)
}

func columns(cs []*schema.Column) string {
	var s []string
	for _, c := range cs {
		s = append(s, name(c.Name))
	}
	return "(" + strings.Join(s, ", ") + ")"
}
