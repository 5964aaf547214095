package expr

import "github.com/aludel/aludel/sqltypes"

// BindExpression is implemented by a column type whose values are sent inside of an SQL expression: as encrypt(?). What it gives
// may have values of its own, and depends on nothing but the type and its argument, since compiled statements are kept.
type BindExpression interface {
	sqltypes.Type
	BindExpression(bind Expr) Expr
}

// ColumnExpression is implemented by a column type whose values are read through an SQL expression: as decrypt(column). It stands in
// the columns of the outermost SELECT, under the column's name. What it gives may have values of its own, and depends on nothing
// but the type and its argument, since compiled statements are kept.
type ColumnExpression interface {
	sqltypes.Type
	ColumnExpression(column Expr) Expr
}
