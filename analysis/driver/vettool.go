package driver

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"go/token"
	"go/types"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	ormanalysis "github.com/aludel/aludel/analysis"
	"github.com/aludel/aludel/orm/mapping"
)

// This file is the side of the checks that the go command talks to: go vet -vettool=ormvet runs the program once for each package
// with a file that describes it, imports first, and hands facts from one run to the next by files of their own. The protocol is
// that of golang.org/x/tools/go/analysis/unitchecker. It is written out here because that package type-checks every package of the
// program from source, the standard library included; here a package that does not reach package orm costs nothing.

// vetConfig describes one package, as the go command writes it.
type vetConfig struct {
	ID, ImportPath string
	GoFiles        []string
	ImportMap      map[string]string // paths in the source to package paths
	PackageFile    map[string]string // export data by package path
	PackageVetx    map[string]string // facts by package path
	VetxOnly       bool              // facts are wanted, no diagnostics
	VetxOutput     string            // where the facts go
	Stdout         string            // where the output goes, if not to standard output
	FixArchive     string            // where fixed files go, as a zip archive; "" to write them in place
	GoVersion      string
}

// IsVetTool reports whether arguments are those with which the go command calls a vet tool.
func IsVetTool(args []string) bool {
	for _, a := range args {
		if a == "-V=full" || a == "-flags" {
			return true
		}
	}
	return len(args) > 0 && strings.HasSuffix(args[len(args)-1], ".cfg")
}

// VetTool answers the go command and returns the exit status: 0 if it was answered, 1 if there are findings that were not asked
// for as JSON, 2 if something failed.
func VetTool(args []string, stdout, stderr io.Writer) int {
	t := vetTool{stdout: stdout, stderr: stderr}
	status, err := t.main(args)
	if err != nil {
		fmt.Fprintln(stderr, "ormvet:", err)
		return 2
	}
	return status
}

type vetTool struct {
	stdout, stderr io.Writer
	json, fix      bool
}

func (t *vetTool) main(args []string) (int, error) {
	for _, a := range args[:len(args)-1] {
		switch a {
		case "-json":
			t.json = true
		case "-fix":
			t.fix = true
		default:
			return 2, fmt.Errorf("flag %s is not known to the vet tool", a)
		}
	}
	switch last := args[len(args)-1]; last {
	case "-V=full":
		return 0, t.version()
	case "-flags":
		_, err := fmt.Fprintln(t.stdout, `[{"Name":"json","Bool":true,"Usage":"print findings as JSON"},{"Name":"fix","Bool":true,"Usage":"apply fixes"}]`)
		return 0, err
	default:
		return t.unit(last)
	}
}

// version names this build of the program, so that the go command forgets what another build said.
func (t *vetTool) version() error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	f, err := os.Open(self)
	if err != nil {
		return err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return err
	}
	_, err = fmt.Fprintf(t.stdout, "%s version devel aludel buildID=%02x\n", filepath.Base(self), h.Sum(nil))
	return err
}

// unit checks the package that a file describes.
func (t *vetTool) unit(file string) (int, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return 2, err
	}
	var cfg vetConfig
	if err := json.Unmarshal(data, &cfg); err != nil {
		return 2, fmt.Errorf("%s: %w", file, err)
	}
	found, facts, err := checkUnit(&cfg)
	if err != nil {
		return 2, err
	}
	if err := os.WriteFile(cfg.VetxOutput, facts, 0o666); err != nil {
		return 2, err
	}
	if cfg.VetxOnly {
		return 0, nil
	}
	return t.output(&cfg, found)
}

// checkUnit checks one package. The facts are empty for a package that does not reach package orm.
func checkUnit(cfg *vetConfig) (found []Diagnostic, facts []byte, err error) {
	imported, err := readVetx(cfg)
	if err != nil {
		return nil, nil, err
	}
	if cfg.ImportPath == mapping.OrmPath || cfg.PackageFile[mapping.OrmPath] == "" && len(imported) == 0 {
		return nil, nil, nil
	}
	registerFacts(ormanalysis.Analyzers)
	u, packages := typeCheck(cfg)
	if len(u.errors) > 0 {
		return nil, nil, u.errors[0]
	}
	u.facts = factSet{}
	var kept []storedFact
	for _, data := range imported {
		more, err := decodeFacts(data, packages, u.facts)
		if err != nil {
			return nil, nil, err
		}
		kept = append(kept, more...)
	}
	all := factSet{}
	for _, a := range required(ormanalysis.Analyzers) {
		out := u.run(a)
		if out.err != nil {
			return nil, nil, out.err
		}
		all.addAll(out.facts)
	}
	for _, a := range ormanalysis.Analyzers {
		found = append(found, plain(u.fset, u.run(a).diagnostics)...)
	}
	facts, err = encodeFacts(all, kept)
	return found, facts, err
}

// readVetx reads the facts of the imported packages that have any.
func readVetx(cfg *vetConfig) (files [][]byte, err error) {
	var paths []string
	for p := range cfg.PackageVetx {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	for _, p := range paths {
		data, err := os.ReadFile(cfg.PackageVetx[p])
		if err != nil {
			return nil, fmt.Errorf("facts of %s: %w", p, err)
		}
		if len(data) > 0 {
			files = append(files, data)
		}
	}
	return files, nil
}

// typeCheck checks the types of the package; imports come from export data.
func typeCheck(cfg *vetConfig) (*unit, map[string]*types.Package) {
	u := &unit{id: cfg.ID, fset: token.NewFileSet(), info: newInfo(), sizes: types.SizesFor("gc", runtime.GOARCH)}
	x := &exports{fset: u.fset, files: cfg.PackageFile, packages: map[string]*types.Package{}}
	u.parse(cfg.GoFiles)
	path, _, _ := strings.Cut(cfg.ImportPath, " [")
	u.check(path, cfg.GoVersion, importerFunc(func(path string) (*types.Package, error) {
		mapped, ok := cfg.ImportMap[path]
		if !ok {
			return nil, fmt.Errorf("the go command did not say what %s is", path)
		}
		return x.read(mapped)
	}))
	return u, x.packages
}

// output prints or applies what was found.
func (t *vetTool) output(cfg *vetConfig, found []Diagnostic) (status int, err error) {
	out := t.stdout
	if cfg.Stdout != "" {
		f, err := os.Create(cfg.Stdout)
		if err != nil {
			return 2, err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		out = f
	}
	switch {
	case t.fix:
		return 0, archiveFixes(cfg, found)
	case t.json:
		return 0, printVetJSON(out, cfg.ID, found)
	}
	for _, d := range found {
		fmt.Fprintln(t.stderr, d)
		status = 1
	}
	return status, nil
}

// archiveFixes hands the fixed files to the go command, which writes them when all packages are done.
func archiveFixes(cfg *vetConfig, found []Diagnostic) error {
	files, _, err := fixedFiles(found)
	if err != nil {
		return err
	}
	if cfg.FixArchive == "" {
		return writeFiles(files)
	}
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, f := range files {
		w, err := z.Create(f.name)
		if err == nil {
			_, err = w.Write(f.text)
		}
		if err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile(cfg.FixArchive, buf.Bytes(), 0o666)
}

// The form of diagnostics that the go command reads.
type (
	vetDiagnostic struct {
		Category string   `json:"category,omitempty"`
		Posn     string   `json:"posn"`
		End      string   `json:"end"`
		Message  string   `json:"message"`
		Fixes    []vetFix `json:"suggested_fixes,omitempty"`
	}
	vetFix struct {
		Message string    `json:"message"`
		Edits   []vetEdit `json:"edits"`
	}
	vetEdit struct {
		Filename string `json:"filename"`
		Start    int    `json:"start"`
		End      int    `json:"end"`
		New      string `json:"new"`
	}
)

// printVetJSON prints the findings of one package under the name of the one analyzer.
func printVetJSON(w io.Writer, id string, found []Diagnostic) error {
	var ds []vetDiagnostic
	for _, d := range found {
		v := vetDiagnostic{Category: d.Code, Posn: d.Start.String(), End: d.End.String(), Message: d.Message + " (" + d.Code + ")"}
		for _, f := range d.Fixes {
			fix := vetFix{Message: f.Message}
			for _, e := range f.Edits {
				fix.Edits = append(fix.Edits, vetEdit{e.File, e.Start, e.End, e.Text})
			}
			v.Fixes = append(v.Fixes, fix)
		}
		ds = append(ds, v)
	}
	tree := map[string]map[string][]vetDiagnostic{}
	if len(ds) > 0 {
		tree[id] = map[string][]vetDiagnostic{ormanalysis.Analyzer.Name: ds}
	}
	data, err := json.MarshalIndent(tree, "", "\t")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s\n", data)
	return err
}
