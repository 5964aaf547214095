package mapping

import (
	"slices"

	"github.com/aludel/aludel/expr"
)

// Join is a join condition that code gave a relationship. It is written over three sets of columns, which [Join.Place] puts in their
// places in a statement: those of the relationship's entity, those of its target, and those of the association between them.
type Join struct {
	// On joins the entity to its target, or with an association to that; Far joins the association to the target.
	On, Far expr.Node
	// From is the association, a table or a join of tables; nil without one.
	From expr.FromClause
	// Extra is what the condition asks of the target beside the relationship's pairs; nil where it asks anything else.
	Extra []expr.Node

	rel    *Relationship
	target *expr.Alias // under which On and Far have the target's columns
	near   []*Attr     // of the entity, that On uses
}

// Columns says what stands for the columns of a condition: near for those of the relationship's entity, far for those of its target.
// Both get columns of the tables themselves.
type Columns struct {
	Near, Far func(*expr.ColumnClause) expr.Node
	// Association has the aliases of the association's tables; those that it lacks stand for themselves.
	Association map[expr.FromClause]expr.FromClause
}

// Place is a condition of the join with its columns in their places.
func (j *Join) Place(n expr.Node, c Columns) expr.Expr {
	r := &expr.Rewriter{
		Node: func(n expr.Node) (expr.Node, bool) {
			col, ok := n.(*expr.ColumnClause)
			switch {
			case !ok:
				return nil, false
			case col.Table == expr.FromClause(j.target):
				return c.Far(baseOf(j.target, col)), true
			case col.Table == expr.FromClause(j.rel.Entity.Table.TableClause) && j.rel.Entity.Table != nil && c.Association[col.Table] == nil:
				return c.Near(col), true
			}
			return nil, false
		},
		From: func(f expr.FromClause) (expr.FromClause, bool) {
			g, ok := c.Association[f]
			return g, ok
		},
	}
	return expr.Wrap(r.Rewrite(n))
}

// PlaceFrom is the association with its tables under the names of c.
func (j *Join) PlaceFrom(c Columns) expr.FromClause {
	r := &expr.Rewriter{From: func(f expr.FromClause) (expr.FromClause, bool) {
		g, ok := c.Association[f]
		return g, ok
	}}
	return r.RewriteFrom(j.From)
}

// Tables are the tables of the association.
func (j *Join) Tables() (ts []*expr.TableClause) {
	if j.From == nil {
		return nil
	}
	for _, f := range expr.JoinMembers(j.From) {
		if t, ok := f.(*expr.TableClause); ok {
			ts = append(ts, t)
		}
	}
	return ts
}

// baseOf is the column of the table that a column of an alias is.
func baseOf(a *expr.Alias, c *expr.ColumnClause) *expr.ColumnClause {
	if i := slices.Index(a.Columns, c); i >= 0 {
		return a.Of.Columns[i]
	}
	return c
}

// attrOfClause is the attribute of a column of an entity's table, nil for one that is not mapped.
func attrOfClause(e *Entity, c *expr.ColumnClause) *Attr {
	for _, a := range e.Attrs {
		if a.Column.ColumnClause == c {
			return a
		}
	}
	return nil
}

// AttrOf is the attribute of a column of the entity's table, nil for one that is not mapped.
func (e *Entity) AttrOf(c *expr.ColumnClause) *Attr { return attrOfClause(e, c) }
