package pool

import (
	"errors"
	"fmt"
	"time"
)

// ErrClosed is returned by a closed pool, also to those who were waiting when it was closed.
var ErrClosed = errors.New("pool: the pool is closed")

// ErrReturned is returned by a [Handle] whose connection has already gone back: by a second Release, or by a Discard after
// it. The pool is none the worse for it.
var ErrReturned = errors.New("pool: the connection was already returned")

// TimeoutError says that no connection came free in time, and how busy the pool was.
type TimeoutError struct {
	Waited  time.Duration // how long this caller waited
	Size    int           // Options.Size
	Max     int           // how many connections may be open at a time
	InUse   int           // connections lent out or being opened
	Waiting int           // other callers still waiting
	Cause   error         // the context's error when its deadline came first, else nil
}

// Error names the figures and what may be done.
func (e *TimeoutError) Error() string {
	s := fmt.Sprintf("pool: no connection came free within %v: %d of %d in use, %d more waiting",
		e.Waited.Round(time.Millisecond), e.InUse, e.Max, e.Waiting)
	if e.Cause != nil {
		return s + ": " + e.Cause.Error()
	}
	return s + "; return connections sooner, or raise the size, the overflow or the timeout"
}

// Unwrap gives the context's error, if that ended the wait.
func (e *TimeoutError) Unwrap() error { return e.Cause }

// Timeout is true; it makes the error a timeout in the sense of net.Error.
func (e *TimeoutError) Timeout() bool { return true }

// ExclusiveError says that a connection was asked for while another one was lent, in a pool with [Options.Exclusive].
type ExclusiveError struct {
	// Stack is where the other loan began, if [Options.LeakAfter] is set; else "".
	Stack string
}

// Error says what is wrong.
func (e *ExclusiveError) Error() string {
	s := "pool: a connection is lent already: return it first"
	if e.Stack != "" {
		s += "; it was lent at:\n" + e.Stack
	}
	return s
}

// ResetStyleError says that a word names no [ResetStyle].
type ResetStyleError struct{ Word string }

// Error names the word and those that are known.
func (e *ResetStyleError) Error() string {
	return fmt.Sprintf("pool: no style of reset is called %q: use rollback, commit or none", e.Word)
}

// CheckoutError says that every connection tried was turned down by a function of [Events] with [ErrDisconnected].
type CheckoutError struct {
	Tries int
	Err   error
}

// Error says how often it was tried.
func (e *CheckoutError) Error() string {
	return fmt.Sprintf("pool: %d connections were turned down one after the other: %v", e.Tries, e.Err)
}

// Unwrap gives the last reason.
func (e *CheckoutError) Unwrap() error { return e.Err }
