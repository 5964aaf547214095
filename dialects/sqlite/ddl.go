package sqlite

import (
	"strings"

	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
)

// This file says how SQLite creates things.

var ddlRules = sqlcompile.DDLRules{
	View:                 sqlcompile.ViewForms{IfNotExists: true},
	Order:                []sqlcompile.ColumnPart{sqlcompile.PartDefault, sqlcompile.PartNull, sqlcompile.PartKey, sqlcompile.PartComputed},
	ParenthesizedDefault: true, BareDefaults: true, NoAlter: true, LocalKeys: true, AloneAutoincrement: true, InlineKey: "PRIMARY KEY AUTOINCREMENT", NoCascade: true,
	Index: sqlcompile.IndexRules{Where: true, SchemaBefore: true, BareTable: true, IfExists: true},
	KnownOptions: map[string]string{
		"table": "autoincrement with_rowid strict", "column": "on_conflict_not_null", "unique": "on_conflict", "key": "on_conflict",
	},
}

// TableOptions implements sqlcompile.TableOptioner: with_rowid (false for WITHOUT ROWID), strict.
func (dialect) TableOptions(t *schema.Table, _, _ func(string) string) (string, error) {
	var out []string
	if o, ok := t.Options.Get(Dialect.Name(), "with_rowid"); ok && !o.On() {
		out = append(out, "WITHOUT ROWID")
	}
	if o, ok := t.Options.Get(Dialect.Name(), "strict"); ok && o.On() {
		out = append(out, "STRICT")
	}
	if out == nil {
		return "", nil
	}
	return " " + strings.Join(out, ", "), nil
}
