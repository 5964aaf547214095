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
	b.Expanding, b.Typ = true, listType(b.Typ, list)
	return b, ""
}

// listType is the type as which the values of a list are sent that are looked for in something of type t: t, or that of the first
// number or time among them which is of another kind, so that an integer may be one of 1 and 2.5.
func listType(t sqltypes.Type, list any) sqltypes.Type {
	k := orNull(t).Kind()
	if !k.IsNumeric() && !k.IsTemporal() {
		return t
	}
	rv := reflect.ValueOf(list)
	if rv.Kind() != reflect.Slice && rv.Kind() != reflect.Array {
		return t
	}
	n := rv.Len()
	if rv.Type().Elem().Kind() != reflect.Interface {
		n = min(n, 1) // they are all of one type
	}
	for i := range n {
		v := rv.Index(i).Interface()
		own := sqltypes.Equated(t, sqltypes.Compared(t, v))
		if o := own.Kind(); o != k && (k.IsNumeric() && o.IsNumeric() || k.IsTemporal() && o.IsTemporal()) {
			return own
		}
	}
	return t
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
