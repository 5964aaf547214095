package expr

import "errors"

// Statement is one of [Select], [Insert], [Update], [Delete]: what can be compiled and executed.
type Statement interface{ statement() }

// LabelStyle is how the columns of a SELECT are named.
type LabelStyle uint8

// The label styles.
const (
	// LabelDisambiguate leaves names alone but for a second column of the same name.
	LabelDisambiguate LabelStyle = iota
	// LabelNone leaves all names alone, also those that come twice.
	LabelNone
	// LabelTableColumn names every column table_column, as the ORM does.
	LabelTableColumn
)

// Select is a SELECT statement: a value, whose builder methods return a changed copy.
//
// Invariant: the slices of a Select are never appended to in place; a builder method copies what it extends.
type Select struct {
	Columns  []Node
	From     []FromClause // explicit ones; those of the columns and conditions are inferred
	WhereAll []Node
	Groups   []Node
	HavingBy []Node
	Order    []Node
	LimitTo  Node // nil for none
	OffsetTo Node // nil for none
	Labels   LabelStyle
	Unique   bool // SELECT DISTINCT
	Lock     LockMode
	Rare     *Rare // nil for none
	Err      error // the first misuse, given when the statement is compiled
}

// LockMode is the row locking of a SELECT.
type LockMode uint8

// The lock modes.
const (
	NoLock LockMode = iota
	LockUpdate
	LockShare
)

func (Select) statement() {}

// NewSelect selects expressions, columns, or all columns of tables and aliases.
func NewSelect(items ...any) Select { return Select{}.Column(items...) }

// SelectFrom is [NewSelect] under the name of the SQL clause it begins.
func SelectFrom(items ...any) Select { return NewSelect(items...) }

// fail records the first misuse.
func (s Select) fail(err error) Select {
	if s.Err == nil {
		s.Err = err
	}
	return s
}

// Column adds to the columns clause.
func (s Select) Column(items ...any) Select {
	cols := room(s.Columns, len(items))
	for _, it := range items {
		if e, ok := it.(Expr); ok {
			cols = append(cols, e.Node())
			continue
		}
		if j, ok := it.(*Join); ok {
			s.From = append(clip(s.From), j)
		}
		switch it := it.(type) {
		case interface{ TableColumns() []*ColumnClause }:
			for _, c := range it.TableColumns() {
				cols = append(cols, c)
			}
		default:
			cols = append(cols, operand(it, nil))
		}
	}
	s.Columns = cols
	return s
}

// TableColumns lists the columns of the table, in order of declaration.
func (t *TableClause) TableColumns() []*ColumnClause { return t.Columns }

// TableColumns lists the columns of the alias.
func (a *Alias) TableColumns() []*ColumnClause { return a.Columns }

// TableColumns lists the columns of the subquery.
func (q *Subquery) TableColumns() []*ColumnClause { return q.Columns }

// SelectFrom adds explicit FROM elements.
func (s Select) SelectFrom(from ...FromClause) Select {
	s.From = clip(s.From)
	for _, f := range from {
		s.From = append(s.From, fromOf(f))
	}
	return s
}

// Where adds conditions, joined by AND.
func (s Select) Where(conds ...any) Select {
	s.WhereAll = nodes(s.WhereAll, OpAnd, conds)
	return s
}

// GroupBy adds to GROUP BY.
func (s Select) GroupBy(by ...any) Select {
	s.Groups = nodes(s.Groups, OpComma, by)
	return s
}

// Having adds conditions on groups.
func (s Select) Having(conds ...any) Select {
	s.HavingBy = nodes(s.HavingBy, OpAnd, conds)
	return s
}

// OrderBy adds to ORDER BY.
func (s Select) OrderBy(by ...any) Select {
	s.Order = nodes(s.Order, OpComma, by)
	return s
}

// Limit limits the number of rows; nil takes the limit back. The number is a bind.
func (s Select) Limit(n any) Select {
	if n == nil {
		s.LimitTo = nil
		return s
	}
	if k, ok := n.(int); ok && k < 0 {
		return s.fail(errors.New("expr: LIMIT must not be negative"))
	}
	s.LimitTo = paramOf(n)
	return s
}

// Slice is the rows from one number to another, counted from 0, without the last.
func (s Select) Slice(from, to int) Select { return s.Offset(from).Limit(to - from) }

// Offset skips rows; nil takes that back. The number is a bind.
func (s Select) Offset(n any) Select {
	if n == nil {
		s.OffsetTo = nil
		return s
	}
	if k, ok := n.(int); ok && k < 0 {
		return s.fail(errors.New("expr: OFFSET must not be negative"))
	}
	s.OffsetTo = paramOf(n)
	return s
}

// Distinct makes it SELECT DISTINCT.
func (s Select) Distinct() Select {
	s.Unique = true
	return s
}

// ForUpdate locks the rows for writing.
func (s Select) ForUpdate() Select {
	s.Lock = LockUpdate
	return s
}

// WithLabels sets how columns are named.
func (s Select) WithLabels(l LabelStyle) Select {
	s.Labels = l
	return s
}

// Alias makes the SELECT usable in FROM.
func (s Select) Alias(name string) *Subquery { return NewSubquery(s, name) }

// ColumnName is the name of the i-th column of the result, "" for one that the compiler names.
func (s Select) ColumnName(i int) string { return s.columnName(i) }

// columnName is the name of the i-th column as an enclosing statement sees it.
func (s Select) columnName(i int) string {
	switch n := s.Columns[i].(type) {
	case *ColumnClause:
		if name := SelectableName(n.Table); s.Labels == LabelTableColumn && name != "" {
			return name + "_" + n.Name
		}
		return n.Name
	case *Label:
		return n.Name
	}
	return ""
}

func paramOf(v any) Node {
	n := operand(v, nil)
	if b, ok := n.(*BindParameter); ok {
		b.Typ = typeOfValue(int64(0))
	}
	return n
}

// nodes appends to a copy. A conjunction is taken apart; an empty one adds nothing.
func nodes(old []Node, op Op, items []any) []Node {
	out := room(old, len(items))
	for _, it := range items {
		n := operand(it, nil)
		if l, ok := n.(*List); ok && l.Op == op && op != OpComma {
			if k, ok := unlist(n).(*Constant); !ok || k.Value != TrueConstant {
				out = append(out, l.Items...)
			}
			continue
		}
		out = append(out, n)
	}
	return out
}

// room is a copy with room for n more.
func room[T any](s []T, n int) []T { return append(make([]T, 0, len(s)+n), s...) }

func clip[T any](s []T) []T { return s[:len(s):len(s)] }
