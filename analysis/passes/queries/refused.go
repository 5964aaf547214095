package queries

import (
	"errors"
	"slices"

	"github.com/aludel/aludel/analysis/evaluate"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/query"
	"github.com/aludel/aludel/sqlcompile"
)

// This file has ORM503: statements that cannot be sent to any database. What one dialect lacks is no such mistake, and names that nothing has are
// found where they are written.

// mistakes are the causes of errors of the expression language that no dialect and no value makes right.
var mistakes = []error{
	expr.ErrNullOperand, expr.ErrTupleLength, expr.ErrEmptyCase, expr.ErrNoSuchColumn, expr.ErrNoSuchBind, expr.ErrDuplicateColumn, expr.ErrColumnCount,
	sqlcompile.ErrTableConflict, sqlcompile.ErrNoColumns, sqlcompile.ErrNothingSet, sqlcompile.ErrNoFrom, sqlcompile.ErrLiteralText, sqlcompile.ErrForeignColumn,
}

// refused is why none of the statements can be sent that may be the one at a place, "" where one may be.
func refused(q *evaluate.Query) (first string) {
	if q.Terminal == "" && q.Reaches || !q.Exact() {
		return ""
	}
	for i, v := range q.Variants {
		why := mistake(v)
		if why == "" {
			return ""
		}
		if i == 0 {
			first = why
		}
	}
	return first
}

// mistake is what is wrong with a statement, "" where nothing is known to be.
func mistake(v evaluate.Variant) string {
	err := v.Err
	for _, p := range v.Previews {
		if err == nil {
			err = p.Err
		}
	}
	var misuse *query.Error
	var join *expr.JoinError
	var compiled *sqlcompile.Error
	switch {
	case errors.As(err, &misuse):
		if misuse.Elsewhere() {
			return ""
		}
		return misuse.Message()
	case errors.As(err, &join):
		return join.Error()
	case !slices.ContainsFunc(mistakes, func(m error) bool { return errors.Is(err, m) }):
		return ""
	case errors.As(err, &compiled): // for a dialect that is nobody's
		return compiled.Err.Error()
	}
	return err.Error()
}
