package sqlcompile_test

import (
	stdsql "database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/sqlcompile"
)

// Every expression of the golden corpus runs on the three databases, or is listed in notRun with the reason. An entry for what does
// run is an error.
func TestGoldenRuns(t *testing.T) {
	for name, url := range map[string]func(t *testing.T) string{
		"sqlite":     func(t *testing.T) string { return dbtest.SQLite(t) },
		"postgresql": func(t *testing.T) string { return dbtest.Postgres(t, "golden_run") },
		"mysql":      func(t *testing.T) string { return dbtest.MariaDB(t, "golden_run") },
	} {
		t.Run(name, func(t *testing.T) {
			db := goldenDatabase(t, name, url(t))
			ran := 0
			for _, file := range []string{"operators", "precedence", "inlist", "functions", "columns"} {
				for _, c := range loadGolden[goldenCase](t, filepath.Join(goldenRoot, "core", file+".json")) {
					want, compared := goldenWanted(c)[name]
					if c.ConstructError != "" || !compared || want.Error != "" {
						continue
					}
					ran += goldenRun(t, db, name, c, goldenFiles[file][strings.TrimPrefix(c.ID, file+".")])
				}
			}
			t.Logf("%d expressions run", ran)
		})
	}
}

// goldenRun runs one case and compares with notRun; it gives 1 for what runs.
func goldenRun(t *testing.T, db *stdsql.DB, dialect string, c goldenCase, twin func() any) int {
	reason := notRun[c.ID][dialect]
	if reason == "" {
		reason = notRun[c.ID][""]
	}
	if twin == nil {
		return 0
	}
	text, err := runTwin(db, goldenDialects[dialect], twin(), c.Compile)
	switch {
	case err == nil && reason != "":
		t.Errorf("%s is listed as not running on %s (%s) and runs", c.ID, dialect, reason)
	case err != nil && reason == "":
		t.Errorf("%s %s: %v\n\t%s", c.ID, dialect, err, text)
	}
	if err == nil {
		return 1
	}
	return 0
}

func runTwin(db *stdsql.DB, d sqlcompile.Dialect, v any, options map[string]any) (text string, err error) {
	s, err := goldenStatement(v)
	if err != nil {
		return "", err
	}
	if f, ok := s.(expr.Fragment); ok {
		s = selecting(f)
	}
	_, text, args, _, err := goldenCompile(s, d, options)
	if err != nil {
		return text, err
	}
	tx, err := db.Begin() // what a case stores goes again
	if err != nil {
		return text, err
	}
	defer tx.Rollback()
	stmt, err := tx.Prepare(text)
	if err != nil {
		return text, err
	}
	defer stmt.Close()
	if slices.Contains(args, any(required)) {
		return text, nil // prepared is all that can be asked
	}
	rows, err := stmt.Query(args...)
	if err != nil {
		return text, err
	}
	defer rows.Close()
	for rows.Next() {
	}
	return text, rows.Err()
}

// selecting makes a statement of an expression or an element of FROM.
func selecting(f expr.Fragment) expr.Statement {
	if f.X == nil {
		return expr.NewSelect(expr.Inline(1)).SelectFrom(f.From)
	}
	if x, ok := f.X.(*expr.Text); ok && strings.HasPrefix(strings.ToLower(x.SQL), "select ") {
		return f
	}
	if f.X.Type().Kind() == expr.True().Type().Kind() {
		return expr.NewSelect(expr.Inline(1).As("one")).Where(f.X)
	}
	return expr.NewSelect(f.X)
}

// goldenTables are the tables of the corpus that its expressions use, in words that the three databases share.
var goldenTables = []string{
	"CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(50), fullname VARCHAR(50))",
	"CREATE TABLE addresses (id INTEGER PRIMARY KEY, user_id INTEGER, email_address VARCHAR(50))",
	"CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR(50), email VARCHAR(80), vip BOOLEAN, credit NUMERIC(10, 2), region_id INTEGER, created TIMESTAMP)",
	"CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER, placed DATE, status VARCHAR(20), total NUMERIC(10, 2), discount FLOAT, paid BOOLEAN, notes TEXT)",
	"CREATE TABLE items (order_id INTEGER, line INTEGER, product_id INTEGER, qty INTEGER, price NUMERIC(10, 2))",
	"CREATE TABLE nodes (id INTEGER PRIMARY KEY, parent_id INTEGER, data VARCHAR(50), pos INTEGER)",
	"CREATE TABLE departments (department_id INTEGER PRIMARY KEY, dept_name VARCHAR(40))",
	"CREATE TABLE employees (employee_id INTEGER PRIMARY KEY, employee_name VARCHAR(60), employee_dept INTEGER)",
	"CREATE TABLE t (i INTEGER, big BIGINT, s VARCHAR(40), tx TEXT, b BOOLEAN, n NUMERIC(10, 2), f FLOAT, d DATE, dt TIMESTAMP, tm TIME, j JSON)",
	"CREATE TABLE t1 (a INTEGER, b INTEGER)",
}

// goldenPostgres is what only PostgreSQL has.
var goldenPostgres = []string{
	"CREATE EXTENSION hstore", "CREATE TYPE ab AS ENUM ('a', 'b')", "CREATE SEQUENCE my_seq", "CREATE SCHEMA sch", "CREATE SEQUENCE sch.my_seq",
	"CREATE TABLE docs (id INTEGER PRIMARY KEY, tags VARCHAR[], nums INTEGER[], data JSONB, meta JSON, attrs HSTORE, body TEXT, ip INET, uid UUID, during INT4RANGE)",
}

// openLive opens a database by the dialect's own driver.
func openLive(t *testing.T, name, url string) *stdsql.DB {
	t.Helper()
	u, err := dialects.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	d := goldenDialects[name].(dialects.Dialect)
	dsn, err := d.DSN(u)
	if err != nil {
		t.Fatal(err)
	}
	db, err := stdsql.Open(d.Drivers()[0], dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// goldenDatabase opens a database with the tables of the corpus.
func goldenDatabase(t *testing.T, name, url string) *stdsql.DB {
	t.Helper()
	db := openLive(t, name, url)
	ddl := goldenTables
	switch name {
	case "postgresql":
		ddl = slices.Concat(goldenPostgres, ddl)
	case "mysql":
		ddl = slices.Concat([]string{"CREATE SEQUENCE my_seq"}, ddl, []string{"CREATE FULLTEXT INDEX words ON users (name, fullname)", "CREATE FULLTEXT INDEX names ON users (name)"})
	}
	for _, s := range ddl {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	return db
}

// madeUp is the reason of what names things that are not there.
const madeUp = "its operator, function or column is made up"

// notRun are the cases that do not run on a database ("" for none of the three), with the reason.
var notRun = map[string]map[string]string{
	"functions.json/null":                           {"postgresql": "JSON cannot be compared there, JSONB can"},
	"columns.anon/collate":                          {"mysql": "there is no collation of the name", "postgresql": "there is no collation of the name"},
	"columns.anon/mixed-with-text":                  {"sqlite": "now() as text is no function there"},
	"columns.render/lexical-column":                 {"": madeUp},
	"columns.render/lexical-column-select":          {"": madeUp},
	"columns.render/lexical-column-untyped-add":     {"": madeUp},
	"columns.render/lexical-column-untyped-add-str": {"": madeUp},
	"functions.cast/json-value":                     {"mysql": "MariaDB has no CAST to JSON, which MySQL has"},
	"functions.cast/nvarchar-type":                  {"postgresql": "there is no type of the name"},
	"functions.cast/type-coerce-bind":               {"": "the value is none of the type"},
	"functions.generic/boolean-arg":                 {"": madeUp},
	"functions.generic/dotted":                      {"": madeUp},
	"functions.generic/grouping-sets":               {"mysql": "there are no grouping sets", "sqlite": "there are no grouping sets"},
	"functions.generic/list-arg-select":             {"mysql": madeUp, "sqlite": madeUp},
	"functions.generic/next-value-schema":           {"mysql": "a schema is a database of the whole server there"},
	"functions.generic/rollup":                      {"sqlite": "there are no grouping sets"},
	"functions.generic/session-user":                {"sqlite": "there are no users"},
	"functions.generic/sysdate":                     {"postgresql": "sysdate is Oracle's", "sqlite": "sysdate is Oracle's"},
	"functions.generic/trailing-underscore":         {"": madeUp},
	"functions.generic/type-arg":                    {"": madeUp},
	"functions.generic/user":                        {"sqlite": "there are no users"},
	"inlist.in/select-star-table":                   {"": "the SELECT has three columns"},
	"operators.anyall/all-subquery":                 {"sqlite": "there is no ANY and no ALL"},
	"operators.anyall/any-method":                   {"mysql": "there are no arrays", "sqlite": "there is no ANY and no ALL"},
	"operators.anyall/any-not":                      {"sqlite": "there is no ANY and no ALL"},
	"operators.anyall/any-reversed":                 {"mysql": "there are no arrays", "sqlite": "there is no ANY and no ALL"},
	"operators.anyall/any-subquery":                 {"sqlite": "there is no ANY and no ALL"},
	"operators.anyall/array-all":                    {"mysql": "there are no arrays", "sqlite": "there is no ANY and no ALL"},
	"operators.arith/mod-pct-text":                  {"": madeUp},
	"operators.between/bound-comparison":            {"postgresql": "truth values and numbers are not of one kind there"},
	"operators.compare/eq-list":                     {"": "a list is no value"},
	"operators.compare/is-column":                   {"mysql": "IS stands before NULL and truth values there", "postgresql": "IS stands before NULL and truth values there"},
	"operators.custom/bitxor":                       {"sqlite": madeUp},
	"operators.custom/bool-op-not":                  {"": madeUp},
	"operators.custom/op":                           {"": madeUp},
	"operators.custom/op-comparison":                {"": madeUp},
	"operators.custom/op-eq":                        {"mysql": madeUp, "postgresql": madeUp},
	"operators.custom/op-not":                       {"": madeUp},
	"operators.custom/op-precedence-default":        {"": madeUp},
	"operators.custom/op-precedence-high":           {"": madeUp},
	"operators.custom/op-right":                     {"": madeUp},
	"operators.custom/percent-op":                   {"postgresql": madeUp},
	"operators.string/collate-func":                 {"mysql": "there is no collation of the name", "postgresql": "there is no collation of the name"},
	"operators.string/collate-like":                 {"mysql": "there is no collation of the name", "postgresql": "there is no collation of the name"},
	"operators.string/collate-literal-right":        {"mysql": "there is no collation of the name", "postgresql": "there is no collation of the name"},
	"operators.string/collate-quoted":               {"mysql": "there is no collation of the name", "postgresql": "there is no collation of the name"},
	"operators.string/regexp-match-col":             {"sqlite": "the function behind REGEXP is left to the program"},
	"operators.string/regexp-match-flags":           {"sqlite": "the function behind REGEXP is left to the program"},
	"precedence.arith/arith-of-and":                 {"postgresql": "truth values and numbers are not of one kind there"},
	"precedence.arith/arith-of-compare":             {"postgresql": "truth values and numbers are not of one kind there"},
	"precedence.arith/like-of-compare":              {"postgresql": "truth values and numbers are not of one kind there"},
	"precedence.boolean/and-text":                   {"": madeUp},
	"precedence.boolean/not-text":                   {"": madeUp},
	"precedence.boolean/or-text":                    {"": madeUp},
	"precedence.concat/collate-concat":              {"mysql": "there is no collation of the name", "postgresql": "there is no collation of the name"},
	"precedence.concat/concat-collate":              {"mysql": "there is no collation of the name", "postgresql": "there is no collation of the name"},
	"precedence.negation/not-arith":                 {"postgresql": "truth values and numbers are not of one kind there"},
	"precedence.negation/not-bool-func":             {"": madeUp},
	"precedence.negation/not-col-int":               {"postgresql": "truth values and numbers are not of one kind there"},
	"precedence.negation/not-scalar-subquery":       {"postgresql": "truth values and numbers are not of one kind there"},
}
