package query

import "github.com/aludel/aludel/expr"

// This file has the ways to lock the rows that a query gives, where the database can.

// ForUpdate locks the rows for writing; those of the given classes only, if there are any.
func (q Query) ForUpdate(of ...any) Query { return q.lock(expr.Lock{}, of) }

// ForShare locks the rows against writing.
func (q Query) ForShare(of ...any) Query { return q.lock(expr.Lock{Share: true}, of) }

// NoWait makes a locking query fail at once where it would wait for another transaction.
func (q Query) NoWait() Query { return q.relock(func(l *expr.Lock) { l.NoWait = true }) }

// SkipLocked makes a locking query leave out rows that another transaction has locked.
func (q Query) SkipLocked() Query { return q.relock(func(l *expr.Lock) { l.SkipLocked = true }) }

func (q Query) lock(l expr.Lock, of []any) Query {
	for _, o := range of {
		c, ok := asClass(o)
		if !ok {
			return q.fail(&Error{"?", "", "a lock is of classes or their aliases"})
		}
		if err := c.Err(); err != nil {
			return q.fail(err)
		}
		l.Of = append(l.Of, c.from())
	}
	q.sel = q.sel.Locking(l)
	return q
}

// relock changes the lock that the query has.
func (q Query) relock(change func(*expr.Lock)) Query {
	of := q.sel.Clauses()
	if of.Lock == expr.NoLock {
		return q.fail(&Error{"?", "", "NoWait and SkipLocked say how ForUpdate or ForShare lock: call one of them first"})
	}
	var l expr.Lock
	if of.Rare != nil {
		l = of.Rare.Locking
	}
	l.Share = of.Lock == expr.LockShare
	change(&l)
	q.sel = q.sel.Locking(l)
	return q
}
