package feature

import (
	"context"
	"go/token"

	"golang.org/x/tools/go/analysis"

	ormanalysis "github.com/aludel/aludel/analysis"
	"github.com/aludel/aludel/lsp/passes"
	"github.com/aludel/aludel/lsp/workspace"
	"github.com/aludel/aludel/orm/mapping"
)

// Check implements Provider: it runs the checks of package analysis.
func (c *checker) Check(ctx context.Context, pkg *workspace.Package) []Finding {
	var out []Finding
	for _, a := range ormanalysis.Analyzers {
		if ctx.Err() != nil {
			return nil
		}
		got := passes.Run(pkg, a)
		if got.Err != nil {
			c.logf("%v", got.Err)
		}
		for _, d := range got.Diagnostics {
			if f, ok := finding(pkg, d); ok {
				out = append(out, f)
			}
		}
	}
	return out
}

// finding translates a diagnostic; false if it speaks of no file of the package.
func finding(pkg *workspace.Package, d analysis.Diagnostic) (Finding, bool) {
	span, ok := spanOf(pkg, d.Pos, d.End)
	if !ok {
		return Finding{}, false
	}
	f := Finding{Span: span, Severity: Error, Code: d.Category, Message: d.Message, URL: d.URL}
	if ormanalysis.SeverityOf(d.Category) == mapping.SeverityWarning {
		f.Severity = Warning
	}
	for _, r := range d.Related {
		if s, ok := spanOf(pkg, r.Pos, r.End); ok {
			f.Related = append(f.Related, Related{Span: s, Message: r.Message})
		}
	}
	for _, fix := range d.SuggestedFixes {
		if edits, ok := editsOf(pkg, fix); ok {
			f.Fixes = append(f.Fixes, Fix{Title: fix.Message, Edits: edits})
		}
	}
	return f, true
}

// editsOf translates the edits of a fix; false if one of them lies in no file that is open to change.
func editsOf(pkg *workspace.Package, fix analysis.SuggestedFix) ([]Edit, bool) {
	var out []Edit
	for _, e := range fix.TextEdits {
		s, ok := spanOf(pkg, e.Pos, e.End)
		if !ok {
			return nil, false
		}
		out = append(out, Edit{Span: s, NewText: string(e.NewText)})
	}
	return out, len(out) > 0
}

// spanOf returns the span between two positions; an end that is missing is the start.
func spanOf(pkg *workspace.Package, pos, end token.Pos) (Span, bool) {
	file, start := pkg.Locate(pos)
	if file == nil {
		return Span{}, false
	}
	s := Span{Path: file.Path, Start: start, End: start}
	if stop, ok := file.Offset(end); ok && end.IsValid() && stop > start {
		s.End = stop
	}
	return s, true
}
