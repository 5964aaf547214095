package deps

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

//go:embed policy.txt
var policyText string

const root = "../.."

func readPolicy(t *testing.T) *policy {
	t.Helper()
	p, err := parsePolicy(policyText)
	if err != nil {
		t.Fatalf("policy.txt: %v", err)
	}
	return p
}

// list asks the go command for the packages of the module. Packages that do not build at the moment are listed all the same.
func list(t *testing.T) (out []pkg) {
	t.Helper()
	cmd := exec.Command("go", "list", "-e", "-json=ImportPath,Imports,Deps", "./...")
	cmd.Dir = root
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	text, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	for {
		var g struct {
			ImportPath    string
			Imports, Deps []string
		}
		if err := dec.Decode(&g); errors.Is(err, io.EOF) {
			return out
		} else if err != nil {
			t.Fatal(err)
		}
		out = append(out, pkg{short(g.ImportPath), shorten(g.Imports), shorten(g.Deps)})
	}
}

func short(path string) string { return strings.TrimPrefix(path, module+"/") }

func shorten(paths []string) []string {
	for i, p := range paths {
		paths[i] = short(p)
	}
	return paths
}

func TestImports(t *testing.T) {
	pkgs := list(t)
	if len(pkgs) < 20 {
		t.Fatalf("only %d packages are listed", len(pkgs))
	}
	for _, v := range readPolicy(t).check(pkgs) {
		t.Error(v)
	}
}

// TestViolationsAreFound has one violation of each kind.
func TestViolationsAreFound(t *testing.T) {
	for _, c := range []struct {
		pkg  pkg
		want string // "" for none
	}{
		{pkg{"expr", []string{"sqltypes", "fmt"}, nil}, ""},
		{pkg{"expr", []string{"schema"}, nil}, "expr (the SQL expression tree) imports schema (what a database is, as data; as a file; compared), which lies above it"},
		{pkg{"orm/mapping", []string{"reflect"}, nil}, "must not reach reflect (runtime and checker"},
		{pkg{"orm/query", []string{"orm/mapping"}, []string{"orm/mapping", "reflect"}}, ""},
		{pkg{"sqlcompile", []string{"database/sql/driver"}, nil}, ""},
		{pkg{"sqlcompile", []string{"database/sql"}, nil}, "must not reach database/sql (they know nothing of connections"},
		{pkg{"dialects/sqlite", []string{"dialects"}, nil}, ""},
		{pkg{"dialects/sqlite", []string{"dialects/mysql"}, nil}, "no dialect knows another"},
		{pkg{"analysis/trace", []string{"go/types"}, []string{"engine/dbapi"}}, "analysis/trace must not reach engine/dbapi"},
		{pkg{"analysis/evaluate/internal/oracle/models", []string{"orm"}, []string{"engine"}}, ""},
		{pkg{"internal/onemodel/models", []string{"database/sql"}, nil}, ""},
		{pkg{"internal/onemodel", []string{"database/sql"}, nil}, "no part of the run time"},
		{pkg{"analysis/evaluate", []string{"analysis/evaluate/internal/oracle/models"}, nil}, "which is for tests and generators"},
		{pkg{"orm", []string{"engine"}, []string{"golang.org/x/tools/go/packages"}}, "has no checker in it"},
		{pkg{"engine", nil, []string{"github.com/lib/pq"}}, "chooses the driver"},
		{pkg{"internal/onemodel", []string{"github.com/lib/pq"}, nil}, "drivers are imported by"},
		{pkg{"engine/dbapi/sqlite", []string{"github.com/mattn/go-sqlite3"}, []string{"github.com/mattn/go-sqlite3"}}, ""},
		{pkg{"examples/tour", []string{"github.com/mattn/go-sqlite3", "orm"}, nil}, ""},
		{pkg{"lsp/feature", []string{"go.lsp.dev/protocol"}, nil}, ""},
		{pkg{"analysis", []string{"go.lsp.dev/protocol"}, nil}, "stay at the rim"},
		{pkg{"utils", nil, nil}, "utils is not in policy.txt: add a line"},
	} {
		bad := readPolicy(t).check([]pkg{c.pkg})
		if c.want == "" && len(bad) > 0 || c.want != "" && !strings.Contains(strings.Join(bad, "\n"), c.want) {
			t.Errorf("%+v: %v, want %q", c.pkg, bad, c.want)
		}
	}
	for text, want := range map[string]string{
		"\torm": "line 1", "layer: x\n\torm\nnever a -> b": "line 3: no reason", "never a b: x": "no ->", "maybe a -> b: x": `"maybe" is no keyword`,
	} {
		if _, err := parsePolicy(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestPolicyNamesPackagesOnce has each package in one place, so that its place is no matter of order in the file.
func TestPolicyNamesPackagesOnce(t *testing.T) {
	p := readPolicy(t)
	all := slices.Clone(p.support)
	for _, l := range p.layers {
		all = append(all, l.packages...)
	}
	for i, a := range all {
		for _, b := range all[i+1:] {
			if matches([]string{a}, strings.TrimSuffix(b, "/...")) || matches([]string{b}, strings.TrimSuffix(a, "/...")) {
				t.Errorf("%s and %s overlap", a, b)
			}
		}
	}
}

// TestPinnedVersions holds what must not move by itself: later versions of the protocol library change its types.
func TestPinnedVersions(t *testing.T) {
	text, err := os.ReadFile(root + "/go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`(?m)^(?:require)?\s+go\.lsp\.dev/protocol v1\.0\.1(?:\s|$)`).Match(text) {
		t.Error("go.mod does not require go.lsp.dev/protocol v1.0.1")
	}
}
