package mysql

import (
	"regexp"
	"strings"

	"github.com/aludel/aludel/dialects"
)

// The parts of messages that say where. Their words depend on the server's language, their quotes do not.
var (
	quoted     = regexp.MustCompile(`'([^']*)'`)
	check      = regexp.MustCompile("CONSTRAINT `([^`]*)` failed for `[^`]*`\\.`([^`]*)`")
	foreignKey = regexp.MustCompile("`[^`]*`\\.`([^`]*)`, CONSTRAINT `([^`]*)` FOREIGN KEY \\(`([^`]*)`")
)

// where reads the column, the table and the constraint of an error from its message: the protocol has no fields for them.
func where(v dialects.Violation, number int64, msg string) dialects.Violation {
	switch number {
	case 1048, 1264, 1364, 1406: // Column 'x' cannot be null; Data too long for column 'x' at row 1
		if m := quoted.FindStringSubmatch(msg); m != nil {
			v.Column = m[1]
		}
	case 1062, 1586: // Duplicate entry 'a' for key 'x'
		if all := quoted.FindAllStringSubmatch(msg, -1); len(all) > 0 {
			key := all[len(all)-1][1]
			v.Constraint = key[strings.LastIndexByte(key, '.')+1:]
		}
	case 3819: // Check constraint 'x' is violated.
		if m := quoted.FindStringSubmatch(msg); m != nil {
			v.Constraint = m[1]
		}
	case 4025: // CONSTRAINT `x` failed for `db`.`t`
		if m := check.FindStringSubmatch(msg); m != nil {
			v.Constraint, v.Table = m[1], m[2]
		}
	case 1216, 1452: // a row that refers to nothing
		if m := foreignKey.FindStringSubmatch(msg); m != nil {
			v.Table, v.Constraint, v.Column = m[1], m[2], m[3]
		}
	case 1217, 1451: // a row that is referred to: the column is the other table's
		if m := foreignKey.FindStringSubmatch(msg); m != nil {
			v.Table, v.Constraint = m[1], m[2]
		}
	}
	return v
}
