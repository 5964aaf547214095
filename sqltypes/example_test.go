package sqltypes_test

import (
	"fmt"
	"strings"

	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/dialects/sqlite"
	"github.com/aludel/aludel/sqltypes"
)

// Lower keeps text in lower case.
type Lower struct{ Length int }

func (Lower) Kind() sqltypes.Kind         { return sqltypes.StringKind }
func (t Lower) String() string            { return t.Impl("").String() }
func (t Lower) Impl(string) sqltypes.Type { return sqltypes.String(t.Length) }

func (Lower) ProcessBind(v any, dialect string) (any, error) {
	if s, ok := v.(string); ok {
		return strings.ToLower(s), nil
	}
	return v, nil
}

// A decorator converts the values of the type that it is made of.
func ExampleDecorator() {
	t := Lower{Length: 20}
	declared, _ := sqlite.Dialect.TypeSQL(t)
	sent, _ := sqlite.Dialect.Binder(t)("SHOUT")
	_, err := sqlite.Dialect.Binder(t)(5)
	fmt.Println(declared, sent)
	fmt.Println(err)
	// Output:
	// VARCHAR(20) shout
	// sqltypes: a value of type int is no VARCHAR(20): it wants text
}

// A variant is another type on one database.
func ExampleWithVariant() {
	t := sqltypes.WithVariant(sqltypes.Text(), postgres.JSONB(), "postgresql")
	a, _ := sqlite.Dialect.TypeSQL(t)
	b, _ := postgres.Dialect.TypeSQL(t)
	fmt.Println(a, b)
	// Output: TEXT JSONB
}

// Values that do not fit are refused before anything is sent.
func ExampleNumeric() {
	price := postgres.Dialect.Binder(sqltypes.Numeric(6, 2))
	sent, _ := price("19.90")
	_, err := price("19.995")
	fmt.Println(sent)
	fmt.Println(err)
	// Output:
	// 19.90
	// sqltypes: a value of type string is no NUMERIC(6, 2): it has more digits after the point than the column keeps; round it
}
