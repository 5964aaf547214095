package main

import (
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/aludel/aludel/internal/testmod"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"ormvet": main})
}

// TestScripts runs the program as users do. Each script works in a module of its own.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", UpdateScripts: os.Getenv("UPDATE") != "", RequireExplicitExec: true,
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
