package dialects_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/dialects/firebird"
	"github.com/aludel/aludel/dialects/mssql"
	"github.com/aludel/aludel/dialects/mysql"
	"github.com/aludel/aludel/dialects/oracle"
	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/dialects/sqlite"
	"github.com/aludel/aludel/sqltypes"
)

var update = flag.Bool("update", false, "write the tables of docs/types.md")

// documented is a row of a table: a type, what goes in besides what comes out, and what a driver gives, by which the test learns what
// comes out.
type documented struct {
	text string
	typ  sqltypes.Type
	in   string
	raw  any
}

type settings struct{ Theme string }

var generic = []documented{
	{"SmallInteger()", sqltypes.SmallInteger(), "integers", int64(1)}, {"Integer()", sqltypes.Integer(), "integers", int64(1)}, {"BigInteger()", sqltypes.BigInteger(), "integers", int64(1)},
	{"Numeric(10, 2)", sqltypes.Numeric(10, 2), "text, integers, big.Int, big.Rat, what writes itself as text; float64 is rounded", "1.50"},
	{"NumericType{10, 2, Float: true}", sqltypes.NumericType{Precision: 10, Scale: 2, Float: true}, "the same", "1.50"},
	{"Float()", sqltypes.Float(), "numbers", 1.5}, {"Double()", sqltypes.Double(), "numbers", 1.5}, {"Boolean()", sqltypes.Boolean(), "1, 0", int64(1)},
	{"String(50)", sqltypes.String(50), "bytes", "x"}, {"String(0)", sqltypes.String(0), "bytes", "x"}, {"Unicode(50)", sqltypes.Unicode(50), "bytes", "x"},
	{"Text()", sqltypes.Text(), "bytes", "x"}, {"UnicodeText()", sqltypes.UnicodeText(), "bytes", "x"}, {"LargeBinary()", sqltypes.LargeBinary(), "text", []byte("x")},
	{"DateTimeTZ()", sqltypes.DateTimeTZ(), "", "2020-01-02 03:04:05"}, {"DateTime()", sqltypes.DateTime(), "time.Time: what its clock shows", "2020-01-02 03:04:05"},
	{"Date()", sqltypes.Date(), "time.Time: its day", "2020-01-02"}, {"Time()", sqltypes.Time(), "time.Time: its time of day", "03:04:05"},
	{"Interval()", sqltypes.Interval(), "civil.Interval where native", time.Unix(60, 0).UTC()}, {"UUID()", sqltypes.UUID(), "16 bytes, [16]byte, what writes itself as text", strings.Repeat("0", 32)},
	{"JSON()", sqltypes.JSON(), "whatever encoding/json takes; []byte is JSON already", "[]"}, {"JSONOf[T]()", sqltypes.JSONOf[settings](), "*T", "{}"},
	{"GobOf[T]()", sqltypes.GobOf[settings](), "*T", nil}, {`Enum("mood", "glad", "sad")`, sqltypes.Enum("mood", "glad", "sad"), "", "sad"},
	{`EnumOf("mood", label, values...)`, sqltypes.EnumOf("mood", func(d time.Month) string { return d.String() }, time.May), "its word", "May"}, {"Array(Integer())", sqltypes.Array(sqltypes.Integer()), "slices", nil},
	{"CHAR(3)", sqltypes.CHAR(3), "bytes", "x"}, {"NVARCHAR(20)", sqltypes.NVARCHAR(20), "bytes", "x"}, {"DECIMAL(8, 3)", sqltypes.DECIMAL(8, 3), "as Numeric", "1"},
	{"TIMESTAMPTZ()", sqltypes.TIMESTAMPTZ(), "", "2020-01-02 03:04:05"}, {"CLOB()", sqltypes.CLOB(), "bytes", "x"}, {"BLOB()", sqltypes.BLOB(), "text", []byte("x")},
}

var documentedDialects = []struct {
	title string
	d     dialects.Dialect
	own   []documented
}{
	{"SQLite", sqlite.Dialect, []documented{
		{`DATETIME("20060102150405")`, sqlite.DATETIME("20060102150405"), "time.Time", "20200102030405"}, {`DATE("01/02/2006")`, sqlite.DATE("01/02/2006"), "time.Time", "01/02/2020"},
		{`TIME("15:04:05")`, sqlite.TIME("15:04:05"), "time.Time", "03:04:05"},
	}},
	{"PostgreSQL", postgres.Dialect, []documented{
		{"INET()", postgres.INET(), "netip.Addr, net.IP, text", "10.0.0.1"}, {"CIDR()", postgres.CIDR(), "the same", "10.0.0.0/8"}, {"MACADDR()", postgres.MACADDR(), "text", "01:02:03:04:05:06"},
		{"MACADDR8()", postgres.MACADDR8(), "text", "01:02:03:04:05:06:07:08"}, {"BIT(4)", postgres.BIT(4), "", "0101"}, {"VARBIT(0)", postgres.VARBIT(0), "", "01"}, {"MONEY()", postgres.MONEY(), "", "$1.00"},
		{"OID()", postgres.OID(), "integers", int64(1)}, {"REGCLASS()", postgres.REGCLASS(), "", "t"}, {"TSVECTOR()", postgres.TSVECTOR(), "", "'a'"}, {"TSQUERY()", postgres.TSQUERY(), "", "'a'"},
		{"HSTORE()", postgres.HSTORE(), "map[string]string", ""}, {"CITEXT()", postgres.CITEXT(), "bytes", "x"}, {"JSONB()", postgres.JSONB(), "as JSON", "[]"}, {"XML()", postgres.XML(), "", "<a/>"},
		{"INT4RANGE()", postgres.INT4RANGE(), "", "[1,2)"}, {"NUMRANGE()", postgres.NUMRANGE(), "", "[1,2)"}, {"DATERANGE()", postgres.DATERANGE(), "", "empty"}, {"TSRANGE()", postgres.TSRANGE(), "", "empty"},
		{"TSTZRANGE()", postgres.TSTZRANGE(), "", "empty"}, {"INT8MULTIRANGE()", postgres.INT8MULTIRANGE(), "", "{}"}, {"TIMESTAMP(3, true)", postgres.TIMESTAMP(3, true), "", "2020-01-02 03:04:05"},
		{`INTERVAL("DAY TO SECOND", 3)`, postgres.INTERVAL("DAY TO SECOND", 3), "time.Duration", "1 day"}, {"ARRAY(Text(), 2)", postgres.ARRAY(sqltypes.Text(), 2), "slices of slices", "{}"},
		{`DOMAIN("", "posint", Integer())`, postgres.DOMAIN("", "posint", sqltypes.Integer()), "as its base", int64(1)}, {"REAL()", postgres.REAL(), "numbers", 1.5},
	}},
	{"MySQL", mysql.Dialect, []documented{
		{"TINYINT(Number{Width: 1})", mysql.TINYINT(mysql.Number{Width: 1}), "integers", int64(1)}, {"MEDIUMINT(Number{})", mysql.MEDIUMINT(mysql.Number{}), "integers", int64(1)},
		{"BIGINT(Number{Unsigned: true})", mysql.BIGINT(mysql.Number{Unsigned: true}), "integers; beyond int64 a uint64 comes out", int64(1)}, {"BIT(8)", mysql.BIT(8), "integers", []byte{1}},
		{"DECIMAL(10, 2, Number{ZeroFill: true})", mysql.DECIMAL(10, 2, mysql.Number{ZeroFill: true}), "as Numeric", "1.00"}, {"YEAR()", mysql.YEAR(), "integers", int64(2020)},
		{"DATETIME(3)", mysql.DATETIME(3), "time.Time", "2020-01-02 03:04:05"}, {"TIMESTAMP(6)", mysql.TIMESTAMP(6), "", "2020-01-02 03:04:05"}, {"TIME(3)", mysql.TIME(3), "time.Time", "03:04:05"},
		{`VARCHAR(20, Characters{Charset: "latin1"})`, mysql.VARCHAR(20, mysql.Characters{Charset: "latin1"}), "bytes", "x"}, {"MEDIUMTEXT(Characters{})", mysql.MEDIUMTEXT(mysql.Characters{}), "bytes", "x"},
		{"LONGBLOB()", mysql.LONGBLOB(), "text", []byte("x")}, {`ENUM(Characters{}, "a", "b")`, mysql.ENUM(mysql.Characters{}, "a", "b"), "", "a"}, {`SET(Characters{}, "a", "b")`, mysql.SET(mysql.Characters{}, "a", "b"), "", "a,b"},
		{"UUID() (MariaDB)", mysql.UUID(), "as UUID", strings.Repeat("0", 32)}, {"INET6() (MariaDB)", mysql.INET6(), "bytes", "::1"},
	}},
	{"SQL Server", mssql.Dialect, []documented{
		{"VARCHAR(Max)", mssql.VARCHAR(mssql.Max), "bytes", "x"}, {"NVARCHAR(Max)", mssql.NVARCHAR(mssql.Max), "bytes", "x"}, {"VARBINARY(Max)", mssql.VARBINARY(mssql.Max), "text", []byte("x")},
		{"BIT()", mssql.BIT(), "1, 0", true}, {"TINYINT()", mssql.TINYINT(), "integers", int64(1)}, {"MONEY()", mssql.MONEY(), "as Numeric", "1.0000"}, {"DATETIME2(7)", mssql.DATETIME2(7), "time.Time", time.Unix(0, 0)},
		{"DATETIMEOFFSET(3)", mssql.DATETIMEOFFSET(3), "", time.Unix(0, 0)}, {"UNIQUEIDENTIFIER()", mssql.UNIQUEIDENTIFIER(), "as UUID", strings.Repeat("0", 32)}, {"ROWVERSION()", mssql.ROWVERSION(), "text", []byte("x")}, {"XML()", mssql.XML(), "bytes", "<a/>"},
	}},
	{"Oracle", oracle.Dialect, []documented{
		{"NUMBER(10, 2)", oracle.NUMBER(10, 2), "as Numeric", "1"}, {"VARCHAR2(20)", oracle.VARCHAR2(20), "bytes", "x"}, {"NVARCHAR2(20)", oracle.NVARCHAR2(20), "bytes", "x"}, {"NCLOB()", oracle.NCLOB(), "bytes", "x"},
		{"RAW(16)", oracle.RAW(16), "text", []byte("x")}, {"DATE()", oracle.DATE(), "time.Time", time.Unix(0, 0)}, {"TIMESTAMP(true)", oracle.TIMESTAMP(true), "", time.Unix(0, 0)},
		{"INTERVAL(2, 3)", oracle.INTERVAL(2, 3), "civil.Interval", "+00 00:00:01.000"}, {"BINARY_DOUBLE()", oracle.BINARY_DOUBLE(), "numbers", 1.5}, {"ROWID()", oracle.ROWID(), "", "x"},
	}},
	{"Firebird", firebird.Dialect, []documented{
		{`VARCHAR(20, "UTF8")`, firebird.VARCHAR(20, "UTF8"), "bytes", "x"}, {"BLOB(1)", firebird.BLOB(1), "bytes", "x"},
	}},
}

// The tables of docs/types.md say what is so.
func TestTypesDoc(t *testing.T) {
	const path = "../docs/types.md"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	want := section(t, section(t, text, "generic", genericTable()), "native", nativeTables())
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if want != text {
		t.Errorf("%s is stale: run go test ./dialects -update", path)
	}
}

// section puts a table between its marks.
func section(t *testing.T, text, name, table string) string {
	t.Helper()
	begin, end := "<!-- table: "+name+" -->\n", "<!-- end: "+name+" -->"
	i, j := strings.Index(text, begin), strings.Index(text, end)
	if i < 0 || j < i {
		t.Fatalf("docs/types.md has no place for the table %q", name)
	}
	return text[:i+len(begin)] + "\n" + table + "\n" + text[j:]
}

func genericTable() string {
	var b strings.Builder
	b.WriteString("| type | out | in as well |")
	for _, x := range documentedDialects {
		b.WriteString(" " + x.title + " |")
	}
	b.WriteString("\n|" + strings.Repeat("---|", 3+len(documentedDialects)) + "\n")
	for _, g := range generic {
		fmt.Fprintf(&b, "| `%s` | %s | %s |", g.text, out(sqlite.Dialect, g), g.in)
		for _, x := range documentedDialects {
			b.WriteString(" " + declared(x.d, g.typ) + " |")
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func nativeTables() string {
	var b strings.Builder
	for _, x := range documentedDialects {
		fmt.Fprintf(&b, "### %s\n\n| type | declared | out | in as well |\n|---|---|---|---|\n", x.title)
		for _, o := range x.own {
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", o.text, declared(x.d, o.typ), out(x.d, o), o.in)
		}
		b.WriteByte('\n')
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func declared(d dialects.Dialect, t sqltypes.Type) string {
	sql, err := d.TypeSQL(t)
	if err != nil {
		return "–"
	}
	return "`" + sql + "`"
}

// out is the Go type of what the converter of a type makes of what a driver gives.
func out(d dialects.Dialect, x documented) string {
	if x.raw == nil {
		return map[bool]string{true: "`[]any`", false: "`T`"}[x.typ.Kind() == sqltypes.ArrayKind]
	}
	v, err := d.Results(x.typ)(x.raw)
	if err != nil {
		return err.Error()
	}
	if _, generic := v.(settings); generic {
		return "`T`"
	}
	if _, generic := v.(time.Month); generic {
		return "`T`"
	}
	if x.typ.Kind() == sqltypes.JSONKind {
		return "`any`, numbers as `json.Number`"
	}
	return strings.NewReplacer("interface {}", "any", "[]uint8", "[]byte").Replace(fmt.Sprintf("`%T`", v))
}
