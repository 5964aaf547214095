package expr

import (
	"reflect"

	"github.com/aludel/aludel/sqltypes"
)

// This file builds the right side of IN.

func (e Expr) in(op Op, list any) Expr {
	l := e.Node()
	r, err := inList(list, l)
	if err != "" {
		return invalid("%s wants a slice, a SELECT or a bind, not %s", op, err)
	}
	return Wrap(&Binary{op, group(l, op), r, sqltypes.Boolean()})
}

// inList is what stands behind IN; err says what was given instead.
func inList(list any, like Node) (n Node, err string) {
	if q, ok := asSelect(list); ok {
		return &Scalar{q}, ""
	}
	switch v := list.(type) {
	case Hole:
	case Expr:
		return inNode(v.Node())
	case Node:
		return inNode(v)
	case *Subquery:
		return &Scalar{NewSelect(v)}, ""
	case []any:
		if hasNode(v) {
			return &Grouping{&List{OpComma, operands(v, like)}}, ""
		}
	case []byte:
		return nil, "bytes"
	case nil, string:
		return nil, "a single value"
	default:
		if k := reflect.TypeOf(v).Kind(); k != reflect.Slice && k != reflect.Array && k != reflect.Pointer && k != reflect.Struct {
			return nil, "a single value"
		}
	}
	b := bindFor(list, like)
	b.Expanding = true
	return b, ""
}

// inNode makes of an expression the right side of IN: a bind expands, text stands in parentheses.
func inNode(n Node) (Node, string) {
	switch n := n.(type) {
	case *BindParameter:
		b := *n
		b.Expanding = true
		return &b, ""
	case *Scalar, *Grouping:
		return n, ""
	case *Text:
		return &Grouping{n}, ""
	}
	return nil, describe(n)
}

func hasNode(vs []any) bool {
	for _, v := range vs {
		if isExpression(v) {
			return true
		}
	}
	return false
}

func operands(vs []any, like Node) []Node {
	out := make([]Node, len(vs))
	for i, v := range vs {
		out[i] = group(operand(v, like), OpComma)
	}
	return out
}
