package postgres

import (
	"fmt"
	"strings"

	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
)

// This file says how PostgreSQL creates things.

var ddlRules = sqlcompile.DDLRules{
	View:       sqlcompile.ViewForms{Replace: "OR REPLACE "},
	NamedTypes: true, NativeEnum: true, NativeBoolean: true, Sequences: true, OptionalSequences: true, Identity: sqlcompile.IdentityStandard, Comments: sqlcompile.CommentsOn,
	Computed: sqlcompile.ComputedForms{
		Plain: "GENERATED ALWAYS AS (%s) STORED", Stored: "GENERATED ALWAYS AS (%s) STORED",
		NoVirtual: "PostgreSQL stores computed columns; do not ask for one that is not stored",
	},
	Index: sqlcompile.IndexRules{Where: true, Full: true, Include: true, Nulls: true, Group: sqlcompile.GroupOperators, IfExists: true},
	KnownOptions: map[string]string{
		"table": "inherits partition_by using with on_commit tablespace", "index": "with tablespace concurrently",
	},
}

// RunsApart implements sqlcompile.ApartRunner.
func (dialect) RunsApart(e schema.Element) bool {
	c, ok := e.(schema.CreateIndex)
	if !ok {
		return false
	}
	o, ok := c.Index.Options.Get(Dialect.Name(), "concurrently")
	return ok && o.On()
}

// TableOptions implements sqlcompile.TableOptioner: inherits (table names), partition_by, using, with (name=value), on_commit,
// tablespace.
func (dialect) TableOptions(t *schema.Table, quote, _ func(string) string) (string, error) {
	var b strings.Builder
	for _, known := range []string{"inherits", "partition_by", "using", "with", "on_commit", "tablespace"} {
		o, ok := t.Options.Get(Dialect.Name(), known)
		if !ok {
			continue
		}
		switch known {
		case "inherits":
			b.WriteString(" INHERITS ( " + qualified(o.Values, quote) + " )")
		case "partition_by":
			b.WriteString(" PARTITION BY " + o.Value())
		case "using":
			b.WriteString(" USING " + quote(o.Value()))
		case "with":
			b.WriteString(" WITH (" + storage(o.Values) + ")")
		case "on_commit":
			b.WriteString(" ON COMMIT " + strings.ToUpper(strings.ReplaceAll(o.Value(), "_", " ")))
		case "tablespace":
			b.WriteString(" TABLESPACE " + quote(o.Value()))
		}
	}
	return b.String(), nil
}

// HasSequence implements dialects.Sequencer.
func (dialect) HasSequence(ns, name string) (string, []any) {
	const q = "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S' AND c.relname = $1 AND "
	if ns == "" {
		return q + "pg_catalog.pg_table_is_visible(c.oid)", []any{name}
	}
	return q + "n.nspname = $2", []any{name, ns}
}

// HasType implements dialects.Typer.
func (dialect) HasType(ns, name string) (string, []any) {
	const q = "SELECT 1 FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE t.typname = $1 AND "
	if ns == "" {
		return q + "pg_catalog.pg_type_is_visible(t.oid)", []any{name}
	}
	return q + "n.nspname = $2", []any{name, ns}
}

// qualified quotes names of tables, with their schemas or without.
func qualified(names []string, quote func(string) string) string {
	var out []string
	for _, n := range names {
		parts := strings.Split(n, ".")
		for i := range parts {
			parts[i] = quote(parts[i])
		}
		out = append(out, strings.Join(parts, "."))
	}
	return strings.Join(out, ", ")
}

// storage writes parameters given as name=value.
func storage(values []string) string {
	var out []string
	for _, v := range values {
		name, value, _ := strings.Cut(v, "=")
		out = append(out, fmt.Sprintf("%s = %s", strings.TrimSpace(name), strings.TrimSpace(value)))
	}
	return strings.Join(out, ", ")
}

// IndexOptions implements sqlcompile.IndexOptioner: with (name=value), tablespace, concurrently.
func (dialect) IndexOptions(x *schema.Index, quote func(string) string) (p sqlcompile.IndexParts, err error) {
	if o, ok := x.Options.Get(Dialect.Name(), "concurrently"); ok && o.On() {
		p.Name = "CONCURRENTLY "
	}
	if o, ok := x.Options.Get(Dialect.Name(), "with"); ok {
		p.Suffix += " WITH (" + storage(o.Values) + ")"
	}
	if o, ok := x.Options.Get(Dialect.Name(), "tablespace"); ok {
		p.Suffix += " TABLESPACE " + quote(o.Value())
	}
	return p, nil
}
