package expr

// This file walks trees for those who only look: the compiler's search for FROM elements, tools, lints.

// Children calls f with each direct part of n, in the order in which it is printed. Statements inside n (a scalar
// subquery, EXISTS) are not entered.
func Children(n Node, f func(Node)) {
	all := func(ns []Node) {
		for _, c := range ns {
			f(c)
		}
	}
	switch n := n.(type) {
	case *Binary:
		f(n.L)
		f(n.R)
	case *Unary:
		f(n.X)
	case *List:
		all(n.Items)
	case *Grouping:
		f(n.X)
	case *Late:
		f(n.Resolve())
	case *LikePattern:
		f(n.X)
	case *Over:
		f(n.X)
		all(n.PartitionBy)
		all(n.Order)
		all(n.bounds())
	case *WithinGroup:
		f(n.X)
		all(n.Order)
	case *FunctionFilter:
		f(n.X)
		all(n.Conds)
	case *Custom:
		f(n.L)
		f(n.R)
	case *Collate:
		f(n.X)
	case *Regexp:
		f(n.X)
		f(n.Pattern)
		if n.Replacement != nil {
			f(n.Replacement)
		}
		if n.Flags != nil {
			f(n.Flags)
		}
	case *Between:
		f(n.X)
		f(n.Lo)
		f(n.Hi)
	case *Tuple:
		all(n.Items)
	case *TypeCoerce:
		f(n.X)
	case *Array:
		all(n.Items)
	case *Span:
		f(n.From)
		f(n.To)
	case *FullText:
		all(n.Columns)
		f(n.Against)
	case *Function:
		all(n.Args)
	case *Label:
		f(n.X)
	case *Cast:
		f(n.X)
	case *Extract:
		f(n.X)
	case *Case:
		if n.Value != nil {
			f(n.Value)
		}
		for _, w := range n.Whens {
			f(w.Cond)
			f(w.Then)
		}
		if n.Else != nil {
			f(n.Else)
		}
	case *Text:
		for _, b := range n.Binds {
			f(b)
		}
	case *Assignment:
		f(n.Column)
		f(n.Value)
	}
}

// Walk calls f with n and everything below it, parents first. f says whether to go below what it was given.
func Walk(n Node, f func(Node) bool) {
	if n == nil || !f(n) {
		return
	}
	Children(n, func(c Node) { Walk(c, f) })
}

// FromsOf lists the tables, aliases and subqueries whose columns n uses, in order of first appearance, without those that
// only a subquery inside n uses.
func FromsOf(n Node) []FromClause { return appendFroms(nil, n) }

func appendFroms(froms []FromClause, n Node) []FromClause {
	switch n := n.(type) {
	case *ColumnClause:
		if n.Table != nil {
			froms = AppendFrom(froms, n.Table)
		}
		return froms
	case *BindParameter, *Constant:
		return froms
	case *Binary:
		return appendFroms(appendFroms(froms, n.L), n.R)
	case *Label:
		return appendFroms(froms, n.X)
	}
	Children(n, func(c Node) { froms = appendFroms(froms, c) })
	return froms
}

// Froms lists the FROM elements of a SELECT: those of its columns and conditions, then the explicit ones. Joins, and what they join,
// may both be among them.
func Froms(s *Clauses) []FromClause {
	froms := make([]FromClause, 0, 8)
	for _, n := range s.Columns {
		froms = appendFroms(froms, n)
	}
	for _, n := range s.WhereAll {
		froms = appendFroms(froms, n)
	}
	for _, f := range s.From {
		froms = AppendFrom(froms, f)
	}
	return froms
}

// ColumnsOf lists the columns of a FROM element, for a join those of both sides.
func ColumnsOf(f FromClause) []*ColumnClause { return columnsOf(f) }

// AppendFrom adds f unless it is there already.
func AppendFrom(froms []FromClause, f FromClause) []FromClause {
	for _, g := range froms {
		if g == f {
			return froms
		}
	}
	return append(froms, f)
}

// JoinMembers lists what a FROM element is made of: the sides of a join, else the element itself.
func JoinMembers(f FromClause) []FromClause {
	j, ok := f.(*Join)
	if !ok {
		return []FromClause{f}
	}
	return append(JoinMembers(j.Left), JoinMembers(j.Right)...)
}
