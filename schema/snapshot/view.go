package snapshot

import (
	"strconv"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
)

// This file writes and reads views. They stand in the order of their declaration, since one may read those before it.

func (w *writer) view(v *schema.View) {
	w.current = v.FullName()
	text, err := v.Definition, error(nil)
	if text == "" && w.define != nil {
		text, err = w.define(v)
	}
	switch {
	case w.err != nil:
		return
	case err != nil:
		w.err = &WriteError{Table: w.current, Reason: "its SELECT has no text: " + err.Error()}
		return
	case text == "":
		w.err = &WriteError{Table: w.current, Reason: "a view has no text without a dialect; write the snapshot with the option Definitions"}
		return
	}
	w.line("\nview " + tableName(w.current) + " " + strconv.Quote(text))
	if v.Comment != "" {
		w.line("  comment " + strconv.Quote(v.Comment))
	}
	if v.Quote != expr.QuoteAuto {
		w.line("  " + quoting[v.Quote])
	}
	for _, c := range v.Columns {
		w.column(c)
	}
}

func (r *reader) newView(l *line) {
	full := l.tableName()
	text := l.str("what the view selects")
	if l.err != nil {
		return
	}
	if r.md.View(full) != nil || r.md.Table(full) != nil {
		l.fail("a second table or view %s", full)
	}
	r.table = schema.NewViewText(full, r.md, text).Table
}
