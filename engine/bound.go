package engine

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"weak"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
)

// This file is implicit execution: a collection of tables is bound to an engine, and a statement finds the engine by its tables.

// ErrUnbound says that no table of a statement belongs to a collection that is bound to an engine.
var ErrUnbound = errors.New("engine: no table of the statement belongs to a MetaData that is bound to an engine: call engine.Bind, or execute on an engine")

// ErrBoundTwice says that the tables of a statement belong to collections that are bound to different engines.
var ErrBoundTwice = errors.New("engine: the tables of the statement are bound to different engines: execute on one of them")

// bound are the engines that collections are bound to. A collection that nobody else holds leaves the register by itself.
var bound = struct {
	sync.RWMutex
	m map[weak.Pointer[schema.MetaData]]*Engine // guarded by the mutex
}{m: map[weak.Pointer[schema.MetaData]]*Engine{}}

// Bind makes an engine that of the collection's tables, for [ExecuteBound]; with nil they have none any more. Any goroutine may call it.
func Bind(md *schema.MetaData, e *Engine) {
	key := weak.Make(md)
	bound.Lock()
	defer bound.Unlock()
	if e == nil {
		delete(bound.m, key)
		return
	}
	if bound.m[key] == nil {
		runtime.AddCleanup(md, func(key weak.Pointer[schema.MetaData]) {
			bound.Lock()
			defer bound.Unlock()
			delete(bound.m, key)
		}, key)
	}
	bound.m[key] = e
}

// Bound is the engine that a collection is bound to, nil if it is bound to none.
func Bound(md *schema.MetaData) *Engine {
	bound.RLock()
	defer bound.RUnlock()
	return bound.m[weak.Make(md)]
}

// ExecuteBound runs a statement on the engine that its tables are bound to; see [Engine.Execute]. The error is [ErrUnbound] or
// [ErrBoundTwice] when they do not say which.
func ExecuteBound(ctx context.Context, s expr.Statement, args ...Arg) (*CursorResult, error) {
	e, err := boundEngine(tablesOf(s))
	if err != nil {
		return nil, err
	}
	return e.Execute(ctx, s, args...)
}

// boundEngine is the engine of the tables.
func boundEngine(tables []*expr.TableClause) (found *Engine, err error) {
	bound.RLock()
	defer bound.RUnlock()
	for key, e := range bound.m {
		md := key.Value()
		if md == nil || !owns(md, tables) {
			continue
		}
		if found != nil && found.shared != e.shared {
			return nil, ErrBoundTwice
		}
		found = e
	}
	if found == nil {
		return nil, ErrUnbound
	}
	return found, nil
}

// owns reports whether one of the tables is the collection's.
func owns(md *schema.MetaData, tables []*expr.TableClause) bool {
	own := func(t *schema.Table) bool { return slices.Contains(tables, t.TableClause) }
	return slices.ContainsFunc(md.Tables(), own) || slices.ContainsFunc(md.Views(), func(v *schema.View) bool { return own(v.Table) })
}

// tablesOf are the tables that a statement reads or writes, as far as its outermost level names them.
func tablesOf(s expr.Statement) (tables []*expr.TableClause) {
	var froms []expr.FromClause
	switch s := s.(type) {
	case expr.Select:
		of := s.Clauses()
		froms = append(froms, of.From...)
		for _, n := range append(append([]expr.Node{}, of.Columns...), of.WhereAll...) {
			froms = append(froms, expr.FromsOf(n)...)
		}
	case expr.Insert:
		froms = append(froms, s.Table)
	case expr.Update:
		froms = append(froms, s.Table)
	case expr.Delete:
		froms = append(froms, s.Table)
	}
	for len(froms) > 0 {
		f := froms[0]
		froms = froms[1:]
		switch f := f.(type) {
		case *expr.TableClause:
			tables = append(tables, f)
		case *expr.Alias:
			tables = append(tables, f.Of)
		case *expr.Subquery:
			tables = append(tables, tablesOf(f.Select)...)
		case *expr.Join:
			froms = append(froms, expr.JoinMembers(f)...)
		}
	}
	return tables
}
