package expr

// Fragment is a part of a statement on its own: an expression, or an element of FROM. It can be compiled, to be shown or
// compared, not executed.
type Fragment struct {
	X    Node       // an expression, or nil
	From FromClause // an element of FROM, if X is nil
}

func (Fragment) statement() {}
