//go:build cgo

package sqlite3

/*
#include "cells.h"
#cgo noescape al_exec
*/
import "C"

import (
	"context"
	"strings"
	"unsafe"

	"github.com/aludel/aludel/engine/dbapi"
)

// stmt is a compiled statement.
type stmt struct {
	c      *conn
	st     *C.sqlite3_stmt // nil: closed, or empty text
	inputs int
	closed bool
	keeps  bool // running it begins no transaction

	meta     []dbapi.ColumnMeta
	kept     []byte // of which columns texts are thought to become Go strings
	prepared C.int  // how often SQLite had compiled it again when meta was made
	known    bool   // meta was made
}

var (
	_ dbapi.Stmt      = (*stmt)(nil)
	_ dbapi.BatchStmt = (*stmt)(nil)
)

// Exec runs the statement; rows that it gives are discarded.
func (s *stmt) Exec(ctx context.Context, args []any) (dbapi.Result, error) {
	if s.closed {
		return dbapi.Result{}, dbapi.ErrStmtClosed
	}
	if err := s.c.enter(ctx, "exec"); err != nil {
		return dbapi.Result{}, err
	}
	r, err := s.run(args)
	return r, s.c.leave(ctx, "exec", err)
}

// ExecBatch runs the statement for several rows of arguments, with one call for all.
func (s *stmt) ExecBatch(ctx context.Context, rows int, args []any, ids []int64) (int, dbapi.Result, error) {
	if s.closed {
		return 0, dbapi.Result{}, dbapi.ErrStmtClosed
	}
	if rows*s.inputs != len(args) || ids != nil && len(ids) < rows {
		return 0, dbapi.Result{}, &dbapi.ArgCountError{Want: rows * s.inputs, Got: len(args)}
	}
	if err := s.c.enter(ctx, "exec"); err != nil {
		return 0, dbapi.Result{}, err
	}
	s.c.out.rows = 0
	var r dbapi.Result
	s.c.unsure = s.c.unsure || !s.keeps
	err := s.c.args.add(s, args)
	if err == nil && rows > 0 {
		r, err = s.exec(rows, ids)
	}
	return int(s.c.out.rows), r, s.c.leave(ctx, "exec", err)
}

// take converts the arguments for a run of the statement.
func (s *stmt) take(args []any) error {
	if len(args) != s.inputs && !named(args) {
		return &dbapi.ArgCountError{Want: s.inputs, Got: len(args)}
	}
	s.c.unsure = s.c.unsure || !s.keeps
	return s.c.args.add(s, args)
}

// run runs the statement once.
func (s *stmt) run(args []any) (dbapi.Result, error) {
	if err := s.take(args); err != nil {
		return dbapi.Result{}, err
	}
	return s.exec(1, nil)
}

// exec runs the statement for each row of the arguments taken.
func (s *stmt) exec(rows int, ids []int64) (dbapi.Result, error) {
	c := s.c
	if s.st == nil {
		return dbapi.NewResult(0, 0, false), nil
	}
	C.al_exec(ref(unsafe.Pointer(c.c)), ref(unsafe.Pointer(s.st)), (*C.al_cell)(unsafe.Pointer(unsafe.SliceData(c.args.cells))), C.int(s.inputs), C.int(rows),
		(*C.char)(unsafe.Pointer(unsafe.SliceData(c.args.bytes))), (*C.int64_t)(unsafe.Pointer(unsafe.SliceData(ids))), &c.out)
	if c.out.rc != 0 {
		return dbapi.Result{}, c.lastError()
	}
	return dbapi.NewResult(int64(c.out.changes), int64(c.out.rowid), true), nil
}

// Query runs the statement and gives its rows. It runs when the first rows are fetched.
func (s *stmt) Query(ctx context.Context, args []any) (dbapi.Reader, error) {
	if s.closed {
		return nil, dbapi.ErrStmtClosed
	}
	if err := s.c.enter(ctx, "query"); err != nil {
		return nil, err
	}
	if err := s.take(args); err != nil {
		return nil, s.c.leave(ctx, "query", err)
	}
	return s.c.open(ctx, s, false), nil
}

// Close frees the statement.
func (s *stmt) Close() error {
	switch {
	case s.closed:
		return nil
	case s.c.c == nil: // SQLite frees it: the connection was closed with statements open, and goes when the last one does
	case s.c.reader != nil:
		return dbapi.ErrBusy
	}
	s.closed = true
	s.finalize()
	return nil
}

func (s *stmt) finalize() {
	if s.st != nil {
		C.sqlite3_finalize(s.st)
		s.st = nil
	}
}

// columns describes the columns, anew if SQLite had to compile the statement again.
func (s *stmt) columns() []dbapi.ColumnMeta {
	if !s.known && s.st != nil {
		s.describe()
	}
	return s.meta
}

func (s *stmt) describe() {
	n := int(C.sqlite3_column_count(s.st))
	s.meta, s.kept, s.known = make([]dbapi.ColumnMeta, n), make([]byte, n), true
	for i := range s.meta {
		s.meta[i].Name = C.GoString(C.sqlite3_column_name(s.st, C.int(i)))
		if t := C.sqlite3_column_decltype(s.st, C.int(i)); t != nil {
			s.meta[i].Type = strings.ToUpper(C.GoString(t))
		}
		s.kept[i] = byte(flag(!parsed(s.meta[i].Type)))
	}
}

// parsed says whether values of a declared type are read from their text rather than kept as text.
func parsed(declared string) bool {
	for _, word := range []string{"DATE", "TIME", "NUMERIC", "DECIMAL"} {
		if strings.Contains(declared, word) {
			return true
		}
	}
	return false
}
