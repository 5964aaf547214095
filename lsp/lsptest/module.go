package lsptest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/tools/txtar"
)

// ormModule is the module that user code depends on.
const ormModule = "github.com/aludel/aludel"

// WriteModule writes the files of a txtar archive to a directory, with a go.mod and a go.sum by which they are a
// module over the source tree of this repository, found above the working directory.
func WriteModule(dir, module, archive string) error {
	root, err := repository()
	if err != nil {
		return err
	}
	raw, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return err
	}
	mod := strings.Replace(string(raw), "module "+ormModule+"\n", "module "+module+"\n", 1) +
		fmt.Sprintf("\nrequire %s v0.0.0\n\nreplace %s => %s\n", ormModule, ormModule, strconv.Quote(root))
	sums, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		return err
	}
	files := append(txtar.Parse([]byte(archive)).Files,
		txtar.File{Name: "go.mod", Data: []byte(mod)}, txtar.File{Name: "go.sum", Data: sums})
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// repository returns the directory of this repository.
func repository() (string, error) {
	dir, err := os.Getwd()
	for ; err == nil; dir = filepath.Dir(dir) {
		raw, readErr := os.ReadFile(filepath.Join(dir, "go.mod"))
		if readErr == nil && strings.HasPrefix(string(raw), "module "+ormModule+"\n") {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			err = errors.New("the working directory is not in the repository of " + ormModule)
		}
	}
	return "", err
}
