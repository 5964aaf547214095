package query

import (
	"slices"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/mapping"
)

// Class is a mapped entity as it stands in a statement.
//
// Two Classes are the same in a statement if they are equal with ==: the same entity under the same alias.
type Class struct {
	entity *mapping.Entity
	alias  *alias
	sub    *subclass
	err    error
}

// alias is another name of an entity's table.
type alias struct {
	*expr.Alias
	computed map[*mapping.Attr]*expr.Late // its attributes that are expressions
}

// subclass is where the columns of an entity are in a subquery.
type subclass struct {
	q       derived
	columns []*expr.ColumnClause // in the order of the entity's attributes, nil for one that is not there
}

// ClassOf is the entity under its own table's name.
func ClassOf(e *mapping.Entity) Class {
	if e == nil || e.Table == nil {
		return NoClass("?", "it is not mapped")
	}
	return Class{entity: e}
}

// NoClass stands for an entity that cannot be used; every statement that has it fails with the reason.
func NoClass(entity, reason string) Class {
	return Class{err: &Error{Entity: entity, Reason: reason}}
}

// Entity is the mapped entity, nil for a [NoClass].
func (c Class) Entity() *mapping.Entity { return c.entity }

// Err says why the class cannot be used, nil if it can.
func (c Class) Err() error {
	if c.entity == nil && c.err == nil {
		return &Error{Entity: "?", Reason: "a descriptor was used before it was described"}
	}
	return c.err
}

// Alias is the same entity under another name in the statement. Without a name the compiler chooses one.
//
// Each call makes a new alias: keep the result to refer to it again.
func (c Class) Alias(name ...string) Class {
	if c.Err() != nil {
		return c
	}
	n := ""
	if len(name) > 0 {
		n = name[0]
	}
	return underAlias(c.entity, expr.NewAlias(c.entity.Table.TableClause, n))
}

// underAlias is an entity under an alias of its table.
func underAlias(e *mapping.Entity, of *expr.Alias) Class {
	a := Class{entity: e, alias: &alias{Alias: of}}
	for _, attr := range e.Attrs {
		if attr.Computed {
			if a.alias.computed == nil {
				a.alias.computed = map[*mapping.Attr]*expr.Late{}
			}
			a.alias.computed[attr] = late(attr, a)
		}
	}
	return a
}

// Names are the names of the class for whoever looks for it: that of its alias, if it has one, and its own.
func (c Class) Names() (out []string) {
	if c.alias != nil && c.alias.Name != "" || c.sub != nil && expr.SelectableName(c.sub.q) != "" {
		out = append(out, expr.SelectableName(c.from()))
	}
	return append(out, c.entity.Name)
}

// from is the FROM element of the class.
func (c Class) from() expr.FromClause {
	switch {
	case c.alias != nil:
		return c.alias.Alias
	case c.sub != nil:
		return c.sub.q
	}
	return c.entity.Table.TableClause
}

// column is an attribute's column under the class's name.
func (c Class) column(a *mapping.Attr) expr.Expr {
	switch {
	case a.Computed && c.sub == nil:
		return expr.Wrap(c.computed(a))
	case c.alias != nil:
		return expr.Wrap(c.alias.Column(a.Column.ColumnClause))
	case c.sub != nil:
		col := c.sub.columns[slices.Index(c.entity.Attrs, a)]
		if col == nil {
			return expr.Wrap(&expr.Invalid{Err: &Error{c.entity.Name, a.Name, "a loading option leaves it out, but it is needed; undefer it"}})
		}
		return expr.Wrap(col)
	}
	return a.Column.Expr()
}

// Attr is an attribute of the class as an expression.
func (c Class) Attr(name string) expr.Expr {
	if err := c.Err(); err != nil {
		return expr.Wrap(&expr.Invalid{Err: err})
	}
	a := c.entity.Attr(name)
	if a == nil {
		return expr.Wrap(&expr.Invalid{Err: &Error{c.entity.Name, name, noAttribute + c.near(name)}})
	}
	return c.column(a)
}

// near suggests the attribute that a misspelt name most likely meant.
func (c Class) near(name string) string {
	var names []string
	for _, a := range c.entity.Attrs {
		names = append(names, a.Name)
	}
	if n := mapping.Nearest(name, names); n != "" {
		return "; did you mean " + n + "?"
	}
	return ""
}

// Rel is a relationship of the class.
func (c Class) Rel(name string) Rel {
	if err := c.Err(); err != nil {
		return Rel{class: c, err: err}
	}
	r := c.entity.Rel(name)
	if r == nil {
		return Rel{class: c, err: &Error{c.entity.Name, name, noRelationship}}
	}
	return Rel{class: c, rel: r}
}
