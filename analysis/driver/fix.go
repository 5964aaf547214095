package driver

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// file is a file with new text.
type file struct {
	name string
	text []byte
}

// leftToUser are the codes whose fix is a decision, though there is just one: it takes a field out of the mapping.
var leftToUser = []string{"ORM108", "ORM109"}

// ApplyFixes writes the fixes of findings into the files: of each finding that has just one fix, since choosing among several is
// the user's. A fix that overlaps one before it is left for the next run. It returns the findings that remain.
func ApplyFixes(found []Diagnostic) (remaining []Diagnostic, err error) {
	files, remaining, err := fixedFiles(found)
	if err != nil {
		return found, err
	}
	return remaining, writeFiles(files)
}

func writeFiles(files []file) error {
	var errs []error
	for _, f := range files {
		mode := fs.FileMode(0o644)
		if info, err := os.Stat(f.name); err == nil {
			mode = info.Mode().Perm()
		}
		errs = append(errs, os.WriteFile(f.name, f.text, mode))
	}
	return errors.Join(errs...)
}

// fixedFiles works out the new texts of the files; nothing is written.
func fixedFiles(found []Diagnostic) (files []file, remaining []Diagnostic, err error) {
	edits := map[string][]Edit{}
	for _, d := range found {
		if len(d.Fixes) != 1 || slices.Contains(leftToUser, d.Code) || !accept(edits, d.Fixes[0]) {
			remaining = append(remaining, d)
		}
	}
	for name, list := range edits {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, found, err
		}
		text, err = edited(text, list)
		if err != nil {
			return nil, found, fmt.Errorf("fixing %s: %w", name, err)
		}
		files = append(files, file{name, text})
	}
	slices.SortFunc(files, func(a, b file) int { return cmp.Compare(a.name, b.name) })
	return files, remaining, nil
}

// accept adds the edits of a fix if none overlaps one that is there already. Two fixes may add the same import: it is added once.
func accept(edits map[string][]Edit, f Fix) bool {
	var add []Edit
	for _, e := range f.Edits {
		if slices.Contains(edits[e.File], e) {
			continue
		}
		for _, o := range edits[e.File] {
			if e.Start < o.End && o.Start < e.End || e.Start == o.Start && !bothImports(e, o) {
				return false
			}
		}
		add = append(add, e)
	}
	for _, e := range add {
		edits[e.File] = append(edits[e.File], e)
	}
	return true
}

// bothImports reports whether two insertions each add an import, so that their order is all the same.
func bothImports(a, b Edit) bool {
	isImport := func(e Edit) bool {
		text := strings.TrimSpace(e.Text)
		return e.Start == e.End && (strings.HasPrefix(text, "import ") || strings.HasPrefix(text, `"`)) && !strings.Contains(text, "\n")
	}
	return isImport(a) && isImport(b)
}

// edited applies edits to a text and formats it, as far as it was formatted.
func edited(text []byte, edits []Edit) ([]byte, error) {
	formatted := isFormatted(text)
	slices.SortStableFunc(edits, func(a, b Edit) int { return cmp.Compare(a.Start, b.Start) })
	var out bytes.Buffer
	at := 0
	for _, e := range edits {
		if e.Start < at || e.End > len(text) {
			return nil, errors.New("the file changed while it was checked")
		}
		out.Write(text[at:e.Start])
		out.WriteString(e.Text)
		at = e.End
	}
	out.Write(text[at:])
	if !formatted {
		return out.Bytes(), nil
	}
	return format.Source(out.Bytes())
}

func isFormatted(text []byte) bool {
	f, err := format.Source(text)
	return err == nil && bytes.Equal(f, text)
}
