package expr

import "fmt"

// This file has rows of values as an element of FROM.

// ValuesClause is VALUES in FROM. Name is empty for one that the compiler names.
//
// A ValuesClause is identified by its address; its methods give changed copies, whose columns are others.
type ValuesClause struct {
	Name    string
	Columns []*ColumnClause
	Rows    [][]Node
	Lateral bool  // sees the FROM elements beside it
	Err     error // the first misuse, given when the statement is compiled
}

func (*ValuesClause) from() {}

// Values begins rows of values with these columns: names, or columns made by [Column], whose types the values get.
func Values(name string, columns ...any) *ValuesClause {
	v := &ValuesClause{Name: name}
	v.Columns = columnsFor(v, columnsLike(columns))
	return v
}

// Data adds rows. Each has as many values as there are columns.
func (v *ValuesClause) Data(rows ...[]any) *ValuesClause {
	w := *v
	w.Columns, w.Rows = columnsFor(&w, v.Columns), clip(v.Rows)
	for i, row := range rows {
		if len(row) != len(v.Columns) && w.Err == nil {
			w.Err = &Error{What: "VALUES", Reason: fmt.Sprintf("a row has %d values for %d columns", len(row), len(v.Columns)), Err: ErrColumnCount, Table: v.Name, Row: i}
		}
		w.Rows = append(w.Rows, w.row(row))
	}
	return &w
}

func (v *ValuesClause) row(values []any) []Node {
	out := make([]Node, len(values))
	for i, x := range values {
		out[i] = operand(x, nil)
		if b, ok := out[i].(*BindParameter); ok && i < len(v.Columns) && v.Columns[i].Typ != nil {
			typed := *b
			typed.Typ = v.Columns[i].Typ
			out[i] = &typed
		}
	}
	return out
}

// AsLateral lets the values use the FROM elements beside it.
func (v *ValuesClause) AsLateral() *ValuesClause {
	w := *v
	w.Columns, w.Lateral = columnsFor(&w, v.Columns), true
	return &w
}

// TableColumns lists the columns.
func (v *ValuesClause) TableColumns() []*ColumnClause { return v.Columns }

// C is the column of that name. An unknown name gives an expression whose statement fails to compile.
func (v *ValuesClause) C(name string) Expr { return columnNamed(v, v.Columns, name) }
