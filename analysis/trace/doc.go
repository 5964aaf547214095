// Package trace turns Go code that builds queries into terms, without running any of it.
//
// A [World] holds packages as go/parser and go/types left them. Tracing a function follows it statement by statement, as
// an interpreter would, over values that are [Term] trees: constants, holes (values that only the running program knows),
// entity classes, and calls of the query kernel. What the typed faces of package orm do is read from [Recipes]; helpers
// whose source is at hand are followed; helpers that are known by a [Fact] alone are instantiated from it.
//
// The package knows no SQL and imports no kernel: a term names kernel functions, package evaluate calls them.
//
// Invariant: a term never claims more than every run of the code would do. Whatever the tracer cannot follow becomes a
// hole when it is a plain value, and unknown, with the reason, when it could stand in a statement. A set of variants that
// may miss one says so by [Sink.Open].
package trace
