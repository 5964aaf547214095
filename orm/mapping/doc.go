// Package mapping holds THE mapping model: what an entity is, which attribute is which column, how entities are related, and
// everything that can be wrong with that.
//
// [Build] makes a [Model] from descriptions of structs ([Decl]: names, types, tags). Two readers make such descriptions, one from
// package reflect for the runtime (orm/internal/reflectread), one from go/types for the checker (analysis/typesread); the model
// does not know which. Every mistake is found here, once, as a [Problem] with a permanent code, a severity, a message, a [Locus]
// that each reader translates, and a fix where there is one. At run time problems of severity error make a registry fail with that
// text; in the checker they are the diagnostics. So the two cannot disagree.
//
// The package knows neither reflect nor go/types, and no positions.
//
// Invariant: Build never fails and never panics; what cannot be mapped is left out of the model and reported.
package mapping
