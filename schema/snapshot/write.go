package snapshot

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// header is the first line, with the version of the format.
const header = "aludel schema 1"

// Option changes how a snapshot is written.
type Option func(*writer)

// Expressions writes expressions (of checks, indexes, computed columns and defaults) as SQL by render; without it only those can be
// written that are text anyway. sqlcompile.DDLExpr is one, for a dialect.
func Expressions(render func(expr.Node) (string, error)) Option {
	return func(w *writer) { w.render = render }
}

// Definitions writes what views select as SQL by sql; without it only views that were read, whose definition is text, can be written.
// sqlcompile.ViewSQL is one, for a dialect.
func Definitions(sql func(*schema.View) (string, error)) Option {
	return func(w *writer) { w.define = sql }
}

// Write writes the tables, sequences and views of md, which the database of the named dialect has; "" where they are of none. An error
// is a *[WriteError] (nothing was written then), or w's.
func Write(w io.Writer, md *schema.MetaData, dialect string, opts ...Option) error {
	out := &writer{dialect: dialect, render: textOnly}
	for _, o := range opts {
		o(out)
	}
	out.line(header)
	if dialect != "" {
		out.line("dialect " + name(dialect))
	}
	out.sequences(md.Sequences())
	tables := slices.Clone(md.Tables())
	slices.SortFunc(tables, func(a, b *schema.Table) int { return strings.Compare(a.FullName(), b.FullName()) })
	for _, t := range tables {
		out.table(t)
	}
	for _, v := range md.Views() {
		out.view(v)
	}
	if out.err != nil {
		return out.err
	}
	_, err := io.WriteString(w, out.b.String())
	return err
}

// textOnly is how expressions are written without a dialect.
func textOnly(n expr.Node) (string, error) {
	if t, ok := n.(*expr.Text); ok && len(t.Binds) == 0 {
		return t.SQL, nil
	}
	return "", errors.New("it is an expression that has no text without a dialect; write the snapshot with the option Expressions")
}

type writer struct {
	b       strings.Builder
	dialect string
	render  func(expr.Node) (string, error)
	define  func(*schema.View) (string, error) // nil for none
	current string                             // the table whose parts are being written
	err     error
}

func (w *writer) line(s string) { w.b.WriteString(s + "\n") }

func (w *writer) sequences(ss []*schema.Sequence) {
	var lines []string
	for _, s := range ss {
		lines = append(lines, "sequence "+tableName(s.FullName())+counting(s.SequenceOptions)+flag(s.Optional, " optional"))
	}
	slices.Sort(lines)
	for i, l := range lines {
		w.line(flag(i == 0, "\n") + l)
	}
}

func (w *writer) table(t *schema.Table) {
	w.current = t.FullName()
	w.line("\ntable " + tableName(t.FullName()))
	if t.Comment != "" {
		w.line("  comment " + strconv.Quote(t.Comment))
	}
	if t.Quote != expr.QuoteAuto {
		w.line("  " + quoting[t.Quote])
	}
	for _, p := range t.Prefixes {
		w.line("  prefix " + strconv.Quote(p))
	}
	for _, o := range t.Options {
		w.line("  option " + option(o))
	}
	for _, c := range t.Columns {
		w.column(c)
	}
	w.primaryKey(t)
	w.sorted(len(t.ForeignKeys), func(i int) string { return foreignKey(t.ForeignKeys[i]) })
	w.sorted(len(t.Uniques), func(i int) string { return unique(t.Uniques[i]) })
	w.sorted(len(t.Checks), func(i int) string { return w.check(t.Checks[i]) })
	for _, c := range t.Columns {
		w.sorted(len(c.Checks), func(i int) string { return w.check(c.Checks[i]) + " beside " + name(c.Name) })
	}
	w.sorted(len(t.Excludes), func(i int) string { return w.exclude(t.Excludes[i]) })
	w.sorted(len(t.Indexes), func(i int) string { return w.index(t.Indexes[i]) })
}

func (w *writer) primaryKey(t *schema.Table) {
	if len(t.PrimaryKey) == 0 {
		return
	}
	s := columns(t.PrimaryKey)
	if k := t.Key; k != nil {
		s = optional(k.Name) + s + deferral(k.Deferral) + options(k.Options)
	}
	w.line("  primary key " + s)
}

// sql is SQL text, or an expression as such, in quotes.
func (w *writer) sql(what, text string, n expr.Node) string {
	if text == "" && n != nil {
		var err error
		if text, err = w.render(n); err != nil && w.err == nil {
			w.err = &WriteError{w.current, what, err.Error()}
		}
	}
	return strconv.Quote(text)
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
	s := "  column " + name(c.Name) + " " + flag(c.Key != c.Name, "key "+name(c.Key)+" ") + flag(c.Quote != expr.QuoteAuto, quoting[c.Quote]+" ") + w.typeText(c)
	s += flag(!c.Nullable, " not null") + flag(c.Generated(), " generated")
	if i := c.Identity; i != nil {
		s += " identity" + flag(i.Always, " always") + counting(i.SequenceOptions)
	}
	if c.Sequence != nil {
		s += " from " + tableName(c.Sequence.FullName())
	}
	if k := c.Computed; k != nil {
		s += " computed " + w.sql(c.Name, k.SQL, k.X)
		if k.Persisted != nil {
			s += word(*k.Persisted, " stored", " virtual")
		}
	}
	if c.HasServerDefault() {
		s += " default " + w.sql(c.Name, c.ServerDefault, c.ServerDefaultExpr)
	}
	s += flag(c.Fetched, " fetched") + flag(c.FetchedOnUpdate, " fetched on update") + flag(c.System, " system")
	if c.Comment != "" {
		s += " comment " + strconv.Quote(c.Comment)
	}
	w.line(s + options(c.Options))
}

func (w *writer) typeText(c *schema.Column) string {
	s := typeText(c.Type(), w.dialect)
	if o, ok := c.Type().(sqltypes.OpaqueType); ok && o.Dialect != w.dialect {
		return w.fail(c, fmt.Sprintf("its type %s is of %s, the snapshot of %q", o, o.Dialect, w.dialect))
	}
	if err := checkType(c.Type(), s, w.dialect); err != nil {
		return w.fail(c, err.Error())
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
	return s + flag(k.Match != "", " match "+strconv.Quote(k.Match)) + deferral(k.Deferral) + flag(k.UseAlter, " by alter")
}

func unique(k *schema.UniqueConstraint) string {
	return "unique " + optional(k.Name) + columns(k.Columns) + deferral(k.Deferral) + options(k.Options)
}

func (w *writer) check(k *schema.CheckConstraint) string {
	return "check " + optional(k.Name) + w.sql("check "+k.Name, k.SQL, k.X)
}

func (w *writer) exclude(k *schema.ExcludeConstraint) string {
	var parts []string
	for _, e := range k.Elements {
		s := ""
		if e.Column != nil {
			s = name(e.Column.Name)
		} else {
			s = "sql " + w.sql("exclude "+k.Name, "", e.X)
		}
		parts = append(parts, s+flag(e.OpClass != "", " class "+strconv.Quote(e.OpClass))+" with "+strconv.Quote(e.Operator))
	}
	s := "exclude " + optional(k.Name) + "(" + strings.Join(parts, ", ") + ")" + flag(k.Using != "", " using "+name(k.Using))
	if k.Where != nil {
		s += " where " + w.sql("exclude "+k.Name, "", k.Where)
	}
	return s + deferral(k.Deferral)
}

// actions are the referential actions that are written as words.
var actions = []string{"CASCADE", "RESTRICT", "SET NULL", "SET DEFAULT", "NO ACTION"}

func action(s string) string {
	if slices.Contains(actions, s) {
		return strings.ToLower(s)
	}
	return strconv.Quote(s)
}

func (w *writer) index(x *schema.Index) string {
	var parts []string
	for _, e := range x.Parts() {
		parts = append(parts, w.indexElement(x, e))
	}
	s := "index " + optional(x.Name) + "(" + strings.Join(parts, ", ") + ")" + flag(x.Unique, " unique") + flag(x.NullsNotDistinct, " nulls not distinct")
	s += flag(x.Using != "", " using "+name(x.Using))
	if len(x.Include) > 0 {
		s += " include " + columns(x.Include)
	}
	if x.Where != nil {
		s += " where " + w.sql("index "+x.Name, "", x.Where)
	}
	return s + options(x.Options)
}

// indexElement writes a column by its name, and an expression after the word sql, which no column has next to a string.
func (w *writer) indexElement(x *schema.Index, e schema.IndexElement) string {
	s := ""
	if e.Column != nil {
		s = name(e.Column.Name)
	} else {
		s = "sql " + w.sql("index "+x.Name, "", e.X)
	}
	s += flag(e.Collation != "", " collate "+strconv.Quote(e.Collation)) + flag(e.OpClass != "", " class "+strconv.Quote(e.OpClass)) + flag(e.Desc, " desc")
	return s + flag(e.Nulls != schema.NullsDefault, " "+nulls[e.Nulls])
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
