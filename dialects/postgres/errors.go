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
	v.Table = field(err, "Table")
	v.Column = field(err, "Column")
	v.Constraint = field(err, "Constraint")
	if detail, _ := dialects.TextField(err, "Detail"); v.Column == "" && v.Class.IsConstraint() {
		v.Column = keyColumn(detail, v.Table)
	}
	return v
}

// field reads what the server sent, from lib/pq's errors or from pgx's, which call it TableName and so on.
func field(err error, name string) string {
	if s, ok := dialects.TextField(err, name); ok {
		return s
	}
	s, _ := dialects.TextField(err, name+"Name")
	return s
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
