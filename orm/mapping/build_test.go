package mapping_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/orm/mapping"
)

// These tests build models of descriptions by hand, as no reader makes them; internal/onemodel has those of real structs.

var (
	entityType = &mapping.Type{Kind: "struct", Pkg: mapping.OrmPath, Name: "Entity"}
	int64Type  = &mapping.Type{Kind: "int64", Name: "int64"}
	stringType = &mapping.Type{Kind: "string", Name: "string"}
)

// structOf describes a struct of package p.
func structOf(name string, fields ...mapping.Field) *mapping.Type {
	t := &mapping.Type{Kind: "struct", Pkg: "example.com/p", Name: name}
	t.Fields = func() []mapping.Field { return fields }
	return t
}

func entity(name string, fields ...mapping.Field) *mapping.Type {
	return structOf(name, append([]mapping.Field{{Name: "Entity", Embedded: true, Exported: true, Type: entityType}}, fields...)...)
}

func field(name string, t *mapping.Type, options string) mapping.Field {
	f := mapping.Field{Name: name, Exported: true, Type: t}
	if options != "" {
		f.Tag = `orm:"` + options + `"`
	}
	return f
}

func embed(t *mapping.Type) mapping.Field {
	return mapping.Field{Name: t.Name, Embedded: true, Exported: true, Type: t}
}

func listOf(t *mapping.Type) *mapping.Type { return container("List", t) }
func refTo(t *mapping.Type) *mapping.Type  { return container("Ref", t) }

func container(name string, t *mapping.Type) *mapping.Type {
	return &mapping.Type{Kind: "struct", Pkg: mapping.OrmPath, Name: name, Args: []*mapping.Type{{Kind: "ptr", Elem: t}}}
}

// family is a parent with children.
func family() []*mapping.Decl {
	parent, child := &mapping.Type{}, &mapping.Type{}
	*parent = *entity("Parent", field("ID", int64Type, "pk"), field("Children", listOf(child), "back_populates:Parent; order_by:ID"))
	*child = *entity("Child", field("ID", int64Type, "pk"), field("ParentID", int64Type, "fk:parent.id"), field("Parent", refTo(parent), "back_populates:Children"))
	return []*mapping.Decl{{Type: parent}, {Type: child}}
}

func codes(m *mapping.Model) (out []string) {
	for _, p := range m.Problems {
		out = append(out, p.Code)
	}
	slices.Sort(out)
	return out
}

// A field hides those of the same name in embedded structs, whether it stands before or after them, as in Go; two at one depth
// are a problem unless something hides both.
func TestHiding(t *testing.T) {
	deep := structOf("Deep", field("Name", stringType, "column:deep"))
	middle := structOf("Middle", embed(deep))
	other := structOf("Other", field("Name", stringType, "column:other"))
	id, own := field("ID", int64Type, "pk"), field("Name", stringType, "column:own")
	for _, c := range []struct {
		name   string
		entity *mapping.Type
		column string
		codes  string
	}{
		{"before", entity("E", id, own, embed(middle)), "own", ""},
		{"after", entity("E", id, embed(middle), own), "own", ""},
		{"shallower after", entity("E", id, embed(middle), embed(other)), "other", ""},
		{"shallower before", entity("E", id, embed(other), embed(middle)), "other", ""},
		{"same depth", entity("E", id, embed(deep), embed(other)), "deep", "ORM113"},
		{"same depth, hidden", entity("E", id, embed(deep), embed(other), own), "own", ""},
		{"left out", entity("E", id, embed(deep), field("Name", stringType, "-")), "deep", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := mapping.Build([]*mapping.Decl{{Type: c.entity}})
			if got := strings.Join(codes(m), " "); got != c.codes {
				t.Errorf("problems %q, want %q\n%s", got, c.codes, m.Dump())
			}
			if a := m.Entities[0].Attr("Name"); a == nil || a.Column.Name != c.column {
				t.Errorf("the column of Name is not %s:\n%s", c.column, m.Dump())
			}
			if err := m.Check(); err != nil {
				t.Error(err)
			}
		})
	}
}

// Values of options at their limits, and options that need others.
func TestColumnOptions(t *testing.T) {
	float := &mapping.Type{Kind: "float64", Name: "float64"}
	for _, c := range []struct {
		typ                   *mapping.Type
		options, codes, ctype string
	}{
		{float, "type:numeric; precision:10; scale:0", "", "NUMERIC(10)"},
		{float, "type:numeric; precision:10; scale:10", "", "NUMERIC(10, 10)"},
		{float, "type:numeric; precision:2; scale:3", "ORM104", ""},
		{float, "type:numeric; precision:0", "ORM104", ""},
		{float, "type:numeric; precision:5; scale:-1", "ORM104", ""},
		{int64Type, "on_delete:cascade", "ORM106", "BIGINT"},
		{int64Type, "on_update:restrict", "ORM106", "BIGINT"},
		{int64Type, "fk:e.id; on_delete:set null; on_update:cascade", "", "BIGINT"},
		{stringType, "size:1", "", "VARCHAR(1)"},
		{stringType, "type:text", "", "TEXT"},
	} {
		m := mapping.Build([]*mapping.Decl{{Type: entity("E", field("ID", int64Type, "pk"), field("C", c.typ, c.options))}})
		if got := strings.Join(codes(m), " "); got != c.codes {
			t.Errorf("%s: problems %q, want %q", c.options, got, c.codes)
		}
		if got := m.Entities[0].Attr("C").Column.Type().String(); c.ctype != "" && got != c.ctype {
			t.Errorf("%s: the column is %s, want %s", c.options, got, c.ctype)
		}
	}
}

// A name that neither end of a relationship has is the problem, not the foreign key that is not found by it.
func TestForeignKeysOption(t *testing.T) {
	for option, want := range map[string]string{
		"foreign_keys:ParentID": "", "foreign_keys:ParentId": "ORM125", "foreign_keys:ID": "ORM205", "foreign_keys:Nope,Nine": "ORM125 ORM125",
	} {
		parent, child := &mapping.Type{}, &mapping.Type{}
		*parent = *entity("Parent", field("ID", int64Type, "pk"), field("Children", listOf(child), option))
		*child = *entity("Child", field("ID", int64Type, "pk"), field("ParentID", int64Type, "fk:parent.id"))
		m := mapping.Build([]*mapping.Decl{{Type: parent}, {Type: child}})
		if got := strings.Join(codes(m), " "); got != want {
			t.Errorf("%s: problems %q, want %q", option, got, want)
		}
		if want == "ORM125" && m.Problems[0].Fixes[0].Edits[0].New != "ParentID" {
			t.Errorf("%s: %+v", option, m.Problems[0].Fixes)
		}
	}
}

// Problems of severity error make one error, which says all of them with entity, field and code; warnings make none.
func TestErr(t *testing.T) {
	decls := []*mapping.Decl{{Type: entity("E", field("Name", stringType, "sise:3"), field("ID", int64Type, ""))}}
	err := mapping.Build(decls).Err()
	var e *mapping.Error
	if !errors.As(err, &e) || len(e.Problems) != 2 {
		t.Fatalf("%v", err)
	}
	for _, want := range []string{"2 problems", "p.E.Name", "sise", "size", "ORM102", "p.E.Entity", "ORM115", "ormvet explain"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in: %v", want, err)
		}
	}
	if !errors.Is(err, mapping.Code("ORM115")) || errors.Is(err, mapping.Code("ORM101")) || errors.Is(err, errors.ErrUnsupported) {
		t.Error("errors.Is finds other codes than there are")
	}
	if err := mapping.Build(family()).Err(); err != nil {
		t.Error(err)
	}
	warned := family()
	fields := warned[0].Type.Fields()
	fields[2].Tag = `orm:"back_populates:Parent; cascade:save-update,delete-orphan"`
	if m := mapping.Build(warned); m.Err() != nil || strings.Join(codes(m), " ") != "ORM302" {
		t.Errorf("%v\n%s", m.Err(), m.Dump())
	}
}

// The check of invariants finds every way in which a model can be put out of order.
func TestCheckFinds(t *testing.T) {
	for name, spoil := range map[string]func(m *mapping.Model){
		"lost entity":      func(m *mapping.Model) { m.Entities[0].ID = "example.com/p.Nobody" },
		"no table":         func(m *mapping.Model) { m.Entities[0].Table = nil },
		"foreign attr":     func(m *mapping.Model) { m.Entities[0].Attrs[0].Entity = m.Entities[1] },
		"foreign column":   func(m *mapping.Model) { m.Entities[0].Attrs[0].Column = m.Entities[1].Attrs[0].Column },
		"twice":            func(m *mapping.Model) { m.Entities[1].Attrs[1].Name = "ID" },
		"no key":           func(m *mapping.Model) { m.Entities[0].PrimaryKey = nil },
		"foreign key attr": func(m *mapping.Model) { m.Entities[0].PrimaryKey[0] = m.Entities[1].Attrs[0] },
		"index":            func(m *mapping.Model) { m.Entities[0].Rels[0].Index = 1 },
		"one-sided":        func(m *mapping.Model) { m.Entities[0].Rels[0].Back.Back = nil },
		"same direction":   func(m *mapping.Model) { m.Entities[0].Rels[0].Direction = mapping.ManyToOne },
		"no pairs":         func(m *mapping.Model) { m.Entities[1].Rels[0].Pairs = nil },
		"pair turned": func(m *mapping.Model) {
			p := &m.Entities[0].Rels[0].Pairs[0]
			p.Local, p.Remote = p.Remote, p.Local
		},
		"foreign order": func(m *mapping.Model) { m.Entities[0].Rels[0].OrderBy[0].Attr = m.Entities[0].Attrs[0] },
	} {
		m := mapping.Build(family())
		if err := m.Check(); err != nil || len(m.Problems) != 0 {
			t.Fatalf("%v\n%s", err, m.Dump())
		}
		spoil(m)
		if m.Check() == nil {
			t.Errorf("%s: nothing is found", name)
		}
	}
}

func TestNearestCode(t *testing.T) {
	for in, want := range map[string]string{"ORM115": "ORM115", "orm115": "ORM115", "OMR301": "ORM301", "": "", "nonsense": ""} {
		if got := mapping.NearestCode(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if c, ok := mapping.Lookup("ORM000"); ok || c.Code != "ORM000" {
		t.Errorf("%+v", c)
	}
}
