package feature_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aludel/aludel/lsp/feature"
	"github.com/aludel/aludel/lsp/lsptest"
	"github.com/aludel/aludel/lsp/workspace"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// blog is the program that the drives by real clients work on as well.
const blog = "../clienttest/testdata/blog.txtar"

// bench is a session on a module with the provider, and where its files are.
type bench struct {
	session  *workspace.Session
	provider feature.Provider
	dir      string
}

// setUp writes the blog and starts a session on it.
func setUp(t *testing.T) *bench {
	t.Helper()
	archive, err := os.ReadFile(blog)
	if err != nil {
		t.Fatal(err)
	}
	return setUpWith(t, string(archive))
}

// setUpWith starts a session on the files of an archive.
func setUpWith(t *testing.T, archive string) *bench {
	t.Helper()
	b := &bench{dir: t.TempDir(), provider: feature.New(t.Logf)}
	if err := lsptest.WriteModule(b.dir, "example.com/blog", archive); err != nil {
		t.Fatal(err)
	}
	b.session = workspace.NewSession(workspace.Options{Debounce: 5 * time.Millisecond, Logf: t.Logf})
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	stopped := make(chan struct{})
	go func() { defer close(stopped); b.session.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-stopped })
	b.session.AddFolder(b.dir)
	for !b.session.Snapshot().Loaded() {
		select {
		case <-b.session.Changed():
		case <-ctx.Done():
			t.Fatal("nothing was loaded")
		}
	}
	return b
}

// at returns the package, file and offset of a place: the text with a bar where the cursor is.
func (b *bench) at(t *testing.T, snap *workspace.Snapshot, file, place string) (*workspace.Package, *workspace.File, int) {
	t.Helper()
	pkg, f := snap.PackageOf(context.Background(), filepath.Join(b.dir, file))
	if pkg == nil {
		t.Fatalf("%s is in no package", file)
	}
	before, after, _ := strings.Cut(place, "|")
	i := strings.Index(f.Text(), before+after)
	if i < 0 {
		t.Fatalf("no %q in %s", place, file)
	}
	return pkg, f, i + len(before)
}

// golden compares a text with a file, or writes it there.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; go test -update writes it anew. Got:\n%s", path, got)
	}
}

// TestHover holds the cards over places of the blog.
func TestHover(t *testing.T) {
	b := setUp(t)
	var out bytes.Buffer
	for _, p := range []struct{ file, place string }{
		{"models.go", "type Us|er struct"}, {"models.go", "ID     |int64"}, {"models.go", "I|D        int64"},
		{"models.go", "/* 😀 */ N|ame string"}, {"models.go", "Pass|word  *string"}, {"models.go", "Add|resses orm.List[*Address]   `"},
		{"models.go", "back_pop|ulates:User"}, {"models.go", "size:1|2"}, {"models.go", "UserI|D *int64"}, {"models.go", "orm:\"fk:us|ers.id"},
		{"models.go", "Use|r   orm.Ref"}, {"models.go", "ID        orm.Num|Attr"}, {"models.go", "I|D        orm.NumAttr"},
		{"queries.go", "Users.Na|me.HasPrefix"}, {"queries.go", "q.A|ll"}, {"queries.go", "q.Li|mit(limit)"}, {"queries.go", "q.Limit(li|mit)"},
		{"queries.go", "Has|Prefix"}, {"queries.go", "Join(Addresses.U|ser)"}, {"queries.go", "orm.Sel|ect(Addresses)"}, {"queries.go", "orm.Sel|ect(Users)).All"},
		{"queries.go", "Tw|ice(s"}, {"queries.go", "context.Con|text"}, {"queries.go", "// Fi|nd finds"},
	} {
		pkg, f, offset := b.at(t, b.session.Snapshot(), p.file, p.place)
		fmt.Fprintf(&out, "======== %s\n", p.place)
		card := b.provider.Hover(context.Background(), pkg, f, offset, feature.DialectNames())
		if card == nil {
			fmt.Fprintf(&out, "nothing\n")
			continue
		}
		fmt.Fprintf(&out, "over %q:\n%s", f.Text()[card.Start:card.End], card.Markdown)
	}
	golden(t, "hover.golden", out.Bytes())
}

// TestHoverInOneDialect holds that only the dialects that the user wants are shown.
func TestHoverInOneDialect(t *testing.T) {
	b := setUp(t)
	pkg, f, offset := b.at(t, b.session.Snapshot(), "queries.go", "q.A|ll")
	card := b.provider.Hover(context.Background(), pkg, f, offset, []string{"sqlite"})
	if card == nil || strings.Contains(card.Markdown, "postgresql") || !strings.Contains(card.Markdown, "sqlite") {
		t.Errorf("got %+v", card)
	}
}

// TestManyVariants holds that of many variants some are shown and the others are counted.
func TestManyVariants(t *testing.T) {
	archive, err := os.ReadFile(blog)
	if err != nil {
		t.Fatal(err)
	}
	b := setUpWith(t, string(archive)+`-- many.go --
package blog

import "github.com/aludel/aludel/orm"

func many(a, b, c bool) orm.Query[*User] {
	q := orm.Select(Users)
	if a {
		q = q.Where(Users.ID.Eq(1))
	}
	if b {
		q = q.Where(Users.Name.Eq("x"))
	}
	if c {
		q = q.Where(Users.Password.Eq("x"))
	}
	return q.Limit(9)
}
`)
	pkg, f, offset := b.at(t, b.session.Snapshot(), "many.go", "q.Lim|it")
	card := b.provider.Hover(context.Background(), pkg, f, offset, []string{"sqlite"})
	if card == nil || strings.Count(card.Markdown, "```sql") != 4 || !strings.Contains(card.Markdown, "and 4 more variants") {
		t.Errorf("got %+v", card)
	}
}

// TestCommand holds that a command is no different from other packages: its import path at run time is "main".
func TestCommand(t *testing.T) {
	b := setUpWith(t, "-- main.go --\n"+strings.ReplaceAll(`package main

import "github.com/aludel/aludel/orm"

type User struct {
	orm.Entity

	ID   int64  'orm:"pk"'
	Name string 'orm:"size:9"'
}

var models = orm.NewRegistry(new(User))

type userAttrs struct {
	orm.Class[User]
	ID   orm.NumAttr[int64]
	Name orm.TextAttr[string]
}

var users = orm.Describe[userAttrs](models)

var all = orm.Select(users).Where(users.Name.Eq("ed"))

func main() { _ = all }
`, "'", "`"))
	for place, want := range map[string]string{
		"Na|me string": "VARCHAR(9)", "orm.Sel|ect": "WHERE user", "users.Na|me.Eq": "VARCHAR(9)", "orm.Enti|ty\n": "CREATE TABLE",
	} {
		pkg, f, offset := b.at(t, b.session.Snapshot(), "main.go", place)
		card := b.provider.Hover(context.Background(), pkg, f, offset, feature.DialectNames())
		if card == nil || !strings.Contains(card.Markdown, want) {
			t.Errorf("%s: got %+v, want %q in it", place, card, want)
		}
	}
}

// TestComplete holds what completes in tags, whole and half-typed. The bar is the cursor in a text put in place of
// another.
func TestComplete(t *testing.T) {
	b := setUp(t)
	var out bytes.Buffer
	models := filepath.Join(b.dir, "models.go")
	src := b.session.Snapshot().File(models).Text()
	for _, c := range []struct{ old, typed string }{
		{"`orm:\"size:12\"`", "`orm:\"|"}, {"`orm:\"size:12\"`", "`orm:\"|\"`"}, {"`orm:\"size:12\"`", "`orm:\"size:12; |"},
		{"`orm:\"size:12\"`", "`orm:\"si|ze:12\"`"}, {"`orm:\"size:12\"`", "`orm:\"fk:|"}, {"`orm:\"size:12\"`", "`orm:\"fk:users.|id; unique\"`"},
		{"`orm:\"size:12\"`", "`orm:\"type:|\"`"}, {"`orm:\"size:12\"`", "\"orm:\\\"fk:|\\\"\""}, {"`orm:\"table:users\"`", "`orm:\"|\"`"},
		{"cascade:all,delete-orphan", "cascade:|"}, {"cascade:all,delete-orphan", "cascade:all, del|ete"}, {"cascade:all,delete-orphan", "|"},
		{"back_populates:User; ", "back_populates:|; "}, {"order_by:ID", "order_by:ID desc, |"}, {"order_by:ID", "foreign_keys:|"},
		{"`orm:\"size:12\"`", "`json:\"|\"`"}, {"`orm:\"size:12\"`", "`|`"}, {"// User is", "// Us|er is"},
	} {
		before, after, _ := strings.Cut(c.typed, "|")
		i := strings.Index(src, c.old)
		edited := src[:i] + before + after + src[i+len(c.old):]
		offset := i + len(before)
		closed, _ := feature.CloseTag(edited, offset)
		snap := b.session.Snapshot().With(models, closed)
		pkg, f := snap.PackageOf(context.Background(), models)
		fmt.Fprintf(&out, "======== %s\n", c.typed)
		for _, it := range b.provider.Complete(context.Background(), pkg, f, offset) {
			fmt.Fprintf(&out, "%s: %s -> %s (%s)\n", it.Label, f.Text()[it.Replace.Start:it.Replace.End], it.Insert, it.Detail)
		}
	}
	golden(t, "complete.golden", out.Bytes())
}

// TestHalfTyped cuts the files at every few bytes, as if they were being typed: no answer may panic.
func TestHalfTyped(t *testing.T) {
	b := setUp(t)
	for _, name := range []string{"models.go", "queries.go"} {
		path := filepath.Join(b.dir, name)
		src := b.session.Snapshot().File(path).Text()
		for cut := 20; cut < len(src); cut += 17 {
			snap := b.session.Snapshot().With(path, src[:cut])
			pkg, f := snap.PackageOf(context.Background(), path)
			if pkg == nil {
				t.Fatalf("%s cut at %d is in no package", name, cut)
			}
			b.provider.Check(context.Background(), pkg)
			for offset := max(0, cut-60); offset <= cut; offset += 7 {
				b.provider.Hover(context.Background(), pkg, f, offset, feature.DialectNames())
				b.provider.Complete(context.Background(), pkg, f, offset)
			}
		}
	}
}
