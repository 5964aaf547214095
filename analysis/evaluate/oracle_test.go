package evaluate_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/aludel/aludel/analysis/evaluate"
	"github.com/aludel/aludel/analysis/evaluate/internal/oracle/models"
	"github.com/aludel/aludel/analysis/evaluate/internal/oracle/snippets"
	"github.com/aludel/aludel/analysis/recipes"
	"github.com/aludel/aludel/analysis/trace"
	"github.com/aludel/aludel/analysis/trace/tracetest"
	"github.com/aludel/aludel/dialects"
	_ "github.com/aludel/aludel/dialects/postgres"
	_ "github.com/aludel/aludel/dialects/sqlite"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/orm/query"
	"github.com/aludel/aludel/sqlcompile"
)

const oracle = trace.Module + "/analysis/evaluate/internal/oracle/"

// TestOracle runs every snippet for real, on many inputs, and holds the previews against what its builder made: a list of
// variants that says that it is complete must have it, and each preview must be one that some input gives.
func TestOracle(t *testing.T) {
	o := newOracle(t)
	total := map[verdict]int{}
	for _, group := range []struct {
		name     string
		snippets map[string]snippets.Snippet
		least    int
	}{{"ordinary", snippets.Ordinary, 35}, {"adversarial", snippets.Adversarial, 15}, {"faces", snippets.Faces, 10}, {"composites", snippets.Composites, 9}} {
		if len(group.snippets) < group.least {
			t.Errorf("only %d %s snippets", len(group.snippets), group.name)
		}
		count := map[verdict]int{}
		for _, name := range slices.Sorted(maps.Keys(group.snippets)) {
			v, why := o.judge(t, name, group.snippets[name])
			count[v]++
			total[v]++
			t.Logf("%-14s %-8s %s", name, v, why)
			if v == wrong {
				t.Errorf("%s: %s", name, why)
			}
		}
		t.Logf("%s: %d exact, %d partial and said so, %d unknown and said so, %d wrong", group.name, count[exact]+count[loose], count[partial], count[unknown], count[wrong])
	}
	if total[exact]+total[loose] < 60 {
		t.Errorf("only %d snippets are exact", total[exact])
	}
}

type verdict string

const (
	exact   verdict = "exact"
	loose   verdict = "loose" // complete, with variants whose conditions no run meets
	partial verdict = "partial"
	unknown verdict = "unknown"
	wrong   verdict = "WRONG"
)

// neverMet are the snippets in which conditions that the tracer takes for independent are not: some combinations never
// happen, and their variants are shown under conditions that never hold.
var neverMet = map[string]bool{"ACounter": true, "AFieldCopy": true, "AImpure": true, "AInt8": true, "ANilInterface": true,
	"AReassigned": true, "AClosureParam": true, "ATypeSwitch": true, "AWrap": true}

type testOracle struct {
	dialects []sqlcompile.Dialect
	fset     *token.FileSet
	sends    map[string]map[int]bool  // lines with a Send, by function
	queries  map[int][]evaluate.Query // by line of the Send
}

func newOracle(t *testing.T) *testOracle {
	t.Helper()
	o := &testOracle{fset: token.NewFileSet(), queries: map[int][]evaluate.Query{}, sends: map[string]map[int]bool{}}
	for _, n := range []string{"sqlite", "postgresql"} {
		d, err := dialects.Get(n)
		if err != nil {
			t.Fatal(err)
		}
		o.dialects = append(o.dialects, d)
	}
	pkgs, err := tracetest.Load(o.fset, ".", oracle+"models", oracle+"helpers", oracle+"snippets")
	if err != nil {
		t.Fatal(err)
	}
	var world []*trace.Package
	for _, p := range pkgs {
		world = append(world, p.Package)
	}
	w := trace.NewWorld(o.fset, world, trace.Options{Recipes: recipes.Table()})
	last := world[len(world)-1]
	qs := evaluate.Package(w, last, model(), o.dialects...)
	for _, f := range last.Files {
		o.sites(f, qs)
	}
	return o
}

// sites finds the calls of Send, and the queries that are their arguments. Lines are unique: no two files have the same.
func (o *testOracle) sites(f *ast.File, qs []evaluate.Query) {
	for _, d := range f.Decls {
		fd, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		o.sends[fd.Name.Name] = map[int]bool{}
		ast.Inspect(fd, func(n ast.Node) bool {
			c, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if s, ok := c.Fun.(*ast.SelectorExpr); ok && s.Sel.Name == "Send" {
				line := o.line(f, c.Pos())
				o.sends[fd.Name.Name][line] = true
				for _, q := range qs {
					if q.Pos == c.Args[0].Pos() && q.End == c.Args[0].End() {
						o.queries[line] = append(o.queries[line], q)
					}
				}
			}
			return true
		})
	}
}

func (o *testOracle) line(f *ast.File, pos token.Pos) int {
	line := o.fset.Position(pos).Line
	return line + snippets.Lines[filepath.Base(o.fset.Position(pos).Filename)]
}

// model is the model that the runtime built: the queries of the descriptors have its entities.
func model() entities {
	m := entities{}
	for _, e := range []orm.Element{orm.Select(models.Users), orm.Select(models.Addresses), orm.Select(models.Trips)} {
		entity := queryOf(e).Items()[0].Class.Entity()
		m[entity.ID] = entity
	}
	return m
}

type entities map[string]*mapping.Entity

func (m entities) Entity(id string) *mapping.Entity { return m[id] }

// queryOf takes the kernel value out of a query.
func queryOf(e orm.Element) query.Query {
	v := reflect.New(reflect.TypeOf(e)).Elem()
	v.Set(reflect.ValueOf(e))
	f := v.Field(0)
	return reflect.NewAt(f.Type(), f.Addr().UnsafePointer()).Elem().Interface().(query.Query)
}

// inputs are all combinations of a few values of each field.
func inputs() (out []snippets.In) {
	jack := "jack"
	for _, name := range []string{"", "jack", "a b"} {
		for _, n := range []int{0, 1, 2, 3, 4, 5, 101} {
			for _, ids := range [][]int64{nil, {1}, {1, 2, 3}} {
				for bits := range 8 {
					in := snippets.In{Name: name, N: n, IDs: ids, X: bits&1 != 0, Y: bits&2 != 0}
					if bits&4 != 0 {
						in.P = &jack
					}
					out = append(out, in)
				}
			}
		}
	}
	return out
}

// judge runs a snippet on all inputs.
func (o *testOracle) judge(t *testing.T, name string, f snippets.Snippet) (verdict, string) {
	t.Helper()
	seen := map[int]map[string]bool{}
	for _, in := range inputs() {
		for _, s := range run(f, in) {
			if seen[s.Line] == nil {
				seen[s.Line] = map[string]bool{}
			}
			seen[s.Line][o.text(queryOf(s.Query))] = true
		}
	}
	worst, why := exact, ""
	for line, texts := range seen {
		v, reason := o.compare(line, texts)
		if rank(v) > rank(worst) {
			worst, why = v, reason
		}
	}
	return worst, why
}

func rank(v verdict) int { return slices.Index([]verdict{exact, loose, partial, unknown, wrong}, v) }

// run calls a snippet; a panic of its own ends it.
func run(f snippets.Snippet, in snippets.In) (sent []snippets.Sent) {
	l := &snippets.Log{}
	defer func() { recover(); sent = l.Sent }()
	f(l, in)
	return l.Sent
}

// text is the statement of a query on both dialects, or its error.
func (o *testOracle) text(q query.Query) string {
	if err := q.Err(); err != nil {
		return "error: " + err.Error()
	}
	var b bytes.Buffer
	for _, d := range o.dialects {
		c, err := sqlcompile.Compile(q.Load(), d)
		if err != nil {
			return "error: " + err.Error()
		}
		fmt.Fprintln(&b, c.Text)
	}
	return b.String()
}

func variantText(v evaluate.Variant) string {
	if v.Err != nil {
		return "error: " + v.Err.Error()
	}
	var b bytes.Buffer
	for _, p := range v.Previews {
		if p.Err != nil {
			return "error: " + p.Err.Error()
		}
		fmt.Fprintln(&b, p.SQL)
	}
	return b.String()
}

// compare holds the queries found at a line against what was sent there.
func (o *testOracle) compare(line int, sent map[string]bool) (verdict, string) {
	qs := o.queries[line]
	if len(qs) == 0 {
		return unknown, "no query was found"
	}
	q := qs[0]
	given := map[string]bool{}
	conditional := map[string]bool{}
	lacks := ""
	for _, v := range q.Variants {
		if v.Unknown != "" {
			lacks = v.Unknown
			continue
		}
		given[variantText(v)] = true
		conditional[variantText(v)] = !slices.ContainsFunc(v.When, func(w []string) bool { return len(w) == 0 })
	}
	for text := range sent {
		if !given[text] && q.Open == "" && lacks == "" {
			return wrong, fmt.Sprintf("line %d sends, but the %d previews have not:\n%s\nbut\n%v", line, len(given), text, slices.Collect(maps.Keys(given)))
		}
	}
	unmet := false
	for text := range given {
		switch {
		case sent[text]:
		case conditional[text] && (q.Open != "" || neverMet[q.Func[len(oracle+"snippets."):]]):
			unmet = true
		default:
			return wrong, fmt.Sprintf("line %d never sends what a preview says:\n%s", line, text)
		}
	}
	switch {
	case lacks != "":
		return unknown, lacks
	case q.Open != "":
		return partial, q.Open
	case unmet:
		return loose, "conditions that no run meets"
	}
	return exact, ""
}
