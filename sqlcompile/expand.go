package sqlcompile

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/aludel/aludel/expr"
)

// This file expands the lists of IN.

// expansion is one expansion of a statement.
type expansion struct {
	c      *Compiled
	binds  []expr.KeyBind
	passed func(*Param) (any, error)
	args   []any
	b      strings.Builder
	first  []int // the number of the first placeholder of each parameter, 0 before its first use
	tmp    [24]byte
}

// expand writes the text again with as many placeholders as each list has values.
func (c *Compiled) expand(binds []expr.KeyBind, passed func(*Param) (any, error), args []any) (string, []any, error) {
	x := expansion{c: c, binds: binds, passed: passed, args: args, first: make([]int, len(c.Params))}
	for u, i := range c.uses {
		x.b.WriteString(c.chunks[u])
		if err := x.use(i); err != nil {
			return "", nil, err
		}
	}
	x.b.WriteString(c.chunks[len(c.uses)])
	if n := len(x.args); c.limits.params > 0 && n > c.limits.params {
		return "", nil, &ListError{Count: n, Max: c.limits.params}
	}
	return x.b.String(), x.args, nil
}

// use writes the placeholders of a parameter where it stands in the text.
func (x *expansion) use(i int) error {
	p := &x.c.Params[i]
	if !p.Expanding {
		send := x.begin(i)
		x.placeholder(p.Name, x.first[i])
		if !send {
			return nil
		}
		v, err := p.value(x.binds, x.passed)
		x.args = append(x.args, v)
		return err
	}
	vals, err := listOf(x.binds[p.Bind].BoundValue())
	if err != nil {
		return &BindError{p.Name, x.binds[p.Bind].BoundValue(), err}
	}
	if limit := x.c.limits.list; limit > 0 && len(vals) > limit {
		return &ListError{Name: p.Name, Count: len(vals), Max: limit}
	}
	if len(vals) == 0 {
		x.b.WriteString(x.c.limits.empty(p))
		return nil
	}
	if p.more().items != nil {
		return x.tuples(i, vals)
	}
	return x.values(i, vals)
}

// begin notes where the placeholders of a parameter begin; send says that its values are not among the arguments yet.
func (x *expansion) begin(i int) (send bool) {
	if x.first[i] > 0 && x.c.style != ParamQMark {
		return false
	}
	x.first[i] = len(x.args) + 1
	return true
}

func (x *expansion) placeholder(name string, n int) {
	x.b.Write(appendPlaceholder(x.tmp[:0], x.c.style, name, n))
}

// element writes the placeholder of a value of a list, from 0 on, which has a name where the style says so.
func (x *expansion) element(name string, k, n int) {
	if x.c.style == ParamNamed {
		name += "_" + strconv.Itoa(k+1)
	}
	x.placeholder(name, n)
}

func (x *expansion) values(i int, vals []any) error {
	p := &x.c.Params[i]
	send, more := x.begin(i), p.more()
	x.b.Grow(len(vals) * (len(more.before) + len("$100, ") + len(more.after)))
	if send {
		x.args = slices.Grow(x.args, len(vals))
	}
	for k, v := range vals {
		if k > 0 {
			x.b.WriteString(", ")
		}
		x.b.WriteString(more.before)
		x.element(p.Name, k, x.first[i]+k)
		x.b.WriteString(more.after)
		if !send {
			continue
		}
		v, err := p.convert(v)
		if err != nil {
			return err
		}
		x.args = append(x.args, v)
	}
	return nil
}

// tuples writes a list of tuples: (a, b), (c, d).
func (x *expansion) tuples(i int, vals []any) error {
	p := &x.c.Params[i]
	send := x.begin(i)
	if x.c.limits.tupleValues {
		x.b.WriteString("VALUES ")
	}
	for k, v := range vals {
		items, err := listOf(v)
		if err == nil && len(items) != len(p.more().items) {
			err = fmt.Errorf("%w: one of %d values in a list of tuples of %d", expr.ErrTupleLength, len(items), len(p.more().items))
		}
		if err != nil {
			return &BindError{p.Name, v, err}
		}
		if k > 0 {
			x.b.WriteString(", ")
		}
		if err := x.tuple(i, k, items, send); err != nil {
			return err
		}
	}
	return nil
}

func (x *expansion) tuple(i, k int, items []any, send bool) error {
	p := &x.c.Params[i]
	x.b.WriteByte('(')
	for j, v := range items {
		if j > 0 {
			x.b.WriteString(", ")
		}
		x.placeholder(fmt.Sprintf("%s_%d_%d", p.Name, k+1, j+1), x.first[i]+k*len(items)+j)
		if !send {
			continue
		}
		item := Param{Name: p.Name, Type: p.extra.items[j].typ, process: p.extra.items[j].process}
		v, err := item.convert(v)
		if err != nil {
			return err
		}
		x.args = append(x.args, v)
	}
	x.b.WriteByte(')')
	return nil
}

// empty is what stands between the parentheses of a list without values.
func (l *limits) empty(p *Param) string {
	null, ones := "NULL", "1"
	if n := len(p.more().items); n > 0 {
		null = "(" + strings.Repeat("NULL, ", n-1) + "NULL)"
		ones = strings.Repeat("1, ", n-1) + "1"
	}
	switch {
	case p.more().emptySet != "":
		return p.more().emptySet
	case l.emptyIn != "":
		return strings.ReplaceAll(l.emptyIn, "%1", ones)
	case p.negated:
		return null + ") OR (1 = 1"
	}
	return null + ") AND (1 != 1"
}

// listOf gives the elements of a slice of any type.
func listOf(v any) ([]any, error) {
	switch v := v.(type) {
	case []any:
		return v, nil
	case nil:
		return nil, nil
	}
	rv := reflect.ValueOf(v)
	if rv.Kind() != reflect.Slice && rv.Kind() != reflect.Array {
		return nil, errors.New("IN wants a slice of values")
	}
	out := make([]any, rv.Len())
	for i := range out {
		out[i] = rv.Index(i).Interface()
	}
	return out, nil
}
