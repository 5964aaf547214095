// Package testmod makes modules for tests in folders of their own: they import this module's packages as a user's module does,
// and need no network.
package testmod

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// Path is the import path of the modules that are made.
const Path = "example.com/app"

// New writes the files of an archive to a folder as a module, and returns the folder. It ends with the test.
func New(t testing.TB, archive *txtar.Archive) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err == nil {
		err = Write(dir)
	}
	for _, f := range archive.Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		err = errors.Join(err, os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, f.Data, 0o644))
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// Write writes go.mod and go.sum for a module in dir that requires this one from its folder.
func Write(dir string) error {
	root, err := Root()
	if err != nil {
		return err
	}
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return err
	}
	_, requires, _ := strings.Cut(string(mod), "\nrequire") // versions as here, so that nothing is looked up
	text := fmt.Sprintf("module %s\n\ngo 1.26.0\n\nrequire github.com/aludel/aludel v0.0.0\n\nreplace github.com/aludel/aludel => %s\n\nrequire%s", Path, root, requires)
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	return errors.Join(err, os.WriteFile(filepath.Join(dir, "go.mod"), []byte(text), 0o644), os.WriteFile(filepath.Join(dir, "go.sum"), sum, 0o644))
}

// Settings are the variables with which the go command works on such a module. The last one is for programs built with the race
// detector, which otherwise wait a second before they end.
var Settings = []string{"GOPROXY=off", "GOFLAGS=-mod=mod", "GOWORK=off", "GORACE=atexit_sleep_ms=0"}

// Env is the environment of the process with the [Settings].
func Env() []string { return append(os.Environ(), Settings...) }

// Root is the folder of this module.
func Root() (string, error) {
	dir, err := os.Getwd()
	for err == nil {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("testmod: no go.mod at or above the working directory")
		}
		dir = parent
	}
	return "", err
}
