package schema

import "github.com/aludel/aludel/expr"

// Index is an index of a table. Where only plain columns are indexed, they are in Columns; else everything is in Elements.
//
// Invariant: only one of Columns and Elements is set.
type Index struct {
	placement
	Name     string
	Columns  []*Column
	Elements []IndexElement
	Unique   bool
	// Where limits the index to rows, nil for all.
	Where expr.Node
	// Using is the access method ("gin"), "" for the database's usual one.
	Using string
	// Include are columns that the index holds without being sorted by them.
	Include []*Column
	// NullsNotDistinct makes NULLs equal for a unique index.
	NullsNotDistinct bool
	// Options are what a dialect knows about indexes beyond this package.
	Options DialectOptions
}

// IndexElement is one thing that is indexed.
type IndexElement struct {
	Column *Column   // or
	X      expr.Node // an expression
	// Label names an expression for options that are given by column.
	Label string
	// OpClass is an operator class, "" for the default.
	OpClass string
	// Collation is by which text is sorted, "" for the column's.
	Collation string
	Desc      bool
	Nulls     NullsOrder
}

// NullsOrder is where NULLs are sorted.
type NullsOrder uint8

// The orders of NULLs.
const (
	NullsDefault NullsOrder = iota
	NullsFirst
	NullsLast
)

// NewIndex makes an index of columns, expressions (a *[Column], an expression, SQL text as a string) and elements. It is put
// into its table as an item of the declaration, or by [Table.Append].
func NewIndex(name string, what ...any) *Index {
	x := &Index{Name: name}
	for _, w := range what {
		x.Elements = append(x.Elements, element(w))
	}
	x.simplify()
	return x
}

// simplify keeps plain columns as such.
func (x *Index) simplify() {
	var columns []*Column
	for _, e := range x.Elements {
		if e.Column == nil || e != (IndexElement{Column: e.Column}) {
			return
		}
		columns = append(columns, e.Column)
	}
	if x.Elements != nil {
		x.Columns, x.Elements = columns, nil
	}
}

func element(w any) IndexElement {
	switch w := w.(type) {
	case IndexElement:
		return w
	case *Column:
		return IndexElement{Column: w}
	case string:
		return IndexElement{X: &expr.Text{SQL: w}}
	}
	e := IndexElement{X: defaultNode(w)}
	for {
		switch n := e.X.(type) {
		case *expr.Label:
			e.X, e.Label = n.X, n.Name
			continue
		case *expr.Unary:
			if n.Op.Modifies() {
				e.X = n.X
				e.Desc = e.Desc || n.Op == expr.OpDesc
				e.Nulls = max(e.Nulls, nullsOrders[n.Op])
				continue
			}
		}
		return e
	}
}

var nullsOrders = map[expr.Op]NullsOrder{expr.OpNullsFirst: NullsFirst, expr.OpNullsLast: NullsLast}

// Parts are the elements of the index, of plain columns too.
func (x *Index) Parts() []IndexElement {
	if x.Elements != nil {
		return x.Elements
	}
	out := make([]IndexElement, len(x.Columns))
	for i, c := range x.Columns {
		out[i].Column = c
	}
	return out
}

// IsPlain reports whether the index is nothing but columns, which may be unique.
func (x *Index) IsPlain() bool {
	return x.Elements == nil && x.Where == nil && x.Using == "" && x.Include == nil && !x.NullsNotDistinct && len(x.Options) == 0
}

func (x *Index) attach(t *Table) {
	if t.lacks("the index", x.Name, x.Columns) || t.lacks("the index", x.Name, x.Include) {
		return
	}
	x.place(t)
	for i, e := range x.Elements {
		if c, ok := e.X.(*expr.ColumnClause); ok {
			if own := t.find(c.Name); own != nil && own.ColumnClause == c {
				x.Elements[i].Column, x.Elements[i].X = own, nil
			}
		}
	}
	x.simplify()
	t.Indexes = append(t.Indexes, x)
	t.nameLater(x)
}

// ConstraintName is the name of the index.
func (x *Index) ConstraintName() string { return x.Name }
