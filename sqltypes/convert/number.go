package convert

import (
	"database/sql/driver"
	"encoding/json"
	"math"
	"reflect"
	"strconv"

	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/civil"
	"github.com/aludel/aludel/sqltypes/decimal"
)

// This file converts numbers and truth values.

// plain reduces a value; own is set where it says itself, by a Value method, what the driver is to get.
func plain(t sqltypes.Type, v any) (p any, own bool, err error) {
	if n, ok := v.(json.Number); ok {
		return number(t, n)
	}
	switch v.(type) {
	case decimal.Decimal, civil.Date, civil.Time, civil.DateTime, civil.Interval: // ours, whose meaning is known
	case driver.Valuer:
		own = true
	}
	if p, err = sqltypes.Plain(v); err != nil {
		err = sqltypes.Mismatch(t, v, "", err)
	}
	return p, own, err
}

// number gives the number that JSON wrote, as an int64 if it is one.
func number(t sqltypes.Type, n json.Number) (any, bool, error) {
	if i, err := n.Int64(); err == nil {
		return i, false, nil
	}
	f, err := n.Float64()
	if err != nil {
		return nil, false, sqltypes.Mismatch(t, n, "", err)
	}
	return f, false, nil
}

// Integer converts integers between lo and hi.
func Integer(t sqltypes.Type, lo, hi int64) Codec {
	bind := func(v any) (any, error) {
		n, ok := v.(int64)
		if !ok {
			p, own, err := plain(t, v)
			if p == nil || err != nil {
				return nil, err
			}
			if n, ok = p.(int64); !ok {
				if own {
					return p, nil
				}
				return nil, sqltypes.Mismatch(t, v, "it wants an integer", nil)
			}
			v = p
		}
		if n < lo || n > hi {
			return nil, sqltypes.Mismatch(t, v, "it is out of range", nil)
		}
		return v, nil
	}
	return Codec{bind, func(v any) (any, error) { return intOf(t, v) }}
}

func (s *Storage) integer(t sqltypes.Type) Codec {
	switch k := t.Kind(); {
	case s.WideIntegers || k == sqltypes.BigIntegerKind:
		return Integer(t, math.MinInt64, math.MaxInt64)
	case k == sqltypes.SmallIntegerKind:
		return Integer(t, math.MinInt16, math.MaxInt16)
	}
	return Integer(t, math.MinInt32, math.MaxInt32)
}

// intOf reads an integer as drivers give it.
func intOf(t sqltypes.Type, v any) (any, error) {
	switch x := v.(type) {
	case int64:
		return x, nil
	case string:
		return parseInt(t, v, x)
	case []byte:
		return parseInt(t, v, string(x))
	case float64:
		if n := int64(x); float64(n) == x && x < 1<<63 {
			return n, nil
		}
	case uint64:
		if x <= math.MaxInt64 {
			return int64(x), nil
		}
	case bool:
		if x {
			return int64(1), nil
		}
		return int64(0), nil
	default:
		if p, err := sqltypes.Plain(v); err == nil && reflect.TypeOf(p) != reflect.TypeOf(v) {
			return intOf(t, p)
		}
	}
	return nil, sqltypes.Mismatch(t, v, "the database gave no 64-bit integer", nil)
}

func parseInt(t sqltypes.Type, v any, s string) (any, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return nil, sqltypes.Mismatch(t, v, "the database gave no 64-bit integer", err)
	}
	return n, nil
}

func (s *Storage) float(t sqltypes.Type) Codec {
	bind := func(v any) (any, error) {
		f, ok := v.(float64)
		if !ok {
			got, own, err := floatOf(t, v)
			if got == nil || err != nil || own {
				return got, err
			}
			f, v = got.(float64), got
		}
		if s.NoNaN && math.IsNaN(f) || s.NoInf && math.IsInf(f, 0) {
			return nil, sqltypes.Mismatch(t, v, "the database has no NaN and no infinity", nil)
		}
		return v, nil
	}
	if f, ok := t.(sqltypes.FloatType); ok && f.Decimal {
		return Codec{bind, func(v any) (any, error) { return shortest(t, v) }}
	}
	return Codec{bind, func(v any) (any, error) { return readFloat(t, v) }}
}

// floatOf makes a float64 of a number of Go; own is set for what a Value method gave that is none.
func floatOf(t sqltypes.Type, v any) (f any, own bool, err error) {
	if d, ok := v.(decimal.Decimal); ok {
		n, _ := d.Float64()
		return n, false, nil
	}
	p, own, err := plain(t, v)
	switch x := p.(type) {
	case float64:
		return x, false, err
	case int64:
		return float64(x), false, err
	case nil:
		return nil, false, err
	}
	if err == nil && !own {
		err = sqltypes.Mismatch(t, v, "it wants a number", nil)
	}
	return p, own, err
}

func readFloat(t sqltypes.Type, v any) (any, error) {
	switch x := v.(type) {
	case float64:
		return x, nil
	case float32:
		return float64(x), nil
	case int64:
		return float64(x), nil
	case string:
		return parseFloat(t, v, x)
	case []byte:
		return parseFloat(t, v, string(x))
	}
	if p, err := sqltypes.Plain(v); err == nil && reflect.TypeOf(p) != reflect.TypeOf(v) { // a driver's own type of numbers
		return readFloat(t, p)
	}
	return nil, sqltypes.Mismatch(t, v, "the database gave no number", nil)
}

func parseFloat(t sqltypes.Type, v any, s string) (any, error) {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return nil, sqltypes.Mismatch(t, v, "the database gave no number", err)
	}
	return f, nil
}

// shortest reads a float as the shortest decimal that is the same float64.
func shortest(t sqltypes.Type, v any) (any, error) {
	f, err := readFloat(t, v)
	if err != nil {
		return nil, err
	}
	d, err := decimal.FromFloat64(f.(float64))
	if err != nil {
		return nil, sqltypes.Mismatch(t, v, "", err)
	}
	return d, nil
}

// limitsOf are the digits that a column of a type keeps.
func (s *Storage) limitsOf(t sqltypes.Type) sqltypes.NumericType {
	limits, _ := t.(sqltypes.NumericType)
	if limits.Precision == 0 {
		limits.Precision, limits.Scale = s.BareNumeric.Precision, s.BareNumeric.Scale
	}
	return limits
}

func (s *Storage) numeric(t sqltypes.Type) Codec {
	limits := s.limitsOf(t)
	bind := func(v any) (any, error) {
		d, own, err := decimalOf(t, v, limits)
		if err != nil || own != nil || d == nil {
			return own, err
		}
		if s.FloatNumeric {
			return binary(t, v, *d)
		}
		return d.String(), nil
	}
	if limits.Float {
		return Codec{bind, func(v any) (any, error) { return readFloat(t, v) }}
	}
	return Codec{bind, func(v any) (any, error) { return s.readDecimal(t, v, limits.Scale) }}
}

// decimalOf makes a decimal of a number of Go. own is what a Value method gave that is none; both are nil for nil. A float64 is
// rounded to the scale of the column, since its last digits are nobody's intention; others must fit.
func decimalOf(t sqltypes.Type, v any, limits sqltypes.NumericType) (d *decimal.Decimal, own any, err error) {
	if n, ok := v.(json.Number); ok {
		v = n.String()
	}
	got, err := decimal.Of(v)
	if err != nil {
		p, valuer, perr := plain(t, v)
		if perr != nil || p == nil {
			return nil, nil, perr
		}
		if f, ok := p.(float64); ok {
			if got, err = decimal.FromFloat64(f); err == nil && limits.Precision > 0 && got.Scale() > limits.Scale {
				got = got.Round(limits.Scale)
			}
		} else if got, err = decimal.Of(p); err != nil && valuer {
			return nil, p, nil
		}
	}
	if err != nil {
		return nil, nil, sqltypes.Mismatch(t, v, "it wants an exact number", err)
	}
	return &got, nil, fits(t, v, got, limits)
}

// fits says whether a column has room for all digits of a decimal.
func fits(t sqltypes.Type, v any, d decimal.Decimal, limits sqltypes.NumericType) error {
	if limits.Precision <= 0 {
		return nil
	}
	if d.Digits() > limits.Precision-limits.Scale {
		return sqltypes.Mismatch(t, v, "it is out of range", nil)
	}
	if d.Scale() > limits.Scale && d.Trim().Scale() > limits.Scale {
		return sqltypes.Mismatch(t, v, "it has more digits after the point than the column keeps; round it", nil)
	}
	return nil
}

// exactDigits is how many decimal digits a float64 keeps, whatever they are.
const exactDigits = 15

// binary gives a decimal as an integer or a float64 from which [fromBinary] gets it back digit by digit; others are refused.
func binary(t sqltypes.Type, v any, d decimal.Decimal) (any, error) {
	d = d.Trim()
	if n, ok := d.Int64(); ok {
		return n, nil
	}
	f, err := strconv.ParseFloat(d.String(), 64)
	if back, err2 := fromBinary(f); err != nil || err2 != nil || !back.Equal(d) {
		return nil, sqltypes.Mismatch(t, v, "the database keeps 15 digits of a decimal with a fraction; use a String or an integer of the smallest unit", err)
	}
	return f, nil
}

// fromBinary gives the decimal of which a float64 keeps all digits.
func fromBinary(f float64) (decimal.Decimal, error) {
	d, err := decimal.Parse(strconv.FormatFloat(f, 'g', exactDigits, 64))
	return d.Trim(), err
}

func (s *Storage) readDecimal(t sqltypes.Type, v any, scale int) (any, error) {
	var d decimal.Decimal
	var err error
	switch x := v.(type) {
	case float64:
		if !s.FloatNumeric {
			return nil, sqltypes.Mismatch(t, v, "the database gave a float, which is not exact", nil)
		}
		d, err = fromBinary(x)
	default:
		if d, err = decimal.Of(v); err == nil {
			break
		}
		if p, err2 := sqltypes.Plain(v); err2 == nil { // a driver's own type of numbers
			d, err = decimal.Of(p)
		}
	}
	if err != nil {
		return nil, sqltypes.Mismatch(t, v, "the database gave no number", err)
	}
	return d.Pad(scale), nil
}

func (s *Storage) boolean(t sqltypes.Type) Codec {
	return Codec{
		func(v any) (any, error) {
			b, ok := v.(bool)
			if !ok {
				p, own, err := plain(t, v)
				if p == nil || err != nil {
					return nil, err
				}
				if b, ok = truth(p); !ok {
					if own {
						return p, nil
					}
					return nil, sqltypes.Mismatch(t, v, "it wants true, false, 1 or 0", nil)
				}
			}
			if !s.IntBoolean {
				return b, nil
			}
			if b {
				return int64(1), nil
			}
			return int64(0), nil
		},
		func(v any) (any, error) {
			if b, ok := readTruth(v); ok {
				return b, nil
			}
			return nil, sqltypes.Mismatch(t, v, "the database gave neither true nor false", nil)
		},
	}
}

func truth(v any) (b, ok bool) {
	switch x := v.(type) {
	case bool:
		return x, true
	case int64:
		return x == 1, x == 0 || x == 1
	}
	return false, false
}

// readTruth reads a truth value as drivers give it. A number is true unless it is 0, as databases have it that keep truth values as numbers.
func readTruth(v any) (b, ok bool) {
	switch x := v.(type) {
	case []byte:
		if len(x) == 1 && x[0] <= 1 { // BIT(1) of MySQL
			return x[0] == 1, true
		}
		return readTruth(string(x))
	case string:
		switch x {
		case "t", "true", "TRUE":
			return true, true
		case "f", "false", "FALSE":
			return false, true
		}
		n, err := strconv.ParseFloat(x, 64)
		return n != 0, err == nil && n == n
	case int64:
		return x != 0, true
	case float64:
		return x != 0, x == x
	case bool:
		return x, true
	}
	return false, false
}
