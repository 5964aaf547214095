package schema

import (
	"fmt"

	"github.com/aludel/aludel/expr"
)

// This file says in words what is SQL in a schema, for messages and dumps; a compiler writes it for a database.

// sqlOf is SQL text, or what can be said of an expression without a dialect.
func sqlOf(sql string, n expr.Node) string {
	switch n := n.(type) {
	case nil:
		return sql
	case *expr.Text:
		return n.SQL
	case *expr.BindParameter:
		return fmt.Sprintf("%#v", n.Value)
	case *expr.Function:
		return n.Name + "(...)"
	}
	return "an expression"
}

// texts are what is indexed, in words.
func (x *Index) texts() (out []string) {
	for _, e := range x.Parts() {
		s := sqlOf("", e.X)
		if e.Column != nil {
			s = e.Column.Name
		}
		if e.Desc {
			s += " desc"
		}
		out = append(out, s)
	}
	return out
}
