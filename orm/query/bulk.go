package query

import (
	"github.com/aludel/aludel/expr"
)

// This file has the bulk forms: INSERT, UPDATE and DELETE of entities by conditions, which go past the objects of a session.

// SyncMode is how objects of a session come to know of a bulk UPDATE or DELETE.
type SyncMode uint8

// The modes.
const (
	SyncAuto     SyncMode = iota // evaluate where that is possible, else fetch
	SyncEvaluate                 // the conditions are evaluated in Go; one that cannot be is an error
	SyncFetch                    // the keys of the rows are selected first
	SyncNone                     // objects are not told
)

// Bulk is an UPDATE or DELETE of the rows of an entity. It is a value: its methods return changed copies.
type Bulk struct {
	class  Class
	remove bool
	sets   []any
	where  []any
	sync   SyncMode
	err    error
}

// UpdateOf begins an UPDATE of a class.
func UpdateOf(c any) Bulk { return bulkOf(c, false) }

// DeleteOf begins a DELETE of a class.
func DeleteOf(c any) Bulk { return bulkOf(c, true) }

func bulkOf(c any, remove bool) Bulk {
	k, ok := asClass(c)
	b := Bulk{class: k, remove: remove}
	switch {
	case !ok:
		b.err = &Error{"?", "", "a bulk statement wants a class"}
	case k.Err() != nil:
		b.err = k.Err()
	case k.alias != nil:
		b.err = &Error{k.entity.Name, "", "a bulk statement is of a table, not of an alias"}
	}
	return b
}

// Set adds assignments.
func (b Bulk) Set(a ...any) Bulk {
	b.sets = append(b.sets[:len(b.sets):len(b.sets)], spread(a)...)
	return b
}

// Where adds conditions.
func (b Bulk) Where(c ...any) Bulk {
	b.where = append(b.where[:len(b.where):len(b.where)], c...)
	return b
}

// Sync says how objects of the session come to know of it.
func (b Bulk) Sync(m SyncMode) Bulk {
	if m > SyncNone && b.err == nil {
		b.err = &Error{"?", "", "there is no such SyncMode: use SyncAuto, SyncEvaluate, SyncFetch or SyncNone"}
	}
	b.sync = m
	return b
}

// Class is the class that the statement is of.
func (b Bulk) Class() Class { return b.class }

// Err says why the statement cannot be sent, nil if it can.
func (b Bulk) Err() error {
	if b.err == nil && !b.remove && len(b.sets) == 0 {
		return &Error{b.class.entity.Name, "", "an UPDATE sets nothing"}
	}
	return b.err
}

// Mode is how objects of the session come to know of it.
func (b Bulk) Mode() SyncMode { return b.sync }

// Removes reports whether it is a DELETE.
func (b Bulk) Removes() bool { return b.remove }

// Sets are the assignments.
func (b Bulk) Sets() []any { return b.sets }

// Condition is what holds for the rows that are met; of no condition it is TRUE.
func (b Bulk) Condition() expr.Expr { return expr.And(b.where...) }

// Statement is the UPDATE or DELETE.
func (b Bulk) Statement() expr.Statement {
	if b.remove {
		return expr.DeleteFrom(b.class.entity.Table).Where(b.where...)
	}
	return expr.UpdateTable(b.class.entity.Table).Values(b.sets...).Where(b.where...)
}

// Keys is the SELECT of the primary keys of the rows that are met.
func (b Bulk) Keys() expr.Select {
	var keys []any
	for _, a := range b.class.entity.PrimaryKey {
		keys = append(keys, b.class.column(a))
	}
	return expr.NewSelect(keys...).Where(b.where...)
}
