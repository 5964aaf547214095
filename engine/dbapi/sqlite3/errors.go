//go:build cgo

package sqlite3

/*
#include "cells.h"
*/
import "C"

import (
	"syscall"

	mattn "github.com/mattn/go-sqlite3"
)

// Error is an error of SQLite. errors.As finds a sqlite3.Error of go-sqlite3 with the same codes in it.
type Error struct {
	Code         int // the primary result code, such as 19 for a constraint
	ExtendedCode int // the extended one, such as 2067 for a constraint of uniqueness
	SystemErrno  syscall.Errno
	Message      string
}

// Error is SQLite's message.
func (e *Error) Error() string { return e.Message }

// Unwrap gives the error as go-sqlite3 has it.
func (e *Error) Unwrap() error {
	return mattn.Error{Code: mattn.ErrNo(e.Code), ExtendedCode: mattn.ErrNoExtended(e.ExtendedCode), SystemErrno: e.SystemErrno}
}

// lastError is the error of the call before.
func (c *conn) lastError() error {
	code := int(C.sqlite3_extended_errcode(c.c.db))
	e := &Error{Code: code & 0xff, ExtendedCode: code, Message: C.GoString(C.sqlite3_errmsg(c.c.db))}
	if e.Code == int(mattn.ErrCantOpen) || e.Code == int(mattn.ErrIoErr) {
		e.SystemErrno = syscall.Errno(C.sqlite3_system_errno(c.c.db))
	}
	return e
}

// failed is the error of a call that gave a result code.
func (c *conn) failed(rc C.int) error {
	if rc == 0 {
		return nil
	}
	return c.lastError()
}
