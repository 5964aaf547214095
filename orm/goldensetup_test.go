package orm_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// This file reads the setup of golden scenarios: calls of rows(), which insert behind the session's back.

var (
	tableOfClass = regexp.MustCompile(`class (\w+)\(.*\):\n\s+__tablename__ = "(\w+)"`)
	tableOfName  = regexp.MustCompile(`(\w+) = Table\("(\w+)"`)
	rowsCall     = regexp.MustCompile(`(?s)^(\w+)(.*)$`)
	dictCall     = regexp.MustCompile(`dict\(([^()]*)\)`)
	dictItem     = regexp.MustCompile(`(\w+)=("[^"]*"|'[^']*'|[^,]+)`)
)

// setupStatements gives the INSERTs of a setup.
func setupStatements(t testing.TB, models, setup string) (out []string) {
	tables := map[string]string{}
	for _, re := range []*regexp.Regexp{tableOfClass, tableOfName} {
		for _, m := range re.FindAllStringSubmatch(models, -1) {
			tables[m[1]] = m[2]
		}
	}
	for _, text := range strings.Split(setup, "rows(")[1:] {
		call := rowsCall.FindStringSubmatch(text)
		table, ok := tables[call[1]]
		if !ok {
			t.Fatalf("the setup inserts into %s, which the models do not have", call[1])
		}
		for _, d := range dictCall.FindAllStringSubmatch(call[2], -1) {
			var cols, values []string
			for _, it := range dictItem.FindAllStringSubmatch(d[1], -1) {
				cols = append(cols, it[1])
				values = append(values, sqlLiteral(strings.TrimSpace(it[2])))
			}
			out = append(out, fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table, strings.Join(cols, ", "), strings.Join(values, ", ")))
		}
	}
	return out
}

// sqlLiteral writes a Python literal in SQL.
func sqlLiteral(py string) string {
	switch {
	case py == "None":
		return "NULL"
	case py == "True":
		return "1"
	case py == "False":
		return "0"
	case strings.HasPrefix(py, `"`), strings.HasPrefix(py, "'"):
		return "'" + strings.ReplaceAll(py[1:len(py)-1], "'", "''") + "'"
	}
	return py
}
