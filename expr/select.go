package expr

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

// Select is a SELECT statement: a value, whose builder methods return a changed one. The zero Select selects nothing yet.
//
// It is one pointer, to the last of the steps that built it, see step.go. What it consists of is read by [Select.Clauses].
type Select struct{ last *step }

// Clauses are what a SELECT statement consists of.
//
// Invariant: the Clauses of a Select are shared by all who have it and are never changed; who wants other ones changes a copy, whose
// slices are not appended to in place.
type Clauses struct {
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
	return s.changed(func(c *Clauses) {
		if c.Err == nil {
			c.Err = err
		}
	})
}

// Err is the first misuse of a builder method, which compiling the statement gives; nil for none.
func (s Select) Err() error {
	for st := s.last; st != nil; st = st.before {
		if st.depth == 0 { // a misuse is no plain addition
			return Select{st}.Clauses().Err
		}
	}
	return nil
}

// Limited reports whether the statement has a LIMIT.
func (s Select) Limited() bool {
	for st := s.last; st != nil; st = st.before {
		if st.kind == stepLimit {
			return st.form == numberForm || st.list()[0] != nil
		}
		if st.depth == 0 {
			return Select{st}.Clauses().LimitTo != nil
		}
	}
	return false
}

// Column adds to the columns clause.
func (s Select) Column(items ...any) Select {
	if l, ok := s.empty(); ok {
		if kept, ok := keptList(l, items); ok {
			return kept
		}
	}
	var room [8]Node
	cols := room[:0]
	var joins []FromClause
	for _, it := range items {
		if e, ok := it.(Expr); ok {
			cols = append(cols, e.Node())
			continue
		}
		if j, ok := it.(*Join); ok {
			joins = append(joins, j)
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
	s = s.with(stepColumns, cols)
	if joins != nil {
		s = s.changed(func(c *Clauses) { c.From = append(clip(c.From), joins...) })
	}
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
	if len(from) == 0 {
		return s
	}
	if f := fromOf(from[0]); len(from) == 1 && f != nil && s.noFrom() {
		return s.from(f)
	}
	return s.changed(func(c *Clauses) {
		c.From = clip(c.From)
		for _, f := range from {
			c.From = append(c.From, fromOf(f))
		}
	})
}

// Where adds conditions, joined by AND.
func (s Select) Where(conds ...any) Select { return s.listed(stepWhere, OpAnd, conds) }

// GroupBy adds to GROUP BY.
func (s Select) GroupBy(by ...any) Select { return s.listed(stepGroup, OpComma, by) }

// Having adds conditions on groups.
func (s Select) Having(conds ...any) Select { return s.listed(stepHaving, OpAnd, conds) }

// OrderBy adds to ORDER BY.
func (s Select) OrderBy(by ...any) Select { return s.listed(stepOrder, OpComma, by) }

// negative reports whether a count is a number of Go below zero.
func negative(n any) bool {
	switch k := n.(type) {
	case int:
		return k < 0
	case int64:
		return k < 0
	case int32:
		return k < 0
	}
	return false
}

// Limit limits the number of rows; nil takes the limit back. The number is a bind.
func (s Select) Limit(n any) Select {
	if negative(n) {
		return s.fail(&Error{Reason: "LIMIT must not be negative", Err: ErrNegative})
	}
	return s.number(stepLimit, n)
}

// Slice is the rows from one number to another, counted from 0, without the last.
func (s Select) Slice(from, to int) Select { return s.Offset(from).Limit(to - from) }

// Offset skips rows; nil takes that back. The number is a bind.
func (s Select) Offset(n any) Select {
	if negative(n) {
		return s.fail(&Error{Reason: "OFFSET must not be negative", Err: ErrNegative})
	}
	return s.number(stepOffset, n)
}

// Distinct makes it SELECT DISTINCT.
func (s Select) Distinct() Select { return s.changed(func(c *Clauses) { c.Unique = true }) }

// ForUpdate locks the rows for writing.
func (s Select) ForUpdate() Select { return s.changed(func(c *Clauses) { c.Lock = LockUpdate }) }

// WithLabels sets how columns are named.
func (s Select) WithLabels(l LabelStyle) Select {
	if s.last == nil && int(l) < len(onlyLabels) {
		return onlyLabels[l]
	}
	return s.labelled(l)
}

// onlyLabels are the SELECTs of which nothing but the style of labels is known yet, which every query of the ORM begins with.
var onlyLabels = [...]Select{{}, Clauses{Labels: LabelNone}.Select(), Clauses{Labels: LabelTableColumn}.Select()}

// empty reports whether nothing is known of the SELECT but how columns are named.
func (s Select) empty() (l LabelStyle, ok bool) {
	for i := range onlyLabels {
		if s.last == onlyLabels[i].last {
			return LabelStyle(i), true
		}
	}
	return 0, false
}

// Alias makes the SELECT usable in FROM.
func (s Select) Alias(name string) *Subquery { return NewSubquery(s, name) }

// ColumnName is the name of the i-th column of the result, "" for one that the compiler names.
func (s Select) ColumnName(i int) string { return s.Clauses().ColumnName(i) }

// ColumnName is [Select.ColumnName].
func (c *Clauses) ColumnName(i int) string { return c.Labels.columnName(c.Columns[i]) }

// columnName is the name of a column as an enclosing statement sees it.
func (l LabelStyle) columnName(n Node) string {
	switch n := n.(type) {
	case *ColumnClause:
		if name := SelectableName(n.Table); l == LabelTableColumn && name != "" {
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
	return appendNodes(room(old, len(items)), op, items)
}

func appendNodes(out []Node, op Op, items []any) []Node {
	for _, it := range items {
		out = appendNode(out, op, operand(it, nil))
	}
	return out
}

func appendNode(out []Node, op Op, n Node) []Node {
	l, ok := n.(*List)
	if !ok || l.Op != op || op == OpComma {
		return append(out, n)
	}
	if k, ok := unlist(n).(*Constant); !ok || k.Value != TrueConstant {
		out = append(out, l.Items...)
	}
	return out
}

// room is a copy with room for n more.
func room[T any](s []T, n int) []T { return append(make([]T, 0, len(s)+n), s...) }

func clip[T any](s []T) []T { return s[:len(s):len(s)] }
