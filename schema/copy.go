package schema

import (
	"maps"
	"slices"

	"github.com/aludel/aludel/expr"
)

// CopyOption changes a copy of a table.
type CopyOption func(*copying)

// CopySchema puts the copy into another schema. Foreign keys to tables of the schema that the table is in follow it there.
func CopySchema(name string) CopyOption { return func(c *copying) { c.schema = &name } }

// CopyName gives the copy another name.
func CopyName(name string) CopyOption { return func(c *copying) { c.name = name } }

// CopyColumns copies these columns only, by name. Constraints and indexes that need others are left out.
func CopyColumns(names ...string) CopyOption { return func(c *copying) { c.only = names } }

// CopyReplacing puts these columns, which are of no table yet, in the place of those of the same name; others come after all. A
// foreign key of a replaced column is left out if the new one has its own.
func CopyReplacing(columns ...*Column) CopyOption {
	return func(c *copying) { c.replacing = append(c.replacing, columns...) }
}

// copying is one call of CopyTo.
type copying struct {
	from, to *Table
	schema   *string
	name     string
	columns  map[*Column]*Column
	// only and replacing are those of the options.
	only      []string
	replacing []*Column
}

// CopyTo declares a copy of the table in another collection: columns, constraints, indexes, options and listeners. Names that a
// naming convention gave are made anew by that of the other collection. If it has a table of that name already, the mistake is
// kept there, as with [NewTable].
func (t *Table) CopyTo(md *MetaData, opts ...CopyOption) *Table {
	c := &copying{from: t, name: t.Name, columns: map[*Column]*Column{}}
	for _, o := range opts {
		o(c)
	}
	ns := t.Schema
	switch {
	case c.schema != nil:
		ns = *c.schema
	case ns == "" || t.MetaData != nil && ns == t.MetaData.Schema:
		ns = md.Schema
	}
	c.to = &Table{TableClause: expr.NewTableClause(ns, c.name), byName: map[string]*Column{}, Comment: t.Comment}
	c.to.Quote = t.Quote
	c.to.Prefixes, c.to.Options, c.to.Info = slices.Clone(t.Prefixes), slices.Clone(t.Options), maps.Clone(t.Info)
	c.to.dependsOn = slices.Clone(t.dependsOn)
	for e, ls := range t.listeners {
		for _, l := range ls {
			c.to.Listen(e, l)
		}
	}
	c.parts(t)
	c.to.mistakes = slices.Clone(t.mistakes)
	if err := md.Add(c.to); err != nil {
		md.mistakes = append(md.mistakes, err)
	}
	return c.to
}

// parts copies columns, constraints and indexes.
func (c *copying) parts(t *Table) {
	for _, col := range t.Columns {
		c.column(col)
	}
	for _, col := range c.replacing {
		if col.Owner == nil {
			c.to.Append(col)
		}
	}
	c.to.SetPrimaryKey(slices.DeleteFunc(c.all(t.PrimaryKey), func(col *Column) bool { return col == nil }))
	if k := t.Key; k != nil && !k.implicit && c.complete(k.Columns) {
		c.to.Append(&PrimaryKeyConstraint{Name: original(k.Name, k), Columns: c.all(k.Columns), Deferral: k.Deferral, Options: slices.Clone(k.Options)})
	}
	for _, k := range t.Constraints() {
		if c.copies(k) {
			c.to.Append(c.constraint(k))
		}
	}
	for _, x := range t.Indexes {
		_, _, columns := describe(x)
		if c.complete(columns) && c.complete(x.Include) {
			c.to.Append(c.index(x))
		}
	}
}

// complete reports whether all columns are copied.
func (c *copying) complete(columns []*Column) bool {
	return !slices.ContainsFunc(columns, func(old *Column) bool { return c.columns[old] == nil })
}

// copies reports whether a constraint is copied.
func (c *copying) copies(k Constraint) bool {
	_, _, columns := describe(k)
	if !c.complete(columns) {
		return false
	}
	if _, ok := k.(*ForeignKeyConstraint); ok {
		return !slices.ContainsFunc(columns, func(old *Column) bool {
			own := c.columns[old]
			return slices.Contains(c.replacing, own) && own.ForeignKey != nil
		})
	}
	return true
}

// original is a name as it was declared, before a convention.
func original(name string, n named) string {
	if n.placed().convention {
		return n.placed().given
	}
	return name
}

func (c *copying) column(old *Column) {
	if c.only != nil && !slices.Contains(c.only, old.Name) {
		return
	}
	for _, own := range c.replacing {
		if own.Name == old.Name {
			c.columns[old] = own
			c.to.Append(own)
			return
		}
	}
	col := *old
	col.ColumnClause = expr.NewColumnClause(old.Name, old.Typ)
	col.Quote = old.Quote
	col.ForeignKey, col.after, col.unique, col.indexed = nil, nil, false, false
	col.Checks = nil
	for _, k := range old.Checks {
		col.Checks = append(col.Checks, &CheckConstraint{Name: original(k.Name, k), SQL: k.SQL, X: k.X})
	}
	col.Options, col.Info = slices.Clone(old.Options), maps.Clone(old.Info)
	c.columns[old] = &col
	c.to.Append(&col)
}

// all are the copies of columns.
func (c *copying) all(cs []*Column) []*Column {
	out := make([]*Column, len(cs))
	for i, old := range cs {
		out[i] = c.columns[old]
	}
	return out
}

func (c *copying) constraint(k Constraint) Constraint {
	switch k := k.(type) {
	case *ForeignKeyConstraint:
		n := &ForeignKeyConstraint{
			Name: original(k.Name, k), Columns: c.all(k.Columns), RefTable: c.refTable(k), RefColumns: slices.Clone(k.RefColumns),
			OnDelete: k.OnDelete, OnUpdate: k.OnUpdate, Match: k.Match, Deferral: k.Deferral, UseAlter: k.UseAlter,
		}
		return n
	case *UniqueConstraint:
		return &UniqueConstraint{Name: original(k.Name, k), Columns: c.all(k.Columns), Deferral: k.Deferral, Options: slices.Clone(k.Options)}
	case *CheckConstraint:
		return &CheckConstraint{Name: original(k.Name, k), SQL: k.SQL, X: k.X}
	}
	k2 := *k.(*ExcludeConstraint)
	k2.placement = placement{}
	k2.Elements = slices.Clone(k2.Elements)
	for i, e := range k2.Elements {
		if e.Column != nil {
			k2.Elements[i].Column = c.columns[e.Column]
		}
	}
	return &k2
}

// refTable is what a copied foreign key refers to: a table in the schema of the table itself moves with it.
func (c *copying) refTable(k *ForeignKeyConstraint) string {
	ns, name := "", k.RefTable
	if i := len(k.RefTable) - len(lastName(k.RefTable)) - 1; i > 0 {
		ns, name = k.RefTable[:i], k.RefTable[i+1:]
	}
	if k.RefTable == c.from.FullName() {
		return c.to.FullName()
	}
	if ns == c.from.Schema {
		ns = c.to.Schema
	}
	if ns == "" {
		return name
	}
	return ns + "." + name
}

func (c *copying) index(x *Index) *Index {
	n := *x
	n.placement = placement{}
	n.Name = original(x.Name, x)
	if x.Columns != nil {
		n.Columns = c.all(x.Columns)
	}
	n.Elements = slices.Clone(x.Elements)
	for i, e := range n.Elements {
		n.Elements[i].Column = c.columns[e.Column]
	}
	if x.Include != nil {
		n.Include = c.all(x.Include)
	}
	n.Options = slices.Clone(x.Options)
	return &n
}
