package workspace

import (
	"context"
	"fmt"
	"go/token"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/aludel/aludel/lsp/text"
)

// shop is a workspace of four packages, two of which reach the package that stands for the ORM.
const shop = `
-- go.mod --
module example.com/shop

go 1.26

require github.com/aludel/aludel v0.0.0

replace github.com/aludel/aludel => ./aludel
-- aludel/go.mod --
module github.com/aludel/aludel

go 1.26
-- aludel/orm/orm.go --
package orm

type Entity struct{}
-- models/models.go --
package models

import "github.com/aludel/aludel/orm"

type User struct {
	orm.Entity
	Name string
}
-- models/models_test.go --
package models

import "testing"

func TestName(t *testing.T) { _ = User{Name: "x"} }
-- repo/repo.go --
package repo

import "example.com/shop/models"

func Name(u models.User) string { return u.Name }
-- other/other.go --
package other

import "github.com/aludel/aludel/orm"

type Thing struct{ orm.Entity }
-- util/util.go --
package util

func Twice(s string) string { return s + s }
`

// fixture writes an archive to a directory and starts a session on it.
func fixture(t *testing.T, archive string) (*Session, string) {
	t.Helper()
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		path := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return start(t, dir), dir
}

// start runs a session on a directory until the test ends, and waits for its packages.
func start(t *testing.T, dir string) *Session {
	t.Helper()
	return startWith(t, dir, Options{Debounce: 5 * time.Millisecond, Logf: t.Logf})
}

func startWith(t *testing.T, dir string, opts Options) *Session {
	t.Helper()
	s := NewSession(opts)
	ctx, cancel := context.WithCancel(context.Background())
	stopped := make(chan struct{})
	go func() { defer close(stopped); s.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-stopped })
	s.AddFolder(dir)
	eventually(t, s, "packages are loaded", func(sn *Snapshot) bool { return sn.Loaded() })
	return s
}

// eventually waits until a snapshot satisfies the condition.
func eventually(t *testing.T, s *Session, what string, ok func(*Snapshot) bool) {
	t.Helper()
	for deadline := time.Now().Add(60 * time.Second); time.Now().Before(deadline); time.Sleep(2 * time.Millisecond) {
		if ok(s.Snapshot()) {
			return
		}
	}
	t.Fatalf("gave up waiting until %s", what)
}

// pkg returns the package of a file, which must be there.
func pkg(t *testing.T, s *Session, path string) *Package {
	t.Helper()
	p, _ := s.Snapshot().PackageOf(context.Background(), path)
	if p == nil {
		t.Fatalf("%s is in no package", path)
	}
	return p
}

func TestOnlyPackagesThatReachTheORM(t *testing.T) {
	s, dir := fixture(t, shop)
	for name, want := range map[string]string{
		"models/models.go": "example.com/shop/models", "models/models_test.go": "example.com/shop/models [example.com/shop/models.test]",
		"repo/repo.go": "example.com/shop/repo", "other/other.go": "example.com/shop/other",
		"util/util.go": "", "aludel/orm/orm.go": "", "absent.go": "",
	} {
		p, _ := s.Snapshot().PackageOf(context.Background(), filepath.Join(dir, name))
		if got := idOf(p); got != want {
			t.Errorf("%s is in %q, want %q", name, got, want)
		}
		if p != nil && len(p.Errors) > 0 {
			t.Errorf("%s: %v", name, p.Errors)
		}
	}
}

func idOf(p *Package) string {
	if p == nil {
		return ""
	}
	return p.ID
}

func TestEditReachesDependentsOnly(t *testing.T) {
	s, dir := fixture(t, shop)
	models, repo, other := filepath.Join(dir, "models/models.go"), filepath.Join(dir, "repo/repo.go"), filepath.Join(dir, "other/other.go")
	before, otherBefore := pkg(t, s, repo), pkg(t, s, other)
	old := s.Snapshot()

	s.Open(models, 1, s.Snapshot().File(models).Text())
	s.Change(models, 2, []text.Change{{Range: &text.Range{Start: text.Position{Line: 6, Character: 1}, End: text.Position{Line: 6, Character: 5}}, Text: "Title"}}, text.UTF16)

	if got := pkg(t, s, repo); got == before || len(got.Errors) != 1 || !strings.Contains(got.Errors[0].Msg, "u.Name undefined") {
		t.Errorf("after the edit the dependent has errors %v", got.Errors)
	}
	if pkg(t, s, other) != otherBefore {
		t.Error("a package that has nothing to do with the edit was checked again")
	}
	if p, _ := old.PackageOf(context.Background(), repo); p != before {
		t.Error("the snapshot taken before the edit sees it")
	}
	s.Close(models)
	if got := pkg(t, s, repo); len(got.Errors) != 0 {
		t.Errorf("after closing the buffer without saving: %v", got.Errors)
	}
	if files, _ := s.TakeChanged(); !slices.Equal(files, []string{models}) {
		t.Errorf("changed files are %v", files)
	}
}

func TestTargetsOrder(t *testing.T) {
	s, dir := fixture(t, shop)
	repo, models := filepath.Join(dir, "repo/repo.go"), filepath.Join(dir, "models/models.go")
	s.Open(repo, 1, s.Snapshot().File(repo).Text())
	var ids []string
	for _, target := range s.Snapshot().Targets([]string{models}) {
		ids = append(ids, target.ID)
	}
	want := []string{"example.com/shop/models", "example.com/shop/models [example.com/shop/models.test]", "example.com/shop/repo"}
	if !slices.Equal(ids, want) {
		t.Errorf("targets are %v, want %v", ids, want)
	}
	if all := s.Snapshot().Targets(nil); len(all) != 4 || all[0].ID != "example.com/shop/repo" {
		t.Errorf("all targets: %v", all)
	}
}

func TestNewImportLoadsAgain(t *testing.T) {
	s, dir := fixture(t, shop)
	path := filepath.Join(dir, "repo/repo.go")
	s.Open(path, 1, "package repo\n\nimport (\n\t\"strings\"\n\n\t\"example.com/shop/models\"\n\t\"example.com/shop/other\"\n)\n\n"+
		"func Name(u models.User) string { return strings.ToUpper(u.Name) }\n\nvar _ other.Thing\n")
	eventually(t, s, "the new imports are known", func(sn *Snapshot) bool {
		p, _ := sn.PackageOf(context.Background(), path)
		return p != nil && len(p.Errors) == 0
	})
}

func TestUnsavedFileBecomesPartOfItsPackage(t *testing.T) {
	s, dir := fixture(t, shop)
	path := filepath.Join(dir, "models", "extra.go")
	s.Open(path, 1, "package models\n\nfunc Extra(u User) string { return u.Name }\n")
	eventually(t, s, "the new file is in its package", func(sn *Snapshot) bool {
		p, f := sn.PackageOf(context.Background(), path)
		return p != nil && f.Open && p.Types.Scope().Lookup("Extra") != nil && p.Types.Scope().Lookup("User") != nil
	})
}

func TestDirectoryThatPatternsLeaveOut(t *testing.T) {
	s, dir := fixture(t, shop+"-- testdata/wrong/wrong.go --\npackage wrong\n\nimport \"github.com/aludel/aludel/orm\"\n\ntype X struct{ orm.Entity }\n")
	path := filepath.Join(dir, "testdata/wrong/wrong.go")
	s.Open(path, 1, s.Snapshot().File(path).Text())
	eventually(t, s, "a package under testdata is loaded", func(sn *Snapshot) bool {
		p, _ := sn.PackageOf(context.Background(), path)
		return p != nil && len(p.Errors) == 0
	})
}

func TestWorkspaceThatHoldsTheORM(t *testing.T) {
	s, dir := fixture(t, `
-- go.mod --
module github.com/aludel/aludel

go 1.26
-- expr/expr.go --
package expr

type Expr struct{}
-- orm/orm.go --
package orm

import "github.com/aludel/aludel/expr"

type Entity struct{ X expr.Expr }
-- orm/orm_test.go --
package orm_test

import "github.com/aludel/aludel/orm"

type T struct{ orm.Entity }
-- tour/tour.go --
package tour

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm"
)

type Row struct{ orm.Entity }

var _ expr.Expr = Row{}.X
`)
	if p := pkg(t, s, filepath.Join(dir, "tour/tour.go")); len(p.Errors) > 0 {
		t.Errorf("tour: %v", p.Errors)
	}
	if p, _ := s.Snapshot().PackageOf(context.Background(), filepath.Join(dir, "orm/orm.go")); p != nil {
		t.Error("the ORM itself is not a package that uses it")
	}
}

// TestImpatience holds that what is read from source while the go command compiles gives the same packages.
func TestImpatience(t *testing.T) {
	archive := strings.Replace(shop, "func Name(u models.User) string { return u.Name }",
		"var (\n\t_ http.Handler\n\t_ sql.Scanner\n)\n\nfunc Name(u models.User) string { return strconv.Quote(u.Name) }", 1)
	archive = strings.Replace(archive, "import \"example.com/shop/models\"", "import (\n\t\"database/sql\"\n\t\"net/http\"\n\t\"strconv\"\n\n\t\"example.com/shop/models\"\n)", 1)
	_, dir := fixture(t, archive)
	s := startWith(t, dir, Options{Patience: time.Nanosecond, Logf: t.Logf})
	first := s.Snapshot()
	for _, sn := range []*Snapshot{first, s.Snapshot()} {
		p, _ := sn.PackageOf(context.Background(), filepath.Join(dir, "repo/repo.go"))
		if p == nil || len(p.Errors) > 0 {
			t.Errorf("snapshot %d: %+v", sn.Serial(), p)
		}
	}
	if len(first.views[0].meta.external.exports) > 0 {
		t.Error("the first snapshot waited for the compiler")
	}
	eventually(t, s, "the compiler is done", func(sn *Snapshot) bool { return len(sn.views[0].meta.external.exports) > 0 })
}

func TestBrokenPackageOutside(t *testing.T) {
	broken := strings.Replace(shop, "type Entity struct{}", "type Entity struct{}\n\nfunc f() { undefined() }", 1)
	s, dir := fixture(t, broken)
	if p := pkg(t, s, filepath.Join(dir, "models/models.go")); len(p.Errors) > 0 {
		t.Errorf("declarations of a package that does not compile are not seen: %v", p.Errors)
	}
}

// TestManyPaths holds that a package to which many paths of imports lead is not visited once for each of them.
func TestManyPaths(t *testing.T) {
	archive := "-- go.mod --\nmodule github.com/aludel/aludel\n\ngo 1.26\n-- orm/orm.go --\npackage orm\n\ntype Entity struct{}\n"
	const layers = 22
	for i := range layers {
		for _, side := range []string{"a", "b"} {
			imports := "import _ \"github.com/aludel/aludel/orm\"\n"
			if i > 0 {
				imports = fmt.Sprintf("import (\n\t_ \"github.com/aludel/aludel/a%d\"\n\t_ \"github.com/aludel/aludel/b%d\"\n)\n", i-1, i-1)
			}
			archive += fmt.Sprintf("-- %s%d/x.go --\npackage x\n\n%s", side, i, imports)
		}
	}
	s, dir := fixture(t, archive)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if p, _ := s.Snapshot().PackageOf(ctx, filepath.Join(dir, fmt.Sprintf("a%d/x.go", layers-1))); p == nil || len(p.Errors) > 0 {
		t.Errorf("got %+v", p)
	}
}

func TestRemoveFolder(t *testing.T) {
	s, dir := fixture(t, shop)
	s.TakeChanged()
	s.RemoveFolder(dir)
	if p, _ := s.Snapshot().PackageOf(context.Background(), filepath.Join(dir, "repo/repo.go")); p != nil {
		t.Error("a package of a removed folder is still there")
	}
	if _, all := s.TakeChanged(); !all {
		t.Error("nobody is told that everything may be different")
	}
}

func TestNoModule(t *testing.T) {
	dir := t.TempDir()
	s := NewSession(Options{Debounce: time.Millisecond, Logf: t.Logf})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go s.Run(ctx)
	s.AddFolder(dir)
	path := filepath.Join(dir, "a.go")
	s.Open(path, 1, "package a\n")
	time.Sleep(50 * time.Millisecond)
	if p, _ := s.Snapshot().PackageOf(ctx, path); p != nil {
		t.Errorf("got package %v", p.ID)
	}
	if f := s.Snapshot().File(path); f.Text() != "package a\n" {
		t.Errorf("text is %q", f.Text())
	}
}

// errorsOf says what the type checker thinks of every package.
func errorsOf(s *Session) string {
	var b strings.Builder
	sn := s.Snapshot()
	for _, target := range sn.Targets(nil) {
		p := sn.Package(context.Background(), target)
		for _, e := range p.Errors {
			pos := p.Fset.Position(e.Pos)
			fmt.Fprintf(&b, "%s: %s:%d:%d %s\n", p.ID, filepath.Base(pos.Filename), pos.Line, pos.Column, e.Msg)
		}
	}
	lines := strings.Split(b.String(), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// TestIncrementalEqualsCold makes random edits, half of them nonsense, and now and then compares with a session
// that starts from the texts as they are then.
func TestIncrementalEqualsCold(t *testing.T) {
	s, dir := fixture(t, shop)
	rnd := rand.New(rand.NewPCG(1, 2))
	paths := []string{filepath.Join(dir, "models/models.go"), filepath.Join(dir, "repo/repo.go"), filepath.Join(dir, "models/models_test.go")}
	original := map[string]string{}
	for _, p := range paths {
		original[p] = s.Snapshot().File(p).Text()
		s.Open(p, 1, original[p])
	}
	for i := range 120 {
		p := paths[rnd.IntN(len(paths))]
		src := original[p]
		body := strings.Index(src, "\nfunc")
		if body < 0 {
			body = strings.Index(src, "\ttype")
		}
		at := max(body, strings.Index(src, ")\n"), strings.Index(src, "\"\n")+2)
		at += rnd.IntN(len(src) - at)
		s.Change(p, int32(i), []text.Change{{Text: src[:at] + []string{"", "x", "Name", "{", "\n", "//"}[rnd.IntN(6)] + src[at:]}}, text.UTF16)
		_ = errorsOf(s)
		if i%30 != 29 {
			continue
		}
		cold := NewSession(Options{Debounce: time.Millisecond})
		for _, f := range s.Snapshot().OpenFiles() {
			cold.Open(f.Path, f.Version, f.Text())
		}
		ctx, cancel := context.WithCancel(context.Background())
		go cold.Run(ctx)
		cold.AddFolder(dir)
		eventually(t, cold, "the cold session is loaded", func(sn *Snapshot) bool { return sn.Loaded() })
		if got, want := errorsOf(s), errorsOf(cold); got != want {
			t.Fatalf("after %d edits:\n%s\na cold start says:\n%s", i+1, got, want)
		}
		cancel()
	}
}

// TestFileSetStaysBounded holds that a long editing session does not keep the positions of every keystroke.
func TestFileSetStaysBounded(t *testing.T) {
	s, dir := fixture(t, shop)
	path := filepath.Join(dir, "models/models.go")
	src := s.Snapshot().File(path).Text()
	s.Open(path, 1, src)
	for i := range 2000 {
		s.Change(path, int32(i), []text.Change{{Text: src + strings.Repeat("/", i%3) + "\n"}}, text.UTF16)
		s.Snapshot().File(path).Tree()
	}
	n := 0
	s.fset.Iterate(func(f *token.File) bool {
		if f.Name() == path {
			n++
		}
		return true
	})
	if n > maxRetired+8 {
		t.Errorf("the file set holds %d states of one file, at most %d are needed", n, maxRetired)
	}
}

func TestChangeOfUnknownFile(t *testing.T) {
	s := NewSession(Options{})
	if s.Change("/nowhere/a.go", 1, nil, text.UTF16) {
		t.Error("a change of a file that is not open was taken")
	}
	s.Close("/nowhere/a.go")
	if files, _ := s.TakeChanged(); len(files) != 0 {
		t.Errorf("changed: %v", files)
	}
}
