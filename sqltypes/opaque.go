package sqltypes

// OpaqueType is a column type of one database that no generic type says exactly: an enumeration, an array, an unsigned
// integer. Reflection gives it rather than a type that is nearly right. Its kind is [NullKind], so that nothing is assumed
// about its values; only its own dialect can declare it.
type OpaqueType struct {
	// Dialect is the name of the dialect that the type belongs to.
	Dialect string
	// SQL is the type as that database declares it; "" where a column is declared without one, as SQLite allows.
	SQL string
}

// Kind implements [Type].
func (OpaqueType) Kind() Kind { return NullKind }

// String implements [Type]: the declared text, or UNTYPED.
func (t OpaqueType) String() string {
	if t.SQL == "" {
		return "UNTYPED"
	}
	return t.SQL
}

// Opaque is a type of a dialect that no generic type says, by the text that declares it.
func Opaque(dialect, sql string) Type { return OpaqueType{dialect, sql} }
