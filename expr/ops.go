package expr

import "github.com/aludel/aludel/sqltypes"

// This file has the operators of [Expr].

// Expr is an expression together with the operators that may be applied to it. The zero Expr is no expression: using it
// gives an error when the statement is compiled.
//
// Arguments of type any may be another Expr, a [Node], a [Select] (a scalar subquery), nil (NULL), or a Go value, which
// becomes a bind parameter of the expression's type.
type Expr struct {
	// n points to the node as an interface. An Expr is one pointer wide, so that passing one as any costs nothing: a statement is
	// built of calls that take any. What makes frequent nodes puts the interface beside the node, see boxed.go.
	n *Node
}

// Wrap makes an expression of a node.
func Wrap(n Node) Expr {
	switch c := n.(type) {
	case nil:
		return Expr{}
	case *ColumnClause:
		if c != nil && c.self == n {
			return Expr{&c.self}
		}
	}
	box := n
	return Expr{&box}
}

// Node is the node of the expression, an [Invalid] one for the zero Expr.
func (e Expr) Node() Node {
	if e.n == nil {
		return &Invalid{errEmpty}
	}
	return fullNode(*e.n)
}

// Type is the SQL type of the expression.
func (e Expr) Type() sqltypes.Type { return e.Node().Type() }

// operate builds e op v with the result that the types of both sides give.
func (e Expr) operate(op Op, v any) Expr {
	l := e.Node()
	r := operand(v, l)
	if b, ok := r.(*BindParameter); ok && b.Unique && !isExpression(v) {
		b.Typ = ownType(v, b.Typ) // not shared yet
	}
	op, t := adapt(op, l.Type(), r.Type())
	return newBinary(op, l, r, t)
}

func newBinary(op Op, l, r Node, t sqltypes.Type) Expr {
	if x := unfit(l, r); x != nil {
		return Wrap(x)
	}
	p := operandPrecedence(op)
	return infix(op, groupAt(l, op, p), groupAt(r, op, p), t)
}

// unfit is what is wrong with two operands, nil for nothing.
func unfit(l, r Node) *Invalid {
	if x, ok := l.(*Invalid); ok {
		return x
	}
	if x, ok := r.(*Invalid); ok {
		return x
	}
	return unequalTuples(l, r)
}

// compare builds a comparison; a NULL on the right is an error, except where the operator has a form for it.
func (e Expr) compare(op Op, v any) Expr {
	if op >= firstCompared && op <= lastCompared {
		if x, ok := e.quick(op, v); ok {
			return x
		}
	}
	x := e.comparison(op, v)
	if b, ok := x.Node().(*Binary); ok && isNull(b.R) {
		return invalidBecause(ErrNullOperand, "%s NULL is never true; use IsNull, IsNotNull or EqPtr", op)
	}
	return x
}

// equality builds = or !=, which against NULL is IS or IS NOT.
func (e Expr) equality(op, null Op, v any) Expr {
	if x, ok := e.quick(op, v); ok {
		return x
	}
	x := e.comparison(op, v)
	if b, ok := x.Node().(*Binary); ok && isNull(b.R) {
		b.Op = null // not shared yet
	}
	return x
}

// comparison builds a comparison of e with v. ANY and ALL stand on the right of it, whatever side they were given on.
func (e Expr) comparison(op Op, v any) Expr {
	l := e.Node()
	if collects(l) {
		return newBinary(mirrored(op), operand(v, element(l)), l, sqltypes.Boolean())
	}
	r, ok := expression(v, l)
	if !ok {
		return comparedWith(op, l, v)
	}
	if a, ok := l.(*ColumnClause); ok {
		if b, ok := r.(*ColumnClause); ok {
			return a.comparedWith(op, b)
		}
	}
	return newBinary(op, l, r, sqltypes.Boolean())
}

func isNull(n Node) bool {
	c, ok := n.(*Constant)
	return ok && c.Value == NullConstant
}

// Eq is e = v, or e IS NULL for a literal nil.
func (e Expr) Eq(v any) Expr { return e.equality(OpEq, OpIs, v) }

// Ne is e != v, or e IS NOT NULL for a literal nil.
func (e Expr) Ne(v any) Expr { return e.equality(OpNe, OpIsNot, v) }

// Lt is e < v.
func (e Expr) Lt(v any) Expr { return e.compare(OpLt, v) }

// Le is e <= v.
func (e Expr) Le(v any) Expr { return e.compare(OpLe, v) }

// Gt is e > v.
func (e Expr) Gt(v any) Expr { return e.compare(OpGt, v) }

// Ge is e >= v.
func (e Expr) Ge(v any) Expr { return e.compare(OpGe, v) }

// EqPtr is null-safe equality: with a nil pointer it matches NULL. The text is the same whatever the pointer holds.
func (e Expr) EqPtr(v any) Expr {
	l := e.Node()
	b := bindFor(v, l)
	b.Typ = sqltypes.Equated(l.Type(), b.Typ)
	return newBinary(OpNotDistinctFrom, l, b, sqltypes.Boolean())
}

// IsNull is e IS NULL.
func (e Expr) IsNull() Expr { return e.comparison(OpIs, nil) }

// IsNotNull is e IS NOT NULL.
func (e Expr) IsNotNull() Expr { return e.comparison(OpIsNot, nil) }

// Like is e LIKE pattern, where % and _ are wildcards.
func (e Expr) Like(pattern any) Expr { return e.compare(OpLike, pattern) }

// ILike is LIKE without regard to case.
func (e Expr) ILike(pattern any) Expr { return e.compare(OpILike, pattern) }

// Match is e MATCH v, the dialect's full-text operator.
func (e Expr) Match(v any) Expr { return e.compare(OpMatch, v) }

// HasPrefix matches what starts with v, taken literally: wildcards in it are escaped when it is sent.
func (e Expr) HasPrefix(v any) Expr { return e.affix(v, false, true, true) }

// HasSuffix matches what ends with v, taken literally.
func (e Expr) HasSuffix(v any) Expr { return e.affix(v, true, false, true) }

// Contains matches what has v in it, taken literally.
func (e Expr) Contains(v any) Expr { return e.affix(v, true, true, true) }

// affix builds LIKE '%' || v || '%' ESCAPE '/', without the escape where the wildcards of v are meant.
func (e Expr) affix(v any, before, after, literal bool) Expr {
	l := e.Node()
	r := operand(v, l)
	pattern := &LikePattern{Prefix: after && !before}
	if literal {
		pattern.Escape = LikeEscape
		if b, ok := r.(*BindParameter); ok {
			b.Escape = EscapeLike // not shared yet
		}
	}
	percent := &Text{SQL: "'%'", Typ: sqltypes.String(0)}
	concat := func(a, b Node) Node { return &Binary{OpConcat, a, b, sqltypes.String(0)} }
	pattern.X = group(r, OpAffix)
	if before {
		pattern.X = concat(percent, pattern.X)
	}
	if after {
		pattern.X = concat(pattern.X, percent)
	}
	return Wrap(&Binary{OpAffix, group(l, OpAffix), pattern, sqltypes.Boolean()})
}

// bound is one end of BETWEEN.
func bound(v any, l Node) Node {
	n, ok := expression(v, l)
	if ok {
		return n
	}
	b := bindFor(v, l)
	b.Typ = sqltypes.Equated(l.Type(), b.Typ)
	return b
}

// equates reports whether an operator compares values of one type with each other.
func (op Op) equates() bool {
	switch op {
	case OpEq, OpNe, OpLt, OpLe, OpGt, OpGe, OpDistinctFrom, OpNotDistinctFrom:
		return true
	}
	return false
}

// Between is e BETWEEN lo AND hi.
func (e Expr) Between(lo, hi any) Expr {
	l := e.Node()
	return Wrap(&Between{X: group(l, OpBetween), Lo: group(bound(lo, l), OpBetween), Hi: group(bound(hi, l), OpBetween)})
}

// In is e IN (list): list is a slice of values, sent as one expanding bind, or a [Hole] for one. It may also be a slice with
// expressions in it, a bind by name ([Bind]), a SELECT, or text.
func (e Expr) In(list any) Expr { return e.in(OpIn, list) }

// NotIn is e NOT IN (list).
func (e Expr) NotIn(list any) Expr { return e.in(OpNotIn, list) }

// InQuery is e IN (SELECT ...).
func (e Expr) InQuery(q any) Expr { return e.inQuery(OpIn, q) }

// NotInQuery is e NOT IN (SELECT ...).
func (e Expr) NotInQuery(q any) Expr { return e.inQuery(OpNotIn, q) }

func (e Expr) inQuery(op Op, q any) Expr {
	s, ok := asSelect(q)
	if !ok {
		return invalid("%s wants a SELECT, not %T", op, q)
	}
	return Wrap(&Binary{op, group(e.Node(), op), &Scalar{s}, sqltypes.Boolean()})
}

// Add is e + v, or e || v between texts, byte strings, arrays and documents.
func (e Expr) Add(v any) Expr { return e.operate(OpAdd, v) }

// Sub is e - v.
func (e Expr) Sub(v any) Expr { return e.operate(OpSub, v) }

// Mul is e * v.
func (e Expr) Mul(v any) Expr { return e.operate(OpMul, v) }

// Div is e / v as the database divides: between integers most databases drop the remainder. See [Expr.TrueDiv] and
// [Expr.FloorDiv].
func (e Expr) Div(v any) Expr { return e.operate(OpDiv, v) }

// TrueDiv is e / v with the part behind the point, also between integers.
func (e Expr) TrueDiv(v any) Expr { return e.operate(OpTrueDiv, v) }

// FloorDiv is the largest whole number that is not above e / v, also where one of them is negative.
func (e Expr) FloorDiv(v any) Expr { return e.operate(OpFloorDiv, v) }

// Mod is e % v, with the sign of e.
func (e Expr) Mod(v any) Expr { return e.operate(OpMod, v) }

// Neg is -e.
func (e Expr) Neg() Expr { return Wrap(&Unary{OpNeg, group(e.Node(), OpNeg), e.Type()}) }

// Concat joins e and the values as text.
func (e Expr) Concat(vs ...any) Expr {
	for _, v := range vs {
		e = e.operate(OpConcat, v)
	}
	return e
}

// And is e AND all the conditions.
func (e Expr) And(conds ...any) Expr { return And(append([]any{e}, conds...)...) }

// Or is e OR any of the conditions.
func (e Expr) Or(conds ...any) Expr { return Or(append([]any{e}, conds...)...) }

// Not is the opposite of e: of a comparison the opposite operator, else NOT e.
func (e Expr) Not() Expr { return Not(e) }

// Asc sorts by e, smallest first.
func (e Expr) Asc() Expr { return e.modify(OpAsc) }

// Desc sorts by e, largest first.
func (e Expr) Desc() Expr { return e.modify(OpDesc) }

// NullsFirst puts NULL before all values.
func (e Expr) NullsFirst() Expr { return e.modify(OpNullsFirst) }

// NullsLast puts NULL after all values.
func (e Expr) NullsLast() Expr { return e.modify(OpNullsLast) }

func (e Expr) modify(op Op) Expr {
	x := e.Node()
	if c, ok := x.(*ColumnClause); ok {
		return c.ordered(op)
	}
	if in, ok := operatorOf(x); ok && in.Modifies() {
		return unary(op, x, e.Type())
	}
	return unary(op, group(x, op), e.Type())
}

// As names e in the columns clause. An empty name lets the compiler choose one.
func (e Expr) As(name string) Expr { return Wrap(&Label{Name: name, X: e.Node()}) }

// To is e = v in the SET clause of an UPDATE; e must be a column.
func (e Expr) To(v any) Expr {
	c, ok := columnOf(e.Node())
	if !ok {
		return invalid("SET wants a column on the left, not %s", describe(e.Node()))
	}
	return Wrap(&Assignment{c, groupAt(operand(v, c), NoOp, tightest)})
}

// ToNull is e = NULL in the SET clause of an UPDATE.
func (e Expr) ToNull() Expr { return e.To(nil) }

// Distinct is DISTINCT e, as the argument of an aggregate.
func (e Expr) Distinct() Expr { return Wrap(&Unary{OpDistinct, group(e.Node(), OpDistinct), e.Type()}) }

// LikePattern is the right side of a LIKE.
type LikePattern struct {
	X Node
	// Escape is the escape character of the pattern, "" for none.
	Escape string
	// Prefix says that X is a text joined with '%', so that a database may have an operator of its own for it.
	Prefix bool
}

func (*LikePattern) node() {}

// Type implements [Node].
func (n *LikePattern) Type() sqltypes.Type { return n.X.Type() }
