// Package orm maps Go structs to tables and keeps objects and rows in step: the typed face of the object-relational mapper.
//
// A program maps structs by tags ([Entity], [List], [Ref]), collects them in a [Registry], describes their attributes for
// queries ([Describe], [Class], [TextAttr], ...), and works in a [Session]: a unit of work with an identity map, which
// finds what changed and writes it in the right order when it is flushed.
//
//	users, err := orm.Select(Users).Join(Users.Addresses).Where(Users.Name.Eq("jack")).All(ctx, s)
//
// The expression language is typed by two parameters: V is the Go type that a value is compared with, R what a row yields (V, or *V
// where NULL can come out). Below it lies an untyped kernel (packages expr and orm/query): a face method is one call on the
// kernel value that the face holds, with nothing computed on values. The checker relies on that: it replays the same kernel
// calls to show the SQL of a query without running it (package analysis/evaluate).
//
// Expressions, queries and descriptors are values and may be used by any number of goroutines. A [Session] and the objects in it
// belong to one goroutine at a time.
package orm
