package firebird

import "github.com/aludel/aludel/sqlcompile"

// This file says how Firebird creates things.

var ddlRules = sqlcompile.DDLRules{
	View:      sqlcompile.ViewForms{Replace: "OR ALTER "},
	NoSchemas: true, Sequences: true, Identity: sqlcompile.IdentityStandard, Sequence: sqlcompile.SequenceForms{Bare: true}, NoCascade: true,
	Computed: sqlcompile.ComputedForms{
		NoStored: "Firebird does not let one choose whether computed columns are stored", NoVirtual: "Firebird does not let one choose whether computed columns are stored",
	},
	Index: sqlcompile.IndexRules{IfExists: true},
}

// HasSequence implements dialects.Sequencer.
func (dialect) HasSequence(_, name string) (string, []any) {
	return "SELECT 1 FROM rdb$generators WHERE rdb$generator_name = upper(?)", []any{name}
}
