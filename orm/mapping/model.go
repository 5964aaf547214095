package mapping

import (
	"slices"
	"sync"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
)

// Model is a set of mapped entities that may refer to each other.
type Model struct {
	Entities []*Entity // in the order of the declarations
	MetaData *schema.MetaData
	Problems []Problem
	byID     map[string]*Entity
	included []*Entity // of the models that this one was built on
	b        *builder
	// OnUse is called before the relationships of configured entities are used, for a model that is settled late. It may be nil.
	OnUse func() error
	// collecting says that code is being run, or followed, which says more about the entities.
	collecting bool
}

// Entity is the entity of a type, by [Type.ID]; nil if it is not mapped.
func (m *Model) Entity(id string) *Entity { return m.byID[id] }

// Entity is a mapped struct.
type Entity struct {
	ID, Name string
	Type     *Type
	Table    *schema.Table
	Attrs    []*Attr // in the order of the fields, embedded structs included
	Rels     []*Relationship
	// Composites are the fields whose struct is several of the attributes.
	Composites []*Composite
	// PrimaryKey lists the key's attributes in order; it is empty only with a problem.
	PrimaryKey []*Attr
	At         Locus // the embedded orm.Entity
	// Configured says that code (the method ConfigureMapping) says more about the entity than its tags; see [Model.Settle].
	Configured bool
	model      *Model
	known      bool                // what the code says is part of the model
	paths      map[string][]string // of the fields that count, by name
	lost       []lostField
	incomplete bool // it embeds something that does not type-check
}

// lostField is a field that is there but could not be mapped.
type lostField struct {
	name, column string
	pk, fk       bool
}

// mayHave reports whether a name that is not in the model may be that of a field: what is not known is not judged.
func (e *Entity) mayHave(name string) bool {
	return e.mayBe(func(f lostField) bool { return f.name == name })
}

// mayHaveColumn is [Entity.mayHave] for columns.
func (e *Entity) mayHaveColumn(name string) bool {
	return e.mayBe(func(f lostField) bool { return f.column == name })
}

func (e *Entity) mayHaveKey() bool        { return e.mayBe(func(f lostField) bool { return f.pk }) }
func (e *Entity) mayHaveForeignKey() bool { return e.mayBe(func(f lostField) bool { return f.fk }) }

func (e *Entity) mayBe(is func(lostField) bool) bool {
	return e.incomplete || slices.ContainsFunc(e.lost, is)
}

// Attr is the column attribute of that name, nil if there is none.
func (e *Entity) Attr(name string) *Attr {
	for _, a := range e.Attrs {
		if a.Name == name {
			return a
		}
	}
	return nil
}

// Rel is the relationship of that name, nil if there is none.
func (e *Entity) Rel(name string) *Relationship {
	for _, r := range e.Rels {
		if r.Name == name {
			return r
		}
	}
	return nil
}

// AttrNames lists the column attributes' names.
func (e *Entity) AttrNames() (names []string) {
	for _, a := range e.Attrs {
		names = append(names, a.Name)
	}
	return names
}

// RelNames lists the relationships' names.
func (e *Entity) RelNames() (names []string) {
	for _, r := range e.Rels {
		names = append(names, r.Name)
	}
	return names
}

// Codec is how a column's value gets into a field and out of it: the kind of the field's type, pointers and names apart.
type Codec uint8

// The codecs.
const (
	CodecInt     Codec = iota // any signed integer
	CodecUint                 // any unsigned integer
	CodecFloat                // float32, float64
	CodecString               // string
	CodecBool                 // bool
	CodecTime                 // time.Time
	CodecBytes                // []byte
	CodecScanner              // a type that reads and writes itself (sql.Scanner, driver.Valuer)
	CodecJSON                 // any type that encoding/json writes and reads, as a document
	CodecArray                // a slice, as an array of the database
)

var codecNames = [...]string{"int", "uint", "float", "string", "bool", "time", "bytes", "scanner", "json", "array"}

// String names the codec.
func (c Codec) String() string { return codecNames[c] }

// Attr is a field that is a column. Once the model is built any goroutine may read it.
type Attr struct {
	Entity *Entity
	// Name is the field's; of a part of a composite it has the composite's before a dot.
	Name string
	// Path are the names of the fields from the entity to this one: more than one inside an embedded struct or a composite.
	Path []string
	// Composite is the composite attribute whose struct has the field, nil for none.
	Composite *Composite
	Column    *schema.Column
	// GoType is the field's type as declared; Codec and Pointer say how it is stored.
	GoType   *Type
	Codec    Codec
	Pointer  bool // a *T, nil for NULL
	PK       bool
	OmitZero bool
	// Computed says that the attribute is an SQL expression, which code gives, and no column of the table: it is read and never written.
	// Column then only has its name and type.
	Computed bool
	// X is the expression over the columns of the entity's table, once the model is settled.
	X expr.Node
	// Version says that the column is another after each change of its row, so that a row that was changed by somebody else is noticed.
	Version bool
	// Deferred says that the field is an orm.Deferred: the column is read when it is asked for. GoType is that of the value.
	Deferred bool
	// Group names the deferred columns that are read together, "" for a column by itself.
	Group string
	// Vital says that the column is read with every row: it is part of the key, counts changes, or leads to other entities.
	Vital bool
	At    Locus
	fk    Item
	// standIn stands for the expression of a computed attribute; it is made once.
	standIn  *expr.Late
	standing sync.Once
	hasFK    bool
}

// Nullable reports whether the column may be NULL.
func (a *Attr) Nullable() bool { return a.Column.Nullable }

// Direction is which end of a relationship holds the foreign key.
type Direction uint8

// The directions.
const (
	OneToMany  Direction = iota // the far end
	ManyToOne                   // this end
	ManyToMany                  // neither: an association table refers to both
)

var directionNames = [...]string{"one-to-many", "many-to-one", "many-to-many"}

// String names the direction.
func (d Direction) String() string {
	return directionNames[d]
}

// Container is the kind of field that a relationship is.
type Container string

// The containers of package orm.
const (
	ListContainer    Container = "List"
	RefContainer     Container = "Ref"
	SetContainer     Container = "Set"
	MapContainer     Container = "Map"
	DynamicContainer Container = "Dynamic"
)

// Relationship is a field that leads to other entities.
type Relationship struct {
	Entity *Entity
	Name   string
	// Path names the container from the struct of the entity on: through embedded structs, and into a collection type of the user's.
	Path      []string
	Container Container
	// TargetID names the related entity; Target is nil if it is not in the model.
	TargetID  string
	Target    *Entity
	Direction Direction
	// Pairs are the columns that are equal for related rows; empty for a many-to-many relationship, else only with a problem.
	Pairs []Pair
	// Join is the condition that joins the two ends, where code gives one that is more than Pairs or Secondary say; nil for others.
	Join *Join
	// Secondary is the association table of a many-to-many relationship, nil for others.
	Secondary *Secondary
	// Key is the attribute of the target by which a Map finds its elements; nil for other containers, and where code makes the keys
	// (KeyMade).
	Key     *Attr
	KeyMade bool
	// Back is the other side, nil for none. Invariant: Back.Back is this relationship.
	Back    *Relationship
	Cascade Cascade
	OrderBy []Order
	// Lazy is how the relationship is loaded where a query does not say: "select", "selectin", "joined", "joined_inner",
	// "subquery", "immediate", "noload", "raise" or "raise_on_sql".
	Lazy string
	// JoinDepth is how many levels the relationship is loaded along with its objects where it comes back to an entity that the load came
	// through; 0 is none.
	JoinDepth      int
	ViewOnly       bool
	PassiveDeletes bool // members that are not loaded are left to the database when their owner is deleted
	// PassiveAll leaves all members to the database when their owner is deleted. It implies PassiveDeletes.
	PassiveAll bool
	// PassiveUpdates leaves it to the database (ON UPDATE CASCADE) to follow a key that changes. It is the default.
	PassiveUpdates bool
	// PostUpdate writes the foreign key by an UPDATE of its own after both rows were inserted, and before either is deleted.
	PostUpdate bool
	// SingleParent says that an object has at most one parent along the relationship, though the columns would allow more.
	SingleParent bool
	// Index numbers the relationships of the entity.
	Index int
	At    Locus
	tag   Tag
	// keyType is the type of a Map's keys, nil for other containers.
	keyType *Type
	// pending are the problems that a condition given by code does away with.
	pending []Problem
}

// Secondary is how an association table joins the two ends of a many-to-many relationship.
type Secondary struct {
	Table *schema.Table
	// Near refers to the relationship's own entity, Far to its target.
	Near, Far []Link
}

// Link is a column of an association table, and the attribute that it is equal to.
type Link struct {
	Attr   *Attr
	Column *schema.Column
}

// Linked reports whether it is known how the two ends of the relationship are joined, which is so unless there is a problem.
func (r *Relationship) Linked() bool {
	return r.Target != nil && (len(r.Pairs) > 0 || r.Secondary != nil || r.Join != nil)
}

// ToOne reports whether at most one object is related.
func (r *Relationship) ToOne() bool { return r.Container == RefContainer }

// Near are the attributes of the relationship's own entity by which its members are found: the own side of the pairs, what the
// association table refers to, or what the condition has of the entity.
func (r *Relationship) Near() (attrs []*Attr) {
	if r.Join != nil {
		return r.Join.near
	}
	if r.Secondary != nil {
		for _, l := range r.Secondary.Near {
			attrs = append(attrs, l.Attr)
		}
		return attrs
	}
	for _, p := range r.Pairs {
		attrs = append(attrs, p.Local)
	}
	return attrs
}

// Pair are two attributes that are equal for related objects: Local belongs to the relationship's entity, Remote to its target.
type Pair struct{ Local, Remote *Attr }

// Owners are the attributes of the relationship's own entity by which the members of many objects, loaded at once, are told apart.
func (r *Relationship) Owners() []*Attr {
	switch {
	case r.Join == nil:
		return r.Near()
	case r.Join.Extra == nil:
		return r.Entity.PrimaryKey
	}
	attrs := make([]*Attr, len(r.Pairs))
	for i, p := range r.Pairs {
		attrs[i] = p.Local
	}
	return attrs
}

// Order is one step of a default ordering: an attribute of the target, or an expression over its columns with its direction.
type Order struct {
	Attr *Attr
	Desc bool
	X    expr.Node // nil for an attribute
}
