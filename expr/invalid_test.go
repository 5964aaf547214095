package expr

import (
	"errors"
	"testing"

	"github.com/aludel/aludel/sqltypes"
)

// What cannot be meant gives an error with its cause, and no text.
func TestInvalidExpressions(t *testing.T) {
	i, s, j := Column("i", sqltypes.Integer()), Column("s", sqltypes.String(20)), Column("j", sqltypes.JSON())
	pair := TupleOf(i, s)
	for name, c := range map[string]struct {
		x     Expr
		cause error // nil for any
	}{
		"less than nil":             {i.Lt(nil), ErrNullOperand},
		"greater than NULL":         {i.Gt(Null()), ErrNullOperand},
		"like nil":                  {s.Like(nil), ErrNullOperand},
		"tuples of two and three":   {pair.Eq(TupleOf(i, s, i)), ErrTupleLength},
		"tuple and shorter slice":   {pair.Eq([]any{1}), ErrTupleLength},
		"case without when":         {Wrap(&Case{}).Else(1), ErrEmptyCase},
		"in a single value":         {i.In(5), nil},
		"in a string":               {s.In("abc"), nil},
		"in nil":                    {i.In(nil), nil},
		"escape of equality":        {s.Eq("x").Escape("/"), nil},
		"escape of two characters":  {s.Like("x").Escape("//"), nil},
		"array without elements":    {ArrayOf(), nil},
		"part without key":          {j.At(), nil},
		"number of a column":        {i.AsInteger(), nil},
		"any of arithmetic":         {Column("a", sqltypes.Array(sqltypes.Integer())).HasAny(OpAdd, 1), nil},
		"field that is no name":     {ExtractField("year from x); --", i), nil},
		"field without name":        {ExtractField("", i), nil},
		"match of nothing":          {MatchAgainst("x", 0), nil},
		"match in two modes":        {MatchAgainst("x", BooleanMode|NaturalLanguage, s), nil},
		"when of a column":          {i.When(1, 2), nil},
		"text with too few values":  {RawText("x = :a AND y = :b", 1), nil},
		"rows and range":            {CountAll().Over(Window{Rows: &Frame{}, Range: &Frame{}}), nil},
		"rows and groups":           {CountAll().Over(Window{}.RowsBetween(Unbounded(), CurrentRow()).GroupsBetween(Unbounded(), CurrentRow())), nil},
		"exclusion without frame":   {CountAll().Over(Window{}.Excluding(ExcludeTies)), nil},
		"exists of no select":       {Exists(5), nil},
		"scalar of no select":       {ScalarOf("x"), nil},
		"the zero expression":       {Expr{}, nil},
		"assignment to an operator": {i.Add(1).To(5), nil},
	} {
		n, ok := c.x.Node().(*Invalid)
		switch {
		case !ok:
			t.Errorf("%s: it is a %T", name, c.x.Node())
		case n.Err == nil || n.Err.Error() == "":
			t.Errorf("%s: the error says nothing", name)
		case c.cause != nil && !errors.Is(n.Err, c.cause):
			t.Errorf("%s: %v is not %v", name, n.Err, c.cause)
		}
	}
}
