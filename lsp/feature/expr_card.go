package feature

import (
	"fmt"
	"strings"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/sqlcompile"
)

// This file shows what code says about a mapping: conditions and expressions, as SQL.

// fragment is an expression as SQL, with ? for its values; ok is false if it cannot stand alone.
func fragment(n expr.Node) (sql string, ok bool) {
	c, err := sqlcompile.Compile(expr.Fragment{X: n}, shown[0])
	if err != nil {
		return "", false
	}
	return c.Text, true
}

// computedCard says what expression an attribute is.
func computedCard(a *mapping.Attr) string {
	var b strings.Builder
	fmt.Fprintf(&b, "**%s.%s**: SQL expression, only read\n\n", a.Entity.Name, a.Name)
	if a.X == nil {
		b.WriteString("ConfigureMapping gives it.\n")
	} else if sql, ok := fragment(a.X); ok {
		fmt.Fprintf(&b, "```sql\n%s\n```\n", sql)
	}
	return b.String()
}

// customCondition is the join condition that code gives a relationship.
func customCondition(r *mapping.Relationship) string {
	self := func(c *expr.ColumnClause) expr.Node { return c }
	at := mapping.Columns{Near: self, Far: self}
	if r.Entity == r.Target { // else it would not be seen which is which
		far := expr.NewAlias(r.Target.Table.TableClause, "related")
		at.Far = func(c *expr.ColumnClause) expr.Node { return far.Column(c) }
	}
	var parts []string
	for _, n := range []expr.Node{r.Join.On, r.Join.Far} {
		if n == nil {
			continue
		}
		if sql, ok := fragment(r.Join.Place(n, at).Node()); ok {
			parts = append(parts, sql)
		}
	}
	return strings.Join(parts, " AND ")
}
