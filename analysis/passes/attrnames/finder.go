package attrnames

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/aludel/aludel/analysis/passes/model"
	"github.com/aludel/aludel/orm/mapping"
)

// Finder finds out whose attributes the names in strings of a package are. It belongs to one goroutine.
type Finder struct {
	info  *types.Info
	files []*ast.File
	// assigns is what is assigned to the queries of the package: see values.
	assigns map[*types.Var][]ast.Expr
}

// NewFinder returns a finder for a package of those files.
func NewFinder(info *types.Info, files []*ast.File) *Finder {
	return &Finder{info: info, files: files}
}

// Key is the entity that a string names an attribute of: one given to orm.AttrNamed, or a key of a literal of values given to FilterBy, which
// may be that of a composite (whole). The path has the nodes around the string, innermost first. The entity is nil for any other string.
func (c *Finder) Key(path []ast.Node) (entity types.Type, whole bool) {
	if len(path) < 2 {
		return nil, false
	}
	x, around := path[0], path[1:]
	if call, ok := around[0].(*ast.CallExpr); ok {
		if fn := c.callee(call); fn == "AttrNamed" && len(call.Args) == 2 && call.Args[1] == x {
			return c.instance(call.Fun), false
		}
		return nil, false
	}
	if kv, ok := around[0].(*ast.KeyValueExpr); ok {
		if kv.Key != x {
			return nil, false
		}
		around = around[1:]
	}
	if len(around) < 2 {
		return nil, false
	}
	_, lit := around[0].(*ast.CompositeLit)
	call, ok := around[1].(*ast.CallExpr)
	if !lit || !ok || c.callee(call) != "FilterBy" {
		return nil, false
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil, false
	}
	return c.filtered(sel.X), true
}

// callee is the name of the function or method of package orm that is called, "" for others.
func (c *Finder) callee(call *ast.CallExpr) string {
	fn, ok := typeutil.Callee(c.info, call).(*types.Func)
	if !ok || fn.Pkg() == nil || fn.Pkg().Path() != mapping.OrmPath {
		return ""
	}
	return fn.Name()
}

// instance is the only type argument of a call of a generic function.
func (c *Finder) instance(fun ast.Expr) types.Type {
	var id *ast.Ident
	ast.Inspect(fun, func(n ast.Node) bool {
		if x, ok := n.(*ast.Ident); ok && id == nil && c.info.Instances[x].TypeArgs != nil {
			id = x
		}
		return id == nil
	})
	if id == nil {
		return nil
	}
	args := c.info.Instances[id].TypeArgs
	if args.Len() != 1 {
		return nil
	}
	return args.At(0)
}

// row is the entity that the rows of a query are pointers to; nil for other rows.
func (c *Finder) row(x ast.Expr) types.Type {
	t := c.info.TypeOf(x)
	if t == nil || !model.IsOrm(t, "Query") {
		return nil
	}
	args := types.Unalias(t).(*types.Named).TypeArgs()
	if args.Len() != 1 {
		return nil
	}
	p, ok := types.Unalias(args.At(0)).(*types.Pointer)
	if !ok {
		return nil
	}
	return p.Elem()
}
