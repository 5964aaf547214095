package engine_test

import (
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/decimal"
)

// Decimals that differ in their last digit are told apart, however many they have.
func TestLiveDecimalsAreCompared(t *testing.T) {
	for name, url := range map[string]string{"postgres": dbtest.Postgres(t, "livedecimals"), "mariadb": dbtest.MariaDB(t, "livedecimals")} {
		e := open(t, url)
		x := schema.NewColumn("x", sqltypes.Numeric(38, 20))
		table := schema.NewTable("t", schema.NewMetaData(), schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), x)
		if err := table.MetaData.CreateAll(ctx, e); err != nil {
			t.Fatal(err)
		}
		conn, err := connectAutocommit(e)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := conn.Exec(ctx, expr.InsertInto(table).Values(table.C("id").To(1), table.C("x").To("123456789012345678.12345678901234567890"))); err != nil {
			t.Fatal(err)
		}
		for value, want := range map[string]bool{
			"123456789012345678.12345678901234567890": true, "123456789012345678.12345678901234567891": false, "123456789012345678.123456789012345678901": false,
		} {
			found := false
			err := readOne(ctx, conn, expr.NewSelect(table.C("id")).Where(table.C("x").Eq(dec(value))), func(*engine.Rows, *dbapi.Row) { found = true })
			if err != nil || found != want {
				t.Errorf("%s: %s: found %v, %v", name, value, found, err)
			}
		}
		conn.Close()
	}
}

func dec(s string) decimal.Decimal { return decimal.MustParse(s) }
