package descriptors

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// writer writes types as one file would, and collects the imports that the file lacks.
type writer struct {
	pass *analysis.Pass
	file *ast.File
	add  []addedImport
}

// addedImport is an import that the file needs, with the package's name.
type addedImport struct{ path, name string }

func newWriter(pass *analysis.Pass, file *ast.File) *writer { return &writer{pass: pass, file: file} }

// name is the qualifier of a package in the file, with its dot: "" for the package itself and dot imports. A package that is not
// imported yet is, unless it may not be.
func (w *writer) name(path, name string) (string, bool) {
	if path == w.pass.Pkg.Path() {
		return "", true
	}
	for _, im := range w.file.Imports {
		if p, err := strconv.Unquote(im.Path.Value); err != nil || p != path {
			continue
		}
		switch {
		case im.Name == nil:
			return name + ".", true
		case im.Name.Name == ".":
			return "", true
		case im.Name.Name != "_":
			return im.Name.Name + ".", true
		}
	}
	for _, a := range w.add {
		if a.path == path {
			return name + ".", true
		}
	}
	if !w.mayImport(path) || w.taken(name) {
		return "", false
	}
	w.add = append(w.add, addedImport{path, name})
	return name + ".", true
}

// mayImport applies the rule of internal packages; a package main is imported by nobody.
func (w *writer) mayImport(path string) bool {
	i := strings.LastIndex("/"+path+"/", "/internal/")
	if i < 0 {
		return true
	}
	if i == 0 {
		return false
	}
	parent := path[:i-1]
	return w.pass.Pkg.Path() == parent || strings.HasPrefix(w.pass.Pkg.Path(), parent+"/")
}

// taken reports whether a name means something else in the file or its package.
func (w *writer) taken(name string) bool {
	if w.pass.Pkg.Scope().Lookup(name) != nil {
		return true
	}
	for _, a := range w.add {
		if a.name == name {
			return true
		}
	}
	for _, im := range w.file.Imports {
		if im.Name != nil && im.Name.Name == name {
			return true
		}
		if p, ok := w.pass.TypesInfo.Implicits[im].(*types.PkgName); ok && p.Name() == name {
			return true
		}
	}
	return false
}

// typeText writes a type; false if it has a part that the file cannot name.
func (w *writer) typeText(t types.Type) (string, bool) {
	ok := nameable(t, w.pass.Pkg, 0)
	if !ok {
		return "", false
	}
	text := types.TypeString(t, func(p *types.Package) string {
		q, can := w.name(p.Path(), p.Name())
		ok = ok && can
		return strings.TrimSuffix(q, ".")
	})
	return text, ok
}

// nameable reports whether a type has no declared types but exported ones and those of pkg.
func nameable(t types.Type, pkg *types.Package, depth int) bool {
	if depth > 16 {
		return false
	}
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		return t.Kind() != types.Invalid
	case *types.Named:
		for i := range t.TypeArgs().Len() {
			if !nameable(t.TypeArgs().At(i), pkg, depth+1) {
				return false
			}
		}
		o := t.Obj()
		return o.Pkg() == nil || o.Parent() == o.Pkg().Scope() && (o.Exported() || o.Pkg() == pkg)
	case *types.Pointer:
		return nameable(t.Elem(), pkg, depth+1)
	case *types.Slice:
		return nameable(t.Elem(), pkg, depth+1)
	case *types.Array:
		return nameable(t.Elem(), pkg, depth+1)
	case *types.Map:
		return nameable(t.Key(), pkg, depth+1) && nameable(t.Elem(), pkg, depth+1)
	}
	return false
}

// imports are the edits that add the imports that the written types want, one for each path.
func (w *writer) imports() (edits []analysis.TextEdit) {
	for _, a := range w.add {
		edits = append(edits, w.importEdit(a.path))
	}
	return edits
}

// importEdit adds an import to the first group of imports, or behind the imports, or makes the first.
func (w *writer) importEdit(path string) analysis.TextEdit {
	at, text := w.file.Name.End(), "\n\nimport %q"
	for _, d := range w.file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.IMPORT {
			break
		}
		if g.Lparen.IsValid() {
			at, text = g.Lparen+1, "\n\t%q"
			break
		}
		at, text = g.End(), "\nimport %q"
	}
	return analysis.TextEdit{Pos: at, End: at, NewText: fmt.Appendf(nil, text, path)}
}
