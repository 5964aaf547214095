package livetypes

import (
	"bytes"
	"encoding/json"
	"math"
	"math/big"
	"net"
	"net/netip"
	"strings"
	"time"

	"github.com/aludel/aludel/dialects/mysql"
	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/dialects/sqlite"
	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/civil"
	"github.com/aludel/aludel/sqltypes/decimal"
)

// live is a column type with values that go into a database and what comes out of it: the same, unless pairs say otherwise.
type live struct {
	typ  sqltypes.Type
	same []any
	// pairs are values whose Go type or digits differ on the way out.
	pairs [][2]any
	// refused are values that must be an error before anything is sent.
	refused []any
	// on are the databases that have the type, "" for all.
	on string
	// unequal says that the database has no equality for the type.
	unequal bool
	// noLiteral says that the values other than NULL have no literal form.
	noLiteral bool
}

type point struct {
	X, Y int
	Name string
}

func dec(s string) decimal.Decimal { return decimal.MustParse(s) }

func instant(s string) time.Time {
	at, err := civil.ParseInstant(s)
	if err != nil {
		panic(err)
	}
	return at
}

func civilTime(s string) civil.DateTime {
	dt, err := civil.ParseDateTime(s)
	if err != nil {
		panic(err)
	}
	return dt
}

func wide(s string) *big.Int {
	n, _ := new(big.Int).SetString(s, 10)
	return n
}

var theUUID = "123e4567-e89b-12d3-a456-426614174000"

// liveTypes are the types that all databases have.
var liveTypes = []live{
	{typ: sqltypes.SmallInteger(), same: []any{int64(math.MinInt16), int64(math.MaxInt16)}, pairs: [][2]any{{int8(5), int64(5)}, {json.Number("7"), int64(7)}}, refused: []any{"5", 1.5, true, struct{}{}}},
	{typ: sqltypes.SmallInteger(), refused: []any{1 << 15, -1<<15 - 1}, on: "postgres mariadb"},
	{typ: sqltypes.Integer(), same: []any{int64(math.MinInt32), int64(math.MaxInt32)}, refused: []any{"x", 0.5}},
	{typ: sqltypes.Integer(), refused: []any{1 << 31, uint64(math.MaxUint64)}, on: "postgres mariadb"},
	{typ: sqltypes.BigInteger(), same: []any{int64(math.MinInt64), int64(math.MaxInt64), int64(0)}, pairs: [][2]any{{uint8(3), int64(3)}, {time.Second, int64(time.Second)}}, refused: []any{uint64(math.MaxInt64 + 1)}},
	{typ: sqltypes.Float(), same: []any{0.0, 1.5, 0.1, -1e-300, 1e300, math.MaxFloat64}, pairs: [][2]any{{3, 3.0}, {float32(0.5), 0.5}}, refused: []any{"1.5", true}},
	{typ: sqltypes.Float(), refused: []any{math.NaN()}, on: "sqlite mariadb"},
	{typ: sqltypes.Float(), refused: []any{math.Inf(1)}, on: "mariadb"},
	{typ: sqltypes.Double(), same: []any{math.SmallestNonzeroFloat64}, on: "sqlite postgres"},
	{typ: sqltypes.Float(), same: []any{math.Inf(1), math.Inf(-1)}, on: "sqlite postgres"},
	{typ: sqltypes.FloatType{Decimal: true}, pairs: [][2]any{{0.1, dec("0.1")}, {dec("15.756"), dec("15.756")}}},
	{typ: sqltypes.Numeric(10, 2), same: []any{dec("1.10"), dec("-12345678.91"), dec("0.00"), dec("99999999.99")},
		pairs:   [][2]any{{"2.5", dec("2.50")}, {5, dec("5.00")}, {big.NewRat(1, 4), dec("0.25")}, {wide("12345"), dec("12345.00")}, {0.125, dec("0.13")}, {json.Number("1.25"), dec("1.25")}},
		refused: []any{dec("1.234"), dec("100000000"), "x", big.NewRat(1, 3), math.NaN(), true}},
	{typ: sqltypes.Numeric(38, 20), same: []any{dec("123456789012345678.12345678901234567890"), dec("-0.00000000000000000001")}, on: "postgres mariadb"},
	{typ: sqltypes.Numeric(0, 0), same: []any{dec("12345678901234567890123456789012345678901234567890.000000000000000000000000000000000000000000001"), dec("1e131071"), dec("-1e-16383")}, on: "postgres"},
	{typ: sqltypes.Numeric(0, 0), refused: []any{dec("1.5")}, on: "mariadb"},
	{typ: sqltypes.Numeric(30, 10), refused: []any{dec("1234567890123456.7"), dec("0.1234567891234567")}, same: nil, on: "sqlite"},
	{typ: sqltypes.Numeric(18, 0), same: []any{dec("999999999999999999"), dec("-999999999999999999")}},
	{typ: sqltypes.NumericType{Precision: 10, Scale: 2, Float: true}, pairs: [][2]any{{dec("1.10"), 1.1}}},
	{typ: sqltypes.Boolean(), same: []any{true, false}, pairs: [][2]any{{1, true}, {0, false}}, refused: []any{2, "true", 0.5}},
	{typ: sqltypes.String(50), same: []any{"", "a", "it's", `back\slash`, "%_", "ü – 𝄞 – 漢字", "line\nline", strings.Repeat("é", 50)}, pairs: [][2]any{{[]byte("x"), "x"}}, refused: []any{5, true}},
	{typ: sqltypes.Text(), same: []any{"", strings.Repeat("ü", 20000)}},
	{typ: sqltypes.Unicode(20), same: []any{"漢字"}},
	{typ: sqltypes.UnicodeText(), same: []any{"漢字"}},
	{typ: sqltypes.LargeBinary(), same: []any{[]byte{}, []byte{0, 1, 0xff, '\'', '\\'}, bytes.Repeat([]byte{0}, 10000)}, refused: []any{5}},
	{typ: sqltypes.DateTimeTZ(), same: []any{instant("2020-01-02 03:04:05.000678"), instant("0001-01-01 00:00:00"), instant("9999-12-31 23:59:59.999999"), instant("1969-12-31 23:59:59.999999")},
		pairs:   [][2]any{{time.Date(2020, 7, 1, 1, 0, 0, 999, time.FixedZone("", 7200)), instant("2020-06-30 23:00:00")}},
		refused: []any{"2020-01-02", civilTime("2020-01-02"), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC), 5}},
	{typ: sqltypes.DateTime(), same: []any{civilTime("2020-01-02 03:04:05.000678"), civilTime("0001-01-01"), civilTime("9999-12-31 23:59:59.999999")},
		pairs: [][2]any{{time.Date(2020, 7, 1, 1, 0, 0, 0, time.FixedZone("", 7200)), civilTime("2020-07-01 01:00:00")}}, refused: []any{"2020-01-02 00:00:00", civil.DateTime{}, 5}},
	{typ: sqltypes.Date(), same: []any{civil.Date{Year: 2020, Month: 2, Day: 29}, civil.Date{Year: 1, Month: 1, Day: 1}, civil.Date{Year: 9999, Month: 12, Day: 31}},
		pairs: [][2]any{{instant("2020-01-02 23:59:59"), civil.Date{Year: 2020, Month: 1, Day: 2}}}, refused: []any{"2020-01-02", civil.Date{Year: 2021, Month: 2, Day: 29}, civil.Date{}}},
	{typ: sqltypes.Time(), same: []any{civil.Time{}, civil.Time{Hour: 23, Minute: 59, Second: 59, Nanosecond: 999999000}, civil.Time{Hour: 3, Nanosecond: 1000}},
		pairs: [][2]any{{instant("2020-01-02 03:04:05"), civil.Time{Hour: 3, Minute: 4, Second: 5}}}, refused: []any{"03:04", civil.Time{Hour: 24}}},
	{typ: sqltypes.Interval(), same: []any{time.Duration(0), time.Microsecond, -time.Microsecond, 3*24*time.Hour + time.Second, -90 * time.Minute, 200 * 365 * 24 * time.Hour, -200 * 365 * 24 * time.Hour}, refused: []any{"1 day", 5}},
	{typ: sqltypes.IntervalType{NonNative: true}, same: []any{-90 * time.Minute}},
	{typ: sqltypes.UUID(), same: []any{theUUID}, pairs: [][2]any{{strings.ToUpper(strings.ReplaceAll(theUUID, "-", "")), theUUID}, {[16]byte{1, 15: 2}, "01000000-0000-0000-0000-000000000002"}}, refused: []any{"x", theUUID[1:], 5}},
	{typ: sqltypes.JSON(), same: []any{map[string]any{"a": []any{json.Number("1"), nil, true, "x<y>&ü"}}, []any{}, "str", true, json.Number("12345678")},
		pairs:   [][2]any{{sqltypes.JSONNull, nil}, {point{1, 2, "p"}, map[string]any{"X": json.Number("1"), "Y": json.Number("2"), "Name": "p"}}, {json.RawMessage(`{"z": [1.50]}`), map[string]any{"z": []any{json.Number("1.50")}}}},
		refused: []any{json.RawMessage("{"), []byte("nope"), math.NaN(), func() {}}, unequal: true},
	{typ: sqltypes.JSONOf[point](), same: []any{point{1, -2, "ü"}}, pairs: [][2]any{{&point{3, 4, ""}, point{3, 4, ""}}}, refused: []any{"x", 5}, unequal: true},
	{typ: sqltypes.GobOf[point](), same: []any{point{1, -2, "ü"}, point{}}, refused: []any{"x"}},
	{typ: sqltypes.Enum("mood", "glad", "it's", "ü"), same: []any{"glad", "it's", "ü"}, refused: []any{"sad", "", "GLAD", 5}},
	{typ: func() sqltypes.Type {
		e := sqltypes.Enum("mood", "glad", "it's")
		e.NonNative, e.Checked = true, true
		return e
	}(), same: []any{"glad", "it's"}, refused: []any{"sad"}},
	{typ: sqltypes.EnumOf("color", color.label, 0, 1), same: []any{color(0), color(1)}, pairs: [][2]any{{"RED", color(0)}}, refused: []any{color(1 << 20), "BLUE"}},
	{typ: prefixed{sqltypes.String(20)}, same: []any{"", "data"}},
	{typ: sqltypes.WithVariant(sqltypes.String(20), sqltypes.Integer(), "sqlite"), same: []any{int64(5)}, on: "sqlite"},
	{typ: sqltypes.WithVariant(sqltypes.Integer(), sqltypes.String(20), "postgresql", "mysql"), same: []any{"5"}, on: "postgres mariadb"},
	{typ: sqltypes.CHAR(3), same: []any{"abc"}}, {typ: sqltypes.DECIMAL(5, 1), same: []any{dec("1.5")}}, {typ: sqltypes.DOUBLE_PRECISION(), same: []any{1.5}},
	{typ: sqltypes.TIMESTAMP(), same: []any{civilTime("2020-01-02 03:04:05")}},
	{typ: sqltypes.BINARY(3), same: []any{[]byte("abc")}, on: "sqlite mariadb"},
}

var postgresTypes = []live{
	{typ: sqltypes.Array(sqltypes.Integer()), same: []any{[]any{}, []any{int64(1), nil, int64(-3)}, []any{[]any{int64(1), int64(2)}, []any{int64(3), nil}}}, pairs: [][2]any{{[]int{1, 2}, []any{int64(1), int64(2)}}, {[][]int32{{1}, {2}}, []any{[]any{int64(1)}, []any{int64(2)}}}}, refused: []any{5, "x", []string{"x"}, []int{1 << 31}}},
	{typ: sqltypes.Array(sqltypes.Text()), same: []any{[]any{"", "NULL", "null", nil, `a"b\c`, "{x,y}", " a ", "ü", "1"}}, pairs: [][2]any{{[]string{"a b", "c,d"}, []any{"a b", "c,d"}}}},
	{typ: sqltypes.Array(sqltypes.Boolean()), same: []any{[]any{true, false, nil}}},
	{typ: sqltypes.Array(sqltypes.Float()), same: []any{[]any{1.5, math.Inf(-1), 1e300, nil}}},
	{typ: sqltypes.Array(sqltypes.Numeric(10, 2)), same: []any{[]any{dec("1.10"), nil}}, refused: []any{[]string{"1.234"}}},
	{typ: sqltypes.Array(sqltypes.LargeBinary()), same: []any{[]any{[]byte{0, 0xff, '"', '\\'}, []byte{}, nil}}, pairs: [][2]any{{[][]byte{{1}}, []any{[]byte{1}}}}},
	{typ: sqltypes.Array(sqltypes.DateTimeTZ()), same: []any{[]any{instant("2020-01-02 03:04:05.000678"), nil}}},
	{typ: sqltypes.Array(sqltypes.DateTime()), same: []any{[]any{civilTime("2020-01-02 03:04:05.000678"), nil}}},
	{typ: sqltypes.Array(sqltypes.Date()), same: []any{[]any{civil.Date{Year: 1, Month: 1, Day: 1}}}},
	{typ: sqltypes.Array(sqltypes.Interval()), same: []any{[]any{-time.Hour, 25 * time.Hour}}},
	{typ: sqltypes.Array(sqltypes.UUID()), same: []any{[]any{theUUID, nil}}},
	{typ: sqltypes.Array(postgres.JSONB()), same: []any{[]any{map[string]any{"a": []any{json.Number("1")}}, []any{"x"}, nil}}},
	{typ: sqltypes.ArrayType{Elem: sqltypes.Integer(), Dims: 2}, same: []any{[]any{[]any{int64(1)}, []any{int64(2)}}}, refused: []any{[]int{1}}},
	{typ: postgres.INET(), same: []any{netip.MustParsePrefix("10.1.2.3/8"), netip.MustParsePrefix("::1/128")}, pairs: [][2]any{{netip.MustParseAddr("10.0.0.1"), netip.MustParsePrefix("10.0.0.1/32")}, {net.IPv4(10, 0, 0, 1), netip.MustParsePrefix("10.0.0.1/32")}, {"fe80::1/64", netip.MustParsePrefix("fe80::1/64")}}, refused: []any{"x", 5, netip.Addr{}}},
	{typ: postgres.CIDR(), same: []any{netip.MustParsePrefix("10.0.0.0/8")}},
	{typ: postgres.MACADDR(), same: []any{net.HardwareAddr{1, 2, 3, 0xa, 0xb, 0xc}}, pairs: [][2]any{{"01-02-03-0a-0b-0c", net.HardwareAddr{1, 2, 3, 0xa, 0xb, 0xc}}}, refused: []any{"x", 5}},
	{typ: postgres.MACADDR8(), same: []any{net.HardwareAddr{1, 2, 3, 4, 5, 6, 7, 8}}},
	{typ: postgres.BIT(4), same: []any{"0101"}, refused: []any{"012", 5}}, {typ: postgres.VARBIT(0), same: []any{"", "0000001"}},
	{typ: postgres.MONEY(), same: []any{"$1,234.50"}}, {typ: postgres.OID(), same: []any{int64(math.MaxUint32)}, refused: []any{-1, 1 << 32}},
	{typ: postgres.REGCLASS(), same: []any{"pg_class"}, unequal: true}, {typ: postgres.TSVECTOR(), same: []any{"'cat':3 'fat':2"}}, {typ: postgres.TSQUERY(), same: []any{"'fat' & 'rat'"}},
	{typ: postgres.JSONB(), same: []any{map[string]any{"a": json.Number("12345678901234567890.5")}, "x"}, pairs: [][2]any{{sqltypes.JSONNull, nil}}},
	{typ: postgres.JSONPATH(), same: []any{`$."a"`}, unequal: true}, {typ: postgres.XML(), same: []any{"<a>ü</a>"}, unequal: true},
	{typ: postgres.BYTEA(), same: []any{[]byte{0, 1}}}, {typ: postgres.REAL(), same: []any{0.5}},
	{typ: postgres.TIMESTAMP(3, true), same: []any{instant("2020-01-02 03:04:05.123")}}, {typ: postgres.TIMESTAMP(0, false), same: []any{civilTime("2020-01-02 03:04:05")}},
	{typ: postgres.TIME(3, false), same: []any{civil.Time{Hour: 3, Nanosecond: 123000000}}},
	{typ: postgres.INTERVAL("", -1), same: []any{civil.Interval{Months: -14, Days: 3, Microseconds: -14706789000}, civil.Interval{}}, pairs: [][2]any{{time.Hour, civil.Interval{Microseconds: 3600e6}}}, refused: []any{5}},
	{typ: postgres.INTERVAL("DAY TO SECOND", 3), same: []any{civil.Interval{Days: 1, Microseconds: 1500000}}},
	{typ: postgres.INT4RANGE(), same: []any{postgres.NewRange(int64(1), int64(5), "[)"), postgres.NewRange(nil, int64(5), "()"), postgres.NewRange(nil, nil, "()"), postgres.Range{Empty: true}}, pairs: [][2]any{{postgres.NewRange(1, 5, "[]"), postgres.NewRange(int64(1), int64(6), "[)")}}, refused: []any{"[1,5)", postgres.NewRange("a", "b", "[)")}},
	{typ: postgres.NUMRANGE(), same: []any{postgres.NewRange(dec("1.5"), dec("2.50"), "(]")}},
	{typ: postgres.DATERANGE(), same: []any{postgres.NewRange(civil.Date{Year: 2020, Month: 1, Day: 2}, nil, "[)")}},
	{typ: postgres.TSRANGE(), same: []any{postgres.NewRange(civilTime("2020-01-02 03:04:05"), civilTime("2020-01-03"), "[]")}},
	{typ: postgres.TSTZRANGE(), same: []any{postgres.NewRange(instant("2020-01-02 03:04:05"), nil, "[)")}},
	{typ: postgres.INT8MULTIRANGE(), same: []any{[]postgres.Range{}, []postgres.Range{postgres.NewRange(int64(1), int64(3), "[)"), postgres.NewRange(int64(7), nil, "[)")}}},
	{typ: sqltypes.TimeType{TimeZone: true}, pairs: zonedTimes},
	{typ: sqltypes.Array(sqltypes.TimeType{TimeZone: true}), pairs: [][2]any{{[]any{zonedTimes[0][0], nil}, []any{zonedTimes[0][1], nil}}}},
}

// zonedTimes have all kinds of offsets.
var zonedTimes = [][2]any{
	{time.Date(2020, 1, 1, 3, 4, 5, 6000, time.FixedZone("", 5400)), "03:04:05.000006+01:30"}, {time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), "00:00:00Z"},
	{time.Date(2020, 1, 1, 23, 59, 59, 0, time.FixedZone("", -8*3600)), "23:59:59-08:00"}, {time.Date(2020, 1, 1, 3, 4, 5, 0, time.FixedZone("", 1172)), "03:04:05+00:19:32"},
}

var mariadbTypes = []live{
	{typ: mysql.BIGINT(mysql.Number{Unsigned: true}), same: []any{int64(0), uint64(math.MaxUint64)}, pairs: [][2]any{{uint64(5), int64(5)}, {int64(7), int64(7)}}, refused: []any{-1, "5"}},
	{typ: mysql.TINYINT(mysql.Number{Unsigned: true}), same: []any{int64(255)}, refused: []any{256, -1}}, {typ: mysql.TINYINT(mysql.Number{}), same: []any{int64(-128)}, refused: []any{128}},
	{typ: mysql.MEDIUMINT(mysql.Number{}), same: []any{int64(-1 << 23)}, refused: []any{1 << 23}}, {typ: mysql.INTEGER(mysql.Number{ZeroFill: true, Width: 8}), same: []any{int64(42)}},
	{typ: mysql.BIT(8), same: []any{uint64(255), uint64(0)}, refused: []any{256, -1, "x"}}, {typ: mysql.BIT(64), same: []any{uint64(math.MaxUint64)}},
	{typ: mysql.SET(mysql.Characters{}, "a", "b", "c"), same: []any{[]string{}, []string{"a", "c"}}, refused: []any{[]string{"d"}, []string{"a,b"}, "a"}, unequal: true},
	{typ: mysql.ENUM(mysql.Characters{Charset: "utf8mb4"}, "x", "it's"), same: []any{"it's"}, refused: []any{"z"}},
	{typ: mysql.YEAR(), same: []any{int64(1901), int64(2155)}}, {typ: mysql.MEDIUMTEXT(mysql.Characters{}), same: []any{"ü"}}, {typ: mysql.LONGBLOB(), same: []any{[]byte{0}}},
	{typ: mysql.VARCHAR(20, mysql.Characters{Charset: "utf8mb4", Collation: "utf8mb4_bin"}), same: []any{"ü"}}, {typ: mysql.DATETIME(3), same: []any{civilTime("2020-01-02 03:04:05.123")}},
	{typ: mysql.TIMESTAMP(6), same: []any{instant("2020-01-02 03:04:05.123456")}}, {typ: mysql.DECIMAL(65, 30, mysql.Number{}), same: []any{dec("12345678901234567890123456789012345.123456789012345678901234567890")}},
	{typ: mysql.FLOAT(mysql.Number{}), same: []any{0.5}, unequal: true},
}

var sqliteTypes = []live{
	{typ: sqlite.DATETIME("20060102150405"), same: []any{civilTime("2020-01-02 03:04:05")}}, {typ: sqlite.DATE("01/02/2006"), same: []any{civil.Date{Year: 2020, Month: 1, Day: 2}}},
	{typ: sqlite.TIME("15:04:05"), same: []any{civil.Time{Hour: 3, Minute: 4, Second: 5}}},
}

var one = "1"

// domainTypes need the domain posint.
var domainTypes = []live{
	{typ: postgres.DOMAIN("", "posint", sqltypes.Integer()), same: []any{int64(5)}}, {typ: sqltypes.Array(postgres.DOMAIN("", "posint", sqltypes.Integer())), same: []any{[]any{int64(5), nil}}},
}

// extensionTypes are of extensions that not every server has.
var extensionTypes = []live{
	{typ: postgres.HSTORE(), same: []any{postgres.Hstore{}, postgres.Hstore{"a": &one, `q"\`: nil, "": &one}}, pairs: [][2]any{{map[string]string{"x": "1"}, postgres.Hstore{"x": &one}}}, refused: []any{"x"}},
	{typ: postgres.CITEXT(), same: []any{"MiXed"}},
}

// prefixed is a decorator.
type prefixed struct{ sqltypes.Type }

func (t prefixed) Impl(string) sqltypes.Type { return t.Type }

func (prefixed) ProcessBind(v any, _ string) (any, error) {
	if v == nil {
		return nil, nil
	}
	return "PREFIX:" + v.(string), nil
}

func (prefixed) ProcessResult(v any, _ string) (any, error) {
	if v == nil {
		return nil, nil
	}
	return strings.TrimPrefix(v.(string), "PREFIX:"), nil
}

type color int

func (c color) label() string { return [...]string{"RED", "GREEN"}[c] }
