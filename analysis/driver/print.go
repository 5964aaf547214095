package driver

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// PrintText prints one finding a line, with paths relative to dir where that makes them shorter.
func PrintText(w io.Writer, dir string, found []Diagnostic) error {
	for _, d := range found {
		d.Start.Filename = relative(dir, d.Start.Filename)
		if _, err := fmt.Fprintln(w, d); err != nil {
			return err
		}
	}
	return nil
}

func relative(dir, path string) string {
	rel, err := filepath.Rel(dir, path)
	if err != nil || strings.HasPrefix(rel, "..") {
		return path
	}
	return rel
}

// jsonDiagnostic is the form of a finding in JSON. Lines and columns count from 1, columns in bytes.
type jsonDiagnostic struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"endLine"`
	EndColumn int    `json:"endColumn"`
	Code      string `json:"code"`
	Severity  string `json:"severity"`
	Message   string `json:"message"`
	URL       string `json:"url"`
	Fixes     []Fix  `json:"fixes,omitempty"`
}

// PrintJSON prints the findings as one JSON array, with paths relative to dir where that makes them shorter.
func PrintJSON(w io.Writer, dir string, found []Diagnostic) error {
	out := make([]jsonDiagnostic, len(found))
	for i, d := range found {
		out[i] = jsonDiagnostic{
			File: relative(dir, d.Start.Filename), Line: d.Start.Line, Column: d.Start.Column, EndLine: d.End.Line, EndColumn: d.End.Column,
			Code: d.Code, Severity: d.Severity, Message: d.Message, URL: d.URL,
		}
		for _, f := range d.Fixes {
			fix := Fix{Message: f.Message}
			for _, e := range f.Edits {
				e.File = relative(dir, e.File)
				fix.Edits = append(fix.Edits, e)
			}
			out[i].Fixes = append(out[i].Fixes, fix)
		}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}
