package expr

// This file has what INSERT, UPDATE and DELETE share.

// Tabular is a table, or what embeds one.
type Tabular interface{ Clause() *TableClause }

// Clause is the table itself.
func (t *TableClause) Clause() *TableClause { return t }

// assignment is an argument of Values.
func assignment(v any) (*Assignment, error) {
	switch a := operand(v, nil).(type) {
	case *Assignment:
		return a, nil
	case *Invalid:
		return nil, a.Err
	default:
		return nil, &Error{Reason: "SET and VALUES want column assignments (column.To(value)), not " + describe(a)}
	}
}

// returning adds what RETURNING names; a table stands for its columns.
func returning(to []Node, what []any) []Node {
	to = clip(to)
	for _, v := range what {
		if t, ok := v.(Tabular); ok {
			for _, c := range t.Clause().Columns {
				to = append(to, c)
			}
			continue
		}
		to = append(to, operand(v, nil))
	}
	return to
}
