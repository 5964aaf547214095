// Package attrnames is the check of attribute names in strings (ORM501): the name given to orm.AttrNamed, and the keys of the
// orm.Values given to FilterBy. It looks at constants only, and at queries of which the code tells whose attributes the names are.
package attrnames

import (
	"go/ast"
	"go/constant"
	"go/types"
	"reflect"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/aludel/aludel/analysis/passes/model"
	"github.com/aludel/aludel/analysis/report"
	"github.com/aludel/aludel/orm/mapping"
)

// Analyzer checks attribute names in strings; its result is [report.Findings].
var Analyzer = &analysis.Analyzer{
	Name: "ormattrnames", Doc: "check attribute names in strings", URL: "https://github.com/aludel/aludel/tree/main/docs/checks",
	Run: run, RunDespiteErrors: true, Requires: []*analysis.Analyzer{model.Analyzer}, ResultType: reflect.TypeFor[report.Findings](),
}

// checker looks at the calls of one package.
type checker struct {
	*Finder
	model *model.Result
	found report.Findings
}

func run(pass *analysis.Pass) (any, error) {
	c := &checker{Finder: NewFinder(pass.TypesInfo, pass.Files), model: pass.ResultOf[model.Analyzer].(*model.Result)}
	if !c.model.Reaches {
		return c.found, nil
	}
	for _, f := range pass.Files {
		ast.Inspect(f, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				c.call(call)
			}
			return true
		})
	}
	c.found.Sort()
	return c.found, nil
}

func (c *checker) call(call *ast.CallExpr) {
	if call.Ellipsis.IsValid() {
		return
	}
	switch name := c.callee(call); {
	case name == "AttrNamed" && len(call.Args) == 2:
		if t := c.instance(call.Fun); t != nil {
			c.name(t, call.Args[1], false)
		}
	case name == "FilterBy" && len(call.Args) == 1:
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
			if t := c.filtered(sel.X); t != nil {
				c.keys(t, call.Args[0])
			}
		}
	}
}

// keys checks the keys of a literal.
func (c *checker) keys(t types.Type, x ast.Expr) {
	lit, ok := ast.Unparen(x).(*ast.CompositeLit)
	if !ok {
		return
	}
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			c.name(t, kv.Key, true)
		}
	}
}

// name checks one name, if it is a constant; where whole is set, it may be that of a composite.
func (c *checker) name(t types.Type, x ast.Expr, whole bool) {
	v := c.info.Types[x].Value
	e := c.model.Entity(t)
	if e == nil || v == nil || v.Kind() != constant.String {
		return
	}
	name := constant.StringVal(v)
	switch k := e.Composite(name); {
	case e.Attr(name) != nil || k != nil && whole:
		return
	case k != nil && len(k.Parts) > 0:
		c.found.Add("ORM501", x, nil, "%s.%s is a composite of several columns; name one of its parts, such as %s", e.Name, name, k.Parts[0].Name)
		return
	case e.Rel(name) != nil:
		c.found.Add("ORM501", x, nil, "%s.%s is a relationship; a name in a string must be that of a column attribute", e.Name, name)
		return
	case model.HasField(t, name):
		return // a field that could not be mapped has its own message
	}
	near := mapping.Nearest(name, e.AttrNames())
	if near == "" {
		c.found.Add("ORM501", x, nil, "%s has no attribute %q; it has %s", e.Name, name, strings.Join(e.AttrNames(), ", "))
		return
	}
	var fixes []analysis.SuggestedFix
	if lit, ok := ast.Unparen(x).(*ast.BasicLit); ok {
		fixes = report.Fix("change it to "+near, lit, strconv.Quote(near))
	}
	c.found.Add("ORM501", x, fixes, "%s has no attribute %q; did you mean %s?", e.Name, name, near)
}
