package reflector_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/reflector"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/schema/diff"
	"github.com/aludel/aludel/schema/snapshot"
	"github.com/aludel/aludel/sqltypes"

	_ "github.com/go-sql-driver/mysql"
	_ "github.com/lib/pq"
	_ "github.com/mattn/go-sqlite3"
)

var ctx = context.Background()

// database is a database of a test.
type database struct {
	*engine.Engine
	name    string
	queries *int   // run so far, transaction marks included
	driver  string // with dsn, for scripts of many statements
	dsn     string
}

// open opens a database of the test's own.
func open(t *testing.T, dialect, name string) database {
	t.Helper()
	db := database{name: dialect, queries: new(int)}
	var url string
	switch dialect {
	case "sqlite":
		url = dbtest.SQLite(t)
		db.driver, db.dsn = "sqlite3", dbtest.SQLitePath(url)
	case "postgresql":
		url = dbtest.Postgres(t, "reflector_"+name)
		db.driver, db.dsn = "postgres", "postgres"+strings.TrimPrefix(url, "postgresql")
	}
	if dialect == "mysql" {
		url = dbtest.MariaDB(t, "reflector_"+name)
		user, rest, _ := strings.Cut(strings.TrimPrefix(url, "mysql://"), "@")
		addr, dbname, _ := strings.Cut(rest, "/")
		db.driver, db.dsn = "mysql", fmt.Sprintf("%s@tcp(%s)/%s?multiStatements=true", user, addr, dbname)
	}
	eng, err := engine.Open(url, engine.OnStatement(func(engine.Event) { *db.queries++ }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { eng.Close() })
	db.Engine = eng
	return db
}

// script runs many statements at once.
func (db database) script(t *testing.T, text string) {
	t.Helper()
	c, err := sql.Open(db.driver, db.dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.ExecContext(ctx, text); err != nil {
		t.Fatal(err)
	}
}

func (db database) inspect(t *testing.T) *reflector.Result {
	t.Helper()
	r, err := reflector.Inspect(ctx, db.Engine, reflector.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// catalogQueries is how many queries read a schema, whatever is in it; one of MariaDB's is for its sequences.
var catalogQueries = map[string]int{"sqlite": 4, "postgresql": 6, "mysql": 5}

func each(t *testing.T, name string, f func(t *testing.T, db database)) {
	for _, d := range []string{"sqlite", "postgresql"} {
		t.Run(d, func(t *testing.T) { f(t, open(t, d, name)) })
	}
}

// shop is one of everything that can be declared and that both databases keep.
func shop() *schema.MetaData {
	md := schema.NewMetaData()
	schema.NewTable("customers", md,
		schema.NewColumn("id", sqltypes.BigInteger(), schema.PrimaryKey()),
		schema.NewColumn("Mixed Name", sqltypes.String(50), schema.NotNull(), schema.ServerDefault("'it''s'")),
		schema.NewColumn("order", sqltypes.Text(), schema.Unique()),
		schema.NewColumn("boss", sqltypes.BigInteger(), schema.ForeignKeyTo("customers.id", schema.OnDelete("set null"))))
	schema.NewTable("lines", md,
		schema.NewColumn("order_id", sqltypes.BigInteger(), schema.PrimaryKey()),
		schema.NewColumn("no", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("amount", sqltypes.Numeric(12, 3), schema.ServerDefault("-1")),
		schema.NewColumn("ratio", sqltypes.Float(), schema.ServerDefault("1.5")),
		schema.NewColumn("done", sqltypes.Boolean(), schema.NotNull()),
		schema.NewColumn("at", sqltypes.DateTime(), schema.ServerDefault("CURRENT_TIMESTAMP")),
		schema.NewColumn("day", sqltypes.Date(), schema.Indexed()),
		schema.NewColumn("hour", sqltypes.Time()),
		schema.NewColumn("blob", sqltypes.LargeBinary()),
		schema.NewColumn("small", sqltypes.SmallInteger(), schema.ServerDefault("7")))
	lines := md.Table("lines")
	col := lines.Column
	lines.Append(&schema.UniqueConstraint{Name: "uq_b", Columns: []*schema.Column{col("day"), col("hour")}},
		&schema.UniqueConstraint{Name: "uq_a", Columns: []*schema.Column{col("hour"), col("small")}},
		&schema.CheckConstraint{Name: "ck_ratio", SQL: "no <> small"},
		&schema.Index{Name: "ix_z", Columns: []*schema.Column{col("small"), col("day")}, Unique: true})
	schema.NewTable("notes", md,
		schema.NewColumn("id", sqltypes.String(8), schema.PrimaryKey()),
		schema.NewColumn("order_id", sqltypes.BigInteger()),
		schema.NewColumn("no", sqltypes.Integer()),
		schema.NewColumn("customer", sqltypes.BigInteger(), schema.ForeignKeyTo("customers.id", schema.OnDelete("cascade"), schema.OnUpdate("restrict"))))
	notes := md.Table("notes")
	notes.Append(&schema.ForeignKeyConstraint{
		Name: "fk_line", Columns: []*schema.Column{notes.Column("order_id"), notes.Column("no")}, RefTable: "lines",
		RefColumns: []string{"order_id", "no"}, OnDelete: "SET DEFAULT", Deferral: schema.Deferral{Deferrable: true, InitiallyDeferred: true},
	})
	return md
}

// full is the dump with what a dump leaves out.
func full(md *schema.MetaData) string {
	var b strings.Builder
	b.WriteString(md.Dump())
	for _, t := range md.Tables() {
		for _, k := range t.ForeignKeys {
			fmt.Fprintf(&b, "%s: deferrable %v %v, resolved %v\n", t.FullName(), k.Deferrable, k.InitiallyDeferred, k.Target != nil)
		}
		for _, c := range t.Columns {
			if c.ForeignKey != nil {
				fmt.Fprintf(&b, "%s -> %s %v\n", c, c.ForeignKey.Target, c.ForeignKey.Ref)
			}
		}
	}
	return b.String()
}

func create(t *testing.T, db database, md *schema.MetaData) {
	t.Helper()
	if err := md.CreateAll(ctx, db.Engine); err != nil {
		t.Fatal(err)
	}
}

func TestRoundTrip(t *testing.T) {
	each(t, "roundtrip", func(t *testing.T, db database) {
		want := shop()
		create(t, db, want)
		before := *db.queries
		r := db.inspect(t)
		if n := *db.queries - before; n != catalogQueries[db.name] {
			t.Errorf("%d queries", n)
		}
		if got, want := full(r.MetaData), full(want); got != want {
			t.Errorf("reflected\n%s\ncreated\n%s", got, want)
		}
		if len(r.Problems) > 0 {
			t.Errorf("problems %v", r.Problems)
		}
		lines := r.MetaData.Table("lines")
		if lines.Uniques[0].Name != "uq_b" || lines.Checks[0].Name != "ck_ratio" || r.MetaData.Table("notes").ForeignKeys[1].Name != "fk_line" {
			t.Error("names of constraints are lost")
		}
	})
}

// TestQueriesDoNotGrow has the same number of queries for 1 table as for 40.
func TestQueriesDoNotGrow(t *testing.T) {
	each(t, "grow", func(t *testing.T, db database) {
		for i, n := range []int{0, 1, 40} {
			md := schema.NewMetaData()
			for j := range n {
				schema.NewTable(fmt.Sprintf("t%02d", j), md, schema.NewColumn("id", sqltypes.BigInteger(), schema.PrimaryKey()),
					schema.NewColumn("up", sqltypes.BigInteger(), schema.Indexed(), schema.ForeignKeyTo("t00.id")))
			}
			create(t, db, md)
			before := *db.queries
			r := db.inspect(t)
			if got := *db.queries - before; got != catalogQueries[db.name] || len(r.MetaData.Tables()) != n {
				t.Errorf("step %d: %d queries for %d tables", i, got, len(r.MetaData.Tables()))
			}
		}
	})
}

// TestRandomRoundTrip is the invariant of the package on random schemas.
func TestRandomRoundTrip(t *testing.T) {
	each(t, "random", func(t *testing.T, db database) {
		for seed := range uint64(8) {
			want := random(rand.New(rand.NewPCG(seed, 7)), db.name)
			create(t, db, want)
			if got, want := full(db.inspect(t).MetaData), full(want); got != want {
				t.Fatalf("seed %d: reflected\n%s\ncreated\n%s", seed, got, want)
			}
			if err := want.DropAll(ctx, db.Engine); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// random makes a schema of what the dialect keeps apart.
func random(r *rand.Rand, dialect string) *schema.MetaData {
	types := []sqltypes.Type{
		sqltypes.SmallInteger(), sqltypes.Integer(), sqltypes.BigInteger(), sqltypes.Float(), sqltypes.Boolean(), sqltypes.Text(), sqltypes.String(0),
		sqltypes.String(1 + r.IntN(200)), sqltypes.Numeric(0, 0), sqltypes.Numeric(9, 0), sqltypes.Numeric(9, 2), sqltypes.Date(), sqltypes.Time(),
		sqltypes.DateTime(), sqltypes.LargeBinary(),
	}
	actions := []string{"", "CASCADE", "SET NULL", "RESTRICT", "SET DEFAULT"}
	key := sqltypes.BigInteger()
	if dialect == "postgresql" {
		types = append(types, sqltypes.DateTimeTZ())
		key = []sqltypes.Type{sqltypes.SmallInteger(), sqltypes.Integer(), key}[r.IntN(3)]
	}
	md := schema.NewMetaData()
	for i := range 2 + r.IntN(5) {
		tab := schema.NewTable(fmt.Sprintf("t %d", i), md, schema.NewColumn("id", key, schema.PrimaryKey()))
		for j := range r.IntN(8) {
			c := schema.NewColumn(fmt.Sprintf("c%d", j), types[r.IntN(len(types))])
			c.Nullable = r.IntN(2) == 0
			tab.Append(c)
		}
		for j := range r.IntN(3) {
			target := fmt.Sprintf("t %d.id", r.IntN(i+1))
			tab.Append(schema.NewColumn(fmt.Sprintf("f%d", j), key,
				schema.ForeignKeyTo(target, schema.OnDelete(actions[r.IntN(5)]), schema.OnUpdate(actions[r.IntN(5)]))))
		}
		for j := range r.IntN(3) {
			cols := slices.Clone(tab.Columns)
			r.Shuffle(len(cols), func(a, b int) { cols[a], cols[b] = cols[b], cols[a] })
			cols = cols[:1+r.IntN(len(cols))]
			tab.Append(&schema.Index{Name: fmt.Sprintf("ix %d %d", i, j), Columns: cols, Unique: r.IntN(2) == 0})
		}
		if n := len(tab.Columns); n > 1 {
			tab.Append(&schema.UniqueConstraint{Columns: []*schema.Column{tab.Columns[n-1], tab.Columns[0]}})
		}
	}
	return md
}

// TestProblems has what package schema cannot say, and the tables next to it.
func TestProblems(t *testing.T) {
	scripts := map[string]string{
		"sqlite": `create table "a.b" (x int);
create table a (id integer primary key, u uuid, n, c int generated always as (id + 1), e text collate nocase, check (n), unique (u, n));
create index ix_partial on a (u) where u > 1; create index ix_expr on a (u, lower(n)); create unique index ix_desc on a (u desc);
create view v as select * from a; create virtual table f using fts4(body); create table ro (k text primary key) without rowid;
create table old (id int primary key, a references a, foreign key (id) references A)`,
		"postgresql": `create table "a.b" (x int); create type mood as enum ('a', 'b');
create table a (id int primary key, u uuid, n mood, c int generated always as (id + 1) stored, e text collate "C", r real[], p point);
create index ix_partial on a (u) where id > 1; create index ix_expr on a (id, (lower(e))); create unique index ix_desc on a (id desc);
alter table a add exclude using btree (c with =); create view v as select * from a;
create table p (k int) partition by range (k); create table p1 partition of p for values from (1) to (2);
create schema other; create table other.x (id int primary key, other_a int references public.a);
create table ro (id int generated always as identity primary key, x int references other.x)`,
	}
	want := map[string]string{
		"sqlite": `table a.b: left out: its name has a dot, which separates schema and table
table a, u: opaque type: uuid
table a, n: opaque type: UNTYPED
table old, a: opaque type: UNTYPED
`,
		"postgresql": `table a.b: left out: its name has a dot, which separates schema and table
table a, p: opaque type: point
`,
	}
	tables := map[string]string{"sqlite": "a old ro", "postgresql": "a p ro"}
	each(t, "problems", func(t *testing.T, db database) {
		db.script(t, scripts[db.name])
		r := db.inspect(t)
		var got strings.Builder
		for _, p := range r.Problems {
			got.WriteString(p.String() + "\n")
		}
		if got.String() != want[db.name] {
			t.Errorf("problems\n%s\nwant\n%s", got.String(), want[db.name])
		}
		var names []string
		for _, t := range r.MetaData.Tables() {
			names = append(names, t.Name)
		}
		if got := strings.Join(names, " "); got != tables[db.name] {
			t.Errorf("tables %s", got)
		}
		a := r.MetaData.Table("a")
		if c := a.Column("c"); c.ServerDefault != "" || c.Generated() {
			t.Errorf("the computed column has the default %q", c.ServerDefault)
		}
		if c := a.Column("c").Computed; c == nil || c.SQL != "id + 1" || c.Persisted == nil || *c.Persisted != (db.name == "postgresql") {
			t.Errorf("computed %+v", c)
		}
		if db.name == "sqlite" {
			old := r.MetaData.Table("old")
			if old.Column("id").Generated() || old.ForeignKeys[0].Target != a || old.ForeignKeys[1].Target != a || old.ForeignKeys[0].RefColumns[0] != "id" {
				t.Errorf("%s", full(r.MetaData))
			}
			return
		}
		if fk := r.MetaData.Table("ro").ForeignKeys[0]; fk.RefTable != "other.x" || fk.Target != nil || !r.MetaData.Table("ro").Column("id").Generated() {
			t.Errorf("%s", full(r.MetaData))
		}
		md, err := reflector.Reflect(ctx, db.Engine, reflector.Options{Schema: "other"})
		if err != nil || len(md.Tables()) != 1 || md.Tables()[0].FullName() != "other.x" || md.Tables()[0].ForeignKeys[0].RefTable != "public.a" {
			t.Errorf("schema other: %v, %v", md, err)
		}
	})
}

// TestOpaqueTypesAreDeclaredAgain creates what was reflected, on the same database.
func TestOpaqueTypesAreDeclaredAgain(t *testing.T) {
	db := open(t, "postgresql", "again")
	db.script(t, `create table a (id int primary key, r real[], u uuid, c character(3) not null, t timestamp(3) without time zone)`)
	md := db.inspect(t).MetaData
	if err := md.DropAll(ctx, db.Engine); err != nil {
		t.Fatal(err)
	}
	create(t, db, md)
	if got, want := full(db.inspect(t).MetaData), full(md); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	lite := open(t, "sqlite", "")
	if err := md.CreateAll(ctx, lite.Engine); err == nil || !strings.Contains(err.Error(), "no type for REAL[]") {
		t.Errorf("a type of another database: %v", err)
	}
}

func TestErrors(t *testing.T) {
	db := open(t, "postgresql", "errors")
	_, err := reflector.Reflect(ctx, db.Engine, reflector.Options{Schema: "nowhere"})
	if ns := (*reflector.NoSchemaError)(nil); !errors.As(err, &ns) || ns.Schema != "nowhere" {
		t.Errorf("missing schema: %v", err)
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	lite := open(t, "sqlite", "")
	for _, e := range []*engine.Engine{db.Engine, lite.Engine} {
		if _, err := reflector.Reflect(ended, e, reflector.Options{}); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
	}
	_, err = reflector.Reflect(ctx, lite.Engine, reflector.Options{Schema: "nowhere"})
	if re := (*reflector.Error)(nil); !errors.As(err, &re) || re.Part != "tables" {
		t.Errorf("missing schema: %v", err)
	}
	other, err := engine.Open("oracle://host/db", engine.Adapter(struct{ dbapi.Connector }{}))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	_, err = reflector.Reflect(ctx, other, reflector.Options{})
	if ue := (*reflector.UnsupportedError)(nil); !errors.As(err, &ue) || ue.Dialect != "oracle" {
		t.Errorf("a dialect without a catalog: %v", err)
	}
}

// delimited are the procedures and triggers of MySQL's scripts, which only its own client can send.
var delimited = regexp.MustCompile(`(?msi)^DELIMITER (?:\$\$|//|;;).*?^DELIMITER ;\s*?$|^\s*call [^;]*;`)

// partition are the names of partitions in the schemas, which another reader counts as tables.
var partition = regexp.MustCompile(`_p\d{4}_\d\d$`)

// TestRealSchemas reads schemas that nobody here wrote, and compares with what another reader found.
func TestRealSchemas(t *testing.T) {
	dir := "../../shared/schemas"
	if _, err := os.Stat(dir); err != nil {
		dir = "../" + dir
	}
	if _, err := os.Stat(dir); err != nil {
		fmt.Println("skipped: the real-world schemas are not there:", dir)
		t.Skipf("%v", err)
	}
	for _, c := range []struct{ dialect, folder, name string }{
		{"sqlite", "sqlite", "chinook"}, {"sqlite", "sqlite", "northwind"}, {"sqlite", "sqlite", "sakila"},
		{"sqlite", "sqlite", "temporal"},
		{"postgresql", "postgres", "chinook"}, {"postgresql", "postgres", "northwind"}, {"postgresql", "postgres", "sakila"},
		{"postgresql", "postgres", "pagila"}, {"postgresql", "postgres", "danbooru"}, {"postgresql", "postgres", "ranger"},
		{"postgresql", "postgres", "temporal"}, {"postgresql", "postgres", "temporal_visibility"},
		{"mysql", "mysql", "chinook"}, {"mysql", "mysql", "ranger"}, {"mysql", "mysql", "sakila"}, {"mysql", "mysql", "temporal"},
	} {
		t.Run(c.folder+"/"+c.name, func(t *testing.T) {
			script, err := os.ReadFile(filepath.Join(dir, c.folder, c.name+".sql"))
			if err != nil {
				t.Fatal(err)
			}
			db := open(t, c.dialect, "real_"+c.name)
			db.script(t, delimited.ReplaceAllString(string(script), ""))
			before := *db.queries
			r := db.inspect(t)
			if n := *db.queries - before; n != catalogQueries[db.name] {
				t.Errorf("%d queries", n)
			}
			compareOpinion(t, r, filepath.Join(dir, "oracle", c.folder, c.name+".json"))
			var file strings.Builder
			if err := snapshot.Write(&file, r.MetaData, c.dialect); err != nil {
				t.Fatal(err)
			}
			md, _, err := snapshot.Read(strings.NewReader(file.String()))
			if err != nil {
				t.Fatal(err)
			}
			if cs := diff.Compare(r.MetaData, md); cs != nil {
				t.Errorf("the snapshot differs: %v", cs)
			}
			if c.name != "ranger" { // which has 85 tables and nothing that the others have not
				recreate(t, c.dialect, c.folder+"/"+c.name, r.MetaData)
			}
			sum := map[reflector.ProblemKind]int{}
			for _, p := range r.Problems {
				sum[p.Kind]++
			}
			t.Logf("%d tables, problems %v", len(r.MetaData.Tables()), sum)
		})
	}
}

// notAgain are the schemas that cannot be created again from tables alone, or are otherwise then, with the reason.
var notAgain = map[string]string{
	"sqlite/temporal":              "INT PRIMARY KEY is no row id, and INTEGER PRIMARY KEY, which is how the type is declared, is one",
	"postgres/sakila":              "it needs the domain year",
	"postgres/pagila":              "it needs the function uuidv7",
	"postgres/danbooru":            "it needs the extension pg_trgm",
	"postgres/temporal_visibility": "it needs the function convert_ts",
}

// recreate creates a schema that was read in an empty database, where reading gives the same.
func recreate(t *testing.T, dialect, name string, md *schema.MetaData) {
	db := open(t, dialect, "again_"+name[strings.IndexByte(name, '/')+1:])
	err := md.CreateAll(ctx, db.Engine)
	cs := ""
	if err == nil {
		cs = lines(diff.Compare(md, db.inspect(t).MetaData))
	}
	if reason := notAgain[name]; (err != nil || cs != "") != (reason != "") {
		t.Errorf("created again: %v\n%s\nlisted as otherwise: %q", err, cs, reason)
	}
}

// opinion is what another reader found in a table.
type opinion struct {
	Columns []struct {
		Name     string
		Nullable bool
	}
	PK struct {
		Columns []string `json:"constrained_columns"`
	}
	FKs []struct {
		Columns    []string `json:"constrained_columns"`
		Table      string   `json:"referred_table"`
		RefColumns []string `json:"referred_columns"`
	}
}

// compareOpinion compares the result with a second opinion: tables, columns, keys.
func compareOpinion(t *testing.T, r *reflector.Result, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var want struct{ Tables map[string]opinion }
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	maps.DeleteFunc(want.Tables, func(name string, _ opinion) bool {
		return partition.MatchString(name) && r.MetaData.Table(name[strings.LastIndexByte(name, '.')+1:]) == nil
	})
	if len(want.Tables) != len(r.MetaData.Tables()) {
		t.Errorf("%d tables, want %d", len(r.MetaData.Tables()), len(want.Tables))
	}
	for full, w := range want.Tables {
		name := full[strings.LastIndexByte(full, '.')+1:]
		tab := r.MetaData.Table(name)
		if tab == nil {
			t.Errorf("no table %s", name)
			continue
		}
		var cols, fks []string
		for _, c := range w.Columns {
			cols = append(cols, c.Name)
			if got := tab.Column(c.Name); got != nil && got.Nullable != c.Nullable && !got.Generated() {
				t.Errorf("%s: nullable %v, want %v", got, got.Nullable, c.Nullable)
			}
		}
		for _, k := range w.FKs {
			fks = append(fks, fmt.Sprint(k.Columns, k.Table, k.RefColumns))
		}
		if got := columnNames(tab.Columns); !slices.Equal(got, cols) {
			t.Errorf("%s: columns %v, want %v", name, got, cols)
		}
		if got := columnNames(tab.PrimaryKey); !slices.Equal(got, w.PK.Columns) {
			t.Errorf("%s: primary key %v, want %v", name, got, w.PK.Columns)
		}
		compareKeys(t, tab, fks)
	}
}

func compareKeys(t *testing.T, tab *schema.Table, want []string) {
	t.Helper()
	var got []string
	for _, k := range tab.ForeignKeys {
		got = append(got, fmt.Sprint(columnNames(k.Columns), k.RefTable, k.RefColumns))
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s: foreign keys %v, want %v", tab.Name, got, want)
	}
}

func columnNames(cs []*schema.Column) (out []string) {
	for _, c := range cs {
		out = append(out, c.Name)
	}
	return out
}
