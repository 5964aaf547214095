// Package decimal holds exact decimal numbers, as NUMERIC columns have them.
//
// A [Decimal] is a small immutable value that keeps its digits as they were written, those after the point included: 1.10 stays
// 1.10. It is safe for use by any number of goroutines. Nothing in it passes through binary floating point but [FromFloat64] and
// [Decimal.Float64], which say so.
package decimal

import (
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// Decimal is an exact decimal. The zero Decimal is 0. Compare numbers with [Decimal.Cmp] or [Decimal.Equal]: == tells 1.10 from
// 1.1.
type Decimal struct {
	text string // canonical: -?digits(.digits)?, no leading zeros, no -0; "" is 0
}

// Zero is 0.
var Zero Decimal

// The limits are those of PostgreSQL, which has the widest decimals.
const (
	MaxDigits = 131072 // before the point
	MaxScale  = 16383  // after it
)

// SyntaxError says that a text is no decimal.
type SyntaxError struct {
	Text   string // its beginning
	Reason string
}

// Error implements error.
func (e *SyntaxError) Error() string { return fmt.Sprintf("decimal: %q %s", e.Text, e.Reason) }

func syntax(s, reason string) error {
	if len(s) > 40 {
		s = s[:40] + "..."
	}
	return &SyntaxError{s, reason}
}

// Parse reads a decimal: a sign, digits, a point and an exponent as in "-12.50" or "1.5e3". Blanks, NaN and infinities are none.
func Parse(s string) (Decimal, error) {
	if isCanonical(s) {
		return Decimal{s}, nil
	}
	rest, neg := s, false
	if rest != "" && (rest[0] == '+' || rest[0] == '-') {
		neg, rest = rest[0] == '-', rest[1:]
	}
	exp := 0
	if i := strings.IndexAny(rest, "eE"); i >= 0 {
		n, err := strconv.Atoi(rest[i+1:])
		if err != nil || n > MaxDigits || n < -MaxScale {
			return Zero, syntax(s, "has an exponent that is no number or too large")
		}
		exp, rest = n, rest[:i]
	}
	whole, frac, _ := strings.Cut(rest, ".")
	if whole == "" && frac == "" || !isDigits(whole) || !isDigits(frac) {
		return Zero, syntax(s, "is no decimal number")
	}
	return assemble(s, neg, whole+frac, len(frac)-exp)
}

// assemble makes a decimal of its digits, scale of them after the point.
func assemble(s string, neg bool, digits string, scale int) (Decimal, error) {
	if scale < 0 {
		digits += strings.Repeat("0", -scale)
		scale = 0
	}
	if len(digits) <= scale {
		digits = strings.Repeat("0", scale-len(digits)+1) + digits
	}
	at := len(digits) - scale
	whole := strings.TrimLeft(digits[:at], "0")
	if whole == "" {
		whole = "0"
	}
	if len(whole) > MaxDigits || scale > MaxScale {
		return Zero, syntax(s, "has too many digits")
	}
	text := whole
	if scale > 0 {
		text += "." + digits[at:]
	}
	if neg && strings.Trim(text, "0.") != "" {
		text = "-" + text
	}
	return Decimal{text}, nil
}

// isCanonical reports whether a text is what a Decimal keeps, so that it need not be made anew.
func isCanonical(s string) bool {
	t := strings.TrimPrefix(s, "-")
	whole, frac, point := strings.Cut(t, ".")
	return whole != "" && (len(whole) == 1 || whole[0] != '0') && isDigits(whole) && isDigits(frac) && point == (frac != "") &&
		(t == s || strings.Trim(t, "0.") != "") && len(whole) <= MaxDigits && len(frac) <= MaxScale
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// MustParse is [Parse] for constants: it panics where that fails.
func MustParse(s string) Decimal {
	d, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// New is unscaled / 10^scale: New(1250, 2) is 12.50. A negative scale adds zeros.
func New(unscaled int64, scale int) Decimal {
	d, _ := FromBig(big.NewInt(unscaled), scale)
	return d
}

// FromBig is unscaled / 10^scale. The error says that it has too many digits.
func FromBig(unscaled *big.Int, scale int) (Decimal, error) {
	if scale > MaxScale || scale < -MaxDigits {
		return Zero, syntax(unscaled.String(), "has too many digits")
	}
	return assemble(unscaled.String(), unscaled.Sign() < 0, new(big.Int).Abs(unscaled).String(), scale)
}

// FromRat is a fraction that has an exact decimal. The error says that it has none, as 1/3.
func FromRat(r *big.Rat) (Decimal, error) {
	n, exact := r.FloatPrec()
	if !exact {
		return Zero, fmt.Errorf("decimal: %s has no exact decimal", r)
	}
	return Parse(r.FloatString(n))
}

// FromFloat64 is the shortest decimal that is read as this float64 again. The error says that it is infinite or no number.
func FromFloat64(f float64) (Decimal, error) { return Parse(strconv.FormatFloat(f, 'f', -1, 64)) }

// String gives the decimal as it was written: "-12.50".
func (d Decimal) String() string {
	if d.text == "" {
		return "0"
	}
	return d.text
}

// Scale is the number of digits after the point.
func (d Decimal) Scale() int {
	_, frac, _ := strings.Cut(d.text, ".")
	return len(frac)
}

// Digits is the number of digits before the point, 0 for 0.5.
func (d Decimal) Digits() int {
	whole, _, _ := strings.Cut(strings.TrimPrefix(d.String(), "-"), ".")
	if whole == "0" {
		return 0
	}
	return len(whole)
}

// Sign is -1, 0 or 1.
func (d Decimal) Sign() int {
	switch {
	case strings.HasPrefix(d.text, "-"):
		return -1
	case strings.Trim(d.text, "0.") == "":
		return 0
	}
	return 1
}

// Unscaled is the number without its point: 1250 for 12.50.
func (d Decimal) Unscaled() *big.Int {
	n, _ := new(big.Int).SetString(strings.Replace(d.String(), ".", "", 1), 10)
	return n
}

// Rat is the number as a fraction.
func (d Decimal) Rat() *big.Rat {
	r, _ := new(big.Rat).SetString(d.String())
	return r
}

// Float64 is the nearest float64, and whether it is exactly the number.
func (d Decimal) Float64() (f float64, exact bool) { return d.Rat().Float64() }

// Int64 is the number if it is whole and an int64 holds it.
func (d Decimal) Int64() (n int64, ok bool) {
	n, err := strconv.ParseInt(d.Trim().String(), 10, 64)
	return n, err == nil
}

// Cmp is -1, 0 or 1 as d is less than, equal to or more than e.
func (d Decimal) Cmp(e Decimal) int {
	scale := max(d.Scale(), e.Scale())
	return d.scaled(scale).Cmp(e.scaled(scale))
}

// Equal reports whether d and e are the same number: 1.10 and 1.1 are.
func (d Decimal) Equal(e Decimal) bool { return d == e || d.Cmp(e) == 0 }

// scaled is the unscaled number for a scale that is not less than its own.
func (d Decimal) scaled(scale int) *big.Int {
	return new(big.Int).Mul(d.Unscaled(), pow10(scale-d.Scale()))
}

func pow10(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// Trim is the number without zeros at the end of its fraction.
func (d Decimal) Trim() Decimal {
	if !strings.Contains(d.text, ".") {
		return d
	}
	return Decimal{strings.TrimRight(strings.TrimRight(d.text, "0"), ".")}
}

// Pad is the number with at least scale digits after the point.
func (d Decimal) Pad(scale int) Decimal {
	have := d.Scale()
	if have >= scale || scale > MaxScale {
		return d
	}
	text := d.String()
	if have == 0 {
		text += "."
	}
	return Decimal{text + strings.Repeat("0", scale-have)}
}

// Neg is -d.
func (d Decimal) Neg() Decimal { return d.with(new(big.Int).Neg(d.Unscaled()), d.Scale()) }

// Add is d + e, exactly.
func (d Decimal) Add(e Decimal) Decimal {
	scale := max(d.Scale(), e.Scale())
	return d.with(new(big.Int).Add(d.scaled(scale), e.scaled(scale)), scale)
}

// Sub is d - e, exactly.
func (d Decimal) Sub(e Decimal) Decimal { return d.Add(e.Neg()) }

// Mul is d * e, exactly: its scale is the sum of theirs.
func (d Decimal) Mul(e Decimal) Decimal {
	return d.with(new(big.Int).Mul(d.Unscaled(), e.Unscaled()), d.Scale()+e.Scale())
}

// with makes a decimal of what arithmetic gave; beyond the limits of [Parse] it is kept whole.
func (Decimal) with(unscaled *big.Int, scale int) Decimal {
	digits := new(big.Int).Abs(unscaled).String()
	if len(digits) <= scale {
		digits = strings.Repeat("0", scale-len(digits)+1) + digits
	}
	text := digits[:len(digits)-scale]
	if scale > 0 {
		text += "." + digits[len(digits)-scale:]
	}
	if unscaled.Sign() < 0 {
		text = "-" + text
	}
	return Decimal{text}
}

// Round is the number with scale digits after the point, halves away from zero, as databases round.
func (d Decimal) Round(scale int) Decimal {
	drop := d.Scale() - scale
	if drop <= 0 {
		return d.Pad(scale)
	}
	unit := pow10(drop)
	q, r := new(big.Int).QuoRem(d.Unscaled(), unit, new(big.Int))
	if r.Abs(r).Lsh(r, 1).Cmp(unit) >= 0 {
		q.Add(q, big.NewInt(int64(d.Sign())))
	}
	return d.with(q, scale)
}

var errKind = errors.New("decimal: neither a number nor its text")
