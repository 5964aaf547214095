package dialects_test

import (
	// The dialects that the tests ask for by name.
	_ "github.com/aludel/aludel/dialects/mssql"
	_ "github.com/aludel/aludel/dialects/mysql"
	_ "github.com/aludel/aludel/dialects/sqlite"
)
