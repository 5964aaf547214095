package sqlcompile

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// This file renders expressions: one method a kind of node.

// node is a flat switch over the kinds of nodes.
func (c *compiler) node(n expr.Node) {
	if c.err != nil {
		return
	}
	switch n := n.(type) {
	case *expr.ColumnClause:
		c.column(n)
	case *expr.BindParameter:
		c.bind(n)
	case *expr.Constant:
		c.constantNode(n)
	case *expr.Binary:
		c.binary(n)
	case *expr.Unary:
		c.unary(n)
	case *expr.List:
		c.items(n)
	case *expr.Grouping:
		c.write("(")
		c.node(n.X)
		c.write(")")
	case *expr.Late:
		c.late(n)
	case *expr.LikePattern:
		c.likePattern(n)
	case *expr.Over:
		c.over(n)
	case *expr.WithinGroup:
		c.node(n.X)
		c.write(" WITHIN GROUP (")
		c.list("ORDER BY ", n.Order, c.node)
		c.write(")")
	case *expr.FunctionFilter:
		c.filter(n)
	case *expr.Custom:
		c.operators++
		c.infix(n.L, n.Text, n.R)
		c.operators--
	case *expr.Collate:
		c.collate(n)
	case *expr.Regexp:
		c.regexp(n)
	case *expr.Between:
		c.between(n)
	case *expr.Tuple:
		c.write("(")
		c.list("", n.Items, c.node)
		c.write(")")
	case *expr.TypeCoerce:
		c.node(n.X)
	case *expr.Array:
		c.array(n)
	case *expr.Span:
		c.span(n)
	case *expr.LabelReference:
		c.labelReference(n)
	case *expr.Literal:
		c.literal("literal", n.Value, n.Typ)
	case *expr.FullText:
		c.fullText(n)
	case *expr.Function:
		c.function(n)
	case *expr.Extract:
		c.extract(n)
	case *expr.Label:
		c.label(n)
	case *expr.Cast:
		c.cast(n)
	case *expr.Scalar:
		c.subselect(n.Select.Clauses())
	case *expr.ExistsClause:
		c.exists(n)
	case *expr.Case:
		c.caseNode(n)
	case *expr.Text:
		c.textNode(n)
	case *expr.ExcludedColumn:
		c.excluded(n)
	case *expr.SequenceValue:
		c.sequenceValue(n)
	case *expr.Invalid:
		c.fail("", n.Err)
	default:
		c.fail("", fmt.Errorf("%w: a %v in an expression", ErrMisplaced, reflect.TypeOf(n)))
	}
}

func (c *compiler) items(n *expr.List) {
	if n.Op == expr.OpComma {
		c.each(len(n.Items), ", ", func(i int) { c.node(n.Items[i]) })
		return
	}
	c.each(len(n.Items), " "+n.Op.String()+" ", func(i int) { c.truth(n.Items[i]) })
}

// truth renders a condition: where the dialect has no truth values, one is compared with a number.
func (c *compiler) truth(n expr.Node) {
	k, isConst := n.(*expr.Constant)
	switch {
	case c.r.NativeBoolean:
		c.inferred(n)
	case isConst && k.Value == expr.TrueConstant:
		c.write(c.r.True, " = 1")
	case isConst && k.Value == expr.FalseConstant:
		c.write(c.r.False, " = 1")
	default:
		c.node(n)
		if expr.IsTruth(n) && !isCondition(n) {
			c.write(" = 1")
		}
	}
}

// isCondition reports whether n is a condition on every database, not just a truth value.
func isCondition(n expr.Node) bool {
	switch n := n.(type) {
	case *expr.Binary:
		return n.Op.IsComparison() || n.Op == expr.OpAffix || n.Op == expr.OpNotAffix
	case *expr.Custom:
		return true
	}
	return false
}

func (c *compiler) constantNode(n *expr.Constant) {
	switch n.Value {
	case expr.NullConstant:
		c.write("NULL")
	case expr.TrueConstant:
		c.write(c.r.True)
	default:
		c.write(c.r.False)
	}
}

func (c *compiler) infix(l expr.Node, op string, r expr.Node) {
	c.operand(l, r)
	c.write(" ", op, " ")
	c.operand(r, l)
}

// operand renders an operand of an operator that is no comparison.
func (c *compiler) operand(n, other expr.Node) {
	b, ok := n.(*expr.BindParameter)
	if ok && c.r.CastBinds == CastUntyped && !isBind(other) && !differs(b.Type(), other.Type()) {
		c.bareBind(b)
		return
	}
	c.node(n)
}

// differs reports whether a value of type t beside one of type u would be read as one of type u, and so wrongly.
func differs(t, u sqltypes.Type) bool {
	a, b := t.Kind(), u.Kind()
	switch {
	case a == b, b == sqltypes.NullKind, a.IsInteger() && b.IsNumeric():
		return false
	}
	return a.IsNumeric() || a.IsTemporal() || a == sqltypes.IntervalKind
}

// misread reports whether the database would read a value of type t as one of type u, which it is compared with, and so wrongly or not
// at all. Beside text it says itself that the two are not compared.
func misread(t, u sqltypes.Type) bool {
	return differs(t, u) && !u.Kind().IsText() && u.Kind() != sqltypes.OtherKind
}

// inferred renders an operand whose type the database knows from what it is compared with or assigned to.
func (c *compiler) inferred(n expr.Node) {
	if b, ok := n.(*expr.BindParameter); ok {
		c.bareBind(b)
		return
	}
	c.node(n)
}

// beside renders an operand of a comparison with other, which tells the type of a bind unless it is one itself, or the bind's own
// is one that the other would be taken for wrongly: 1.5 beside an integer.
func (c *compiler) beside(n, other expr.Node) {
	if b, ok := n.(*expr.BindParameter); ok && c.r.CastBinds == CastUntyped && misread(b.Type(), other.Type()) && !c.inline {
		c.castBind(b)
		return
	}
	if isBind(other) {
		c.node(n)
		return
	}
	c.inferred(n)
}

func isBind(n expr.Node) bool {
	_, ok := n.(*expr.BindParameter)
	return ok
}

func (c *compiler) binary(n *expr.Binary) {
	c.operators++
	defer func() { c.operators-- }()
	switch n.Op {
	case expr.OpIn, expr.OpNotIn:
		c.in(n)
		return
	case expr.OpGet, expr.OpPath:
		c.documentPart(n)
		return
	case expr.OpIndex:
		c.index(n)
		return
	case expr.OpAffix, expr.OpNotAffix:
		if c.startingWith(n) {
			return
		}
	}
	form, special := c.formOf(n)
	switch {
	case special:
	case n.Op.IsRelation() && !c.r.Relations:
		c.lacks("", "operator "+n.Op.String()+" of documents, arrays and ranges", "")
		return
	case n.Op.IsRelation(), n.Op.IsPart():
		c.infixOf(n, n.Op.String())
		return
	case n.Op == expr.OpShiftLeft, n.Op == expr.OpShiftRight:
		c.operand(n.L, n.R)
		c.write(" ", n.Op.String(), " ")
		c.inferred(n.R) // a number of bits, which no other type says
		return
	case n.Op.IsComparison():
		c.beside(n.L, n.R)
		c.write(" ", n.Op.String(), " ")
		c.beside(n.R, n.L)
		return
	default:
		c.infix(n.L, n.Op.String(), n.R)
		return
	}
	c.form(n.Op.String(), form, map[byte]expr.Node{'l': n.L, 'r': n.R})
}

// formOf is how the operator is written, if it is not between its operands.
func (c *compiler) formOf(n *expr.Binary) (form string, special bool) {
	if division := n.Op == expr.OpTrueDiv || n.Op == expr.OpFloorDiv; division && !(wholeNumber(n.L) && wholeNumber(n.R)) {
		switch {
		case n.Op == expr.OpTrueDiv:
			return "", false
		case c.r.Floor != "":
			return c.r.Floor, true
		}
		return "FLOOR(%l / %r)", true
	}
	if form, special = c.r.Forms[n.Op]; special {
		return form, true
	}
	form = standardForms[n.Op]
	return form, form != ""
}

func wholeNumber(n expr.Node) bool {
	k := n.Type().Kind()
	return k.IsInteger() || k == sqltypes.NullKind
}

// standardForms are operators that most databases lack and that can be said otherwise.
var standardForms = [...]string{
	expr.OpTrueDiv: "%l / CAST(%r AS NUMERIC)", expr.OpFloorDiv: "CAST(FLOOR(%l / CAST(%r AS NUMERIC)) AS BIGINT)",
	expr.OpILike:    "lower(%l) LIKE lower(%r)",
	expr.OpNotILike: "lower(%l) NOT LIKE lower(%r)",
	expr.OpAs:       "", // the last operator
}

// form renders operands where %x stands in a text.
func (c *compiler) form(what, form string, operands map[byte]expr.Node) {
	if form == "" {
		c.lacks(what, what, "")
		return
	}
	for i := 0; i < len(form); i++ {
		if form[i] == '%' && i+1 < len(form) {
			if n := operands[form[i+1]]; n != nil {
				c.node(n)
				i++
				continue
			}
		}
		c.b = append(c.b, form[i])
	}
}

// startingWith renders a match of a prefix by the operator that some databases have for it.
func (c *compiler) startingWith(n *expr.Binary) bool {
	p, ok := n.R.(*expr.LikePattern)
	if !ok || !p.Prefix || p.Escape != "" || c.r.StartingWith == "" {
		return false
	}
	c.node(n.L)
	if n.Op == expr.OpNotAffix {
		c.write(" NOT")
	}
	c.write(" ", c.r.StartingWith, " ")
	c.inferred(p.X.(*expr.Binary).L)
	return true
}

func (c *compiler) likePattern(n *expr.LikePattern) {
	c.pattern(n.X)
	if n.Escape != "" {
		c.write(" ESCAPE ", c.r.QuoteText(n.Escape))
	}
}

// pattern renders the parts of a pattern: they are texts.
func (c *compiler) pattern(n expr.Node) {
	b, ok := n.(*expr.Binary)
	if _, special := c.r.Forms[expr.OpConcat]; special || !ok || b.Op != expr.OpConcat {
		c.inferred(n)
		return
	}
	c.pattern(b.L)
	c.write(" || ")
	c.pattern(b.R)
}

func (c *compiler) collate(n *expr.Collate) {
	c.node(n.X)
	c.collation(n.Name)
}

// collation writes COLLATE.
func (c *compiler) collation(name string) {
	if !c.r.BareCollation {
		name = c.quote(name)
	}
	c.write(" COLLATE ", name)
}

func (c *compiler) unary(n *expr.Unary) {
	switch {
	case c.r.NoNulls && (n.Op == expr.OpNullsFirst || n.Op == expr.OpNullsLast):
		c.nulls(n)
	case n.Op.Postfix():
		c.orderItem(n.X)
		c.write(" ", n.Op.String())
	case n.Op == expr.OpNot && !c.r.NativeBoolean && expr.IsTruth(n.X) && !isCondition(n.X):
		c.node(n.X)
		c.write(" = 0")
	case c.r.Forms[n.Op] != "":
		c.form(n.Op.String(), c.r.Forms[n.Op], map[byte]expr.Node{'x': n.X})
	case n.Op == expr.OpNeg, n.Op == expr.OpBitNot:
		c.write(n.Op.String())
		if c.written(n.X) { // a second - would begin a comment
			c.write("(")
			defer c.write(")")
		}
		c.operators++
		c.node(n.X)
		c.operators--
	case n.Op == expr.OpNot && c.r.NativeBoolean:
		c.write("NOT ")
		c.inferred(n.X)
	default:
		c.write(n.Op.String(), " ")
		c.node(n.X)
	}
}

// nulls puts NULL before or after all values where ORDER BY has no words for it.
func (c *compiler) nulls(n *expr.Unary) {
	x := n.X
	if u, ok := x.(*expr.Unary); ok && u.Op.Modifies() {
		x = u.X
	}
	first, others := "0", "1"
	if n.Op == expr.OpNullsLast {
		first, others = others, first
	}
	c.write("CASE WHEN (")
	c.node(expr.Wrap(x).IsNull().Node())
	c.write(") THEN ", first, " ELSE ", others, " END, ")
	c.orderItem(n.X)
}

// written reports whether n is a value that stands in the text.
func (c *compiler) written(n expr.Node) bool {
	_, literal := n.(*expr.Literal)
	return literal || c.inline && isBind(n)
}

// orderItem renders what is sorted by: a label of the columns clause by its name.
func (c *compiler) orderItem(n expr.Node) {
	if l, ok := n.(*expr.Label); ok {
		if name := c.labelName(l); name != "" {
			c.write(c.quoteAs(name, l.Quote))
			return
		}
	}
	c.node(n)
}

func (c *compiler) between(n *expr.Between) {
	op := " BETWEEN "
	if n.Not {
		op = " NOT BETWEEN "
	}
	if n.Symmetric && c.r.NoSymmetric {
		c.symmetric(n)
		return
	}
	c.node(n.X)
	c.write(op)
	if n.Symmetric {
		c.write("SYMMETRIC ")
	}
	c.beside(n.Lo, n.X)
	c.write(" AND ")
	c.beside(n.Hi, n.X)
}

// symmetric says what BETWEEN SYMMETRIC means.
func (c *compiler) symmetric(n *expr.Between) {
	if n.Not {
		c.write("NOT ")
	}
	c.write("(")
	c.between(&expr.Between{X: n.X, Lo: n.Lo, Hi: n.Hi})
	c.write(" OR ")
	c.between(&expr.Between{X: n.X, Lo: n.Hi, Hi: n.Lo})
	c.write(")")
}

// label outside the columns clause renders what is labelled.
func (c *compiler) label(n *expr.Label) { c.node(n.X) }

func (c *compiler) exists(n *expr.ExistsClause) {
	if n.Not {
		c.write("NOT (")
		defer c.write(")")
	}
	c.write("EXISTS ")
	c.subselect(n.Select.Clauses())
}

func (c *compiler) caseNode(n *expr.Case) {
	if len(n.Whens) == 0 {
		c.fail("CASE", expr.ErrEmptyCase)
		return
	}
	typed := yieldsTyped(n)
	c.write("CASE")
	c.part(" ", n.Value, "")
	for _, w := range n.Whens {
		c.write(" WHEN ")
		if n.Value == nil {
			c.truth(w.Cond)
		} else {
			c.beside(w.Cond, n.Value)
		}
		c.write(" THEN ")
		c.yielded(w.Then, typed)
	}
	if n.Else != nil {
		c.write(" ELSE ")
		c.yielded(n.Else, typed)
	}
	c.write(" END")
}

// yieldsTyped reports whether one of the values of a CASE is no bind, and so has a type.
func yieldsTyped(n *expr.Case) bool {
	for _, w := range n.Whens {
		if !isBind(w.Then) {
			return true
		}
	}
	return n.Else != nil && !isBind(n.Else) && n.Else.Type().Kind() != sqltypes.NullKind
}

// yielded renders a value of a CASE; typed says that another one has a type.
func (c *compiler) yielded(n expr.Node, typed bool) {
	if typed {
		c.inferred(n)
		return
	}
	c.node(n)
}

func (c *compiler) textNode(n *expr.Text) {
	if len(n.Binds) == 0 {
		c.write(strings.ReplaceAll(n.SQL, `\:`, ":"))
		return
	}
	byName := map[string]*expr.BindParameter{}
	for _, b := range n.Binds {
		byName[b.Name] = b
	}
	for _, p := range expr.SplitText(n.SQL) {
		if b := byName[p.Text]; p.Bind && b != nil {
			c.textBind(b)
			continue
		}
		if p.Bind {
			c.write(":")
		}
		c.write(p.Text)
	}
}

// late renders what was made late, as an operand.
func (c *compiler) late(n *expr.Late) {
	if n.Atomic() {
		c.node(n.Resolve())
		return
	}
	c.write("(")
	c.node(n.Resolve())
	c.write(")")
}
