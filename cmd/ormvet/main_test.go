package main

import (
	"bytes"
	"flag"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/aludel/aludel/internal/testmod"
)

var update = flag.Bool("update", false, "write the golden files and scripts anew")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"ormvet": main})
}

// TestScripts runs the program as users do. Each script works in a module of its own.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", UpdateScripts: *update, RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			for _, v := range []string{"GOPATH", "GOMODCACHE", "GOCACHE"} {
				if dir := goEnv(t, v); dir != "" {
					e.Setenv(v, dir)
				}
			}
			for _, v := range testmod.Settings {
				name, value, _ := strings.Cut(v, "=")
				e.Setenv(name, value)
			}
			return testmod.Write(e.WorkDir)
		},
	})
}

// The examples are clean, and the tour's package of mistakes has many kinds of them.
func TestExamplePackages(t *testing.T) {
	root, err := testmod.Root()
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(root)
	var stdout, stderr bytes.Buffer
	if status := run([]string{"./examples/..."}, &stdout, &stderr); status != 0 {
		t.Errorf("the examples: status %d\n%s%s", status, &stdout, &stderr)
	}
	stdout.Reset()
	if status := run([]string{"./examples/tour/testdata/wrong"}, &stdout, &stderr); status != 1 {
		t.Errorf("the wrong package: status %d\n%s", status, &stderr)
	}
	codes := map[string]bool{}
	for _, line := range strings.Split(strings.TrimSpace(stdout.String()), "\n") {
		m := finding.FindStringSubmatch(line)
		if m == nil {
			t.Errorf("%q is no finding", line)
			continue
		}
		codes[m[1]] = true
	}
	if len(codes) < 8 {
		t.Errorf("only %d kinds of mistakes:\n%s", len(codes), &stdout)
	}
}

var finding = regexp.MustCompile(`^examples/tour/testdata/wrong/wrong\.go:\d+:\d+: .* \((ORM\d+)\)$`)
