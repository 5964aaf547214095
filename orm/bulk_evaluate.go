package orm

import (
	"cmp"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/internal/instance"
)

// This file evaluates conditions on objects in Go, as far as Go and every database agree on what they mean.

// evaluator evaluates conditions over the columns of one mapper.
type evaluator struct {
	m *instance.Mapper
	// collates says that the database may call texts equal that differ.
	collates bool
}

// logic is a value of the three-valued logic of SQL.
type logic int8

const (
	no logic = iota - 1
	unknown
	yes
)

func (t logic) not() logic { return -t }

// holds reports whether a condition is true for an object; the error says what cannot be evaluated.
func (e *evaluator) holds(st *instance.State, n expr.Node) (bool, error) {
	t, err := e.truth(st, n)
	return t == yes, err
}

func (e *evaluator) truth(st *instance.State, n expr.Node) (logic, error) {
	switch n := n.(type) {
	case *expr.Grouping:
		return e.truth(st, n.X)
	case *expr.List:
		return e.list(st, n)
	case *expr.Constant:
		switch n.Value {
		case expr.TrueConstant:
			return yes, nil
		case expr.FalseConstant:
			return no, nil
		}
		return unknown, nil
	case *expr.Unary:
		if n.Op == expr.OpNot {
			t, err := e.truth(st, n.X)
			return t.not(), err
		}
	case *expr.Binary:
		return e.binary(st, n)
	}
	return unknown, fmt.Errorf("%T", n)
}

func (e *evaluator) list(st *instance.State, n *expr.List) (logic, error) {
	if n.Op != expr.OpAnd && n.Op != expr.OpOr {
		return unknown, fmt.Errorf("a list of %v", n.Op)
	}
	out := yes
	if n.Op == expr.OpOr {
		out = no
	}
	for _, it := range n.Items {
		t, err := e.truth(st, it)
		if err != nil {
			return unknown, err
		}
		if n.Op == expr.OpAnd {
			out = min(out, t)
		} else {
			out = max(out, t)
		}
	}
	return out, nil
}

// in is a IN of a list of values, or NOT IN: of no values it is false, whatever a is.
func (e *evaluator) in(st *instance.State, n *expr.Binary) (logic, error) {
	p, ok := n.R.(*expr.BindParameter)
	if !ok || !p.Expanding {
		return unknown, fmt.Errorf("the operator %v of a %T", n.Op, n.R)
	}
	a, err := e.value(st, n.L)
	if err != nil {
		return unknown, err
	}
	list := reflect.ValueOf(p.Value)
	if list.Kind() != reflect.Slice {
		return unknown, fmt.Errorf("the operator %v of a %T", n.Op, p.Value)
	}
	out := no
	for i := range list.Len() {
		t, err := e.equal(a, list.Index(i).Interface())
		if err != nil {
			return unknown, err
		}
		out = max(out, t)
	}
	if n.Op == expr.OpNotIn {
		out = out.not()
	}
	return out, nil
}

func (e *evaluator) equal(a, b any) (logic, error) {
	if a == nil || b == nil {
		return unknown, nil
	}
	c, err := e.compare(a, b, true)
	return is(c == 0), err
}

func (e *evaluator) binary(st *instance.State, n *expr.Binary) (logic, error) {
	if n.Op == expr.OpIn || n.Op == expr.OpNotIn {
		return e.in(st, n)
	}
	a, err := e.value(st, n.L)
	if err != nil {
		return unknown, err
	}
	b, err := e.value(st, n.R)
	if err != nil {
		return unknown, err
	}
	switch n.Op {
	case expr.OpIs, expr.OpIsNot:
		if b != nil {
			return unknown, fmt.Errorf("IS with a value")
		}
		return is((a == nil) == (n.Op == expr.OpIs)), nil
	case expr.OpEq, expr.OpNe, expr.OpLt, expr.OpLe, expr.OpGt, expr.OpGe:
	default:
		return unknown, fmt.Errorf("the operator %v", n.Op)
	}
	if a == nil || b == nil {
		return unknown, nil
	}
	c, err := e.compare(a, b, n.Op == expr.OpEq || n.Op == expr.OpNe)
	if err != nil {
		return unknown, err
	}
	switch n.Op {
	case expr.OpEq:
		return is(c == 0), nil
	case expr.OpNe:
		return is(c != 0), nil
	case expr.OpLt:
		return is(c < 0), nil
	case expr.OpLe:
		return is(c <= 0), nil
	case expr.OpGt:
		return is(c > 0), nil
	}
	return is(c >= 0), nil
}

func is(b bool) logic {
	if b {
		return yes
	}
	return no
}

// value is the value of a column of the mapper, of a bind, of sums and products of whole numbers, or NULL.
func (e *evaluator) value(st *instance.State, n expr.Node) (any, error) {
	switch n := n.(type) {
	case *expr.Grouping:
		return e.value(st, n.X)
	case *expr.ColumnClause:
		if i := columnOf(e.m, expr.Wrap(n)); i >= 0 && !st.Absent(i) {
			return e.m.Columns[i].Value(st.Obj), nil
		}
	case *expr.BindParameter:
		if d, ok := n.Value.(expr.Deferred); ok {
			return d.BindValue()
		}
		return n.Value, nil
	case *expr.Constant:
		if n.Value == expr.NullConstant {
			return nil, nil
		}
	case *expr.Binary:
		return e.arithmetic(st, n)
	}
	return nil, fmt.Errorf("%T", n)
}

// arithmetic works out + - * of whole numbers whose result no 64 bits overflow.
func (e *evaluator) arithmetic(st *instance.State, n *expr.Binary) (any, error) {
	a, err := e.value(st, n.L)
	if err != nil {
		return nil, err
	}
	b, err := e.value(st, n.R)
	if err != nil || a == nil || b == nil {
		return nil, err
	}
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	if !x.CanInt() || !y.CanInt() || max(x.Int(), -x.Int(), y.Int(), -y.Int()) > 1<<31 {
		return nil, fmt.Errorf("the operator %v of a %T and a %T", n.Op, a, b)
	}
	switch n.Op {
	case expr.OpAdd:
		return x.Int() + y.Int(), nil
	case expr.OpSub:
		return x.Int() - y.Int(), nil
	case expr.OpMul:
		return x.Int() * y.Int(), nil
	}
	return nil, fmt.Errorf("the operator %v", n.Op)
}

// compare compares two values of one type as every database does; texts only for equality, and only where the database calls no others
// equal.
func (e *evaluator) compare(a, b any, equality bool) (int, error) {
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	switch {
	case x.CanInt() && y.CanInt():
		return cmp.Compare(x.Int(), y.Int()), nil
	case x.CanUint() && y.CanUint():
		return cmp.Compare(x.Uint(), y.Uint()), nil
	case x.CanFloat() && y.CanFloat():
		return cmp.Compare(x.Float(), y.Float()), nil
	case x.Kind() == reflect.Bool && y.Kind() == reflect.Bool && equality:
		if x.Bool() == y.Bool() {
			return 0, nil
		}
		return 1, nil
	case x.Kind() == reflect.String && y.Kind() == reflect.String && equality && !e.collates:
		return strings.Compare(x.String(), y.String()), nil
	}
	if t, ok := a.(time.Time); ok {
		if u, ok := b.(time.Time); ok {
			return t.Compare(u), nil
		}
	}
	return 0, fmt.Errorf("a %T and a %T", a, b)
}
