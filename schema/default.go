package schema

import (
	"context"

	"github.com/aludel/aludel/expr"
)

// This file has values that Go gives to columns which a statement leaves out. DEFAULT of the database is in server.go.

// ColumnDefault is how a column gets a value in an INSERT, or an UPDATE, that says none for it. At most one field is set; with none the value is NULL.
type ColumnDefault struct {
	// Value is the same value for every row.
	Value any
	// Func makes a value a row.
	Func func(RowContext) (any, error)
	// Expr is SQL, which stands in the statement.
	Expr expr.Node
}

// RowContext is what the function of a default sees of the row that it makes a value for. It is good only during the call.
type RowContext interface {
	// Context is that of the execution.
	Context() context.Context
	// Value is what the row has for a column, by its key: what the statement gives, and what the defaults of columns before made.
	// A value that SQL computes is not known yet.
	Value(key string) (v any, ok bool)
	// Row is the number of the row in the execution, from 0.
	Row() int
}

// Default gives the column a value in every INSERT that says none: a Go value, or an expression or SELECT that stands in the
// statement as SQL.
func Default(v any) ColumnOption { return func(c *Column) { c.Default = newDefault(c, v) } }

// DefaultFunc gives the column what f returns, once a row.
func DefaultFunc(f func() any) ColumnOption {
	return func(c *Column) { c.Default = &ColumnDefault{Func: func(RowContext) (any, error) { return f(), nil }} }
}

// DefaultRowFunc gives the column what f makes of the other values of the row. An error of f ends the execution.
func DefaultRowFunc(f func(RowContext) (any, error)) ColumnOption {
	return func(c *Column) { c.Default = &ColumnDefault{Func: f} }
}

// UpdateDefault is [Default] for every UPDATE that does not set the column.
func UpdateDefault(v any) ColumnOption { return func(c *Column) { c.UpdateDefault = newDefault(c, v) } }

// UpdateDefaultFunc is [DefaultFunc] for every UPDATE that does not set the column: f is called once an execution, not once a row
// of the table.
func UpdateDefaultFunc(f func() any) ColumnOption {
	return func(c *Column) {
		c.UpdateDefault = &ColumnDefault{Func: func(RowContext) (any, error) { return f(), nil }}
	}
}

// UpdateDefaultRowFunc is [DefaultRowFunc] for every UPDATE that does not set the column.
func UpdateDefaultRowFunc(f func(RowContext) (any, error)) ColumnOption {
	return func(c *Column) { c.UpdateDefault = &ColumnDefault{Func: f} }
}

// newDefault takes expressions as an assignment to the column has them.
func newDefault(c *Column, v any) *ColumnDefault {
	a, ok := c.Expr().To(v).Node().(*expr.Assignment)
	if !ok {
		return &ColumnDefault{Expr: expr.Coerce(v).Node()}
	}
	switch e := a.Value.(type) {
	case *expr.BindParameter:
		if !e.Unique {
			return &ColumnDefault{Expr: e}
		}
		return &ColumnDefault{Value: v}
	case *expr.Constant:
		if v == nil {
			return &ColumnDefault{}
		}
		return &ColumnDefault{Expr: e}
	default:
		return &ColumnDefault{Expr: e}
	}
}

// ColumnOf is the declaration of a column, nil for one of no declared table. For a column of an alias it is that of the table's.
func ColumnOf(c *expr.ColumnClause) *Column {
	d, _ := c.Declared().(*Column)
	return d
}
