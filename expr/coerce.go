package expr

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/aludel/aludel/sqltypes"
)

// This file turns what callers pass as any into nodes.

var errEmpty = errors.New("expr: an empty expression was used; was its descriptor never described?")

// Expressible is what can be used as an expression though it is none: a column of a table, an attribute of a class.
type Expressible interface{ Expr() Expr }

// Selectable is what can be used as a SELECT though it is none: a query of the ORM.
type Selectable interface{ Select() Select }

// operand makes the node for the other side of an operator whose first side is like.
func operand(v any, like Node) Node {
	if n, ok := expression(v, like); ok {
		return n
	}
	return bindFor(v, like)
}

// expression is the node of what is an expression already, or stands for one; ok is false for a value, which becomes a bind.
func expression(v any, like Node) (n Node, ok bool) {
	if e, ok := v.(Expr); ok {
		return e.Node(), true
	}
	switch v := v.(type) {
	case string, int, int64, float64, bool: // no need to ask what they implement
		return nil, false
	case nil:
		return &Constant{NullConstant}, true
	case Node:
		return v, true
	case Expressible:
		return v.Expr().Node(), true
	}
	if s, ok := asSelect(v); ok {
		return &Scalar{s}, true
	}
	if t, ok := like.(*Tuple); ok {
		return tupleLike(v, t)
	}
	return nil, false
}

// isExpression reports whether v is one already, so that its node may be shared.
func isExpression(v any) bool {
	switch v.(type) {
	case Expr, Node, Expressible:
		return true
	}
	return false
}

// Coerce makes an expression of anything: an expression stays what it is, nil is NULL, a Go value becomes a bind
// parameter.
func Coerce(v any) Expr { return Wrap(operand(v, nil)) }

// bindFor makes a bind parameter that is named and typed after what it is compared with.
func bindFor(v any, like Node) *BindParameter {
	b := bindLike(v, like)
	return &b
}

func bindLike(v any, like Node) BindParameter {
	if c, ok := like.(*ColumnClause); ok && sqltypes.Holds(c.Typ, v) {
		return BindParameter{Name: c.Name, Value: v, Typ: c.Typ, Unique: true}
	}
	b := BindParameter{Name: "param", Value: v, Unique: true}
	if like != nil {
		b.Name, b.Typ = baseName(like), like.Type()
	}
	if h, hole := v.(Hole); !hole {
		b.Typ = sqltypes.Compared(b.Typ, v)
	} else if orNull(b.Typ).Kind() == sqltypes.NullKind {
		b.Typ = h.sqlType()
	}
	return b
}

func typeOfValue(v any) sqltypes.Type {
	if h, hole := v.(Hole); hole {
		return h.sqlType()
	}
	return sqltypes.Of(v)
}

// baseName is what generated names next to n begin with: the column's name, the function's, "param" for others.
func baseName(n Node) string {
	switch n := n.(type) {
	case *ColumnClause:
		return n.Name
	case *Function:
		return n.Name[strings.LastIndexByte(n.Name, '.')+1:]
	case *Grouping:
		return baseName(n.X)
	}
	return "param"
}

func asSelect(v any) (Select, bool) {
	switch v := v.(type) {
	case Select:
		return v, true
	case *Select:
		return *v, true
	case Selectable: // its columns are asked for their values: nobody sees the names that its rows have
		return v.Select().WithLabels(LabelDisambiguate), true
	}
	return Select{}, false
}

func columnOf(n Node) (*ColumnClause, bool) {
	c, ok := n.(*ColumnClause)
	return c, ok
}

// describe names a node for a message.
func describe(n Node) string {
	switch n := n.(type) {
	case *ColumnClause:
		return "column " + n.Name
	case *Function:
		return "function " + n.Name
	case *BindParameter:
		return "a value"
	}
	return fmt.Sprintf("a %s", reflect.TypeOf(n).Elem().Name())
}
