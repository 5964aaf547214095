package dbapi

import (
	"database/sql/driver"
	"strings"
)

// declTyper is implemented by the rows of go-sqlite3. Next consults the very slice that DeclTypes returns to decide which
// values to convert.
type declTyper interface{ DeclTypes() []string }

// blankDeclTypes keeps the driver from parsing times and booleans, which it does slowly and, for what it cannot read,
// silently as the zero time. It must come before the first Next. It gives the declared types in upper case, "" where they
// were blanked by an earlier run of the same statement. For other drivers it does nothing and gives nil.
//
// Should a driver ever return a copy, the driver would go on converting and Row.Time would take its time.Time: slower, still
// right.
func blankDeclTypes(rows driver.Rows) []string {
	d, ok := rows.(declTyper)
	if !ok {
		return nil
	}
	shared := d.DeclTypes()
	var declared []string
	for i, t := range shared {
		switch t {
		case "timestamp", "datetime", "date", "boolean":
			if declared == nil {
				declared = make([]string, len(shared))
			}
			declared[i] = strings.ToUpper(t)
			shared[i] = ""
		}
	}
	return declared
}

// describe makes the descriptions of the columns of rows.
func describe(rows driver.Rows, names, declared []string) []ColumnMeta {
	typer, _ := rows.(driver.RowsColumnTypeDatabaseTypeName)
	meta := make([]ColumnMeta, len(names))
	for i, n := range names {
		meta[i].Name = n
		switch {
		case i < len(declared) && declared[i] != "":
			meta[i].Type = declared[i]
		case typer != nil:
			meta[i].Type = strings.ToUpper(typer.ColumnTypeDatabaseTypeName(i))
		}
	}
	return meta
}
