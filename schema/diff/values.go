package diff

import (
	"fmt"
	"strings"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
)

// This file compares what SQL text or expressions say: defaults, checks, computed columns; and sequences, identities, comments.

// Expressions makes SQL of expressions, so that they are compared too; without it only those are that are SQL text already.
// sqlcompile.DDLExpr is one, for a dialect.
func Expressions(render func(expr.Node) (string, error)) Option {
	return func(c *comparer) { c.render = render }
}

// TypeChecks says which condition the type of a column asks for, "" for none, so that the checks which types bring are compared with
// those that the database has; without it they are extra. sqlcompile.TypeCheck is one, for a dialect.
func TypeChecks(condition func(*schema.Column) (string, error)) Option {
	return func(c *comparer) { c.check = condition }
}

// sql is the canonical form of SQL text, or of an expression; ok is false where nothing can be said of it.
func (c *comparer) sql(text string, n expr.Node) (s string, ok bool) {
	if t, isText := n.(*expr.Text); text == "" && isText {
		text = t.SQL
	} else if text == "" && n != nil {
		if c.render == nil {
			return "", false
		}
		var err error
		if text, err = c.render(n); err != nil {
			return "", false
		}
	}
	return canonical(text), true
}

// values compares what the database puts into a column.
func (c *comparer) values(w, h *schema.Column) {
	a, known := c.sql(w.ServerDefault, w.ServerDefaultExpr)
	b, also := c.sql(h.ServerDefault, h.ServerDefaultExpr)
	if w.Type().Kind().IsNumeric() {
		a, b = canonical(strings.Trim(a, "'")), canonical(strings.Trim(b, "'")) // a number in quotes is that number
	}
	if known && also && a != b && !(w.Generated() && a == "") {
		c.add(DefaultDiffers, w.Name, fmt.Sprintf("want %s, have %s", orNone(a), orNone(b)))
	}
	if a, b := c.computed(w), c.computed(h); a != b {
		c.add(ComputedDiffers, w.Name, fmt.Sprintf("want %s, have %s", orNone(a), orNone(b)))
	}
	if w.Identity != nil && h.Identity != nil {
		if a, b := identity(w.Identity, w.Identity), identity(h.Identity, w.Identity); a != b {
			c.add(IdentityDiffers, w.Name, fmt.Sprintf("want %s, have %s", a, b))
		}
	}
	if w.Comment != h.Comment {
		c.add(CommentDiffers, w.Name, fmt.Sprintf("want %q, have %q", w.Comment, h.Comment))
	}
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// computed is how a column is computed, "" for not at all. Whether it is stored counts only where it is said.
func (c *comparer) computed(col *schema.Column) string {
	if col.Computed == nil {
		return ""
	}
	s, ok := c.sql(col.Computed.SQL, col.Computed.X)
	if !ok {
		return "an expression"
	}
	return s
}

// identity is an identity as text, with those options that are wanted.
func identity(i, wanted *schema.Identity) string {
	s := "by default"
	if i.Always {
		s = "always"
	}
	return s + counting(i.SequenceOptions, wanted.SequenceOptions)
}

// counting are the options that are wanted, as text.
func counting(o, wanted schema.SequenceOptions) string {
	var b strings.Builder
	number := func(word string, n, want *int64) {
		if want == nil {
			return
		}
		if n == nil {
			n = usual(word, o)
		}
		if n == nil {
			fmt.Fprintf(&b, " %s unknown", word)
			return
		}
		fmt.Fprintf(&b, " %s %d", word, *n)
	}
	number("start", o.Start, wanted.Start)
	number("increment", o.Increment, wanted.Increment)
	number("min", o.Min, wanted.Min)
	number("max", o.Max, wanted.Max)
	number("cache", o.Cache, wanted.Cache)
	if wanted.Cycle != nil {
		fmt.Fprintf(&b, " cycle %v", o.Cycle != nil && *o.Cycle)
	}
	return b.String()
}

// usual is what is so where nothing is said, nil where that depends.
func usual(word string, o schema.SequenceOptions) *int64 {
	down := o.Increment != nil && *o.Increment < 0
	switch {
	case word == "increment", word == "cache", word == "min" && !down:
		return new(int64(1))
	case word == "max" && down:
		return new(int64(-1))
	case word == "start":
		return o.FirstValue()
	}
	return nil
}

// checks are the checks of a table, those beside columns included, by their canonical conditions. Those of which nothing can be
// said are left out.
func (c *comparer) checks(t *schema.Table) map[string]bool {
	m := map[string]bool{}
	add := func(ks []*schema.CheckConstraint) {
		for _, k := range ks {
			if s, ok := c.sql(k.SQL, k.X); ok {
				m[s] = true
			}
		}
	}
	add(t.Checks)
	for _, col := range t.Columns {
		add(col.Checks)
		if c.check == nil || col.System {
			continue
		}
		if s, err := c.check(col); err == nil && s != "" {
			m[canonical(s)] = true
		}
	}
	return m
}

// sequences compares sequences of collections, by name.
func (c *comparer) sequences(w, h *schema.MetaData) {
	pairs(sequences(w), sequences(h), func(name string, w, h *schema.Sequence) {
		c.table = name
		switch {
		case h == nil:
			c.add(MissingSequence, "", "")
		case w == nil:
			c.add(ExtraSequence, "", "")
		default:
			if a, b := counting(w.SequenceOptions, w.SequenceOptions), counting(h.SequenceOptions, w.SequenceOptions); a != b {
				c.add(SequenceDiffers, "", fmt.Sprintf("want%s, have%s", a, b))
			}
		}
	})
}

func sequences(md *schema.MetaData) map[string]*schema.Sequence {
	m := map[string]*schema.Sequence{}
	for _, s := range md.Sequences() {
		m[s.FullName()] = s
	}
	return m
}
