package mapping

import (
	"slices"
	"strings"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
)

// Build makes a model of the declared structs. Declaring a struct twice counts once.
func Build(decls []*Decl) *Model { return build(decls, nil, true) }

// BuildOn is [Build] for structs that refer to those of other models, which stay as they are: their entities and tables are found, and
// are the same in both.
func BuildOn(base []*Model, decls []*Decl) *Model { return build(decls, base, true) }

// BuildOpen is [Build] for a set of structs that is known to be a part of a registry: that something is not among them is no
// problem.
func BuildOpen(decls []*Decl) *Model { return build(decls, nil, false) }

func build(decls []*Decl, base []*Model, closed bool) *Model {
	m := &Model{MetaData: schema.NewMetaData(), byID: map[string]*Entity{}}
	for _, o := range base {
		m.include(o)
	}
	b := &builder{m: m, closed: closed, reported: map[string]bool{}}
	m.b = b
	for _, d := range decls {
		b.share(d)
	}
	for _, d := range decls {
		if m.byID[d.Type.ID()] == nil {
			b.entity(d)
		}
	}
	for _, e := range m.Entities {
		b.foreignKeys(e)
	}
	for _, e := range m.Entities {
		b.compositeKeys(e)
	}
	if err := m.MetaData.Resolve(); err != nil { // what tags say of it was reported above, with its place
		b.unresolved(decls, err)
	}
	for _, e := range m.Entities {
		for _, r := range e.Rels {
			b.relate(r)
		}
	}
	if !slices.ContainsFunc(m.Entities, func(e *Entity) bool { return e.Configured }) {
		m.Settle()
	}
	return m
}

// include makes the entities and tables of another model known.
func (m *Model) include(o *Model) {
	for id, e := range o.byID {
		if m.byID[id] == nil {
			m.byID[id] = e
		}
	}
	for _, t := range o.MetaData.Tables() {
		_ = m.MetaData.Share(t) // one that two of the models include is there already
	}
	m.included = append(append(m.included, o.included...), o.Entities...)
}

// builder fills a model.
type builder struct {
	m      *Model
	closed bool
	// reported are the problems that an embedded struct already gave for another entity.
	reported map[string]bool
	// custom is what code says about how relationships are joined.
	custom map[*Relationship]*saying
	// translate changes expressions over tables of other registries.
	translate *expr.Rewriter
}

// problem records a problem once, however many entities embed the struct that has it.
func (b *builder) problem(code string, at Locus, fixes []Fix, format string, args ...any) {
	n := len(b.m.Problems)
	b.m.add(code, at, fixes, format, args...)
	p := &b.m.Problems[n]
	key := at.Decl.ID() + "\x00" + at.Field + "\x00" + code + "\x00" + p.Msg
	if b.reported[key] {
		b.m.Problems = b.m.Problems[:n]
		return
	}
	b.reported[key] = true
}

func (b *builder) entity(d *Decl) {
	e := &Entity{ID: d.Type.ID(), Name: d.Type.Name, Type: d.Type, paths: map[string][]string{}, At: Locus{Decl: d.Type}, Configured: d.Configured, model: b.m}
	if d.Type.Kind != "struct" || d.Type.Fields == nil || !IsEntity(d.Type) {
		b.problem("ORM201", e.At, nil, "%s is no entity: %s", d.Type, noEntity(d.Type))
		return
	}
	b.m.Entities = append(b.m.Entities, e)
	b.m.byID[e.ID] = e
	f := &fieldWalk{b: b, d: d, e: e, depth: map[string]int{}}
	f.measure(d.Type, 0, map[*Type]bool{})
	f.walk(d.Type, nil, map[*Type]bool{})
	if d.Table != nil {
		b.onTable(e, f)
	} else {
		b.table(e, f)
	}
	e.Table.MapBy(e)
	b.primaryKey(e)
}

// noEntity says what a struct has in place of an embedded orm.Entity.
func noEntity(t *Type) string {
	if t.Kind != "struct" || t.Fields == nil {
		return "it is no struct"
	}
	for _, f := range t.Fields() {
		switch {
		case f.Type.isOrm("Entity"):
			return "orm.Entity is its field " + f.Name + ", and must be embedded: write it without a name"
		case f.Embedded && f.Type.Kind == "ptr" && f.Type.Elem.isOrm("Entity"):
			return "it embeds *orm.Entity; embed orm.Entity, without the asterisk"
		case f.Embedded && f.Type.Name != "" && IsEntity(f.Type):
			return "orm.Entity is embedded in " + f.Type.Name + "; the entity embeds it itself, beside " + f.Type.Name
		}
	}
	return "it does not embed orm.Entity"
}

// IsEntity reports whether a struct embeds orm.Entity itself.
func IsEntity(t *Type) bool {
	if t.Kind != "struct" || t.Fields == nil {
		return false
	}
	for _, f := range t.Fields() {
		if f.Embedded && f.Type.isOrm("Entity") {
			return true
		}
	}
	return false
}

// table makes the entity's table of its columns.
func (b *builder) table(e *Entity, f *fieldWalk) {
	name := f.table
	if name == "" {
		origin, _, _ := strings.Cut(e.Type.Name, "[")
		name = Snake(origin)
	}
	if f.schema != "" {
		name = f.schema + "." + name
	}
	if b.m.MetaData.Table(name) != nil {
		b.problem("ORM122", e.At, nil, "table %q is mapped by %s already; give one of them another `table:`", name, b.mapperOf(name))
		e.Table = schema.NewTable(name, nil)
	} else {
		e.Table = schema.NewTable(name, b.m.MetaData)
	}
	for _, c := range f.columns {
		e.Table.Append(c)
	}
}

// mapperOf names the entity that has a table.
func (b *builder) mapperOf(table string) string {
	for _, e := range slices.Concat(b.m.Entities, b.m.included) {
		if e.Table != nil && e.Table == b.m.MetaData.Table(table) {
			return e.Name
		}
	}
	return "another entity"
}

func (b *builder) primaryKey(e *Entity) {
	for _, a := range e.Attrs {
		if a.PK {
			e.PrimaryKey = append(e.PrimaryKey, a)
		}
	}
	slices.SortStableFunc(e.PrimaryKey, func(a, o *Attr) int { // that of a table may have another order than the fields
		return slices.Index(e.Table.PrimaryKey, a.Column) - slices.Index(e.Table.PrimaryKey, o.Column)
	})
	if len(e.PrimaryKey) > 0 || e.mayHaveKey() {
		return
	}
	at, fixes := e.At, []Fix(nil)
	if a := e.Attr("ID"); a != nil {
		fixes = []Fix{{"make ID the primary key", []Edit{addOption(a.At, "pk")}}}
	}
	b.problem("ORM115", at, fixes, "%s has no primary key; mark the attributes of its key with `orm:\"pk\"`", e.Name)
}

// addOption is an edit that adds an option to a field's tag: readers see the zero range of PartTag and know.
func addOption(at Locus, option string) Edit {
	return Edit{Locus{Decl: at.Decl, Field: at.Field, Part: PartTag, Off: -1}, option}
}
