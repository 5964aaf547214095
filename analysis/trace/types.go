package trace

import (
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// Module is the module whose packages the tracer knows by name.
const Module = "github.com/aludel/aludel"

const facePath = Module + "/orm"

// kernelPaths are the packages whose exported functions and methods are primitives, with the prefix they have in terms.
var kernelPaths = map[string]string{
	Module + "/expr":        "expr",
	Module + "/sqltypes":    "sqltypes",
	Module + "/schema":      "schema",
	Module + "/orm/mapping": "orm/mapping",
	Module + "/orm/query":   "orm/query",
	facePath:                "orm",
}

// plainFaces are the types of package orm that never stand in a statement.
var plainFaces = []string{"Session", "SessionMaker", "Registry", "Entity", "Mapped", "List", "Ref", "Set", "Map", "Dynamic",
	"Deferred", "TxOption", "MapOption", "MapKey", "NotLoadedError", "Config", "Decl", "Row2", "Row3", "ObjectState", "collection",
	"SessionOption", "MergeOption", "Savepoint", "FlushContext", "Change", "Events", "ObjectHook", "BeforeInserter", "AfterInserter",
	"BeforeUpdater", "AfterUpdater", "BeforeDeleter", "AfterDeleter", "AfterLoader", "AfterRefresher"}

// FuncName is the name by which terms, recipes and facts know a function: the package path (without the module's, for
// packages of Aludel), the receiver's type if any, and the name; type arguments are left out.
func FuncName(f *types.Func) string {
	f = f.Origin()
	name := f.Name()
	if r := f.Signature().Recv(); r != nil {
		if n := namedOf(r.Type()); n != nil {
			name = n.Obj().Name() + "." + name
		}
	}
	return PackagePath(f.Pkg()) + "." + name
}

// PackagePath is the path of a package as it stands in names: short for packages of Aludel, without the suffix that test
// variants have. It is empty for the universe.
func PackagePath(p *types.Package) string {
	if p == nil {
		return ""
	}
	path, _, _ := strings.Cut(p.Path(), " ")
	if short, ok := kernelPaths[path]; ok {
		return short
	}
	return path
}

func varName(v *types.Var) string { return PackagePath(v.Pkg()) + "." + v.Name() }

func isPackageVar(o types.Object) bool {
	v, ok := o.(*types.Var)
	return ok && !v.IsField() && v.Pkg() != nil && v.Parent() == v.Pkg().Scope()
}

// EntityID is the id of the entity with this Go type, as package mapping writes it.
func EntityID(t types.Type) string {
	n := namedOf(t)
	if n == nil || n.Obj().Pkg() == nil {
		return typeText(t)
	}
	return runtimePath(n.Obj().Pkg()) + "." + n.Obj().Name()
}

// runtimePath is the path of a package as the running program has it: a command is called main.
func runtimePath(p *types.Package) string {
	if p.Name() == "main" {
		return "main"
	}
	path, _, _ := strings.Cut(p.Path(), " ")
	return strings.TrimSuffix(path, ".test")
}

func deref(t types.Type) types.Type {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

func isPointer(t types.Type) bool { _, ok := t.Underlying().(*types.Pointer); return ok }

func namedOf(t types.Type) *types.Named {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	n, _ := t.(*types.Named)
	return n
}

// concrete is t, or nil where t does not say what a value is: an interface, a type parameter, nothing.
func concrete(t types.Type) types.Type {
	if t == nil {
		return nil
	}
	if _, ok := types.Unalias(t).(*types.TypeParam); ok || types.IsInterface(t) {
		return nil
	}
	if b, ok := t.(*types.Basic); ok && b.Kind() == types.UntypedNil {
		return nil
	}
	return t
}

// typeText writes a type with package names, which is what a reader of Go code would write.
func typeText(t types.Type) string {
	if t == nil {
		return ""
	}
	return types.TypeString(t, func(p *types.Package) string { return p.Name() })
}

// isFace reports whether n is a type of package orm or of a kernel package.
func isFace(n *types.Named) bool {
	if n == nil || n.Obj().Pkg() == nil {
		return false
	}
	path, _, _ := strings.Cut(n.Obj().Pkg().Path(), " ")
	return kernelPaths[path] != ""
}

func isOrm(n *types.Named, name string) bool {
	return n != nil && n.Obj().Name() == name && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == facePath
}

func isSession(t types.Type) bool { return isPointer(t) && isOrm(namedOf(t), "Session") }

func isQuery(t types.Type) bool {
	n := namedOf(t)
	return !isPointer(t) && (isOrm(n, "Query") || isOrm(n, "UpdateStmt") || isOrm(n, "InsertStmt") || isOrm(n, "DeleteStmt"))
}

// describedEntity is the entity type of a descriptor struct, one that embeds orm.Class[E]; nil for other types.
func describedEntity(t types.Type) types.Type {
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	for f := range st.Fields() {
		if n, ok := types.Unalias(f.Type()).(*types.Named); ok && f.Embedded() && isOrm(n, "Class") && n.TypeArgs().Len() == 1 {
			return n.TypeArgs().At(0)
		}
	}
	return nil
}

// isDescriptor reports whether values of the type stand for a class: a descriptor struct, or orm.Class itself.
func isDescriptor(t types.Type) bool {
	n, _ := types.Unalias(t).(*types.Named)
	return isOrm(n, "Class") || describedEntity(t) != nil
}

// touches reports whether a value of the type could stand in a statement, or hold something that could.
func touches(t types.Type) bool { return touchesOnce(t, map[types.Type]bool{}) }

func touchesOnce(t types.Type, seen map[types.Type]bool) bool {
	if t == nil || seen[t] {
		return false
	}
	t = types.Unalias(t)
	if _, basic := t.(*types.Basic); basic || seen[t] {
		return false
	}
	seen[t] = true
	switch u := t.(type) {
	case *types.Named:
		return namedTouches(u, seen)
	case *types.TypeParam:
		return touchesOnce(u.Constraint().Underlying(), seen)
	case *types.Interface:
		return interfaceTouches(u, seen)
	case *types.Union:
		return false
	case *types.Struct:
		for f := range u.Fields() {
			if touchesOnce(f.Type(), seen) {
				return true
			}
		}
	case *types.Tuple:
		for v := range u.Variables() {
			if touchesOnce(v.Type(), seen) {
				return true
			}
		}
	case *types.Signature:
		return touchesOnce(u.Results(), seen) || touchesOnce(u.Params(), seen)
	case *types.Map:
		return touchesOnce(u.Elem(), seen) || touchesOnce(u.Key(), seen)
	case interface{ Elem() types.Type }:
		return touchesOnce(u.Elem(), seen)
	}
	return false
}

func namedTouches(n *types.Named, seen map[types.Type]bool) bool {
	if isFace(n) {
		return PackagePath(n.Obj().Pkg()) != "orm" || !slices.Contains(plainFaces, n.Obj().Name())
	}
	for a := range n.TypeArgs().Types() {
		if touchesOnce(a, seen) {
			return true
		}
	}
	if n.Obj().Pkg() == nil || isStandard(n.Obj().Pkg()) {
		return false
	}
	return touchesOnce(n.Underlying(), seen)
}

// isStandard reports whether a package is of the standard library, which knows nothing of package orm.
func isStandard(p *types.Package) bool {
	first, _, _ := strings.Cut(p.Path(), "/")
	return !strings.Contains(first, ".") && (standardRoots[first])
}

// interfaceTouches looks at what an interface embeds: orm.Cond and orm.Element touch, and so does what is built on them.
func interfaceTouches(t *types.Interface, seen map[types.Type]bool) bool {
	for e := range t.EmbeddedTypes() {
		if touchesOnce(e, seen) {
			return true
		}
	}
	for m := range t.ExplicitMethods() {
		if touchesOnce(m.Signature(), seen) {
			return true
		}
	}
	return false
}

// standardRoots are the first path elements of the standard library that programs commonly use.
var standardRoots = map[string]bool{"archive": true, "bufio": true, "bytes": true, "cmp": true, "compress": true, "container": true,
	"context": true, "crypto": true, "database": true, "embed": true, "encoding": true, "errors": true, "flag": true, "fmt": true,
	"go": true, "hash": true, "html": true, "io": true, "iter": true, "log": true, "maps": true, "math": true, "mime": true,
	"net": true, "os": true, "path": true, "reflect": true, "regexp": true, "runtime": true, "slices": true, "sort": true,
	"strconv": true, "strings": true, "sync": true, "testing": true, "text": true, "time": true, "unicode": true, "unsafe": true}

// typeKey writes a type so that equal types give equal keys whichever way they were loaded.
func typeKey(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string { return PackagePath(p) })
}

// fieldKey names a field by the struct type that declares it.
func fieldKey(owner types.Type, f *types.Var) string {
	if n := namedOf(owner); n != nil {
		return PackagePath(n.Obj().Pkg()) + "." + n.Obj().Name() + "." + f.Name()
	}
	return PackagePath(f.Pkg()) + ".." + f.Name()
}

func exported(name string) bool { return token.IsExported(name) }
