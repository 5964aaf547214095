package schema

import "github.com/aludel/aludel/expr"

// This file has values that the database makes.

// ServerDefault is the SQL text of the column's DEFAULT, as it stands: "now()", "'x'".
func ServerDefault(sql string) ColumnOption { return func(c *Column) { c.ServerDefault = sql } }

// ServerDefaultOf makes a value or an expression the column's DEFAULT: a Go value is written as a literal ("x" as 'x'), an
// expression as SQL of each dialect.
func ServerDefaultOf(v any) ColumnOption {
	return func(c *Column) { c.ServerDefaultExpr = defaultNode(v) }
}

func defaultNode(v any) expr.Node {
	switch v := v.(type) {
	case expr.Node:
		return v
	case expr.Expressible:
		return v.Expr().Node()
	}
	return expr.Val(v).Node()
}

// ServerFetched says that the database gives the column a value when a row is inserted, by means that are not declared here.
func ServerFetched() ColumnOption { return func(c *Column) { c.Fetched = true } }

// ServerFetchedOnUpdate says that the database changes the column when its row is updated, as a trigger does.
func ServerFetchedOnUpdate() ColumnOption { return func(c *Column) { c.FetchedOnUpdate = true } }

// Computed makes the database compute the column from others.
type Computed struct {
	// SQL is the expression as text; X is it as an expression. One of them is set.
	SQL string
	X   expr.Node
	// Persisted says whether the value is stored; nil leaves it to the database.
	Persisted *bool
}

// ComputedAs makes the column one that the database computes from others; what is SQL text or an expression.
func ComputedAs(what any) ColumnOption {
	return func(c *Column) {
		c.Computed = &Computed{}
		c.Computed.SQL, c.Computed.X = textOrNode(what)
	}
}

// ComputedStored is [ComputedAs] that says whether the value is stored.
func ComputedStored(what any, persisted bool) ColumnOption {
	return func(c *Column) {
		ComputedAs(what)(c)
		c.Computed.Persisted = &persisted
	}
}

// textOrNode takes SQL as a string, and anything else as an expression.
func textOrNode(what any) (string, expr.Node) {
	if s, ok := what.(string); ok {
		return s, nil
	}
	return "", defaultNode(what)
}

// Identity makes the database generate the column's values, as standard SQL says it.
type Identity struct {
	// Always forbids values of an INSERT's own.
	Always bool
	SequenceOptions
}

// AsIdentity makes the column an identity.
func AsIdentity(i Identity) ColumnOption {
	return func(c *Column) {
		c.Identity = &i
		if !c.nullabilitySaid {
			c.Nullable = false
		}
	}
}
