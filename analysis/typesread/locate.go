package typesread

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/aludel/aludel/orm/mapping"
)

// This file translates places of the model to positions in files.

// Files finds the syntax of a package by its import path as the model has it; nil for a package whose syntax is not there.
type Files func(path string) []*ast.File

// Locate gives the range that a locus means. ok is false where the syntax of the struct is not there.
func Locate(files Files, at mapping.Locus) (pos, end token.Pos, ok bool) {
	spec := FindType(files(at.Decl.Pkg), at.Decl.Name)
	if spec == nil {
		return token.NoPos, token.NoPos, false
	}
	f := FindField(spec, at.Field)
	if at.Field == "" || f == nil {
		return spec.Name.Pos(), spec.Name.End(), true
	}
	switch {
	case at.Part == mapping.PartType:
		return f.Type.Pos(), f.Type.End(), true
	case at.Part == mapping.PartTag && f.Tag != nil && at.Off >= 0:
		return TagPos(f.Tag, at.Off), TagPos(f.Tag, at.Off+at.Len), true
	}
	if n := fieldName(f, at.Field); n != nil {
		return n.Pos(), n.End(), true
	}
	return f.Type.Pos(), f.Type.End(), true
}

// FindType finds the declaration of a type at package level; a generic type is found by its name without arguments.
func FindType(files []*ast.File, name string) *ast.TypeSpec {
	name, _, _ = strings.Cut(name, "[")
	for _, f := range files {
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.TYPE {
				continue
			}
			for _, s := range g.Specs {
				if ts, ok := s.(*ast.TypeSpec); ok && ts.Name.Name == name {
					return ts
				}
			}
		}
	}
	return nil
}

// FindField finds a field of a struct declaration by its name; an embedded field has the name of its type.
func FindField(spec *ast.TypeSpec, name string) *ast.Field {
	st, ok := spec.Type.(*ast.StructType)
	if !ok {
		return nil
	}
	for _, f := range st.Fields.List {
		if fieldName(f, name) != nil || len(f.Names) == 0 && embeddedName(f.Type) == name {
			return f
		}
	}
	return nil
}

func fieldName(f *ast.Field, name string) *ast.Ident {
	for _, n := range f.Names {
		if n.Name == name {
			return n
		}
	}
	return nil
}

func embeddedName(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	case *ast.StarExpr:
		return embeddedName(x.X)
	case *ast.IndexExpr:
		return embeddedName(x.X)
	case *ast.IndexListExpr:
		return embeddedName(x.X)
	}
	return ""
}

// TagPos is the position of a byte of the unquoted tag in its literal, raw or interpreted. A byte inside a character has the
// position of the next one.
func TagPos(lit *ast.BasicLit, off int) token.Pos {
	if lit.Value[0] == '`' {
		return lit.Pos() + 1 + token.Pos(off)
	}
	at := lit.Pos() + 1
	n := 0
	characters(lit, func(bytes, written int) bool {
		if n >= off {
			return false
		}
		n, at = n+bytes, at+token.Pos(written)
		return true
	})
	return at
}

// TagOffset is the byte of the unquoted tag at a position in its literal: the inverse of [TagPos]. A position inside an escape
// belongs to the character that the escape stands for.
func TagOffset(lit *ast.BasicLit, pos token.Pos) int {
	if lit.Value[0] == '`' {
		return max(0, min(int(pos-lit.Pos())-1, len(lit.Value)-2))
	}
	at := lit.Pos() + 1
	n := 0
	characters(lit, func(bytes, written int) bool {
		if at+token.Pos(written) > pos {
			return false
		}
		n, at = n+bytes, at+token.Pos(written)
		return true
	})
	return n
}

// characters calls f with each character of an interpreted literal, until f says false: how many bytes it is, and in how many it is
// written.
func characters(lit *ast.BasicLit, f func(bytes, written int) bool) {
	for body := strings.TrimSuffix(lit.Value[1:], `"`); body != ""; {
		c, multibyte, rest, err := strconv.UnquoteChar(body, '"')
		if err != nil {
			return
		}
		n := 1
		if multibyte && c >= utf8.RuneSelf {
			n = utf8.RuneLen(c)
		}
		if !f(n, len(body)-len(rest)) {
			return
		}
		body = rest
	}
}
