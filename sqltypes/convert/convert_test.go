package convert

import (
	"database/sql/driver"
	"errors"
	"math"
	"testing"
	"time"

	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/decimal"
)

func quoted(s string) string {
	out := "'"
	for _, r := range s {
		if r == '\'' {
			out += "'"
		}
		out += string(r)
	}
	return out + "'"
}

var store = &Storage{
	Dialect: "test", IntBoolean: true, FloatNumeric: true, NoNaN: true, Instant: DateTimeText, DateTime: DateTimeText, Date: DateText, Time: TimeText, HexUUID: true,
	Text: quoted, NationalText: func(s string) string { return "N" + quoted(s) }, Bytes: HexBytes, True: "1", False: "0",
}

// own is a value that says itself what the driver gets.
type own struct{ v driver.Value }

func (o own) Value() (driver.Value, error) { return o.v, nil }

// A literal is one, whatever the value says: nothing leaves its quotes.
func TestLiteral(t *testing.T) {
	for _, c := range []struct {
		t    sqltypes.Type
		v    any
		want string
	}{
		{sqltypes.Integer(), 5, "5"}, {sqltypes.Integer(), own{"1); DROP TABLE t"}, "'1); DROP TABLE t'"}, {sqltypes.Numeric(5, 2), own{"1.50"}, "1.50"}, {sqltypes.Numeric(30, 20), "1234567890.12345678901234567890", "1234567890.12345678901234567890"}, {sqltypes.String(5), "it's", "'it''s'"},
		{sqltypes.String(0), "x", "N'x'"}, {sqltypes.Unicode(5), "x", "N'x'"}, {sqltypes.Boolean(), true, "1"}, {sqltypes.Float(), 1e300, "1e+300"}, {sqltypes.LargeBinary(), []byte("'"), "X'27'"},
		{sqltypes.Null(), nil, "NULL"}, {sqltypes.Integer(), nil, "NULL"}, {sqltypes.Integer(), (*int)(nil), "NULL"}, {sqltypes.Null(), "x'", "'x'''"}, {sqltypes.Date(), time.Unix(0, 0).UTC(), "'1970-01-01'"},
	} {
		if got, err := store.Literal(c.t, c.v); err != nil || got != c.want {
			t.Errorf("%v %#v: %s, %v, want %s", c.t, c.v, got, err, c.want)
		}
	}
	for _, c := range []struct {
		t sqltypes.Type
		v any
	}{
		{sqltypes.String(5), "a\x00b"}, {sqltypes.Float(), math.Inf(1)}, {sqltypes.Null(), struct{}{}}, {sqltypes.Numeric(5, 2), "x"}, {sqltypes.Numeric(5, 2), "1.234"}, {sqltypes.Numeric(5, 2), own{"1); --"}},
	} {
		if got, err := store.Literal(c.t, c.v); err == nil {
			t.Errorf("%v %#v: %s", c.t, c.v, got)
		}
	}
}

// Values that go as they are cost no memory.
func TestBindersDoNotAllocate(t *testing.T) {
	for _, c := range []struct {
		t sqltypes.Type
		v any
	}{
		{sqltypes.Integer(), int64(1 << 20)}, {sqltypes.BigInteger(), int64(1 << 40)}, {sqltypes.String(5), "abc"}, {sqltypes.Float(), 1.5}, {sqltypes.Boolean(), true}, {sqltypes.LargeBinary(), []byte("x")},
		{sqltypes.Enum("e", "a", "b"), "b"},
	} {
		bind := store.Binder(c.t)
		if n := testing.AllocsPerRun(100, func() { _, _ = bind(c.v) }); n != 0 {
			t.Errorf("%v: %v allocations", c.t, n)
		}
	}
}

// shouting is a decorator over whatever it is given.
type shouting struct{ of sqltypes.Type }

func (s shouting) Kind() sqltypes.Kind       { return s.of.Kind() }
func (s shouting) String() string            { return s.of.String() }
func (s shouting) Impl(string) sqltypes.Type { return s.of }

func (shouting) ProcessBind(v any, _ string) (any, error) {
	if v == nil {
		return "nothing", nil
	}
	return v.(string) + "!", nil
}

func (shouting) ProcessResult(v any, _ string) (any, error) {
	if v == "nothing!" {
		return nil, nil
	}
	return v.(string)[:len(v.(string))-1], nil
}

// sliced is not comparable.
type sliced struct {
	shouting
	_ []string
}

// Conversions of decorators stand around those of what they decorate, the outer one first on the way in and last on the way out, and
// see nil.
func TestDecorators(t *testing.T) {
	twice := shouting{sqltypes.WithVariant(sqltypes.Integer(), shouting{sqltypes.String(20)}, "test")}
	for _, typ := range []sqltypes.Type{twice, sliced{shouting: twice}, sqltypes.WithVariant(sqltypes.Integer(), twice, "test")} {
		c := store.Codec(typ)
		in, err := c.Bind("a")
		out, err2 := c.Result(in)
		null, err3 := c.Bind(nil)
		if in != "a!!" || out != "a" || null != "nothing!" || errors.Join(err, err2, err3) != nil || !sqltypes.ConvertsNull(typ) || !sqltypes.StoredOtherwise(typ) {
			t.Errorf("%T: %v, %v, %v, %v", typ, in, out, null, errors.Join(err, err2, err3))
		}
	}
	if store.Codec(shouting{endless{}}).Bind != nil {
		t.Error("a decorator of itself has conversions")
	}
}

type endless struct{}

func (endless) Kind() sqltypes.Kind         { return sqltypes.OtherKind }
func (endless) String() string              { return "ENDLESS" }
func (e endless) Impl(string) sqltypes.Type { return e }

// Property: what SQLite's floats keep of a decimal is the decimal, or it is refused.
func FuzzFloatNumeric(f *testing.F) {
	for _, s := range []string{"1.10", "-0.000001", "999999999999999", "0.1", "123456789012.345", "9007199254740993", "1e-300", "1e308", "1.23456789012345e-310", "1e309"} {
		f.Add(s)
	}
	c := store.Codec(sqltypes.Numeric(0, 0))
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 400 {
			return
		}
		in, err := c.Bind(s)
		if err != nil {
			return
		}
		out, err := c.Result(in)
		want, _, err2 := decimalOf(sqltypes.Numeric(0, 0), s, sqltypes.NumericType{})
		if err != nil || err2 != nil || !want.Equal(out.(decimal.Decimal)) {
			t.Errorf("%s is sent as %v and read as %v, %v", s, in, out, err)
		}
	})
}

// Truth values are read from what databases keep in their place: a number is true unless it is 0.
func TestTruthValuesAreRead(t *testing.T) {
	read := store.Results(sqltypes.Boolean())
	for _, c := range []struct {
		v    any
		want any // nil for an error
	}{
		{true, true}, {int64(0), false}, {int64(1), true}, {int64(2), true}, {int64(-1), true}, {0.0, false}, {0.09, true}, {"1", true}, {"0", false}, {"2", true}, {"0.0", false},
		{"t", true}, {"f", false}, {"true", true}, {"FALSE", false}, {[]byte{0}, false}, {[]byte{1}, true}, {[]byte("1"), true}, {[]byte("0"), false},
		{"", nil}, {"yes", nil}, {"NaN", nil}, {math.NaN(), nil}, {[]byte{}, nil}, {time.Time{}, nil},
	} {
		if got, err := read(c.v); got != c.want || (err == nil) != (c.want != nil) {
			t.Errorf("%#v: %v, %v; want %v", c.v, got, err, c.want)
		}
	}
}
