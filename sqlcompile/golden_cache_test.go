package sqlcompile_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// One cache for all statements of the corpus gives each of them, built anew, the text that it has without a cache, whatever was compiled
// before: no two shapes are one to it.
func TestGoldenThroughOneCache(t *testing.T) {
	for name, d := range goldenDialects {
		cache := sqlcompile.NewCache(d, 1<<20)
		compared := 0
		for range 2 { // the second time all come from the cache
			for _, file := range slices.Sorted(maps.Keys(goldenFiles)) {
				for _, id := range slices.Sorted(maps.Keys(goldenFiles[file])) {
					s, err := goldenStatement(goldenFiles[file][id]())
					if err != nil {
						continue
					}
					want, wantErr := sqlcompile.Compile(s, d)
					again, err := goldenStatement(goldenFiles[file][id]())
					if err != nil {
						t.Fatal(err)
					}
					var k expr.Key
					got, err := cache.Compile(again, &k)
					switch {
					case (err == nil) != (wantErr == nil):
						t.Errorf("%s, %s: %v, without a cache %v", name, id, err, wantErr)
					case err == nil && (got.Text != want.Text || len(got.Params) != len(want.Params)):
						t.Errorf("%s, %s: from the cache\n\t%s\nwant\n\t%s", name, id, got.Text, want.Text)
					}
					compared++
				}
			}
		}
		if size, _ := cache.Stats(); compared < 1000 || size < compared/4 {
			t.Errorf("%s: %d statements compared, %d shapes", name, compared, size)
		}
	}
}

// Statements that differ in nothing but the type of a value have different keys: the type decides how it is sent.
func TestKeysTellTypesApart(t *testing.T) {
	types := []sqltypes.Type{sqltypes.SmallInteger(), sqltypes.Integer(), sqltypes.BigInteger(), sqltypes.Float(), sqltypes.Double(),
		sqltypes.FloatType{Decimal: true}, sqltypes.Numeric(0, 0), sqltypes.Numeric(10, 2), sqltypes.NumericType{Float: true}, sqltypes.Boolean(),
		sqltypes.BooleanType{Checked: true}, sqltypes.String(0), sqltypes.String(1), sqltypes.String(200), sqltypes.Unicode(0),
		sqltypes.StringType{Length: 1, Collation: "C"}, sqltypes.Text(), sqltypes.UnicodeText(), sqltypes.DateTime(), sqltypes.DateTimeTZ(),
		sqltypes.Date(), sqltypes.Time(), sqltypes.TimeType{TimeZone: true}, sqltypes.LargeBinary(), sqltypes.Interval(),
		sqltypes.IntervalType{NonNative: true}, sqltypes.UUID(), sqltypes.JSON(), sqltypes.Array(sqltypes.Integer()),
		sqltypes.Array(sqltypes.BigInteger())}
	seen := map[string]sqltypes.Type{}
	for _, ty := range types {
		var k expr.Key
		expr.AppendKey(&k, expr.NewSelect(expr.Bind("v", nil, ty), expr.Bind("w", nil, sqltypes.Integer())))
		if other, ok := seen[string(k.Bytes)]; ok || !k.OK {
			t.Errorf("%v has the key of %v", ty, other)
		}
		seen[string(k.Bytes)] = ty
	}
}
