package sqlcompile_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
)

// ddlFiles are the files of the corpus about DDL that have twins. A twin gives a MetaData to create, an element, what created or
// dropped say, a list of those, or a plain value.
var ddlFiles = map[string]twins{
	"columns":     ddlColumnTwins,
	"constraints": ddlConstraintTwins,
	"indexes":     ddlIndexTwins,
	"statements":  ddlStatementTwins,
	"tables":      ddlTableTwins,
}

// created and dropped are something that is created or dropped without looking what is there.
type created struct{ what any }
type dropped struct{ what any }

// indexOf is an index with its table.
type indexOf struct {
	*schema.Index
	on *schema.Table
}

type goldenDDLCase struct {
	ID             string
	Python         string
	SQL            map[string]goldenDDLSQL
	Compile        map[string]map[string]string
	ConstructError string `json:"construct_error"`
	Value          any
	Unordered      bool `json:"unordered_runs"`
}

// goldenDDLSQL are statements, or an error.
type goldenDDLSQL struct {
	Statements []string
	Error      string
}

func (g *goldenDDLSQL) UnmarshalJSON(data []byte) error {
	if data[0] == '[' {
		return json.Unmarshal(data, &g.Statements)
	}
	var e struct{ Error string }
	err := json.Unmarshal(data, &e)
	g.Error = e.Error
	return err
}

// All DDL of the golden corpus is as it stands there, for all dialects, or listed in differences.json with the reason.
func TestGoldenDDL(t *testing.T) {
	listed := loadDifferences(t)
	for _, file := range slices.Sorted(maps.Keys(ddlFiles)) {
		t.Run(file, func(t *testing.T) {
			count, known := map[string]int{}, map[string]bool{}
			for _, c := range loadGolden[goldenDDLCase](t, filepath.Join(goldenRoot, "ddl", file+".json")) {
				known[c.ID] = true
				twin := ddlFiles[file][strings.TrimPrefix(c.ID, "ddl."+file+"/")]
				failed := map[string]string{}
				wanted := ddlWanted(c)
				for dialect, want := range wanted {
					msg := ddlMismatch(c, twin, goldenDialects[dialect], want)
					if msg == "" {
						continue
					}
					failed[dialect] = msg
					if listedAs(listed[c.ID], dialect, identityKeys) {
						if msg := ddlMismatch(c, twin, plainKeys{goldenDialects[dialect]}, want); msg != "" {
							t.Errorf("%s %s differs in more than keys\n\t%s", c.ID, dialect, msg)
						}
					}
				}
				count["compared"] += len(wanted)
				settleGolden(t, c.ID, c.Python, slices.Collect(maps.Keys(wanted)), failed, listed, count)
			}
			for id := range ddlFiles[file] {
				if !known["ddl."+file+"/"+id] {
					t.Errorf("twin %s belongs to no case", id)
				}
			}
			t.Logf("%s: %d cases as in the corpus, %d otherwise on purpose, %d not built yet; %d of %d texts are equal", file,
				count["pass"], count["differs"], count[notBuilt], count["equal"], count["compared"])
		})
	}
}

// identityKeys is the reason why most cases differ on Oracle and Firebird. The rest of such a case is compared with [plainKeys].
const identityKeys = "a key that the database generates is declared an identity; the anchor declares nothing, and leaves it to a sequence"

func listedAs(ds []*difference, dialect, reason string) bool {
	return slices.ContainsFunc(ds, func(d *difference) bool { return d.Reason == reason && slices.Contains(d.Dialects, dialect) })
}

// plainKeys is a dialect that does not declare what the database generates.
type plainKeys struct{ sqlcompile.Dialect }

func (d plainKeys) Autoincrement(c *schema.Column) (string, string) {
	s, err := d.TypeSQL(c.Type())
	if err != nil {
		s = err.Error()
	}
	return s, ""
}

func (d plainKeys) Rules() *sqlcompile.Rules {
	r := *d.Dialect.Rules()
	if d.Name() == "firebird" {
		r.DDL.Identity = sqlcompile.IdentityNone // which the Firebird of the corpus has not
	}
	return &r
}

func ddlWanted(c goldenDDLCase) map[string]goldenDDLSQL {
	if c.ConstructError != "" {
		return map[string]goldenDDLSQL{"default": {Error: c.ConstructError}}
	}
	if c.Value != nil {
		return map[string]goldenDDLSQL{"default": {}}
	}
	return c.SQL
}

// ddlMismatch says what is different on a dialect, "" for nothing.
func ddlMismatch(c goldenDDLCase, twin func() any, d sqlcompile.Dialect, want goldenDDLSQL) string {
	if twin == nil {
		return "it has no twin"
	}
	if c.Value != nil {
		if got := twin(); !reflect.DeepEqual(got, c.Value) {
			return fmt.Sprintf("got %v, want %v", got, c.Value)
		}
		return ""
	}
	var opts []sqlcompile.DDLOption
	if m := c.Compile["schema_translate_map"]; m != nil {
		to := map[string]string{}
		for from, name := range m {
			to[strings.TrimPrefix(from, "None")] = name
		}
		opts = append(opts, sqlcompile.TranslateSchemas(to))
	}
	script := sqlcompile.NewScript(d, opts...)
	err := perform(script, twin())
	switch {
	case want.Error != "" && err == nil:
		return fmt.Sprintf("wants an error (%s), got %q", want.Error, script.Statements)
	case want.Error != "" && !typedDDLError(err):
		return fmt.Sprintf("the error is a %T: %v", err, err)
	case want.Error != "":
		return ""
	case err != nil:
		return fmt.Sprintf("%v\n\twant %q", err, want.Statements)
	}
	got, wanted := foldAll(script.Statements), foldAll(want.Statements)
	if d.Name() == "postgresql" || d.Name() == "mysql" {
		for i := range wanted {
			wanted[i] = strings.ReplaceAll(wanted[i], "%%", "%") // which Python's drivers want doubled
		}
	}
	if c.Unordered {
		sortRuns(got)
	}
	if !slices.Equal(got, wanted) {
		return "got  " + strings.Join(got, "\n\t     ") + "\n\twant " + strings.Join(wanted, "\n\t     ")
	}
	return ""
}

// typedDDLError reports whether an error is one of those that the packages promise.
func typedDDLError(err error) bool {
	var compile *sqlcompile.Error
	var declare *schema.Error
	var cycle *schema.CycleError
	return errors.As(err, &compile) || errors.As(err, &declare) || errors.As(err, &cycle)
}

// perform runs what a twin gives.
func perform(x schema.Executor, what any) error {
	ctx := context.Background()
	switch w := what.(type) {
	case []any:
		for _, item := range w {
			if err := perform(x, item); err != nil {
				return err
			}
		}
		return nil
	case schema.Element:
		return x.ExecuteDDL(ctx, w)
	case *schema.MetaData:
		return w.CreateAll(ctx, x, schema.Unchecked())
	case created:
		switch w := w.what.(type) {
		case indexOf:
			return x.ExecuteDDL(ctx, schema.CreateIndex{Table: w.on, Index: w.Index})
		default:
			return perform(x, w)
		}
	case dropped:
		switch w := w.what.(type) {
		case indexOf:
			return x.ExecuteDDL(ctx, schema.DropIndex{Table: w.on, Index: w.Index})
		case *schema.MetaData:
			return w.DropAll(ctx, x, schema.Unchecked())
		}
	}
	return fmt.Errorf("a twin gives a %T", what)
}

// foldAll folds whitespace.
func foldAll(statements []string) []string {
	out := make([]string, len(statements))
	for i, s := range statements {
		out[i] = strings.Join(strings.Fields(s), " ")
	}
	return out
}

// sortRuns sorts runs of adjacent CREATE INDEX and ALTER TABLE statements, whose order means nothing.
func sortRuns(statements []string) {
	run := func(s string) bool {
		return strings.HasPrefix(s, "ALTER TABLE ") || strings.HasPrefix(s, "CREATE INDEX ") || strings.HasPrefix(s, "CREATE UNIQUE INDEX ")
	}
	for i := 0; i < len(statements); i++ {
		j := i
		for j < len(statements) && run(statements[j]) {
			j++
		}
		slices.SortFunc(statements[i:j], func(a, b string) int {
			return strings.Compare(strings.Replace(a, "UNIQUE ", "", 1), strings.Replace(b, "UNIQUE ", "", 1))
		})
		i = j
	}
}
