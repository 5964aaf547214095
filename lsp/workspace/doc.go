// Package workspace keeps the Go packages that an editor works on: the unsaved buffers, the package graph as
// the go command sees it, and the type-checked syntax of the packages that use the ORM. It knows nothing of
// the protocol, and nothing of mappings.
//
// A [Session] is the one mutable thing. Each change makes a new [Snapshot], which never changes: whoever holds
// one sees the texts of one moment, and the packages that follow from them. What a change does not touch is
// shared between snapshots, so a keystroke costs one parse and the check of one package.
//
// The design follows that of gopls (package gopls/internal/cache), cut down to the packages that reach the
// ORM. These are checked from source; everything else is read from the export data of the compiler.
//
// Invariant: within one loaded view no package is seen both from source and from export data, since the types
// of the two would not be identical. It holds because a package is checked from source if and only if the ORM
// is among its transitive imports, and a package read from export data has no such package below it.
package workspace
