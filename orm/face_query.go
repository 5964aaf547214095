package orm

import (
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm/query"
)

// This file has the typed query builder. Its terminal methods are in query_run.go.

// Values are attribute values by attribute name, for [Query.FilterBy].
type Values map[string]any

// Query is a SELECT whose rows are R: a value, whose builder methods return a changed copy. It is sent by its terminal methods
// (All, First, One, Maybe, Iter, Count), or used as a subquery.
type Query[R any] struct{ b query.Query }

func (q Query[R]) kernel() any { return q.b }
func (q Query[R]) subselect()  {}

// Select queries a class (rows are *T) or an expression.
func Select[R any](r Result[R]) Query[R] { return Query[R]{query.Select(r.kernel())} }

// Reselect is a query with another result: its joins, conditions, orders and limits stay, its loading options do not. Of a query of another's
// rows, attributes mean its columns: Reselect(q.FromSelf(), Count(Users.ID)).
func Reselect[R, Q any](q Query[Q], r Result[R]) Query[R] { return Query[R]{q.b.Reselect(r.kernel())} }

// From makes a class part of FROM, for queries whose columns do not say it.
func (q Query[R]) From(t JoinTarget) Query[R] { return Query[R]{q.b.From(t.kernel())} }

// Join joins along a relationship; or to a class, on the conditions, or by its only foreign key.
func (q Query[R]) Join(t JoinTarget, on ...Cond) Query[R] {
	return Query[R]{q.b.Join(t.kernel(), kernels(on)...)}
}

// OuterJoin is Join keeping rows that nothing matches.
func (q Query[R]) OuterJoin(t JoinTarget, on ...Cond) Query[R] {
	return Query[R]{q.b.OuterJoin(t.kernel(), kernels(on)...)}
}

// FullJoin is Join keeping the rows of both sides that nothing matches.
func (q Query[R]) FullJoin(t JoinTarget, on ...Cond) Query[R] {
	return Query[R]{q.b.FullJoin(t.kernel(), kernels(on)...)}
}

// Where adds conditions, joined by AND.
func (q Query[R]) Where(c ...Cond) Query[R] { return Query[R]{q.b.Where(kernels(c)...)} }

// FilterBy adds equalities by name, in the order of the names: of attributes of the class that was joined last; without a join, of what was
// given to From first, else of the entity that the query yields first. Of a subquery they are names of columns. A nil value is IS NULL.
func (q Query[R]) FilterBy(v Values) Query[R] { return Query[R]{q.b.FilterBy(valued(v))} }

// OrderBy adds to ORDER BY.
func (q Query[R]) OrderBy(e ...Element) Query[R] { return Query[R]{q.b.OrderBy(kernels(e)...)} }

// GroupBy adds to GROUP BY; a class stands for all its columns.
func (q Query[R]) GroupBy(e ...Element) Query[R] { return Query[R]{q.b.GroupBy(kernels(e)...)} }

// Having adds conditions on groups.
func (q Query[R]) Having(c ...Cond) Query[R] { return Query[R]{q.b.Having(kernels(c)...)} }

// Limit limits the number of rows.
func (q Query[R]) Limit(n int) Query[R] { return Query[R]{q.b.Limit(n)} }

// Offset skips rows.
func (q Query[R]) Offset(n int) Query[R] { return Query[R]{q.b.Offset(n)} }

// Slice gives the rows from one number to another, counted from 0, without the last: Slice(10, 20) is Offset(10).Limit(10).
func (q Query[R]) Slice(from, to int) Query[R] { return Query[R]{q.b.Slice(from, to)} }

// Distinct leaves out equal rows.
func (q Query[R]) Distinct() Query[R] { return Query[R]{q.b.Distinct()} }

// ForUpdate locks the rows for writing, where the database can; those of the given classes only, if there are any.
func (q Query[R]) ForUpdate(of ...JoinTarget) Query[R] {
	return Query[R]{q.b.ForUpdate(kernels(of)...)}
}

// ForShare locks the rows against writing, where the database can.
func (q Query[R]) ForShare(of ...JoinTarget) Query[R] { return Query[R]{q.b.ForShare(kernels(of)...)} }

// NoWait makes a query with ForUpdate or ForShare fail at once where it would wait for another transaction.
func (q Query[R]) NoWait() Query[R] { return Query[R]{q.b.NoWait()} }

// SkipLocked makes a query with ForUpdate or ForShare leave out rows that another transaction has locked.
func (q Query[R]) SkipLocked() Query[R] { return Query[R]{q.b.SkipLocked()} }

// FromSelf makes the query a subquery and goes on with a query of its rows: conditions, orders and options that follow are about what
// the subquery gave, after its limit.
func (q Query[R]) FromSelf() Query[R] { return Query[R]{q.b.FromSelf()} }

// Union has the rows of this query and of others, each once. Orders and limits that follow are those of the whole.
func (q Query[R]) Union(others ...Query[R]) Query[R] {
	return Query[R]{q.b.Union(kernels(others)...)}
}

// UnionAll has the rows of this query and of others as often as they come.
func (q Query[R]) UnionAll(others ...Query[R]) Query[R] {
	return Query[R]{q.b.UnionAll(kernels(others)...)}
}

// Intersect has the rows that this query and all others have.
func (q Query[R]) Intersect(others ...Query[R]) Query[R] {
	return Query[R]{q.b.Intersect(kernels(others)...)}
}

// Except has the rows of this query that no other has.
func (q Query[R]) Except(others ...Query[R]) Query[R] {
	return Query[R]{q.b.Except(kernels(others)...)}
}

// ReadOnly makes the objects of the query untracked: no identity map, no snapshot, no lazy loading, and changes to them are
// not stored.
func (q Query[R]) ReadOnly() Query[R] { return Query[R]{q.b.ReadOnly()} }

// YieldPer makes [Query.Iter] release the objects of each n rows before it reads the next; they are untracked.
func (q Query[R]) YieldPer(n int) Query[R] { return Query[R]{q.b.YieldPer(n)} }

// PopulateExisting overwrites objects of the session that the rows meet with what the rows say, edits included. Their relationships
// are loaded again, by the options or when they are next asked for. So are those that the options load, at any depth.
func (q Query[R]) PopulateExisting() Query[R] { return Query[R]{q.b.PopulateExisting()} }

// ExecutionOptions says how the engine runs the query: [engine.Stream], [engine.Unprepared], [engine.Tag], [engine.With]. Statements that
// load what is related run without them.
func (q Query[R]) ExecutionOptions(o ...engine.ExecOption) Query[R] {
	return Query[R]{q.b.Execution(execOptions(o)...)}
}

// execOptions erases a list of options.
func execOptions(opts []engine.ExecOption) []any {
	out := make([]any, len(opts))
	for i, o := range opts {
		out[i] = o
	}
	return out
}

// Options adds loading options.
func (q Query[R]) Options(o ...Option) Query[R] { return Query[R]{q.b.Options(kernels(o)...)} }
