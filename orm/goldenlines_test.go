package orm_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// This file writes statements of golden scenarios as lines that are compared.

var (
	manyRows  = regexp.MustCompile(`^(INSERT INTO .*? VALUES )(\([^()]*\))((?:, \([^()]*\))+)$`)
	blanks    = regexp.MustCompile(`\s+`)
	tableMark = regexp.MustCompile(`\{(\w+)\}`)
)

// lines gives the statement as text and values, one line for each row of an executemany.
func (s goldenStatement) lines() (out []string) {
	if !s.Many {
		return statementLines(s.SQL, s.Params)
	}
	for _, p := range s.Params {
		out = append(out, statementLines(s.SQL, p.([]any))...)
	}
	return out
}

// statementLines folds a statement: blanks to one, and an INSERT of many rows to one of each. Marks of transactions have no values.
func statementLines(sql string, args []any) (out []string) {
	sql = strings.TrimSpace(blanks.ReplaceAllString(sql, " "))
	if m := manyRows.FindStringSubmatch(sql); m != nil {
		n := strings.Count(m[2], "?")
		for ; len(args) > 0; args = args[n:] {
			out = append(out, m[1]+m[2]+" "+plainJSON(args[:n]))
		}
		return out
	}
	if len(args) == 0 {
		return []string{sql}
	}
	return []string{sql + " " + plainJSON(args)}
}

func plainJSON(args []any) string {
	plain := make([]any, len(args))
	for i, a := range args {
		switch a := a.(type) {
		case bool: // which SQLite has as numbers
			plain[i] = 0
			if a {
				plain[i] = 1
			}
		case []byte:
			plain[i] = string(a)
		default:
			plain[i] = a
		}
	}
	b, err := json.Marshal(plain)
	if err != nil {
		return err.Error()
	}
	return string(b)
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
