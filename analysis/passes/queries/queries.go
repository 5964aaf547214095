// Package queries is the check of statements: of SELECTs whose FROM elements nothing joins (ORM502), and of statements that cannot be sent
// (ORM503). It reports what the evaluator knows exactly, and what every statement has that can be sent at the place.
package queries

import (
	"go/token"
	"reflect"

	"golang.org/x/tools/go/analysis"

	"github.com/aludel/aludel/analysis/evaluate"
	"github.com/aludel/aludel/analysis/passes/model"
	"github.com/aludel/aludel/analysis/report"
	"github.com/aludel/aludel/sqlcompile"
)

// Analyzer checks the statements of queries; its result is [report.Findings].
var Analyzer = &analysis.Analyzer{
	Name: "ormqueries", Doc: "check the statements of queries", URL: "https://github.com/aludel/aludel/tree/main/docs/checks",
	Run: run, RunDespiteErrors: true, Requires: []*analysis.Analyzer{model.Analyzer}, ResultType: reflect.TypeFor[report.Findings](),
}

func run(pass *analysis.Pass) (any, error) {
	m := pass.ResultOf[model.Analyzer].(*model.Result)
	var found report.Findings
	if !m.Reaches {
		return found, nil
	}
	reported := map[token.Pos]bool{}
	for _, q := range m.Queries() {
		if reported[q.Pos] {
			continue
		}
		if p, ok := unjoined(&q); ok {
			reported[q.Pos] = true
			found.Add("ORM502", span{q.Pos, q.End}, nil, "%s", p.String())
		} else if why := refused(&q); why != "" {
			reported[q.Pos] = true
			found.Add("ORM503", span{q.Pos, q.End}, nil, "%s", why)
		}
	}
	found.Sort()
	return found, nil
}

// unjoined is a product that every statement has which can be sent at a place.
func unjoined(q *evaluate.Query) (first sqlcompile.CartesianProduct, ok bool) {
	if q.Terminal == "" || !q.Exact() {
		return first, false
	}
	for i, v := range q.Variants {
		if v.Statement == nil {
			return first, false
		}
		found, err := sqlcompile.Cartesian(v.Statement)
		if err != nil || len(found) == 0 {
			return first, false
		}
		if i == 0 {
			first = found[0]
		}
	}
	return first, len(first.Groups) > 0
}

// span is a place in the source.
type span struct{ pos, end token.Pos }

// Pos implements report.Node.
func (s span) Pos() token.Pos { return s.pos }

// End implements report.Node.
func (s span) End() token.Pos { return s.end }
