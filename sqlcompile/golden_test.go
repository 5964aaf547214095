package sqlcompile_test

import (
	"bytes"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aludel/aludel/dialects/firebird"
	"github.com/aludel/aludel/dialects/mssql"
	"github.com/aludel/aludel/dialects/mysql"
	"github.com/aludel/aludel/dialects/oracle"
	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/dialects/sqlite"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/civil"
)

// twins are the Go forms of the snippets of one file of the golden corpus, by the part of their id after the file's name. A twin
// gives a statement, an expression or an element of FROM.
type twins map[string]func() any

// goldenFiles are the files of the corpus that have twins.
var goldenFiles = map[string]twins{
	"operators":  operatorTwins,
	"precedence": precedenceTwins,
	"select":     selectTwins,
	"joins":      joinTwins,
	"limit":      limitTwins,
	"inlist":     inlistTwins,
	"compound":   compoundTwins,
	"cte":        cteTwins,
	"columns":    columnTwins,
	"functions":  functionTwins,
	"insert":     insertTwins,
	"update":     updateTwins,
	"delete":     deleteTwins,
	"window":     windowTwins,
	"text":       textTwins,
	"quoting":    quotingTwins,
}

var goldenDialects = map[string]sqlcompile.Dialect{
	"default": sqlcompile.Generic, "sqlite": sqlite.Dialect, "postgresql": postgres.Dialect, "mysql": mysql.Dialect, "mssql": mssql.Dialect,
	"oracle": oracle.Dialect, "firebird": firebird.Dialect,
}

const goldenRoot = "../testdata/golden"

// notBuilt is the reason of what is to come.
const notBuilt = "not built yet"

type goldenCase struct {
	ID             string
	Python         string
	SQL            map[string]goldenSQL
	Compile        map[string]any
	ConstructError string `json:"construct_error"`
	Value          any
}

type goldenSQL struct {
	Text, Error         string
	Params              json.RawMessage
	Prefetch, Postfetch []string
}

// difference is a case, or some dialects of one, that is not as in the corpus.
type difference struct {
	ID       string   `json:"id"`
	Dialects []string `json:"dialects,omitempty"` // all if empty
	Reason   string   `json:"reason"`
}

// Every statement of the golden corpus compiles to the text and the values that stand there, for all dialects, or is listed
// in differences.json with the reason. An entry for what is as in the corpus is an error too.
func TestGolden(t *testing.T) {
	listed := loadDifferences(t)
	for _, file := range slices.Sorted(maps.Keys(goldenFiles)) {
		t.Run(file, func(t *testing.T) {
			count := map[string]int{}
			known := map[string]bool{}
			for _, c := range loadGolden[goldenCase](t, filepath.Join(goldenRoot, "core", file+".json")) {
				known[c.ID] = true
				checkGolden(t, c, goldenFiles[file][strings.TrimPrefix(c.ID, file+".")], listed, count)
			}
			for id := range goldenFiles[file] {
				if !known[file+"."+id] {
					t.Errorf("twin %s belongs to no case", id)
				}
			}
			t.Logf("%s: %d cases as in the corpus, %d otherwise on purpose, %d not built yet; %d of %d texts are equal", file,
				count["pass"], count["differs"], count[notBuilt], count["equal"], count["compared"])
		})
	}
}

// checkGolden compares one case on every dialect.
func checkGolden(t *testing.T, c goldenCase, twin func() any, listed map[string][]*difference, count map[string]int) {
	failed := map[string]string{}
	for dialect, want := range goldenWanted(c) {
		count["compared"]++
		if msg := goldenMismatch(c, twin, dialect, want); msg != "" {
			failed[dialect] = msg
		}
	}
	settleGolden(t, c.ID, c.Python, slices.Collect(maps.Keys(goldenWanted(c))), failed, listed, count)
}

// settleGolden compares what failed of a case with what is listed as different.
func settleGolden(t *testing.T, id, python string, dialects []string, failed map[string]string, listed map[string][]*difference, count map[string]int) {
	count["equal"] += len(dialects) - len(failed)
	var reasons []string
	for _, d := range listed[id] {
		delete(listed, id)
		reasons = append(reasons, d.Reason)
		covered := d.Dialects
		if len(covered) == 0 {
			covered = dialects
			if len(failed) == 0 {
				t.Errorf("%s is listed as different (%s) and is not", id, d.Reason)
			}
		}
		for _, dialect := range covered {
			if failed[dialect] == "" && len(d.Dialects) > 0 {
				t.Errorf("%s is listed as different on %s (%s) and is not", id, dialect, d.Reason)
			}
			delete(failed, dialect)
		}
	}
	for _, dialect := range slices.Sorted(maps.Keys(failed)) {
		t.Errorf("%s %s\n\t%s\n\t%s", id, dialect, strings.ReplaceAll(python, "\n", "; "), failed[dialect])
	}
	count[goldenVerdict(reasons)]++
}

func goldenVerdict(reasons []string) string {
	switch {
	case len(reasons) == 0:
		return "pass"
	case slices.Contains(reasons, notBuilt):
		return notBuilt
	}
	return "differs"
}

// goldenWanted is what is expected by dialect; a snippet that cannot be built there is expected to fail on the generic one.
func goldenWanted(c goldenCase) map[string]goldenSQL {
	if c.ConstructError != "" {
		return map[string]goldenSQL{"default": {Error: c.ConstructError}}
	}
	out := map[string]goldenSQL{}
	for name, want := range c.SQL {
		if name != "postgresql_numbered" && goldenDialects[name] != nil {
			out[name] = want
		}
	}
	if n, ok := c.SQL["postgresql_numbered"]; ok {
		n.Prefetch, n.Postfetch = c.SQL["postgresql"].Prefetch, c.SQL["postgresql"].Postfetch
		out["postgresql"] = n
	}
	return out
}

// goldenMismatch compiles the twin for a dialect and says what is different, "" for nothing.
func goldenMismatch(c goldenCase, twin func() any, dialect string, want goldenSQL) string {
	if twin == nil {
		return "it has no twin"
	}
	compiled, text, args, raw, err := goldenCompile(twin(), goldenDialect(dialect, c.Compile), c.Compile)
	switch {
	case want.Error != "" && err == nil:
		return fmt.Sprintf("wants an error (%s), got %s", want.Error, text)
	case want.Error != "":
		return ""
	case err != nil:
		return fmt.Sprintf("%v\n\twant %s", err, want.Text)
	}
	names, values := goldenParams(want.Params)
	wanted := strings.Join(strings.Fields(goldenText(want.Text, dialect, names)), " ")
	if dialect == "mssql" {
		text, args, raw = goldenRepeated(text, args, raw)
	}
	if got := strings.Join(strings.Fields(text), " "); got != wanted {
		return "got  " + got + "\n\twant " + wanted
	}
	if len(values) != len(args) {
		return fmt.Sprintf("got values %v, want %v", args, values)
	}
	for i := range values {
		if !sameValue(args[i], values[i]) && !sameValue(raw[i], values[i]) {
			return fmt.Sprintf("value %d is %#v, want %v", i, args[i], values[i])
		}
	}
	return goldenFetched(compiled.Changes, compiled.Params, want)
}

// goldenDialect is a dialect with the options that a case gives it.
func goldenDialect(name string, compile map[string]any) sqlcompile.Dialect {
	if options, ok := compile["dialect_kw"].(map[string]any); ok && options["use_ansi"] == false {
		return oracle.New(oracle.Options{NoJoin: true})
	}
	return goldenDialects[name]
}

// goldenFetched compares what an INSERT or UPDATE makes before and leaves to the database.
func goldenFetched(changes *sqlcompile.Changes, params []sqlcompile.Param, want goldenSQL) string {
	if changes == nil {
		return ""
	}
	var made []string
	for i := range params {
		if params[i].Default() {
			made = append(made, params[i].Name)
		}
	}
	slices.Sort(made)
	slices.Sort(want.Prefetch)
	post := goldenNames(changes.Postfetch)
	slices.Sort(post)
	slices.Sort(want.Postfetch)
	if !slices.Equal(made, want.Prefetch) || !slices.Equal(post, want.Postfetch) {
		return fmt.Sprintf("makes %v before and leaves %v to the database, want %v and %v", made, post, want.Prefetch, want.Postfetch)
	}
	return ""
}

// goldenRepeated numbers parameters as if each stood in one place only, as the corpus does for SQL Server.
func goldenRepeated(text string, args, raw []any) (string, []any, []any) {
	var a, r []any
	text = regexp.MustCompile(`@p\d+`).ReplaceAllStringFunc(text, func(s string) string {
		n, _ := strconv.Atoi(s[2:])
		a, r = append(a, args[n-1]), append(r, raw[n-1])
		return fmt.Sprintf("@p%d", len(a))
	})
	return text, a, r
}

// goldenCompile gives the text that reaches the driver, its values, and the values as the statement has them, before any conversion,
// which is what the corpus has. What has no value yet is sent as [required].
func goldenCompile(v any, d sqlcompile.Dialect, options map[string]any) (c *sqlcompile.Compiled, text string, args, raw []any, err error) {
	s, err := goldenStatement(v)
	if err != nil {
		return nil, "", nil, nil, err
	}
	if options["literal_binds"] == true {
		compiled, err := sqlcompile.CompileInline(s, d)
		if err != nil {
			return nil, "", nil, nil, err
		}
		return compiled, compiled.Text, nil, nil, nil
	}
	s = goldenKeys(s, options)
	var k expr.Key
	expr.AppendKey(&k, s)
	compiled, err := sqlcompile.CompileWith(s, d, goldenOptions(options))
	if err != nil {
		return nil, "", nil, nil, err
	}
	binds := slices.Clone(k.Binds)
	given, _ := options["exec_params"].(map[string]any)
	for i := range binds {
		b := binds[i].Parameter()
		if _, hole := b.Value.(expr.Hole); !hole {
			continue
		}
		filled := *b
		filled.Value = any(requiredValue{})
		if v, ok := given[b.Name]; ok {
			filled.Value = v
		}
		binds[i] = &filled
	}
	text, args, err = compiled.BindWith(binds, goldenPassed(options), nil)
	return compiled, text, args, goldenRaw(compiled, binds, goldenPassed(options)), err
}

// goldenKeys names the columns whose values are passed at execution, as far as the names are of columns, and says that there are many
// rows of them.
func goldenKeys(s expr.Statement, options map[string]any) expr.Statement {
	names, _ := options["column_keys"].([]any)
	switch s := s.(type) {
	case expr.Insert:
		s = s.Passing(goldenColumns(s.Table, names)...)
		if options["for_executemany"] == true {
			s = s.ForMany()
		}
		return s
	case expr.Update:
		if t, ok := s.Table.(*expr.TableClause); ok {
			return s.Passing(goldenColumns(t, names)...)
		}
	}
	return s
}

func goldenColumns(t *expr.TableClause, names []any) (out []*expr.ColumnClause) {
	for _, c := range t.Columns {
		if slices.Contains(names, any(c.Name)) {
			out = append(out, c)
		}
	}
	return out
}

// goldenPassed gives what the corpus has for values that come at execution: those of defaults and of out parameters are null, and all
// are where no execution is in sight.
func goldenPassed(options map[string]any) func(*sqlcompile.Param) (any, error) {
	return func(p *sqlcompile.Param) (any, error) {
		if _, passing := options["column_keys"]; !passing || p.Default() || p.Out() {
			return nil, nil
		}
		return requiredValue{}, nil
	}
}

// goldenNames are the names of columns.
func goldenNames(cols []*expr.ColumnClause) (names []string) {
	for _, c := range cols {
		names = append(names, c.Name)
	}
	return names
}

// goldenOptions are the options with which the corpus compiles a case.
func goldenOptions(options map[string]any) (o sqlcompile.Options) {
	if schemas, ok := options["schema_translate_map"].(map[string]any); ok {
		o.Schemas = map[string]string{}
		for from, to := range schemas {
			o.Schemas[from], _ = to.(string)
		}
	}
	if kw, ok := options["dialect_kw"].(map[string]any); ok {
		n, _ := kw["label_length"].(json.Number)
		length, _ := n.Int64()
		o.LabelLength = int(length)
	}
	return o
}

// requiredValue is sent as [required], whatever the type.
type requiredValue struct{}

func (requiredValue) Value() (driver.Value, error) { return required, nil }

// goldenRaw are the values of the binds in the order in which they are sent, lists taken apart.
func goldenRaw(c *sqlcompile.Compiled, binds []expr.KeyBind, passed func(*sqlcompile.Param) (any, error)) (raw []any) {
	for i := range c.Params {
		p := &c.Params[i]
		if constant, ok := p.Constant(); ok {
			raw = append(raw, constant)
			continue
		}
		if p.Bind < 0 || !p.Expanding {
			v, _ := passed(p)
			if p.Bind >= 0 {
				v = binds[p.Bind].BoundValue()
			}
			raw = append(raw, v)
			continue
		}
		list := reflect.ValueOf(binds[p.Bind].BoundValue())
		for k := range list.Len() {
			item := reflect.ValueOf(list.Index(k).Interface())
			if item.Kind() != reflect.Slice {
				raw = append(raw, list.Index(k).Interface())
				continue
			}
			for j := range item.Len() {
				raw = append(raw, item.Index(j).Interface())
			}
		}
	}
	return raw
}

// required stands for the value of a parameter that a snippet leaves open.
const required = "(required)"

func goldenStatement(v any) (expr.Statement, error) {
	switch v := v.(type) {
	case error:
		return nil, v
	case expr.Statement:
		return v, nil
	case expr.Node:
		return expr.Fragment{X: v}, nil
	case expr.Expressible:
		return expr.Fragment{X: v.Expr().Node()}, nil
	case expr.Expr:
		return expr.Fragment{X: v.Node()}, nil
	case *schema.Table:
		return expr.Fragment{From: v.TableClause}, nil
	case expr.FromClause:
		return expr.Fragment{From: v}, nil
	}
	return nil, fmt.Errorf("a twin gives a %T", v)
}

// goldenText is the text of the corpus in the dialect's own style of parameters.
func goldenText(text, dialect string, names []string) string {
	switch dialect {
	case "mysql":
		return strings.NewReplacer("%%", "%", "%s", "?").Replace(text)
	case "mssql":
		n := 0
		return regexp.MustCompile(`\?`).ReplaceAllStringFunc(text, func(string) string { n++; return fmt.Sprintf("@p%d", n) })
	case "oracle":
		return regexp.MustCompile(`:"[^"]+"|:\w+`).ReplaceAllStringFunc(text, func(s string) string {
			if i := slices.Index(names, s[1:]); i >= 0 {
				return fmt.Sprintf(":%d", i+1)
			}
			return s
		})
	}
	return text
}

// goldenParams are the names, where they have some, and the values of the parameters, in order.
func goldenParams(raw json.RawMessage) (names []string, values []any) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if len(raw) == 0 || raw[0] == '[' {
		_ = dec.Decode(&values)
		return nil, values
	}
	_, _ = dec.Token()
	for dec.More() {
		name, _ := dec.Token()
		var v any
		if dec.Decode(&v) != nil {
			break
		}
		names, values = append(names, name.(string)), append(values, v)
	}
	return names, values
}

// sameValue compares what is sent with a value of the corpus.
func sameValue(got, want any) bool {
	switch w := want.(type) {
	case map[string]any:
		for kind, v := range w {
			if strings.HasPrefix(kind, "$") {
				return sameSpecial(got, kind, v)
			}
		}
		return sameDocument(got, want)
	case []any:
		return sameDocument(got, want)
	}
	if b, ok := want.(bool); ok && reflect.ValueOf(got).CanInt() {
		return reflect.ValueOf(got).Int() == map[bool]int64{true: 1, false: 0}[b]
	}
	return fmt.Sprint(got) == fmt.Sprint(want)
}

// sameDocument compares lists and maps.
func sameDocument(got, want any) bool {
	a, err := json.Marshal(got)
	b, other := json.Marshal(want)
	return err == nil && other == nil && bytes.Equal(a, b)
}

func sameSpecial(got any, kind string, want any) bool {
	if t, ok := got.(time.Time); ok {
		got = t.Format("2006-01-02T15:04:05")
	}
	text := strings.Replace(fmt.Sprint(got), " ", "T", 1)
	switch kind {
	case "$timedelta": // sent as a date so far from the epoch
		var us int64
		for part, unit := range map[string]int64{"days": 86400e6, "seconds": 1e6, "microseconds": 1} {
			n, _ := want.(map[string]any)[part].(json.Number).Int64()
			us += n * unit
		}
		if d, ok := got.(time.Duration); ok {
			return d.Microseconds() == us
		}
		return strings.HasPrefix(text, time.UnixMicro(us).UTC().Format("2006-01-02T15:04:05")) || text == civil.Interval{Microseconds: us}.String()
	case "$symbol":
		return want == "JSON_NULL" && got == sqltypes.JSONNull
	case "$required":
		return got == any(required) || got == any(requiredValue{})
	case "$date":
		return strings.HasPrefix(text, fmt.Sprint(want))
	case "$datetime":
		return strings.HasPrefix(text, strings.Replace(fmt.Sprint(want), " ", "T", 1))
	case "$decimal", "$float":
		return fmt.Sprint(got) == fmt.Sprint(want)
	}
	return false
}

func loadGolden[T any](t *testing.T, path string) (out []T) {
	t.Helper()
	data, err := os.ReadFile(path)
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

func loadDifferences(t *testing.T) map[string][]*difference {
	out := map[string][]*difference{}
	for _, d := range loadGolden[difference](t, filepath.Join(goldenRoot, "differences.json")) {
		if d.Reason == "" {
			t.Errorf("%s has no reason", d.ID)
		}
		out[d.ID] = append(out[d.ID], &d)
	}
	return out
}
