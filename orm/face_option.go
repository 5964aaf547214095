package orm

import "github.com/aludel/aludel/orm/query"

// This file has the loading options of queries.

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

// JoinedInner is [Joined] by an inner join, for a relationship that every object has: others are left out. Nested in an outer join it
// belongs to that: objects of the outer relationship that lack the inner one are left out, nobody else.
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

// Lazy loads the relationship when it is first asked for, whatever the mapping says; what is nested is about the objects that are
// loaded then.
func Lazy(r Rel, nested ...Option) Option {
	return Option{query.WithLazy(r.kernel(), kernels(nested)...)}
}

// DefaultLoad loads the relationship as the mapping says; it is there for what is nested.
func DefaultLoad(r Rel, nested ...Option) Option {
	return Option{query.WithMapped(r.kernel(), kernels(nested)...)}
}

// AllLevels makes [Option.Recursive] go on until nothing is found.
const AllLevels = query.AllLevels

// Recursive repeats a [SelectIn] or [Immediate] load of a relationship of an entity to itself for the objects that it finds, with what is
// nested in it: so many levels below the first, or [AllLevels]. Each level of a tree costs a SelectIn one more statement; objects that refer
// to each other in circles are come by once. Other options, and other relationships, are an error.
func (o Option) Recursive(levels int) Option { return Option{o.o.Recursive(levels)} }

// EveryRel stands in a loading option for every relationship that no other option names, there and below: Lazy(EveryRel()) loads
// everything when it is asked for, whatever the mapping says, Raise(EveryRel()) forbids what was not loaded.
func EveryRel() Rel { return anyRel{query.EveryRel()} }

// RelsOf stands in a loading option for every relationship of a class that no other option names.
func RelsOf(c JoinTarget) Rel { return anyRel{query.RelsOf(c.kernel())} }

// WithCriteria adds conditions on an entity wherever its rows are read: by the query, by what its options load, and by what its objects
// load later. Relationships that were loaded before stay as they are.
func WithCriteria(c JoinTarget, conds ...Cond) Option {
	return Option{query.WithCriteria(c.kernel(), kernels(conds)...)}
}

// NoLoad leaves the relationship empty, without a statement. What is added to it is stored all the same.
func NoLoad(r Rel) Option { return Option{query.WithNothing(r.kernel())} }

// Undefer reads columns with the rows of the query that are deferred; a class stands for all of its columns.
func Undefer(columns ...Element) Option { return Option{query.WithUndefer(kernels(columns)...)} }

// UndeferGroup reads the deferred columns of groups with the rows of the query.
func UndeferGroup(groups ...string) Option { return Option{query.WithUndeferGroup(groups...)} }

// Defer leaves columns out of the rows of the query; a class stands for all of its columns. Keys, foreign keys and the counter of changes
// are always read. A plain field that is left out has its zero value; it is stored only if another is assigned. [Unloaded] lists such
// fields; [Session.Refresh] with the attribute, [Get], and queries that have the column read them.
func Defer(columns ...Element) Option { return Option{query.WithDefer(kernels(columns)...)} }

// DeferRaise is [Defer] that makes [Deferred.Get] of these columns an error.
func DeferRaise(columns ...Element) Option { return Option{query.WithDeferRaise(kernels(columns)...)} }

// LoadOnly reads these columns with the rows of the query, and leaves out the others of their class, as [Defer] does.
func LoadOnly(columns ...Element) Option { return Option{query.WithLoadOnly(kernels(columns)...)} }

// Raise makes loading the relationship an error, for code that must not send more statements.
func Raise(r Rel) Option { return Option{query.WithRaise(r.kernel())} }

// RaiseOnSQL makes loading the relationship an error where that takes a statement: an object that the session has is given.
func RaiseOnSQL(r Rel) Option { return Option{query.WithRaiseOnSQL(r.kernel())} }
