package dbapi

import (
	"context"
	"errors"
)

// DefaultStmtCache is a sensible capacity for [NewStmtCache].
const DefaultStmtCache = 128

// StmtCache keeps the prepared statements of one connection, by their text, and closes the one used longest ago when there
// are too many. It is used by who uses the connection. Its own hits allocate nothing.
//
// Switched off (capacity 0) it gives statements that prepare nothing: each run is a [Conn.Query] or [Conn.Exec]. That is what
// a pooler in transaction mode needs, where the next statement may run on another server connection.
type StmtCache struct {
	conn     Conn
	capacity int
	bySQL    map[string]*cachedStmt
	ring     cachedStmt // head of the ring: next is the one used last
	hits     int64
	misses   int64
}

type cachedStmt struct {
	sql        string
	stmt       Stmt
	prev, next *cachedStmt
}

// NewStmtCache makes a cache for c. A capacity of 0 or less switches it off.
func NewStmtCache(c Conn, capacity int) *StmtCache {
	s := &StmtCache{conn: c, capacity: max(capacity, 0), bySQL: make(map[string]*cachedStmt)}
	s.ring.prev, s.ring.next = &s.ring, &s.ring
	return s
}

// Get gives the statement for a text, prepared now if need be. It belongs to the cache: do not close it. It is good until
// the next call of a method of the cache.
func (s *StmtCache) Get(ctx context.Context, sql string) (Stmt, error) {
	if s.capacity == 0 {
		return directStmt{s.conn, sql}, nil
	}
	if e := s.ring.next; e.stmt != nil && e.sql == sql { // the one used last: mostly the same string
		s.hits++
		return e.stmt, nil
	}
	if e := s.bySQL[sql]; e != nil {
		s.hits++
		e.unlink()
		s.front(e)
		return e.stmt, nil
	}
	s.misses++
	stmt, err := s.conn.Prepare(ctx, sql)
	if err != nil {
		return nil, err
	}
	e := &cachedStmt{sql: sql, stmt: stmt}
	s.bySQL[sql] = e
	s.front(e)
	if len(s.bySQL) > s.capacity {
		if err := s.remove(s.ring.prev); err != nil {
			return nil, err
		}
	}
	return stmt, nil
}

// Drop closes and forgets the statement for a text, if it is there: the server said that it does not exist any more, or that
// its result has changed (26000 and 0A000 in PostgreSQL).
func (s *StmtCache) Drop(sql string) error {
	if e := s.bySQL[sql]; e != nil {
		return s.remove(e)
	}
	return nil
}

// Clear closes and forgets all statements, as after a change of the schema.
func (s *StmtCache) Clear() error {
	var errs []error
	for s.ring.next != &s.ring {
		errs = append(errs, s.remove(s.ring.next))
	}
	return errors.Join(errs...)
}

// Len is the number of statements kept.
func (s *StmtCache) Len() int { return len(s.bySQL) }

// Hits counts the calls of Get that found their statement.
func (s *StmtCache) Hits() int64 { return s.hits }

// Misses counts the calls of Get that had to prepare, while the cache was on.
func (s *StmtCache) Misses() int64 { return s.misses }

func (s *StmtCache) front(e *cachedStmt) {
	e.prev, e.next = &s.ring, s.ring.next
	e.prev.next, e.next.prev = e, e
}

func (e *cachedStmt) unlink() { e.prev.next, e.next.prev = e.next, e.prev }

// remove forgets e whether or not closing it succeeds.
func (s *StmtCache) remove(e *cachedStmt) error {
	e.unlink()
	delete(s.bySQL, e.sql)
	return e.stmt.Close()
}

// Direct is text in the role of a statement: nothing is prepared, each run is a [Conn.Query] or [Conn.Exec].
func Direct(c Conn, sql string) Stmt { return directStmt{c, sql} }

// directStmt is text in the role of a statement.
type directStmt struct {
	conn Conn
	sql  string
}

func (d directStmt) Query(ctx context.Context, args []any) (Reader, error) {
	return d.conn.Query(ctx, d.sql, args)
}

func (d directStmt) Exec(ctx context.Context, args []any) (Result, error) {
	return d.conn.Exec(ctx, d.sql, args)
}

// Close does nothing: there is nothing to free.
func (directStmt) Close() error { return nil }
