package orm

import (
	"context"
	"reflect"

	"github.com/aludel/aludel/orm/internal/instance"
)

// This file has the methods of entities that are called when they are written and read. An entity has those that it needs; methods of
// structs that it embeds count too, so that a mixin brings its own.
//
// A hook of a flush is called for each object that the flush writes, around the statements of its entity: parents are stored before the
// hooks of their children run, so that foreign keys are set. What a hook before a statement does to columns of its object is written by
// it. What hooks do to columns of other objects, and what they add and delete, is left for the next flush, which Commit does by itself;
// a change of a relationship of an object that is being written is an error that wraps [ErrLateChange]. An error of a hook fails the flush,
// as a *[FlushError] with the name of the hook and of the entity. Statements in bulk ([Update], [Delete], [Insert], [InsertRows]) call no
// hooks.
//
// The session may be used in a hook, for queries too, through [FlushContext.Session]; nothing is flushed meanwhile.

// BeforeInserter is an entity that wants to know that it will be stored as a new row.
type BeforeInserter interface {
	BeforeInsert(ctx context.Context, f *FlushContext) error
}

// AfterInserter is an entity that wants to know that it was stored as a new row.
type AfterInserter interface {
	AfterInsert(ctx context.Context, f *FlushContext) error
}

// BeforeUpdater is an entity that wants to know that its row will be changed. It is also called for an object of which only
// relationships changed, for which an UPDATE is sent if the hook changes a column.
type BeforeUpdater interface {
	BeforeUpdate(ctx context.Context, f *FlushContext) error
}

// AfterUpdater is an entity that wants to know that its row was changed. It is called wherever [BeforeUpdater] is.
type AfterUpdater interface {
	AfterUpdate(ctx context.Context, f *FlushContext) error
}

// BeforeDeleter is an entity that wants to know that its row will be deleted. Rows that the database deletes along (passive_deletes) are
// not known.
type BeforeDeleter interface {
	BeforeDelete(ctx context.Context, f *FlushContext) error
}

// AfterDeleter is an entity that wants to know that its row was deleted.
type AfterDeleter interface {
	AfterDelete(ctx context.Context, f *FlushContext) error
}

// AfterLoader is an entity that wants to know that it was made of a row, to set what is not mapped. Its relationships are not loaded
// yet, and the session is reading: it cannot be used. The error is returned by the query, as a *[LoadError].
type AfterLoader interface {
	AfterLoad() error
}

// AfterRefresher is an entity that wants to know that its row was read again. See [AfterLoader].
type AfterRefresher interface {
	AfterRefresh() error
}

// hooksOf finds the hooks that pointers to a struct have as methods.
func hooksOf(t reflect.Type) (s instance.Hooks) {
	p := reflect.PointerTo(t)
	for h, i := range map[instance.Hook]reflect.Type{
		instance.BeforeInsert: reflect.TypeFor[BeforeInserter](),
		instance.AfterInsert:  reflect.TypeFor[AfterInserter](),
		instance.BeforeUpdate: reflect.TypeFor[BeforeUpdater](),
		instance.AfterUpdate:  reflect.TypeFor[AfterUpdater](),
		instance.BeforeDelete: reflect.TypeFor[BeforeDeleter](),
		instance.AfterDelete:  reflect.TypeFor[AfterDeleter](),
		instance.AfterLoad:    reflect.TypeFor[AfterLoader](),
		instance.AfterRefresh: reflect.TypeFor[AfterRefresher](),
	} {
		if p.Implements(i) {
			s |= instance.HooksOf(h)
		}
	}
	return s
}

// readHook calls a hook about reading.
func readHook(obj any, h instance.Hook) error {
	if h == instance.AfterLoad {
		return obj.(AfterLoader).AfterLoad()
	}
	return obj.(AfterRefresher).AfterRefresh()
}

// flushHook calls a hook about writing.
func flushHook(ctx context.Context, f *FlushContext, obj any, h instance.Hook) error {
	switch h {
	case instance.BeforeInsert:
		return obj.(BeforeInserter).BeforeInsert(ctx, f)
	case instance.AfterInsert:
		return obj.(AfterInserter).AfterInsert(ctx, f)
	case instance.BeforeUpdate:
		return obj.(BeforeUpdater).BeforeUpdate(ctx, f)
	case instance.AfterUpdate:
		return obj.(AfterUpdater).AfterUpdate(ctx, f)
	case instance.BeforeDelete:
		return obj.(BeforeDeleter).BeforeDelete(ctx, f)
	}
	return obj.(AfterDeleter).AfterDelete(ctx, f)
}
