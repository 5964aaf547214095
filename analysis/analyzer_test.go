package analysis_test

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/analysis"

	ormanalysis "github.com/aludel/aludel/analysis"
	"github.com/aludel/aludel/orm/mapping"
)

// Any driver of go/analysis takes the analyzers.
func TestAnalyzersAreValid(t *testing.T) {
	if err := analysis.Validate(ormanalysis.Analyzers); err != nil {
		t.Error(err)
	}
	for _, a := range ormanalysis.Analyzers {
		if !a.RunDespiteErrors {
			t.Errorf("%s does not run in half-typed packages", a.Name)
		}
	}
}

// The link of a finding leads to a page that is there.
func TestPagesExist(t *testing.T) {
	for _, c := range mapping.Codes() {
		page := filepath.Base(ormanalysis.URL(c.Code))
		if _, err := os.Stat(filepath.Join("..", "docs", "checks", page)); err != nil {
			t.Error(err)
		}
		if got := ormanalysis.SeverityOf(c.Code); got != c.Severity {
			t.Errorf("%s is %s, not %s", c.Code, got, c.Severity)
		}
	}
}
