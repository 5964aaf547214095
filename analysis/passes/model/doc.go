// Package model is a result analyzer: it finds the entities and registries that a package declares and builds their mapping
// models, for the analyzers that require it. It reports nothing.
//
// A registry is closed if it is a package variable, its arguments are known, and nothing is added to it later; only of a closed
// registry can it be said that something is not in it. What it cannot be sure of leaves a registry open. What a registry has is a
// fact, so that registries of other packages can be included. Entities of other packages are read from their types, tags
// included, and need no facts.
package model
