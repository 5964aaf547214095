package analysis

import (
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/aludel/aludel/analysis/passes/attrnames"
	"github.com/aludel/aludel/analysis/passes/descriptors"
	"github.com/aludel/aludel/analysis/passes/mappings"
	"github.com/aludel/aludel/analysis/passes/model"
	"github.com/aludel/aludel/analysis/passes/queries"
	"github.com/aludel/aludel/analysis/report"
	"github.com/aludel/aludel/orm/mapping"
)

// checks are the analyzers whose findings are reported.
var checks = []*analysis.Analyzer{mappings.Analyzer, descriptors.Analyzer, attrnames.Analyzer, queries.Analyzer}

// Analyzer reports everything that the checks find.
var Analyzer = &analysis.Analyzer{
	Name: "ormvet", Doc: "check ORM mappings, descriptors and queries", URL: "https://github.com/aludel/aludel/tree/main/docs/checks",
	Run: run, RunDespiteErrors: true, Requires: append([]*analysis.Analyzer{model.Analyzer}, checks...),
}

// Analyzers are what a driver is to run.
var Analyzers = []*analysis.Analyzer{Analyzer}

func run(pass *analysis.Pass) (any, error) {
	if !pass.ResultOf[model.Analyzer].(*model.Result).Reaches {
		return nil, nil
	}
	var found report.Findings
	for _, a := range checks {
		found = append(found, pass.ResultOf[a].(report.Findings)...)
	}
	found = suppress(pass, found)
	found.Sort()
	for _, f := range found {
		pass.Report(analysis.Diagnostic{
			Pos: f.Pos, End: f.End, Category: f.Code, Message: f.Message, SuggestedFixes: f.Fixes, URL: URL(f.Code),
		})
	}
	return nil, nil
}

// URL is the page about a code.
func URL(code string) string {
	return fmt.Sprintf("https://github.com/aludel/aludel/blob/main/docs/checks/%s.md", code)
}

// SeverityOf is how bad a finding of that code is.
func SeverityOf(code string) mapping.Severity {
	info, _ := mapping.Lookup(code)
	return info.Severity
}
