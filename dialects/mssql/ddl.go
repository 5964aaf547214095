package mssql

import (
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
)

// This file says how SQL Server creates things.

var ddlRules = sqlcompile.DDLRules{
	View: sqlcompile.ViewForms{Replace: "OR ALTER "},
	Order: []sqlcompile.ColumnPart{
		sqlcompile.PartComputed, sqlcompile.PartNull, sqlcompile.PartIdentity, sqlcompile.PartSuffix, sqlcompile.PartDefault,
	},
	ExplicitNull: true, NativeBoolean: true, Identity: sqlcompile.IdentityNumbers, KeyInOrder: true, Sequences: true, OptionalSequences: true, NoCascade: true,
	Computed:     sqlcompile.ComputedForms{Plain: "AS (%s)", Stored: "AS (%s) PERSISTED", Virtual: "AS (%s)", Untyped: true},
	Index:        sqlcompile.IndexRules{Where: true, Include: true, OnTable: true},
	KnownOptions: map[string]string{"index": "clustered", "unique": "clustered", "key": "clustered"},
}

// HasSequence implements dialects.Sequencer.
func (dialect) HasSequence(ns, name string) (string, []any) {
	const q = "SELECT 1 FROM sys.sequences WHERE name = @p1 AND schema_id = "
	if ns == "" {
		return q + "schema_id()", []any{name}
	}
	return q + "schema_id(@p2)", []any{name, ns}
}

// IndexOptions implements sqlcompile.IndexOptioner: clustered.
func (dialect) IndexOptions(x *schema.Index, _ func(string) string) (p sqlcompile.IndexParts, err error) {
	if o, ok := x.Options.Get(Dialect.Name(), "clustered"); ok {
		p.Prefix = "CLUSTERED "
		if !o.On() {
			p.Prefix = "NONCLUSTERED "
		}
	}
	return p, nil
}
