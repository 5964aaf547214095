package expr

import "github.com/aludel/aludel/sqltypes"

// This file has the expressions that are not operators of another expression.

// And joins conditions: all must hold. Without any it is TRUE.
func And(conds ...any) Expr { return list(OpAnd, TrueConstant, conds) }

// Or joins conditions: one must hold. Without any it is FALSE.
func Or(conds ...any) Expr { return list(OpOr, FalseConstant, conds) }

// list flattens nested lists of the same operator and drops its neutral constant, as the anchor does.
func list(op Op, neutral ConstantValue, conds []any) Expr {
	items := make([]Node, 0, len(conds))
	for _, c := range conds {
		n := operand(c, nil)
		if k, ok := n.(*Constant); ok && k.Value == neutral {
			continue
		}
		if l, ok := n.(*List); ok && l.Op == op {
			items = append(items, l.Items...)
			continue
		}
		items = append(items, group(n, op))
	}
	switch len(items) {
	case 0:
		return Expr{&Constant{neutral}}
	case 1:
		return Expr{items[0]}
	}
	return Expr{&List{op, items}}
}

// Not is the opposite of a condition.
func Not(cond any) Expr {
	n := operand(cond, nil)
	switch x := n.(type) {
	case *Binary:
		if neg := ops[x.Op].negation; neg != NoOp {
			return Expr{&Binary{neg, x.L, x.R, x.Typ}}
		}
	case *Between:
		return Expr{&Between{x.X, x.Lo, x.Hi, !x.Not}}
	case *ExistsClause:
		return Expr{&ExistsClause{x.Select, !x.Not}}
	case *Constant:
		switch x.Value {
		case TrueConstant:
			return Expr{&Constant{FalseConstant}}
		case FalseConstant:
			return Expr{&Constant{TrueConstant}}
		}
	}
	return Expr{&Unary{OpNot, group(n, OpNot), sqltypes.Boolean()}}
}

// Null is NULL.
func Null() Expr { return Expr{&Constant{NullConstant}} }

// True is the constant TRUE.
func True() Expr { return Expr{&Constant{TrueConstant}} }

// False is the constant FALSE.
func False() Expr { return Expr{&Constant{FalseConstant}} }

// Val is a Go value as an expression: a bind parameter.
func Val(v any) Expr { return Expr{operand(v, nil)} }

// Bind is a bind parameter of a given name, which may stand in several places of one statement.
func Bind(name string, v any, t sqltypes.Type) Expr {
	if t == nil {
		t = typeOfValue(v)
	}
	return Expr{&BindParameter{Name: name, Value: v, Typ: t}}
}

// Func is a call of the SQL function name. A nil type leaves the result's type unknown.
func Func(name string, t sqltypes.Type, args ...any) Expr {
	f := &Function{Name: name, Typ: t}
	for _, a := range args {
		n := operand(a, nil)
		if b, ok := n.(*BindParameter); ok && b.Unique {
			b.Name = name
		}
		f.Args = append(f.Args, group(n, OpComma))
	}
	return Expr{f}
}

// Count is count(x).
func Count(x any) Expr { return Func("count", sqltypes.BigInteger(), x) }

// CountAll is count(*).
func CountAll() Expr { return Func("count", sqltypes.BigInteger(), &Text{SQL: "*"}) }

// Sum is sum(x), of the type of x.
func Sum(x any) Expr { return typedFunc("sum", x) }

// Max is max(x), of the type of x.
func Max(x any) Expr { return typedFunc("max", x) }

// Min is min(x), of the type of x.
func Min(x any) Expr { return typedFunc("min", x) }

// Avg is avg(x).
func Avg(x any) Expr { return Func("avg", sqltypes.Float(), x) }

// Lower is lower(x).
func Lower(x any) Expr { return typedFunc("lower", x) }

// Upper is upper(x).
func Upper(x any) Expr { return typedFunc("upper", x) }

// Length is length(x), in characters.
func Length(x any) Expr { return Func("length", sqltypes.BigInteger(), x) }

// Coalesce is the first argument that is not NULL. A Go value among them has the type of the first.
func Coalesce(x any, others ...any) Expr {
	first := Coerce(x)
	args := []any{first}
	for _, o := range others {
		args = append(args, operand(o, first.Node()))
	}
	return Func("coalesce", first.Type(), args...)
}

func typedFunc(name string, x any) Expr {
	e := Coerce(x)
	return Func(name, e.Type(), e)
}

// Exists is EXISTS (SELECT ...).
func Exists(q any) Expr {
	s, ok := asSelect(q)
	if !ok {
		return invalid("EXISTS wants a SELECT, not %T", q)
	}
	return Expr{&ExistsClause{Select: s}}
}

// ScalarOf is a SELECT of one column as a value.
func ScalarOf(q any) Expr {
	s, ok := asSelect(q)
	if !ok {
		return invalid("a scalar subquery wants a SELECT, not %T", q)
	}
	return Expr{&Scalar{s}}
}

// CaseWhen starts a CASE expression with one branch.
func CaseWhen(cond, then any) Expr { return Expr{&Case{}}.When(cond, then) }

// When adds a branch to a CASE expression.
func (e Expr) When(cond, then any) Expr {
	c, ok := e.N.(*Case)
	if !ok {
		return invalid("When belongs to a CASE, not to %s", describe(e.Node()))
	}
	var like Node
	if len(c.Whens) > 0 {
		like = c.Whens[0].Then
	}
	whens := append(c.Whens[:len(c.Whens):len(c.Whens)], When{operand(cond, nil), operand(then, like)})
	return Expr{&Case{whens, c.Else}}
}

// Else is what a CASE yields when no branch applies.
func (e Expr) Else(v any) Expr {
	c, ok := e.N.(*Case)
	if !ok || len(c.Whens) == 0 {
		return invalid("Else belongs to a CASE with at least one When")
	}
	return Expr{&Case{c.Whens, operand(v, c.Whens[0].Then)}}
}

// RawText is literal SQL. Arguments are bound to the :names in it, in their order of first appearance.
func RawText(sql string, args ...any) Expr {
	names := bindNames(sql)
	if len(names) != len(args) {
		return invalid("text has %d bind names %v and %d values", len(names), names, len(args))
	}
	t := &Text{SQL: sql}
	for i, n := range names {
		t.Binds = append(t.Binds, &BindParameter{Name: n, Value: args[i], Typ: typeOfValue(args[i])})
	}
	return Expr{t}
}
