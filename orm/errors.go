package orm

import (
	"errors"
	"fmt"
	"reflect"

	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/unitofwork"
)

// Errors that answer a question, or name a state. They are wrapped with where they happened.
var (
	// ErrNotFound says that no row answers the query.
	ErrNotFound = errors.New("orm: no row")
	// ErrManyRows says that more rows than one answer a query that asks for one.
	ErrManyRows = errors.New("orm: more than one row")
	// ErrStale says that a row was changed or deleted by somebody else since it was read.
	ErrStale = unitofwork.ErrStale
	// ErrDetached says that an object belongs to no session, so that nothing can be loaded for it.
	ErrDetached = errors.New("orm: the object belongs to no session")
	// ErrConcurrent says that a session is used by two goroutines at a time.
	ErrConcurrent = errors.New("orm: the session is in use by another goroutine; give each goroutine a session of its own")
	// ErrClosed says that a session was used after Close.
	ErrClosed = errors.New("orm: the session is closed")
	// ErrFlushing says that a hook wanted to flush, commit, roll back or close the session that is being flushed.
	ErrFlushing = errors.New("orm: the session is being flushed: a hook cannot flush it, nor end its transaction or close it")
	// ErrEndlessFlush says that hooks left something to flush after each of very many flushes of a Commit.
	ErrEndlessFlush = errors.New("orm: hooks change objects in every flush, so that Commit does not come to an end")
	// ErrLateChange says that a hook changed a relationship of an object that was being written.
	ErrLateChange = unitofwork.ErrLateChange
	// ErrRollbackFirst says that a flush failed and the session waits for Rollback.
	ErrRollbackFirst = errors.New("orm: a flush failed; call Rollback before the session is used again")
)

// NotLoadedError says that a relationship was read that is not loaded.
type NotLoadedError struct{ Entity, Attr string }

// Error says what would have loaded it.
func (e *NotLoadedError) Error() string {
	return fmt.Sprintf("orm: %s.%s is not loaded; load it with the query (orm.SelectIn), or ask with All(ctx) or Get(ctx)", e.Entity, e.Attr)
}

// Errors of what was never made.
var (
	errNoSession = errors.New("orm: the session is nil; make one with SessionMaker.New, or take that of InTx")
	errNoEngine  = errors.New("orm: the session maker has no engine; give NewSessionMaker what engine.Open returned, after a look at its error")
)

// notLoaded is the error for relationship i of an object, or for a container that points to state and has no owner.
func notLoaded(state, own *instance.State, i int) *NotLoadedError {
	if own == nil {
		own = state
		i, _ = state.UntrackedRel()
	}
	return &NotLoadedError{own.Mapper.Entity.Name, own.Mapper.Rels[i].Name}
}

// RaiseError says that a relationship or deferred column was to be loaded although an option of the query, or of the mapping, forbids it.
type RaiseError struct{ Entity, Attr string }

// Error says which.
func (e *RaiseError) Error() string {
	return fmt.Sprintf("orm: %s.%s must not be loaded lazily (orm.Raise, orm.DeferRaise, or lazy:raise); load it with the query", e.Entity, e.Attr)
}

// MisuseError is a call that cannot be meant: an object of another session, of no registry, a nil.
type MisuseError struct {
	Op     string
	Object reflect.Type // nil where it is about no object
	Reason string
}

// Error says what is wrong with the call.
func (e *MisuseError) Error() string {
	if e.Object == nil {
		return fmt.Sprintf("orm: %s: %s", e.Op, e.Reason)
	}
	return fmt.Sprintf("orm: %s(%v): %s", e.Op, e.Object, e.Reason)
}

// FlushError is an object that could not be stored: which, and why.
type FlushError = unitofwork.Error

// CircularError says that new objects refer to each other in a circle, so that none can be stored first.
type CircularError = unitofwork.CircularError

// ConflictError says that one foreign key was given two values: by hand and by a relationship, or by two relationships.
type ConflictError = unitofwork.ConflictError

// SingleParentError says that two objects hold one object along a relationship with `single_parent`.
type SingleParentError = unitofwork.SingleParentError

// KeyError says that the values given to [Get] are no primary key of the entity.
type KeyError = instance.KeyError

// LoadError says that a value in the database does not fit the attribute it is mapped to.
type LoadError = instance.LoadError
