package orm

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// This file leads to the expression language itself, for what has no face here, and back.

// FromExpr is an expression of package expr as one of V that yields R. Nothing checks that it does.
func FromExpr[V, R any](e expr.Expr) Col[V, R] { return Col[V, R]{e} }

// ToExpr is what an expression, an attribute or a query stands for in package expr.
func ToExpr(e Element) expr.Expr { return expr.Coerce(e.kernel()) }

// CondFrom is an expression of package expr as a condition.
func CondFrom(e expr.Expr) Cond { return truth(e) }

// Literal is SQL text that is an expression: it is written as it stands.
func Literal[V any](sql string, t sqltypes.Type) Col[V, V] {
	return Col[V, V]{expr.LiteralColumn(sql, t)}
}

// Inline is a Go value written into the text, for the few places where a database takes no parameter. Each value makes another statement.
func Inline[V any](v V) Col[V, V] { return Col[V, V]{expr.Inline(v)} }

// ValAs is a Go value as a bind parameter of a type.
func ValAs[V any](v V, t sqltypes.Type) Col[V, V] { return Col[V, V]{expr.ValOf(v, t)} }

// Null is NULL, as an expression of any type.
func Null[V any]() Col[V, *V] { return Col[V, *V]{expr.Null()} }

// True holds always.
func True() Cond { return truth(expr.True()) }

// False never holds.
func False() Cond { return truth(expr.False()) }

// LabelOf is a column of the query by the name that As gave it, for OrderBy and GroupBy.
func LabelOf[V any](name string) Col[V, V] { return Col[V, V]{expr.LabelRef(name)} }
