package expr

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"testing"
)

// Every kind of node must be known to the key (else two statements could share a text that is not theirs), to the walker (else
// a table could be missing in FROM) and to the compiler. leaves have nothing below them.
func TestEveryNodeIsHandled(t *testing.T) {
	leaves := map[string]bool{"BindParameter": true, "Constant": true, "ColumnClause": true, "Invalid": true, "Scalar": true, "ExistsClause": true,
		"LabelReference": true, "Literal": true, "SequenceValue": true, "ExcludedColumn": true}
	inKey, inWalk := switchedTypes(t, "key.go", "other"), switchedTypes(t, "walk.go", "Children")
	inKey["ColumnClause"], inKey["BindParameter"] = true, true // which come first, in Key.node
	inCompiler := switchedTypes(t, "../sqlcompile/node.go", "node")
	for name := range declaredNodes(t) {
		if name == "compared" { // which nobody sees: TestComparisonsWithValuesAreSeenInFull
			continue
		}
		if !inKey[name] && name != "Invalid" {
			t.Errorf("key.go does not write a %s", name)
		}
		if !inWalk[name] && !leaves[name] {
			t.Errorf("walk.go does not enter a %s", name)
		}
		if !inCompiler[name] && name != "Assignment" {
			t.Errorf("the compiler does not render a %s", name)
		}
	}
}

// declaredNodes are the types with a method node().
func declaredNodes(t *testing.T) map[string]bool {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for _, f := range files {
		for _, d := range parse(t, f).Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv != nil && fn.Name.Name == "node" && fn.Type.Params.NumFields() == 0 {
				out[typeName(fn.Recv.List[0].Type)] = true
			}
		}
	}
	if len(out) < 15 {
		t.Fatalf("found only %d kinds of nodes", len(out))
	}
	return out
}

// switchedTypes are the types in the cases of the type switches of a function.
func switchedTypes(t *testing.T, file, function string) map[string]bool {
	out := map[string]bool{}
	for _, d := range parse(t, file).Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Name.Name != function {
			continue
		}
		ast.Inspect(fn, func(n ast.Node) bool {
			if c, ok := n.(*ast.CaseClause); ok {
				for _, x := range c.List {
					out[typeName(x)] = true
				}
			}
			return true
		})
	}
	return out
}

func parse(t *testing.T, file string) *ast.File {
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	f, err := parser.ParseFile(token.NewFileSet(), file, src, 0)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func typeName(x ast.Expr) string {
	if s, ok := x.(*ast.StarExpr); ok {
		x = s.X
	}
	switch x := x.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	}
	return ""
}
