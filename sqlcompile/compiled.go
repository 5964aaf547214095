package sqlcompile

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// Compiled is a statement as text for one dialect.
//
// Invariant: a Compiled is immutable and holds no value of any statement.
type Compiled struct {
	// Text is the statement. Where a bind expands, it has one placeholder in parentheses: what a preview shows.
	Text string
	// Params are the binds in the order of their placeholders.
	Params []Param
	// Columns are what the statement yields, in order.
	Columns []ResultColumn
	// Kind is the kind of statement.
	Kind Kind

	// Rows is how many rows the statement gave last, for whoever makes room for them. It is advice, kept by those who run the
	// statement, and no part of it.
	Rows atomic.Int64

	chunks    []string // the text between the placeholders: len(Params)+1, with numbered styles len(uses)+1
	uses      []int    // the parameter at each placeholder
	style     ParamStyle
	expanding bool
	limits    limits
}

// limits are what a dialect says of lists.
type limits struct {
	emptyIn     string
	tupleValues bool
	params      int // how many binds a statement may have
	list        int // how many values a list may have, 0 for any number
}

// Kind is the kind of a statement.
type Kind uint8

// The kinds.
const (
	KindSelect Kind = iota
	KindInsert
	KindUpdate
	KindDelete
	KindFragment // a part of a statement, not to be executed
)

// Param is one bind of a compiled statement.
type Param struct {
	// Name is the generated or given name: name_1.
	Name string
	// Bind is the index of the bind in the statement's key (expr.Key), -1 for a value passed at execution, and constBind for
	// a constant of the dialect.
	Bind int
	// Column is the column whose value is passed at execution, nil for other binds.
	Column    *expr.ColumnClause
	Type      sqltypes.Type
	Escape    expr.Escape
	Expanding bool
	// negated is set for the list of NOT IN.
	negated bool
	// items are the places of the tuples in a list of tuples, nil for other binds.
	items    []tupleItem
	process  Binder
	constant any
}

const constBind = -2

// Constant is the value of a bind that the dialect itself adds: the OFFSET 0 that SQLite wants beside a LIMIT.
func (p *Param) Constant() (v any, ok bool) { return p.constant, p.Bind == constBind }

// ResultColumn is one column of what a statement yields.
type ResultColumn struct {
	Name string
	Type sqltypes.Type
}

// Yields reports whether executing the statement gives rows.
func (c *Compiled) Yields() bool { return c.Kind == KindSelect || len(c.Columns) > 0 }

// Bind converts the values of a statement's binds (the Binds of its key) for the driver and appends them to args. It gives the
// text to send, which differs from Text only where lists expand. The error is a *[BindError].
func (c *Compiled) Bind(binds []*expr.BindParameter, args []any) (text string, _ []any, err error) {
	if c.expanding {
		return c.expand(binds, args)
	}
	for i := range c.Params {
		p := &c.Params[i]
		v, err := p.value(binds)
		if err != nil {
			return "", nil, err
		}
		args = append(args, v)
	}
	return c.Text, args, nil
}

// Convert converts a value passed at execution for the i-th parameter.
func (c *Compiled) Convert(i int, v any) (any, error) { return c.Params[i].convert(v) }

func (p *Param) value(binds []*expr.BindParameter) (any, error) {
	switch {
	case p.Bind == constBind:
		return p.constant, nil
	case p.Bind < 0:
		return nil, &BindError{p.Name, nil, errors.New("its value is passed at execution, but none was")}
	}
	return p.convert(binds[p.Bind].Value)
}

// convert makes of a Go value what the driver takes: pointers and Valuers give their values, named types their underlying
// ones, and what the dialect wants otherwise is converted by its Binder.
func (p *Param) convert(v any) (any, error) {
	v, err := plain(v)
	if err == nil && v != nil {
		if s, ok := v.(string); ok && p.Escape == expr.EscapeLike {
			v = escapeLike(s)
		}
		if p.process != nil {
			v, err = p.process(v)
		}
	}
	if err != nil {
		return nil, &BindError{p.Name, v, err}
	}
	return v, nil
}

// plain reduces a Go value to one of the driver's: int64, float64, bool, []byte, string, time.Time or nil.
func plain(v any) (any, error) {
	switch v := v.(type) {
	case nil, int64, string, float64, bool:
		return v, nil
	case int:
		return int64(v), nil
	case *string:
		if v == nil {
			return nil, nil
		}
		return *v, nil
	case expr.Deferred:
		x, err := v.BindValue()
		if err != nil {
			return nil, err
		}
		return plain(x)
	case expr.Hole:
		return nil, fmt.Errorf("it is a hole named %s, which only a preview may have", v.Name)
	}
	return plainReflect(v)
}

func plainReflect(v any) (any, error) {
	if driver.IsValue(v) {
		return v, nil
	}
	rv := reflect.ValueOf(v)
	if rv.Kind() == reflect.Pointer && rv.IsNil() {
		return nil, nil
	}
	if w, ok := v.(driver.Valuer); ok {
		return w.Value()
	}
	switch rv.Kind() {
	case reflect.Pointer:
		return plain(rv.Elem().Interface())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return rv.Int(), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		if u := rv.Uint(); u <= math.MaxInt64 {
			return int64(u), nil
		}
		return v, errors.New("it is larger than the largest 64-bit integer of SQL")
	case reflect.Float32, reflect.Float64:
		return rv.Float(), nil
	case reflect.Bool:
		return rv.Bool(), nil
	case reflect.String:
		return rv.String(), nil
	case reflect.Slice:
		if rv.Type().Elem().Kind() == reflect.Uint8 {
			return rv.Bytes(), nil
		}
	}
	return v, errors.New("no SQL type holds it; give it a Value method (driver.Valuer)")
}

func escapeLike(s string) string {
	return likeEscaper.Replace(s)
}

var likeEscaper = strings.NewReplacer(expr.LikeEscape, expr.LikeEscape+expr.LikeEscape, "%", expr.LikeEscape+"%", "_", expr.LikeEscape+"_")

func placeholder(s ParamStyle, name string, n int) string {
	switch s {
	case ParamQMark:
		return "?"
	case ParamDollar:
		return "$" + strconv.Itoa(n)
	case ParamColon:
		return ":" + strconv.Itoa(n)
	case ParamAtP:
		return "@p" + strconv.Itoa(n)
	}
	return ":" + name
}
