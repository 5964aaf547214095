package sqlite

import "github.com/aludel/aludel/sqlcompile"

// documents are how parts of JSON are taken. JSON_EXTRACT gives texts and numbers as they are, JSON_QUOTE makes JSON of them again.
var documents = sqlcompile.DocumentForms{
	JSON: "JSON_QUOTE(JSON_EXTRACT(%l, %r))", Text: "JSON_EXTRACT(%l, %r)", Integer: "JSON_EXTRACT(%l, %r)", Float: "JSON_EXTRACT(%l, %r)",
	Numeric: "JSON_EXTRACT(%l, %r)", Boolean: "JSON_EXTRACT(%l, %r)",
}
