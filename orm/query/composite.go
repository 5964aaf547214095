package query

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/mapping"
)

// This file has composites in statements: attributes that are several columns.

// Composed is a value of a composite, or several of them, as a statement sees them: package orm passes the structs so.
type Composed interface {
	// Rows are the values of the composite's columns, in the order of its parts, for each of the structs; the error says which does not fit.
	Rows(c *mapping.Composite) ([][]any, error)
	// Value is the first of the structs as it is, for an attribute that is one column.
	Value() any
}

// plain is a value for an attribute that is one column.
func plain(v any) any {
	if c, ok := v.(Composed); ok {
		return c.Value()
	}
	return v
}

// Composite is a composite attribute of a class.
type Composite struct {
	class Class
	comp  *mapping.Composite
	err   error
}

// Sorting is several expressions in ORDER BY.
type Sorting []any

// Assignments are the assignments of several columns.
type Assignments []any

// Composite is a composite attribute of the class.
func (c Class) Composite(name string) Composite {
	if err := c.Err(); err != nil {
		return Composite{class: c, err: err}
	}
	k := c.entity.Composite(name)
	if k == nil {
		return Composite{class: c, err: &Error{c.entity.Name, name, noComposite}}
	}
	return Composite{class: c, comp: k}
}

// Mapped is the mapped composite, nil if the class has none of the name.
func (c Composite) Mapped() *mapping.Composite { return c.comp }

// Err says why the composite cannot be used, nil if it can.
func (c Composite) Err() error {
	if c.err == nil && c.comp == nil {
		return &Error{Entity: "?", Reason: "a descriptor was used before it was described"}
	}
	return c.err
}

// Expr is the composite as a tuple of its columns.
func (c Composite) Expr() expr.Expr {
	if err := c.Err(); err != nil {
		return expr.Wrap(&expr.Invalid{Err: err})
	}
	return expr.TupleOf(c.columns()...)
}

// columns are those of the composite's parts.
func (c Composite) columns() []any {
	out := make([]any, len(c.comp.Parts))
	for i, a := range c.comp.Parts {
		out[i] = c.class.column(a)
	}
	return out
}

// values are those of a struct for the parts, each read when the statement is sent.
func (c Composite) values(v any) ([]any, error) {
	out := make([]any, len(c.comp.Parts))
	for i, a := range c.comp.Parts {
		switch v := v.(type) {
		case Composed:
			out[i] = partValue{v, c.comp, i}
		case expr.Hole:
			out[i] = expr.Hole{Name: v.Name + "." + pathText(c.comp, a), Type: a.GoType.String()}
		default:
			return nil, &Error{c.class.entity.Name, c.comp.Name, "a composite is compared with something that is none of its values"}
		}
	}
	return out, nil
}

func pathText(c *mapping.Composite, a *mapping.Attr) string { return a.Name[len(c.Name)+1:] }

// partValue is one column of a struct.
type partValue struct {
	v Composed
	c *mapping.Composite
	i int
}

// BindValue implements expr.Deferred.
func (p partValue) BindValue() (any, error) {
	rows, err := p.v.Rows(p.c)
	if err != nil {
		return nil, err
	}
	return rows[0][p.i], nil
}

// each joins a condition on every part, unless the composite or the value cannot be used.
func (c Composite) each(v any, cond func(a *mapping.Attr, column expr.Expr, value any) expr.Expr) expr.Expr {
	if err := c.Err(); err != nil {
		return expr.Wrap(&expr.Invalid{Err: err})
	}
	values, err := c.values(v)
	if err != nil {
		return expr.Wrap(&expr.Invalid{Err: err})
	}
	return c.all(func(i int, a *mapping.Attr) expr.Expr { return cond(a, c.class.column(a), values[i]) })
}

func (c Composite) all(cond func(i int, a *mapping.Attr) expr.Expr) expr.Expr {
	var conds []any
	for i, a := range c.comp.Parts {
		conds = append(conds, cond(i, a))
	}
	return expr.And(conds...)
}

// Eq holds where every column has the value of its part. NULL equals what is nil where a part can say so.
func (c Composite) Eq(v any) expr.Expr {
	return c.each(v, func(a *mapping.Attr, column expr.Expr, value any) expr.Expr {
		bind := expr.Wrap(&expr.BindParameter{Name: a.Column.Name, Value: value, Typ: a.Column.Type(), Unique: true})
		if a.HoldsNull() {
			return column.IsNotDistinctFrom(bind)
		}
		return column.Eq(bind)
	})
}

// Ne holds where some column has another value than its part.
func (c Composite) Ne(v any) expr.Expr { return c.Eq(v).Not() }

// EqOf holds where every column equals that of another composite.
func (c Composite) EqOf(o any) expr.Expr {
	other, ok := o.(Composite)
	switch {
	case !ok || other.Err() == nil && c.Err() == nil && len(other.comp.Parts) != len(c.comp.Parts):
		return expr.Wrap(&expr.Invalid{Err: &Error{"?", "", "a composite is compared with something that is none of its kind"}})
	case c.Err() != nil:
		return c.Expr()
	case other.Err() != nil:
		return other.Expr()
	}
	return c.all(func(i int, a *mapping.Attr) expr.Expr {
		if column := other.class.column(other.comp.Parts[i]); a.HoldsNull() {
			return c.class.column(a).IsNotDistinctFrom(column)
		}
		return c.class.column(a).Eq(other.class.column(other.comp.Parts[i]))
	})
}

// In holds where the columns have the values of one of several structs.
func (c Composite) In(vs any) expr.Expr {
	rows, err := c.rows(vs)
	if err != nil {
		return expr.Wrap(&expr.Invalid{Err: err})
	}
	return c.row().In(rows)
}

// NotIn holds where the columns have the values of none of several structs.
func (c Composite) NotIn(vs any) expr.Expr {
	rows, err := c.rows(vs)
	if err != nil {
		return expr.Wrap(&expr.Invalid{Err: err})
	}
	return c.row().NotIn(rows)
}

// row is the tuple of the columns, or the only one.
func (c Composite) row() expr.Expr {
	if len(c.comp.Parts) == 1 {
		return c.class.column(c.comp.Parts[0])
	}
	return c.Expr()
}

// rows are the values of several structs, as IN takes them.
func (c Composite) rows(vs any) (any, error) {
	if err := c.Err(); err != nil {
		return nil, err
	}
	switch v := vs.(type) {
	case expr.Hole:
		return v, nil
	case Composed:
		rows, err := v.Rows(c.comp)
		if err != nil || len(c.comp.Parts) > 1 {
			return rows, err
		}
		one := make([]any, len(rows))
		for i, r := range rows {
			one[i] = r[0]
		}
		return one, nil
	}
	return nil, &Error{c.class.entity.Name, c.comp.Name, "a composite is compared with something that is none of its values"}
}

// compared is a comparison of rows, which databases make column by column.
func (c Composite) compared(v any, op func(row, value expr.Expr) expr.Expr) expr.Expr {
	if err := c.Err(); err != nil {
		return expr.Wrap(&expr.Invalid{Err: err})
	}
	values, err := c.values(v)
	if err != nil {
		return expr.Wrap(&expr.Invalid{Err: err})
	}
	if len(values) == 1 {
		return op(c.row(), expr.ValOf(values[0], c.comp.Parts[0].Column.Type()))
	}
	return op(c.row(), c.row().Row(values...))
}

// Lt holds where the columns come before the values, compared one after the other.
func (c Composite) Lt(v any) expr.Expr {
	return c.compared(v, func(l, r expr.Expr) expr.Expr { return l.Lt(r) })
}

// Le is Lt, or equal.
func (c Composite) Le(v any) expr.Expr {
	return c.compared(v, func(l, r expr.Expr) expr.Expr { return l.Le(r) })
}

// Gt holds where the columns come after the values, compared one after the other.
func (c Composite) Gt(v any) expr.Expr {
	return c.compared(v, func(l, r expr.Expr) expr.Expr { return l.Gt(r) })
}

// Ge is Gt, or equal.
func (c Composite) Ge(v any) expr.Expr {
	return c.compared(v, func(l, r expr.Expr) expr.Expr { return l.Ge(r) })
}

// IsNull holds where all columns are NULL.
func (c Composite) IsNull() expr.Expr {
	if c.Err() != nil {
		return c.Expr()
	}
	return c.all(func(_ int, a *mapping.Attr) expr.Expr { return c.class.column(a).IsNull() })
}

// IsNotNull holds where some column is not NULL.
func (c Composite) IsNotNull() expr.Expr {
	if c.Err() != nil {
		return c.Expr()
	}
	var conds []any
	for _, a := range c.comp.Parts {
		conds = append(conds, c.class.column(a).IsNotNull())
	}
	return expr.Or(conds...)
}

// Asc sorts by the columns, one after the other.
func (c Composite) Asc() Sorting { return c.sorted(expr.Expr.Asc) }

// Desc sorts by the columns, one after the other, largest first.
func (c Composite) Desc() Sorting { return c.sorted(expr.Expr.Desc) }

func (c Composite) sorted(by func(expr.Expr) expr.Expr) (out Sorting) {
	if c.Err() != nil {
		return Sorting{c.Expr()}
	}
	for _, a := range c.comp.Parts {
		out = append(out, by(c.class.column(a)))
	}
	return out
}

// To assigns the parts of a struct to the columns.
func (c Composite) To(v any) (out Assignments) {
	if c.Err() != nil {
		return Assignments{c.Expr()}
	}
	values, err := c.values(v)
	if err != nil {
		return Assignments{expr.Wrap(&expr.Invalid{Err: err})}
	}
	for i, a := range c.comp.Parts {
		out = append(out, c.class.column(a).To(expr.ValOf(values[i], a.Column.Type())))
	}
	return out
}

// ToNull assigns NULL to the columns.
func (c Composite) ToNull() (out Assignments) {
	if c.Err() != nil {
		return Assignments{c.Expr()}
	}
	for _, a := range c.comp.Parts {
		out = append(out, c.class.column(a).ToNull())
	}
	return out
}

// spread puts the columns of composites, and what is made of them, in their place.
func spread(xs []any) []any {
	var out []any
	for i, x := range xs {
		var parts []any
		switch x := x.(type) {
		case Composite:
			if parts = []any{x.Expr()}; x.Err() == nil {
				parts = x.columns()
			}
		case Sorting:
			parts = x
		case Assignments:
			parts = x
		default:
			if out != nil {
				out = append(out, x)
			}
			continue
		}
		if out == nil {
			out = append(make([]any, 0, len(xs)+len(parts)), xs[:i]...)
		}
		out = append(out, parts...)
	}
	if out == nil {
		return xs
	}
	return out
}

// Spread are elements with the assignments of composites in their place.
func Spread(xs []any) []any { return spread(xs) }

// addComposite makes a composite one item of a row, of the columns given.
func (q Query) addComposite(c Composite, columns []any) Query {
	q.items = append(q.items[:len(q.items):len(q.items)], Item{Composite: c.comp, Of: c.class, First: q.width(), Columns: len(columns)})
	q.sel = q.sel.Column(columns...)
	return q
}
