package sqlcompile_test

import (
	stdsql "database/sql"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aludel/aludel/internal/dbtest"
)

// Every SELECT of the golden corpus runs on the three databases, or is listed in selectsNotRun with the reason.
func TestGoldenSelectsRun(t *testing.T) {
	maps.Copy(notRun, selectsNotRun)
	for name, url := range map[string]func(t *testing.T) string{
		"sqlite":     func(t *testing.T) string { return dbtest.SQLite(t) },
		"postgresql": func(t *testing.T) string { return dbtest.Postgres(t, "golden_selects") },
		"mysql":      func(t *testing.T) string { return dbtest.MariaDB(t, "golden_selects") },
	} {
		t.Run(name, func(t *testing.T) {
			db := goldenDatabase(t, name, url(t))
			createSelectTables(t, db, name)
			ran := 0
			for _, file := range []string{"select", "joins", "cte", "compound", "window", "limit", "text", "quoting"} {
				for _, c := range loadGolden[goldenCase](t, filepath.Join(goldenRoot, "core", file+".json")) {
					want, compared := goldenWanted(c)[name]
					if c.ConstructError != "" || !compared || want.Error != "" {
						continue
					}
					ran += goldenRun(t, db, name, c, goldenFiles[file][strings.TrimPrefix(c.ID, file+".")])
				}
			}
			t.Logf("%d statements run", ran)
		})
	}
}

// selectTables are the tables that only SELECTs of the corpus use; quotes are those of the standard.
var selectTables = []string{
	`CREATE TABLE regions (id INTEGER PRIMARY KEY, name VARCHAR(30))`,
	`CREATE TABLE products (id INTEGER PRIMARY KEY, sku VARCHAR(20), title VARCHAR(100), price NUMERIC(10, 2), weight FLOAT)`,
	`CREATE TABLE accounts (id INTEGER PRIMARY KEY, owner VARCHAR(30))`,
	`CREATE TABLE transfers (id INTEGER PRIMARY KEY, src_id INTEGER, dst_id INTEGER, amount INTEGER)`,
	`CREATE TABLE logs (id INTEGER PRIMARY KEY, account_no INTEGER, msg VARCHAR(100))`,
	`CREATE TABLE invoices (invoice_id INTEGER, ref_num INTEGER, description VARCHAR(60))`,
	`CREATE TABLE invoice_items (item_id INTEGER, item_name VARCHAR(60), invoice_id INTEGER, ref_num INTEGER)`,
	`CREATE TABLE z (x INTEGER)`,
	`CREATE TABLE foo (a INTEGER, b INTEGER)`,
	`CREATE TABLE "order" ("select" INTEGER, "from" VARCHAR(20), "group" INTEGER, "user" INTEGER, value INTEGER)`,
	`CREATE TABLE "MixedCase" ("Id" INTEGER, "userName" VARCHAR(20), plain VARCHAR(20), "UPPER" VARCHAR(20))`,
	`CREATE TABLE "my table" ("col one" INTEGER, "a-b" INTEGER, "1st" INTEGER, _under INTEGER, "$dollar" INTEGER, mid$dollar INTEGER, "pct%" INTEGER, "paren(x)" INTEGER, "colon:x" INTEGER, "dot.x" INTEGER, "café" INTEGER)`,
	`CREATE TABLE "say ""hi""" ("dq""x" INTEGER, "bq` + "`" + `x" INTEGER, "br]x" INTEGER, "br[x" INTEGER, "sq'x" INTEGER)`,
	`CREATE TABLE forced (plain INTEGER, lower INTEGER, NoQuote INTEGER)`,
	`CREATE TABLE a_table_name_of_thirty_five_chars_x (id INTEGER, a_column_name_of_forty_four_characters_xxxxx INTEGER, a_column_name_of_forty_four_characters_yyyyy INTEGER)`,
}

func createSelectTables(t *testing.T, db *stdsql.DB, name string) {
	t.Helper()
	for _, s := range selectTables {
		if name == "mysql" { // its own quotes: only those of identifiers are in these texts
			s = strings.NewReplacer("`", "``", `""`, `"`, `"`, "`").Replace(s)
		}
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	if name == "postgresql" {
		for _, s := range []string{
			`CREATE SCHEMA bank`, `CREATE TABLE bank.accounts (id INTEGER, name VARCHAR(20))`, `CREATE TABLE bank.cards (id INTEGER, account_id INTEGER)`,
			`CREATE SCHEMA other`, `CREATE TABLE other.accounts (id INTEGER, name VARCHAR(20))`,
			`CREATE SCHEMA "Other One"`, `CREATE TABLE "Other One".accounts (id INTEGER, name VARCHAR(20))`,
			`CREATE SCHEMA "Remote Banks"`, `CREATE TABLE "Remote Banks".info (id INTEGER)`,
			`CREATE SCHEMA "db1.owner1"`, `CREATE TABLE "db1.owner1".info (id INTEGER)`,
		} {
			if _, err := db.Exec(s); err != nil {
				t.Fatalf("%s: %v", s, err)
			}
		}
	}
}

// noSuchName is the reason of what names tables, columns or schemas that the test does not make.
const noSuchName = "it names a table, a column or a schema that is not there"

// selectsNotRun are the cases that do not run on a database ("" for none of the three), with the reason.
var selectsNotRun = map[string]map[string]string{
	"compound.setops/intersect-all":          {"sqlite": "there is no INTERSECT ALL"},
	"cte.dml/add-cte":                        {"postgresql": "the keys of the table here are not generated"},
	"cte.dml/dml-add-cte":                    {"mysql": "MariaDB has no WITH before DELETE, which MySQL has"},
	"cte.dml/insert-from-cte":                {"mysql": "the keys of the table here are not generated"},
	"cte.dml/insert-returning-cte":           {"postgresql": "the keys of the table here are not generated"},
	"joins.core/fulljoin":                    {"mysql": "there is no FULL JOIN"},
	"joins.core/self-no-alias":               {"": "one table twice without an alias"},
	"limit.forupdate/limit-offset":           {"mysql": "MariaDB has no OF, which MySQL has"},
	"limit.forupdate/of-alias":               {"mysql": "MariaDB has no OF, which MySQL has"},
	"limit.forupdate/of-join":                {"mysql": "MariaDB has no OF, which MySQL has"},
	"limit.forupdate/of-table":               {"mysql": "MariaDB has no OF, which MySQL has"},
	"limit.forupdate/of-two-columns":         {"mysql": "MariaDB has no OF, which MySQL has"},
	"limit.limit/fetch":                      {"mysql": "there is no such FETCH: a typed error", "sqlite": "there is no such FETCH: a typed error"},
	"limit.limit/fetch-no-order":             {"mysql": "there is no such FETCH: a typed error", "sqlite": "there is no such FETCH: a typed error"},
	"limit.limit/fetch-offset":               {"mysql": "there is no such FETCH: a typed error", "sqlite": "there is no such FETCH: a typed error"},
	"limit.limit/fetch-percent":              {"": "there is no such FETCH: a typed error"},
	"limit.limit/limit-expr":                 {"mysql": "LIMIT takes a number or a parameter there"},
	"limit.limit/limit-in-subquery":          {"mysql": "there is no LIMIT in a subquery of IN"},
	"limit.limit/limit-string":               {"": "a string is no number: a typed error"},
	"quoting.length/long-alias":              {"": noSuchName},
	"quoting.length/long-alias-two":          {"": noSuchName},
	"quoting.names/dollar":                   {"": noSuchName},
	"quoting.names/firebird-reserved":        {"": noSuchName},
	"quoting.names/func-quoted":              {"": "a function named by a reserved word"},
	"quoting.names/hash":                     {"mysql": noSuchName, "postgresql": noSuchName},
	"quoting.names/leading-underscore":       {"": noSuchName},
	"quoting.names/lexical-quoted":           {"": noSuchName},
	"quoting.names/mssql-reserved":           {"": noSuchName},
	"quoting.names/mysql-reserved":           {"": noSuchName},
	"quoting.names/oracle-reserved":          {"": noSuchName},
	"quoting.names/pg-reserved":              {"": noSuchName},
	"quoting.names/quoted-name-false":        {"": noSuchName},
	"quoting.names/quoted-name-true":         {"mysql": noSuchName, "postgresql": noSuchName},
	"quoting.names/reserved-case":            {"mysql": noSuchName, "postgresql": noSuchName},
	"quoting.schema/schema":                  {"mysql": noSuchName, "sqlite": noSuchName},
	"quoting.schema/schema-correlate":        {"mysql": noSuchName, "sqlite": noSuchName},
	"quoting.schema/schema-dotted":           {"mysql": noSuchName, "sqlite": noSuchName},
	"quoting.schema/schema-labels":           {"mysql": noSuchName, "sqlite": noSuchName},
	"quoting.schema/schema-quoted":           {"mysql": noSuchName, "sqlite": noSuchName},
	"quoting.schema/schema-same-name-labels": {"mysql": noSuchName, "sqlite": noSuchName},
	"quoting.schema/schema-update-delete":    {"mysql": noSuchName, "sqlite": noSuchName},
	"quoting.schema/translate":               {"mysql": noSuchName, "sqlite": noSuchName},
	"quoting.schema/translate-unmapped":      {"mysql": noSuchName, "sqlite": noSuchName},
	"quoting.schema/translate-where":         {"mysql": noSuchName, "sqlite": noSuchName},
	"select.alias/fn-scalar-alias":           {"": madeUp},
	"select.alias/fn-table-valued":           {"mysql": "there is no generate_series", "sqlite": "there is no generate_series", "postgresql": "the column of the function has another name there; Derive names it"},
	"select.alias/seed-calculate":            {"": madeUp},
	"select.alias/seed-calculate-unique":     {"": madeUp},
	"select.columns/empty":                   {"": "a SELECT without columns is a typed error"},
	"select.columns/empty-where":             {"": "a SELECT without columns is a typed error"},
	"select.from/select-from-func":           {"mysql": "there is no generate_series", "sqlite": "there is no generate_series", "postgresql": "the column of the function has another name there"},
	"select.from/select-from-func-alias":     {"mysql": "there is no generate_series", "sqlite": "there is no generate_series", "postgresql": "the column of the function has another name there"},
	"select.lateral/lateral":                 {"mysql": "there is no LATERAL", "sqlite": "there is no LATERAL"},
	"select.lateral/tablesample":             {"mysql": "there is no TABLESAMPLE: a typed error", "sqlite": "there is no TABLESAMPLE: a typed error"},
	"select.lateral/tablesample-plain":       {"mysql": "there is no TABLESAMPLE: a typed error", "sqlite": "there is no TABLESAMPLE: a typed error"},
	"select.subquery/expr-name-in-subquery":  {"postgresql": "its SELECT has a column that it does not group by"},
	"select.subquery/scalar-two-columns":     {"": "a scalar subquery of two columns"},
	"select.where/order-by-other-table":      {"": "ORDER BY names a table that is not in FROM"},
	"text.binds/bindparam-same-name":         {"postgresql": "one value is compared with a number and a text"},
	"text.binds/long-bind-name":              {"": noSuchName},
	"text.hints/prefix-distinct":             {"postgresql": "a word of MySQL", "sqlite": "a word of MySQL"},
	"text.hints/prefix-two":                  {"": "its hint is made up"},
	"text.hints/statement-hint-all":          {"": "its hint is made up"},
	"text.hints/suffix":                      {"": "its hint is made up"},
	"text.hints/suffix-limit":                {"": "its hint is made up"},
	"text.hints/table-hint-all":              {"mysql": "its hint is made up"},
	"text.hints/table-hint-join":             {"mysql": "there is no index of the name"},
	"text.literals/binary":                   {"": noSuchName},
	"text.literals/no-value":                 {"": "a value that is missing is a typed error"},
	"text.literals/unicode-type":             {"": noSuchName},
	"text.text/bind-inside-quotes":           {"": "what stands in quotes is no bind: a typed error"},
	"text.text/double-colon":                 {"": madeUp},
	"text.text/literal-column-bind":          {"": "literal SQL with a colon that nothing binds"},
	"window.over/range":                      {"mysql": "MariaDB takes no parameter in a frame"},
	"window.over/rows-preceding-both":        {"mysql": "MariaDB takes no parameter in a frame"},
	"window.over/within-group-two":           {"mysql": "there is no percentile_disc of that form", "postgresql": "percentile_disc sorts by one column", "sqlite": "there is no percentile_disc of that form"},
	"text.text/quotes-inside":                {"postgresql": noSuchName},
}
