package expr

import "fmt"

// Insert is an INSERT statement.
//
// Values are given ([Insert.Values], [Insert.ValueRows]), selected ([Insert.FromSelect]), or left to be passed when the statement is
// executed ([Insert.Passing]). Columns that get none of these get what is declared as their default; on databases that can, the
// statement returns keys that the database makes. [Insert.Params] is the bare form that adds neither.
type Insert struct {
	Table   *TableClause
	Columns []*ColumnClause
	// Given are the values, one a column, row after row. A nil among them is passed at execution; a nil slice means all are.
	Given []Node
	// Rows is how many rows one statement inserts; 0 means 1.
	Rows int
	// Ordered asks that rows get their generated keys in the order of the values, on dialects that need a form for that.
	Ordered bool
	// Exact inserts the Columns and nothing else.
	Exact  bool
	Return []Node
	// More is what few statements have, nil for none of it.
	More *InsertMore
	// Words are for single databases, nil for none.
	Words *ChangeWords
	Err   error
}

// InsertMore are the parts of an INSERT that few have.
//
// Invariant: an InsertMore is never changed once it is in an Insert; builder methods copy it.
type InsertMore struct {
	// Multi says that the rows were given by [Insert.ValueRows].
	Multi bool
	// From is what is inserted instead of values; NoDefaults leaves defaults of Go out of it.
	From       *Select
	NoDefaults bool
	// Inline and Many are [Insert.Inline] and [Insert.ForMany]; ReturnDefaults is [Insert.ReturningDefaults].
	Inline, Many, ReturnDefaults bool
	Conflict                     *Conflict
}

func (Insert) statement() {}

// InsertInto inserts into a table.
func InsertInto(t Tabular) Insert { return Insert{Table: t.Clause()} }

func (s *Insert) more() *InsertMore {
	m := InsertMore{}
	if s.More != nil {
		m = *s.More
	}
	s.More = &m
	return s.More
}

func (s Insert) fail(cause error, format string, args ...any) Insert {
	if s.Err == nil {
		s.Err = &Error{What: "INSERT", Reason: fmt.Sprintf(format, args...), Err: cause}
	}
	return s
}

func (s Insert) failAt(err *Error) Insert {
	if s.Err == nil {
		s.Err = err
	}
	return s
}

// into is the table as a FROM element, nil if there is none.
func (s *Insert) into() FromClause {
	if s.Table == nil {
		return nil
	}
	return s.Table
}

// duplicate is the error of two values for a column.
func duplicate(what string, c *ColumnClause) *Error {
	e := &Error{What: what, Reason: "two values for column " + c.Name, Err: ErrDuplicateColumn, Column: c.Name}
	if c.Table != nil {
		e.Table = sourceName(c.Table)
	}
	return e
}

// Values adds assignments, made by [Expr.To]. The columns stand in the order of the table. Two values for one column are an error.
func (s Insert) Values(sets ...any) Insert {
	if s.More != nil && (s.More.Multi || s.More.From != nil) {
		return s.fail(nil, "it has values in another form already")
	}
	for _, v := range sets {
		a, err := assignment(v)
		if err != nil {
			s.Err = err
			return s
		}
		if s = s.owned(a.Column); s.Err != nil {
			return s
		}
		if columnIndex(s.Columns, a.Column) >= 0 {
			return s.failAt(duplicate("INSERT", a.Column))
		}
		s.Columns, s.Given = append(clip(s.Columns), a.Column), append(s.allGiven(), a.Value)
	}
	return s
}

// allGiven is Given with a place for every column.
func (s *Insert) allGiven() []Node {
	if s.Given == nil {
		return make([]Node, len(s.Columns))
	}
	return clip(s.Given)
}

// owned refuses a column that is not of the table.
func (s Insert) owned(c *ColumnClause) Insert {
	if s.Table == nil || c.Table != FromClause(s.Table) {
		return s.failAt(noColumn("INSERT", s.into(), c.Name, "column "+c.Name+" is not of the table"))
	}
	return s
}

func columnIndex(cols []*ColumnClause, c *ColumnClause) int {
	for i, have := range cols {
		if have == c {
			return i
		}
	}
	return -1
}

// Positional gives values to the first columns of the table, in its order.
func (s Insert) Positional(values ...any) Insert {
	if s.Table == nil || len(values) > len(s.Table.Columns) {
		return s.fail(ErrColumnCount, "%d values for fewer columns", len(values))
	}
	sets := make([]any, len(values))
	for i, v := range values {
		sets[i] = &Assignment{s.Table.Columns[i], operand(v, s.Table.Columns[i])}
	}
	return s.Values(sets...)
}

// ValueRows inserts several rows with one statement. A row is a list of assignments, made by [Expr.To], or of values for the first
// columns of the table. All rows must be for the same columns as the first.
func (s Insert) ValueRows(rows ...[]any) Insert {
	if len(rows) == 0 || len(s.Columns) > 0 {
		return s.fail(nil, "ValueRows wants rows, and no values beside them")
	}
	for i, row := range rows {
		one := InsertInto(s.Table).rowOf(row)
		switch {
		case one.Err != nil:
			s.Err = one.Err
			return s
		case i == 0:
			s.Columns, s.Given = one.Columns, one.Given
			continue
		case len(one.Columns) > len(s.Columns):
			return s.failAt(&Error{What: "INSERT", Reason: fmt.Sprintf("row %d has values for columns that the first row has not", i), Err: ErrColumnCount, Row: i})
		}
		for _, col := range s.Columns {
			at := columnIndex(one.Columns, col)
			if at < 0 {
				return s.failAt(&Error{What: "INSERT", Reason: fmt.Sprintf("row %d has no value for column %s, which the first row has", i, col.Name),
					Err: ErrMissingValue, Table: sourceName(s.Table), Column: col.Name, Row: i})
			}
			s.Given = append(s.Given, one.Given[at])
		}
	}
	s.Rows = len(rows)
	s.more().Multi = true
	return s
}

func (s Insert) rowOf(row []any) Insert {
	for _, v := range row {
		switch v := v.(type) {
		case *Assignment, Node:
			return s.Values(row...)
		case Expr:
			if _, set := v.Node().(*Assignment); set {
				return s.Values(row...)
			}
		}
	}
	return s.Positional(row...)
}

// FromSelect inserts what a SELECT gives into these columns: column clauses, expressions of columns, or names. It must have as many
// columns. Defaults that Go makes are added as further columns, the same for all rows, unless [Insert.WithoutDefaults] is called.
func (s Insert) FromSelect(q any, columns ...any) Insert {
	sel, ok := asSelect(q)
	if !ok || len(s.Columns) > 0 {
		return s.fail(nil, "FromSelect wants a SELECT, and no values beside it; got a %T", q)
	}
	for _, v := range columns {
		col, err := s.named(v)
		if err != nil {
			s.Err = err
			return s
		}
		if s = s.owned(col); s.Err != nil {
			return s
		}
		if columnIndex(s.Columns, col) >= 0 {
			return s.failAt(duplicate("INSERT", col))
		}
		s.Columns = append(clip(s.Columns), col)
	}
	if len(sel.Clauses().Columns) != len(columns) {
		return s.fail(ErrColumnCount, "%d columns are to be filled and the SELECT has %d", len(columns), len(sel.Clauses().Columns))
	}
	s.more().From = &sel
	return s
}

// named finds a column by what names it.
func (s *Insert) named(v any) (*ColumnClause, error) {
	if name, ok := v.(string); ok {
		for _, c := range s.Table.Columns {
			if c.Name == name {
				return c, nil
			}
		}
		return nil, noColumn("INSERT", s.Table, name, fmt.Sprintf("table %s has no column %q", s.Table.Name, name))
	}
	switch c := operand(v, nil).(type) {
	case *ColumnClause:
		return c, nil
	case *Invalid:
		return nil, c.Err
	default:
		return nil, &Error{What: "INSERT", Reason: "a column is wanted, not " + describe(c), Err: ErrNoSuchColumn}
	}
}

// WithoutDefaults leaves out the defaults that Go makes for columns which the SELECT of [Insert.FromSelect] does not fill.
func (s Insert) WithoutDefaults() Insert {
	s.more().NoDefaults = true
	return s
}

// Passing names columns whose values are passed when the statement is executed; a value given for one of them before is replaced.
func (s Insert) Passing(columns ...*ColumnClause) Insert {
	if s.More != nil && (s.More.Multi || s.More.From != nil) && len(columns) > 0 {
		return s.fail(nil, "values cannot be passed beside its rows or its SELECT")
	}
	given := s.allGiven()
	s.Columns = clip(s.Columns)
	for _, c := range columns {
		if s = s.owned(c); s.Err != nil {
			return s
		}
		at := columnIndex(s.Columns, c)
		if at < 0 {
			s.Columns, given = append(s.Columns, c), append(given, nil)
			continue
		}
		given = append([]Node(nil), given...)
		given[at] = nil
	}
	s.Given = given
	return s
}

// Params names the columns whose values are passed at execution, rows at a time, in this order. Nothing is added to them: neither
// defaults nor keys to return.
func (s Insert) Params(rows int, columns ...*ColumnClause) Insert {
	s.Columns, s.Given, s.Rows, s.Exact = columns, nil, rows, true
	return s
}

// Returning adds expressions of the inserted rows, columns mostly, to what the statement yields. A table stands for all its columns.
func (s Insert) Returning(what ...any) Insert {
	s.Return = returning(s.Return, what)
	return s
}

// ReturningDefaults has the database return, where it can, the values that it makes for columns of the row.
func (s Insert) ReturningDefaults() Insert {
	s.more().ReturnDefaults = true
	return s
}

// Inline leaves out all that gives the key of the row back: the statement returns nothing by itself, and no default runs before it.
func (s Insert) Inline() Insert {
	s.more().Inline = true
	return s
}

// ForMany says that the statement will be executed for many rows of passed values, so that it returns nothing by itself.
func (s Insert) ForMany() Insert {
	s.more().Many = true
	return s
}

// ForRows makes a statement that inserts so many rows of passed values at once. Values that are given are the same in all of them.
func (s Insert) ForRows(n int) Insert {
	if s.More != nil && (s.More.Multi || s.More.From != nil) {
		return s.fail(nil, "it has rows of its own, or a SELECT")
	}
	s.Rows = n
	s.more().Many = true
	return s
}

// InOrder asks for generated keys in the order of the values.
func (s Insert) InOrder() Insert {
	s.Ordered = true
	return s
}
