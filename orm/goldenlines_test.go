package orm_test

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/aludel/aludel/internal/scenario"
)

// This file writes statements of golden scenarios as lines that are compared.

var tableMark = regexp.MustCompile(`\{(\w+)\}`)

// lines gives the statement as text and values, one line for each row of an executemany.
func (s goldenStatement) lines() (out []string) {
	if !s.Many {
		return scenario.Lines(s.SQL, s.Params)
	}
	for _, p := range s.Params {
		out = append(out, scenario.Lines(s.SQL, p.([]any))...)
	}
	return out
}

// expand writes out the columns of the tables in braces.
func (g *golden) expand(s string) string {
	return tableMark.ReplaceAllStringFunc(s, func(m string) string {
		var cols []string
		name := m[1 : len(m)-1]
		t := g.models.MetaData().Table(name)
		if t == nil {
			g.Fatalf("no table %s", name)
		}
		for _, c := range t.Columns {
			cols = append(cols, fmt.Sprintf("%s.%s AS %s_%s", name, c.Name, name, c.Name))
		}
		return strings.Join(cols, ", ")
	})
}
