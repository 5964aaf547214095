package expr

// This file says of single names whether they are quoted.

// QuoteMode says whether a name stands in quotes.
type QuoteMode uint8

// The modes.
const (
	// QuoteAuto quotes where the database needs it: reserved words, upper-case letters, other characters.
	QuoteAuto QuoteMode = iota
	// QuoteAlways quotes whatever the name is.
	QuoteAlways
	// QuoteNever leaves the name as it is, so that the database folds its letters. A name with characters that then could be read as
	// something else than a name is an error when the statement is compiled.
	QuoteNever
)

// Quoted is a column without a table, or a label, whose name stands in quotes, or never does.
func (e Expr) Quoted(m QuoteMode) Expr {
	switch n := e.Node().(type) {
	case *ColumnClause:
		if n.Table == nil {
			c := *n
			c.Quote = m
			return Wrap(&c)
		}
	case *Label:
		l := *n
		l.Quote = m
		return Wrap(&l)
	}
	return invalid("Quoted belongs to a label or a column without a table, not to %s; a column of a table is told when it is declared", describe(e.Node()))
}
