package trace

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// Fact is what the package of a function (or package variable) knows about it, for packages that cannot see its source:
// the terms that it returns, over its parameters. It is plain data and satisfies analysis.Fact.
type Fact struct {
	Graph Graph
	Paths []FactPath
}

// FactPath is one way through the function.
type FactPath struct {
	Conditions []FactCondition
	Result     int    // node of the graph
	Open       string // why ways are missing, or ""
}

// FactCondition is a decision on the way.
type FactCondition struct {
	Term  int // node of the graph
	Label string
	Want  bool
}

// AFact marks the type as an analysis.Fact.
func (*Fact) AFact() {}

// String writes the fact as JSON, as tests of facts want it.
func (f *Fact) String() string {
	b, err := json.Marshal(f)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// Fact describes a function or variable of p, or returns nil if it says nothing about statements.
func (w *World) Fact(p *Package, o types.Object) *Fact {
	switch o := o.(type) {
	case *types.Func:
		if d := w.funcs[FuncName(o)]; d != nil && d.pkg == p && touches(o.Signature().Results()) {
			return w.funcFact(d, o)
		}
	case *types.Var:
		if isPackageVar(o) && touches(o.Type()) {
			return w.varFact(p, o)
		}
	}
	return nil
}

func (w *World) varFact(p *Package, o *types.Var) *Fact {
	steps := 0
	t := w.tracer(p, nil, &steps, nil)
	var v *Term
	if why := t.guard(func(t *tracer) { v = t.global(o, o.Name()) }); why != "" || v == nil || len(t.taken) > 0 || v.Unknown() != "" {
		return nil
	}
	pack := Packer{}
	i := pack.Add(v)
	return &Fact{pack.Graph, []FactPath{{Result: i, Open: t.open}}}
}

func (w *World) funcFact(d *function, o *types.Func) *Fact {
	f := &Fact{}
	pack := Packer{}
	c := &closure{pkg: d.pkg, name: FuncName(o), recv: d.decl.Recv, typ: d.decl.Type, body: d.decl.Body}
	if unreliable(c) != "" {
		return nil
	}
	var result *Term
	why := w.paths(d.pkg, nil, func(t *tracer) {
		result = nil
		t.depth = 1
		result = t.body(c, parameters(o.Signature()))
	}, func(t *tracer) {
		if result == nil || result.Op == OpTuple && len(result.Args) == 0 {
			return
		}
		path := FactPath{Result: pack.Add(result), Open: t.open}
		for i, ch := range t.choices {
			fc := FactCondition{Term: -1, Label: positive(t.labels, i, ch.want), Want: ch.want}
			if ch.cond != nil {
				fc.Term = pack.Add(ch.cond)
			}
			path.Conditions = append(path.Conditions, fc)
		}
		f.Paths = append(f.Paths, path)
	})
	if why != "" || len(f.Paths) == 0 || backwards(d.decl) != "" {
		return nil
	}
	f.Graph = pack.Graph
	return f
}

func positive(labels []string, i int, want bool) string {
	if i >= len(labels) {
		return "a condition"
	}
	if want {
		return labels[i]
	}
	return strings.TrimSuffix(strings.TrimPrefix(labels[i], "!("), ")")
}

// parameters are the symbolic arguments of a recipe or fact: the receiver first.
func parameters(sig *types.Signature) []*Term {
	var ps []*Term
	if sig.Recv() != nil {
		ps = append(ps, nil)
	}
	for range sig.Params().Len() {
		ps = append(ps, nil)
	}
	for i := range ps {
		ps[i] = &Term{Op: OpParam, Name: strconv.Itoa(i)}
	}
	return ps
}

// instantiate calls a function that is known by its fact.
func (t *tracer) instantiate(f *Fact, args []*Term) *Term {
	terms, err := f.Graph.Terms()
	if err != nil {
		return unknownf("%v", err)
	}
	memo := map[*Term]*Term{}
	node := func(i int) *Term {
		if i < 0 || i >= len(terms) {
			return nil
		}
		return t.substitute(terms[i], args, memo)
	}
	paths := f.Paths
	for i := 0; len(paths) > 1 || len(paths) == 1 && i < len(paths[0].Conditions); i++ {
		if i >= len(paths[0].Conditions) {
			break
		}
		c := paths[0].Conditions[i]
		want := t.factChoice(node(c.Term), c.Label)
		paths = slices.DeleteFunc(slices.Clone(paths), func(p FactPath) bool { return i >= len(p.Conditions) || p.Conditions[i].Want != want })
		if len(paths) == 0 {
			return unknownf("the function does not return here")
		}
	}
	if len(paths) == 0 {
		return unknownf("the function does not return")
	}
	if paths[0].Open != "" {
		t.incomplete(paths[0].Open)
	}
	if r := node(paths[0].Result); r != nil {
		return r
	}
	return unknownf("a damaged fact")
}

func (t *tracer) factChoice(c *Term, label string) bool {
	if c == nil {
		return t.choose(label, nil)
	}
	return t.decide(c)
}

// substitute puts arguments in for parameters. Calls are made anew, so that each use of a helper is a statement of its
// own; package variables stay one value.
func (t *tracer) substitute(v *Term, args []*Term, memo map[*Term]*Term) *Term {
	if r, ok := memo[v]; ok {
		return r
	}
	r := t.substituteOnce(v, args, memo)
	memo[v] = r
	return r
}

func (t *tracer) substituteOnce(v *Term, args []*Term, memo map[*Term]*Term) *Term {
	if v.Var != "" {
		if known, ok := t.vars[v.Var]; ok {
			return known
		}
	}
	if v.Op == OpParam {
		if i, err := strconv.Atoi(v.Name); err == nil && i < len(args) {
			return args[i]
		}
		return unknownf("a parameter is missing")
	}
	if v.Op == OpConst {
		return v
	}
	r := *v
	r.Args = make([]*Term, len(v.Args))
	for i, a := range v.Args {
		r.Args[i] = t.substitute(a, args, memo)
	}
	switch v.Op {
	case OpField:
		return t.substituteField(&r)
	case OpCall:
		for i, a := range r.Args {
			r.Args[i] = frozen(a)
		}
	case OpBinop:
		b := binary(operators[v.Name], r.Args[0], r.Args[1], nil)
		if b.Type == "" {
			b.Type = v.Type
		}
		return b
	case OpHole:
		t.ids++
		r.id = t.ids
		for i, a := range args {
			r.Name = strings.ReplaceAll(r.Name, paramMark(strconv.Itoa(i)), a.Text())
		}
	}
	if v.Var != "" {
		t.vars[v.Var] = &r
	}
	return &r
}

// substituteField reads a field of what was a parameter.
func (t *tracer) substituteField(r *Term) *Term {
	x := r.Args[0]
	if i := slices.Index(x.Keys, r.Name); x.Op == OpStruct && i >= 0 && r.id == 0 {
		return x.Args[i]
	}
	if !x.plain() {
		t.ids++
		return &Term{Op: OpHole, Name: fmt.Sprintf("%s.%s", x.Text(), r.Name), Type: r.Type, id: t.ids}
	}
	return r
}

// Recipe is the term of a function of package orm over its parameters: the face's body, followed down to the kernel. The
// world must hold the source of package orm. An error says what in the body is not one expression of kernel calls.
func (w *World) Recipe(fn *types.Func) (*Term, error) {
	d := w.funcs[FuncName(fn)]
	if d == nil {
		return nil, fmt.Errorf("%s has no body", FuncName(fn))
	}
	if err := oneExpression(d.decl); err != nil {
		return nil, fmt.Errorf("%s: %w", FuncName(fn), err)
	}
	var result *Term
	n := 0
	why := w.paths(d.pkg, nil, func(t *tracer) {
		n++
		t.faces = true
		c := &closure{pkg: d.pkg, name: FuncName(fn), recv: d.decl.Recv, typ: d.decl.Type, body: d.decl.Body}
		result = t.body(c, parameters(fn.Signature()))
	}, func(*tracer) {})
	switch {
	case why != "":
		return nil, fmt.Errorf("%s: %s", FuncName(fn), why)
	case n != 1:
		return nil, fmt.Errorf("%s has branches", FuncName(fn))
	case result.Unknown() != "":
		return nil, fmt.Errorf("%s: %s", FuncName(fn), result.Unknown())
	}
	return result, nil
}

func oneExpression(d *ast.FuncDecl) error {
	if len(d.Body.List) == 1 {
		if r, ok := d.Body.List[0].(*ast.ReturnStmt); ok && len(r.Results) == 1 {
			return nil
		}
	}
	return fmt.Errorf("the body is not one expression")
}
