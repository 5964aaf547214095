package orm

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/query"
)

// This file has queries into structs of the caller's, and those of literal SQL.

// Into is several results that a row yields as one D, a struct of the caller's: Select2(Users, Into[Mail](Addresses.ID, Addresses.Email)).
// See [SelectInto].
func Into[D any](cols ...Element) Result[D] { return into[D]{query.GroupOf(kernels(cols)...)} }

// into is a group of results.
type into[D any] struct{ k query.Group }

func (i into[D]) kernel() any { return i.k }
func (i into[D]) result(D)    {}

// SelectInto queries columns, expressions and classes into a D, a struct of the caller's. A field takes the column of its name: the label
// that As gave, or the name of the attribute, or that of the database's column, where a field Name is also name, and a field UserID user_id.
// The tag db:"..." names the column instead, db:"-" leaves a field out. A class goes into the field of its type. A column without field,
// a field without column, and a field of another type are a *[FieldError] before anything is sent.
func SelectInto[D any](cols ...Element) Query[D] {
	return Query[D]{query.Select(query.GroupOf(kernels(cols)...))}
}

// SelectSQL queries literal SQL, whose rows become R: an entity (*User), a value, a struct of the caller's, or [Row2] to [Row8] of those.
// Arguments are bound to the :names in the text, in the order of their first appearance.
//
//	orm.SelectSQL[*User]("SELECT * FROM users WHERE name = :name", "ed")
//	orm.SelectSQL[orm.Row2[string, int64]]("SELECT name, count(*) FROM users GROUP BY name")
//
// Columns of an entity and of a struct are found by name: table_column or column, the field's name or its tag db. Values take the columns
// that are left, in order. All attributes of an entity must be there: a *[MatchError] says which are not.
func SelectSQL[R any](text string, args ...any) Query[R] {
	return Query[R]{query.SelectSQL(text, args...)}
}

// FromSQL takes the rows of the query from literal SQL instead of what it would send; nothing can be added to it then. Columns are found
// by name: those of an entity as table_column or column, those of expressions by their label or column.
//
//	orm.Select(Users).FromSQL("SELECT * FROM users WHERE name = :name", "ed")
func (q Query[R]) FromSQL(text string, args ...any) Query[R] {
	return Query[R]{q.b.FromSQL(text, args...)}
}

// FromStatement takes the rows of the query from a SELECT of package expr instead of what it would send; nothing can be added to it then.
// Columns that the SELECT takes from where the query would are those; others are found by name.
func (q Query[R]) FromStatement(stmt expr.Select) Query[R] { return Query[R]{q.b.FromStatement(stmt)} }
