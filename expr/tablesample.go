package expr

// This file has samples of tables.

// TableSample is some rows of a table, chosen by chance. Name is empty for one that the compiler names.
//
// A TableSample is identified by its address.
type TableSample struct {
	Of      *TableClause
	Name    string
	Columns []*ColumnClause
	// Method is the call that chooses rows: system(10), bernoulli(1).
	Method Node
	// Seed makes the choice repeatable, nil for none.
	Seed Node
}

func (*TableSample) from() {}

// Sample is some rows of a table: method is the call that chooses them, or a number, the share in percent, for system(number). A nil
// seed makes another choice each time.
func Sample(t Tabular, name string, method, seed any) *TableSample {
	s := &TableSample{Of: t.Clause(), Name: name}
	if e, ok := method.(Expr); ok {
		s.Method = e.Node()
	} else {
		s.Method = Func("system", nil, method).Node()
	}
	if seed != nil {
		s.Seed = operand(seed, nil)
	}
	for i, c := range s.Of.Columns {
		s.Columns = append(s.Columns, placed(ColumnClause{Table: s, Name: c.Name, Quote: c.Quote, Typ: c.Typ, index: i, base: c}))
	}
	return s
}

// TableColumns lists the columns.
func (s *TableSample) TableColumns() []*ColumnClause { return s.Columns }

// C is the column of that name. An unknown name gives an expression whose statement fails to compile.
func (s *TableSample) C(name string) Expr { return columnNamed(s, s.Columns, name) }
