package trace

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"sync"
	"testing"
)

const head = `package a

import (
	. "example.com/m"
	"github.com/aludel/aludel/orm"
)

type UQ = orm.Query[*User]

`

func sinksOf(t *testing.T, src string, limits Limits) []Sink {
	t.Helper()
	c, recipes := fake(t)
	p := c.add(t, "example.com/a", head+src)
	w := NewWorld(c.fset, c.list[2:], Options{Recipes: recipes, Limits: limits})
	return w.Package(p)
}

// TestLimits holds that a budget overrun leaves no query that looks complete.
func TestLimits(t *testing.T) {
	var branches strings.Builder
	branches.WriteString("func F(s *orm.Session, x []bool) {\n\tq := orm.Select(Users)\n")
	for i := range 6 {
		fmt.Fprintf(&branches, "\tif x[%d] {\n\t\tq = q.Limit(%d)\n\t}\n", i, i)
	}
	branches.WriteString("\tq.All(s)\n}\n")
	for name, src := range map[string]string{
		"paths":     branches.String(),
		"recursion": "func r(q UQ, n int) UQ { if n == 0 { return q }; return r(q.Limit(n), n-1) }\nfunc F(s *orm.Session, n int) { r(orm.Select(Users), n).All(s) }",
		"mutual":    "func a(q UQ) UQ { return b(q) }\nfunc b(q UQ) UQ { return a(q) }\nfunc F(s *orm.Session) { a(orm.Select(Users)).All(s) }",
		"long loop": "func F(s *orm.Session) { q := orm.Select(Users); for range 100 { q = q.Limit(1) }; q.All(s) }",
		"endless":   "func F(s *orm.Session) { q := orm.Select(Users); for { q = q.Limit(1); q.All(s) } }",
		"depth":     deep(20),
		"list":      "func F(s *orm.Session) { cs := []orm.Cond{Users.ID.Gt(1)}; for range 40 { cs = append(cs, cs...) }; orm.Select(Users).Where(cs...).All(s) }",
	} {
		t.Run(name, func(t *testing.T) {
			all, said := "", false
			for _, s := range sinksOf(t, src, Limits{}) {
				if s.Method != "" && strings.HasSuffix(s.Func, ".F") {
					all += describeSink(s)
					said = said || s.Open != "" || s.Query.Unknown() != ""
				}
			}
			if !said {
				t.Errorf("it is not said that variants are missing:\n%s", all)
			}
		})
	}
}

// deep is a chain of n helpers.
func deep(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "func f%d(q UQ) UQ { return f%d(q) }\n", i, i+1)
	}
	fmt.Fprintf(&b, "func f%d(q UQ) UQ { return q.Limit(1) }\nfunc F(s *orm.Session) { f0(orm.Select(Users)).All(s) }", n)
	return b.String()
}

// TestDoubling holds that values which double again and again cost neither time nor memory.
func TestDoubling(t *testing.T) {
	for name, body := range map[string]string{
		"condition": "c := Users.ID.Gt(1); for range 40 { c = c.And(c) }; orm.Select(Users).Where(c).All(s)",
		"string":    "x := \"ab\"; for range 40 { x += x }; orm.Select(Users).Where(Users.Name.Eq(x)).All(s)",
		"operands":  "for range 40 { n += n }; orm.Select(Users).Limit(n).All(s)",
		"call":      "for range 40 { n = g(n, n) }; orm.Select(Users).Limit(n).All(s)",
	} {
		t.Run(name, func(t *testing.T) {
			sinks := sinksOf(t, "func g(a, b int) int { return a + b }\nfunc F(s *orm.Session, n int) { "+body+" }", Limits{})
			if len(sinks) == 0 {
				t.Fatal("nothing is said of the query")
			}
			q := sinks[len(sinks)-1].Query
			if n := q.Size(1_000_000); name != "condition" && n > 200 || name == "condition" && n != 1_000_000 {
				t.Errorf("the term has %d parts", n)
			}
		})
	}
}

// TestConcurrent holds that a world may be used by several goroutines, and that they find the same.
func TestConcurrent(t *testing.T) {
	c, recipes := fake(t)
	a := archive(t, "sinks_basic.txtar")
	p := c.add(t, a.Files[0].Name, string(a.Files[0].Data))
	w := NewWorld(c.fset, c.list[2:], Options{Recipes: recipes})
	out := make([]string, 4)
	var wg sync.WaitGroup
	for i := range out {
		wg.Go(func() { out[i] = sinkText(w, p) })
	}
	wg.Wait()
	for _, o := range out {
		if o != out[0] || o == "" {
			t.Errorf("one goroutine found\n%s\nanother\n%s", out[0], o)
		}
	}
}

func TestSteps(t *testing.T) {
	src := "func F(s *orm.Session) { orm.Select(Users).Limit(1).All(s) }"
	for _, s := range sinksOf(t, src, Limits{Paths: 16, Steps: 3, Unroll: 64, Depth: 16, Recursion: 3}) {
		if s.Open == "" {
			t.Errorf("%s is taken for complete", describeSink(s))
		}
	}
}

// FuzzBroken traces half-typed code: whatever comes in, nothing may panic.
func FuzzBroken(f *testing.F) {
	f.Add("func F(s *orm.Session) { q := orm.Select(Users).Where(; q.All(s) }", 0, 0)
	f.Add("func F(s *orm.Session) { for i := range x { orm.Select(Users).Where(Users.).All(s) } }", 3, 9)
	f.Add("func F() (q UQ, err error) { switch x := any(q).(type) { case int: return }; return q.Limit(), }", 5, 2)
	f.Add("var a, b = g(\nfunc g() (UQ, UQ) { return orm.Select(Users) }", 1, 4)
	f.Fuzz(func(t *testing.T, src string, cut, n int) {
		src = head + src
		if cut > len(head) && n > 0 && cut+n <= len(src) {
			src = src[:cut] + src[cut+n:]
		}
		c, recipes := fake(t)
		file, _ := parser.ParseFile(c.fset, "a.go", src, parser.SkipObjectResolution|parser.AllErrors)
		if file == nil {
			return
		}
		info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
			Selections: map[*ast.SelectorExpr]*types.Selection{}, Instances: map[*ast.Ident]types.Instance{}, Implicits: map[ast.Node]types.Object{}}
		conf := types.Config{Importer: c, Error: func(error) {}}
		tp, _ := conf.Check("example.com/a", c.fset, []*ast.File{file}, info)
		p := &Package{Files: []*ast.File{file}, Types: tp, Info: info}
		w := NewWorld(c.fset, append(c.list[2:], p), Options{Recipes: recipes})
		for _, s := range w.Package(p) {
			if s.Query == nil {
				t.Error("a sink without a query")
			}
		}
		for _, o := range info.Defs {
			if o != nil {
				w.Fact(p, o)
			}
		}
	})
}

func TestText(t *testing.T) {
	in := &Term{Op: OpHole, Name: "in"}
	field := func(n string) *Term { return &Term{Op: OpField, Name: n, Args: []*Term{in}} }
	five := constant(int64(5), types.Typ[types.Int])
	bin := func(op token.Token, a, b *Term) *Term { return binary(op, a, b, types.Typ[types.Int]) }
	for _, c := range []struct {
		term *Term
		want string
	}{
		{field("Name"), "in.Name"},
		{bin(token.ADD, field("N"), five), "in.N + 5"},
		{bin(token.MUL, bin(token.ADD, field("N"), five), five), "(in.N + 5) * 5"},
		{bin(token.SUB, five, bin(token.SUB, field("N"), five)), "5 - (in.N - 5)"},
		{&Term{Op: OpUnop, Name: "-", Args: []*Term{bin(token.ADD, field("N"), five)}}, "-(in.N + 5)"},
		{&Term{Op: OpField, Name: "X", Args: []*Term{{Op: OpHole, Name: "*p"}}}, "(*p).X"},
		{&Term{Op: OpUnop, Name: "len", Args: []*Term{field("IDs")}}, "len(in.IDs)"},
		{bin(token.ADD, five, five), "10"},
	} {
		if got := c.term.Text(); got != c.want {
			t.Errorf("%s is written %q, not %q", c.term, got, c.want)
		}
	}
}

// TestFold holds that arithmetic is done only where every platform would agree.
func TestFold(t *testing.T) {
	i := func(n int64) *Term { return constant(n, types.Typ[types.Int]) }
	for _, c := range []struct {
		op   token.Token
		a, b *Term
		typ  types.Type
		want any // nil: not folded
	}{
		{token.ADD, i(1), i(2), types.Typ[types.Int], int64(3)},
		{token.ADD, i(1 << 30), i(1 << 30), types.Typ[types.Int], nil},
		{token.ADD, i(100), i(100), types.Typ[types.Int8], nil},
		{token.QUO, i(7), i(2), types.Typ[types.Int], nil},
		{token.LSS, i(7), i(2), types.Typ[types.Bool], false},
		{token.ADD, constant("a", types.Typ[types.String]), constant("b", types.Typ[types.String]), types.Typ[types.String], "ab"},
		{token.LAND, boolean(false), &Term{Op: OpHole, Name: "x"}, types.Typ[types.Bool], false},
	} {
		got := binary(c.op, c.a, c.b, c.typ)
		if c.want == nil && got.Op == OpConst || c.want != nil && got.Const != c.want {
			t.Errorf("%s %s %s: %s", c.a, c.op, c.b, got)
		}
	}
}
