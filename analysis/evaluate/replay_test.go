package evaluate

import (
	"strings"
	"testing"

	"github.com/aludel/aludel/analysis/trace"
	"github.com/aludel/aludel/dialects"
	_ "github.com/aludel/aludel/dialects/postgres"
	_ "github.com/aludel/aludel/dialects/sqlite"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/sqlcompile"
)

func call(name string, args ...*trace.Term) *trace.Term {
	return &trace.Term{Op: trace.OpCall, Name: name, Args: args}
}
func list(args ...*trace.Term) *trace.Term { return &trace.Term{Op: trace.OpList, Args: args} }
func str(s string) *trace.Term             { return &trace.Term{Op: trace.OpConst, Const: s, Type: "string"} }
func open(name string) *trace.Term         { return &trace.Term{Op: trace.OpHole, Name: name, Type: "string"} }

// TestReplayRefuses holds that what the kernel cannot take exactly as the runtime would give it has no value.
func TestReplayRefuses(t *testing.T) {
	val := call("expr.Val", str("x"))
	for name, c := range map[string]struct {
		term *trace.Term
		want string
	}{
		"unknown":          {&trace.Term{Op: trace.OpUnknown, Name: "why"}, "why"},
		"deep unknown":     {call("expr.Not", &trace.Term{Op: trace.OpUnknown, Name: "why"}), "why"},
		"no function":      {call("expr.Nothing"), "no function"},
		"no method":        {call("expr.Expr.Nothing", val), "no method"},
		"another receiver": {call("expr.Expr.Eq", str("x"), str("y")), "expr.Expr.Eq on string"},
		"no receiver":      {call("expr.Expr.Eq"), "without a receiver"},
		"arguments":        {call("expr.Expr.Eq", val), "arguments"},
		"shaping hole":     {call("expr.Expr.As", val, open("label")), "shapes the statement"},
		"open list":        {call("expr.And", &trace.Term{Op: trace.OpList, Open: true}), "further elements"},
		"spread hole":      {call("expr.And", open("conds")), "passed on"},
		"interface":        {call("expr.Expr.Eq", val, &trace.Term{Op: trace.OpHole, Name: "x", Open: true}), "interface"},
		"nil of no type":   {call("expr.Expr.Eq", val, &trace.Term{Op: trace.OpConst}), "nil of unknown type"},
		"entity":           {&trace.Term{Op: trace.OpClass, Name: "x.Y"}, "not a mapped entity"},
		"struct":           {call("expr.Expr.Eq", val, &trace.Term{Op: trace.OpStruct, Type: "x.Y"}), "literal of x.Y"},
		"list of exprs":    {call("expr.Expr.In", val, list(val)), "plain values"},
		"wrong argument":   {call("expr.Expr.As", val, val), "for string"},
		"function":         {call("expr.Expr.Eq", val, &trace.Term{Op: trace.OpFunc}), "function value"},
	} {
		t.Run(name, func(t *testing.T) {
			v, err := newReplay(&mapping.Model{}).run(c.term)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, %v; want an error with %q", v, err, c.want)
			}
			if _, ok := err.(unknownError); err != nil && !ok {
				t.Errorf("%T would be taken for an error of the runtime", err)
			}
		})
	}
}

// TestIdentity holds that one term is one value: a bind that stands twice in a statement is one parameter.
func TestIdentity(t *testing.T) {
	d, err := dialects.Get("postgresql")
	if err != nil {
		t.Fatal(err)
	}
	cond := func() *trace.Term { return call("expr.Expr.Eq", call("expr.RawText", str("a"), list()), open("in.X")) }
	one := cond()
	for name, c := range map[string]struct {
		args  *trace.Term
		binds int
	}{"shared": {list(one, call("expr.Not", one)), 1}, "apart": {list(cond(), call("expr.Not", cond())), 2}} {
		v, err := newReplay(&mapping.Model{}).run(call("expr.Or", c.args))
		if err != nil {
			t.Fatal(err)
		}
		p := compile(expr.NewSelect(v), d)
		if p.Err != nil || len(p.Legend) != c.binds {
			t.Errorf("%s: %s has %d parameters, not %d (%v)", name, p.SQL, len(p.Legend), c.binds, p.Err)
		}
	}
}

func TestLegend(t *testing.T) {
	raw := call("expr.RawText", str("a"), list())
	where := call("expr.And", list(
		call("expr.Expr.Eq", raw, open("in.X")),
		call("expr.Expr.Gt", raw, &trace.Term{Op: trace.OpConst, Const: int64(5), Type: "int"}),
		call("expr.Expr.In", raw, &trace.Term{Op: trace.OpField, Name: "IDs", Type: "[]int64", Args: []*trace.Term{open("in")}}),
	))
	for dialect, want := range map[string]string{
		"sqlite":     "?=in.X ?=5! ?=in.IDs ",
		"postgresql": "$1=in.X $2=5! $3=in.IDs ",
	} {
		d, err := dialects.Get(dialect)
		if err != nil {
			t.Fatal(err)
		}
		v, err := newReplay(&mapping.Model{}).run(where)
		if err != nil {
			t.Fatal(err)
		}
		p := compile(expr.NewSelect(v), d)
		got := ""
		for _, b := range p.Legend {
			got += b.Placeholder + "=" + b.Value
			if b.Known {
				got += "!"
			}
			got += " "
		}
		if got != want || p.Err != nil {
			t.Errorf("%s: %q, not %q, under %s (%v)", dialect, got, want, p.SQL, p.Err)
		}
	}
}

// TestMerge holds that branches which differ in values alone are one variant.
func TestMerge(t *testing.T) {
	d, err := dialects.Get("sqlite")
	if err != nil {
		t.Fatal(err)
	}
	q := func(n *trace.Term) *trace.Term {
		return call("orm/query.Query.Limit", call("orm/query.Select", list(call("expr.RawText", str("1"), list()))), n)
	}
	qs := Sinks([]trace.Sink{
		{Method: "All", Query: q(&trace.Term{Op: trace.OpConst, Const: int64(20), Type: "int"}), Labels: []string{"in.N == 0"}},
		{Method: "All", Query: q(open("in.N")), Labels: []string{"in.N != 0"}},
		{Method: "All", Query: &trace.Term{Op: trace.OpUnknown, Name: "why"}, Labels: []string{"x"}},
	}, &mapping.Model{}, []sqlcompile.Dialect{d}...)
	if len(qs) != 1 || len(qs[0].Variants) != 2 || len(qs[0].Variants[0].When) != 2 {
		t.Fatalf("%+v", qs)
	}
	if b := qs[0].Variants[0].Previews[0].Legend; !strings.HasPrefix(b[0].Value, "20 or in.N") || b[0].Known {
		t.Errorf("legend %+v", b)
	}
	if qs[0].Exact() {
		t.Error("a query with an unknown variant is not exact")
	}
}
