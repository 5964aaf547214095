package reflector

import (
	"slices"
	"strings"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
)

// constraint is a constraint while its rows are read.
type constraint struct {
	key, kind, name           string
	columns                   []string
	refSchema, refTable       string
	refColumns                []string
	onDelete, onUpdate, check string
	deferrable, deferred      bool
	match, using, where       string
	expressions, operators    []string // of an exclusion
}

func (r *reader) constraint(row *dbapi.Row) {
	t := r.byName[row.Text(0)]
	if t == nil {
		return
	}
	key := row.Text(1)
	var k *constraint
	if n := len(t.constraints); n > 0 && t.constraints[n-1].key == key {
		k = t.constraints[n-1]
	} else {
		k = &constraint{
			key: key, kind: row.Text(2), name: text(row, 3), refSchema: text(row, 5), refTable: text(row, 6), onDelete: text(row, 8),
			onUpdate: text(row, 9), deferrable: row.Bool(10), deferred: row.Bool(11), check: text(row, 12),
			match: text(row, 13), using: text(row, 16), where: text(row, 17),
		}
		t.constraints = append(t.constraints, k)
	}
	if k.kind == "e" {
		k.columns, k.expressions, k.operators = append(k.columns, text(row, 4)), append(k.expressions, text(row, 14)), append(k.operators, text(row, 15))
		return
	}
	if !row.IsNull(4) {
		k.columns = append(k.columns, row.Text(4))
		k.refColumns = append(k.refColumns, text(row, 7))
	}
}

// attach adds a constraint to its table, completed by the definition where the dialect needs that.
func (r *reader) attach(t *tableReader, k *constraint) {
	if k.kind == "e" {
		r.exclude(t, k)
		return
	}
	var cols []*schema.Column
	for _, name := range k.columns {
		c := t.named[name]
		if c == nil {
			r.problem(LeftOut, t.Name, k.name, "its column "+name+" has changed while the catalog was read")
			return
		}
		cols = append(cols, c)
	}
	r.complete(t, k)
	switch k.kind {
	case "p":
		t.key = cols
	case "u":
		t.Append(&schema.UniqueConstraint{Name: k.name, Columns: cols, Deferral: schema.Deferral{Deferrable: k.deferrable, InitiallyDeferred: k.deferred}})
	case "c":
		t.Append(&schema.CheckConstraint{Name: k.name, SQL: unparenthesise(k.check)})
	case "f":
		r.foreignKey(t, k, cols)
	default:
		r.problem(LeftOut, t.Name, k.name, "it is a constraint of a kind that cannot be declared")
	}
}

// exclude adds an exclusion.
func (r *reader) exclude(t *tableReader, k *constraint) {
	x := &schema.ExcludeConstraint{Name: k.name, Deferral: schema.Deferral{Deferrable: k.deferrable, InitiallyDeferred: k.deferred}}
	if k.using != "gist" {
		x.Using = k.using
	}
	if k.where != "" {
		x.Where = &expr.Text{SQL: unparenthesise(k.where)}
	}
	for i, name := range k.columns {
		e := schema.ExcludeElement{Operator: k.operators[i]}
		if name != "" {
			e.Column = t.named[name]
		} else {
			e.X = &expr.Text{SQL: k.expressions[i]}
		}
		x.Elements = append(x.Elements, e)
	}
	t.Append(x)
}

func (r *reader) foreignKey(t *tableReader, k *constraint, cols []*schema.Column) {
	ref := r.qualified(k.refTable)
	if k.refSchema != "" {
		ref = k.refSchema + "." + k.refTable
	}
	t.Append(&schema.ForeignKeyConstraint{
		Name: k.name, Columns: cols, RefTable: ref, Match: k.match, RefColumns: k.refColumns, OnDelete: k.onDelete, OnUpdate: k.onUpdate,
		Deferral: schema.Deferral{Deferrable: k.deferrable, InitiallyDeferred: k.deferred},
	})
}

// complete gives a constraint what only the text of the table has: its name, and whether it is deferrable. The text's constraint
// is the first of the kind on these columns that was not taken before.
func (r *reader) complete(t *tableReader, k *constraint) {
	for i, d := range t.definition {
		if string(d.Kind) == k.kind && slices.EqualFunc(d.Columns, k.columns, strings.EqualFold) {
			k.name, k.deferrable, k.deferred = d.Name, d.Deferrable, d.Deferred
			if d.Generated {
				t.Options = append(t.Options, schema.Option(r.dialect, "autoincrement"))
			}
			t.definition = slices.Delete(t.definition, i, i+1)
			return
		}
	}
}

// addChecks adds the checks of the definition, which a catalog that needs definitions does not have.
func (r *reader) addChecks(t *tableReader) {
	for _, d := range t.definition {
		if d.Kind == 'c' {
			t.Append(&schema.CheckConstraint{Name: d.Name, SQL: d.Check})
		}
	}
}

// unparenthesise drops parentheses around the whole of a condition, since a declaration of it adds them.
func unparenthesise(s string) string {
	if !strings.HasPrefix(s, "(") || !strings.HasSuffix(s, ")") {
		return s
	}
	depth := 0
	var quote rune
	for i, c := range s {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth == 0 && i < len(s)-1 {
				return s
			}
		}
	}
	return s[1 : len(s)-1]
}
