// Package models has mapped structs of many shapes, right ones and wrong ones, as data for the comparison of the two readers. It is
// compiled into the test and read from source by it; nothing else uses it.
package models

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"time"

	"github.com/aludel/aludel/internal/onemodel/models/dotted.v2"
	"github.com/aludel/aludel/orm"
)

// Registries are all registries of the package, by the names of their variables.
var Registries = map[string]*orm.Registry{
	"Good": Good, "Instances": Instances, "BrokenTags": BrokenTags, "BrokenColumns": BrokenColumns, "BrokenKeys": BrokenKeys,
	"BrokenTypes": BrokenTypes, "BrokenForeignKeys": BrokenForeignKeys, "BrokenSides": BrokenSides, "BrokenCascades": BrokenCascades,
	"BrokenTables": BrokenTables, "BrokenEmbedding": BrokenEmbedding, "BrokenArguments": BrokenArguments, "BrokenComposites": BrokenComposites,
	"Many": Many, "OwnCollections": OwnCollections, "BrokenMany": BrokenMany, "Configured": Configured, "BrokenConfigured": BrokenConfigured,
}

// Good maps what can be mapped.
var Good = orm.NewRegistry(new(Scalars), new(Nullables), new(Person), new(Pet), new(Folder), new(Renamed), new(Membership), new(Composite), new(Part), new(Later), new(Rich), new(Shape))

// Instances maps structs that are made of generic ones.
var Instances = orm.NewRegistry(new(Stamped), new(Pair[int64, dotted.Code]))

// Status, Weight and the others are named types over what columns hold.
type (
	Status  string
	Weight  float64
	Flag    bool
	Count   uint16
	Blob    []byte
	Octets  []Octet
	Octet   byte
	Aliased = int32
	Moment  = time.Time
	Base    = orm.Entity
)

// Scalars has every kind of column.
type Scalars struct {
	orm.Entity `orm:"table:scalars"`

	I        int `orm:"pk"`
	I8       int8
	I16      int16
	I32      int32
	I64      int64
	U        uint
	U8       uint8
	U16      uint16
	U32      uint32
	U64      uint64
	F32      float32 `orm:"type:numeric; precision:8; scale:2"`
	F64      float64
	S        string `orm:"size:30; unique; comment:'a; b'"`
	B        bool
	T        time.Time `orm:"server_default:CURRENT_TIMESTAMP"`
	Raw      []byte
	Rune     rune
	Byte     byte
	Status   Status `json:"status" orm:"size:9; index"`
	Weight   Weight
	Flag     Flag
	Count    Count `orm:"omitzero"`
	Blob     Blob
	Octets   Octets
	Aliased  Aliased
	Moment   Moment
	Interned string "json:\"interned\" orm:\"column:in\\u0074erned; size:4\""
	//lint:ignore U1000 a field that is not exported is read as well
	left    string
	_       int
	Skipped chan int `orm:"-"`
}

// Nullables has every way to hold NULL.
type Nullables struct {
	Base `orm:"schema:other"`

	ID      int64 `orm:"pk; autoincrement:false"`
	I       *int
	S       *string
	T       *time.Time
	Status  *Status
	NS      sql.NullString `orm:"size:5"`
	NI      sql.NullInt64
	NB      sql.NullBool
	NT      sql.NullTime
	GS      sql.Null[string]
	GI      sql.Null[int64]
	GI16    sql.Null[int16]
	GF      sql.Null[float64]
	GT      sql.Null[time.Time]
	GStatus sql.Null[Status]
	GCode   sql.Null[dotted.Code]
	PGS     *sql.Null[string]
	Money   Money `orm:"type:biginteger"`
	PMoney  *Money
	Must    *string `orm:"notnull"`
	MustRaw []byte  `orm:"notnull"`
}

// Money reads and writes itself.
type Money struct{ cents int64 }

// Scan implements sql.Scanner.
func (m *Money) Scan(src any) error {
	n, ok := src.(int64)
	if !ok {
		return errors.New("models: an amount is a whole number of cents")
	}
	m.cents = n
	return nil
}

// Value implements driver.Valuer.
func (m Money) Value() (driver.Value, error) { return m.cents, nil }

// Names is embedded as a value, Times through it.
type Names struct {
	First, Last string `orm:"size:40"`
	Times
}

// Times is embedded twice over.
type Times struct {
	Created time.Time
	Changed *time.Time
}

type hidden struct{ Nick string }

// Person embeds, hides an embedded field, and has two relationships to one entity.
type Person struct {
	orm.Entity `orm:"table:people"`

	ID int64 `orm:"pk"`
	Names
	hidden
	dotted.Audit
	Created time.Time `orm:"column:born"` // hides that of Times

	Pets   orm.List[*Pet] `orm:"back_populates:Owner; foreign_keys:OwnerID; cascade:all,delete-orphan; order_by:Name,ID desc"`
	Sitted orm.List[*Pet] `orm:"back_populates:Sitter; foreign_keys:SitterID; lazy:selectin; passive_deletes"`
}

// Pet has two foreign keys to one table.
type Pet struct {
	orm.Entity

	ID       int64 `orm:"pk"`
	Name     string
	OwnerID  int64            `orm:"fk:people.id; on_delete:cascade; on_update:restrict"`
	SitterID *int64           `orm:"fk:people.id; on_delete:set null"`
	Owner    orm.Ref[*Person] `orm:"back_populates:Pets; foreign_keys:OwnerID"`
	Sitter   orm.Ref[*Person] `orm:"back_populates:Sitted; foreign_keys:SitterID; lazy:raise"`
	Kept     orm.List[*Pet]   `orm:"-"`
}

// Folder refers to itself.
type Folder struct {
	orm.Entity

	ID       int64 `orm:"pk"`
	Name     string
	ParentID *int64            `orm:"fk:folder.id"`
	Parent   orm.Ref[*Folder]  `orm:"back_populates:Children; remote_side:ID"`
	Children orm.List[*Folder] `orm:"back_populates:Parent; cascade:save-update,merge,delete"`
}

// Renamed stands in a table with another name, and is read only along its relationship.
type Renamed struct {
	orm.Entity `orm:"table:old_name"`

	HTTPServerID int64            `orm:"pk; column:srv"`
	PersonID     int64            `orm:"fk:people.id"`
	Person       orm.Ref[*Person] `orm:"viewonly"`
}

// Membership has a key of two columns that refer elsewhere.
type Membership struct {
	orm.Entity

	PersonID int64 `orm:"pk; fk:people.id"`
	FolderID int64 `orm:"pk; fk:folder.id"`
	Person   orm.Ref[*Person]
	Folder   orm.Ref[*Folder]
}

// Composite has a natural key of two columns.
type Composite struct {
	orm.Entity

	Country string `orm:"pk; size:2"`
	Code    Count  `orm:"pk"`
	Parts   orm.List[*Part]
}

// Later has columns that are read when they are asked for.
type Later struct {
	orm.Entity

	ID    int64                   `orm:"pk"`
	Text  orm.Deferred[string]    `orm:"size:3"`
	Maybe orm.Deferred[*Moment]   `orm:"column:when"`
	Blob  orm.Deferred[Blob]      `orm:"group:big; notnull"`
	Point orm.Deferred[GeoPoint]  `orm:"group:big"`
	Back  orm.Deferred[*GeoPoint] `orm:"-"`
}

// Rich has columns whose tags say how they are stored.
type Rich struct {
	orm.Entity

	ID    int64           `orm:"pk"`
	State Status          `orm:"enum:open,closed"`
	Doc   Person          `orm:"type:json"`
	Maybe *map[string]int `orm:"type:json"`
	Words []string        `orm:"type:array"`
	Sizes []Count         `orm:"type:array; notnull"`
	Took  time.Duration   `orm:"type:interval"`
	Any   any             `orm:"type:json"`
}

// Spot is two columns.
type Spot struct {
	X, Y   int64
	secret int
	Left   string `orm:"-"`
}

// Stretch is four, and what it embeds.
type Stretch struct {
	From Spot `orm:"composite"`
	To   Spot `orm:"composite; prefix:t_"`
	Labelled
}

// Labelled is embedded.
type Labelled struct {
	Label *string `orm:"size:9; index"`
	Raw   []byte
}

// Shape has composites.
type Shape struct {
	orm.Entity

	Key    Spot     `orm:"composite; pk"`
	Center Spot     `orm:"composite:cx,cy"`
	Edge   *Stretch `orm:"composite"`
	Spot   `orm:"composite"`
	Skip   Spot `orm:"composite; -"`
}

// GeoPoint stores itself.
type GeoPoint struct{ X, Y float64 }

// Scan implements sql.Scanner.
func (*GeoPoint) Scan(any) error { return nil }

// Value implements driver.Valuer.
func (GeoPoint) Value() (driver.Value, error) { return "", nil }

// Part refers to one column of a key.
type Part struct {
	orm.Entity

	ID      Weight `orm:"pk"`
	Country string `orm:"fk:composite.country; size:2"`
}

// Tracked is embedded with type arguments.
type Tracked[K comparable, V any] struct {
	Key   K `orm:"pk"`
	Value V
}

// Stamped embeds an instance of a generic struct.
type Stamped struct {
	orm.Entity
	Tracked[string, sql.Null[time.Time]]
}

// Pair is a generic entity.
type Pair[A, B any] struct {
	orm.Entity
	ID    A `orm:"pk"`
	Other B
}
