package expr

import "github.com/aludel/aludel/sqltypes"

// This file has the expressions that are not operators of another expression.

// And joins conditions: all must hold. Without any it is TRUE.
func And(conds ...any) Expr { return list(OpAnd, TrueConstant, conds) }

// Or joins conditions: one must hold. Without any it is FALSE.
func Or(conds ...any) Expr { return list(OpOr, FalseConstant, conds) }

// list flattens nested lists of the same operator, drops its neutral constant and is the other constant where that is in it,
// as the anchor does. What is left of constants alone is a list of one, so that it prints as a condition.
func list(op Op, neutral ConstantValue, conds []any) Expr {
	absorbing := TrueConstant + FalseConstant - neutral
	items := make([]Node, 0, len(conds))
	for _, c := range conds {
		n := unlist(operand(c, nil))
		switch k, ok := n.(*Constant); {
		case ok && k.Value == neutral:
			continue
		case ok && k.Value == absorbing:
			return Wrap(&List{op, []Node{n}})
		}
		if l, ok := n.(*List); ok && l.Op == op {
			items = append(items, l.Items...)
			continue
		}
		items = append(items, n)
	}
	switch len(items) {
	case 0:
		return Wrap(&List{op, []Node{&Constant{neutral}}})
	case 1:
		return Wrap(items[0])
	}
	for i := range items {
		items[i] = group(items[i], op)
	}
	return Wrap(&List{op, items})
}

// unlist gives what a list of one holds.
func unlist(n Node) Node {
	if l, ok := n.(*List); ok && len(l.Items) == 1 {
		return l.Items[0]
	}
	return n
}

// Not is the opposite of a condition: of a comparison the opposite operator, of a negation what was negated.
func Not(cond any) Expr {
	n := unlist(operand(cond, nil))
	switch x := n.(type) {
	case *Binary:
		if collects(x.L) || collects(x.R) { // not all differ where not one is equal
			return Wrap(&Unary{OpNot, group(n, OpNot), sqltypes.Boolean()})
		}
		if neg := ops[x.Op].negation; neg != NoOp {
			return Wrap(&Binary{neg, x.L, x.R, x.Typ})
		}
	case *Between:
		return Wrap(&Between{x.X, x.Lo, x.Hi, !x.Not, x.Symmetric})
	case *ExistsClause:
		return Wrap(&ExistsClause{x.Select, !x.Not})
	case *Regexp:
		if x.Replacement == nil {
			return Wrap(&Regexp{x.X, x.Pattern, nil, x.Flags, !x.Not})
		}
	case *FullText:
		negated := *x
		negated.Negated = !x.Negated
		return Wrap(&negated)
	case *Constant:
		switch x.Value {
		case TrueConstant:
			return Wrap(&List{OpAnd, []Node{&Constant{FalseConstant}}})
		case FalseConstant:
			return Wrap(&List{OpAnd, []Node{&Constant{TrueConstant}}})
		}
	}
	if IsTruth(n) {
		return Wrap(&Unary{OpNot, n, sqltypes.Boolean()})
	}
	return Wrap(&Unary{OpNot, group(n, OpNot), sqltypes.Boolean()})
}

// IsTruth reports whether n is a truth value that NOT may stand before without parentheses: a column, a call, or a comparison
// without an opposite.
func IsTruth(n Node) bool {
	switch n.(type) {
	case *Binary, *Custom, *ColumnClause, *Function, *BindParameter, *Cast, *Case:
		return n.Type().Kind() == sqltypes.BooleanKind
	}
	return false
}

// Null is NULL.
func Null() Expr { return Wrap(&Constant{NullConstant}) }

// True is the constant TRUE.
func True() Expr { return Wrap(&Constant{TrueConstant}) }

// False is the constant FALSE.
func False() Expr { return Wrap(&Constant{FalseConstant}) }

// Val is a Go value as an expression: a bind parameter.
func Val(v any) Expr { return Wrap(operand(v, nil)) }

// Exists is EXISTS (SELECT ...).
func Exists(q any) Expr {
	if r, ok := q.(interface{ Rows() Select }); ok {
		return Wrap(&ExistsClause{Select: r.Rows()})
	}
	s, ok := asSelect(q)
	if !ok {
		return invalid("EXISTS wants a SELECT, not %T", q)
	}
	return Wrap(&ExistsClause{Select: s})
}

// ScalarOf is a SELECT of one column as a value.
func ScalarOf(q any) Expr {
	s, ok := asSelect(q)
	if !ok {
		return invalid("a scalar subquery wants a SELECT, not %T", q)
	}
	return Wrap(&Scalar{s})
}

// CaseWhen starts a CASE expression with one branch.
func CaseWhen(cond, then any) Expr { return Wrap(&Case{}).When(cond, then) }

// CaseOf starts a CASE expression that compares a value: CASE value WHEN ... THEN ...
func CaseOf(value any) Expr { return Wrap(&Case{Value: operand(value, nil)}) }

// When adds a branch to a CASE expression.
func (e Expr) When(cond, then any) Expr {
	c, ok := e.Node().(*Case)
	if !ok {
		return invalid("When belongs to a CASE, not to %s", describe(e.Node()))
	}
	var like Node
	if len(c.Whens) > 0 {
		like = c.Whens[0].Then
	}
	whens := append(c.Whens[:len(c.Whens):len(c.Whens)], When{groupAt(c.branch(cond), NoOp, tightest), operand(then, like)})
	return Wrap(&Case{c.Value, whens, c.Else})
}

// branch is the condition of a branch, or what the value of the CASE is compared with.
func (c *Case) branch(cond any) Node {
	n := operand(cond, c.Value)
	if b, ok := n.(*BindParameter); ok && b.Unique && !isExpression(cond) {
		b.Name = "param" // not shared yet
	}
	return n
}

// Else is what a CASE yields when no branch applies.
func (e Expr) Else(v any) Expr {
	c, ok := e.Node().(*Case)
	if !ok || len(c.Whens) == 0 {
		return invalidBecause(ErrEmptyCase, "Else belongs to a CASE with at least one When")
	}
	return Wrap(&Case{c.Value, c.Whens, operand(v, c.Whens[0].Then)})
}

// RawText is literal SQL. Arguments are bound to the :names in it, in their order of first appearance.
func RawText(sql string, args ...any) Expr {
	names := bindNames(sql)
	if len(names) != len(args) {
		return invalid("the text has %d bind names %v and %d values; each value has its name in the text, as in `id = :id`", len(names), names, len(args))
	}
	t := &Text{SQL: sql}
	for i, n := range names {
		t.Binds = append(t.Binds, &BindParameter{Name: n, Value: args[i], Typ: typeOfValue(args[i])})
	}
	return Wrap(t)
}
