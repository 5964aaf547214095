package typesread_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/analysis/typesread"
	"github.com/aludel/aludel/orm/mapping"
)

// standIn is as much of package orm as declarations of entities need: code that does not compile has no export data to check against.
const standIn = `package orm
type Entity struct{ _ int }
type List[E any] struct{ _ []E }
type Ref[E any] struct{ _ E }
`

// entities type-checks a file as far as it goes and describes the entities that it declares.
func entities(t *testing.T, src string) (decls []*mapping.Decl) {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "orm.go", standIn, 0)
	if err != nil {
		t.Fatal(err)
	}
	orm, err := new(types.Config).Check(mapping.OrmPath, fset, []*ast.File{f}, nil)
	if err != nil {
		t.Fatal(err)
	}
	f, _ = parser.ParseFile(fset, "p.go", "package p\nimport \""+mapping.OrmPath+"\"\n"+src, 0)
	conf := types.Config{Error: func(error) {}, Importer: imports{mapping.OrmPath: orm}}
	pkg, _ := conf.Check("p", fset, []*ast.File{f}, nil)
	r := typesread.New()
	for _, name := range pkg.Scope().Names() {
		o, ok := pkg.Scope().Lookup(name).(*types.TypeName)
		if !ok {
			continue
		}
		if d := r.Read(o.Type()); mapping.IsEntity(d) {
			decls = append(decls, &mapping.Decl{Type: d})
		}
	}
	return decls
}

type imports map[string]*types.Package

func (i imports) Import(path string) (*types.Package, error) {
	if p := i[path]; p != nil {
		return p, nil
	}
	return nil, &missingError{path}
}

type missingError struct{ path string }

func (e *missingError) Error() string { return e.path + " is not there" }

// What does not type-check yet is no mistake of the mapping, nor is what depends on it; what is wrong beside it is. No type, however
// it is built, is read for ever.
func TestHalfTyped(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"fields", `type E struct { orm.Entity; ID int64 "orm:\"pk\""; A strin; B []Nope; C *Nope; D map[string]Nope; F orm.Ref[*Nope]; G orm.List[Nope] }`, ""},
		{"key", `type E struct { orm.Entity; ID nope.ID "orm:\"pk\"" }`, ""},
		{"embedded", `type E struct { orm.Entity; Base }`, ""},
		{"embedded of another package", `type E struct { orm.Entity; nope.Base; Name string }`, ""},
		{"options", `type E struct { orm.Entity; ID int64 "orm:\"pk\""; A Nope "orm:\"sise:3\"" }`, "ORM102"},
		{"no key", `type E struct { orm.Entity; A Nope }`, "ORM115"},
		{"order", `type E struct { orm.Entity; ID int64 "orm:\"pk\""; Es orm.List[*E] "orm:\"order_by:A,Oops\""; A Nope; EID int64 "orm:\"fk:e.id\"" }`, "ORM125"},
		{"column", `type E struct { orm.Entity; ID int64 "orm:\"pk\""; A int64 "orm:\"fk:e.bc\""; B int64 "orm:\"fk:e.oops\""; BC Nope }`, "ORM207"},
		{"foreign key", `type E struct { orm.Entity; ID int64 "orm:\"pk\""; FID Nope "orm:\"fk:f.id\""; F orm.Ref[*F] }; type F struct { orm.Entity; ID int64 "orm:\"pk\"" }`, ""},
		{"other side", `type E struct { orm.Entity; ID int64 "orm:\"pk\""; FID int64 "orm:\"fk:f.id\""; F orm.Ref[*F] "orm:\"back_populates:Es\"" }
			type F struct { orm.Entity; ID int64 "orm:\"pk\""; Es orm.Lis[*E] }`, ""},
		{"type parameter", `type E[T any] struct { orm.Entity; ID T "orm:\"pk\"" }`, ""},
		{"cut off", `type E struct { orm.Entity; ID int64 "orm:\"pk\""; Name`, ""},
		{"embeds itself", `type E struct { orm.Entity; ID int64 "orm:\"pk\""; E }`, ""},
		{"embed each other", `type A struct{ B }; type B struct{ A }; type E struct { orm.Entity; ID int64 "orm:\"pk\""; A }`, ""},
		{"named after itself", `type P *P; type Q []Q; type E struct { orm.Entity; ID int64 "orm:\"pk\""; P P; Q Q }`, "ORM108 ORM108"},
		{"grows", `type G[T any] struct { *G[[]T]; V T }; type E struct { orm.Entity; ID int64 "orm:\"pk\""; G[int] }`, ""},
		{"grows in turns", `type G[T any] struct { *H[[]T] }; type H[T any] struct { *G[*T]; *H[T] }; type E struct { orm.Entity; ID int64 "orm:\"pk\""; *G[int] }`, ""},
		{"settles", `type G[T any] struct { *G[string] }; type E struct { orm.Entity; ID int64 "orm:\"pk\""; G[int] }`, "ORM108"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := mapping.Build(entities(t, c.src))
			if err := m.Check(); err != nil {
				t.Error(err)
			}
			var got []string
			for _, p := range m.Problems {
				got = append(got, p.Code)
			}
			slices.Sort(got)
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("%q, want %q", s, c.want)
			}
		})
	}
}
