package workspace

import (
	"context"
	"go/token"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"
)

// loadMetadata asks the go command for the packages below root and in the extra directories, with the open
// buffers in place of the files. It takes tenths of a second, and seconds if packages outside must be compiled.
//
// GoFiles are asked for and not CompiledGoFiles: an editor shows what the user wrote, and asking for the other
// would run cgo over every dependency.
func loadMetadata(ctx context.Context, fset *token.FileSet, v view, territory string) (*metadata, error) {
	patterns := []string{"./..."}
	for _, dir := range v.extra {
		if rel, err := filepath.Rel(v.root, dir); err == nil {
			patterns = append(patterns, "./"+filepath.ToSlash(rel))
		}
	}
	cfg := &packages.Config{
		Context: ctx, Dir: v.root, Tests: true, Overlay: v.overlay,
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedDeps |
			packages.NeedModule | packages.NeedForTest,
	}
	roots, err := packages.Load(cfg, patterns...)
	if err != nil {
		return nil, err
	}
	m := newMetadata(roots, territory)
	return m, loadExports(ctx, fset, v.root, m)
}

// loadExports finds the export data of the packages outside, which the go command compiles if it must.
func loadExports(ctx context.Context, fset *token.FileSet, root string, m *metadata) error {
	paths := m.externalPaths()
	if len(paths) == 0 {
		m.setExports(fset, nil)
		return nil
	}
	cfg := &packages.Config{
		Context: ctx, Dir: root,
		Mode: packages.NeedName | packages.NeedImports | packages.NeedDeps | packages.NeedExportFile,
	}
	loaded, err := packages.Load(cfg, paths...)
	if err != nil {
		return err
	}
	m.setExports(fset, loaded)
	return nil
}

// findRoot returns the directory from which the go command is to be asked about a folder: that of the go.work
// or go.mod file nearest above it, or the folder itself.
func findRoot(dir string) string {
	if root := nearest(dir, "go.work"); root != "" && os.Getenv("GOWORK") != "off" {
		return root
	}
	if root := nearest(dir, "go.mod"); root != "" {
		return root
	}
	return dir
}

// nearest returns the directory at or above dir that holds a file of that name, or nothing.
func nearest(dir, name string) string {
	for {
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil && !info.IsDir() {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}

// within tells whether path lies in the directory root.
func within(root, path string) bool {
	return path == root || strings.HasPrefix(path, strings.TrimSuffix(root, string(filepath.Separator))+string(filepath.Separator))
}
