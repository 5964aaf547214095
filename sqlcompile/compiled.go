package sqlcompile

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

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
	// Locks says that the statement locks rows or changes some, in a subquery or WITH at that. What functions do is not known.
	Locks bool
	// Changes says what an INSERT or UPDATE does beside its text, nil for other statements.
	Changes *Changes
	// Defaults says that values which Go makes for columns are among the parameters, of an INSERT or UPDATE in WITH too: see [Param.Default].
	Defaults bool

	// Rows is how many rows the statement gave last, for whoever makes room for them. It is advice, kept by those who run the
	// statement, and no part of it.
	Rows atomic.Int64

	// Stored are the converters of the columns whose values look otherwise in the database than in Go, by their index, nil for
	// others; the slice is nil where there is no such column.
	Stored []func(v any) (any, error)

	chunks    []string // where a list expands, the text between the placeholders: len(uses)+1
	uses      []int    // the parameter at each placeholder
	style     ParamStyle
	expanding bool
	limits    limits
	products  []CartesianProduct
	quoteOpen byte     // of identifiers
	backslash bool     // one in a string takes the next character with it
	same      [][2]int // pairs of binds that have one name
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
	// Bind is the index of the bind in the statement's key (expr.Key), -1 for a value passed at execution, and others below that for
	// values that belong to no bind: see [Param.Constant] and [Param.Default].
	Bind int
	// Column is the column that the value is stored in, nil for other binds; Row is the row of VALUES that it is in, from 0.
	Column *expr.ColumnClause
	Row    int
	// Of is the INSERT or UPDATE that stores the value, which may be one in WITH; nil for other binds.
	Of        *Changes
	Type      sqltypes.Type
	Escape    expr.Escape
	Expanding bool
	// negated is set for the list of NOT IN.
	negated bool
	// given says that the name is the user's, not a generated one.
	given bool
	// nulls is set where process wants to see nil.
	nulls bool
	// process converts values.
	process sqltypes.Converter
	extra   *paramExtra // nil for most
}

// paramExtra is what few parameters have.
type paramExtra struct {
	// emptySet stands for a list without values, "" where that depends on the operator.
	emptySet string
	// items are the places of the tuples in a list of tuples, nil for other binds.
	items []tupleItem
	// before and after are what the type puts around each value of a list.
	before, after string
	// constant is the value of a bind that the dialect itself adds.
	constant any
}

// noExtra is that of a parameter without one. It is never written to.
var noExtra paramExtra

func (p *Param) more() *paramExtra {
	if p.extra == nil {
		return &noExtra
	}
	return p.extra
}

const (
	constBind   = -2
	defaultBind = -3
	outBind     = -4
)

// Default reports whether the value is made by the default of its column, before the statement is sent.
func (p *Param) Default() bool { return p.Bind == defaultBind }

// Out reports whether the parameter is one that the database sets: a column that is returned into it.
func (p *Param) Out() bool { return p.Bind == outBind }

// Out stands among the values of a statement for a parameter that the database sets. Whoever sends the statement puts there what the
// driver takes for one.
type Out struct{ Type sqltypes.Type }

// Outs is how many of the parameters, the last ones, the database sets.
func (c *Compiled) Outs() (n int) {
	for n < len(c.Params) && c.Params[len(c.Params)-1-n].Out() {
		n++
	}
	return n
}

// Constant is the value of a bind that the dialect itself adds: the OFFSET 0 that SQLite wants beside a LIMIT.
func (p *Param) Constant() (v any, ok bool) { return p.more().constant, p.Bind == constBind }

// ResultColumn is one column of what a statement yields.
type ResultColumn struct {
	Name string
	Type sqltypes.Type
	// Convert makes of what the driver gave a value of Go: see docs/types.md. nil leaves it.
	Convert sqltypes.Converter
}

// Value converts what the driver gave for the column. NULL is nil. The error is that of the conversion.
func (c *ResultColumn) Value(v any) (any, error) {
	if c.Convert == nil || v == nil && !sqltypes.ConvertsNull(c.Type) {
		return v, nil
	}
	return c.Convert(v)
}

// Yields reports whether executing the statement gives rows.
func (c *Compiled) Yields() bool { return c.Kind == KindSelect || len(c.Columns) > 0 }

// Bind converts the values of a statement's binds (the Binds of its key) for the driver and appends them to args. It gives the
// text to send, which differs from Text only where lists expand. The error is a *[BindError].
func (c *Compiled) Bind(binds []expr.KeyBind, args []any) (text string, _ []any, err error) {
	return c.BindWith(binds, nil, args)
}

// BindWith is [Compiled.Bind] for a statement with values that are in none of its binds: passed gives, in the order of the
// parameters, those that are passed at execution and those that defaults make. An out parameter is an [Out].
func (c *Compiled) BindWith(binds []expr.KeyBind, passed func(*Param) (any, error), args []any) (text string, _ []any, err error) {
	if len(c.same) > 0 {
		if err := c.checkSame(binds); err != nil {
			return "", nil, err
		}
	}
	if c.expanding {
		return c.expand(binds, passed, args)
	}
	for i := range c.Params {
		p := &c.Params[i]
		if p.Bind < 0 {
			v, err := p.value(binds, passed)
			if err != nil {
				return "", nil, err
			}
			args = append(args, v)
			continue
		}
		v := binds[p.Bind].BoundValue()
		var err error
		if p.process != nil && p.Escape == expr.NoEscape && isOrdinary(v) {
			if v, err = p.process(v); err != nil {
				return "", nil, &BindError{p.Name, binds[p.Bind].BoundValue(), err}
			}
		} else if v, err = p.convert(v); err != nil {
			return "", nil, err
		}
		args = append(args, v)
	}
	return c.Text, args, nil
}

// isOrdinary reports whether a value is of a type that most are of, which is nothing but what it says.
func isOrdinary(v any) bool {
	switch v.(type) {
	case string, int, int64, float64, bool:
		return true
	}
	return false
}

// Convert converts a value passed at execution for the i-th parameter.
func (c *Compiled) Convert(i int, v any) (any, error) { return c.Params[i].convert(v) }

func (p *Param) value(binds []expr.KeyBind, passed func(*Param) (any, error)) (any, error) {
	switch {
	case p.Bind >= 0:
		return p.convert(binds[p.Bind].BoundValue())
	case p.Bind == constBind:
		return p.more().constant, nil
	case p.Bind == outBind:
		return Out{p.Type}, nil
	case passed == nil:
		return nil, &BindError{p.Name, nil, ErrNotPassed}
	}
	v, err := passed(p)
	if err != nil {
		return nil, err
	}
	return p.convert(v)
}

// ErrNotPassed is the cause of a [BindError] for a parameter without a value.
var ErrNotPassed = errors.New("its value is passed at execution, but none was")

// convert makes of a Go value what the driver takes, by the converter that the dialect has for the type.
func (p *Param) convert(v any) (any, error) {
	out, err := p.converted(v)
	if err != nil {
		return nil, &BindError{p.Name, v, err}
	}
	return out, nil
}

func (p *Param) converted(v any) (any, error) {
	switch x := v.(type) {
	case nil, int64, string, int, bool, float64, time.Time: // no need to look further
	case expr.Deferred:
		x2, err := x.BindValue()
		if err != nil {
			return nil, err
		}
		v = x2
	case expr.Hole:
		return nil, fmt.Errorf("it is a hole named %s, which only a preview may have", x.Name)
	}
	if p.Escape == expr.EscapeLike {
		plain, err := sqltypes.Plain(v)
		if err != nil {
			return nil, err
		}
		if v = plain; plain != nil {
			if s, ok := plain.(string); ok {
				v = escapeLike(s)
			}
		}
	}
	switch {
	case v == nil && !p.nulls:
		return nil, nil
	case p.process == nil:
		return sqltypes.Plain(v)
	case p.nulls && sqltypes.IsNil(v):
		return p.process(nil)
	}
	return p.process(v)
}

func escapeLike(s string) string {
	return likeEscaper.Replace(s)
}

var likeEscaper = strings.NewReplacer(expr.LikeEscape, expr.LikeEscape+expr.LikeEscape, "%", expr.LikeEscape+"%", "_", expr.LikeEscape+"_")

// appendPlaceholder appends what stands for the n-th parameter.
func appendPlaceholder(b []byte, s ParamStyle, name string, n int) []byte {
	switch s {
	case ParamQMark:
		return append(b, '?')
	case ParamDollar:
		b = append(b, '$')
	case ParamColon:
		b = append(b, ':')
	case ParamAtP:
		b = append(b, "@p"...)
	default:
		return append(append(b, ':'), cleanName(name)...)
	}
	return strconv.AppendInt(b, int64(n), 10)
}
