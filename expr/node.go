package expr

import "github.com/aludel/aludel/sqltypes"

// Node is one node of the tree. The set of nodes is closed; a type of another package becomes a node only by embedding
// one (schema.Column embeds *[ColumnClause]).
type Node interface {
	// Type is the type of the value that the node yields, [sqltypes.Null] where that is not known.
	Type() sqltypes.Type
	node()
}

// BindParameter is a value that travels beside the text.
type BindParameter struct {
	// Name is the base of the generated name (name_1, name_2, ...), or the whole name when Unique is false.
	Name string
	// Value is what is sent; a [Hole] when only the name of the value is known. With Expanding it is a slice.
	Value any
	// Typ is the type by which the value is converted.
	Typ sqltypes.Type
	// Unique says that the name is numbered by the compiler, so that two binds never collide.
	Unique bool
	// Expanding multiplies the placeholder by the number of values.
	Expanding bool
	// Escape is how LIKE wildcards inside the value are treated when it is sent.
	Escape Escape
}

// Escape is what happens to the text of a LIKE operand before it is sent.
type Escape uint8

// The treatments of a LIKE operand.
const (
	NoEscape   Escape = iota // the value is a pattern
	EscapeLike               // % and _ and the escape character itself are escaped with /
)

// LikeEscape is the escape character of operands with [EscapeLike].
const LikeEscape = "/"

// Deferred is a value of a bind that is read only when the statement is sent: the key of an object that may not be stored yet
// when the statement is built.
type Deferred interface{ BindValue() (any, error) }

// Constant is NULL, TRUE or FALSE.
type Constant struct{ Value ConstantValue }

// ConstantValue names a [Constant].
type ConstantValue uint8

// The constants.
const (
	NullConstant ConstantValue = iota
	TrueConstant
	FalseConstant
)

// Binary is an operator between two operands.
type Binary struct {
	Op   Op
	L, R Node
	Typ  sqltypes.Type
}

// Unary is an operator before or after its operand.
type Unary struct {
	Op  Op
	X   Node
	Typ sqltypes.Type
}

// List is operands joined by one associative operator: AND, OR or a comma.
type List struct {
	Op    Op
	Items []Node
}

// Grouping is parentheses.
type Grouping struct{ X Node }

// Between is X BETWEEN Lo AND Hi.
type Between struct {
	X, Lo, Hi Node
	Not       bool
	Symmetric bool // BETWEEN SYMMETRIC: the bounds may come in either order
}

// Custom is an operator of one database by its text: x -> y.
type Custom struct {
	Text string
	L, R Node
	// Precedence is compared with that of the operators around: 0 gets parentheses beside any of them.
	Precedence int8
	Typ        sqltypes.Type
}

// Collate is X COLLATE Name.
type Collate struct {
	X    Node
	Name string
}

// Regexp matches X against a regular expression, or with a Replacement replaces what matches.
type Regexp struct {
	X, Pattern  Node
	Replacement Node           // nil for a match
	Flags       *BindParameter // nil for none; its value is a string
	Not         bool
}

// Label gives a column expression a name in the columns clause.
type Label struct {
	Name  string
	X     Node
	Quote QuoteMode // whether the name stands in quotes
}

// Scalar is a SELECT of one column used as a value, or as the right side of IN.
type Scalar struct{ Select Select }

// ExistsClause is EXISTS (SELECT ...).
type ExistsClause struct {
	Select Select
	Not    bool
}

// Case is CASE WHEN ... THEN ... ELSE ... END.
type Case struct {
	Value Node // what the branches are compared with, nil for conditions
	Whens []When
	Else  Node // nil for none
}

// When is one branch of a [Case].
type When struct{ Cond, Then Node }

// Text is literal SQL with its binds, which stand in the text as :name.
type Text struct {
	SQL   string
	Binds []*BindParameter
	Typ   sqltypes.Type
}

// Assignment is column = value, in the SET clause of an UPDATE or the VALUES of an INSERT.
type Assignment struct {
	Column *ColumnClause
	Value  Node // nil for one that is passed at execution
}

// Invalid stands where an expression could not be built; compiling it gives Err.
type Invalid struct{ Err error }

func (*BindParameter) node() {}
func (*Constant) node()      {}
func (*Binary) node()        {}
func (*Unary) node()         {}
func (*List) node()          {}
func (*Grouping) node()      {}
func (*Between) node()       {}
func (*Function) node()      {}
func (*Custom) node()        {}
func (*Collate) node()       {}
func (*Regexp) node()        {}
func (*Label) node()         {}
func (*Cast) node()          {}
func (*Scalar) node()        {}
func (*ExistsClause) node()  {}
func (*Case) node()          {}
func (*Text) node()          {}
func (*Assignment) node()    {}
func (*Invalid) node()       {}

// Type implements [Node].
func (n *BindParameter) Type() sqltypes.Type { return orNull(n.Typ) }

// Type implements [Node].
func (n *Constant) Type() sqltypes.Type {
	if n.Value == NullConstant {
		return sqltypes.Null()
	}
	return sqltypes.Boolean()
}

// Type implements [Node].
func (n *Binary) Type() sqltypes.Type { return orNull(n.Typ) }

// Type implements [Node].
func (n *Unary) Type() sqltypes.Type { return orNull(n.Typ) }

// Type implements [Node].
func (n *List) Type() sqltypes.Type { return sqltypes.Boolean() }

// Type implements [Node].
func (n *Grouping) Type() sqltypes.Type { return n.X.Type() }

// Type implements [Node].
func (n *Between) Type() sqltypes.Type { return sqltypes.Boolean() }

// Type implements [Node].
func (n *Custom) Type() sqltypes.Type { return orNull(n.Typ) }

// Type implements [Node].
func (n *Collate) Type() sqltypes.Type { return n.X.Type() }

// Type implements [Node].
func (n *Regexp) Type() sqltypes.Type {
	if n.Replacement != nil {
		return sqltypes.String(0)
	}
	return sqltypes.Boolean()
}

// Type implements [Node].
func (n *Function) Type() sqltypes.Type { return orNull(n.Typ) }

// Type implements [Node].
func (n *Label) Type() sqltypes.Type { return n.X.Type() }

// Type implements [Node].
func (n *Cast) Type() sqltypes.Type { return orNull(n.Typ) }

// Type implements [Node].
func (n *Scalar) Type() sqltypes.Type {
	if of := n.Select.Clauses(); len(of.Columns) == 1 {
		return of.Columns[0].Type()
	}
	return sqltypes.Null()
}

// Type implements [Node].
func (n *ExistsClause) Type() sqltypes.Type { return sqltypes.Boolean() }

// Type implements [Node].
func (n *Case) Type() sqltypes.Type {
	if len(n.Whens) > 0 {
		return n.Whens[0].Then.Type()
	}
	return sqltypes.Null()
}

// Type implements [Node].
func (n *Text) Type() sqltypes.Type { return orNull(n.Typ) }

// Type implements [Node].
func (n *Assignment) Type() sqltypes.Type { return n.Column.Type() }

// Type implements [Node].
func (n *Invalid) Type() sqltypes.Type { return sqltypes.Null() }

func orNull(t sqltypes.Type) sqltypes.Type {
	if t == nil {
		return sqltypes.Null()
	}
	return t
}
