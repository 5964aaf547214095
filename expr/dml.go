package expr

import "fmt"

// Insert is an INSERT statement.
//
// The values are either given ([Insert.Values]) or left to be passed beside the statement ([Insert.Params]): the unit of
// work compiles an INSERT once for a set of columns and passes a row of values at each execution.
type Insert struct {
	Table   *TableClause
	Columns []*ColumnClause
	Given   []Node // one a column; nil when the values are passed at execution
	// Rows is how many rows one statement inserts when the values are passed at execution; 0 means 1.
	Rows int
	// Ordered asks that rows get their generated keys in the order of the values, on dialects that need a form for that.
	Ordered bool
	Return  []*ColumnClause
	Err     error
}

// Update is an UPDATE statement. With neither conditions nor Unconditional it updates every row only if AllRows is set.
type Update struct {
	Table    *TableClause
	Set      []*Assignment
	WhereAll []Node
	Err      error
}

// Delete is a DELETE statement.
type Delete struct {
	Table    *TableClause
	WhereAll []Node
	Err      error
}

func (Insert) statement() {}
func (Update) statement() {}
func (Delete) statement() {}

// Tabular is a table, or what embeds one.
type Tabular interface{ Clause() *TableClause }

// Clause is the table itself.
func (t *TableClause) Clause() *TableClause { return t }

// InsertInto inserts into a table.
func InsertInto(t Tabular) Insert { return Insert{Table: t.Clause()} }

// UpdateTable updates a table.
func UpdateTable(t Tabular) Update { return Update{Table: t.Clause()} }

// DeleteFrom deletes from a table.
func DeleteFrom(t Tabular) Delete { return Delete{Table: t.Clause()} }

// Values adds assignments, made by [Expr.To].
func (s Insert) Values(sets ...any) Insert {
	for _, v := range sets {
		a, err := assignment(v)
		if err != nil {
			s.Err = err
			return s
		}
		s.Columns, s.Given = append(clip(s.Columns), a.Column), append(clip(s.Given), a.Value)
	}
	return s
}

// Params names the columns whose values are passed at execution, rows at a time.
func (s Insert) Params(rows int, columns ...*ColumnClause) Insert {
	s.Columns, s.Given, s.Rows = columns, nil, rows
	return s
}

// Returning adds columns of the inserted rows to what the statement yields.
func (s Insert) Returning(columns ...*ColumnClause) Insert {
	s.Return = append(clip(s.Return), columns...)
	return s
}

// InOrder asks for generated keys in the order of the values.
func (s Insert) InOrder() Insert {
	s.Ordered = true
	return s
}

// Values adds assignments, made by [Expr.To].
func (s Update) Values(sets ...any) Update {
	for _, v := range sets {
		a, err := assignment(v)
		if err != nil {
			s.Err = err
			return s
		}
		s.Set = append(clip(s.Set), a)
	}
	return s
}

// Where adds conditions, joined by AND.
func (s Update) Where(conds ...any) Update {
	s.WhereAll = nodes(s.WhereAll, OpAnd, conds)
	return s
}

// Where adds conditions, joined by AND.
func (s Delete) Where(conds ...any) Delete {
	s.WhereAll = nodes(s.WhereAll, OpAnd, conds)
	return s
}

func assignment(v any) (*Assignment, error) {
	switch a := operand(v, nil).(type) {
	case *Assignment:
		return a, nil
	case *Invalid:
		return nil, a.Err
	default:
		return nil, fmt.Errorf("expr: SET and VALUES want column assignments (column.To(value)), not %s", describe(a))
	}
}
