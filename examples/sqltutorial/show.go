package main

import (
	"fmt"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqlcompile"
)

// textOf compiles a statement, an expression or an element of FROM without a database, and gives its text and the values in it, by name.
func textOf(what any) (string, map[string]any, error) {
	var s expr.Statement
	switch x := what.(type) {
	case expr.Statement:
		s = x
	case expr.FromClause:
		s = expr.Fragment{From: x}
	default:
		s = expr.Fragment{X: expr.Coerce(what).Node()}
	}
	var k expr.Key
	expr.AppendKey(&k, s)
	c, err := sqlcompile.Compile(s, sqlcompile.Generic)
	if err != nil {
		return "", nil, err
	}
	values := map[string]any{}
	for _, p := range c.Params {
		if p.Bind >= 0 && p.Bind < len(k.Binds) {
			values[p.Name] = k.Binds[p.Bind].BoundValue()
		}
	}
	return c.Text, values, nil
}

// dialectText is the text for one database.
func dialectText(what any, d sqlcompile.Dialect) string {
	c, err := sqlcompile.Compile(expr.Fragment{X: expr.Coerce(what).Node()}, d)
	if err != nil {
		return fmt.Sprint(err)
	}
	return c.Text
}
