package sqlcompile

// Options change how a statement is compiled. The zero Options are what executing a statement uses.
type Options struct {
	// LiteralBinds writes values into the text instead of placeholders, for people and for DDL; what is compiled so belongs in no
	// cache. A value that does not fit its type, or that has no literal form, is an *[Error] that wraps a *sqltypes.ValueError.
	LiteralBinds bool
	// Schemas replaces schema names: a table of schema bank is looked for where Schemas["bank"] says, "" being the connection's
	// own. The key "" stands for tables without a schema.
	Schemas map[string]string
	// LabelLength is the longest generated label, alias or bind name; 0 means the dialect's longest identifier.
	LabelLength int
}
