package query

import (
	"fmt"
	"slices"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/mapping"
)

// This file says which columns of an entity come with its rows: all but deferred ones, unless an option says otherwise. What identifies
// a row, or leads to another, always comes.

// columnMode is what an option does with columns.
type columnMode uint8

const (
	noColumns  columnMode = iota // the option is about a relationship
	deferred                     // not read
	raising                      // not read, and reading them later is an error
	undeferred                   // read
	only                         // read, and no others but those that other options say
	grouped                      // read: the groups of that name
)

// WithDefer leaves columns out; a class stands for all of its columns.
func WithDefer(columns ...any) Option { return Option{columns: deferred, of: columns} }

// WithDeferRaise leaves columns out and makes reading the deferred ones later an error.
func WithDeferRaise(columns ...any) Option { return Option{columns: raising, of: columns} }

// WithUndefer reads columns; a class stands for all of its columns.
func WithUndefer(columns ...any) Option { return Option{columns: undeferred, of: columns} }

// WithLoadOnly reads these columns alone.
func WithLoadOnly(columns ...any) Option { return Option{columns: only, of: columns} }

// WithUndeferGroup reads the deferred columns of groups.
func WithUndeferGroup(groups ...string) Option {
	o := Option{columns: grouped}
	for _, g := range groups {
		o.of = append(o.of, g)
	}
	return o
}

// OfColumns reports whether the option is about columns, and not about a relationship.
func (o Option) OfColumns() bool { return o.columns != noColumns }

// fits says what is wrong with an option of columns for one of the classes; nil if it is about one of them.
func (o Option) fits(classes ...Class) error {
	for _, c := range classes {
		if c.entity == nil {
			continue
		}
		if _, ok := o.attrsFor(c); ok {
			return nil
		}
	}
	if o.columns == grouped {
		return &Error{"?", "", fmt.Sprintf("nothing that is read here has deferred columns in the groups %q", o.of)}
	}
	return &Error{"?", "", "a loading option of columns of what is not read here: nest it in the option that leads there, or take the attributes from the alias that is selected"}
}

// attrsFor are the attributes of a class that an option names; ok is false if one is none of the class's.
func (o Option) attrsFor(c Class) (attrs []*mapping.Attr, ok bool) {
	ok = true
	for _, x := range o.of {
		found := named_(c, x)
		ok = ok && len(found) > 0
		attrs = append(attrs, found...)
	}
	return attrs, ok
}

// named_ are the attributes that one argument of an option names.
func named_(c Class, x any) []*mapping.Attr {
	if k, isClass := asClass(x); isClass {
		if k.entity == c.entity && k.alias == c.alias {
			return c.entity.Attrs
		}
		return nil
	}
	if g, isGroup := x.(string); isGroup {
		return matching(c.entity, func(a *mapping.Attr) bool { return a.Deferred && a.Group == g })
	}
	if k, isComposite := x.(Composite); isComposite {
		if k.comp == nil || k.comp.Entity != c.entity || k.class.alias != c.alias || k.class.sub != c.sub {
			return nil
		}
		return k.comp.Parts
	}
	e, isExpr := x.(expr.Expr)
	if !isExpr {
		return nil
	}
	return matching(c.entity, func(a *mapping.Attr) bool { return c.column(a).Node() == e.Node() })
}

func matching(e *mapping.Entity, is func(*mapping.Attr) bool) []*mapping.Attr {
	return slices.DeleteFunc(slices.Clone(e.Attrs), func(a *mapping.Attr) bool { return !is(a) })
}

// leanAttrs are the attributes of a class that are read, and those of them that must not be read later.
func leanAttrs(c Class, opts []Option) (read, raise []*mapping.Attr) {
	e := c.entity
	said := map[*mapping.Attr]bool{}
	restricted := false
	for _, o := range opts {
		attrs, _ := o.attrsFor(c)
		restricted = restricted || o.columns == only && len(attrs) > 0
		for _, a := range attrs {
			said[a] = o.columns == undeferred || o.columns == only || o.columns == grouped
			if o.columns == raising {
				raise = append(raise, a)
			}
		}
	}
	if len(said) == 0 {
		return e.Lean(), nil
	}
	return matching(e, func(a *mapping.Attr) bool {
		on, ok := said[a]
		return a.Vital || on || !ok && !restricted && !a.Deferred
	}), raise
}

// Lean is the query with the columns of its entities that its options leave: what is sent when objects are read. As a subquery, a query
// has all columns.
func (q Query) Lean() Query {
	if q.lean() {
		return q
	}
	of := q.sel.Clauses()
	if of.Err != nil || q.src != nil { // a statement says itself which columns it has
		return q
	}
	items, columns, changed := slices.Clone(q.items), []expr.Node(nil), false
	for i, it := range q.items {
		first := len(columns)
		if it.Class.entity == nil || it.Attrs != nil {
			columns = append(columns, of.Columns[it.First:it.First+it.Columns]...)
		} else {
			attrs, _ := leanAttrs(it.Class, q.opts)
			attrs = leading(q.lead, attrs)
			for _, a := range attrs {
				columns = append(columns, of.Columns[it.First+slices.Index(it.Class.entity.Attrs, a)])
			}
			if attrs = partOf(it.Class.entity, attrs); attrs != nil {
				items[i].Attrs, changed = attrs, true
			}
		}
		items[i].First, items[i].Columns = first, len(columns)-first
	}
	if changed {
		lean := *of
		lean.Columns = columns
		q.items, q.sel = items, lean.Select()
	}
	return q
}

// lean reports whether the query has the columns of [Query.Lean]: most have no options, and no entity with deferred attributes.
func (q Query) lean() bool {
	if len(q.opts) > 0 || len(q.lead) > 0 {
		return false
	}
	for i := range q.items {
		if it := &q.items[i]; it.Class.entity != nil && it.Attrs == nil && hasDeferred(it.Class.entity) {
			return false
		}
	}
	return true
}

// leading puts the attributes of lead, which are among attrs, before the others.
func leading(lead, attrs []*mapping.Attr) []*mapping.Attr {
	if len(lead) == 0 {
		return attrs
	}
	out := slices.Clone(lead)
	for _, a := range attrs {
		if !slices.Contains(lead, a) {
			out = append(out, a)
		}
	}
	return out
}

func hasDeferred(e *mapping.Entity) bool {
	return slices.ContainsFunc(e.Attrs, func(a *mapping.Attr) bool { return a.Deferred })
}

// With adds options for the entity that a statement of loading yields.
func (q Query) With(opts []Option) Query {
	q.opts = append(slices.Clip(q.opts), opts...)
	return q
}

// Raising are the attributes of a class that options forbid to read later.
func Raising(c Class, opts []Option) []*mapping.Attr {
	_, raise := leanAttrs(c, opts)
	return raise
}

// ColumnLoad is the statement that reads some columns of one object.
func ColumnLoad(c Class, attrs []*mapping.Attr, key ...any) Query {
	q := Query{sel: emptySelect}
	for _, a := range attrs {
		q = q.add(c.column(a))
	}
	for i, a := range c.entity.PrimaryKey {
		q = q.Where(c.column(a).Eq(keyBind(a.Column.Name, a, key[i])))
	}
	return q
}
