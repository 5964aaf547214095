package expr

import (
	"fmt"
	"github.com/aludel/aludel/sqltypes"
)

// This file changes FROM elements.

// RewriteFrom gives the changed copy of a FROM element. A subquery, and what else has a statement or expressions in it, is always
// copied; tables and their aliases stay unless the Rewriter says otherwise.
func (r *Rewriter) RewriteFrom(f FromClause) FromClause {
	if f == nil {
		return nil
	}
	if done, ok := r.froms[f]; ok {
		return done
	}
	if r.From != nil {
		if out, ok := r.From(f); ok {
			r.done(f, out)
			return out
		}
	}
	switch f := f.(type) {
	case *Join:
		j := *f
		r.done(f, &j)
		j.Left, j.Right, j.On = r.RewriteFrom(f.Left), r.RewriteFrom(f.Right), r.Rewrite(f.On)
	case *Subquery:
		q := *f
		r.done(f, &q)
		q.Columns = columnsFor(&q, f.Columns)
		q.Select = r.Select(f.Select)
	case *CTE:
		r.cte(f)
	case *CTEAlias:
		a := *f
		r.done(f, &a)
		a.Columns = columnsFor(&a, f.Columns)
		if of, ok := r.RewriteFrom(f.Of).(*CTE); ok {
			a.Of = of
		}
	case *TableFunction:
		g := f.with(f.Columns)
		r.done(f, g)
		g.Call = r.Rewrite(f.Call)
	case *ValuesClause:
		v := *f
		r.done(f, &v)
		v.Columns, v.Rows = columnsFor(&v, f.Columns), make([][]Node, len(f.Rows))
		for i, row := range f.Rows {
			v.Rows[i] = r.all(row)
		}
	case *TableSample:
		s := *f
		r.done(f, &s)
		s.Columns = columnsFor(&s, f.Columns)
		s.Method, s.Seed = r.Rewrite(f.Method), r.Rewrite(f.Seed)
	case *TextFrom:
		if t, ok := r.Rewrite(f.Text).(*Text); ok && t != f.Text {
			r.done(f, &TextFrom{t})
		}
	}
	if done, ok := r.froms[f]; ok {
		return done
	}
	return f
}

// done remembers what became of a FROM element, before its parts are looked at: one may name it.
func (r *Rewriter) done(f, g FromClause) {
	if r.froms == nil {
		r.froms = map[FromClause]FromClause{}
	}
	r.froms[f] = g
}

func (r *Rewriter) cte(f *CTE) {
	c := *f
	r.done(f, &c)
	c.Columns = columnsFor(&c, f.Columns)
	if f.original != nil {
		if o, ok := r.RewriteFrom(f.original).(*CTE); ok {
			c.original = o
		}
	}
	if f.DML == nil {
		c.Select = r.Select(f.Select)
	}
}

// ReplaceSelectable puts one FROM element in the place of another: an alias of a table, or a subquery that selects from it, in the place
// of the table. The columns follow by lineage: a column of the old element becomes the one that shows it, whatever its name. Inside of
// the new element nothing changes. A column that the new element does not show is an error when the statement is compiled.
func (s Select) ReplaceSelectable(old, replacement Source) Select {
	from, to := fromOf(old), fromOf(replacement)
	r := &Rewriter{
		From: func(f FromClause) (FromClause, bool) { return to, f == from || f == to },
		Node: func(n Node) (Node, bool) {
			c, ok := n.(*ColumnClause)
			if !ok || c.Table == nil || c.Table != from {
				return nil, false
			}
			return descendant(to, c), true
		},
	}
	return r.Select(s)
}

// descendant is the column of f that shows c.
func descendant(f FromClause, c *ColumnClause) Node {
	for _, k := range columnsOf(f) {
		for b := k; b != nil; b = b.base {
			if b == c {
				return k
			}
		}
	}
	return &Invalid{noColumn("", f, c.Name, fmt.Sprintf("%s does not show column %s of %s, which the statement uses", sourceName(f), c.Name, sourceName(c.Table)))}
}

// UniqueParams makes the binds that have given names ([Bind]) into ones that are numbered, so that copies of a SELECT with other values
// can stand in one statement. Values are by name; a bind without one keeps its own. A name that no bind has is an error when the
// statement is compiled.
func (s Select) UniqueParams(values map[string]any) Select { return s.bindValues(values, true) }

// Params gives other values to the binds that have given names.
func (s Select) Params(values map[string]any) Select { return s.bindValues(values, false) }

func (s Select) bindValues(values map[string]any, unique bool) Select {
	byName := map[string]*BindParameter{}
	r := &Rewriter{Node: func(n Node) (Node, bool) {
		b, ok := n.(*BindParameter)
		if !ok || b.Unique {
			return nil, false
		}
		if byName[b.Name] == nil {
			byName[b.Name] = rebound(b, values, unique)
		}
		return byName[b.Name], true
	}}
	out := r.Select(s)
	for _, name := range sortedNames(values) {
		if byName[name] == nil {
			return out.fail(&Error{What: "Params", Reason: "the statement has no bind named " + name, Err: ErrNoSuchBind, Bind: name})
		}
	}
	return out
}

// rebound is a bind with another value and, if unique, a numbered name.
func rebound(b *BindParameter, values map[string]any, unique bool) *BindParameter {
	c := *b
	c.Unique = unique
	if v, ok := values[b.Name]; ok {
		c.Value = v
		if c.Type().Kind() == sqltypes.NullKind {
			c.Typ = typeOfValue(v)
		}
	}
	return &c
}
