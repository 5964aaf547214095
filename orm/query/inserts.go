package query

import (
	"slices"

	"github.com/aludel/aludel/expr"
)

// This file has INSERT of entities: of values or of objects, and what is done about rows that are there already.

// Inserts is an INSERT of rows of an entity. It is a value: its methods return changed copies.
type Inserts struct {
	class Class
	sets  []any
	then  *conflict
	err   error
}

// conflict is what is done about a row that is there already.
type conflict struct {
	kind  conflictKind
	key   expr.ConflictTarget
	sets  []any
	where []any
}

type conflictKind uint8

const (
	doNothing conflictKind = iota
	doUpdate
	duplicate // MySQL's form
)

// InsertOf begins an INSERT into a class.
func InsertOf(c any) Inserts {
	b := bulkOf(c, false)
	return Inserts{class: b.class, err: b.err}
}

// Values adds assignments of the row.
func (i Inserts) Values(a ...any) Inserts {
	i.sets = append(i.sets[:len(i.sets):len(i.sets)], spread(a)...)
	return i
}

// ConflictOn is a key by its columns; a composite is those of its parts.
func ConflictOn(cols ...any) expr.ConflictTarget { return expr.OnColumns(spread(cols)...) }

// OnConflictDoNothing leaves out rows whose key is there: that key, or any.
func (i Inserts) OnConflictDoNothing(key ...any) Inserts { return i.conflicting(doNothing, key, nil) }

// OnConflictDoUpdate changes the row that has the key by assignments, in which expr.Excluded is what was to be inserted.
func (i Inserts) OnConflictDoUpdate(key any, sets ...any) Inserts {
	return i.conflicting(doUpdate, []any{key}, sets)
}

// OnDuplicateKeyUpdate changes the row that has one of the keys, on MySQL and MariaDB.
func (i Inserts) OnDuplicateKeyUpdate(sets ...any) Inserts {
	return i.conflicting(duplicate, nil, sets)
}

// OnConflictWhere says which of the rows that are there are changed.
func (i Inserts) OnConflictWhere(conds ...any) Inserts {
	if i.then == nil || i.then.kind != doUpdate {
		return i.fail("OnConflictWhere belongs behind OnConflictDoUpdate")
	}
	c := *i.then
	c.where = append(slices.Clip(c.where), conds...)
	i.then = &c
	return i
}

func (i Inserts) conflicting(kind conflictKind, key, sets []any) Inserts {
	c := &conflict{kind: kind, sets: spread(sets)}
	switch {
	case i.then != nil:
		return i.fail("what is done about rows that are there is said twice")
	case kind != doNothing && len(sets) == 0:
		return i.fail("an upsert wants what it changes: OnConflictDoNothing changes nothing")
	case len(key) > 1:
		return i.fail("an upsert has one key")
	}
	for _, k := range key {
		t, ok := k.(expr.ConflictTarget)
		if !ok {
			return i.fail("the key of an upsert is made by ConflictOn or ConflictConstraint")
		}
		c.key = t
	}
	i.then = c
	return i
}

func (i Inserts) fail(reason string) Inserts {
	if i.err == nil {
		i.err = &Error{i.class.entity.Name, "", reason}
	}
	return i
}

// Class is the class that the statement is of.
func (i Inserts) Class() Class { return i.class }

// Err says why the statement cannot be sent, nil if it can.
func (i Inserts) Err() error { return i.err }

// Empty reports whether no values were given.
func (i Inserts) Empty() bool { return len(i.sets) == 0 }

// ForValues says why the INSERT of its values cannot be sent, nil if it can.
func (i Inserts) ForValues() error {
	if i.Empty() {
		i = i.fail("it has no values: give it Values, or objects as rows")
	}
	return i.err
}

// ForRows says why the INSERT of objects cannot be sent, nil if it can.
func (i Inserts) ForRows() error {
	if !i.Empty() {
		i = i.fail("it has Values, and rows beside them")
	}
	return i.err
}

// Upserts reports whether something is done about rows that are there already.
func (i Inserts) Upserts() bool { return i.then != nil }

// Statement is the INSERT of the values.
func (i Inserts) Statement() expr.Insert {
	return i.With(expr.InsertInto(i.class.entity.Table).Values(i.sets...))
}

// With adds what is done about rows that are there to an INSERT into the table of the class.
func (i Inserts) With(s expr.Insert) expr.Insert {
	switch c := i.then; {
	case c == nil:
		return s
	case c.kind == doNothing:
		return s.OnConflictDoNothing(c.key)
	case c.kind == duplicate:
		return s.OnDuplicateKeyUpdate(c.sets...)
	default:
		s = s.OnConflictDoUpdate(c.key, c.sets...)
		if len(c.where) > 0 {
			s = s.OnConflictWhere(c.where...)
		}
		return s
	}
}

// Returned is how the rows become objects that an INSERT into the class returns, and the columns that it must return.
func (i Inserts) Returned() (q Query, columns []any) {
	columns = columnsOf(i.class)
	return Select(i.class).PopulateExisting().FromStatement(expr.NewSelect(columns...)), columns
}
