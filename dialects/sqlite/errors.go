package sqlite

import (
	"strings"

	"github.com/aludel/aludel/dialects"
)

// This file classifies errors: by SQLite's extended result codes, which the drivers carry in a field, and by the messages, which
// are part of SQLite's stable behaviour.

var byExtended = map[int64]dialects.Class{
	2067: dialects.UniqueViolation, 1555: dialects.UniqueViolation, 2579: dialects.UniqueViolation,
	787: dialects.ForeignKeyViolation, 1811: dialects.ForeignKeyViolation,
	1299: dialects.NotNullViolation, 275: dialects.CheckViolation, 3091: dialects.DataError,
}

var byPrimary = map[int64]dialects.Class{
	5: dialects.LockTimeout, 6: dialects.LockTimeout, 9: dialects.Cancelled, 14: dialects.CannotConnect, 18: dialects.DataError,
	20: dialects.DataError, 26: dialects.CannotConnect, 8: dialects.PermissionDenied, 3: dialects.PermissionDenied,
}

var byMessage = []struct {
	text  string
	class dialects.Class
}{
	{"no such table", dialects.NoSuchTable}, {"no such column", dialects.NoSuchColumn}, {"has no column named", dialects.NoSuchColumn},
	{"syntax error", dialects.SyntaxError}, {"UNIQUE constraint failed", dialects.UniqueViolation},
	{"FOREIGN KEY constraint failed", dialects.ForeignKeyViolation}, {"NOT NULL constraint failed", dialects.NotNullViolation},
	{"CHECK constraint failed", dialects.CheckViolation}, {"datatype mismatch", dialects.DataError}, {"interrupted", dialects.Cancelled},
}

func (dialect) Classify(err error) dialects.Violation {
	v := dialects.Violation{Class: dialects.Common(err)}
	if v.Class != dialects.Other {
		return v
	}
	v.Class = classOf(err)
	if v.Class.IsConstraint() {
		v.Table, v.Column = where(err.Error())
	}
	return v
}

func classOf(err error) dialects.Class {
	if code, ok := dialects.IntField(err, "ExtendedCode"); ok {
		if c, ok := byExtended[code]; ok {
			return c
		}
		if c, ok := byPrimary[code&0xff]; ok {
			return c
		}
	}
	for _, m := range byMessage {
		if strings.Contains(err.Error(), m.text) {
			return m.class
		}
	}
	return dialects.Other
}

// where reads "UNIQUE constraint failed: users.name".
func where(msg string) (table, column string) {
	_, names, ok := strings.Cut(msg, "constraint failed: ")
	if !ok {
		return "", ""
	}
	first, _, _ := strings.Cut(names, ",")
	table, column, ok = strings.Cut(strings.TrimSpace(first), ".")
	if !ok {
		return "", ""
	}
	return table, column
}
