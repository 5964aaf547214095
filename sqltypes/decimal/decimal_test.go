package decimal

import (
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for in, want := range map[string]string{
		"0": "0", "-0": "0", "-0.00": "0.00", "+1.10": "1.10", "007": "7", "1.": "1", ".5": "0.5", "-.5": "-0.5", "1e3": "1000", "1.5E-3": "0.0015",
		"12.50e1": "125.0", "12345678901234567890.123456789012345678901234567890": "12345678901234567890.123456789012345678901234567890",
		"1e131071": "1" + strings.Repeat("0", 131071),
	} {
		d, err := Parse(in)
		if err != nil || d.String() != want {
			t.Errorf("%s: %s, %v", in, d, err)
		}
	}
	for _, bad := range []string{"", ".", "-", "1 ", " 1", "NaN", "inf", "1e", "1e999999999999", "1e131072", "1e-16384", "0x10", "1_000", "1,5", "--1", "1.2.3", "१"} {
		var syn *SyntaxError
		if d, err := Parse(bad); !errors.As(err, &syn) {
			t.Errorf("%q: %s, %v", bad, d, err)
		}
	}
}

func TestArithmetic(t *testing.T) {
	a, b := MustParse("1.10"), MustParse("-0.005")
	for _, c := range []struct {
		got  Decimal
		want string
	}{
		{a.Add(b), "1.095"}, {a.Sub(b), "1.105"}, {a.Mul(b), "-0.00550"}, {b.Neg(), "0.005"}, {Zero.Neg(), "0"}, {a.Round(1), "1.1"},
		{MustParse("2.005").Round(2), "2.01"}, {MustParse("-2.005").Round(2), "-2.01"}, {MustParse("2.004").Round(2), "2.00"}, {b.Round(0), "0"},
		{MustParse("-0.5").Round(0), "-1"}, {a.Round(4), "1.1000"}, {a.Trim(), "1.1"}, {MustParse("100").Trim(), "100"}, {MustParse("0.00").Trim(), "0"},
		{New(1250, 2), "12.50"}, {New(-5, 3), "-0.005"}, {New(5, -2), "500"}, {New(math.MinInt64, 0), "-9223372036854775808"},
	} {
		if c.got.String() != c.want {
			t.Errorf("got %s, want %s", c.got, c.want)
		}
	}
	if !a.Equal(MustParse("1.1")) || a == MustParse("1.1") || a.Cmp(b) != 1 || b.Sign() != -1 || Zero.Sign() != 0 || a.Digits() != 1 || b.Digits() != 0 || b.Scale() != 3 {
		t.Error("comparing")
	}
	if n, ok := MustParse("12.00").Int64(); !ok || n != 12 {
		t.Error("12.00 is whole")
	}
	if _, ok := MustParse("9223372036854775808").Int64(); ok {
		t.Error("an integer out of range")
	}
}

type otherDecimal struct{}

func (otherDecimal) MarshalText() ([]byte, error) { return []byte("3.25"), nil }

func TestOf(t *testing.T) {
	for _, c := range []struct {
		v    any
		want string
	}{
		{int64(5), "5"}, {7, "7"}, {uint64(math.MaxUint64), "18446744073709551615"}, {"1.10", "1.10"}, {[]byte("2.5"), "2.5"}, {big.NewInt(-3), "-3"},
		{big.NewRat(1, 8), "0.125"}, {otherDecimal{}, "3.25"},
	} {
		if d, err := Of(c.v); err != nil || d.String() != c.want {
			t.Errorf("%v: %s, %v", c.v, d, err)
		}
	}
	for _, bad := range []any{1.5, big.NewRat(1, 3), true, nil, "x", struct{}{}} {
		if d, err := Of(bad); err == nil {
			t.Errorf("%v: %s", bad, d)
		}
	}
}

func TestScanAndJSON(t *testing.T) {
	var d Decimal
	for _, v := range []any{"1.10", []byte("1.10"), 1.1, int64(1)} {
		if err := d.Scan(v); err != nil {
			t.Errorf("%v: %v", v, err)
		}
	}
	for _, v := range []any{nil, math.NaN(), math.Inf(1), true} {
		if d.Scan(v) == nil {
			t.Errorf("%v was read", v)
		}
	}
	out, err := json.Marshal(map[string]Decimal{"x": MustParse("1.10")})
	if err != nil || string(out) != `{"x":"1.10"}` {
		t.Errorf("%s, %v", out, err)
	}
	for _, in := range []string{`"2.50"`, `2.50`} {
		if err := json.Unmarshal([]byte(in), &d); err != nil || d.String() != "2.50" {
			t.Errorf("%s: %s, %v", in, d, err)
		}
	}
}

// Property: what is parsed is printed as a text that is parsed to the same, and the number is the fraction that math/big reads.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"0", "-0.10", "1e5", "1.5e-7", ".5", "99999999999999999999.99", "1e131071"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := Parse(s)
		if err != nil || len(s) > 100 {
			return
		}
		again, err := Parse(d.String())
		if err != nil || again != d || !isCanonical(d.String()) {
			t.Errorf("%q: %q, then %q, %v", s, d, again, err)
		}
		if r, ok := new(big.Rat).SetString(s); !ok || r.Cmp(d.Rat()) != 0 {
			t.Errorf("%q: %s, math/big says %v", s, d, r)
		}
		if e := d.Add(New(1, 0)).Sub(New(1, 0)); !e.Equal(d) {
			t.Errorf("%s + 1 - 1 = %s", d, e)
		}
	})
}
