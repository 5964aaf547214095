package expr

import "github.com/aludel/aludel/sqltypes"

// This file has what an INSERT does when a row of the key is there already.

// Conflict is what an INSERT does instead of failing for a row that is there already.
type Conflict struct {
	// Duplicate is MySQL's form, ON DUPLICATE KEY UPDATE, else it is ON CONFLICT of PostgreSQL and SQLite.
	Duplicate bool
	Target    ConflictTarget
	// Set is what is changed in the row that is there; nothing is with none.
	Set      []*Assignment
	WhereAll []Node
}

// ConflictTarget names the key that is in conflict. The zero value is any key.
type ConflictTarget struct {
	Columns    []Node
	Constraint string
	// WhereAll is the condition of a partial index. Values in it are written as literals, since databases compare it with that of the
	// index.
	WhereAll []Node
}

// OnColumns names a key by its columns, or by the expressions of its index.
func OnColumns(columns ...any) ConflictTarget {
	t := ConflictTarget{}
	for _, c := range columns {
		if name, ok := c.(string); ok {
			c = &ColumnClause{Name: name}
		}
		t.Columns = append(t.Columns, operand(c, nil))
	}
	return t
}

// OnConstraint names a key by its constraint, on PostgreSQL.
func OnConstraint(name string) ConflictTarget { return ConflictTarget{Constraint: name} }

// Where is the condition of a partial index.
func (t ConflictTarget) Where(conds ...any) ConflictTarget {
	t.WhereAll = nodes(t.WhereAll, OpAnd, conds)
	return t
}

func (t *ConflictTarget) empty() bool { return len(t.Columns) == 0 && t.Constraint == "" }

// OnConflictDoNothing leaves out rows that are there already.
func (s Insert) OnConflictDoNothing(target ConflictTarget) Insert {
	s.more().Conflict = &Conflict{Target: target}
	return s
}

// OnConflictDoUpdate changes the row that is there already by assignments, in which [Excluded] is what was to be inserted.
func (s Insert) OnConflictDoUpdate(target ConflictTarget, sets ...any) Insert {
	if target.empty() || target.Constraint != "" && len(target.Columns) > 0 {
		return s.fail(nil, "ON CONFLICT DO UPDATE wants a key, by its columns or by its constraint")
	}
	return s.conflict(&Conflict{Target: target}, sets)
}

// OnConflictWhere says which of the rows that are there already are changed.
func (s Insert) OnConflictWhere(conds ...any) Insert {
	if s.More == nil || s.More.Conflict == nil || len(s.More.Conflict.Set) == 0 {
		return s.fail(nil, "OnConflictWhere belongs behind OnConflictDoUpdate")
	}
	c := *s.More.Conflict
	c.WhereAll = nodes(c.WhereAll, OpAnd, conds)
	s.more().Conflict = &c
	return s
}

// OnDuplicateKeyUpdate changes the row that is there already, on MySQL and MariaDB, in the order given.
func (s Insert) OnDuplicateKeyUpdate(sets ...any) Insert {
	return s.conflict(&Conflict{Duplicate: true}, sets)
}

func (s Insert) conflict(c *Conflict, sets []any) Insert {
	if len(sets) == 0 {
		return s.fail(nil, "an upsert wants assignments")
	}
	for _, v := range sets {
		a, err := assignment(v)
		if err != nil {
			s.Err = err
			return s
		}
		if setOf(c.Set, a.Column) >= 0 {
			return s.failAt(duplicate("INSERT", a.Column))
		}
		c.Set = append(c.Set, a)
	}
	s.more().Conflict = c
	return s
}

// ExcludedColumn is the value that was to be inserted into a column, in the assignments of an upsert.
type ExcludedColumn struct{ Column *ColumnClause }

func (*ExcludedColumn) node() {}

// Type implements [Node].
func (n *ExcludedColumn) Type() sqltypes.Type { return n.Column.Type() }

// Excluded is the value that was to be inserted into a column, in the assignments and the condition of an upsert.
func Excluded(column any) Expr {
	c, ok := operand(column, nil).(*ColumnClause)
	if !ok {
		return invalid("Excluded wants a column, not %s", describe(operand(column, nil)))
	}
	return Wrap(&ExcludedColumn{c})
}
