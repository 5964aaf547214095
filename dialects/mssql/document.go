package mssql

import "github.com/aludel/aludel/sqlcompile"

// documents are how parts of JSON are taken: JSON_QUERY gives objects and lists, JSON_VALUE what is in others.
var documents = sqlcompile.DocumentForms{
	JSON: "JSON_QUERY(%l, %r)", Text: unlessNull("JSON_VALUE(%l, %r)"), Integer: unlessNull("CAST(JSON_VALUE(%l, %r) AS %t)"),
	Float: unlessNull("CAST(JSON_VALUE(%l, %r) AS %t)"), Numeric: unlessNull("CAST(JSON_VALUE(%l, %r) AS %t)"),
	Boolean: "CASE JSON_VALUE(%l, %r) WHEN 'true' THEN 1 WHEN 'false' THEN 0 ELSE CAST(JSON_VALUE(%l, %r) AS BIT) END",
}

func unlessNull(form string) string {
	return "CASE JSON_VALUE(%l, %r) WHEN NULL THEN NULL ELSE " + form + " END"
}
