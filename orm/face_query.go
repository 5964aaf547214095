package orm

import "github.com/aludel/aludel/orm/query"

// This file has the typed query builder. Its terminal methods are in query_run.go.

// Values are attribute values by attribute name, for [Query.FilterBy].
type Values map[string]any

// Query is a SELECT whose rows are R: a value, whose builder methods return a changed copy. It is sent by its terminal methods
// (All, First, One, Maybe, Iter, Count), or used as a subquery.
type Query[R any] struct{ b query.Query }

func (q Query[R]) kernel() any { return q.b }
func (q Query[R]) subselect()  {}

// Row2 is a row of two results.
type Row2[A, B any] struct {
	V1 A
	V2 B
}

// Values gives the results of the row.
func (r Row2[A, B]) Values() (A, B) { return r.V1, r.V2 }

// Row3 is a row of three results.
type Row3[A, B, C any] struct {
	V1 A
	V2 B
	V3 C
}

// Values gives the results of the row.
func (r Row3[A, B, C]) Values() (A, B, C) { return r.V1, r.V2, r.V3 }

// Select queries a class (rows are *T) or an expression.
func Select[R any](r Result[R]) Query[R] { return Query[R]{query.Select(r.kernel())} }

// Select2 queries two results a row.
func Select2[A, B any](a Result[A], b Result[B]) Query[Row2[A, B]] {
	return Query[Row2[A, B]]{query.Select(a.kernel(), b.kernel())}
}

// Select3 queries three results a row.
func Select3[A, B, C any](a Result[A], b Result[B], c Result[C]) Query[Row3[A, B, C]] {
	return Query[Row3[A, B, C]]{query.Select(a.kernel(), b.kernel(), c.kernel())}
}

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

// Where adds conditions, joined by AND.
func (q Query[R]) Where(c ...Cond) Query[R] { return Query[R]{q.b.Where(kernels(c)...)} }

// FilterBy adds equalities on attributes of the first entity by name, in the order of the names. A nil value is IS NULL.
func (q Query[R]) FilterBy(v Values) Query[R] { return Query[R]{q.b.FilterBy(v)} }

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

// Options adds loading options.
func (q Query[R]) Options(o ...Option) Query[R] { return Query[R]{q.b.Options(kernels(o)...)} }

// Option is a loading option of a query.
type Option struct{ o query.Option }

func (o Option) kernel() any { return o.o }

// SelectIn loads the relationship of all objects of the query by one more SELECT per 500 of them, and what is nested likewise.
func SelectIn(r Rel, nested ...Option) Option {
	return Option{query.WithSelectIn(r.kernel(), kernels(nested)...)}
}

// Joined loads the relationship with the rows of the query, by an outer join to an alias that nothing else in the query sees. Rows that
// a collection multiplies are given once; a limited query becomes a subquery, so that the limit counts its objects.
func Joined(r Rel, nested ...Option) Option {
	return Option{query.WithJoined(r.kernel(), kernels(nested)...)}
}

// JoinedInner is [Joined] by an inner join, for a relationship that every object has: others are left out. Nested in an outer join it is
// an outer one, which leaves out nobody.
func JoinedInner(r Rel, nested ...Option) Option {
	return Option{query.WithJoinedInner(r.kernel(), kernels(nested)...)}
}

// ContainsEager takes the related objects from the rows of the query, which joined the relationship itself: those that its conditions
// leave are what the relationship holds then. A relationship that was joined to an alias is named with it: Users.Addresses.To(a).
func ContainsEager(r Rel, nested ...Option) Option {
	return Option{query.WithContained(r.kernel(), kernels(nested)...)}
}

// InSubquery loads the relationship of all objects of the query by one more SELECT, which joins it to the query.
func InSubquery(r Rel, nested ...Option) Option {
	return Option{query.WithSubquery(r.kernel(), kernels(nested)...)}
}

// Immediate loads the relationship of each object by a SELECT of its own, before the query returns.
func Immediate(r Rel, nested ...Option) Option {
	return Option{query.WithImmediate(r.kernel(), kernels(nested)...)}
}

// Lazy loads the relationship when it is first asked for, whatever the mapping says.
func Lazy(r Rel) Option { return Option{query.WithLazy(r.kernel())} }

// NoLoad leaves the relationship empty, without a statement. What is added to it is stored all the same.
func NoLoad(r Rel) Option { return Option{query.WithNothing(r.kernel())} }

// Raise makes loading the relationship an error, for code that must not send more statements.
func Raise(r Rel) Option { return Option{query.WithRaise(r.kernel())} }
