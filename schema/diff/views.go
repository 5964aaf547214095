package diff

import (
	"slices"
	"strings"

	"github.com/aludel/aludel/schema"
)

// This file compares views.

// Definitions makes SQL of what views select, so that it is compared; without it only that of views which were read is.
// sqlcompile.ViewSQL is one, for a dialect. Databases keep definitions in words of their own: what they are known to change is left out of
// the comparison (qualified names, labels that say the name again, AS, INNER, OUTER, ASC, parentheses, casts), and where one rewrites more
// thoroughly, a view is reported though it means the same.
func Definitions(sql func(*schema.View) (string, error)) Option {
	return func(c *comparer) { c.define = sql }
}

// views compares views by name.
func (c *comparer) views(want, have *schema.MetaData) {
	pairs(views(want), views(have), func(name string, w, h *schema.View) {
		c.table = name
		switch {
		case h == nil && have.Table(name) == nil:
			c.add(MissingView, "", "")
		case w == nil && want.Table(name) == nil:
			c.add(ExtraView, "", "")
		case w != nil && h != nil:
			c.view(w, h)
		}
	})
}

func views(md *schema.MetaData) map[string]*schema.View {
	m := map[string]*schema.View{}
	for _, v := range md.Views() {
		m[v.FullName()] = v
	}
	return m
}

func (c *comparer) view(w, h *schema.View) {
	for _, col := range w.Columns {
		if h.Column(col.Name) == nil {
			c.add(MissingColumn, col.Name, c.declared(col))
		}
	}
	for _, col := range h.Columns {
		if w.Column(col.Name) == nil {
			c.add(ExtraColumn, col.Name, c.declared(col))
		}
	}
	a, known := c.definition(w)
	b, also := c.definition(h)
	if known && also && a != b && !(bare(a) == bare(b) && (a == bare(a) || b == bare(b))) {
		c.add(DefinitionDiffers, "", "want "+a+", have "+b)
	}
}

// definition is the canonical form of what a view selects; ok is false where nothing can be said of it.
func (c *comparer) definition(v *schema.View) (s string, ok bool) {
	text := v.Definition
	if text == "" {
		if c.define == nil {
			return "", false
		}
		var err error
		if text, err = c.define(v); err != nil {
			return "", false
		}
	}
	return selected(text), true
}

// unsaid are words that change nothing.
var unsaid = map[string]bool{"inner": true, "outer": true, "asc": true, ";": true, "as": true}

// selected is the canonical form of a SELECT. The names of the columns are those of the view, so that a label which says the name of its
// column again counts for nothing, nor does the name of the database before that of a table.
func selected(sql string) string {
	toks := strings.Fields(canonical(sql))
	database := ""
	for i := range toks {
		if i+2 < len(toks) && (toks[i] == "from" || toks[i] == "join") && toks[i+2] == "." {
			database = toks[i+1]
		}
	}
	var out []string
	for i := 0; i < len(toks); i++ {
		switch t := toks[i]; {
		case t == "as" && i+1 < len(toks) && len(out) > 0 && toks[i+1] == out[len(out)-1]:
			i++
		case unsaid[t]:
		case t == "0" && len(out) > 0 && out[len(out)-1] == "count":
			out = append(out, "*") // MariaDB counts zeros
		case database != "" && t == database && i+1 < len(toks) && toks[i+1] == ".":
			i++
		default:
			out = append(out, t)
		}
	}
	return strings.Join(out, " ")
}

// bare leaves out the tables before names of columns, which a database does where there is one table.
func bare(s string) string {
	toks := strings.Fields(s)
	for i := 0; i+1 < len(toks); i++ {
		if toks[i+1] == "." {
			toks = slices.Delete(toks, i, i+2)
			i--
		}
	}
	return strings.Join(toks, " ")
}
