package postgres

import (
	"regexp"
	"strings"

	"github.com/aludel/aludel/dialects"
)

// This file classifies errors: by SQLSTATE, and by the fields that the server sends with them.

func (dialect) Classify(err error) dialects.Violation {
	code := dialects.SQLState(err)
	if code == "" {
		return dialects.Violation{Class: dialects.Common(err)}
	}
	v := dialects.Violation{Class: dialects.FromSQLState(code)}
	v.Table, _ = dialects.TextField(err, "Table")
	v.Column, _ = dialects.TextField(err, "Column")
	v.Constraint, _ = dialects.TextField(err, "Constraint")
	if detail, _ := dialects.TextField(err, "Detail"); v.Column == "" && v.Class.IsConstraint() {
		v.Column = keyColumn(detail, v.Table)
	}
	return v
}

var key = regexp.MustCompile(`\(([^()]+)\)=\(`)

// keyColumn is the first column of the key in a detail such as `Key (name)=(jack) already exists.`, whatever the server's language.
// Where rows of the table itself still refer to the key, it is that of another table: "" then.
func keyColumn(detail, table string) string {
	m := key.FindStringSubmatch(detail)
	if m == nil || strings.Contains(detail, `"`+table+`"`) {
		return ""
	}
	first, _, _ := strings.Cut(m[1], ",")
	return strings.Trim(strings.TrimSpace(first), `"`)
}
