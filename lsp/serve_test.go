package lsp_test

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aludel/aludel/analysis/driver"
	"github.com/aludel/aludel/lsp/lsptest"
)

// TestInProcess is what a program does that asks the server in-process: a hover with the SQL of a query.
func TestInProcess(t *testing.T) {
	ctx, c, path, src := blog(t, "queries.go")
	line, char := lineOf(src, "All(ctx, s)")
	got, err := c.Hover(ctx, path, line, char)
	if err != nil || !strings.Contains(got, "SELECT users.id") || !strings.Contains(got, "`limit > 0`") {
		t.Errorf("hover says %q (%v)", got, err)
	}
}

// wrong is a program with several mistakes, over two packages.
const wrong = `
-- models/models.go --
package models

import "github.com/aludel/aludel/orm"

// User has a misspelt option and a cascade that is none.
type User struct {
	orm.Entity ` + "`orm:\"table:users\"`" + `

	ID        int64 ` + "`orm:\"pk\"`" + `
	Name      string ` + "`orm:\"sise:50\"`" + `
	Addresses orm.List[*Address] ` + "`orm:\"back_populates:User; cascade:al\"`" + `
}

// Address has a key to a table that is not there.
type Address struct {
	orm.Entity

	ID     int64
	UserID *int64         ` + "`orm:\"fk:user.id\"`" + `
	User   orm.Ref[*User] ` + "`orm:\"back_populates:Address\"`" + `
}

// Models has both.
var Models = orm.NewRegistry(new(User), new(Address))

// Users misses an attribute and mistypes one.
var Users = orm.Describe[UserAttrs](Models)

// UserAttrs describes User.
type UserAttrs struct {
	orm.Class[User]
	ID orm.TextAttr[string]
	Addresses orm.ListAttr[*Address]
}
-- repo/repo.go --
package repo

import (
	"example.com/wrong/models"

	"github.com/aludel/aludel/orm"
)

// Find names an attribute that is not there.
func Find() orm.Query[*models.User] {
	return orm.Select(models.Users).FilterBy(orm.Values{"Nme": "ed"})
}
`

// TestSameFindingsAsTheProgram holds that the server says of every file what the stand-alone program says of it.
func TestSameFindingsAsTheProgram(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	dir := t.TempDir()
	if err := lsptest.WriteModule(dir, "example.com/wrong", wrong); err != nil {
		t.Fatal(err)
	}
	found, err := driver.Check(ctx, driver.Options{Dir: dir, Patterns: []string{"./..."}})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{}
	for _, d := range found {
		want[d.Start.Filename] = append(want[d.Start.Filename], fmt.Sprintf("%d: %s %s", d.Start.Line-1, d.Code, d.Message))
	}
	c, err := lsptest.Start(ctx, serve, dir, "")
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	err = filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := c.Open(ctx, path, string(raw)); err != nil {
			return err
		}
		list, err := c.Diagnostics(ctx, path, func(d []lsptest.Diagnostic) bool { return len(d) == len(want[path]) })
		var got []string
		for _, d := range list {
			got = append(got, fmt.Sprintf("%d: %s %s", d.Line, d.Code, d.Message))
		}
		slices.SortFunc(got, cmp.Compare)
		slices.SortFunc(want[path], cmp.Compare)
		if err != nil || !slices.Equal(got, want[path]) {
			t.Errorf("%s: %v\nthe server says\n%s\nthe program says\n%s", filepath.Base(path), err, strings.Join(got, "\n"), strings.Join(want[path], "\n"))
		}
		total += len(got)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if total < 7 {
		t.Errorf("only %d findings in a program with more mistakes", total)
	}
	if err := c.Close(ctx); err != nil {
		t.Error(err)
	}
}
