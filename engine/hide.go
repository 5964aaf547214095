package engine

import (
	"errors"

	"github.com/aludel/aludel/dialects"
)

// This file keeps values out of what is told: the log, events and errors, with [HideParameters].

// HiddenValue stands for a value that is not told.
type HiddenValue struct{}

// String is what is shown in the value's place.
func (HiddenValue) String() string { return "[hidden]" }

// hiddenText stands for what a driver said that may quote values.
const hiddenText = "what the database said is hidden, since it may quote values; it is the cause of this error (errors.Unwrap)"

// quotes are the classes of errors whose texts may quote values: what is said of the others is about names and the server.
var quotes = map[dialects.Class]bool{
	dialects.Other: true, dialects.UniqueViolation: true, dialects.ForeignKeyViolation: true, dialects.CheckViolation: true, dialects.DataError: true,
}

// hiddenError is an error of a driver whose text is not shown.
type hiddenError struct{ err error }

func (*hiddenError) Error() string   { return hiddenText }
func (e *hiddenError) Unwrap() error { return e.err }

// told are values as listeners and errors get them.
func (e *Engine) told(args []any) []any {
	if !e.opt.hideParams || len(args) == 0 {
		return args
	}
	hidden := make([]any, len(args))
	for i := range hidden {
		hidden[i] = HiddenValue{}
	}
	return hidden
}

// toldError is an error as listeners and the log get it.
func (e *Engine) toldError(err error) error {
	if err == nil || !e.opt.hideParams || errors.As(err, new(*Error)) {
		return err
	}
	if !quotes[e.Dialect().Classify(err).Class] {
		return err
	}
	return &hiddenError{err}
}
