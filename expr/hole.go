package expr

import (
	"fmt"
	"math/big"
	"time"

	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/civil"
	"github.com/aludel/aludel/sqltypes/decimal"
)

// Hole stands for a value that is not known where the statement is looked at: the checker and the editor build statements
// with holes, the runtime never does. Name is the Go expression that will give the value, Type its Go type.
type Hole struct{ Name, Type string }

// sqlType is the type that [sqltypes.Of] finds for the values that the hole stands for, as far as the name of their Go type tells it.
func (h Hole) sqlType() sqltypes.Type {
	if t, ok := holeTypes[h.Type]; ok {
		return t
	}
	return sqltypes.Null()
}

// holeTypes are the types of holes by the names of Go types, and of pointers to them.
var holeTypes = func() map[string]sqltypes.Type {
	m := map[string]sqltypes.Type{"[]byte": sqltypes.LargeBinary(), "[]uint8": sqltypes.LargeBinary()}
	for _, v := range []any{"", false, 0, int8(0), int16(0), int32(0), int64(0), uint(0), uint8(0), uint16(0), uint32(0), uint64(0), float32(0), float64(0),
		time.Time{}, time.Duration(0), decimal.Decimal{}, civil.DateTime{}, civil.Date{}, civil.Time{}} {
		m[fmt.Sprintf("%T", v)], m[fmt.Sprintf("*%T", v)] = sqltypes.Of(v), sqltypes.Of(v)
	}
	m["*big.Int"], m["*big.Rat"] = sqltypes.Of((*big.Int)(nil)), sqltypes.Of((*big.Rat)(nil))
	return m
}()
