package sqlcompile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aludel/aludel/expr"
)

// This file finds FROM elements that nothing joins, whose rows are all combined with each other.

// CartesianProduct is a SELECT, or an UPDATE or DELETE of several tables, whose FROM elements fall into groups that no condition
// connects.
type CartesianProduct struct {
	// Groups are the names of the elements, as they stand in the statement; those of one group are connected.
	Groups [][]string
}

// String says what is not joined.
func (p CartesianProduct) String() string {
	var parts []string
	for _, g := range p.Groups {
		parts = append(parts, strings.Join(g, ", "))
	}
	return "nothing joins " + strings.Join(parts, " with ") + ": every row of one is combined with every row of the other"
}

// Cartesian lists the SELECTs of the statement, subqueries among them, that combine FROM elements which nothing connects: no join, no
// condition in WHERE with columns of both, no LATERAL. An explicit join is a connection whatever its condition, so that JOIN ... ON true
// says that the product is meant. Conditions within OR count one by one: a.x = 1 OR b.y = 2 connects nothing.
func (c *Compiled) Cartesian() []CartesianProduct { return c.products }

// CartesianError refuses a statement that combines FROM elements which nothing connects. Its cause is [ErrCartesian].
type CartesianError struct{ Products []CartesianProduct }

// Error says what is not joined, and how to say that a product is meant.
func (e *CartesianError) Error() string {
	return fmt.Sprintf("sqlcompile: %v; add a condition, or say that the product is meant by a join ON true", e.Products[0])
}

// Unwrap gives the cause.
func (*CartesianError) Unwrap() error { return ErrCartesian }

// CheckCartesian is nil where [Compiled.Cartesian] lists nothing, else a *[CartesianError].
func (c *Compiled) CheckCartesian() error {
	if len(c.products) == 0 {
		return nil
	}
	return &CartesianError{c.products}
}

// Cartesian is [Compiled.Cartesian] for a statement that is not compiled yet.
func Cartesian(s expr.Statement) ([]CartesianProduct, error) {
	c, err := Compile(s, Generic)
	if err != nil {
		return nil, err
	}
	return c.products, nil
}

// lint notes a product of the FROM elements of a statement with these conditions.
func (c *compiler) lint(froms []expr.FromClause, conditions []expr.Node) {
	if len(froms) < 2 {
		return
	}
	k := &connections{group: map[expr.FromClause]expr.FromClause{}}
	for _, level := range append(c.enclosing[:len(c.enclosing):len(c.enclosing)], froms) {
		for _, f := range level {
			k.known = append(k.known, expr.JoinMembers(f)...)
		}
	}
	for _, f := range froms {
		k.element(f)
	}
	for _, n := range conditions {
		k.condition(n)
	}
	var p CartesianProduct
	place := map[expr.FromClause]int{}
	for _, f := range froms {
		for _, m := range expr.JoinMembers(f) {
			root := k.find(m)
			i, ok := place[root]
			if !ok {
				i = len(p.Groups)
				place[root], p.Groups = i, append(p.Groups, nil)
			}
			p.Groups[i] = append(p.Groups[i], c.lintName(m))
		}
	}
	if len(p.Groups) > 1 {
		c.out.products = append(c.out.products, p)
	}
}

// lintName is how an element is called in a report.
func (c *compiler) lintName(f expr.FromClause) string {
	switch x := f.(type) {
	case *expr.TextFrom:
		return x.Text.SQL
	case *expr.TableFunction:
		if !x.Aliased {
			return "a function"
		}
	case *expr.TableClause:
		if x.Schema != "" {
			return x.Schema + "." + x.Name
		}
		return x.Name
	}
	return c.aliasName(f)
}

// connections joins FROM elements to groups.
type connections struct {
	group map[expr.FromClause]expr.FromClause // the next element on the way to the group's first
	// known are the elements here and of statements around; what a subquery has besides is its own and connects nothing here.
	known []expr.FromClause
}

func (k *connections) find(f expr.FromClause) expr.FromClause {
	for {
		next, ok := k.group[f]
		if !ok || next == f {
			return f
		}
		f = next
	}
}

func (k *connections) connect(fs []expr.FromClause) {
	for _, f := range fs[min(1, len(fs)):] {
		if a, b := k.find(fs[0]), k.find(f); a != b {
			k.group[b] = a
		}
	}
}

// element connects what an element of FROM connects by itself: the sides of a join, and what is used inside of what sees others.
func (k *connections) element(f expr.FromClause) {
	switch f := f.(type) {
	case *expr.Join:
		k.connect(expr.JoinMembers(f))
		k.element(f.Left)
		k.element(f.Right)
		k.condition(f.On)
	case *expr.Subquery:
		if f.Lateral {
			k.connect(append([]expr.FromClause{f}, k.outside(f.Select.Clauses())...))
		}
	case *expr.TableFunction:
		k.connect(append([]expr.FromClause{f}, k.used(f.Call)...))
	case *expr.ValuesClause:
		for _, row := range f.Rows {
			for _, n := range row {
				k.connect(append([]expr.FromClause{f}, k.used(n)...))
			}
		}
	}
}

// condition connects the elements that one comparison uses.
func (k *connections) condition(n expr.Node) {
	switch x := n.(type) {
	case *expr.List:
		if x.Op == expr.OpAnd || x.Op == expr.OpOr {
			for _, item := range x.Items {
				k.condition(item)
			}
			return
		}
	case *expr.Grouping:
		k.condition(x.X)
		return
	case *expr.Unary:
		if x.Op == expr.OpNot {
			k.condition(x.X)
			return
		}
	}
	k.connect(k.used(n))
}

// used lists the FROM elements whose columns an expression uses, also those of statements around that its subqueries use.
func (k *connections) used(n expr.Node) (froms []expr.FromClause) {
	expr.Walk(n, func(n expr.Node) bool {
		switch n := n.(type) {
		case *expr.ColumnClause:
			if n.Table != nil {
				froms = expr.AppendFrom(froms, n.Table)
			}
		case *expr.Scalar:
			froms = appendAll(froms, k.outside(n.Select.Clauses()))
		case *expr.ExistsClause:
			froms = appendAll(froms, k.outside(n.Select.Clauses()))
		}
		return true
	})
	return froms
}

// outside lists the FROM elements of statements around that a subquery uses.
func (k *connections) outside(s *expr.Clauses) (froms []expr.FromClause) {
	var all []expr.FromClause
	for _, list := range [][]expr.Node{s.Columns, s.WhereAll, s.Groups, s.HavingBy, s.Order} {
		for _, n := range list {
			all = appendAll(all, k.used(n))
		}
	}
	for _, f := range s.From {
		if j, ok := f.(*expr.Join); ok {
			all = appendAll(all, k.used(j.On))
		}
	}
	if s.Rare != nil && s.Rare.Compound != nil {
		for i := range s.Rare.Compound.Parts {
			all = appendAll(all, k.outside(s.Rare.Compound.Parts[i].Clauses()))
		}
	}
	for _, f := range all {
		if slices.Contains(k.known, f) {
			froms = append(froms, f)
		}
	}
	return froms
}

func appendAll(froms, more []expr.FromClause) []expr.FromClause {
	for _, f := range more {
		froms = expr.AppendFrom(froms, f)
	}
	return froms
}
