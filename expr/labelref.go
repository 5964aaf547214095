package expr

import "github.com/aludel/aludel/sqltypes"

// LabelReference stands in ORDER BY or GROUP BY for a label or column of the columns clause, or for a column of the tables in
// FROM, by its name there.
type LabelReference struct{ Name string }

func (*LabelReference) node() {}

// Type implements [Node].
func (*LabelReference) Type() sqltypes.Type { return sqltypes.Null() }

// LabelRef is a column by the name that it has in the columns clause, for ORDER BY and GROUP BY: a label is printed as it is, a
// column with its table. A column of the tables in FROM that is not selected is found too. A name that nothing has is an error
// when the statement is compiled ([ErrNoSuchColumn]).
func LabelRef(name string) Expr { return Wrap(&LabelReference{name}) }
