package sqlcompile

import (
	"strings"

	"github.com/aludel/aludel/expr"
)

// This file renders the search for words.

// modes are how MySQL is told to read the words.
var modes = []struct {
	mode expr.MatchMode
	text string
}{{expr.NaturalLanguage, " IN NATURAL LANGUAGE MODE"}, {expr.BooleanMode, " IN BOOLEAN MODE"}, {expr.QueryExpansion, " WITH QUERY EXPANSION"}}

func (c *compiler) fullText(n *expr.FullText) {
	if n.Negated {
		c.write("NOT ")
	}
	switch {
	case n.Columnar && !c.r.MatchColumns:
		c.lacks("MATCH", "search of several columns at once", "only MySQL has that")
	case n.Columnar:
		c.write("MATCH (")
		c.list("", n.Columns, c.node)
		c.write(") AGAINST (")
		c.node(n.Against)
		for _, m := range modes {
			if n.Mode&m.mode != 0 {
				c.write(m.text)
			}
		}
		c.write(")")
	case c.r.MatchConfig != "":
		form := strings.ReplaceAll(c.r.MatchConfig, "%c", c.r.QuoteText(n.Config))
		c.form("MATCH", form, map[byte]expr.Node{'l': n.Columns[0], 'r': n.Against})
	default:
		c.binary(&expr.Binary{Op: expr.OpMatch, L: n.Columns[0], R: n.Against})
	}
}
