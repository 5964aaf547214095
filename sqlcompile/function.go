package sqlcompile

import (
	"fmt"
	"strings"

	"github.com/aludel/aludel/expr"
)

// This file renders calls of functions and EXTRACT.

// bareFunctions are those of standard SQL that are called without parentheses.
var bareFunctions = Words("current_date current_time current_timestamp current_user localtime localtimestamp session_user user")

// standardFunctions are what functions of Aludel are called unless a dialect says otherwise.
var standardFunctions = map[string]string{"rollup": "ROLLUP", "cube": "CUBE", "grouping_sets": "GROUPING SETS", "sysdate": "sysdate%0"}

// function renders a call. The name that a dialect has for it may be a form: %a stands for all arguments, %1 to %9 for one, %0 for
// nothing, which only makes it a form.
func (c *compiler) function(n *expr.Function) {
	name, renamed := c.r.Functions[n.Name]
	if !renamed {
		name, renamed = standardFunctions[n.Name]
	}
	switch {
	case strings.Contains(name, "%"):
		c.functionForm(n, name)
		return
	case !renamed:
		name = c.functionName(n.Name)
	}
	if len(n.Args) == 0 && bareFunctions[strings.ToLower(name)] {
		c.write(strings.ToUpper(name))
		return
	}
	c.write(name, "(")
	c.arguments(n)
	c.write(")")
}

// arguments renders the arguments of a call. Where the function takes values of any type, a bind has to say which it has.
func (c *compiler) arguments(n *expr.Function) {
	any, like := c.r.AnyArguments[strings.ToLower(n.Name)], c.r.LikeArguments[strings.ToLower(n.Name)] && allBinds(n.Args)
	c.each(len(n.Args), ", ", func(i int) { c.argument(n.Args[i], any || like && i == 0) })
}

// allBinds reports whether nothing but binds is among some expressions.
func allBinds(list []expr.Node) bool {
	for _, n := range list {
		if _, ok := n.(*expr.BindParameter); !ok {
			return false
		}
	}
	return true
}

func (c *compiler) argument(n expr.Node, any bool) {
	b, ok := n.(*expr.BindParameter)
	switch {
	case ok && any && !c.inline:
		c.castBind(b)
	case ok && c.r.CastBinds == CastUntyped: // the function tells the type
		c.bareBind(b)
	default:
		c.node(n)
	}
}

func (c *compiler) functionForm(n *expr.Function, form string) {
	for i := 0; i < len(form); i++ {
		if form[i] != '%' || i+1 == len(form) {
			c.b = append(c.b, form[i])
			continue
		}
		i++
		switch k := int(form[i] - '0'); {
		case form[i] == 'a':
			c.arguments(n)
		case k > 0 && k <= len(n.Args):
			c.node(n.Args[k-1])
		case k > len(n.Args) && k <= 9:
			c.fail(n.Name, &expr.Error{What: n.Name, Reason: fmt.Sprintf("it wants at least %d arguments, not %d", k, len(n.Args)), Err: expr.ErrColumnCount})
		}
	}
}

// functionName is a name as it is given, but for parts of it that no name may look like: those are quoted. Case is kept.
func (c *compiler) functionName(name string) string {
	parts := strings.Split(name, ".")
	for i, p := range parts {
		if !plainName(p) {
			parts[i] = c.r.inQuotes(p)
		}
		if p == "" || strings.ContainsRune(p, 0) {
			c.fail("", &IdentifierError{name, "it is no name of a function"})
		}
	}
	return strings.Join(parts, ".")
}

func plainName(s string) bool {
	for i := range len(s) {
		b := s[i]
		letter := b == '_' || b|0x20 >= 'a' && b|0x20 <= 'z'
		if !letter && (i == 0 || b != '$' && (b < '0' || b > '9')) {
			return false
		}
	}
	return true
}

func (c *compiler) extract(n *expr.Extract) {
	if form, ok := c.r.ExtractForms[n.Field]; ok {
		c.form("EXTRACT", form, map[byte]expr.Node{'l': n.X})
		return
	}
	form := c.r.Extract
	if form == "" {
		form = "EXTRACT(%f FROM %l)"
	}
	field := n.Field
	if other, ok := c.r.ExtractFields[field]; ok {
		field = other
	} else if c.r.ExtractOnly {
		c.lacks("EXTRACT", fmt.Sprintf("field %q", n.Field), "")
		return
	}
	c.form("EXTRACT", strings.ReplaceAll(form, "%f", field), map[byte]expr.Node{'l': n.X})
}
