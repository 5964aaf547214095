package oracle

import (
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
)

// This file says how Oracle creates things.

var ddlRules = sqlcompile.DDLRules{
	View:      sqlcompile.ViewForms{Replace: "OR REPLACE "},
	Sequences: true, Identity: sqlcompile.IdentityStandard, Comments: sqlcompile.CommentsOn, NoComment: "''", NoOnUpdate: true, NoCascade: true,
	Sequence: sqlcompile.SequenceForms{No: "NO"},
	Computed: sqlcompile.ComputedForms{NoStored: "Oracle stores no computed columns; do not ask for one that is stored"},
	Index:    sqlcompile.IndexRules{SchemaBefore: true},
	KnownOptions: map[string]string{
		"table": "on_commit compress", "index": "bitmap compress",
	},
}

// HasSequence implements dialects.Sequencer.
func (dialect) HasSequence(ns, name string) (string, []any) {
	if ns == "" {
		return "SELECT 1 FROM user_sequences WHERE sequence_name = upper(:1)", []any{name}
	}
	return "SELECT 1 FROM all_sequences WHERE sequence_name = upper(:1) AND sequence_owner = upper(:2)", []any{name, ns}
}

// TableOptions implements sqlcompile.TableOptioner: on_commit, compress (a level, or a switch).
func (dialect) TableOptions(t *schema.Table, _, _ func(string) string) (s string, err error) {
	if o, ok := t.Options.Get(Dialect.Name(), "on_commit"); ok {
		s += " ON COMMIT " + o.Value()
	}
	if o, ok := t.Options.Get(Dialect.Name(), "compress"); ok {
		s += " COMPRESS"
		if !o.On() {
			s += " FOR " + o.Value()
		}
	}
	return s, nil
}

// IndexOptions implements sqlcompile.IndexOptioner: bitmap, compress (a number of columns, or a switch).
func (dialect) IndexOptions(x *schema.Index, _ func(string) string) (p sqlcompile.IndexParts, err error) {
	if o, ok := x.Options.Get(Dialect.Name(), "bitmap"); ok && o.On() {
		p.Prefix = "BITMAP "
	}
	if o, ok := x.Options.Get(Dialect.Name(), "compress"); ok {
		p.Suffix = " COMPRESS"
		if !o.On() {
			p.Suffix += " " + o.Value()
		}
	}
	return p, nil
}
