package snapshot_test

import (
	"errors"
	"flag"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/schema/snapshot"
	"github.com/aludel/aludel/sqltypes"
)

var update = flag.Bool("update", false, "write the golden files")

// everything has one of everything, in the order in which a snapshot has it.
func everything() *schema.MetaData {
	md := schema.NewMetaData()
	lines := schema.NewTable("lines", md,
		schema.NewColumn("order", sqltypes.BigInteger(), schema.PrimaryKey()),
		schema.NewColumn("no", sqltypes.Integer(), schema.PrimaryKey(), schema.Autoincrements(true)),
		schema.NewColumn("amount", sqltypes.Numeric(12, 3), schema.ServerDefault("-1")),
		schema.NewColumn("whole", sqltypes.Numeric(9, 0)), schema.NewColumn("any", sqltypes.Numeric(0, 0)),
		schema.NewColumn("at", sqltypes.DateTimeTZ(), schema.Comment("when \"it\"\nwas")), schema.NewColumn("civil", sqltypes.DateTime()),
		schema.NewColumn("name", sqltypes.String(0), schema.NotNull(), schema.ServerDefault("'it''s'")),
		schema.NewColumn("mood of ü\xff", sqltypes.Opaque("postgresql", "mood[]")), schema.NewColumn("done", sqltypes.Boolean()),
		schema.NewColumn("small", sqltypes.SmallInteger()), schema.NewColumn("text", sqltypes.Text()), schema.NewColumn("f", sqltypes.Float()),
		schema.NewColumn("day", sqltypes.Date()), schema.NewColumn("hour", sqltypes.Time()), schema.NewColumn("b", sqltypes.LargeBinary()))
	lines.Comment = "lines of orders"
	col := lines.Column
	lines.SetPrimaryKey([]*schema.Column{col("no"), col("order")})
	lines.Append(
		&schema.ForeignKeyConstraint{Name: "fk 1", Columns: []*schema.Column{col("no")}, RefTable: "other place.users", RefColumns: []string{"id"}, OnDelete: "SET NULL", OnUpdate: "CASCADE"},
		&schema.ForeignKeyConstraint{Columns: []*schema.Column{col("order"), col("no")}, RefTable: "lines", RefColumns: []string{"order", "no"}, Deferral: schema.Deferral{Deferrable: true, InitiallyDeferred: true}},
		&schema.UniqueConstraint{Columns: []*schema.Column{col("small"), col("f")}}, &schema.UniqueConstraint{Name: "uq", Columns: []*schema.Column{col("f")}},
		&schema.CheckConstraint{SQL: "no > 0"}, &schema.CheckConstraint{Name: "ck", SQL: `name <> '"'`},
		&schema.Index{Name: "ix_a", Columns: []*schema.Column{col("day")}}, &schema.Index{Name: "ix_b", Columns: []*schema.Column{col("hour"), col("day")}, Unique: true})
	schema.NewTable("other place.users", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("off", sqltypes.Integer(), schema.Autoincrements(false), schema.ForeignKeyTo("elsewhere.id", schema.OnDelete("explode"))))
	return md
}

func write(t *testing.T, md *schema.MetaData, dialect string) string {
	t.Helper()
	var b strings.Builder
	if err := snapshot.Write(&b, md, dialect); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func read(t *testing.T, text string) *schema.MetaData {
	t.Helper()
	md, _, err := snapshot.Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return md
}

func TestRoundTrip(t *testing.T) {
	want := everything()
	text := write(t, want, "postgresql")
	const golden = "testdata/everything.schema"
	if *update {
		if err := os.WriteFile(golden, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	old, err := os.ReadFile(golden)
	if err != nil || text != string(old) {
		t.Errorf("%v; got\n%s", err, text)
	}
	md, dialect, err := snapshot.Read(strings.NewReader(strings.ReplaceAll("# a remark\n"+text, "\n", "\r\n")))
	if err != nil || dialect != "postgresql" {
		t.Fatal(dialect, err)
	}
	if md.Dump() != want.Dump() {
		t.Errorf("%s\nwant\n%s", md.Dump(), want.Dump())
	}
	if again := write(t, md, dialect); again != text {
		t.Errorf("written again:\n%s", again)
	}
	lines := md.Table("lines")
	if k := lines.Column("no").ForeignKey; k == nil || k.Ref != md.Table("other place.users").Column("id") || lines.PrimaryKey[0].Name != "no" {
		t.Error("the foreign key is not resolved, or the primary key is in another order")
	}
}

// TestStable has the same text for tables and constraints declared in another order.
func TestStable(t *testing.T) {
	want := write(t, everything(), "postgresql")
	md, old := schema.NewMetaData(), everything()
	for _, tab := range slices.Backward(old.Tables()) {
		slices.Reverse(tab.Uniques)
		slices.Reverse(tab.Checks)
		slices.Reverse(tab.ForeignKeys)
		slices.Reverse(tab.Indexes)
		if err := md.Add(tab); err != nil {
			t.Fatal(err)
		}
	}
	if got := write(t, md, "postgresql"); got != want {
		t.Errorf("%s", got)
	}
}

func TestWriteErrors(t *testing.T) {
	for _, typ := range []sqltypes.Type{sqltypes.Null(), sqltypes.Opaque("mysql", "year"), sqltypes.String(-1)} {
		md := schema.NewMetaData()
		schema.NewTable("t", md, schema.NewColumn("c", typ))
		var b strings.Builder
		err := snapshot.Write(&b, md, "sqlite")
		if we := (*snapshot.WriteError)(nil); !errors.As(err, &we) || we.Table != "t" || we.Column != "c" || b.Len() > 0 {
			t.Errorf("%v: %v", typ, err)
		}
	}
	r, w := io.Pipe()
	r.Close()
	if err := snapshot.Write(w, everything(), "postgresql"); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("%v", err)
	}
}

func TestReadErrors(t *testing.T) {
	const head = "aludel schema 1\ndialect sqlite\ntable t\n  column a integer\n"
	for _, c := range []struct {
		text   string
		line   int
		reason string
	}{
		{"", 1, "it is no snapshot"},
		{"create table t (a int)", 1, "it is no snapshot"},
		{"\naludel schema 2", 2, `this version of Aludel reads "aludel schema 1"`},
		{"aludel schema 1\ncolumn a integer", 2, "expected a table, found column"},
		{"aludel schema 1\ntable \"a.b\"", 2, "has a dot"},
		{"aludel schema 1\ntable \"\"", 2, "is empty"},
		{"aludel schema 1\ntable t\n column a native \"x\"", 3, "no dialect"},
		{head + "dialect mysql", 5, "stands once"},
		{head + "table t", 5, "a second table t"},
		{head + "  column a text", 5, `a second column "a"`},
		{head + "  column b intger", 5, `there is no type "intger"`},
		{head + "  column b integer(3)", 5, "does not take 1 arguments"},
		{head + "  column b string(3, 4)", 5, "does not take 2 arguments"},
		{head + "  column b string(x)", 5, "expected a number, found x"},
		{head + "  column b string(", 5, "expected a number, found the end of the line"},
		{head + "  column b text nullable", 5, "unexpected nullable"},
		{head + "  column b text default 7", 5, "expected a default in quotes, found 7"},
		{head + "  column b text default \"7", 5, "a string that does not end"},
		{head + "  column b text; drop", 5, "unexpected"},
		{head + "  primary key (b)", 5, `table t has no column "b" so far`},
		{head + "  unique (a, a)", 5, `column "a" stands twice`},
		{head + "  unique a", 5, "expected (, found the end of the line"},
		{head + "  primary key (a)\n primary key (a)", 6, "a second primary key"},
		{head + "  check no", 5, "expected a condition in quotes, found no"},
		{head + "  foreign key (a) references t (a, b)", 5, "1 columns refer to 2"},
		{head + "  foreign key (a) references t (b)\n\n", 5, `table t has no column "b"`},
		{head + "  foreign key (a) references t (a) on delete set", 5, "expected a referential action in quotes, found set"},
		{head + "  trigger x", 5, "expected column, primary key, foreign key, unique, check, exclude, index, option, prefix or comment, found trigger"},
	} {
		_, _, err := snapshot.Read(strings.NewReader(c.text))
		se := (*snapshot.SyntaxError)(nil)
		if !errors.As(err, &se) || se.Line != c.line || !strings.Contains(se.Reason, c.reason) {
			t.Errorf("%q: %v, want line %d: %s", c.text, err, c.line, c.reason)
		}
	}
	if _, _, err := snapshot.Read(iotest.ErrReader(io.ErrUnexpectedEOF)); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%v", err)
	}
}

// FuzzRead has no text crash the reader, and what it accepts written and read again without a change.
func FuzzRead(f *testing.F) {
	text, err := os.ReadFile("testdata/everything.schema")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text))
	f.Add("aludel schema 1\ntable \"\\xff\".x\n  column \"a b\" string(7) default \"'\\n'\"\n  check a \"b\"\n  index (\"a b\")")
	f.Add("aludel schema 1\ndialect mysql\nsequence s start -1 increment 2 no max cycle optional\ntable t\nprefix \"X\"\noption mysql engine \"InnoDB\" \"b\"\n" +
		"column a key b quoted enum \"e\" (\"x\", \"y\") in z emulated checked length 4 not null identity always start 5 from s default \"1\" fetched\n" +
		"column c array(2) of native mysql \"INET\" of other computed \"a + 1\" stored\ncolumn d variant sqlite text else exact \"CHAR\" of string(3) national\n" +
		"primary key pk (a) deferrable\nexclude ex (a with \"=\", sql \"c\" class \"o\" with \"&&\") using gist where \"a > 1\"\n" +
		"check ck \"a > 1\" beside a\nindex ix (a desc nulls last, sql \"lower(c)\" collate \"C\") unique using gin include (c) where \"a > 1\" option mysql length \"a=1\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		md, dialect, err := snapshot.Read(strings.NewReader(text))
		if err != nil {
			if se := (*snapshot.SyntaxError)(nil); !errors.As(err, &se) || se.Line < 1 {
				t.Fatalf("%v", err)
			}
			return
		}
		first := write(t, md, dialect)
		again := read(t, first)
		if second := write(t, again, dialect); second != first {
			t.Errorf("%s\nread and written:\n%s", first, second)
		}
	})
}
