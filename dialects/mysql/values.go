package mysql

import (
	"errors"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/convert"
)

// values is how MySQL keeps values. Times are sent as text, since the driver sends the first instant of the year 1 as 0000-00-00.
// NUMERIC alone has ten digits and no fraction.
var values = convert.Storage{
	Dialect: "mysql", IntBoolean: true, BareNumeric: sqltypes.NumericType{Precision: 10}, NoNaN: true, NoInf: true, HexUUID: true,
	Instant: convert.DateTimeText, DateTime: convert.DateTimeText, Date: convert.DateText, Time: convert.TimeText,
	Text: rules.QuoteText, Bytes: convert.HexBytes, True: "true", False: "false",
}

func init() { values.Own = own }

// own gives the conversions of the types that only MySQL has.
func own(t sqltypes.Type) (convert.Codec, bool) {
	switch x := t.(type) {
	case IntegerType:
		return x.codec(), true
	case BitType:
		return x.codec(), true
	case SetType:
		return x.codec(), true
	}
	return convert.Codec{}, false
}

func (t IntegerType) codec() convert.Codec {
	half := int64(1) << (t.Bits - 1)
	switch {
	case t.Unsigned && t.Bits == 64:
		return convert.Codec{Bind: func(v any) (any, error) { return unsigned(t, v, 64) }, Result: func(v any) (any, error) { return readUnsigned(t, v) }}
	case t.Unsigned:
		return convert.Integer(t, 0, 2*half-1)
	case t.Bits == 64:
		return convert.Integer(t, math.MinInt64, math.MaxInt64)
	}
	return convert.Integer(t, -half, half-1)
}

// unsigned takes an integer of so many bits without a sign.
func unsigned(t sqltypes.Type, v any, bits int) (any, error) {
	var n uint64
	switch rv := reflect.ValueOf(v); {
	case rv.CanUint():
		n = rv.Uint()
	case rv.CanInt() && rv.Int() >= 0:
		n = uint64(rv.Int())
	case rv.CanInt():
		return nil, sqltypes.Mismatch(t, v, "it is out of range", nil)
	default:
		p, err := sqltypes.Plain(v)
		if err != nil || p == nil {
			return nil, err
		}
		if i, ok := p.(int64); ok {
			return unsigned(t, i, bits)
		}
		return nil, sqltypes.Mismatch(t, v, "it wants an integer", nil)
	}
	if bits < 64 && n>>bits != 0 {
		return nil, sqltypes.Mismatch(t, v, "it is out of range", nil)
	}
	return n, nil
}

// readUnsigned gives an int64, or a uint64 for what that does not hold.
func readUnsigned(t sqltypes.Type, v any) (any, error) {
	var n uint64
	var err error
	switch x := v.(type) {
	case int64:
		return x, nil
	case uint64:
		n = x
	case []byte:
		n, err = strconv.ParseUint(string(x), 10, 64)
	case string:
		n, err = strconv.ParseUint(x, 10, 64)
	default:
		err = errNoInteger
	}
	if err != nil {
		return nil, sqltypes.Mismatch(t, v, "the database gave no integer", err)
	}
	if n <= math.MaxInt64 {
		return int64(n), nil
	}
	return n, nil
}

var errNoInteger = errors.New("it is no integer")

func (t BitType) codec() convert.Codec {
	return convert.Codec{
		Bind: func(v any) (any, error) { return unsigned(t, v, t.Length) },
		Result: func(v any) (any, error) {
			b, ok := v.([]byte)
			if !ok || len(b) > 8 {
				return nil, sqltypes.Mismatch(t, v, "the database gave no bits", nil)
			}
			var n uint64
			for _, c := range b {
				n = n<<8 | uint64(c)
			}
			return n, nil
		},
	}
}

func (t SetType) codec() convert.Codec {
	words := strings.Split(t.Words, ",")
	return convert.Codec{
		Bind: func(v any) (any, error) {
			chosen, ok := v.([]string)
			if !ok {
				return nil, sqltypes.Mismatch(t, v, "it wants a []string", nil)
			}
			if chosen == nil {
				return nil, nil
			}
			for _, w := range chosen {
				if !slices.Contains(words, w) {
					return nil, sqltypes.Mismatch(t, v, "a word is none of "+t.Words, nil)
				}
			}
			return strings.Join(chosen, ","), nil
		},
		Result: func(v any) (any, error) {
			switch x := v.(type) {
			case []byte:
				return chosen(string(x)), nil
			case string:
				return chosen(x), nil
			}
			return nil, sqltypes.Mismatch(t, v, "the database gave no text", nil)
		},
	}
}

func chosen(s string) []string {
	if s == "" {
		return []string{}
	}
	return strings.Split(s, ",")
}
