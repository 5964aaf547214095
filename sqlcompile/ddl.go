package sqlcompile

import (
	"errors"
	"fmt"
	"strings"

	"github.com/aludel/aludel/schema"
)

// This file renders DDL.

// DDL renders a schema element for a dialect.
func DDL(e schema.Element, d Dialect) (string, error) {
	w := &ddl{d: d, r: d.Rules()}
	switch e := e.(type) {
	case schema.CreateTable:
		w.createTable(e.Table)
	case schema.DropTable:
		w.write("DROP TABLE ", w.table(e.Table.Schema, e.Table.Name))
	case schema.CreateIndex:
		w.createIndex(e)
	default:
		w.fail(fmt.Sprintf("%T", e), errors.New("no such DDL element"))
	}
	return w.b.String(), w.err
}

type ddl struct {
	d   Dialect
	r   *Rules
	b   strings.Builder
	err error
}

func (w *ddl) fail(what string, err error) {
	if w.err == nil {
		w.err = &Error{Dialect: w.d.Name(), What: what, Err: err}
	}
}

func (w *ddl) write(parts ...string) {
	for _, p := range parts {
		w.b.WriteString(p)
	}
}

func (w *ddl) quote(name string) string {
	if len(name) > w.r.MaxIdentifier {
		w.fail("identifier "+name, fmt.Errorf("it is longer than %d bytes", w.r.MaxIdentifier))
	}
	if name == "" || strings.ContainsRune(name, 0) {
		w.fail("", fmt.Errorf("%q is no identifier", name))
	}
	return w.r.Quote(name)
}

func (w *ddl) table(ns, name string) string {
	if ns == "" {
		return w.quote(name)
	}
	return w.quote(ns) + "." + w.quote(name)
}

func (w *ddl) columns(cs []*schema.Column) string {
	var s []string
	for _, c := range cs {
		s = append(s, w.quote(c.Name))
	}
	return strings.Join(s, ", ")
}

func (w *ddl) createTable(t *schema.Table) {
	if len(t.Columns) == 0 {
		w.fail("table "+t.FullName(), errors.New("it has no columns"))
	}
	w.write("CREATE TABLE ", w.table(t.Schema, t.Name), " (\n\t")
	var parts []string
	for _, c := range t.Columns {
		parts = append(parts, w.column(c))
	}
	if len(t.PrimaryKey) > 0 {
		parts = append(parts, "PRIMARY KEY ("+w.columns(t.PrimaryKey)+")")
	}
	for _, k := range t.ForeignKeys {
		parts = append(parts, w.foreignKey(k))
	}
	for _, u := range t.Uniques {
		parts = append(parts, w.named(u.Name)+"UNIQUE ("+w.columns(u.Columns)+")")
	}
	for _, k := range t.Checks {
		parts = append(parts, w.named(k.Name)+"CHECK ("+k.SQL+")")
	}
	w.write(strings.Join(parts, ",\n\t"), "\n)")
}

func (w *ddl) named(name string) string {
	if name == "" {
		return ""
	}
	return "CONSTRAINT " + w.quote(name) + " "
}

func (w *ddl) column(c *schema.Column) string {
	typ, suffix := "", ""
	if c.Generated() {
		typ, suffix = w.d.Autoincrement(c)
	} else {
		var err error
		if typ, err = w.d.TypeSQL(c.Type()); err != nil {
			w.fail("column "+c.String(), err)
		}
	}
	s := w.quote(c.Name) + " " + typ
	if c.ServerDefault != "" {
		s += " DEFAULT " + c.ServerDefault
	}
	if !c.Nullable {
		s += " NOT NULL"
	}
	return s + suffix
}

func (w *ddl) foreignKey(k *schema.ForeignKeyConstraint) string {
	ns, name := "", k.RefTable
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		ns, name = name[:i], name[i+1:]
	}
	var ref []string
	for _, c := range k.RefColumns {
		ref = append(ref, w.quote(c))
	}
	s := fmt.Sprintf("%sFOREIGN KEY(%s) REFERENCES %s (%s)", w.named(k.Name), w.columns(k.Columns), w.table(ns, name), strings.Join(ref, ", "))
	if k.OnDelete != "" {
		s += " ON DELETE " + k.OnDelete
	}
	if k.OnUpdate != "" {
		s += " ON UPDATE " + k.OnUpdate
	}
	if k.Deferrable {
		s += " DEFERRABLE"
	}
	if k.InitiallyDeferred {
		s += " INITIALLY DEFERRED"
	}
	return s
}

func (w *ddl) createIndex(e schema.CreateIndex) {
	w.write("CREATE ")
	if e.Index.Unique {
		w.write("UNIQUE ")
	}
	w.write("INDEX ", w.quote(e.Index.Name), " ON ", w.table(e.Table.Schema, e.Table.Name), " (", w.columns(e.Index.Columns), ")")
}
