package orm

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/query"
)

// This file has the typed face of INSERT: of values or of objects, and what is done about rows that are there already. What it sends is in
// insert.go.

// InsertStmt is an INSERT of rows of an entity.
type InsertStmt[T any] struct{ k query.Inserts }

// Insert begins an INSERT: of one row by Values, or of objects as rows ([InsertStmt.ExecRows], [InsertStmt.Returning]).
func Insert[T any](c EntityOf[*T]) InsertStmt[T] { return InsertStmt[T]{query.InsertOf(c.kernel())} }

// Values gives attributes their values: Users.Name.To("ed").
func (i InsertStmt[T]) Values(a ...Assignment) InsertStmt[T] {
	return InsertStmt[T]{i.k.Values(kernels(a)...)}
}

// ConflictKey is a key that a row may have in common with one that is there already.
type ConflictKey struct{ k expr.ConflictTarget }

func (c ConflictKey) kernel() any { return c.k }

// ConflictOn is a key by its columns, which have a unique index: ConflictOn(Users.Name). A composite attribute is the columns of its parts.
func ConflictOn(cols ...Element) ConflictKey { return ConflictKey{query.ConflictOn(kernels(cols)...)} }

// ConflictConstraint is a key by the name of its constraint, on PostgreSQL.
func ConflictConstraint(name string) ConflictKey { return ConflictKey{expr.OnConstraint(name)} }

// Where is the condition of a partial index.
func (c ConflictKey) Where(conds ...Cond) ConflictKey {
	return ConflictKey{c.k.Where(kernels(conds)...)}
}

// OnConflictDoNothing leaves out rows whose key is there already, on PostgreSQL and SQLite: that key, or any of the table's.
func (i InsertStmt[T]) OnConflictDoNothing(key ...ConflictKey) InsertStmt[T] {
	return InsertStmt[T]{i.k.OnConflictDoNothing(kernels(key)...)}
}

// OnConflictDoUpdate changes the row that has the key already, on PostgreSQL and SQLite; [Excluded] is what was to be inserted:
//
//	orm.Insert(Users).OnConflictDoUpdate(orm.ConflictOn(Users.Name), Users.Score.ToExpr(orm.Excluded(Users.Score))).ExecRows(ctx, s, users)
func (i InsertStmt[T]) OnConflictDoUpdate(key ConflictKey, set ...Assignment) InsertStmt[T] {
	return InsertStmt[T]{i.k.OnConflictDoUpdate(key.kernel(), kernels(set)...)}
}

// OnConflictWhere says which of the rows that are there already are changed; behind OnConflictDoUpdate.
func (i InsertStmt[T]) OnConflictWhere(c ...Cond) InsertStmt[T] {
	return InsertStmt[T]{i.k.OnConflictWhere(kernels(c)...)}
}

// OnDuplicateKeyUpdate changes the row that has one of the keys already, on MySQL and MariaDB; [Excluded] is what was to be inserted.
func (i InsertStmt[T]) OnDuplicateKeyUpdate(set ...Assignment) InsertStmt[T] {
	return InsertStmt[T]{i.k.OnDuplicateKeyUpdate(kernels(set)...)}
}

// Excluded is the value that was to be inserted, in what an upsert sets.
func Excluded[V, R any](c Expr[V, R]) Col[V, R] { return Col[V, R]{expr.Excluded(c.kernel())} }
