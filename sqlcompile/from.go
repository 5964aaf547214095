package sqlcompile

import (
	"strings"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// This file renders the elements of FROM that few statements have.

// FromForms say what a dialect has in FROM beside tables, joins and subqueries.
type FromForms struct {
	// Function is a call in FROM, %f stands for the call. "" is the call alone.
	Function string
	// ScalarColumn is the column of a function that yields values, "" where the alias is the column.
	ScalarColumn string
	// Ordinality says that there is WITH ORDINALITY, Derived that columns may be named behind the alias of a function.
	Ordinality, Derived bool
	// Sample says that there is TABLESAMPLE.
	Sample bool
	// Values says that VALUES can be a table whose columns are named behind its alias; without it rows are joined by UNION ALL.
	Values bool
	// CastValues is set where the type of a parameter in VALUES is not told by how its column is used.
	CastValues bool
	// DML says that WITH may hold INSERT, UPDATE and DELETE.
	DML bool
	// Hints is where advice on a table stands.
	Hints HintPlace
}

// HintPlace is where a dialect takes advice on a table.
type HintPlace uint8

// The places.
const (
	HintNowhere  HintPlace = iota // there is none; hints are left out
	HintAfter                     // behind the table and its alias
	HintBrackets                  // the same in brackets, on the generic dialect
	HintComment                   // in a comment behind SELECT
	HintOnly                      // ONLY before the table, the one that there is
)

func (c *compiler) rareFrom(f expr.FromClause) {
	switch f := f.(type) {
	case *expr.TableFunction:
		c.tableFunction(f)
	case *expr.ValuesClause:
		c.valuesClause(f)
	case *expr.TableSample:
		c.tableSample(f)
	case *expr.CTEAlias:
		c.cteName(f.Of)
		c.aliased(f)
	case *expr.TextFrom:
		c.textNode(f.Text)
	default:
		c.fail("FROM", ErrNoTable)
	}
}

func (c *compiler) tableFunction(f *expr.TableFunction) {
	if f.Lateral {
		c.lateral()
	}
	before, after, _ := strings.Cut(c.r.From.Function, "%f")
	c.write(before)
	c.node(c.typedCall(f.Call))
	c.write(after)
	if f.Ordinality {
		if !c.r.From.Ordinality {
			c.lacks("WITH ORDINALITY", "WITH ORDINALITY", "")
		}
		c.write(" WITH ORDINALITY")
	}
	if f.Aliased {
		c.aliased(f)
	}
	if f.Derived {
		c.derivedColumns(f)
	}
}

// typedCall says the types of values among the arguments, where the database could choose between functions of one name.
func (c *compiler) typedCall(n expr.Node) expr.Node {
	call, ok := n.(*expr.Function)
	if !ok || !c.r.From.CastValues || c.inline {
		return n
	}
	typed := *call
	typed.Args = make([]expr.Node, len(call.Args))
	for i, a := range call.Args {
		typed.Args[i] = a
		if b, ok := a.(*expr.BindParameter); ok && b.Type().Kind() != sqltypes.NullKind {
			typed.Args[i] = &expr.Cast{X: b, Typ: b.Typ}
		}
	}
	return &typed
}

// derivedColumns names the columns behind the alias.
func (c *compiler) derivedColumns(f *expr.TableFunction) {
	if !c.r.From.Derived {
		c.lacks("columns of "+f.Name, "names of columns behind the alias of a function", "")
		return
	}
	c.write("(")
	c.each(len(f.Columns), ", ", func(i int) {
		col := f.Columns[i]
		c.write(c.quote(col.Name))
		if f.Typed {
			t, err := c.d.TypeSQL(col.Type())
			if err != nil {
				c.fail("type of "+col.Name, err)
			}
			c.write(" ", t)
		}
	})
	c.write(")")
}

func (c *compiler) valuesClause(v *expr.ValuesClause) {
	switch {
	case v.Err != nil:
		c.fail("VALUES", v.Err)
		return
	case len(v.Rows) == 0 || len(v.Columns) == 0:
		c.fail("VALUES", ErrNoRows)
		return
	}
	if v.Lateral {
		c.lateral()
	}
	if !c.r.From.Values {
		c.valuesUnion(v)
		return
	}
	c.write("(VALUES ")
	c.each(len(v.Rows), ", ", func(r int) {
		c.write("(")
		c.each(len(v.Rows[r]), ", ", func(i int) { c.rowValue(v, r, i) })
		c.write(")")
	})
	c.write(")")
	c.aliased(v)
	c.write(" (")
	c.each(len(v.Columns), ", ", func(i int) { c.write(c.quote(v.Columns[i].Name)) })
	c.write(")")
}

// valuesUnion renders rows where VALUES is no table, or has no names for its columns.
func (c *compiler) valuesUnion(v *expr.ValuesClause) {
	c.write("(")
	c.each(len(v.Rows), " UNION ALL ", func(r int) {
		c.write("SELECT ")
		c.each(len(v.Rows[r]), ", ", func(i int) {
			c.rowValue(v, r, i)
			if r == 0 {
				c.write(" AS ", c.quote(v.Columns[i].Name))
			}
		})
		c.write(c.r.FromDual)
	})
	c.write(")")
	c.aliased(v)
}

// rowValue renders a value of VALUES; the first row tells the types of the columns.
func (c *compiler) rowValue(v *expr.ValuesClause, row, i int) {
	n, t := v.Rows[row][i], v.Columns[i].Type()
	if b, ok := n.(*expr.BindParameter); ok && row == 0 && c.r.From.CastValues && !c.inline && t.Kind() != sqltypes.NullKind {
		c.castBind(b)
		return
	}
	c.node(n)
}

func (c *compiler) tableSample(s *expr.TableSample) {
	if !c.r.From.Sample {
		c.lacks("TABLESAMPLE", "TABLESAMPLE", "")
		return
	}
	c.write(c.tableName(s.Of))
	c.aliased(s)
	c.write(" TABLESAMPLE ")
	c.node(s.Method)
	if s.Seed != nil {
		c.write(" REPEATABLE (")
		c.node(s.Seed)
		c.write(")")
	}
}

// textBind renders a bind in literal SQL, a list in parentheses.
func (c *compiler) textBind(b *expr.BindParameter) {
	outer := c.inText
	c.inText = true
	if b.Expanding {
		c.write("(")
	}
	c.bareBind(b)
	if b.Expanding {
		c.write(")")
	}
	c.inText = outer
}

// textSelect renders literal SQL in the place of a SELECT.
func (c *compiler) textSelect(s *expr.Clauses, top bool) {
	if len(s.WhereAll)+len(s.Groups)+len(s.HavingBy)+len(s.Order)+len(s.From) > 0 || s.LimitTo != nil || s.OffsetTo != nil || s.Unique {
		c.fail("text", ErrLiteralText)
		return
	}
	c.textNode(s.Rare.Text)
	if !top {
		return
	}
	for i, n := range s.Columns {
		c.out.Columns = append(c.out.Columns, ResultColumn{Name: s.ColumnName(i), Type: n.Type()})
	}
}
