package sqlcompile

import (
	"fmt"
	"strings"

	"github.com/aludel/aludel/expr"
)

// This file renders what a statement says to one database only.

// hints renders those that are for this dialect, each between two texts.
func (c *compiler) hints(hs []expr.Hint, before, after string) {
	for _, h := range hs {
		if h.Dialect == "" || h.Dialect == c.d.Name() {
			c.write(before, h.Text, after)
		}
	}
}

// before is what stands behind the first word of a statement that changes rows.
func (c *compiler) before(w *expr.ChangeWords) (text string) {
	if w == nil {
		return ""
	}
	for _, h := range w.Prefixes {
		if h.Dialect == "" || h.Dialect == c.d.Name() {
			text += h.Text + " "
		}
	}
	return text
}

// behind renders what stands behind the table of a statement that changes rows.
func (c *compiler) behind(w *expr.ChangeWords) {
	if w != nil {
		c.hints(w.Hints, " ", "")
	}
}

// prefixes renders what stands behind SELECT.
func (c *compiler) prefixes(s *expr.Clauses) {
	if s.Rare == nil {
		return
	}
	if c.r.From.Hints == HintComment {
		c.hintComment(s.Rare.TableHints)
	}
	c.hints(s.Rare.Prefixes, "", " ")
}

func (c *compiler) hintComment(hs []expr.TableHint) {
	var texts []string
	for _, h := range hs {
		if h.Dialect == "" || h.Dialect == c.d.Name() {
			texts = append(texts, c.hintText(h))
		}
	}
	if len(texts) > 0 {
		c.write("/*+ ", strings.Join(texts, " "), " */ ")
	}
}

func (c *compiler) hintText(h expr.TableHint) string {
	return strings.ReplaceAll(h.Text, "%s", c.fromName(h.On))
}

// suffixes renders what stands at the end.
func (c *compiler) suffixes(s *expr.Clauses) {
	if s.Rare != nil {
		c.hints(s.Rare.StatementHints, " ", "")
		c.hints(s.Rare.Suffixes, " ", "")
	}
}

// only renders ONLY before a table on which the SELECT has that hint.
func (c *compiler) only(f expr.FromClause) {
	if c.r.From.Hints != HintOnly {
		return
	}
	for _, h := range c.tableHints(f) {
		switch {
		case strings.EqualFold(h.Text, "ONLY"):
			c.write("ONLY ")
		case h.Dialect != "":
			c.lacks("hint", fmt.Sprintf("hint %q", h.Text), "ONLY is the one that it has on a table")
		}
	}
}

// hinted renders the hints behind a table and its alias.
func (c *compiler) hinted(f expr.FromClause) {
	before, after := " ", ""
	switch c.r.From.Hints {
	case HintAfter:
	case HintBrackets:
		before, after = " [", "]"
	default:
		return
	}
	for _, h := range c.tableHints(f) {
		c.write(before, c.hintText(h), after)
	}
}

// tableHints are the hints of the SELECT being rendered on a FROM element, for this dialect.
func (c *compiler) tableHints(f expr.FromClause) (out []expr.TableHint) {
	if c.scope.s == nil || c.scope.s.Rare == nil {
		return nil
	}
	for _, h := range c.scope.s.Rare.TableHints {
		if h.On == f && (h.Dialect == "" || h.Dialect == c.d.Name()) {
			out = append(out, h)
		}
	}
	return out
}
