package evaluate

import (
	"fmt"
	"strconv"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqlcompile"
)

// Preview is a statement as text for one dialect.
type Preview struct {
	Dialect string
	// SQL is the text, with the placeholders of the dialect. A list in IN has one placeholder.
	SQL string
	// Legend has a line for each placeholder, in their order.
	Legend []Bind
	// Err is why the statement cannot be compiled for the dialect: the runtime would return it.
	Err error
}

// Bind says what a placeholder stands for.
type Bind struct {
	Placeholder string // as it stands in the text: ?, $1, :1
	Name        string // the bind's name: name_1
	Value       string // the Go expression, or the constant, that is sent
	Known       bool   // Value is a constant
}

// compile makes the preview of a statement for one dialect.
func compile(st expr.Statement, d sqlcompile.Dialect) (p Preview) {
	p.Dialect = d.Name()
	defer func() {
		if r := recover(); r != nil {
			p.SQL, p.Err = "", fmt.Errorf("evaluate: compiling for %s: %v", d.Name(), r)
		}
	}()
	var key expr.Key
	expr.AppendKey(&key, st)
	c, err := sqlcompile.Compile(st, d)
	if err != nil {
		p.Err = err
		return p
	}
	p.SQL = c.Text
	for i, param := range c.Params {
		b := Bind{Placeholder: placeholder(d.Rules().Params, param.Name, i), Name: param.Name, Value: param.Name}
		if param.Bind >= 0 && param.Bind < len(key.Binds) {
			b.Value, b.Known = describe(key.Binds[param.Bind].BoundValue())
		} else if v, ok := param.Constant(); ok {
			b.Value, b.Known = describe(v)
		}
		p.Legend = append(p.Legend, b)
	}
	return p
}

func placeholder(style sqlcompile.ParamStyle, name string, i int) string {
	switch style {
	case sqlcompile.ParamNamed:
		return ":" + name
	case sqlcompile.ParamDollar:
		return "$" + strconv.Itoa(i+1)
	case sqlcompile.ParamColon:
		return ":" + strconv.Itoa(i+1)
	case sqlcompile.ParamAtP:
		return "@p" + strconv.Itoa(i+1)
	}
	return "?"
}

func describe(v any) (text string, known bool) {
	switch v := v.(type) {
	case expr.Hole:
		return v.Name, false
	case string:
		return strconv.Quote(v), true
	}
	return fmt.Sprint(v), true
}
