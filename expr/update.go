package expr

import "fmt"

// Update is an UPDATE statement. Without a condition it updates every row.
type Update struct {
	// Table is what is updated: a table, an alias of one, on MySQL a join.
	Table FromClause
	// Set are the assignments in the order in which they stand; a nil value is passed at execution. Columns that are not among them
	// and have a default for UPDATE get that, after the others.
	Set      []*Assignment
	WhereAll []Node
	Return   []Node
	// LimitTo is how many rows are updated at most, on MySQL; nil for all.
	LimitTo Node
	// ReturnDefaults is [Update.ReturningDefaults].
	ReturnDefaults bool
	// Words are for single databases, nil for none.
	Words *ChangeWords
	Err   error
}

func (Update) statement() {}

// UpdateTable updates a table, an alias of one, or on MySQL a join.
func UpdateTable(t any) Update {
	from, err := dmlTarget("UPDATE", t)
	return Update{Table: from, Err: err}
}

// Values adds assignments, made by [Expr.To]; they stand in the order given, which on MySQL counts. Two values for one column are an
// error.
func (s Update) Values(sets ...any) Update {
	for _, v := range sets {
		a, err := assignment(v)
		if err != nil {
			s.Err = err
			return s
		}
		if setOf(s.Set, a.Column) >= 0 {
			s.Err = duplicate("UPDATE", a.Column)
			return s
		}
		s.Set = append(clip(s.Set), a)
	}
	return s
}

// Passing names columns whose values are passed when the statement is executed; a value given for one of them before is replaced.
func (s Update) Passing(columns ...*ColumnClause) Update {
	s.Set = append([]*Assignment(nil), s.Set...)
	for _, c := range columns {
		if at := setOf(s.Set, c); at >= 0 {
			s.Set[at] = &Assignment{Column: c}
			continue
		}
		s.Set = append(s.Set, &Assignment{Column: c})
	}
	return s
}

func setOf(sets []*Assignment, c *ColumnClause) int {
	for i, a := range sets {
		if a.Column == c {
			return i
		}
	}
	return -1
}

// Where adds conditions, joined by AND.
func (s Update) Where(conds ...any) Update {
	s.WhereAll = nodes(s.WhereAll, OpAnd, conds)
	return s
}

// Returning adds expressions of the updated rows to what the statement yields.
func (s Update) Returning(what ...any) Update {
	s.Return = returning(s.Return, what)
	return s
}

// ReturningDefaults has the database return, where it can, the values that it makes for columns of the rows.
func (s Update) ReturningDefaults() Update {
	s.ReturnDefaults = true
	return s
}

// Limit is how many rows are updated at most, where the database has that (MySQL).
func (s Update) Limit(n any) Update {
	s.LimitTo = operand(n, nil)
	return s
}

// Delete is a DELETE statement. Without a condition it deletes every row.
type Delete struct {
	// Table is what is deleted from: a table or an alias of one.
	Table    FromClause
	WhereAll []Node
	Return   []Node
	// LimitTo is how many rows are deleted at most, on MySQL; nil for all.
	LimitTo Node
	// Words are for single databases, nil for none.
	Words *ChangeWords
	Err   error
}

func (Delete) statement() {}

// DeleteFrom deletes from a table, or an alias of one.
func DeleteFrom(t any) Delete {
	from, err := dmlTarget("DELETE", t)
	if _, join := from.(*Join); join && err == nil {
		err = &Error{What: "DELETE", Reason: "rows of a join cannot be deleted; name the other tables in the condition"}
	}
	return Delete{Table: from, Err: err}
}

// Where adds conditions, joined by AND.
func (s Delete) Where(conds ...any) Delete {
	s.WhereAll = nodes(s.WhereAll, OpAnd, conds)
	return s
}

// Returning adds expressions of the deleted rows to what the statement yields.
func (s Delete) Returning(what ...any) Delete {
	s.Return = returning(s.Return, what)
	return s
}

// Limit is how many rows are deleted at most, where the database has that (MySQL).
func (s Delete) Limit(n any) Delete {
	s.LimitTo = operand(n, nil)
	return s
}

func dmlTarget(what string, t any) (FromClause, error) {
	switch t := t.(type) {
	case *Alias:
		return t, nil
	case *Join:
		return t, nil
	case Tabular:
		return t.Clause(), nil
	}
	return nil, &Error{What: what, Reason: fmt.Sprintf("it wants a table, not a %T", t)}
}
