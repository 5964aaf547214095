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
		c.bind(n, false)
	case *expr.Constant:
		c.constantNode(n)
	case *expr.Binary:
		c.binary(n)
	case *expr.Unary:
		c.unary(n)
	case *expr.List:
		c.each(len(n.Items), " "+n.Op.String()+" ", func(i int) { c.truth(n.Items[i]) })
	case *expr.Grouping:
		c.write("(")
		c.node(n.X)
		c.write(")")
	case *expr.LikePattern:
		c.node(n.X)
		c.write(" ESCAPE '" + expr.LikeEscape + "'")
	case *expr.Between:
		c.between(n)
	case *expr.Function:
		c.write(n.Name, "(")
		c.each(len(n.Args), ", ", func(i int) { c.node(n.Args[i]) })
		c.write(")")
	case *expr.Label:
		c.label(n)
	case *expr.Cast:
		c.cast(n)
	case *expr.Scalar:
		c.subselect(&n.Select)
	case *expr.ExistsClause:
		c.exists(n)
	case *expr.Case:
		c.caseNode(n)
	case *expr.Text:
		c.textNode(n)
	case *expr.Invalid:
		c.fail("", n.Err)
	default:
		c.fail("", fmt.Errorf("a %v cannot stand in an expression", reflect.TypeOf(n)))
	}
}

// truth renders a condition: where the dialect has no truth values, a column that holds one is compared with 1.
func (c *compiler) truth(n expr.Node) {
	k, isConst := n.(*expr.Constant)
	switch {
	case c.r.NativeBoolean:
		c.node(n)
	case isConst && k.Value == expr.TrueConstant:
		c.write("1 = 1")
	case isConst && k.Value == expr.FalseConstant:
		c.write("0 = 1")
	default:
		c.node(n)
		if isBoolColumn(n) {
			c.write(" = 1")
		}
	}
}

func isBoolColumn(n expr.Node) bool {
	_, col := n.(*expr.ColumnClause)
	return col && n.Type().Kind() == sqltypes.BooleanKind
}

func (c *compiler) constantNode(n *expr.Constant) {
	switch {
	case n.Value == expr.NullConstant:
		c.write("NULL")
	case n.Value == expr.TrueConstant && c.r.NativeBoolean:
		c.write(c.r.True)
	case n.Value == expr.TrueConstant:
		c.write("1")
	case c.r.NativeBoolean:
		c.write(c.r.False)
	default:
		c.write("0")
	}
}

func (c *compiler) infix(l expr.Node, op string, r expr.Node) {
	c.node(l)
	c.write(" ", op, " ")
	c.node(r)
}

func (c *compiler) call(name string, args ...expr.Node) {
	c.write(name, "(")
	c.each(len(args), ", ", func(i int) { c.node(args[i]) })
	c.write(")")
}

func (c *compiler) binary(n *expr.Binary) {
	switch n.Op {
	case expr.OpIn, expr.OpNotIn:
		c.in(n)
	case expr.OpILike, expr.OpNotILike:
		c.ilike(n)
	case expr.OpNotDistinctFrom, expr.OpDistinctFrom:
		c.nullSafe(n)
	case expr.OpConcat:
		if c.r.Concat == "" {
			c.call("concat", flatten(n, expr.OpConcat)...)
			return
		}
		c.infix(n.L, c.r.Concat, n.R)
	default:
		c.infix(n.L, n.Op.String(), n.R)
	}
}

// flatten lists the operands of nested uses of one operator.
func flatten(n expr.Node, op expr.Op) []expr.Node {
	b, ok := n.(*expr.Binary)
	if !ok || b.Op != op {
		return []expr.Node{n}
	}
	return append(flatten(b.L, op), flatten(b.R, op)...)
}

// in renders IN. NOT IN stands in parentheses, since what an empty list becomes holds an OR.
func (c *compiler) in(n *expr.Binary) {
	b, list := n.R.(*expr.BindParameter)
	if not := n.Op == expr.OpNotIn && list; not {
		c.write("(")
		defer c.write(")")
	}
	c.node(n.L)
	c.write(" ", n.Op.String(), " ")
	if !list {
		c.node(n.R)
		return
	}
	c.write("(")
	c.bind(b, n.Op == expr.OpNotIn)
	c.write(")")
}

func (c *compiler) ilike(n *expr.Binary) {
	if c.r.ILike != "" {
		op := c.r.ILike
		if n.Op == expr.OpNotILike {
			op = "NOT " + op
		}
		c.infix(n.L, op, n.R)
		return
	}
	c.call("lower", n.L)
	c.write(map[expr.Op]string{expr.OpILike: " LIKE ", expr.OpNotILike: " NOT LIKE "}[n.Op])
	c.call("lower", n.R)
}

func (c *compiler) nullSafe(n *expr.Binary) {
	op, same := c.r.Same, n.Op == expr.OpNotDistinctFrom
	if !same {
		op = c.r.Different
	}
	switch {
	case op != "":
		c.infix(n.L, op, n.R)
	case c.r.Same != "":
		c.write("NOT (")
		c.infix(n.L, c.r.Same, n.R)
		c.write(")")
	default:
		c.write(map[bool]string{true: "", false: "NOT "}[same], "EXISTS (SELECT ")
		c.node(n.L)
		c.write(c.r.FromDual, " INTERSECT SELECT ")
		c.node(n.R)
		c.write(c.r.FromDual, ")")
	}
}

func (c *compiler) unary(n *expr.Unary) {
	switch {
	case n.Op.Postfix():
		c.orderItem(n.X)
		c.write(" ", n.Op.String())
	case n.Op == expr.OpNot && !c.r.NativeBoolean && isBoolColumn(n.X):
		c.node(n.X)
		c.write(" = 0")
	case n.Op == expr.OpNeg:
		c.write("-")
		c.node(n.X)
	default:
		c.write(n.Op.String(), " ")
		c.node(n.X)
	}
}

// orderItem renders what is sorted by: a label of the columns clause by its name.
func (c *compiler) orderItem(n expr.Node) {
	if l, ok := n.(*expr.Label); ok {
		if name := c.labels[l]; name != "" {
			c.write(c.quote(name))
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
	c.node(n.X)
	c.write(op)
	c.node(n.Lo)
	c.write(" AND ")
	c.node(n.Hi)
}

// label outside the columns clause renders what is labelled.
func (c *compiler) label(n *expr.Label) { c.node(n.X) }

func (c *compiler) cast(n *expr.Cast) {
	t, err := c.d.TypeSQL(n.Typ)
	if err != nil {
		c.fail("CAST", err)
		return
	}
	c.write("CAST(")
	c.node(n.X)
	c.write(" AS ", t, ")")
}

func (c *compiler) exists(n *expr.ExistsClause) {
	if n.Not {
		c.write("NOT (")
		defer c.write(")")
	}
	c.write("EXISTS ")
	c.subselect(&n.Select)
}

func (c *compiler) caseNode(n *expr.Case) {
	c.write("CASE")
	for _, w := range n.Whens {
		c.write(" WHEN ")
		c.truth(w.Cond)
		c.write(" THEN ")
		c.node(w.Then)
	}
	if n.Else != nil {
		c.write(" ELSE ")
		c.node(n.Else)
	}
	c.write(" END")
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
			c.bind(b, false)
			continue
		}
		if p.Bind {
			c.write(":")
		}
		c.write(p.Text)
	}
}
