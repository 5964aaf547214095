// Package dotted has a dot in its import path, which symbol names of the linker escape.
package dotted

// Code is a named type of a package outside the entities' own.
type Code string

// Audit is embedded by entities of another package.
type Audit struct {
	CreatedBy Code `orm:"size:20"`
	UpdatedBy *Code
}

// Named has names that embedded structs of entities have as well.
type Named struct {
	First Code
	Last  Code
}
