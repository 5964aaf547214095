package sqlcompile

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// This file renders INSERT.

// inserted is a column of an INSERT and where its values come from.
type inserted struct {
	col *expr.ColumnClause
	// at is the place among the columns of the statement, -1 for one that a default fills.
	at   int
	from source
	sql  expr.Node // of a default
}

// inserting is an INSERT that is being rendered.
type inserting struct {
	s     *expr.Insert
	more  expr.InsertMore
	rows  int
	cols  []inserted
	multi bool // rows are told apart by names
	// single says that the key of the one new row is wanted.
	single bool
	keys   []*expr.ColumnClause
}

func (c *compiler) insert(s *expr.Insert, top bool) {
	c.out.Locks = true
	if s.Err != nil || s.Table == nil {
		c.fail("INSERT", errors.Join(s.Err, missing(s.Table)))
		return
	}
	outer := c.begin(s.Table, top)
	defer func() { c.change = outer }()
	in := inserting{s: s, rows: max(s.Rows, 1)}
	if s.More != nil {
		in.more = *s.More
	}
	in.multi = in.rows > 1 || in.more.Multi
	in.single = !in.multi && in.more.From == nil && !in.more.Inline && !in.more.Many && !s.Exact
	if in.multi && !c.r.MultiRow {
		c.lacks("INSERT", fmt.Sprintf("%d rows in one statement", in.rows), "insert them one by one, or pass them to Execute")
		return
	}
	c.change.out.Rows, c.change.out.Inline = in.rows, !in.single
	if in.more.From != nil {
		c.change.out.Rows = 0
	}
	c.plan(&in)
	c.write("INSERT ", c.before(s.Words), "INTO ", c.tableName(s.Table))
	c.behind(s.Words)
	c.insertBody(&in)
	c.nameNewRow(&in)
	c.onConflict(in.more.Conflict)
	c.returningAtEnd("INSERT", s.Return, in.keys, s.Table, top)
}

// plan finds the columns of the statement in their order, and what is known of those that it leaves out.
func (c *compiler) plan(in *inserting) {
	s := in.s
	for i, col := range s.Columns {
		in.cols = append(in.cols, inserted{col: col, at: i})
	}
	if s.Exact {
		return
	}
	first := in.single && !c.r.ImplicitReturning
	for _, col := range s.Table.Columns {
		if i := slices.Index(s.Columns, col); i >= 0 {
			c.givenKey(in, col, i)
			continue
		}
		if in.more.NoDefaults && in.more.From != nil {
			continue
		}
		from, sql := c.insertDefault(col, first)
		if from == sourceDatabase || from == sourceSQL {
			c.fetchedOrReturned(in, col, from)
		}
		if from != sourceNone && from != sourceDatabase {
			in.cols = append(in.cols, inserted{col, -1, from, sql})
		}
	}
	if in.more.From == nil {
		order := s.Table.Columns
		slices.SortStableFunc(in.cols, func(a, b inserted) int { return slices.Index(order, a.col) - slices.Index(order, b.col) })
	}
	if in.more.ReturnDefaults && in.single && c.r.ImplicitReturning && len(s.Return) == 0 {
		in.keys, c.change.out.Postfetch = append(in.keys, c.change.out.Postfetch...), nil
	}
	if c.r.DriverKeys && len(in.keys) == 1 && told(in, in.keys[0]) {
		in.keys = nil
	}
	c.change.out.Keys = in.keys
}

// told reports whether the driver tells the key of the new row: one that the database generates, unasked.
func told(in *inserting, key *expr.ColumnClause) bool {
	d := schema.ColumnOf(key)
	return d != nil && d.Generated() && !slices.ContainsFunc(in.cols, func(i inserted) bool { return i.col == key })
}

// givenKey notes that the value of a column is known to the database only, where it is given by an expression.
func (c *compiler) givenKey(in *inserting, col *expr.ColumnClause, i int) {
	if in.s.Given == nil || in.more.From != nil {
		return
	}
	v := in.s.Given[i]
	if _, bind := v.(*expr.BindParameter); v != nil && !bind {
		c.fetchedOrReturned(in, col, sourceSQL)
	}
}

// fetchedOrReturned notes a column that the database gives its value: one of the key is returned, others are for the reader to fetch.
func (c *compiler) fetchedOrReturned(in *inserting, col *expr.ColumnClause, from source) {
	d := schema.ColumnOf(col)
	switch {
	case d != nil && d.PrimaryKey:
		if in.single && c.r.ImplicitReturning && len(in.s.Return) == 0 {
			in.keys = append(in.keys, col)
		}
	case from == sourceSQL || d != nil && !d.Generated():
		c.postfetched(col)
	}
}

func (c *compiler) insertBody(in *inserting) {
	switch {
	case len(in.cols) == 0:
		c.emptyInsert(in)
		return
	case in.s.Ordered && in.rows > 1 && c.r.OrderedInsert != OrderedNone && !in.more.Multi:
		c.insertColumns(in)
		c.outputBefore("INSERT", in.s.Return, in.keys, in.s.Table)
		c.orderedValues(in)
		return
	}
	c.insertColumns(in)
	c.outputBefore("INSERT", in.s.Return, in.keys, in.s.Table)
	if in.more.From != nil {
		c.write(" ")
		c.insertSelect(in)
		return
	}
	c.write(" VALUES ")
	c.each(in.rows, ", ", func(r int) {
		c.write("(")
		c.each(len(in.cols), ", ", func(i int) { c.insertValue(in, &in.cols[i], r) })
		c.write(")")
	})
}

func (c *compiler) insertColumns(in *inserting) {
	c.write(" (")
	c.each(len(in.cols), ", ", func(i int) { c.write(c.quote(in.cols[i].col.Name)) })
	c.write(")")
}

func (c *compiler) emptyInsert(in *inserting) {
	c.outputBefore("INSERT", in.s.Return, in.keys, in.s.Table)
	form := c.r.EmptyInsert
	if strings.Contains(form, "%c") {
		if len(in.s.Table.Columns) == 0 {
			c.fail("INSERT", ErrNoColumns)
			return
		}
		form = strings.ReplaceAll(form, "%c", c.quote(in.s.Table.Columns[0].Name))
	}
	c.write(" ", form)
}

// insertValue renders the value of a column in a row.
func (c *compiler) insertValue(in *inserting, col *inserted, row int) {
	name := paramName(col.col)
	switch {
	case col.at >= 0:
		var v expr.Node
		if in.s.Given != nil {
			at := col.at
			if in.more.Multi {
				at += row * len(in.s.Columns)
			}
			v = in.s.Given[at]
		}
		if in.multi {
			name = rowParam(name, row)
		}
		c.stored(col.col, v, name, row)
	case col.from == sourceSQL:
		c.inferred(col.sql)
	default:
		if row > 0 {
			name = rowParam(name, row)
		}
		c.prefetched(col.col, name, row)
	}
}

func rowParam(name string, row int) string { return name + "_m" + strconv.Itoa(row) }

// insertSelect renders the SELECT whose rows are inserted, with the defaults of other columns behind its own.
func (c *compiler) insertSelect(in *inserting) {
	sel := *in.more.From.Clauses()
	extra := in.cols[len(in.s.Columns):]
	if len(extra) > 0 && !plainSelect(&sel) {
		sel = *expr.NewSelect(expr.NewSubquery(*in.more.From, "")).Clauses()
	}
	sel.Columns = slices.Clip(slices.Clone(sel.Columns))
	for i := range extra {
		if extra[i].from == sourceSQL {
			sel.Columns = append(sel.Columns, extra[i].sql)
			continue
		}
		b := &expr.BindParameter{Name: paramName(extra[i].col), Typ: extra[i].col.Type(), Unique: true}
		if c.change.made == nil {
			c.change.made = map[*expr.BindParameter]*expr.ColumnClause{}
		}
		c.change.made[b] = extra[i].col
		sel.Columns = append(sel.Columns, b)
	}
	c.followWith()
	if in.more.Conflict != nil && c.r.Upsert == UpsertConflict {
		closeFrom(&sel)
	}
	c.selectStmt(&sel, false)
}

// closeFrom ends the FROM of a SELECT by a condition: SQLite would read ON CONFLICT behind it as the ON of a join.
func closeFrom(s *expr.Clauses) {
	switch {
	case len(s.WhereAll) > 0, len(s.Groups) > 0, len(s.Order) > 0, s.LimitTo != nil, s.OffsetTo != nil, s.Rare != nil && s.Rare.Text != nil:
	case s.Rare != nil && s.Rare.Compound != nil:
		rare, compound := *s.Rare, *s.Rare.Compound
		compound.Parts = slices.Clone(compound.Parts)
		last := *compound.Parts[len(compound.Parts)-1].Clauses()
		closeFrom(&last)
		compound.Parts[len(compound.Parts)-1] = last.Select()
		rare.Compound = &compound
		s.Rare = &rare
	default:
		s.WhereAll = []expr.Node{expr.True().Node()}
	}
}

// plainSelect reports whether columns can be added to a SELECT without changing its rows.
func plainSelect(s *expr.Clauses) bool {
	return !s.Unique && len(s.Groups) == 0 && (s.Rare == nil || s.Rare.Compound == nil)
}

// orderedValues renders the form by which rows are inserted, and get their keys, in the order of the values: values of Go stand in
// VALUES, what is the same for all rows and what SQL computes stands in the SELECT.
func (c *compiler) orderedValues(in *inserting) {
	var rows []int // the columns that have a value a row
	c.write(" SELECT ")
	c.each(len(in.cols), ", ", func(i int) {
		col := &in.cols[i]
		if !c.perRow(in, col) {
			c.insertValue(in, col, 0)
			return
		}
		c.write("p", strconv.Itoa(len(rows)))
		rows = append(rows, i)
	})
	c.write(" FROM (VALUES ")
	c.each(in.rows, ", ", func(r int) {
		c.write("(")
		for _, i := range rows {
			c.orderedValue(in, &in.cols[i], r)
			c.write(", ")
		}
		c.write(strconv.Itoa(r), ")")
	})
	c.write(") AS imp_sen(")
	for i := range rows {
		c.write("p", strconv.Itoa(i), ", ")
	}
	c.write("sen_counter) ORDER BY sen_counter")
}

// orderedValue renders a value in VALUES. Where a server is to be told types, it is so in the first row, which counts for all: else every
// column would be text, which has no place for all bytes, and which some drivers send no number as. Where it finds them by itself, bytes
// alone are said to be bytes.
func (c *compiler) orderedValue(in *inserting, col *inserted, row int) {
	if c.r.OrderedInsert == OrderedOutput && col.col.Type().Kind() == sqltypes.LargeBinaryKind {
		c.write("CAST(")
		c.insertValue(in, col, row)
		c.write(" AS ", c.wideType(col.col.Type()), ")")
		return
	}
	c.insertValue(in, col, row)
	if c.r.OrderedInsert == OrderedCast && row == 0 {
		c.write("::", c.wideType(col.col.Type()))
	}
}

// perRow reports whether each row has a value of its own for the column.
func (c *compiler) perRow(in *inserting, col *inserted) bool {
	if col.at < 0 {
		return col.from == sourceGo
	}
	return in.s.Given == nil || in.s.Given[col.at] == nil
}

// wideType is the type to which a value for a column is cast. It has no length: a cast would cut what is too long in silence, where
// storing it is an error.
func (c *compiler) wideType(t sqltypes.Type) string {
	if a, ok := sqltypes.Impl(t, c.d.Name()).(sqltypes.ArrayType); ok {
		return c.wideType(a.Elem) + "[]"
	}
	text, err := c.d.TypeSQL(t)
	if err != nil {
		c.fail("INSERT", err)
	}
	switch k := t.Kind(); {
	case k == sqltypes.StringKind, k == sqltypes.TextKind, strings.HasPrefix(text, "VARCHAR"), strings.HasPrefix(text, "CHAR"):
		return "TEXT"
	case strings.HasPrefix(text, "BIT"):
		return "BIT VARYING"
	}
	return text
}

func missing(t *expr.TableClause) error {
	if t == nil {
		return ErrNoTable
	}
	return nil
}

// storedType is the type by which a value for a column is converted.
func storedType(col *expr.ColumnClause, b *expr.BindParameter) sqltypes.Type {
	if t := col.Type(); t.Kind() != sqltypes.NullKind {
		return t
	}
	return b.Type()
}

var plainParam = strings.NewReplacer("%", "P", "(", "A", ")", "Z", ":", "C", ".", "_", "[", "_", "]", "_", " ", "_")
