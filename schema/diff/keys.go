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
		if x.Unique {
			m[set(x.Columns)] = true
		}
	}
	return m
}

// indexes are the lists of columns of the indexes that only serve to find rows.
func indexes(t *schema.Table) map[string]bool {
	m := map[string]bool{}
	for _, x := range t.Indexes {
		if !x.Unique {
			m[list(x.Columns)] = true
		}
	}
	return m
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
