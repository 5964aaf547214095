package firebird

import (
	"fmt"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/sqltypes"
)

// This file has the types that only Firebird has, by the names that it gives them.

// VARCHAR is text of at most length characters of a charset, "" for the database's own.
func VARCHAR(length int, charset string) sqltypes.Type { return text("VARCHAR", length, charset) }

// CHAR is text of length characters of a charset, "" for the database's own.
func CHAR(length int, charset string) sqltypes.Type { return text("CHAR", length, charset) }

func text(word string, length int, charset string) sqltypes.Type {
	sql := dialects.Sized(word, length)
	if charset != "" {
		sql += " CHARACTER SET " + charset
	}
	return sqltypes.Native("firebird", sql, sqltypes.String(length))
}

// BLOB is a large value of a sub type: 1 is text, others are bytes.
func BLOB(subType int) sqltypes.Type {
	base := sqltypes.LargeBinary()
	if subType == 1 {
		base = sqltypes.Text()
	}
	return sqltypes.Native("firebird", fmt.Sprintf("BLOB SUB_TYPE %d", subType), base)
}
