package engine_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aludel/aludel/dialects/firebird"
	"github.com/aludel/aludel/dialects/mssql"
	"github.com/aludel/aludel/dialects/mysql"
	"github.com/aludel/aludel/dialects/oracle"
	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/dialects/sqlite"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/internal/otherwise"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/civil"
	"github.com/aludel/aludel/sqltypes/decimal"
)

// This file has the twins of types/values.json and types/results.json of the golden corpus.

// prefixed is the decorator of the corpus that prefixes values.
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

// inOut is the user-defined type of the corpus.
type inOut struct{ precision int }

func (inOut) Kind() sqltypes.Kind                 { return sqltypes.OtherKind }
func (t inOut) String() string                    { return fmt.Sprintf("MYTYPE(%d)", t.precision) }
func (t inOut) ColumnSpec(string) (string, error) { return t.String(), nil }

func (inOut) ProcessBind(v any, _ string) (any, error) {
	if v == nil {
		return nil, nil
	}
	return "in:" + v.(string), nil
}

func (inOut) ProcessResult(v any, _ string) (any, error) {
	if v == nil {
		return nil, nil
	}
	return v.(string) + ":out", nil
}

type color int

func (c color) label() string { return [...]string{"RED", "GREEN"}[c] }

var colors = sqltypes.EnumOf("color", color.label, 0, 1)

// valueTwins are the types of the cases of types/values.json.
var valueTwins = map[string]sqltypes.Type{
	"biginteger": sqltypes.BigInteger(), "smallinteger": sqltypes.SmallInteger(), "unicode": sqltypes.Unicode(20), "numeric": sqltypes.Numeric(10, 2),
	"numeric-asdecimal-false": sqltypes.NumericType{Precision: 10, Scale: 2, Float: true}, "float": sqltypes.Float(),
	"float-asdecimal": sqltypes.FloatType{Decimal: true}, "boolean": sqltypes.Boolean(),
	"boolean-constraint": sqltypes.BooleanType{Checked: true, Constraint: "ck"}, "date": sqltypes.Date(), "datetime-tz": sqltypes.DateTimeTZ(),
	"timestamp": sqltypes.TIMESTAMP(), "largebinary": sqltypes.LargeBinary(), "enum": sqltypes.Enum("c", "red", "green"),
	"enum-non-native": func() sqltypes.Type { e := sqltypes.Enum("", "red", "green"); e.NonNative = true; return e }(),
	"json":            sqltypes.JSON(), "json-null-const": sqltypes.JSON(), "pickle-json": sqltypes.GobOf[map[string]any](),
	"typedecorator-prefix": prefixed{sqltypes.Unicode(20)}, "userdefined": inOut{16}, "array-generic": sqltypes.Array(sqltypes.Integer()),
	"nulltype": sqltypes.Null(), "matchtype": sqltypes.Boolean(), "sqlite-datetime-storage": sqlite.DATETIME("20060102150405"),
	"sqlite-datetime-truncate": sqlite.DATETIME("2006-01-02 15:04:05"), "sqlite-date-storage": sqlite.DATE("01/02/2006"),
	"sqlite-time-truncate": sqlite.TIME("15:04:05"),
}

// resultTwins are the types of the cases of types/results.json.
var resultTwins = map[string]sqltypes.Type{
	"boolean-int": sqltypes.Boolean(), "numeric-float": sqltypes.Numeric(10, 2), "numeric-str": sqltypes.Numeric(10, 4),
	"numeric-nodecimal": sqltypes.NumericType{Float: true}, "float-int": sqltypes.Float(), "float-decimal": sqltypes.FloatType{Decimal: true},
	"datetime-str": sqltypes.DateTime(), "time-str": sqltypes.Time(), "interval-epoch": sqltypes.Interval(), "enum-str": sqltypes.Enum("", "red", "green"),
	"enum-class-str": colors, "decorator": prefixed{sqltypes.String(20)}, "string": sqltypes.String(0),
}

var typeDialects = map[string]sqlcompile.Dialect{
	"default": sqlcompile.Generic, "sqlite": sqlite.Dialect, "postgresql": postgres.Dialect, "mysql": mysql.Dialect, "mssql": mssql.Dialect,
	"oracle": oracle.Dialect, "firebird": firebird.Dialect,
}

type valueCase struct {
	ID        string
	Roundtrip json.RawMessage `json:"sqlite_roundtrip"`
	Dialects  map[string]struct {
		DDL    any
		Values []map[string]any
	}
	Values []struct{ Raw, Out any }
}

// difference is a case, or some dialects of one, that is not as in the corpus.
type difference struct {
	ID       string
	Dialects []string
	Reason   string
}

func readGolden[T any](t *testing.T, path string) (out T) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../testdata/golden", path))
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	if err := dec.Decode(&out); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return out
}

// typeDifferences are the places where a case is listed as different: a dialect, or "roundtrip".
func typeDifferences(t *testing.T) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, d := range readGolden[[]difference](t, "differences.json") {
		if out[d.ID] == nil {
			out[d.ID] = map[string]bool{}
		}
		for _, dialect := range d.Dialects {
			out[d.ID][dialect] = true
		}
	}
	return out
}

// Every value of types/values.json is sent and written as in the corpus, and comes back from SQLite as there, or is listed as
// different.
func TestGoldenValues(t *testing.T) {
	listed := typeDifferences(t)
	var ours otherwise.Record
	cases := readGolden[[]valueCase](t, "types/values.json")
	for _, c := range cases {
		typ := valueTwins[strings.TrimPrefix(c.ID, "types.values/")]
		if typ == nil {
			t.Errorf("%s has no twin", c.ID)
			continue
		}
		for name, want := range c.Dialects {
			d := typeDialects[name]
			diffs := declaredAs(typ, d, want.DDL)
			for _, v := range want.Values {
				diffs = append(diffs, bound(typ, d, v)...)
			}
			verdict(t, c.ID, name, listed, diffs, &ours)
		}
		verdict(t, c.ID, "roundtrip", listed, roundtrips(t, typ, c.Roundtrip), &ours)
	}
	ours.Check(t, "testdata/otherwise/values.txt")
	if len(cases) != len(valueTwins) {
		t.Errorf("%d cases, %d twins", len(cases), len(valueTwins))
	}
}

// encoded are bytes that package gob wrote, whose numbers of types depend on what was written before.
var encoded = regexp.MustCompile(`\[\]byte\{[^}]*\}`)

func verdict(t *testing.T, id, where string, listed map[string]map[string]bool, diffs []string, ours *otherwise.Record) {
	t.Helper()
	if len(diffs) > 0 {
		ours.Add(id+" "+where, encoded.ReplaceAllString(strings.Join(diffs, "\n"), "[]byte"))
	}
	switch {
	case len(diffs) > 0 && !listed[id][where]:
		t.Errorf("%s %s:\n\t%s", id, where, strings.Join(diffs, "\n\t"))
	case len(diffs) == 0 && listed[id][where]:
		t.Errorf("%s is listed as different on %s and is not", id, where)
	}
}

func declaredAs(typ sqltypes.Type, d sqlcompile.Dialect, want any) []string {
	got, err := d.TypeSQL(typ)
	text, ok := want.(string)
	if ok != (err == nil) || ok && got != text {
		return []string{fmt.Sprintf("declared %q, %v, want %v", got, err, want)}
	}
	return nil
}

func bound(typ sqltypes.Type, d sqlcompile.Dialect, v map[string]any) (diffs []string) {
	in := fromCorpus(v["in"])
	var got any
	var err error
	if bind := d.Binder(typ); bind != nil && (in != nil || sqltypes.ConvertsNull(typ)) {
		got, err = bind(in)
	} else {
		got, err = sqltypes.Plain(in)
	}
	if want := v["bound"]; !agrees(got, err, want) {
		diffs = append(diffs, fmt.Sprintf("%v is sent as %#v, %v, want %v", v["in"], got, err, want))
	}
	want, some := v["literal"]
	if text, err := d.Literal(typ, in); some && !(agrees(text, err, want) && (err != nil || text == want)) {
		diffs = append(diffs, fmt.Sprintf("%v is written as %s, %v, want %v", v["in"], text, err, want))
	}
	return diffs
}

// agrees compares a value, or an error, with one of the corpus.
func agrees(got any, err error, want any) bool {
	if m, ok := want.(map[string]any); ok && m["error"] != nil {
		return err != nil
	}
	return err == nil && canonical(got) == canonical(fromCorpus(want))
}

// canonical gives values that the corpus and Go have in different types one text.
func canonical(v any) string {
	switch x := v.(type) {
	case json.Number:
		d, err := decimal.Parse(x.String())
		if err != nil {
			return x.String()
		}
		return d.Trim().String()
	case decimal.Decimal:
		return x.Trim().String()
	case float64:
		return canonical(json.Number(fmt.Sprint(x)))
	case []byte:
		return hex.EncodeToString(x)
	case time.Time:
		return civil.DateTimeOf(x.UTC()).String()
	case civil.Date:
		return canonical(civil.DateTime{Date: x})
	case civil.DateTime, civil.Time:
		return fmt.Sprint(x)
	case string:
		if d, err := decimal.Parse(x); err == nil {
			return d.Trim().String()
		}
		if at, err := civil.ParseInstant(strings.Replace(x, " +00:00", "Z", 1)); err == nil {
			return canonical(at)
		}
		var doc any
		if strings.HasPrefix(x, "{") || strings.HasPrefix(x, "[") {
			if json.Unmarshal([]byte(x), &doc) == nil {
				b, _ := json.Marshal(doc)
				return string(b)
			}
		}
		return x
	case color:
		return "Color." + x.label()
	}
	if rv := reflect.ValueOf(v); rv.Kind() == reflect.Map || rv.Kind() == reflect.Slice {
		b, _ := json.Marshal(v)
		return canonical(string(b))
	}
	return fmt.Sprint(v)
}

// fromCorpus makes the Go value of an encoded one.
func fromCorpus(v any) any {
	switch x := v.(type) {
	case json.Number:
		if n, err := x.Int64(); err == nil {
			return n
		}
		f, _ := x.Float64()
		return f
	case map[string]any:
		plain := map[string]any{}
		for kind, text := range x {
			if strings.HasPrefix(kind, "$") {
				return special(kind, text)
			}
			plain[kind] = fromCorpus(text)
		}
		return plain
	}
	return v
}

func special(kind string, v any) any {
	text, _ := v.(string)
	switch kind {
	case "$decimal":
		return decimal.MustParse(text)
	case "$date":
		d, _ := civil.ParseDate(text)
		return d
	case "$datetime":
		if strings.HasSuffix(text, "+00:00") {
			at, _ := civil.ParseInstant(text)
			return at
		}
		dt, _ := civil.ParseDateTime(text)
		return dt
	case "$time":
		c, _ := civil.ParseTime(text)
		return c
	case "$timedelta":
		var d time.Duration
		for part, unit := range map[string]time.Duration{"days": 24 * time.Hour, "seconds": time.Second, "microseconds": time.Microsecond} {
			n, _ := v.(map[string]any)[part].(json.Number).Int64()
			d += time.Duration(n) * unit
		}
		return d
	case "$bytes":
		b, _ := hex.DecodeString(text)
		return b
	case "$symbol":
		return sqltypes.JSONNull
	}
	return text
}

// roundtrips stores the values of a case in SQLite and reads them back.
func roundtrips(t *testing.T, typ sqltypes.Type, raw json.RawMessage) (diffs []string) {
	var values []map[string]any
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	eng := open(t, dbtest.SQLite(t))
	table := schema.NewTable("t", schema.NewMetaData(), schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("x", typ, schema.Nullable()))
	err := table.MetaData.CreateAll(context.Background(), eng)
	if dec.Decode(&values) != nil { // an object says that the table cannot be created
		if err == nil {
			diffs = append(diffs, "the table was created")
		}
		return diffs
	}
	if err != nil {
		return []string{err.Error()}
	}
	for i, v := range values {
		diffs = append(diffs, roundtrip(t, eng, table, i, v)...)
	}
	return diffs
}

func roundtrip(t *testing.T, eng *engine.Engine, table *schema.Table, id int, v map[string]any) (diffs []string) {
	ctx := context.Background()
	conn, err := connectAutocommit(eng)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	in := fromCorpus(v["in"])
	_, err = conn.Exec(ctx, expr.InsertInto(table).Values(table.C("id").To(id), table.C("x").To(in)))
	if want := v["error"]; want != nil || err != nil {
		if (want != nil) != (err != nil) {
			diffs = append(diffs, fmt.Sprintf("storing %v: %v, want %v", v["in"], err, want))
		}
		return diffs
	}
	var stored, class, out any
	x := table.C("x")
	raw := expr.NewSelect(expr.LiteralColumn("x", nil), expr.LiteralColumn("typeof(x)", nil), x).Where(table.C("id").Eq(id))
	err = readOne(ctx, conn, raw, func(rows *engine.Rows, row *dbapi.Row) {
		stored, class, out = row.Value(0), row.Value(1), rows.Value(row, 2)
	})
	if want := v["stored"]; !agrees(stored, nil, want) || fmt.Sprint(v["storage_class"]) != text(class) {
		diffs = append(diffs, fmt.Sprintf("%v is stored as %v (%v), want %v (%v)", v["in"], stored, text(class), want, v["storage_class"]))
	}
	if want, bad := v["out"], v["out_error"] != nil; bad != (err != nil) || !bad && !agrees(out, err, want) {
		diffs = append(diffs, fmt.Sprintf("%v comes back as %#v, %v, want %v%v", v["in"], out, err, want, v["out_error"]))
	}
	if want, some := v["matches_where_eq"].(json.Number); some && in != nil {
		n := 0
		err = readOne(ctx, conn, expr.NewSelect(table.C("id")).Where(x.Eq(in), table.C("id").Eq(id)), func(*engine.Rows, *dbapi.Row) { n++ })
		if fmt.Sprint(n) != want.String() {
			diffs = append(diffs, fmt.Sprintf("%v is found %d times, want %s: %v", v["in"], n, want, err))
		}
	}
	return diffs
}

func text(v any) string {
	if b, ok := v.([]byte); ok {
		return string(b)
	}
	return fmt.Sprint(v)
}

func readOne(ctx context.Context, conn *engine.Connection, s expr.Select, f func(*engine.Rows, *dbapi.Row)) error {
	rows, err := conn.Query(ctx, s)
	if err != nil {
		return err
	}
	return rows.Each(func(row *dbapi.Row) error {
		f(rows, row)
		return nil
	})
}

// What SQLite gives is made what types/results.json has, or is listed as different.
func TestGoldenResults(t *testing.T) {
	listed := typeDifferences(t)
	var ours otherwise.Record
	cases := readGolden[[]valueCase](t, "types/results.json")
	for _, c := range cases {
		typ := resultTwins[strings.TrimPrefix(c.ID, "types.results/")]
		if typ == nil {
			t.Errorf("%s has no twin", c.ID)
			continue
		}
		col := sqlcompile.ResultColumn{Type: typ, Convert: sqlite.Dialect.Results(typ)}
		var diffs []string
		for _, v := range c.Values {
			got, err := col.Value(fromCorpus(v.Raw))
			if !agrees(got, err, v.Out) {
				diffs = append(diffs, fmt.Sprintf("%v gives %v, %v, want %v", v.Raw, got, err, v.Out))
			}
		}
		verdict(t, c.ID, "sqlite", listed, diffs, &ours)
	}
	ours.Check(t, "testdata/otherwise/results.txt")
	if len(cases) != len(resultTwins) {
		t.Errorf("%d cases, %d twins", len(cases), len(resultTwins))
	}
}
