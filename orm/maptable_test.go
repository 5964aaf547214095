package orm_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/reflector"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// Structs without tags, on tables that are there already.

type member struct {
	orm.Entity
	Nick     string // the key, which the user gives
	FullName string
	Cached   int
	Letters  orm.List[*letter]
	Clubs    orm.List[*club]
}

type letter struct {
	orm.Entity
	Number  int64
	Copy    int64
	Subject *string
	Sender  string
	From    orm.Ref[*member]
}

type club struct {
	orm.Entity
	ID      int64
	Name    string
	Members orm.List[*member]
}

type memberAttrs struct {
	orm.Class[member]
	Nick, FullName orm.TextAttr[string]
	Letters        orm.ListAttr[*letter]
	Clubs          orm.ListAttr[*club]
}

type letterAttrs struct {
	orm.Class[letter]
	Number, Copy orm.NumAttr[int64]
	Sender       orm.TextAttr[string]
}

type clubAttrs struct {
	orm.Class[club]
	Name orm.TextAttr[string]
}

// memberTables declares the tables.
func memberTables() *schema.MetaData {
	md := schema.NewMetaData()
	schema.NewTable("mt_members", md, schema.NewColumn("nick", sqltypes.String(20), schema.PrimaryKey()),
		schema.NewColumn("name", sqltypes.String(50)), schema.NewColumn("unmapped", sqltypes.Integer(), schema.ServerDefault("7")))
	schema.NewTable("mt_letters", md, schema.NewColumn("copy", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("number", sqltypes.BigInteger(), schema.PrimaryKey()),
		schema.NewColumn("subject", sqltypes.String(50)), schema.NewColumn("sender_nick", sqltypes.String(20), schema.ForeignKeyTo("mt_members.nick")))
	schema.NewTable("mt_clubs", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("name", sqltypes.String(50)))
	schema.NewTable("mt_club_members", md, schema.NewColumn("member", sqltypes.String(20), schema.ForeignKeyTo("mt_members.nick")),
		schema.NewColumn("club", sqltypes.Integer(), schema.ForeignKeyTo("mt_clubs.id")))
	return md
}

// mapMembers maps the structs to the tables of md.
func mapMembers(md *schema.MetaData) *orm.Registry {
	r := orm.NewRegistry()
	members, letters := md.Table("mt_members"), md.Table("mt_letters")
	orm.MapTable[member](r, members, orm.Property("FullName", members.C("name")), orm.FieldTag("Cached", "-"),
		orm.FieldTag("Letters", "back_populates:From; cascade:all,delete-orphan; order_by:Number,Copy"), orm.FieldTag("Clubs", "secondary:mt_club_members; back_populates:Members"))
	orm.MapTable[letter](r, letters, orm.Property("Sender", letters.C("sender_nick")), orm.FieldTag("From", "back_populates:Letters"))
	return orm.MapTable[club](r, md.Table("mt_clubs"), orm.FieldTag("Members", "secondary:mt_club_members; back_populates:Clubs"))
}

// TestMapTable stores and finds objects of structs that are mapped to tables declared by hand, and to the same tables as they are read
// from the database.
func TestMapTable(t *testing.T) {
	for _, on := range []struct{ name, url string }{{"sqlite", dbtest.SQLite(t)}, {"postgres", dbtest.Postgres(t, "maptable")}} {
		t.Run(on.name, func(t *testing.T) {
			eng, err := engine.Open(on.url)
			must(t, err)
			t.Cleanup(func() { must(t, eng.Close()) })
			declared := memberTables()
			models := mapMembers(declared)
			must(t, models.MetaData().CreateAll(ctx, eng))
			storeMembers(t, models, eng)
			read, err := reflector.Reflect(ctx, eng, reflector.Options{})
			must(t, err)
			findMembers(t, models, eng)
			reflected := mapMembers(read)
			must(t, reflected.Configure())
			findMembers(t, reflected, eng)
			changeMembers(t, reflected, eng)
		})
	}
}

func storeMembers(t *testing.T, models *orm.Registry, eng *engine.Engine) {
	t.Helper()
	s := orm.NewSessionMaker(eng, models).New()
	ed := &member{Nick: "ed", FullName: "Ed Jones", Cached: 3, Letters: orm.ListOf(&letter{Number: 2, Copy: 1}, &letter{Number: 1, Copy: 2, Subject: new("hello")}),
		Clubs: orm.ListOf(&club{Name: "chess"}, &club{Name: "go"})}
	s.Add(ed, &member{Nick: "wendy", FullName: "Wendy"})
	must(t, s.Commit(ctx))
	must(t, s.Close())
}

func findMembers(t *testing.T, models *orm.Registry, eng *engine.Engine) {
	t.Helper()
	members, letters, clubs := orm.Describe[memberAttrs](models), orm.Describe[letterAttrs](models), orm.Describe[clubAttrs](models)
	s := orm.NewSessionMaker(eng, models).New()
	ed, err := orm.Select(members).Join(members.Clubs).Where(clubs.Name.Eq("go"), members.Letters.Any(letters.Number.Eq(1))).Options(orm.Joined(members.Letters)).One(ctx, s)
	must(t, err)
	got, err := ed.Letters.All(ctx)
	must(t, err)
	if ed.FullName != "Ed Jones" || ed.Cached != 0 || len(got) != 2 || got[0].Number != 1 || *got[0].Subject != "hello" || got[1].Sender != "ed" {
		t.Errorf("%+v %v", ed.FullName, got)
	}
	byKey, err := orm.Get[letter](ctx, s, 2, 1) // in the order of the table's key
	must(t, err)
	from, err := byKey.From.Get(ctx)
	must(t, err)
	if byKey != got[0] || from != ed {
		t.Error("the identity map has two objects of one row")
	}
	must(t, s.Close())
}

func changeMembers(t *testing.T, models *orm.Registry, eng *engine.Engine) {
	t.Helper()
	s := orm.NewSessionMaker(eng, models).New()
	wendy, err := orm.Get[member](ctx, s, "wendy")
	must(t, err)
	ed, err := orm.Get[member](ctx, s, "ed")
	must(t, err)
	wendy.FullName = "Wendy W"
	clubs, err := ed.Clubs.All(ctx)
	must(t, err)
	wendy.Clubs.Append(clubs[0])
	s.Delete(ed)
	must(t, s.Commit(ctx))
	letters := orm.Describe[letterAttrs](models)
	n, err := orm.Select(letters).Count(ctx, s)
	must(t, err)
	m, err := clubs[0].Members.All(ctx)
	must(t, err)
	if n != 0 || len(m) != 1 || m[0] != wendy || wendy.FullName != "Wendy W" {
		t.Errorf("%d letters, %v", n, m)
	}
	must(t, s.Close())
}

type keyless struct {
	orm.Entity
	A int64
	B string
}

// TestMapTableMistakes: what does not fit is a problem with a code, and mapping comes before use.
func TestMapTableMistakes(t *testing.T) {
	table := func(columns ...schema.Item) *schema.Table {
		return schema.NewTable("t", schema.NewMetaData(), columns...)
	}
	a, b := schema.NewColumn("a", sqltypes.Integer()), schema.NewColumn("b", sqltypes.String(5))
	plain := table(a, b)
	clubless := schema.NewMetaData()
	schema.NewTable("m", clubless, schema.NewColumn("nick", sqltypes.String(9), schema.PrimaryKey()), schema.NewColumn("full_name", sqltypes.String(9)),
		schema.NewColumn("club", sqltypes.Integer(), schema.ForeignKeyTo("c.id")))
	schema.NewTable("c", clubless, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("name", sqltypes.String(9)))
	other := table(schema.NewColumn("c", sqltypes.Integer(), schema.PrimaryKey()))
	for _, c := range []struct {
		what string
		r    *orm.Registry
		want []mapping.Code
	}{
		{"no key", orm.MapTable[keyless](orm.NewRegistry(), plain), []mapping.Code{"ORM115"}},
		{"a key of its own", orm.MapTable[keyless](orm.NewRegistry(), plain, orm.FieldTag("A", "pk")), nil},
		{"no column", orm.MapTable[keyless](orm.NewRegistry(), table(schema.NewColumn("a", sqltypes.Integer(), schema.PrimaryKey()))), []mapping.Code{"ORM125"}},
		{"another table's column", orm.MapTable[keyless](orm.NewRegistry(), plain, orm.FieldTag("A", "pk"), orm.Property("B", other.C("c"))), []mapping.Code{"ORM125"}},
		{"the same column", orm.MapTable[keyless](orm.NewRegistry(), plain, orm.FieldTag("A", "pk"), orm.Property("B", plain.C("a"))), []mapping.Code{"ORM112"}},
		{"another type", orm.MapTable[keyless](orm.NewRegistry(), table(schema.NewColumn("a", sqltypes.Date(), schema.PrimaryKey()), schema.NewColumn("b", sqltypes.Integer()))), []mapping.Code{"ORM108"}},
		{"no field", orm.MapTable[keyless](orm.NewRegistry(), plain, orm.FieldTag("A", "pk"), orm.Property("Zed", plain.C("b"))), []mapping.Code{"ORM125"}},
		{"a foreign key to nowhere", orm.MapTable[keyless](orm.NewRegistry(), table(schema.NewColumn("a", sqltypes.Integer(), schema.PrimaryKey()),
			schema.NewColumn("b", sqltypes.String(5), schema.ForeignKeyTo("gone.id")))), []mapping.Code{"ORM207"}},
		{"a foreign key that no field has", orm.MapTable[club](orm.MapTable[member](orm.NewRegistry(), clubless.Table("m"), orm.FieldTag("Cached", "-"), orm.FieldTag("Letters", "-"),
			orm.FieldTag("Clubs", "-")), clubless.Table("c")), []mapping.Code{"ORM205"}},
		{"twice", orm.MapTable[keyless](orm.MapTable[letter](orm.NewRegistry(), plain, orm.FieldTag("Number", "pk; column:a"), orm.FieldTag("Copy", "-"), orm.FieldTag("Subject", "-"),
			orm.FieldTag("Sender", "-"), orm.FieldTag("From", "-")), plain, orm.FieldTag("A", "pk")), []mapping.Code{"ORM122"}},
	} {
		err := c.r.Configure()
		for _, code := range c.want {
			if !errors.Is(err, code) {
				t.Errorf("%s: %v, want %s", c.what, err, code)
			}
		}
		if len(c.want) == 0 && err != nil {
			t.Errorf("%s: %v", c.what, err)
		}
	}
	r := orm.NewRegistry(new(Token))
	orm.Describe[TokenAttrs](r)
	orm.MapTable[keyless](r, plain)
	if err := r.Configure(); err == nil {
		t.Error("a registry that was used before takes another table")
	}
}

// TestMapTableTwice maps one struct in two registries, to tables of its own in each.
func TestMapTableTwice(t *testing.T) {
	var names []string
	for _, name := range []string{"first", "second"} {
		md := schema.NewMetaData()
		table := schema.NewTable(name, md, schema.NewColumn("a", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("label", sqltypes.String(9)))
		models := orm.MapTable[keyless](orm.NewRegistry(), table, orm.Property("B", table.C("label")))
		d := openWith(t, dbtest.SQLite(t), models)
		s := d.session()
		s.Add(&keyless{B: name})
		must(t, s.Commit(ctx))
		k, err := orm.Get[keyless](ctx, d.session(), 1)
		must(t, err)
		names = append(names, k.B)
	}
	if !slices.Equal(names, []string{"first", "second"}) {
		t.Error(names)
	}
}
