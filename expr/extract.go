package expr

import "github.com/aludel/aludel/sqltypes"

// Extract is a part of a date or time: EXTRACT(Field FROM X).
type Extract struct {
	Field string // year, month, day, hour, ...
	X     Node
}

func (*Extract) node() {}

// Type implements [Node].
func (*Extract) Type() sqltypes.Type { return sqltypes.Integer() }

// ExtractField is a part of a date or time by its name in SQL: "year", "month", "day", "hour", "minute", "second", "dow" and what
// else the database knows. The name is part of the text: only letters, digits and underscores are allowed in it.
func ExtractField(field string, x any) Expr {
	for i := range len(field) {
		if !wordByte(field[i]) {
			return invalid("EXTRACT wants the name of a field, not %q", field)
		}
	}
	if field == "" {
		return invalid("EXTRACT wants the name of a field")
	}
	return Wrap(&Extract{field, operand(x, nil)})
}
