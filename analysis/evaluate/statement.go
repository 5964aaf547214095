package evaluate

import (
	"github.com/aludel/aludel/analysis/trace"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/query"
)

// statement is what a terminal method sends for the value of its receiver. An error of type unknownError means that it is
// not known; another one is what the runtime would return.
func statement(method string, v any) (expr.Statement, error) {
	switch v := v.(type) {
	case query.Query:
		if err := v.Err(); err != nil {
			return nil, err
		}
		return selectFor(method, v)
	case query.Class:
		if method == "Get" {
			return get(v)
		}
	case query.Bulk:
		if err := v.Err(); err != nil {
			return nil, err
		}
		return v.Statement(), nil
	case query.Inserts:
		return insert(method, v)
	case expr.Statement:
		if method == "" || method == "Exec" {
			return v, nil
		}
	}
	return nil, unknownf("%s of %T", method, v)
}

func selectFor(method string, q query.Query) (expr.Statement, error) {
	switch method {
	case "", "All", "Iter", "One", "OneOrNone":
		return q.Load(), nil
	case "First", "Maybe":
		return q.First(), nil
	case "Count":
		return q.Count(), nil
	case "Exists":
		return q.Exists(), nil
	}
	return nil, unknownf("what %s sends", method)
}

// insert is the INSERT of values. What objects are stored by depends on what their fields have.
func insert(method string, i query.Inserts) (expr.Statement, error) {
	err := i.Err()
	switch method {
	case "Exec":
		err = i.ForValues()
	case "ExecRows":
		err = i.ForRows()
	}
	switch {
	case err != nil:
		return nil, err
	case i.Empty():
		return nil, unknownf("the columns of objects are those that have values, and are known when they are inserted")
	case method == "Returning":
		_, columns := i.Returned()
		return i.Statement().Returning(columns...), nil
	}
	return i.Statement(), nil
}

// get is the statement of Get: its key is never known, and never shapes it.
func get(c query.Class) (expr.Statement, error) {
	if err := c.Err(); err != nil {
		return nil, err
	}
	var key []any
	for _, a := range c.Entity().PrimaryKey {
		key = append(key, expr.Hole{Name: a.Name})
	}
	q := query.ByKey(c, key...)
	if err := q.Err(); err != nil {
		return nil, err
	}
	return q.Lean().Select(), nil
}

// maxSize bounds the statements that are built.
const maxSize = 20_000

// build replays a sink's term and makes its statement.
func build(s trace.Sink, r *replay) (expr.Statement, any, error) {
	if s.Query.Size(maxSize) >= maxSize {
		return nil, nil, unknownf("the statement is too large")
	}
	v, err := r.run(s.Query)
	if err != nil {
		return nil, nil, err
	}
	st, err := guarded(s.Method, v)
	return st, v, err
}

func guarded(method string, v any) (st expr.Statement, err error) {
	defer func() {
		if p := recover(); p != nil {
			st, err = nil, unknownf("the kernel does not take this: %v", p)
		}
	}()
	return statement(method, v)
}
