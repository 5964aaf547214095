package postgres

import "github.com/aludel/aludel/sqlcompile"

// byKey and byPath are how parts of JSON are taken. What stands between %( and %) is in parentheses within another operator.
var byKey, byPath = parts("->"), parts("#>")

func parts(op string) sqlcompile.DocumentForms {
	value := "CAST(%(%l " + op + "> %r%) AS %t)"
	return sqlcompile.DocumentForms{JSON: "%(%l " + op + " %r%)", Text: value, Integer: value, Float: value, Numeric: value, Boolean: value}
}
