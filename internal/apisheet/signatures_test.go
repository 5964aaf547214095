package apisheet

import (
	"bytes"
	"errors"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sheet is where the sheet lies beside the repository.
const sheet = "../../../shared/reference/api"

// here skips a test where the sheet is not there.
func here(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(sheet, name))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("%s is not there: the API is not compared with it", filepath.Join(sheet, name))
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// differences are the functions, methods and types that are others than in the sheet, or are not there, and why.
var differences = map[string]string{
	"AliasTo":         "a Subquery is a value, not a pointer",
	"ColumnOf":        "a Subquery is a value, not a pointer",
	"Query.Subquery":  "a Subquery is a value, not a pointer",
	"As":              "inheritance is not there yet; a Go type switch says what an object is",
	"Poly":            "inheritance is not there yet",
	"AttrNamed":       "takes the registry: several may map one struct, and nothing global knows which is meant",
	"SelectOf":        "takes the registry, as AttrNamed does",
	"Wire":            "is Registry.Wire, which returns an error: the registry knows how objects are mapped",
	"New":             "Registry.Wire wires an object that is in no session: a descriptor does not know the registry's mappers",
	"Cast":            "wants a sqltypes.Type, which any would not say",
	"Config.OrderBy":  "takes attributes and expressions too, not directions alone",
	"InsertStmt.Rows": "InsertStmt.ExecRows and Returning take the objects where they are sent: a statement is a value that holds none",
	"Merge":           "has options: without asking the database",
	"Query.ForUpdate": "may name the classes whose rows are locked",
	"Query.Stmt":      "gives the SELECT of package expr, which the engine takes; a Query is a Subselect by itself",
	"Raise":           "is about one relationship, like the other options; EveryRel and RelsOf stand for several",
	"SQL[R]":          "is SelectSQL, and Query.FromSQL: SQL is the condition, and Go has no overloading",
	"Truth":           "is Bool[R]: one type is every condition and every boolean column, so that no selector is ambiguous",
	"Truth.And":       "is Bool.And",
	"Truth.Or":        "is Bool.Or",
}

// functions lists the exported functions and methods of files, without the names of parameters.
func functions(t *testing.T, files ...*ast.File) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, f := range files {
		for _, d := range f.Decls {
			fd, ok := d.(*ast.FuncDecl)
			if !ok || !fd.Name.IsExported() {
				continue
			}
			name := fd.Name.Name
			if fd.Recv != nil {
				recv := receiver(fd.Recv.List[0].Type)
				name = recv + "." + name
			}
			if _, twice := out[name]; twice {
				name += "[R]" // of two with one name in the sheet, the generic one
			}
			out[name] = signature(fd)
		}
	}
	return out
}

func receiver(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.StarExpr:
		return receiver(x.X)
	case *ast.IndexExpr:
		return receiver(x.X)
	case *ast.IndexListExpr:
		return receiver(x.X)
	case *ast.Ident:
		return x.Name
	}
	return ""
}

// signature is the text of a function's type with its parameters' names left out, and its type parameters numbered.
func signature(fd *ast.FuncDecl) string {
	numbers := map[string]string{}
	number := func(id *ast.Ident) { numbers[id.Name] = "T" + string(rune('0'+len(numbers))) }
	if fd.Recv != nil {
		ast.Inspect(fd.Recv.List[0].Type, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.IndexExpr:
				number(x.Index.(*ast.Ident))
			case *ast.IndexListExpr:
				for _, p := range x.Indices {
					number(p.(*ast.Ident))
				}
			}
			return true
		})
	}
	text := func(fs *ast.FieldList) string {
		var parts []string
		for _, f := range fieldsOf(fs) {
			for range max(1, len(f.Names)) {
				parts = append(parts, typeText(f.Type, numbers))
			}
		}
		return strings.Join(parts, ", ")
	}
	var params []string
	for _, f := range fieldsOf(fd.Type.TypeParams) {
		for _, n := range f.Names {
			number(n)
		}
	}
	for _, f := range fieldsOf(fd.Type.TypeParams) {
		for _, n := range f.Names {
			params = append(params, numbers[n.Name]+" "+typeText(f.Type, numbers))
		}
	}
	return "[" + strings.Join(params, ", ") + "](" + text(fd.Type.Params) + ") (" + text(fd.Type.Results) + ")"
}

func fieldsOf(fs *ast.FieldList) []*ast.Field {
	if fs == nil {
		return nil
	}
	return fs.List
}

// typeText is a type with its type parameters numbered; names of package orm stand without the package.
func typeText(x ast.Expr, numbers map[string]string) string {
	var b bytes.Buffer
	_ = printer.Fprint(&b, token.NewFileSet(), x) // a buffer takes everything
	text := b.String()
	words := strings.FieldsFunc(text, func(r rune) bool {
		return !(r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z')
	})
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	for _, w := range slices.Compact(words) {
		if n, ok := numbers[w]; ok {
			text = replaceWord(text, w, n)
		}
	}
	return text
}

// replaceWord replaces a word where it stands by itself.
func replaceWord(text, word, with string) string {
	var out strings.Builder
	part := func(c byte) bool {
		return c == '_' || c == '.' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
	}
	for i := 0; i < len(text); {
		end := i + len(word)
		if strings.HasPrefix(text[i:], word) && (i == 0 || !part(text[i-1])) && (end == len(text) || !part(text[end])) {
			out.WriteString("$" + with)
			i = end
			continue
		}
		out.WriteByte(text[i])
		i++
	}
	return strings.ReplaceAll(out.String(), "$...", "...")
}

// parse reads Go source.
func parse(t *testing.T, name, text string) *ast.File {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// ormFiles are the files of package orm.
func ormFiles(t *testing.T) (files []*ast.File) {
	t.Helper()
	names, err := filepath.Glob("../../orm/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, parse(t, name, string(text)))
	}
	return files
}

// types lists the exported types of files.
func typesOf(files ...*ast.File) map[string]bool {
	out := map[string]bool{}
	for _, f := range files {
		for _, d := range f.Decls {
			if g, ok := d.(*ast.GenDecl); ok {
				for _, s := range g.Specs {
					if spec, ok := s.(*ast.TypeSpec); ok && spec.Name.IsExported() {
						out[spec.Name.Name] = true
					}
				}
			}
		}
	}
	return out
}

// embedded are the types that each struct type embeds.
func embedded(files ...*ast.File) map[string][]string {
	out := map[string][]string{}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if st, ok := spec.Type.(*ast.StructType); ok {
				for _, f := range st.Fields.List {
					if len(f.Names) == 0 {
						out[spec.Name.Name] = append(out[spec.Name.Name], receiver(f.Type))
					}
				}
			}
			return true
		})
	}
	return out
}

// promoted finds a method of a type, or of what it embeds.
func promoted(have map[string]string, embeds map[string][]string, name string) (string, bool) {
	if text, ok := have[name]; ok {
		return text, true
	}
	typ, method, _ := strings.Cut(name, ".")
	for _, e := range embeds[typ] {
		if text, ok := promoted(have, embeds, e+"."+method); ok && method != "" {
			return text, true
		}
	}
	return "", false
}

// TestSignatures compares the functions and types of the sheet with those of package orm. The sheet has the first package alone.
func TestSignatures(t *testing.T) {
	text := here(t, "signatures.txt")
	text, _, _ = strings.Cut(text, "\npackage misc")
	wanted, files := parse(t, "signatures.txt", text), ormFiles(t)
	want, have := functions(t, wanted), functions(t, files...)
	types, embeds := typesOf(files...), embedded(files...)
	met := map[string]bool{}
	differs := func(name, format string, args ...any) {
		t.Helper()
		if met[name] = true; differences[name] == "" {
			t.Errorf(name+": "+format, args...)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		switch got, ok := promoted(have, embeds, name); {
		case !ok:
			differs(name, "it is not there; the sheet has %s", want[name])
		case got != want[name]:
			differs(name, "it is\n\t%s\nthe sheet has\n\t%s", got, want[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(typesOf(wanted))) {
		if !types[name] {
			differs(name, "there is no such type")
		}
	}
	for name := range differences {
		if !met[name] {
			t.Errorf("%s is as in the sheet; it is no difference", name)
		}
	}
	t.Logf("%d functions and methods of the sheet, %d differences with their reasons", len(want), len(differences))
}
