package expr

// Op is an SQL operator. Its text and its precedence are data, in the table below.
type Op uint8

// The operators.
const (
	NoOp Op = iota
	OpMul
	OpDiv
	OpMod
	OpNeg
	OpAdd
	OpSub
	OpConcat
	OpEq
	OpNe
	OpLt
	OpLe
	OpGt
	OpGe
	OpIs
	OpIsNot
	OpDistinctFrom    // IS DISTINCT FROM
	OpNotDistinctFrom // IS NOT DISTINCT FROM: null-safe equality
	OpLike
	OpNotLike
	OpILike
	OpNotILike
	OpIn
	OpNotIn
	OpMatch
	OpHasKey
	OpHasAnyKey
	OpHasAllKeys
	OpCovers
	OpCoveredBy
	OpOverlaps
	OpAdjacent
	OpStrictlyLeft
	OpStrictlyRight
	OpNoRightOf
	OpNoLeftOf
	OpAffix    // LIKE of HasPrefix, Contains and their kind, which stand in parentheses beside any operator
	OpNotAffix // NOT LIKE of the same
	OpRegexp
	OpNot
	OpDistinct
	OpBetween
	OpNotBetween
	OpCollate
	OpBitAnd
	OpBitOr
	OpBitXor
	OpShiftLeft
	OpShiftRight
	OpBitNot
	OpTrueDiv
	OpFloorDiv
	OpIndex    // an element of an array
	OpGet      // a part of a document by key or place
	OpPath     // a part of a document by a path
	OpGetText  // the same as text, by the operator of PostgreSQL
	OpPathText // the same as text, by the operator of PostgreSQL
	OpAny
	OpAll
	OpExists
	OpCustom // an operator by its text, see [Custom]
	OpAnd
	OpAsc
	OpDesc
	OpNullsFirst
	OpNullsLast
	OpOr
	OpComma
	OpAs
	opCount
)

// opInfo is what is known of an operator. Higher precedence binds tighter.
type opInfo struct {
	text        string
	precedence  int8
	associative bool
	postfix     bool
	negation    Op // the operator that says the opposite, NoOp if there is none
}

// loosest and tightest are the precedences of an operator of which nothing is known, as an operand and around one: it gets
// parentheses either way.
const loosest, tightest = -100, 100

// ops follows the precedence table of SQLAlchemy's sql/operators.py.
var ops = [opCount]opInfo{
	NoOp:              {"", 15, false, false, NoOp},
	OpMul:             {"*", 8, true, false, NoOp},
	OpDiv:             {"/", 8, false, false, NoOp},
	OpMod:             {"%", 8, false, false, NoOp},
	OpNeg:             {"-", 8, false, false, NoOp},
	OpAdd:             {"+", 7, true, false, NoOp},
	OpSub:             {"-", 7, false, false, NoOp},
	OpConcat:          {"||", 6, true, false, NoOp},
	OpEq:              {"=", 5, false, false, OpNe},
	OpNe:              {"!=", 5, false, false, OpEq},
	OpLt:              {"<", 5, false, false, OpGe},
	OpLe:              {"<=", 5, false, false, OpGt},
	OpGt:              {">", 5, false, false, OpLe},
	OpGe:              {">=", 5, false, false, OpLt},
	OpIs:              {"IS", 5, false, false, OpIsNot},
	OpIsNot:           {"IS NOT", 5, false, false, OpIs},
	OpDistinctFrom:    {"IS DISTINCT FROM", 5, false, false, OpNotDistinctFrom},
	OpNotDistinctFrom: {"IS NOT DISTINCT FROM", 5, false, false, OpDistinctFrom},
	OpLike:            {"LIKE", 5, false, false, OpNotLike},
	OpNotLike:         {"NOT LIKE", 5, false, false, OpLike},
	OpILike:           {"ILIKE", 5, false, false, OpNotILike},
	OpNotILike:        {"NOT ILIKE", 5, false, false, OpILike},
	OpIn:              {"IN", 5, false, false, OpNotIn},
	OpNotIn:           {"NOT IN", 5, false, false, OpIn},
	OpMatch:           {"MATCH", 5, false, false, NoOp},
	OpHasKey:          {"?", 5, false, false, NoOp},
	OpHasAnyKey:       {"?|", 5, false, false, NoOp},
	OpHasAllKeys:      {"?&", 5, false, false, NoOp},
	OpCovers:          {"@>", 5, false, false, NoOp},
	OpCoveredBy:       {"<@", 5, false, false, NoOp},
	OpOverlaps:        {"&&", 5, false, false, NoOp},
	OpAdjacent:        {"-|-", 5, false, false, NoOp},
	OpStrictlyLeft:    {"<<", 5, false, false, NoOp},
	OpStrictlyRight:   {">>", 5, false, false, NoOp},
	OpNoRightOf:       {"&<", 5, false, false, NoOp},
	OpNoLeftOf:        {"&>", 5, false, false, NoOp},
	OpAffix:           {"LIKE", loosest, false, false, OpNotAffix},
	OpNotAffix:        {"NOT LIKE", loosest, false, false, OpAffix},
	OpRegexp:          {"<regexp>", 5, false, false, NoOp},
	OpBetween:         {"BETWEEN", 5, false, false, OpNotBetween},
	OpNotBetween:      {"NOT BETWEEN", 5, false, false, OpBetween},
	OpCollate:         {"COLLATE", 4, false, false, NoOp},
	OpBitAnd:          {"&", 7, false, false, NoOp},
	OpBitOr:           {"|", 7, false, false, NoOp},
	OpBitXor:          {"^", 7, false, false, NoOp},
	OpShiftLeft:       {"<<", 7, false, false, NoOp},
	OpShiftRight:      {">>", 7, false, false, NoOp},
	OpBitNot:          {"~", 7, false, false, NoOp}, // PostgreSQL reads ~a + b as ~(a + b)
	OpTrueDiv:         {"/", 8, false, false, NoOp},
	OpFloorDiv:        {"/", 8, false, false, NoOp},
	OpIndex:           {"[]", 15, true, false, NoOp},
	OpGet:             {"->", 15, true, false, NoOp},
	OpPath:            {"#>", 15, true, false, NoOp},
	OpGetText:         {"->>", 15, true, false, NoOp},
	OpPathText:        {"#>>", 15, true, false, NoOp},
	OpAny:             {"ANY", 15, false, false, NoOp},
	OpAll:             {"ALL", 15, false, false, NoOp},
	OpExists:          {"EXISTS", 0, false, false, NoOp},
	OpNot:             {"NOT", 5, false, false, NoOp},
	OpDistinct:        {"DISTINCT", 5, false, false, NoOp},
	OpAnd:             {"AND", 3, true, false, NoOp},
	OpAsc:             {"ASC", 3, false, true, NoOp},
	OpDesc:            {"DESC", 3, false, true, NoOp},
	OpNullsFirst:      {"NULLS FIRST", 3, false, true, NoOp},
	OpNullsLast:       {"NULLS LAST", 3, false, true, NoOp},
	OpOr:              {"OR", 2, true, false, NoOp},
	OpComma:           {",", -1, true, false, NoOp},
	OpAs:              {"AS", -1, false, false, NoOp},
}

// String is the text of the operator in standard SQL.
func (o Op) String() string { return ops[o].text }

// Postfix reports whether the operator follows its operand (DESC).
func (o Op) Postfix() bool { return ops[o].postfix }

// IsComparison reports whether the operator compares two values and yields a truth value.
func (o Op) IsComparison() bool { return o >= OpEq && o <= OpRegexp }

// IsPart reports whether the operator takes a part of a document.
func (o Op) IsPart() bool { return o >= OpGet && o <= OpPathText }

// IsRelation reports whether the operator asks something of a document, an array or a range, which only some databases have.
func (o Op) IsRelation() bool { return o >= OpHasKey && o <= OpNoLeftOf }

// Modifies reports whether the operator is one of ORDER BY's: ASC, DESC, NULLS FIRST, NULLS LAST.
func (o Op) Modifies() bool { return o >= OpAsc && o <= OpNullsLast }

// Group puts parentheses around x where it needs them as an operand of outer: where outer binds tighter than what holds x
// together, or as tight and is not associative.
func Group(x Node, outer Op) Node { return groupAt(x, outer, outerPrecedence(outer)) }

func group(x Node, outer Op) Node { return Group(x, outer) }

func outerPrecedence(op Op) int8 {
	if p := ops[op].precedence; p != loosest {
		return p
	}
	return tightest
}

// operandPrecedence is the precedence by which the operands of an operator are grouped: that of the operator, but for those that
// databases rank differently. || ranks above + and * on SQLite, beside them on Oracle and below them on PostgreSQL, and ^ ranks
// above * on MySQL; what could be read otherwise there stands in parentheses everywhere.
func operandPrecedence(op Op) int8 {
	switch op {
	case OpConcat, OpBitXor, OpBitNot:
		return ops[OpMul].precedence
	}
	return outerPrecedence(op)
}

// mirrored is the operator that says the same with its sides exchanged.
func mirrored(op Op) Op {
	switch op {
	case OpLt:
		return OpGt
	case OpLe:
		return OpGe
	case OpGt:
		return OpLt
	case OpGe:
		return OpLe
	}
	return op
}

func groupAt(x Node, outer Op, precedence int8) Node {
	switch x.(type) {
	case *ColumnClause, *BindParameter:
		return x
	}
	inner, own, ok := holding(x)
	if !ok || inner == outer && ops[inner].associative || own > precedence && !(symbolic(inner) && symbolic(outer)) {
		return x
	}
	return &Grouping{x}
}

// symbolic reports whether PostgreSQL ranks an operator with all the others that it has no rule for, from left to right: one of them
// beside another stands in parentheses.
func symbolic(op Op) bool {
	switch op {
	case OpConcat, OpRegexp, OpBitAnd, OpBitOr, OpBitXor, OpShiftLeft, OpShiftRight:
		return true
	}
	return op.IsRelation()
}

// holding is the operator that holds x together and its precedence; ok is false for what needs no parentheses ever.
func holding(x Node) (op Op, precedence int8, ok bool) {
	if b, custom := x.(*Custom); custom {
		return OpCustom, b.Precedence, true
	}
	switch x := x.(type) {
	case *Label:
		return holding(x.X)
	case *TypeCoerce:
		return holding(x.X)
	}
	op, ok = operatorOf(x)
	return op, ops[op].precedence, ok
}

// operatorOf is the operator that holds x together; ok is false for what needs no parentheses ever.
func operatorOf(x Node) (op Op, ok bool) {
	switch x := x.(type) {
	case *Binary:
		return x.Op, true
	case *Unary:
		return x.Op, true
	case *List:
		return x.Op, len(x.Items) > 1
	case *Between:
		return OpBetween, true
	case *Collate:
		return OpCollate, true
	case *Regexp:
		return OpRegexp, x.Replacement == nil
	case *ExistsClause:
		if x.Not {
			return OpNot, true
		}
		return OpExists, true
	case *Custom:
		return OpCustom, true
	case *FullText:
		if x.Negated {
			return OpNot, true
		}
		return OpMatch, true
	case *Label:
		return operatorOf(x.X)
	case *TypeCoerce:
		return operatorOf(x.X)
	}
	return NoOp, false
}
