package expr

import "github.com/aludel/aludel/sqltypes"

// Literal is a value that is written into the text, where a database takes no parameter: the separator of an aggregate, a number of
// rows. It makes a statement of its own for every value.
type Literal struct {
	Value any
	Typ   sqltypes.Type
}

func (*Literal) node() {}

// Type implements [Node].
func (n *Literal) Type() sqltypes.Type { return orNull(n.Typ) }

// Inline is a Go value written into the text as a literal of its type. It is for the few places where a database takes no
// parameter; each value makes another statement, which is compiled, cached and prepared on its own.
func Inline(v any) Expr { return InlineAs(v, sqltypes.Of(v)) }

// InlineAs is [Inline] for a value of a type.
func InlineAs(v any, t sqltypes.Type) Expr {
	if v == nil {
		return Null()
	}
	return Wrap(&Literal{v, t})
}
