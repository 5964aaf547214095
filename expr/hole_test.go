package expr

import (
	"fmt"
	"math/big"
	"testing"
	"time"

	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/civil"
	"github.com/aludel/aludel/sqltypes/decimal"
)

// A preview has the type of a value that stands alone, as the statement that is sent has it; beside a column both have the column's.
func TestHolesAreOfTheTypeOfTheirValues(t *testing.T) {
	col := NewTableClause("", "t", NewColumnClause("a", sqltypes.SmallInteger())).Columns[0]
	for _, v := range []any{"", true, 1, int16(1), uint64(1), 1.5, float32(1), time.Time{}, time.Second, []byte{1}, decimal.Decimal{}, &big.Int{}, civil.Date{}, new(int), new(string)} {
		hole := Hole{Name: "x", Type: fmt.Sprintf("%T", v)}
		got, want := Val(hole).Node().Type(), Val(v).Node().Type()
		if got.Kind() != want.Kind() || want.Kind() == sqltypes.NullKind {
			t.Errorf("%s: %v, want %v", hole.Type, got.Kind(), want.Kind())
		}
		if b := bindFor(hole, col); b.Type().Kind() != sqltypes.SmallIntegerKind {
			t.Errorf("%s beside a column: %v", hole.Type, b.Type().Kind())
		}
	}
	if got := Val(Hole{Name: "x", Type: "models.Status"}).Node().Type().Kind(); got != sqltypes.NullKind {
		t.Errorf("a type that the name does not tell: %v", got)
	}
}
