package sqlcompile

import (
	"fmt"
	"strings"

	"github.com/aludel/aludel/expr"
)

// regexp renders a match against a regular expression, or a replacement. The value of the flags decides the text: it is part of the
// statement's key.
func (c *compiler) regexp(n *expr.Regexp) {
	c.operators++
	defer func() { c.operators-- }()
	f := &c.r.Regexp
	form := f.Match
	noCase := n.Flags != nil && n.Flags.Value == any("i")
	switch {
	case n.Replacement != nil && n.Flags != nil:
		form = f.ReplaceFlags
	case n.Replacement != nil:
		form = f.Replace
	case noCase && n.Not && f.NotMatchNoCase != "":
		form = f.NotMatchNoCase
	case noCase && !n.Not && f.MatchNoCase != "":
		form = f.MatchNoCase
	case n.Flags != nil && n.Not:
		form = f.NotMatchFlags
	case n.Flags != nil:
		form = f.MatchFlags
	case n.Not:
		form = f.NotMatch
	}
	if strings.Contains(form, "%F") {
		form = c.flagged(form, fmt.Sprint(n.Flags.Value))
	}
	operands := map[byte]expr.Node{'l': n.X, 'r': n.Pattern, 'n': n.Replacement}
	if n.Flags != nil {
		operands['f'] = n.Flags
	}
	c.form("regular expressions", form, operands)
}

// flagged puts flags into a form as the beginning of the pattern. The flag g, which replaces every match, goes without saying where
// flags are written so.
func (c *compiler) flagged(form, flags string) string {
	flags = strings.ReplaceAll(flags, "g", "")
	for i := range len(flags) {
		if flags[i]|0x20 < 'a' || flags[i]|0x20 > 'z' {
			c.fail("regular expressions", &expr.Error{What: "flags", Reason: "they are letters", Err: expr.ErrNotAnExpression})
		}
	}
	if flags == "" {
		return strings.ReplaceAll(form, "CONCAT(%F, %r)", "%r")
	}
	return strings.ReplaceAll(form, "%F", c.r.QuoteText("(?"+flags+")"))
}
