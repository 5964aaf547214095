package decimal

import (
	"database/sql/driver"
	"encoding"
	"fmt"
	"math/big"
)

// This file has the ways in and out: of databases, of text and of JSON.

// Of makes a decimal of a number of Go: integers, big.Int and big.Rat, text, and what writes itself as text (as the decimal types
// of other packages do). A float64 is refused: it is seldom the number that was meant; see [FromFloat64].
func Of(v any) (Decimal, error) {
	switch v := v.(type) {
	case Decimal:
		return v, nil
	case int64:
		return New(v, 0), nil
	case int:
		return New(int64(v), 0), nil
	case uint64:
		return FromBig(new(big.Int).SetUint64(v), 0)
	case string:
		return Parse(v)
	case []byte:
		return Parse(string(v))
	case *big.Int:
		return FromBig(v, 0)
	case big.Int:
		return FromBig(&v, 0)
	case *big.Rat:
		return FromRat(v)
	case big.Rat:
		return FromRat(&v)
	case encoding.TextMarshaler:
		b, err := v.MarshalText()
		if err != nil {
			return Zero, err
		}
		return Parse(string(b))
	}
	return Zero, errKind
}

// Value implements driver.Valuer: the number as text.
func (d Decimal) Value() (driver.Value, error) { return d.String(), nil }

// Scan implements sql.Scanner. It reads text and integers; a float64 is the shortest decimal that is read as it again, since that
// is what databases without decimals keep.
func (d *Decimal) Scan(v any) (err error) {
	switch v := v.(type) {
	case nil:
		return fmt.Errorf("decimal: NULL is no number; scan into a *Decimal or a sql.Null")
	case float64:
		*d, err = FromFloat64(v)
	default:
		*d, err = Of(v)
	}
	return err
}

// MarshalText implements encoding.TextMarshaler. In JSON the number is a string, so that readers keep its digits.
func (d Decimal) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Decimal) UnmarshalText(b []byte) (err error) {
	*d, err = Parse(string(b))
	return err
}

// UnmarshalJSON implements json.Unmarshaler: a number, or a string that holds one. null changes nothing.
func (d *Decimal) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		return nil
	}
	if len(b) >= 2 && b[0] == '"' {
		b = b[1 : len(b)-1]
	}
	return d.UnmarshalText(b)
}
