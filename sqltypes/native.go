package sqltypes

// NativeType is a type of one database, by the text that declares it there; other databases refuse it. Its values are those of
// Base.
type NativeType struct {
	// Dialect is the name of the dialect that the type belongs to.
	Dialect string
	// SQL is the type as that database declares it.
	SQL string
	// Base says how values go in and come out, and which operators there are.
	Base Type
}

// Native is a type of one dialect whose values are those of base.
func Native(dialect, sql string, base Type) Type { return NativeType{dialect, sql, base} }

// Kind implements [Type].
func (t NativeType) Kind() Kind { return t.Base.Kind() }

// String implements [Type].
func (t NativeType) String() string { return t.SQL }

// Other is a type of which only one database knows: Name is what it is called, and the dialect of that database what its values
// are.
type Other struct{ Name string }

// Kind implements [Type].
func (Other) Kind() Kind { return OtherKind }

// String implements [Type].
func (t Other) String() string { return t.Name }
