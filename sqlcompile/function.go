package sqlcompile

import (
	"fmt"
	"strings"

	"github.com/aludel/aludel/expr"
)

// This file renders calls of functions.

// bareFunctions are those of standard SQL that are called without parentheses.
var bareFunctions = Words("current_date current_time current_timestamp current_user localtime localtimestamp session_user user")

func (c *compiler) function(n *expr.Function) {
	name := n.Name
	if other, ok := c.r.Functions[name]; ok {
		name = other
	}
	if len(n.Args) == 0 && bareFunctions[strings.ToLower(name)] {
		c.write(strings.ToUpper(name))
		return
	}
	c.write(name, "(")
	c.each(len(n.Args), ", ", func(i int) { c.node(n.Args[i]) })
	c.write(")")
}

func (c *compiler) extract(n *expr.Extract) {
	form := c.r.Extract
	if form == "" {
		form = "EXTRACT(%f FROM %l)"
	}
	field := n.Field
	if c.r.ExtractFields != nil {
		if field = c.r.ExtractFields[n.Field]; field == "" {
			c.fail("EXTRACT", fmt.Errorf("this database knows no %q", n.Field))
			return
		}
	}
	c.form("EXTRACT", strings.ReplaceAll(form, "%f", field), map[byte]expr.Node{'l': n.X})
}
