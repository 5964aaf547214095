package mysql

import "github.com/aludel/aludel/sqlcompile"

// documents are how parts of JSON are taken. JSON has a null of its own, which is NULL in SQL.
var documents = sqlcompile.DocumentForms{
	JSON: "JSON_EXTRACT(%l, %r)", Text: unlessNull("JSON_UNQUOTE(JSON_EXTRACT(%l, %r))"), Integer: unlessNull("CAST(JSON_EXTRACT(%l, %r) AS %t)"),
	Float: unlessNull("JSON_EXTRACT(%l, %r)+0.0000000000000000000000"), Numeric: unlessNull("CAST(JSON_EXTRACT(%l, %r) AS %t)"),
	Boolean: unlessNull("JSON_UNQUOTE(JSON_EXTRACT(%l, %r)) = 'true'"),
}

func unlessNull(form string) string {
	return "CASE JSON_EXTRACT(%l, %r) WHEN 'null' THEN NULL ELSE " + form + " END"
}
