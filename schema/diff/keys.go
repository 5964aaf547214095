package diff

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/aludel/aludel/schema"
)

// uniques are the sets of columns in which no two rows are equal, by constraint or index.
func uniques(t *schema.Table) map[string]bool {
	m := map[string]bool{}
	for _, u := range t.Uniques {
		m[set(u.Columns)] = true
	}
	for _, x := range t.Indexes {
		if isUnique(x) {
			m[set(x.Columns)] = true
		}
	}
	return m
}

// isUnique reports whether an index does what a unique constraint does.
func isUnique(x *schema.Index) bool {
	return x.Unique && x.Elements == nil && x.Where == nil && !x.NullsNotDistinct
}

// indexes are the indexes that are no unique constraint, by what they index.
func (c *comparer) indexes(t *schema.Table) map[string]bool {
	m := map[string]bool{}
	for _, x := range t.Indexes {
		if !isUnique(x) {
			if s, ok := c.index(x); ok {
				m[s] = true
			}
		}
	}
	return m
}

// index is an index as text; ok is false where nothing can be said of an expression of it.
func (c *comparer) index(x *schema.Index) (text string, ok bool) {
	var parts []string
	for _, e := range x.Parts() {
		s := ""
		if e.Column != nil {
			s = e.Column.Name
		} else if s, ok = c.sql("", e.X); !ok {
			return "", false
		}
		if e.Desc {
			s += " desc"
		}
		parts = append(parts, s)
	}
	text = strings.Join(parts, ", ")
	if x.Unique {
		text += " unique"
	}
	if len(x.Include) > 0 {
		text += " include (" + list(x.Include) + ")"
	}
	if x.Where != nil {
		s, ok := c.sql("", x.Where)
		if !ok {
			return "", false
		}
		text += " where " + s
	}
	return text, true
}

// foreignKeys compares the foreign keys, paired by their columns.
func (c *comparer) foreignKeys(w, h *schema.Table) {
	pairs(foreignKeys(w), foreignKeys(h), func(columns string, w, h []string) {
		switch {
		case w == nil:
			c.add(ExtraForeignKey, columns, strings.Join(h, "; "))
		case h == nil:
			c.add(MissingForeignKey, columns, strings.Join(w, "; "))
		case strings.Join(w, "; ") != strings.Join(h, "; "):
			c.add(ForeignKeyDiffers, columns, fmt.Sprintf("want %s, have %s", strings.Join(w, "; "), strings.Join(h, "; ")))
		}
	})
}

// foreignKeys describes the foreign keys of a table by their columns; several may have the same.
func foreignKeys(t *schema.Table) map[string][]string {
	m := map[string][]string{}
	for _, k := range t.ForeignKeys {
		key, refs := sortedKey(k)
		s := fmt.Sprintf("to %s (%s)", k.RefTable, refs)
		s += action(" on delete ", k.OnDelete) + action(" on update ", k.OnUpdate)
		if k.Deferrable {
			s += " deferrable"
		}
		if k.InitiallyDeferred {
			s += " initially deferred"
		}
		m[key] = insert(m[key], s)
	}
	return m
}

// sortedKey gives the columns of a foreign key by name, and the columns they refer to in that order.
func sortedKey(k *schema.ForeignKeyConstraint) (columns, refs string) {
	type pair struct{ column, ref string }
	var ps []pair
	for i, c := range k.Columns {
		ref := ""
		if i < len(k.RefColumns) {
			ref = k.RefColumns[i]
		}
		ps = append(ps, pair{c.Name, ref})
	}
	slices.SortFunc(ps, func(a, b pair) int { return cmp.Or(cmp.Compare(a.column, b.column), cmp.Compare(a.ref, b.ref)) })
	var cs, rs []string
	for _, p := range ps {
		cs, rs = append(cs, p.column), append(rs, p.ref)
	}
	return strings.Join(cs, ", "), strings.Join(rs, ", ")
}

// insert adds a text to a sorted list, once.
func insert(list []string, s string) []string {
	i, there := slices.BinarySearch(list, s)
	if there {
		return list
	}
	return slices.Insert(list, i, s)
}

// action is a referential action; NO ACTION is what a key does that has none.
func action(before, s string) string {
	if s == "" || strings.EqualFold(s, "NO ACTION") {
		return ""
	}
	return before + strings.ToUpper(s)
}
