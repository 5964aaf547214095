package trace

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
)

// This file enumerates the paths through a function: each is a run of the tracer with a script of the choices to make at
// conditions that are not known. Nothing is copied between paths.

// over is panicked with when a budget is used up or a construct is met that cannot be followed.
type over string

// choice is one decision of a path.
type choice struct {
	cond *Term // nil for loops and the like
	want bool
}

// tracer runs one path.
type tracer struct {
	w     *World
	pkg   *Package // of the code being run
	root  ast.Node // the declaration being traced; sinks outside it are reported at the call that led there
	site  ast.Expr // that call
	faces bool     // bodies of package orm are followed down to the kernel

	script, taken []bool
	memo          map[string]bool
	labels        []string
	choices       []choice
	open          string // why variants may be missing

	steps   *int
	ids     int
	stack   []string
	depth   int
	vars    map[string]*Term // values of package variables, by varName: each is one value
	suspect map[*types.Var]bool
	ret     *Term
	results []*types.Var // named results of the function being run
	sinks   []Sink
	configs []ConfigCall
	built   map[ast.Node]bool // builder expressions that are part of a longer one
	lits    []*closure        // function literals of root, in the order met
}

func (w *World) tracer(p *Package, root ast.Node, steps *int, script []bool) *tracer {
	return &tracer{w: w, pkg: p, root: root, script: script, memo: map[string]bool{}, steps: steps,
		vars: map[string]*Term{}, built: map[ast.Node]bool{}}
}

// paths runs each path through root. It returns why some are missing, or "".
func (w *World) paths(p *Package, root ast.Node, run, done func(*tracer)) (incomplete string) {
	todo := [][]bool{nil}
	steps := 0
	for n := 0; len(todo) > 0; n++ {
		if n >= w.opts.Limits.Paths {
			return fmt.Sprintf("more than %d paths", w.opts.Limits.Paths)
		}
		script := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		t := w.tracer(p, root, &steps, script)
		why := t.guard(run)
		done(t)
		if why != "" {
			incomplete = why
		}
		if steps > w.opts.Limits.Steps {
			return incomplete
		}
		for i := len(t.taken) - 1; i >= len(script); i-- {
			todo = append(todo, append(slices.Clone(t.taken[:i]), false))
		}
	}
	return incomplete
}

// guard turns a budget overrun into its reason, and a defect met in broken code into one too.
func (t *tracer) guard(run func(*tracer)) (why string) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case over:
			why = string(r)
		default:
			why = fmt.Sprintf("the code could not be followed: %v", r)
		}
	}()
	run(t)
	return ""
}

func (t *tracer) tick() {
	if *t.steps++; *t.steps > t.w.opts.Limits.Steps {
		panic(over(fmt.Sprintf("more than %d steps", t.w.opts.Limits.Steps)))
	}
}

// choose takes the next decision of the script, or true where the script ends. A condition with a key is decided once a
// path: that key is empty if it may give another value the next time.
func (t *tracer) choose(label string, c *Term) bool {
	key, negated := "", false
	if c != nil {
		key, negated = conditionKey(c)
	}
	v, known := t.memo[key]
	v = v != negated
	if known && key != "" {
		return v
	}
	v = true
	if len(t.taken) < len(t.script) {
		v = t.script[len(t.taken)]
	}
	t.taken = append(t.taken, v)
	t.choices = append(t.choices, choice{c, v})
	if key != "" {
		t.memo[key] = v != negated
	}
	if !v {
		label = negate(label, c)
	}
	t.labels = append(t.labels, label)
	return v
}

// conditionKey gives a condition and its negation one key.
func conditionKey(c *Term) (key string, negated bool) {
	if c.Op == OpBinop && c.Name == "!=" {
		return keyOf("==", c.Args), true
	}
	return c.key(), false
}

func negate(label string, c *Term) string {
	if c != nil && c.Op == OpBinop {
		if n := map[string]string{"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}[c.Name]; n != "" {
			return (&Term{Op: OpBinop, Name: n, Args: c.Args}).Text()
		}
	}
	return (&Term{Op: OpUnop, Name: "!", Args: []*Term{{Op: OpHole, Name: group(label, c)}}}).Text()
}

func group(label string, c *Term) string {
	if c != nil && (c.Op == OpHole || c.Op == OpField || c.Op == OpUnop) {
		return label
	}
	return "(" + label + ")"
}

// decide follows a condition: constants decide themselves.
func (t *tracer) decide(c *Term) bool {
	if v, ok := c.Const.(bool); ok && c.Op == OpConst {
		return v
	}
	if c.Op == OpUnop && c.Name == "!" {
		return !t.decide(c.Args[0])
	}
	if !c.scalar() && c.Op != OpParam {
		return t.choose(c.Text(), nil)
	}
	return t.choose(c.Text(), c)
}
