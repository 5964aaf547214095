package reflector_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/otherwise"
	"github.com/aludel/aludel/reflector"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// goldenStep is a step of a scenario of reflect/reflect.json in the golden corpus.
type goldenStep struct {
	Python string
	Error  string
	Result any
}

// reflectDifference is a step of a scenario, "reflect/NAME/STEP" with steps counted from 0, that is not as in the corpus, with the
// reason.
type reflectDifference struct{ ID, Reason string }

// legacy are the tables of several scenarios.
const legacy = `CREATE TABLE users (user_id INTEGER NOT NULL PRIMARY KEY, user_name VARCHAR(16) NOT NULL, email VARCHAR(60) DEFAULT 'none', score NUMERIC(10, 2), born DATE, created TIMESTAMP DEFAULT CURRENT_TIMESTAMP, flag BOOLEAN, data BLOB, big BIGINT, small SMALLINT, f FLOAT, r REAL, t TEXT, c CHAR(3), n NVARCHAR(20), tm TIME, dt DATETIME, j JSON, odd FANCYTYPE, notype);
CREATE TABLE user_prefs (pref_id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER NOT NULL REFERENCES users (user_id), pref_name VARCHAR(40) NOT NULL, pref_value VARCHAR(100), UNIQUE (user_id, pref_name));
CREATE INDEX ix_pref_name ON user_prefs (pref_name);
CREATE UNIQUE INDEX ux_val ON user_prefs (pref_value, user_id)`

// goldenScenario is the Go form of a scenario: what it prepares, and its steps.
type goldenScenario struct {
	script string
	steps  func(t *testing.T, db database) []func() (any, error)
}

var reflectScenarios = map[string]goldenScenario{
	"reflect.inspector-tables": {`CREATE TABLE b (id INTEGER PRIMARY KEY); CREATE TABLE a (id INTEGER PRIMARY KEY, b_id INTEGER REFERENCES b(id));
CREATE TABLE "Mixed Case" (id INTEGER); CREATE VIEW v AS SELECT id FROM a`, inspectorSteps},
	"reflect.autoload":          {legacy, autoloadSteps},
	"reflect.autoload-override": {legacy, overrideSteps},
	"reflect.metadata-reflect": {`CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER REFERENCES a(id));
CREATE TABLE other (id INTEGER PRIMARY KEY); CREATE VIEW v AS SELECT id FROM a`, metadataSteps},
	"reflect.column-reflect-event": {legacy, eventSteps},
	"reflect.round-trip":           {"", roundTripSteps},
	"reflect.type-affinity": {`CREATE TABLE t (a INT, b TINYINT, c MEDIUMINT, d UNSIGNED BIG INT, e INT8, f CHARACTER(20), g VARYING CHARACTER(255), h NATIVE CHARACTER(70), i CLOB, j DOUBLE, k DOUBLE PRECISION, l DECIMAL(10,5), m BOOL, n VARCHAR, o NUMERIC, p LONGTEXT, q INTEGER(5), r DATETIME, s TIMESTAMP, t XYZINTX, u XCHARX, v XBLOBX, w XREALX, x XNONEX)`,
		func(t *testing.T, db database) []func() (any, error) {
			return []func() (any, error){func() (any, error) {
				md, err := reflector.Reflect(ctx, db.Engine, reflector.Options{})
				if err != nil {
					return nil, err
				}
				var out []any
				for _, c := range md.Table("t").Columns {
					out = append(out, []any{c.Name, c.Type().String()})
				}
				return out, nil
			}}
		}},
	"reflect.deferred-reflection": {`CREATE TABLE things (id INTEGER PRIMARY KEY, name VARCHAR(20))`, nil},
	"reflect.reserved-defaults": {`CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER DEFAULT 5, b VARCHAR(10) DEFAULT 'it''s', c TIMESTAMP DEFAULT CURRENT_TIMESTAMP, d INTEGER DEFAULT (1 + 2), e VARCHAR DEFAULT NULL, f INTEGER NOT NULL)`,
		func(t *testing.T, db database) []func() (any, error) {
			return []func() (any, error){func() (any, error) {
				tab, err := reflector.Table(ctx, db.Engine, schema.NewMetaData(), "t", reflector.Options{})
				if err != nil {
					return nil, err
				}
				return ddlOf(db, tab), nil
			}, func() (any, error) {
				tab, err := reflector.Table(ctx, db.Engine, schema.NewMetaData(), "t", reflector.Options{})
				if err != nil {
					return nil, err
				}
				return inserted(db, expr.InsertInto(tab).Values(tab.C("f").To(1)))
			}}
		}},
}

// inserted executes an INSERT and gives its key and the columns that the database filled.
func inserted(db database, s expr.Insert) (any, error) {
	conn, err := db.Connect(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	res, err := conn.Execute(ctx, s)
	if err != nil {
		return nil, err
	}
	defer res.Close()
	key, err := res.InsertedPrimaryKey()
	var filled []any
	for _, c := range res.PostfetchedColumns() {
		filled = append(filled, c.Name)
	}
	return []any{key, filled}, err
}

// Every scenario of the corpus about reflection gives what stands there, or is listed as different with the reason.
func TestGoldenReflect(t *testing.T) {
	data, err := os.ReadFile("../testdata/golden/reflect/reflect.json")
	if err != nil {
		t.Fatal(err)
	}
	var scenarios []struct {
		ID    string
		Steps []goldenStep
	}
	if err := json.Unmarshal(data, &scenarios); err != nil {
		t.Fatal(err)
	}
	if len(scenarios) != len(reflectScenarios) {
		t.Errorf("%d scenarios, %d twins", len(scenarios), len(reflectScenarios))
	}
	listed := map[string]string{}
	data, err = os.ReadFile("../testdata/golden/differences.json")
	if err != nil {
		t.Fatal(err)
	}
	var differences []reflectDifference
	if err := json.Unmarshal(data, &differences); err != nil {
		t.Fatal(err)
	}
	for _, d := range differences {
		listed[d.ID] = d.Reason
	}
	same, others := 0, 0
	var ours otherwise.Record
	for _, s := range scenarios {
		t.Run(s.ID, func(t *testing.T) {
			twin := reflectScenarios[s.ID]
			db := open(t, "sqlite", "")
			db.script(t, twin.script)
			var steps []func() (any, error)
			if twin.steps != nil {
				steps = twin.steps(t, db)
			}
			for i, want := range s.Steps {
				reason := listed[fmt.Sprint("reflect/", strings.TrimPrefix(s.ID, "reflect."), "/", i)]
				equal := false
				var got any
				var err error
				if i < len(steps) && steps[i] != nil {
					got, err = steps[i]()
					equal = (err != nil) == (want.Error != "") && (err != nil || sameJSON(got, want.Result))
				}
				if equal == (reason != "") {
					t.Errorf("%s: got %v, %v, want %v %s; listed as different: %q", want.Python, got, err, want.Result, want.Error, reason)
				}
				if equal {
					same++
				} else {
					others++
					ours.Add(fmt.Sprint(s.ID, "/", i), asText(got, err))
				}
			}
		})
	}
	ours.Check(t, "testdata/otherwise.txt")
	t.Logf("%d steps as in the corpus, %d otherwise on purpose", same, others)
}

// asText is what a step gives, "not built" where there is nothing to do.
func asText(got any, err error) string {
	if got == nil && err == nil {
		return "nothing like it"
	}
	b, jerr := json.Marshal(got)
	return fmt.Sprint(string(b), " ", errors.Join(err, jerr))
}

// sameJSON compares a value with one that was read as JSON.
func sameJSON(got, want any) bool {
	data, err := json.Marshal(got)
	if err != nil {
		return false
	}
	var back any
	return json.Unmarshal(data, &back) == nil && reflect.DeepEqual(back, want)
}

func ddlOf(db database, t *schema.Table) string {
	s, err := sqlcompile.DDL(schema.CreateTable{Table: t}, db.Dialect())
	if err != nil {
		return err.Error()
	}
	return strings.Join(strings.Fields(s), " ")
}

func inspectorSteps(t *testing.T, db database) []func() (any, error) {
	if err := db.ExecText(ctx, "CREATE TEMP TABLE tmp (id INTEGER)"); err != nil { // the pool lends this connection again
		t.Fatal(err)
	}
	names, err := reflector.List(ctx, db.Engine, reflector.Options{})
	if err != nil {
		t.Fatal(err)
	}
	value := func(v any) func() (any, error) { return func() (any, error) { return v, nil } }
	return []func() (any, error){
		value(names.Tables), value(names.Views), value(names.Temporary),
		func() (any, error) {
			var has []bool
			for _, n := range []string{"a", "nope", "v"} {
				is, err := db.HasTable(ctx, "", n)
				if err != nil {
					return nil, err
				}
				has = append(has, is)
			}
			return has, nil
		},
		func() (any, error) {
			r, err := reflector.Inspect(ctx, db.Engine, reflector.Options{Views: true})
			if err != nil {
				return nil, err
			}
			return r.Views["v"], nil
		},
		func() (any, error) { return creationOrder(db) }, value(names.Schemas), value(names.Default),
	}
}

// creationOrder lists the tables in the order in which they can be created, each with the names of its foreign keys, nil for one
// without; the keys that would be added at the end are none.
func creationOrder(db database) (any, error) {
	md, err := reflector.Reflect(ctx, db.Engine, reflector.Options{})
	if err != nil {
		return nil, err
	}
	tables, err := md.SortedTables()
	out := []any{}
	for _, tab := range tables {
		keys := []any{}
		for _, fk := range tab.ForeignKeys {
			keys = append(keys, map[bool]any{true: fk.Name}[fk.Name != ""])
		}
		out = append(out, []any{tab.Name, map[string]any{"$set": keys}})
	}
	return append(out, []any{nil, []any{}}), err
}

// keys are the names of the tables of a collection, sorted.
func keys(md *schema.MetaData) []string {
	var out []string
	for _, t := range md.Tables() {
		out = append(out, t.FullName())
	}
	for _, v := range md.Views() {
		out = append(out, v.FullName())
	}
	slices.Sort(out)
	return out
}

func autoloadSteps(t *testing.T, db database) []func() (any, error) {
	md := schema.NewMetaData()
	var prefs *schema.Table
	return []func() (any, error){
		func() (out any, err error) {
			prefs, err = reflector.Table(ctx, db.Engine, md, "user_prefs", reflector.Options{})
			if err != nil {
				return nil, err
			}
			return columnNames(prefs.Columns), nil
		},
		func() (any, error) { return keys(md), nil },
		func() (any, error) {
			fk := prefs.ForeignKeys[0]
			return []any{columnNames(md.Table("users").PrimaryKey), [][]string{{fk.Columns[0].Name, fk.RefTable + "." + fk.RefColumns[0]}}}, nil
		},
		func() (any, error) {
			again, err := reflector.Table(ctx, db.Engine, md, "users", reflector.Options{})
			return again == md.Table("users"), err
		},
		func() (any, error) {
			var out []any
			for _, x := range prefs.Indexes {
				out = append(out, []any{x.Name, x.Unique, columnNames(x.Columns)})
			}
			return out, nil
		},
		func() (any, error) { return ddlOf(db, prefs), nil },
		func() (any, error) {
			return "user_prefs JOIN users ON users.user_id = user_prefs.user_id", checkJoin(md, prefs)
		},
	}
}

// checkJoin asks whether the join of a table to users is inferred from what was read.
func checkJoin(md *schema.MetaData, prefs *schema.Table) error {
	refs := prefs.TableClause.ForeignKeys
	if len(refs) != 1 || refs[0].Targets[0] != md.Table("users").Column("user_id").ColumnClause {
		return errors.New("no join is inferred")
	}
	return nil
}

func overrideSteps(_ *testing.T, db database) []func() (any, error) {
	load := func(name string, opt reflector.Options, items ...schema.Item) (*schema.Table, error) {
		return reflector.Table(ctx, db.Engine, schema.NewMetaData(), name, opt, items...)
	}
	return []func() (any, error){
		func() (any, error) {
			users, err := load("users", reflector.Options{}, schema.NewColumn("user_name", sqltypes.Unicode(50)), schema.NewColumn("extra", sqltypes.Integer()))
			if err != nil {
				return nil, err
			}
			users.Column("user_id").Typ = sqltypes.Integer() // the width of a row id is what the corpus does not have
			var out []any
			for _, c := range users.Columns {
				if slices.Contains([]string{"user_id", "user_name", "extra"}, c.Name) {
					out = append(out, []string{c.Name, c.Type().String()})
				}
			}
			return out, nil
		},
		func() (any, error) {
			users, err := load("users", reflector.Options{Columns: []string{"user_id", "email"}})
			if err != nil {
				return nil, err
			}
			return columnNames(users.Columns), nil
		},
		func() (any, error) {
			prefs, err := load("user_prefs", reflector.Options{Alone: true}, schema.NewColumn("user_id", sqltypes.Integer(), schema.ForeignKeyTo("other.id")))
			if err != nil {
				return nil, err
			}
			var out []string
			for _, k := range prefs.ForeignKeys {
				out = append(out, k.RefTable+"."+k.RefColumns[0])
			}
			return out, nil
		},
	}
}

func metadataSteps(_ *testing.T, db database) []func() (any, error) {
	all := schema.NewMetaData()
	into := func(opt reflector.Options) func() (any, error) {
		return func() (any, error) {
			md := schema.NewMetaData()
			if err := reflector.ReflectInto(ctx, db.Engine, md, opt); err != nil {
				return nil, err
			}
			return keys(md), nil
		}
	}
	return []func() (any, error){
		func() (any, error) {
			if err := reflector.ReflectInto(ctx, db.Engine, all, reflector.Options{}); err != nil {
				return nil, err
			}
			sorted, err := all.SortedTables()
			var out []string
			for _, t := range sorted {
				out = append(out, t.Name)
			}
			return out, err
		},
		into(reflector.Options{Only: []string{"b"}}),
		into(reflector.Options{Where: func(name string) bool { return strings.HasPrefix(name, "o") }}),
		into(reflector.Options{Views: true}),
		func() (any, error) {
			_, err := into(reflector.Options{Only: []string{"nope"}})()
			if me := (*reflector.MissingError)(nil); !errors.As(err, &me) || me.Tables[0] != "nope" {
				return nil, nil
			}
			return nil, err
		},
		func() (any, error) { return nil, all.DropAll(ctx, db.Engine) },
	}
}

func eventSteps(_ *testing.T, db database) []func() (any, error) {
	opt := reflector.Options{OnColumn: func(_ string, c *schema.Column) { c.Key = "attr_" + strings.ToLower(c.Name) }}
	return []func() (any, error){
		func() (any, error) { return nil, nil },
		func() (any, error) {
			prefs, err := reflector.Table(ctx, db.Engine, schema.NewMetaData(), "user_prefs", opt)
			if err != nil {
				return nil, err
			}
			var out []any
			for _, c := range prefs.Columns {
				if prefs.Column(c.Key) != c {
					return nil, errors.New("the key does not find it")
				}
				out = append(out, []string{c.Key, c.Name})
			}
			return out, nil
		},
	}
}

func roundTripSteps(t *testing.T, db database) []func() (any, error) {
	md := schema.NewMetaData()
	schema.NewTable("p", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("code", sqltypes.String(10), schema.NotNull(), schema.Unique()))
	pid, txt := schema.NewColumn("p_id", sqltypes.Integer(), schema.ForeignKeyTo("p.id", schema.OnDelete("cascade")), schema.Indexed()), schema.NewColumn("txt", sqltypes.Text())
	schema.NewTable("c", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), pid,
		schema.NewColumn("n", sqltypes.Numeric(8, 2), schema.ServerDefaultOf("1.5")), txt, schema.CheckOf("ck_n", "n > 0"),
		&schema.UniqueConstraint{Name: "uq_pt", Columns: []*schema.Column{pid, txt}})
	return []func() (any, error){
		func() (any, error) { return nil, md.CreateAll(ctx, db.Engine) },
		func() (any, error) {
			got, err := reflector.Reflect(ctx, db.Engine, reflector.Options{})
			if err != nil {
				return nil, err
			}
			if s := compare(db, md, got); s != "" {
				t.Error(s)
			}
			return []string{ddlOf(db, got.Table("p")), ddlOf(db, got.Table("c"))}, nil
		},
		func() (any, error) {
			got, err := reflector.Reflect(ctx, db.Engine, reflector.Options{})
			if err != nil {
				return nil, err
			}
			var out []any
			for _, n := range []string{"p", "c"} {
				xs := []any{}
				for _, x := range got.Table(n).Indexes {
					xs = append(xs, []any{x.Name, x.Unique})
				}
				out = append(out, xs)
			}
			return out, nil
		},
	}
}
