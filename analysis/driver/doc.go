// Package driver runs the checks: over whole programs ([Check], the program ormvet), and over one package at a time as the go
// command asks of a vet tool ([VetTool]). The language server has a driver of its own; all three give the same findings for a
// package, for they run the same analyzers, which leave nothing to the driver but facts.
//
// Only packages that reach package orm are type-checked from source; of others, the compiler's export data is read where a
// checked package imports them, and nothing at all otherwise.
package driver
