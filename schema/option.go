package schema

// DialectOption is a property of a table, column, constraint or index that only one dialect knows: MySQL's ENGINE, SQLite's
// WITHOUT ROWID. The other dialects ignore it. Package dialects' folders say which options there are; one that its dialect does
// not know is an error when it is compiled for that dialect.
type DialectOption struct {
	// Dialect is the dialect's name in URLs.
	Dialect string
	// Name is in lower case: "engine".
	Name string
	// Values are the value or values; none says that a switch is on.
	Values []string
}

// Option is an option for a table declaration: Option("mysql", "engine", "InnoDB").
func Option(dialect, name string, values ...string) DialectOption {
	return DialectOption{dialect, name, values}
}

func (o DialectOption) attach(t *Table) { t.Options = append(t.Options, o) }

// Value is the first value, "" for none.
func (o DialectOption) Value() string {
	if len(o.Values) == 0 {
		return ""
	}
	return o.Values[0]
}

// On reports whether the option is a switch that is on.
func (o DialectOption) On() bool { return len(o.Values) == 0 || o.Values[0] == "true" }

// DialectOptions are the options of one object, in the order of declaration.
type DialectOptions []DialectOption

// Of are the options of a dialect.
func (os DialectOptions) Of(dialect string) (out DialectOptions) {
	for _, o := range os {
		if o.Dialect == dialect {
			out = append(out, o)
		}
	}
	return out
}

// Get is the option of a dialect by name.
func (os DialectOptions) Get(dialect, name string) (DialectOption, bool) {
	for _, o := range os {
		if o.Dialect == dialect && o.Name == name {
			return o, true
		}
	}
	return DialectOption{}, false
}
