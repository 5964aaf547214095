package analysis

import (
	"go/ast"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/aludel/aludel/analysis/report"
	"github.com/aludel/aludel/orm/mapping"
)

// This file reads the comments by which the source says that a finding is to be ignored:
//
//	//ormvet:ignore ORM115 the table is a log, and is only appended to
//
// on the line of the finding or the one above it. Several codes are separated by commas. The reason is required.

const ignorePrefix = "//ormvet:ignore"

// directive is one such comment.
type directive struct {
	comment *ast.Comment
	codes   []code
	reason  bool
	file    string
	line    int
}

// code is one code of a directive.
type code struct {
	name string
	pos  token.Pos
	used bool
}

// Pos and End make a code a place of a finding.
func (c code) Pos() token.Pos { return c.pos }

// End is the end of the code in the comment.
func (c code) End() token.Pos { return c.pos + token.Pos(len(c.name)) }

// suppress leaves out the findings that the source says to ignore, and adds what is wrong with the directives themselves.
func suppress(pass *analysis.Pass, found report.Findings) (kept report.Findings) {
	var all []*directive
	for _, f := range pass.Files {
		all = append(all, directives(pass.Fset, f)...)
	}
	for _, f := range found {
		if !ignored(pass.Fset, all, f) {
			kept = append(kept, f)
		}
	}
	for _, d := range all {
		d.check(&kept, len(pass.TypeErrors) == 0)
	}
	return kept
}

// directives are those of a file.
func directives(fset *token.FileSet, f *ast.File) (all []*directive) {
	for _, g := range f.Comments {
		for _, c := range g.List {
			rest, ok := strings.CutPrefix(c.Text, ignorePrefix)
			if !ok || rest != "" && rest[0] != ' ' && rest[0] != '\t' {
				continue
			}
			all = append(all, parse(fset, c, rest))
		}
	}
	return all
}

// parse reads a directive; rest is its text behind the prefix.
func parse(fset *token.FileSet, c *ast.Comment, rest string) *directive {
	at := fset.PositionFor(c.Pos(), false)
	d := &directive{comment: c, file: at.Filename, line: at.Line}
	words := strings.Fields(rest)
	d.reason = len(words) > 1
	if len(words) == 0 {
		return d
	}
	off := strings.Index(c.Text, words[0])
	for _, name := range strings.Split(words[0], ",") {
		d.codes = append(d.codes, code{name: name, pos: c.Pos() + token.Pos(off)})
		off += len(name) + 1
	}
	return d
}

// ignored reports whether a well-formed directive names the finding, and marks it as used.
func ignored(fset *token.FileSet, all []*directive, f report.Finding) bool {
	at := fset.PositionFor(f.Pos, false)
	for _, d := range all {
		if d.file != at.Filename || d.line != at.Line && d.line != at.Line-1 {
			continue
		}
		for i := range d.codes {
			if d.codes[i].name == f.Code && d.reason {
				d.codes[i].used = true
				return true
			}
		}
	}
	return false
}

// check reports what is wrong with a directive. That it silences nothing can only be said of a package without type errors.
func (d *directive) check(found *report.Findings, complete bool) {
	if len(d.codes) == 0 {
		found.Add("ORM901", d.comment, nil, "ormvet:ignore wants a code and a reason: //ormvet:ignore CODE reason")
		return
	}
	if !d.reason {
		found.Add("ORM901", d.comment, nil, "ormvet:ignore wants a reason behind the code: //ormvet:ignore CODE reason")
		return
	}
	for _, c := range d.codes {
		if _, known := mapping.Lookup(c.name); !known {
			d.unknown(found, c)
		} else if !c.used && complete {
			var fixes []analysis.SuggestedFix
			if len(d.codes) == 1 {
				fixes = report.Fix("remove the comment", d.comment, "")
			}
			found.Add("ORM901", c, fixes, "ormvet:ignore silences nothing: there is no %s on this line or the next", c.name)
		}
	}
}

func (d *directive) unknown(found *report.Findings, c code) {
	near := mapping.NearestCode(c.name)
	if near == "" {
		found.Add("ORM901", c, nil, "unknown code %q", c.name)
		return
	}
	found.Add("ORM901", c, report.Fix("change it to "+near, c, near), "unknown code %q; did you mean %s?", c.name, near)
}
