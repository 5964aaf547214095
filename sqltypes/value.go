package sqltypes

import (
	"encoding/json"
	"math/big"
	"reflect"
	"time"

	"github.com/aludel/aludel/sqltypes/civil"
	"github.com/aludel/aludel/sqltypes/decimal"
)

// Of is the type that a Go value has when nothing else says what it is: int64 is a BigInteger, string a String. A
// value of no known family gives [Null].
func Of(v any) Type {
	switch v.(type) {
	case nil:
		return Null()
	case string:
		return String(0)
	case int64, int, uint, uint64:
		return BigInteger()
	case bool:
		return Boolean()
	case float64, float32:
		return Float()
	case time.Time:
		return DateTimeTZ()
	case []byte:
		return LargeBinary()
	case time.Duration:
		return Interval()
	case decimal.Decimal, *big.Int, *big.Rat, json.Number:
		return Numeric(0, 0)
	case civil.DateTime:
		return DateTime()
	case civil.Date:
		return Date()
	case civil.Time:
		return Time()
	}
	return ofKind(reflect.TypeOf(v))
}

// ofKind decides by the underlying kind, for named types such as `type Status string`.
func ofKind(t reflect.Type) Type {
	switch t.Kind() {
	case reflect.Pointer:
		return ofKind(t.Elem())
	case reflect.String:
		return String(0)
	case reflect.Bool:
		return Boolean()
	case reflect.Int16, reflect.Int8, reflect.Uint8:
		return SmallInteger()
	case reflect.Int32, reflect.Uint16:
		return Integer()
	case reflect.Int, reflect.Int64, reflect.Uint, reflect.Uint32, reflect.Uint64:
		return BigInteger()
	case reflect.Float32, reflect.Float64:
		return Float()
	}
	if t == reflect.TypeFor[time.Time]() {
		return DateTimeTZ()
	}
	return Null()
}
