package driver

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	ormanalysis "github.com/aludel/aludel/analysis"
)

// Options says what to check. The zero value checks the package of the current directory with its tests.
type Options struct {
	Dir        string   // where the go command runs
	Patterns   []string // as the go command takes them
	BuildFlags []string // more arguments for the go command, "-tags=x"
	NoTests    bool
	Env        []string // nil for that of the process
	// Progress is called with what is done at the moment; nil for nobody.
	Progress func(text string)
}

func (o Options) progress(text string) {
	if o.Progress != nil {
		o.Progress(text)
	}
}

// Diagnostic is a finding with its place as text.
type Diagnostic struct {
	Start, End token.Position
	Code       string
	Severity   string // "error" or "warning"
	Message    string // without the code
	URL        string
	Fixes      []Fix
}

// Fix is a change that removes a finding.
type Fix struct {
	Message string `json:"message"`
	Edits   []Edit `json:"edits"`
}

// Edit replaces the bytes from Start up to End of a file.
type Edit struct {
	File  string `json:"file"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// String is the finding on one line, as compilers print it.
func (d Diagnostic) String() string {
	return fmt.Sprintf("%s:%d:%d: %s (%s)", d.Start.Filename, d.Start.Line, d.Start.Column, d.Message, d.Code)
}

// Check runs all checks over the packages of the patterns and returns what they found, by place. The error joins everything
// that kept a package from being checked; the findings of the others are there all the same.
func Check(ctx context.Context, o Options) ([]Diagnostic, error) {
	p, err := load(ctx, o)
	if err != nil {
		return nil, err
	}
	var found []Diagnostic
	for _, m := range p.roots {
		u := p.units[m.ID]
		for _, e := range u.errors {
			p.trouble = append(p.trouble, e)
		}
		if len(u.errors) > 0 {
			continue
		}
		for _, a := range ormanalysis.Analyzers {
			out := u.run(a)
			if out.err != nil {
				p.trouble = append(p.trouble, out.err)
			}
			found = append(found, plain(p.fset, out.diagnostics)...)
		}
	}
	sortDiagnostics(&found)
	return found, errors.Join(unique(p.trouble)...)
}

// plain turns diagnostics into text and numbers.
func plain(fset *token.FileSet, ds []analysis.Diagnostic) (out []Diagnostic) {
	for _, d := range ds {
		end := d.End
		if !end.IsValid() {
			end = d.Pos
		}
		p := Diagnostic{
			Start: fset.Position(d.Pos), End: fset.Position(end), Code: d.Category, Severity: ormanalysis.SeverityOf(d.Category).String(),
			Message: d.Message, URL: d.URL,
		}
		for _, f := range d.SuggestedFixes {
			p.Fixes = append(p.Fixes, plainFix(fset, f))
		}
		out = append(out, p)
	}
	return out
}

// plainFix gives the offsets of the edits in the file itself, whatever line directives say.
func plainFix(fset *token.FileSet, f analysis.SuggestedFix) Fix {
	out := Fix{Message: f.Message}
	for _, e := range f.TextEdits {
		end := e.End
		if !end.IsValid() {
			end = e.Pos
		}
		file := fset.File(e.Pos)
		out.Edits = append(out.Edits, Edit{File: file.Name(), Start: file.Offset(e.Pos), End: file.Offset(end), Text: string(e.NewText)})
	}
	return out
}

// sortDiagnostics orders findings by place and drops those that two variants of a package share.
func sortDiagnostics(ds *[]Diagnostic) {
	slices.SortFunc(*ds, func(a, b Diagnostic) int {
		return cmp.Or(cmp.Compare(a.Start.Filename, b.Start.Filename), cmp.Compare(a.Start.Offset, b.Start.Offset),
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
	})
	*ds = slices.CompactFunc(*ds, func(a, b Diagnostic) bool { return a.String() == b.String() })
}

// unique drops repeated errors: a broken file is met once for each package that has it.
func unique(errs []error) (out []error) {
	seen := map[string]bool{}
	for _, e := range errs {
		text := strings.TrimPrefix(e.Error(), "-: ")
		if !seen[text] {
			seen[text] = true
			out = append(out, errors.New(text))
		}
	}
	return out
}
