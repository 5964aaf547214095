package mysql_test

import (
	"testing"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/dialects/mysql"
)

// serverError is an error as go-sql-driver gives it.
type serverError struct {
	Number  uint16
	Message string
}

func (e *serverError) Error() string { return e.Message }

// A check that fails is named as MySQL and MariaDB name it, each in its own words.
func TestChecksAreNamed(t *testing.T) {
	for _, k := range []struct {
		err  serverError
		want dialects.Violation
	}{
		{serverError{3819, "Check constraint 'ck_age' is violated."}, dialects.Violation{Class: dialects.CheckViolation, Constraint: "ck_age"}},
		{serverError{4025, "CONSTRAINT `ck_age` failed for `blog`.`people`"}, dialects.Violation{Class: dialects.CheckViolation, Constraint: "ck_age", Table: "people"}},
	} {
		if got := mysql.Dialect.Classify(&k.err); got != k.want {
			t.Errorf("%s: %+v", k.err.Message, got)
		}
	}
}
