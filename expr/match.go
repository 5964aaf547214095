package expr

import "github.com/aludel/aludel/sqltypes"

// FullText searches columns for words. What Against may say differs between databases.
type FullText struct {
	Columns []Node
	Against Node
	// Config is the text search configuration of PostgreSQL, "" for the database's own.
	Config string
	// Mode is how MySQL reads Against.
	Mode MatchMode
	// Columnar says that it is MySQL's MATCH over columns, which other databases do not have.
	Columnar bool
	Negated  bool
}

// MatchMode is how MySQL reads the words that are searched, a set of flags.
type MatchMode uint8

// The modes.
const (
	NaturalLanguage MatchMode = 1 << iota // IN NATURAL LANGUAGE MODE
	BooleanMode                           // IN BOOLEAN MODE
	QueryExpansion                        // WITH QUERY EXPANSION
)

func (*FullText) node() {}

// Type implements [Node].
func (*FullText) Type() sqltypes.Type { return sqltypes.Boolean() }

// MatchConfig is [Expr.Match] with a text search configuration of PostgreSQL ("english"); other databases search as Match does.
func (e Expr) MatchConfig(v any, config string) Expr {
	x := e.comparison(OpMatch, v)
	b, ok := x.Node().(*Binary)
	if !ok || config == "" {
		return x
	}
	return Wrap(&FullText{Columns: []Node{b.L}, Against: b.R, Config: config})
}

// MatchAgainst is MySQL's MATCH (columns) AGAINST (words mode). The columns must be those of one full-text index.
func MatchAgainst(words any, mode MatchMode, columns ...any) Expr {
	switch {
	case len(columns) == 0:
		return invalid("MATCH wants at least one column")
	case mode&NaturalLanguage != 0 && mode&BooleanMode != 0, mode&BooleanMode != 0 && mode&QueryExpansion != 0:
		return invalid("MATCH reads the words in one mode; boolean mode knows neither natural language nor expansion")
	}
	cols := operands(columns, nil)
	return Wrap(&FullText{Columns: cols, Against: operand(words, nil), Mode: mode, Columnar: true})
}
