// Package reflector reads the schema of a live database.
//
// [Reflect] gives the tables as a schema.MetaData, the same thing that hand-made declarations and mapped structs give, so that they
// can be compared (schema/diff), written to a file (schema/snapshot) and used in queries. [Inspect] also tells, as [Problem]s,
// what of the database package schema cannot say; nothing is left out or changed without one.
//
// A whole schema takes a constant number of catalog queries. The dialect has their text (dialects.Catalog); the reflector knows
// no database.
//
// Invariant: for a schema that was created from a MetaData, Reflect gives an equal one, as far as the database keeps it. SQLite
// keeps neither the width of a generated key (it has 64 bits) nor whether a time has a zone.
package reflector
