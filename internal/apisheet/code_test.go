package apisheet

import (
	"os/exec"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/aludel/aludel/internal/testmod"
)

// change is a place where the sheet's code is written otherwise, and why.
type change struct {
	file, old, new string
	why            string
}

// changes are all of them: whatever else the files have compiles as it stands.
var changes = []change{
	{"blog_tutorial.go.txt", "orm.Insert(Users).Rows(&User{Name: \"a\"}, &User{Name: \"b\"}).Exec(ctx, s)", "orm.Insert(Users).ExecRows(ctx, s, []*User{{Name: \"a\"}, {Name: \"b\"}})",
		"a statement is a value that holds no objects: they are given where it is sent"},
	{"mappings.go.txt", "\tss, _ := orm.Select(orm.Poly[Staff](Employees)).All(ctx, s)\n", "\tss := []Staff{&Engineer{}}\n", "inheritance is not there yet"},
	{"mappings.go.txt", "\t_ = orm.Select(Companies).Join(Companies.Staff.To(orm.Poly[Staff](Engineers2))).Where(Engineers2.Lang.Eq(\"go\"))\n", "", "inheritance is not there yet"},
	{"proxy.go.txt", "\torm.Wire(u)\n", "\t_ = orm.NewRegistry(u).Wire(u)\n", "the registry knows how objects are mapped"},
	{"two_packages.go.txt", "github.com/aludel/aludel/app/a", testmod.Path + "/app/a", "the module of the test has another name"},
}

// TestSheetCompiles compiles the code of the sheet, as a module of its own, with the changes and no others.
func TestSheetCompiles(t *testing.T) {
	a := &txtar.Archive{}
	add := func(name, text string) { a.Files = append(a.Files, txtar.File{Name: name, Data: []byte(text)}) }
	add("blog/models.go", changed(t, "blog_models.go.txt"))
	add("blog/tutorial.go", changed(t, "blog_tutorial.go.txt"))
	add("misc/mappings.go", changed(t, "mappings.go.txt"))
	add("misc/proxy.go", changed(t, "proxy.go.txt"))
	first, second, found := strings.Cut(changed(t, "two_packages.go.txt"), "package b\n")
	if !found {
		t.Fatal("two_packages.go.txt has no package b")
	}
	add("app/a/a.go", first)
	add("app/b/b.go", "package b\n"+second)
	cmd := exec.Command("go", "vet", "./...")
	cmd.Dir, cmd.Env = testmod.New(t, a), testmod.Env()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("the code of the sheet does not compile: %v\n%s", err, out)
	}
	t.Logf("%d files, %d changes with their reasons", len(a.Files), len(changes))
}

// changed is a file of the sheet with the changes.
func changed(t *testing.T, name string) string {
	t.Helper()
	text := here(t, name)
	for _, c := range changes {
		if c.file != name {
			continue
		}
		if !strings.Contains(text, c.old) {
			t.Errorf("%s has no %q: the change is stale", name, c.old)
		}
		text = strings.Replace(text, c.old, c.new, 1)
	}
	return text
}
