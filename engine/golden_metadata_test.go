package engine_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// metadataStep is a step of a scenario of engine/metadata.json in the golden corpus.
type metadataStep struct {
	Python  string
	Error   string
	Result  any
	Emitted []struct{ SQL string }
}

func metadataScenarios(t *testing.T) map[string][]metadataStep {
	t.Helper()
	data, err := os.ReadFile("../testdata/golden/engine/metadata.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []struct {
		ID    string
		Steps []metadataStep
	}
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	out := map[string][]metadataStep{}
	for _, s := range all {
		out[s.ID] = s.Steps
	}
	if len(out) != 2 {
		t.Fatalf("%d scenarios", len(out))
	}
	return out
}

// emitted are the statements of a step without those that look what is there, which are each database's and library's own.
func (s metadataStep) emitted() string {
	var out []string
	for _, e := range s.Emitted {
		if !strings.HasPrefix(e.SQL, "PRAGMA ") {
			out = append(out, e.SQL)
		}
	}
	return strings.Join(out, "\n")
}

// Creating and dropping, with and without looking first, emits what the golden corpus has, and fails where it does.
func TestGoldenMetadataCreateDrop(t *testing.T) {
	var log []string
	e, err := engine.Open("sqlite://", engine.OnStatement(func(ev engine.Event) {
		if !strings.Contains(ev.SQL, "sqlite_master") {
			log = append(log, strings.Join(strings.Fields(ev.SQL), " "))
		}
	}))
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	ctx := context.Background()
	md := schema.NewMetaData()
	users := schema.NewTable("users", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("name", sqltypes.String(0)), schema.NewColumn("fullname", sqltypes.String(0)))
	addresses := schema.NewTable("addresses", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("user_id", nil, schema.ForeignKeyTo("users.id")), schema.NewColumn("email_address", sqltypes.String(0), schema.NotNull()))
	steps := []func() error{
		func() error { return md.CreateAll(ctx, e) }, func() error { return md.CreateAll(ctx, e) }, func() error { return md.DropAll(ctx, e) },
		func() error { return md.CreateAll(ctx, e, schema.Only(users)) },
		func() error { return addresses.Create(ctx, e) }, func() error { return addresses.Create(ctx, e) },
		func() error { return addresses.Create(ctx, e, schema.CheckFirst()) },
		func() error { return addresses.Drop(ctx, e) }, func() error { return addresses.Drop(ctx, e) },
		func() error { return addresses.Drop(ctx, e, schema.CheckFirst()) },
		func() error { return md.DropAll(ctx, e, schema.CheckFirst()) },
	}
	golden := metadataScenarios(t)["metadata.create-drop"]
	if len(golden) != len(steps) {
		t.Fatalf("%d steps, want %d", len(steps), len(golden))
	}
	for i, want := range golden {
		log = nil
		err := steps[i]()
		if got := strings.Join(log, "\n"); got != want.emitted() {
			t.Errorf("%s emitted\n%s\nwant\n%s", want.Python, got, want.emitted())
		}
		var ee *engine.Error
		if (err != nil) != (want.Error != "") || err != nil && !errors.As(err, &ee) {
			t.Errorf("%s: %v, want %q", want.Python, err, want.Error)
		}
	}
	if err := addresses.Drop(ctx, e); err == nil || !errors.As(err, new(*engine.Error)) {
		t.Errorf("%v", err)
	} else if ee := new(engine.Error); errors.As(err, &ee) && ee.Class != dialects.NoSuchTable {
		t.Errorf("class %v", ee.Class)
	}
}

// What tables and columns say of themselves is as in the golden corpus.
func TestGoldenMetadataAccessors(t *testing.T) {
	md := schema.NewMetaData()
	departments := schema.NewTable("departments", md, schema.NewColumn("department_id", sqltypes.Integer(), schema.PrimaryKey()))
	employees := schema.NewTable("employees", md, schema.NewColumn("employee_id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("employee_name", sqltypes.String(60), schema.NotNull(), schema.KeyedAs("name")),
		schema.NewColumn("employee_dept", sqltypes.Integer(), schema.ForeignKeyTo("departments.department_id")))
	if err := md.Resolve(); err != nil {
		t.Fatal(err)
	}
	id, name, dept := employees.Column("employee_id"), employees.Column("name"), employees.Column("employee_dept")
	got := []any{
		[]any{id.Name, id.Type().String(), id.Nullable, id.PrimaryKey},
		[]any{name.Key, name.Name, name.Owner == employees},
		[]any{dept.ForeignKey.Ref.Owner.Name, dept.ForeignKey.Target, dept.ForeignKey.Constraint.Target == departments},
		[]any{employees.PrimaryKey[0].Name},
		dept.References(departments.Column("department_id")),
		departments.String(),
	}
	for i, want := range metadataScenarios(t)["metadata.orderings"] {
		if strings.HasPrefix(want.Python, "repr(") {
			want.Result = "departments" // Python's repr says how to make the object there
		}
		if !reflect.DeepEqual(got[i], want.Result) {
			t.Errorf("%s: %v, want %v", want.Python, got[i], want.Result)
		}
	}
}
