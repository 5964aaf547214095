package orm

import "github.com/aludel/aludel/orm/query"

// This file has the typed faces of the bulk forms: INSERT, UPDATE and DELETE of entities, which go past the objects of a session. What
// they send is in bulk.go.

// SyncMode is how objects of a session come to know of a bulk UPDATE or DELETE.
type SyncMode = query.SyncMode

// The modes.
const (
	// SyncAuto evaluates the conditions where that is possible, and fetches keys else. It is the default.
	SyncAuto = query.SyncAuto
	// SyncEvaluate evaluates the conditions in Go; one that cannot be is an error.
	SyncEvaluate = query.SyncEvaluate
	// SyncFetch selects the keys of the rows first.
	SyncFetch = query.SyncFetch
	// SyncNone does not tell the objects of the session; Expire those that may have changed.
	SyncNone = query.SyncNone
)

// UpdateStmt is an UPDATE of rows of an entity.
type UpdateStmt[T any] struct{ k query.Bulk }

// Update begins an UPDATE.
func Update[T any](c EntityOf[*T]) UpdateStmt[T] { return UpdateStmt[T]{query.UpdateOf(c.kernel())} }

// Set gives attributes their values.
func (u UpdateStmt[T]) Set(a ...Assignment) UpdateStmt[T] {
	return UpdateStmt[T]{u.k.Set(kernels(a)...)}
}

// Where limits the rows; all conditions must hold.
func (u UpdateStmt[T]) Where(c ...Cond) UpdateStmt[T] { return UpdateStmt[T]{u.k.Where(kernels(c)...)} }

// Sync says how objects of the session come to know of it.
func (u UpdateStmt[T]) Sync(m SyncMode) UpdateStmt[T] { return UpdateStmt[T]{u.k.Sync(m)} }

// DeleteStmt is a DELETE of rows of an entity.
type DeleteStmt[T any] struct{ k query.Bulk }

// Delete begins a DELETE.
func Delete[T any](c EntityOf[*T]) DeleteStmt[T] { return DeleteStmt[T]{query.DeleteOf(c.kernel())} }

// Where limits the rows; all conditions must hold.
func (d DeleteStmt[T]) Where(c ...Cond) DeleteStmt[T] { return DeleteStmt[T]{d.k.Where(kernels(c)...)} }

// Sync says how objects of the session come to know of it.
func (d DeleteStmt[T]) Sync(m SyncMode) DeleteStmt[T] { return DeleteStmt[T]{d.k.Sync(m)} }
