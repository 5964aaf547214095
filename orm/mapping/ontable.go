package mapping

import (
	"slices"
	"strings"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// This file maps structs to tables that exist already: declared by hand, or read from a database.

// share makes the tables of the collection that a struct is mapped to known.
func (b *builder) share(d *Decl) {
	if d.Table == nil {
		return
	}
	tables := []*schema.Table{d.Table}
	if d.Table.MetaData != nil {
		tables = d.Table.MetaData.Tables()
	}
	for _, t := range tables {
		if b.m.MetaData.Table(t.FullName()) == nil {
			_ = b.m.MetaData.Share(t) // there is none of the name
		}
	}
}

// onTable makes an existing table an entity's.
func (b *builder) onTable(e *Entity, f *fieldWalk) {
	e.Table = f.d.Table
	for _, o := range slices.Concat(b.m.Entities, b.m.included) {
		if o != e && o.Table == e.Table {
			b.problem("ORM122", e.At, nil, "table %q is mapped by another entity already", e.Table.FullName())
		}
	}
	if b.m.MetaData.Table(e.Table.FullName()) != e.Table {
		b.problem("ORM122", e.At, nil, "another table %q is mapped in this registry", e.Table.FullName())
	}
	for field, c := range f.d.Columns {
		if c == nil || columnOf(e.Table, c) == nil {
			b.problem("ORM125", e.At, nil, "the column given for the attribute %s is none of table %q", field, e.Table.FullName())
		} else if e.Attr(field) == nil && !e.mayHave(field) {
			b.problem("ORM125", e.At, nil, "%s has no field %q to map a column to%s", e.Name, field, didYouMean(field, e.AttrNames()))
		}
	}
}

// columnOf is the column of a table that a node is, nil if it is none.
func columnOf(t *schema.Table, c *expr.ColumnClause) *schema.Column {
	for _, k := range t.Columns {
		if k.ColumnClause == c {
			return k
		}
	}
	return nil
}

// unresolved reports mistakes in the declarations of tables that structs are mapped to.
func (b *builder) unresolved(decls []*Decl, err error) {
	for _, d := range decls {
		if e := b.m.byID[d.Type.ID()]; e != nil && d.Table != nil && !hasErrors(b.m.Problems) {
			b.problem("ORM207", e.At, nil, "the tables that it is mapped to are not in order: %v", err)
		}
	}
}

func hasErrors(ps []Problem) bool {
	return slices.ContainsFunc(ps, func(p Problem) bool { return p.Severity == SeverityError })
}

// tableAttr makes an attribute of a column of the table.
func (w *fieldWalk) tableAttr(a *Attr, name string, tag Tag) {
	t := w.d.Table
	a.Column = w.tableColumn(a.Name, name)
	switch {
	case a.Column == nil:
		names := columnNames(t)
		word := name
		w.b.problem("ORM125", a.At, []Fix{{"do not map the field", []Edit{addOption(a.At, "-")}}}, "table %q has no column %q for the attribute %s%s; give it one with Property, or leave the field out", t.FullName(), word, a.Name, didYouMean(word, names))
	case slices.ContainsFunc(w.e.Attrs, func(o *Attr) bool { return o.Column == a.Column }):
		w.b.problem("ORM112", a.At, nil, "column %q is mapped by another field already", a.Column.Name)
	case !a.Codec.holds(a.Column.Type().Kind()):
		w.b.problem("ORM108", Locus{Decl: a.At.Decl, Field: a.At.Field, Part: PartType}, nil, "column %q is %s, which a field of type %s cannot hold", a.Column.Name, a.Column.Type(), a.GoType)
	default:
		a.PK = a.PK || a.Column.PrimaryKey
		if a.MayLack() && (a.Column.ServerDefault != "" || a.Column.ServerDefaultExpr != nil) {
			w.b.defaultOfNil(a)
		}
		w.e.Attrs = append(w.e.Attrs, a)
		return
	}
	w.lose(a.Path[len(a.Path)-1], tag)
}

// tableColumn is the column of an attribute: the one given for it, or the one that is called as its tag or its name says.
func (w *fieldWalk) tableColumn(field, name string) *schema.Column {
	t := w.d.Table
	if c, ok := w.d.Columns[field]; ok {
		return columnOf(t, c)
	}
	if c := t.Column(name); c != nil {
		return c
	}
	for _, c := range t.Columns {
		if c.Name == name || strings.EqualFold(c.Name, field) || strings.EqualFold(strings.ReplaceAll(c.Name, "_", ""), strings.ReplaceAll(field, ".", "")) {
			return c
		}
	}
	return nil
}

// holds reports whether values of a column of a kind fit into fields of the codec. Of types that read themselves, and kinds that only
// some databases have, it is not known.
func (c Codec) holds(k sqltypes.Kind) bool {
	switch c {
	case CodecInt, CodecUint, CodecFloat:
		return !k.IsText() && !k.IsTemporal() && k != sqltypes.LargeBinaryKind && k != sqltypes.UUIDKind && k != sqltypes.JSONKind && k != sqltypes.EnumKind
	case CodecBool:
		return k == sqltypes.BooleanKind || k.IsInteger() || k >= sqltypes.OtherKind || k == sqltypes.NullKind
	case CodecString:
		return !k.IsInteger() && k != sqltypes.FloatKind && k != sqltypes.BooleanKind && k != sqltypes.LargeBinaryKind
	case CodecTime:
		return k.IsTemporal() || k >= sqltypes.OtherKind || k == sqltypes.NullKind
	case CodecBytes:
		return !k.IsNumeric() && !k.IsTemporal() && k != sqltypes.BooleanKind
	}
	return true
}
