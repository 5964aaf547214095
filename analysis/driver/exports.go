package driver

import (
	"fmt"
	"go/token"
	"go/types"
	"os"

	"golang.org/x/tools/go/gcexportdata"
)

// exports reads packages from the compiler's export data.
type exports struct {
	fset     *token.FileSet
	files    map[string]string // by package path
	packages map[string]*types.Package
}

// read is the package of that path.
func (x *exports) read(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if p := x.packages[path]; p != nil && p.Complete() {
		return p, nil
	}
	name := x.files[path]
	if name == "" {
		return nil, fmt.Errorf("package %s could not be compiled", path)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("export data of %s: %w", path, err)
	}
	defer f.Close()
	//lint:ignore SA1019 the go command of Go 1.26 gives archives
	r, err := gcexportdata.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("export data of %s: %w", path, err)
	}
	return gcexportdata.Read(r, x.fset, x.packages, path)
}
