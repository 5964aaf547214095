package sqlcompile_test

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/dialects/mssql"
	"github.com/aludel/aludel/dialects/mysql"
	"github.com/aludel/aludel/dialects/oracle"
	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// myType is the user-defined type of the corpus.
type myType struct{ precision string }

func (myType) Kind() sqltypes.Kind { return sqltypes.OtherKind }
func (t myType) String() string    { return "MYTYPE(" + t.precision + ")" }

func (t myType) ColumnSpec(string) (string, error) { return t.String(), nil }

func enum(change func(*sqltypes.EnumType), words ...string) sqltypes.Type {
	e := sqltypes.Enum("color", words...)
	change(&e)
	return e
}

// ddlTypeTwins are the types of the columns of the cases of ddl/types.json.
var ddlTypeTwins = map[string]sqltypes.Type{
	"integer": sqltypes.Integer(), "smallinteger": sqltypes.SmallInteger(), "biginteger": sqltypes.BigInteger(), "string-50": sqltypes.String(50),
	"string-collation": sqltypes.StringType{Length: 50, Collation: "NOCASE"},
	"unicode-50":       sqltypes.Unicode(50), "text-length": sqltypes.TextType{Length: 1000}, "unicodetext": sqltypes.UnicodeText(),
	"numeric": sqltypes.Numeric(0, 0), "numeric-p": sqltypes.Numeric(10, 0), "boolean": sqltypes.Boolean(),
	"boolean-constraint-unnamed": sqltypes.BooleanType{Checked: true}, "time": sqltypes.Time(), "datetime": sqltypes.DateTime(),
	"interval-precision":  sqltypes.IntervalType{SecondPrecision: 3, DayPrecision: 2},
	"interval-non-native": sqltypes.IntervalType{NonNative: true}, "largebinary": sqltypes.LargeBinary(),
	"enum-unnamed":               sqltypes.Enum("", "red", "green"),
	"enum-constraint":            enum(func(e *sqltypes.EnumType) { e.Checked = true }, "red", "green"),
	"enum-non-native-length":     enum(func(e *sqltypes.EnumType) { e.NonNative, e.Length = true, 50 }, "red", "green"),
	"enum-non-native-constraint": enum(func(e *sqltypes.EnumType) { e.NonNative, e.Checked = true, true }, "red", "it's"),
	"array-2d":                   sqltypes.ArrayType{Elem: sqltypes.Integer(), Dims: 2}, "nulltype": sqltypes.Null(),
	"sql-types-char": sqltypes.CHAR(10), "sql-types-varchar": sqltypes.VARCHAR(10), "sql-types-nchar": sqltypes.NCHAR(10),
	"sql-types-nvarchar": sqltypes.NVARCHAR(10), "sql-types-text": sqltypes.TEXT(), "sql-types-clob": sqltypes.CLOB(), "sql-types-blob": sqltypes.BLOB(),
	"sql-types-binary": sqltypes.BINARY(5), "sql-types-int": sqltypes.INTEGER(), "sql-types-smallint": sqltypes.SMALLINT(),
	"sql-types-numeric": sqltypes.NUMERIC(8, 3), "sql-types-float": sqltypes.FLOAT(0), "sql-types-date": sqltypes.DATE(),
	"sql-types-datetime": sqltypes.DATETIME(), "sql-types-timestamp-tz": sqltypes.TIMESTAMPTZ(),
	"variant":     sqltypes.WithVariant(sqltypes.WithVariant(sqltypes.String(50), mysql.LONGTEXT(mysql.Characters{}), "mysql"), sqltypes.Integer(), "sqlite"),
	"userdefined": myType{"8"}, "mysql-tinyint": mysql.TINYINT(mysql.Number{Width: 1}),
	"mysql-decimal":         mysql.DECIMAL(10, 2, mysql.Number{Unsigned: true, ZeroFill: true}),
	"mysql-varchar-charset": mysql.VARCHAR(20, mysql.Characters{Charset: "latin1", Collation: "latin1_bin"}),
	"mysql-text-sizes":      mysql.MEDIUMTEXT(mysql.Characters{}), "mysql-enum-charset": mysql.ENUM(mysql.Characters{Charset: "utf8"}, "a", "b"),
	"mysql-bit": mysql.BIT(8), "mysql-year": mysql.YEAR(), "mysql-datetime-fsp": mysql.DATETIME(6), "pg-inet": postgres.INET(), "pg-jsonb": postgres.JSONB(),
	"pg-array-dims": postgres.ARRAY(sqltypes.Integer(), 3), "pg-interval": postgres.INTERVAL("DAY TO SECOND", 3),
	"pg-timestamp": postgres.TIMESTAMP(3, true), "pg-bit": postgres.VARBIT(4), "pg-money-ranges": postgres.INT4RANGE(), "pg-tsvector": postgres.TSVECTOR(),
	"pg-hstore": postgres.HSTORE(), "pg-double": postgres.DOUBLE_PRECISION(), "mssql-varbinary-max": mssql.VARBINARY(mssql.Max),
	"mssql-datetime2": mssql.DATETIME2(7), "mssql-datetimeoffset": mssql.DATETIMEOFFSET(3), "mssql-bit": mssql.BIT(),
	"mssql-uniqueidentifier": mssql.UNIQUEIDENTIFIER(), "oracle-number": oracle.NUMBER(10, 2), "oracle-raw": oracle.RAW(16), "oracle-binary-double": oracle.BINARY_DOUBLE(),
}

type goldenDDL struct {
	ID  string
	SQL map[string]json.RawMessage
}

// Every type of the corpus is declared as there on every dialect, or listed as different.

func TestGoldenDDLTypes(t *testing.T) {
	listed := loadDifferences(t)
	cases := loadGolden[goldenDDL](t, filepath.Join(goldenRoot, "ddl", "types.json"))
	for _, c := range cases {
		typ := ddlTypeTwins[strings.TrimPrefix(c.ID, "ddl.types/")]
		if typ == nil {
			t.Errorf("%s has no twin", c.ID)
			continue
		}
		for dialect, raw := range c.SQL {
			differs := slices.ContainsFunc(listed[c.ID], func(d *difference) bool { return slices.Contains(d.Dialects, dialect) })
			var want []string
			fails := json.Unmarshal(raw, &want) != nil
			got, err := createStatements(typ, goldenDialects[dialect])
			same := fails == (err != nil) && slices.Equal(got, want)
			if same == differs {
				t.Errorf("%s %s: got %q, %v, want %s; listed as different: %v", c.ID, dialect, got, err, raw, differs)
			}
		}
	}
	if len(cases) != len(ddlTypeTwins) {
		t.Errorf("%d cases, %d twins", len(cases), len(ddlTypeTwins))
	}
}

func createStatements(typ sqltypes.Type, d sqlcompile.Dialect) ([]string, error) {
	md := schema.NewMetaData()
	table := schema.NewTable("t", md, schema.NewColumn("x", typ, schema.Nullable()))
	script := sqlcompile.NewScript(d)
	if err := perform(script, table.MetaData); err != nil {
		return nil, err
	}
	return foldAll(script.Statements), nil
}
