package workspace

import (
	"context"
	"os"
	"path/filepath"

	"golang.org/x/tools/go/packages"
)

// loadMetadata asks the go command for the packages below root and in the extra directories, with the open
// buffers in place of the files. It takes tenths of a second.
//
// GoFiles are asked for and not CompiledGoFiles: an editor shows what the user wrote, and asking for the other
// would run cgo over every dependency.
func loadMetadata(ctx context.Context, v view, territory string) (*metadata, error) {
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
	return newMetadata(roots, territory), nil
}

// loadExports returns the files with the export data of packages and of all that they import, by id. The go
// command compiles what is not in its cache, which may take long; it leaves out what it cannot compile.
func loadExports(ctx context.Context, root string, paths []string) (map[string]string, error) {
	if len(paths) == 0 {
		return nil, nil
	}
	cfg := &packages.Config{
		Context: ctx, Dir: root,
		Mode: packages.NeedName | packages.NeedImports | packages.NeedDeps | packages.NeedExportFile,
	}
	loaded, err := packages.Load(cfg, paths...)
	files := map[string]string{}
	packages.Visit(loaded, nil, func(p *packages.Package) {
		if p.ExportFile != "" {
			files[p.ID] = p.ExportFile
		}
	})
	return files, err
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
