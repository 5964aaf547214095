package livetypes

import (
	"bytes"
	"encoding/json"
	"math"
	"net/netip"
	"strings"
	"time"

	"github.com/aludel/aludel/dialects/mysql"
	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/civil"
)

// oddTypes are more cases, of values in which drivers, servers and texts of values differ most.
var oddTypes = []live{
	{typ: sqltypes.String(50), same: []any{strings.Repeat("𝄞", 50), "'", "''", `\`, `\'`, `"`, "`", ";--", "$1 ? :x @p %s", "\r\n\t\x01\x7f", "e\u0301", "\u2028", "\ufeff", "NULL"}},
	{typ: sqltypes.String(50), same: []any{"a\x00b", "\x00"}, on: "sqlite mariadb", noLiteral: true},
	{typ: sqltypes.Text(), same: []any{strings.Repeat("𝄞x", 1<<13)}},
	{typ: sqltypes.LargeBinary(), same: []any{[]byte("it's"), []byte(`\x41`), []byte("\x00"), bytes.Repeat([]byte{0xff, 0, '\''}, 1<<14)}},
	{typ: sqltypes.Float(), same: []any{math.Copysign(0, -1), 4.9e-324 * 4, math.Nextafter(1, 2), 123456789.123456789, 1.7976931348623157e308, float64(1 << 53), 1e15, 1e16, 1e21, 1e22, -1e-7}, on: "sqlite postgres"},
	{typ: sqltypes.Float(), same: []any{math.Nextafter(1, 2), 123456789.123456789, float64(1 << 53), 1e15, 1e16, 1e21, 1e22, -1e-7}, on: "mariadb"},
	{typ: sqltypes.Float(), same: []any{math.NaN()}, on: "postgres"},
	{typ: sqltypes.Numeric(20, 10), same: []any{dec("-0.0000000001"), dec("1234567890.0987654321")}, on: "postgres mariadb"},
	{typ: sqltypes.Numeric(15, 5), same: []any{dec("0.00001"), dec("-0.00001"), dec("1234567890.12345"), dec("-9999999999.99999")}},
	{typ: sqltypes.Numeric(65, 0), same: []any{dec("-" + strings.Repeat("9", 65))}, on: "postgres mariadb"},
	{typ: sqltypes.Numeric(0, 0), same: []any{dec("1e-16383"), dec("9e131071")}, pairs: [][2]any{{dec("-0"), dec("0")}}, on: "postgres"},
	{typ: sqltypes.DateTimeTZ(), pairs: [][2]any{
		{time.Time{}, instant("0001-01-01 00:00:00")}, {time.Date(2020, 3, 29, 2, 30, 0, 0, time.FixedZone("LMT", -(17*60+30))), instant("2020-03-29 02:47:30")},
		{time.Date(1883, 11, 18, 12, 3, 58, 999999999, time.UTC), instant("1883-11-18 12:03:58.999999")}, {time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC), instant("9999-12-31 23:59:59.999999")},
		{time.Date(1, 1, 1, 0, 0, 0, 0, time.FixedZone("", -3600)), instant("0001-01-01 01:00:00")},
	}, same: []any{instant("1000-01-01 00:00:00.000001"), instant("0999-12-31 23:59:59"), instant("2016-12-31 23:59:59.999999")},
		refused: []any{time.Date(1, 1, 1, 0, 0, 0, 0, time.FixedZone("", 3600)), time.Date(9999, 12, 31, 23, 59, 59, 0, time.FixedZone("", -3600))}},
	{typ: sqltypes.DateTime(), same: []any{civilTime("1582-10-10 00:00:00"), civilTime("0400-02-29 12:00:00.000001"), civilTime("2038-01-19 03:14:08"), civilTime("1900-02-28 23:59:59.1")}},
	{typ: sqltypes.Date(), same: []any{civil.Date{Year: 1582, Month: 10, Day: 10}, civil.Date{Year: 2000, Month: 2, Day: 29}, civil.Date{Year: 4, Month: 2, Day: 29}}},
	{typ: sqltypes.Time(), same: []any{civil.Time{Nanosecond: 1000}, civil.Time{Hour: 23}}, pairs: [][2]any{{civil.Time{Hour: 1, Nanosecond: 1999}, civil.Time{Hour: 1, Nanosecond: 1000}}}},
	{typ: sqltypes.Interval(), same: []any{-time.Second - time.Microsecond, 23*time.Hour + 59*time.Minute, -24 * time.Hour, 365*24*time.Hour - time.Microsecond}, pairs: [][2]any{{time.Duration(math.MaxInt64), time.Duration(math.MaxInt64 / 1000 * 1000)}, {time.Duration(math.MinInt64), time.Duration(math.MinInt64 / 1000 * 1000)}, {time.Duration(-1), time.Duration(0)}, {time.Duration(1999), time.Microsecond}}},
	{typ: sqltypes.JSON(), same: []any{"", "null", `"`, "\u2028\x01\U0001D11E", json.Number("-0.5"), map[string]any{"": map[string]any{"a'b\"c\\": []any{[]any{}, map[string]any{}, nil}}}, []any{nil}, false},
		pairs: [][2]any{{json.RawMessage("null"), nil}, {json.RawMessage(" null "), nil}, {int64(math.MaxInt64), json.Number("9223372036854775807")}, {[]any{sqltypes.JSONNull}, []any{nil}}}, unequal: true},
	{typ: sqltypes.Enum("odd", `a"b`, `a\b`, "a'b", "a b", "%s", "?", "$1", "𝄞", ":x", "null"), same: []any{`a"b`, `a\b`, "a'b", "a b", "%s", "?", "$1", "𝄞", ":x", "null"}, refused: []any{`ab`}},
	{typ: sqltypes.Enum("odd2", "a,b", ""), same: []any{"a,b", ""}},
	{typ: sqltypes.UUID(), same: []any{"00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"}},
}

var oddPostgres = []live{
	{typ: sqltypes.Array(sqltypes.Float()), same: []any{[]any{math.NaN(), math.Inf(1), math.Inf(-1), math.Copysign(0, -1), nil}}},
	{typ: sqltypes.Array(sqltypes.Text()), same: []any{[]any{[]any{[]any{`"`, `\`}, []any{nil, ""}}, []any{[]any{"{", "}"}, []any{"nUlL", "\n\t "}}}, []any{"-", ".", "--", "1.2.3"}}, pairs: [][2]any{{[]*string{nil, &one}, []any{nil, "1"}}, {[2]string{"x", "y"}, []any{"x", "y"}}, {[]string{}, []any{}}, {[]string(nil), []any{}}}},
	{typ: sqltypes.Array(sqltypes.Enum("odd3", `a"b`, `a\b`, "a'b", "null", "NULL")), same: []any{[]any{`a"b`, `a\b`, "a'b", "null", "NULL", nil}}, refused: []any{[]string{"x"}}},
	{typ: sqltypes.Array(postgres.INT4RANGE()), same: []any{[]any{postgres.NewRange(int64(1), int64(5), "[)"), nil, postgres.Range{Empty: true}}}},
	{typ: sqltypes.Array(postgres.INET()), same: []any{[]any{netip.MustParsePrefix("10.1.2.3/8"), nil}}},
	{typ: sqltypes.Array(sqltypes.Time()), same: []any{[]any{civil.Time{Hour: 23, Nanosecond: 1000}, nil}}},
	{typ: sqltypes.Array(sqltypes.JSON()), same: []any{[]any{map[string]any{"a": `"\`}, []any{"x"}, nil, "s"}}, unequal: true},
	{typ: sqltypes.Array(postgres.INTERVAL("", -1)), same: []any{[]any{civil.Interval{Months: -14, Days: 3, Microseconds: -14706789000}}}},
	{typ: postgres.INTERVAL("", -1), same: []any{civil.Interval{Months: 1, Days: -1, Microseconds: 1}, civil.Interval{Months: -1}, civil.Interval{Days: -1}, civil.Interval{Microseconds: -1}, civil.Interval{Months: 12 * 100000, Days: 1 << 20, Microseconds: 1 << 50}}},
	{typ: postgres.NUMRANGE(), same: []any{postgres.NewRange(dec("-1e100"), dec("1e-100"), "()"), postgres.NewRange(dec("0"), dec("0"), "[]")}},
	{typ: postgres.DATERANGE(), same: []any{postgres.NewRange(civil.Date{Year: 1, Month: 1, Day: 1}, civil.Date{Year: 9999, Month: 12, Day: 31}, "[)")}},
	{typ: postgres.TSTZRANGE(), same: []any{postgres.NewRange(instant("0001-01-01 00:00:00"), instant("9999-12-31 23:59:59.999999"), "[]")}},
	{typ: postgres.TSTZMULTIRANGE(), same: []any{[]postgres.Range{postgres.NewRange(instant("2020-01-01 00:00:00"), instant("2020-01-02 00:00:00"), "[)")}}},
	{typ: postgres.INET(), same: []any{netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0"), netip.MustParsePrefix("::ffff:1.2.3.4/96"), netip.MustParsePrefix("255.255.255.255/32")}},
	{typ: postgres.BIT(1), same: []any{"1"}}, {typ: postgres.BYTEA(), same: []any{[]byte{0}, []byte(`\`)}},
	{typ: postgres.XML(), same: []any{"<a b=\"'\">&lt;𝄞</a>", ""}, unequal: true},
	{typ: postgres.TSVECTOR(), same: []any{"'it''s':1A 'x':2"}},
}

var oddMariaDB = []live{
	{typ: mysql.SET(mysql.Characters{}, "it's", "x y", "𝄞"), same: []any{[]string{"it's", "𝄞"}}, unequal: true},
	{typ: mysql.TIMESTAMP(6), same: []any{instant("1970-01-01 00:00:01"), instant("2038-01-19 03:14:07.999999")}},
	{typ: mysql.TIME(6), same: []any{civil.Time{Hour: 23, Minute: 59, Second: 59, Nanosecond: 999999000}}},
	{typ: mysql.BIT(1), same: []any{uint64(0), uint64(1)}}, {typ: mysql.BIT(63), same: []any{uint64(1<<63 - 1)}},
}

var oddExtensions = []live{
	{typ: postgres.HSTORE(), same: []any{postgres.Hstore{"it's": &one, "=>": nil, ",": &one, "NULL": nil, "𝄞\n": &one}}, pairs: [][2]any{{map[string]string(nil), nil}, {map[string]*string(nil), nil}, {postgres.Hstore(nil), nil}}, unequal: true},
	{typ: sqltypes.Array(postgres.HSTORE()), same: []any{[]any{postgres.Hstore{"a\"": &one}, nil}}},
	{typ: postgres.CITEXT(), same: []any{"𝄞'"}},
}
