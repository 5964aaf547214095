package convert

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/decimal"
)

// This file writes values into the text of statements.

var errNUL = errors.New("a NUL has no place in a literal")

// Literal writes a value of a type as the database stores it. The error is a *[sqltypes.ValueError] or that of a user's type.
func (s *Storage) Literal(t sqltypes.Type, v any) (string, error) {
	if p, ok := s.literalProcessor(t); ok {
		return p.ProcessLiteral(v, s.Dialect)
	}
	if n, ok := s.numericOf(t); ok { // exact, whatever is sent
		d, own, err := decimalOf(t, v, s.limitsOf(n))
		switch {
		case err != nil:
			return "", err
		case d != nil:
			return d.String(), nil
		}
		v = own
	}
	var err error
	if bind := s.Codec(t).Bind; bind != nil && (v != nil || sqltypes.ConvertsNull(t)) {
		v, err = bind(v)
	} else {
		v, err = sqltypes.Plain(v)
	}
	if err != nil {
		return "", err
	}
	return s.literal(t, v)
}

// numericOf finds the decimal that a type is, but for words and variants.
func (s *Storage) numericOf(t sqltypes.Type) (sqltypes.NumericType, bool) {
	for {
		switch x := t.(type) {
		case sqltypes.NumericType:
			return x, true
		case sqltypes.ExactType:
			t = x.Base
		case sqltypes.NativeType:
			t = x.Base
		case sqltypes.VariantType:
			if t = x.Base; x.Dialect == s.Dialect {
				t = x.As
			}
		default:
			return sqltypes.NumericType{}, false
		}
	}
}

// literalProcessor finds the user's type that writes itself, under variants.
func (s *Storage) literalProcessor(t sqltypes.Type) (sqltypes.LiteralProcessor, bool) {
	for {
		v, ok := t.(sqltypes.VariantType)
		if !ok {
			p, ok := t.(sqltypes.LiteralProcessor)
			return p, ok
		}
		if t = v.Base; v.Dialect == s.Dialect {
			t = v.As
		}
	}
}

// literal writes what is sent to the driver.
func (s *Storage) literal(t sqltypes.Type, v any) (string, error) {
	stored := sqltypes.Impl(t, s.Dialect)
	switch x := v.(type) {
	case nil:
		return "NULL", nil
	case bool:
		return s.boolText(x), nil
	case int64:
		if stored.Kind() == sqltypes.BooleanKind {
			return s.boolText(x == 1), nil
		}
		return strconv.FormatInt(x, 10), nil
	case uint64:
		return strconv.FormatUint(x, 10), nil
	case float64:
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return "", sqltypes.Mismatch(t, v, "it has no literal form", nil)
		}
		return strconv.FormatFloat(x, 'g', -1, 64), nil
	case []byte:
		if s.Bytes == nil {
			return "", sqltypes.Mismatch(t, v, "it has no literal form", nil)
		}
		return s.Bytes(x), nil
	case time.Time:
		return s.Text(x.Format(layout(stored))), nil
	case string:
		if d, err := decimal.Parse(x); err == nil && stored.Kind() == sqltypes.NumericKind {
			return d.String(), nil
		}
		if strings.ContainsRune(x, 0) {
			return "", sqltypes.Mismatch(t, v, "", errNUL)
		}
		return s.textLiteral(stored, x), nil
	}
	return "", sqltypes.Mismatch(t, v, "it has no literal form", fmt.Errorf("write the expression as text"))
}

func (s *Storage) boolText(b bool) string {
	if b {
		return s.True
	}
	return s.False
}

func (s *Storage) textLiteral(t sqltypes.Type, text string) string {
	if s.NationalText != nil && national(t) {
		return s.NationalText(text)
	}
	return s.Text(text)
}

// national reports whether a type is text of the national character set, as that of a bare string of Go may be.
func national(t sqltypes.Type) bool {
	switch t := t.(type) {
	case sqltypes.StringType:
		return t.National || t == sqltypes.StringType{}
	case sqltypes.TextType:
		return t.National
	case sqltypes.ExactType:
		return national(t.Base)
	case sqltypes.NativeType:
		return national(t.Base)
	}
	return t.Kind() == sqltypes.JSONKind
}

// layout is how a time that goes to the driver as such is written.
func layout(t sqltypes.Type) string {
	switch t.Kind() {
	case sqltypes.DateKind:
		return string(DateText)
	case sqltypes.TimeKind:
		return string(TimeText)
	}
	if t == sqltypes.DateTimeTZ() {
		return "2006-01-02 15:04:05.000000-07:00"
	}
	return string(DateTimeText)
}
