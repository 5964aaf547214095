package snapshot_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/schema/snapshot"
	"github.com/aludel/aludel/sqltypes"
)

// Invariant: reading what was written gives an equal schema, in everything that can be declared.
func TestRoundTripOfRandomSchemas(t *testing.T) {
	for seed := range uint64(300) {
		want := (&generator{Rand: rand.New(rand.NewPCG(seed, 3))}).metadata()
		if err := want.Resolve(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		var file, again strings.Builder
		if err := snapshot.Write(&file, want, "postgresql"); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		got, dialect, err := snapshot.Read(strings.NewReader(file.String()))
		if err != nil || dialect != "postgresql" {
			t.Fatalf("seed %d: %v in\n%s", seed, err, file.String())
		}
		if a, b := details(got), details(want); a != b {
			t.Fatalf("seed %d: read\n%s\nwritten\n%s\nfile\n%s", seed, a, b, file.String())
		}
		if err := snapshot.Write(&again, got, dialect); err != nil || again.String() != file.String() {
			t.Fatalf("seed %d: written again, %v\n%s\nfirst\n%s", seed, err, again.String(), file.String())
		}
	}
}

// Invariant: a copy of a schema is equal to it, in everything that can be declared.
func TestCopiesOfRandomSchemas(t *testing.T) {
	for seed := range uint64(100) {
		want := (&generator{Rand: rand.New(rand.NewPCG(seed, 4))}).metadata()
		got := schema.NewMetaData()
		for _, s := range want.Sequences() {
			got.AddSequence(s)
		}
		for _, tab := range want.Tables() {
			tab.CopyTo(got)
		}
		for _, md := range []*schema.MetaData{want, got} {
			if err := md.Resolve(); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
		}
		if a, b := details(got), details(want); a != b {
			t.Fatalf("seed %d: copied\n%s\ndeclared\n%s", seed, a, b)
		}
		for _, tab := range got.Tables() {
			for _, k := range tab.Constraints() {
				if k.Table() != tab {
					t.Fatalf("seed %d: constraint %s is of another table", seed, k.ConstraintName())
				}
			}
		}
	}
}

// generator makes schemas of everything that there is.
type generator struct{ *rand.Rand }

func (g *generator) yes() bool { return g.IntN(2) == 0 }

// word is a name, some of which need quotes.
func (g *generator) word(base string) string {
	return base + []string{"", " x", `"`, "ü", "_y", "9", "\\"}[g.IntN(7)] + fmt.Sprint(g.IntN(1000))
}

func (g *generator) text() string {
	return []string{"a > 1", "lower(b) <> 'it''s'", "x\ny", `"q"`, "(a) beside b", "\\ 100%"}[g.IntN(6)]
}

func (g *generator) number() *int64 {
	if g.yes() {
		return nil
	}
	return new(g.Int64N(2000) - 1000)
}

func (g *generator) choice() *bool {
	return []*bool{nil, new(true), new(false)}[g.IntN(3)]
}

func (g *generator) counting() schema.SequenceOptions {
	return schema.SequenceOptions{
		Start: g.number(), Increment: g.number(), Min: g.number(), Max: g.number(), Cache: g.number(), NoMin: g.yes(), NoMax: g.yes(),
		Cycle: g.choice(), Order: g.choice(),
	}
}

func (g *generator) deferral() (d schema.Deferral) {
	d.Deferrable = g.yes()
	d.NotDeferrable = !d.Deferrable && g.yes()
	d.InitiallyDeferred = g.yes()
	d.InitiallyImmediate = !d.InitiallyDeferred && g.yes()
	return d
}

func (g *generator) options() (os schema.DialectOptions) {
	for range g.IntN(3) {
		o := schema.Option("mysql", "charset")
		for range g.IntN(3) {
			o.Values = append(o.Values, g.text())
		}
		os = append(os, o)
	}
	return os
}

func (g *generator) typ(depth int) sqltypes.Type {
	n := 22
	if depth == 0 {
		n = 17
	}
	switch g.IntN(n) {
	case 0:
		return sqltypes.StringType{Length: g.IntN(90), National: g.yes(), Collation: []string{"", "C"}[g.IntN(2)]}
	case 1:
		return sqltypes.TextType{Length: g.IntN(3), National: g.yes()}
	case 2:
		return sqltypes.NumericType{Precision: 9, Scale: g.IntN(3), Float: g.yes()}
	case 3:
		return sqltypes.FloatType{Precision: g.IntN(2) * 24, Double: g.yes(), Decimal: g.yes()}
	case 4:
		return sqltypes.BooleanType{Checked: g.yes(), Constraint: []string{"", "ck b"}[g.IntN(2)]}
	case 5:
		return sqltypes.TimeType{TimeZone: g.yes()}
	case 6:
		return sqltypes.IntervalType{NonNative: g.yes(), SecondPrecision: g.IntN(3), DayPrecision: g.IntN(3)}
	case 7:
		e := sqltypes.Enum(g.word("mood"), "a", `b "`, "c, d)")
		e.NonNative, e.Checked, e.Existing, e.Length = g.yes(), g.yes(), g.yes(), g.IntN(2)*20
		return e
	case 8:
		return sqltypes.Opaque("postgresql", "mood[]")
	case 9:
		return sqltypes.DateTimeType{TimeZone: g.yes()}
	case 10:
		return sqltypes.BinaryType{Length: g.IntN(3)}
	case 11:
		return sqltypes.Other{Name: "inet"}
	case 12, 13, 14, 15, 16:
		return []sqltypes.Type{sqltypes.Integer(), sqltypes.BigInteger(), sqltypes.UUID(), sqltypes.JSON(), sqltypes.LargeBinary(), sqltypes.Date()}[g.IntN(6)]
	case 17:
		return sqltypes.ArrayType{Elem: g.typ(depth - 1), Dims: g.IntN(3)}
	case 18:
		return sqltypes.ExactType{Word: "CHAR", Base: g.typ(depth - 1)}
	case 19, 20:
		return sqltypes.Native([]string{"postgresql", "mysql"}[g.IntN(2)], "INET", g.typ(depth-1))
	}
	return sqltypes.WithVariant(g.typ(depth-1), g.typ(depth-1), "mysql")
}

func (g *generator) metadata() *schema.MetaData {
	md := schema.NewMetaData()
	for i := range g.IntN(3) {
		schema.NewSequence(fmt.Sprintf("%s.s%d", g.word("other"), i), md, g.counting()).Optional = g.yes()
	}
	for i := range 1 + g.IntN(3) {
		g.table(md, fmt.Sprintf("%st%d", []string{"", "some where."}[g.IntN(2)], i))
	}
	return md
}

func (g *generator) table(md *schema.MetaData, name string) {
	t := schema.NewTable(name, md, schema.NewColumn("id", sqltypes.BigInteger(), schema.PrimaryKey()))
	t.Options, t.Quote = g.options(), expr.QuoteMode(g.IntN(3))
	if g.yes() {
		t.Comment, t.Prefixes = g.text(), []string{"UNLOGGED"}
	}
	for i := range 1 + g.IntN(5) {
		t.Append(g.column(md, fmt.Sprintf("%s_%d", g.word("c"), i)))
	}
	some := func() []*schema.Column {
		cols := slices.Clone(t.Columns)
		g.Shuffle(len(cols), func(a, b int) { cols[a], cols[b] = cols[b], cols[a] })
		return cols[:1+g.IntN(len(cols))]
	}
	if g.yes() {
		nullable := t.Column("id").Nullable
		t.Append(&schema.PrimaryKeyConstraint{Name: g.word("pk"), Columns: []*schema.Column{t.Column("id")}, Deferral: g.deferral(), Options: g.options()})
		t.Column("id").Nullable = nullable
	}
	for range g.IntN(3) {
		one := t.Columns[g.IntN(len(t.Columns))]
		t.Append(&schema.ForeignKeyConstraint{
			Name: g.word("fk"), Columns: []*schema.Column{one}, RefTable: t.FullName(), RefColumns: []string{"id"}, OnDelete: "SET NULL",
			Match: []string{"", "FULL"}[g.IntN(2)], Deferral: g.deferral(), UseAlter: g.yes(),
		})
		t.Append(&schema.UniqueConstraint{Name: g.word("uq"), Columns: some(), Deferral: g.deferral(), Options: g.options()})
		t.Append(schema.CheckOf(g.word("ck"), g.text()))
		g.exclude(t, one)
		g.index(t, some())
	}
}

func (g *generator) column(md *schema.MetaData, name string) *schema.Column {
	c := schema.NewColumn(name, g.typ(2))
	c.Nullable, c.Fetched, c.FetchedOnUpdate, c.System = g.yes(), g.yes(), g.yes(), g.yes()
	c.Options, c.Quote = g.options(), expr.QuoteMode(g.IntN(3))
	switch g.IntN(6) {
	case 0:
		c.ServerDefault = g.text()
	case 1:
		schema.AsIdentity(schema.Identity{Always: g.yes(), SequenceOptions: g.counting()})(c)
	case 2:
		c.Computed = &schema.Computed{SQL: g.text(), Persisted: g.choice()}
	case 3:
		if s := md.Sequences(); len(s) > 0 {
			c.Sequence = s[0]
		}
	case 4:
		c.Comment, c.Key = g.text(), g.word("k")+name
	case 5:
		schema.ColumnCheck(schema.CheckOf([]string{"", g.word("ck")}[g.IntN(2)], g.text()))(c)
	}
	return c
}

func (g *generator) exclude(t *schema.Table, c *schema.Column) {
	k := &schema.ExcludeConstraint{Name: g.word("ex"), Using: []string{"", "gist"}[g.IntN(2)], Deferral: g.deferral()}
	k.Elements = []schema.ExcludeElement{{Column: c, Operator: "="}, {X: &expr.Text{SQL: g.text()}, OpClass: "range_ops", Operator: "&&"}}
	if g.yes() {
		k.Where = &expr.Text{SQL: g.text()}
	}
	t.Append(k)
}

func (g *generator) index(t *schema.Table, cols []*schema.Column) {
	x := &schema.Index{Name: g.word("ix"), Columns: cols, Unique: g.yes(), NullsNotDistinct: g.yes(), Options: g.options()}
	if g.yes() {
		x.Columns = nil
		x.Elements = []schema.IndexElement{
			{Column: cols[0], Desc: true, Nulls: schema.NullsOrder(g.IntN(3)), Collation: "C"}, {X: &expr.Text{SQL: g.text()}, OpClass: "text_ops"},
		}
		x.Using, x.Where, x.Include = "btree", &expr.Text{SQL: g.text()}, cols
	}
	t.Append(x)
}

// details are all exported fields of a schema as text, constraints and indexes in the order of their texts.
func details(md *schema.MetaData) string {
	var out []string
	for _, t := range md.Tables() {
		var parts []string
		for _, c := range t.Columns {
			parts = append(parts, fields(reflect.ValueOf(*c), 3)+fmt.Sprint(c.Generated()))
		}
		var rest []string
		for _, k := range t.Constraints() {
			rest = append(rest, fields(reflect.ValueOf(k).Elem(), 3))
		}
		for _, x := range t.Indexes {
			rest = append(rest, fields(reflect.ValueOf(*x), 3))
		}
		slices.Sort(rest)
		head := fmt.Sprint(t.FullName(), t.Quote, t.Comment, t.Prefixes, t.Options, fields(reflect.ValueOf(t.PrimaryKey), 2), fields(reflect.ValueOf(t.Key), 3))
		out = append(out, head+"\n"+strings.Join(append(parts, rest...), "\n"))
	}
	for _, s := range md.Sequences() {
		out = append(out, fields(reflect.ValueOf(*s), 3))
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// fields are the exported fields of a value as text; tables and columns, below the first, as their names.
func fields(v reflect.Value, depth int) string {
	if v.IsValid() && v.CanInterface() {
		switch x := v.Interface().(type) {
		case *schema.Column:
			if x == nil {
				return "no column"
			}
			return x.Name
		case *schema.Table, *schema.ForeignKey, *schema.ForeignKeyConstraint, schema.Autoincrement:
			return ""
		case *expr.ColumnClause:
			return fmt.Sprintf("%s %v %#v", x.Name, x.Quote, x.Typ)
		case *expr.Text:
			return x.SQL
		}
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return "nil"
		}
		return fields(v.Elem(), depth)
	case reflect.Struct:
		var b strings.Builder
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				fmt.Fprintf(&b, "%s:%s ", f.Name, fields(v.Field(i), depth-1))
			}
		}
		return "{" + b.String() + "}"
	case reflect.Slice:
		var b strings.Builder
		for i := range v.Len() {
			b.WriteString(fields(v.Index(i), depth) + ",")
		}
		return "[" + b.String() + "]"
	}
	return fmt.Sprint(v)
}
