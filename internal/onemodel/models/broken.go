package models

import (
	"database/sql/driver"
	"time"
	"unsafe"

	"github.com/aludel/aludel/internal/onemodel/models/dotted.v2"
	"github.com/aludel/aludel/orm"
)

// The registries with problems, by what they are about.
var (
	BrokenTags        = orm.NewRegistry(new(BadTags), new(BadOptions))
	BrokenColumns     = orm.NewRegistry(new(BadColumns))
	BrokenKeys        = orm.NewRegistry(new(NoKey), new(PointerKey), new(NothingAtAll))
	BrokenTypes       = orm.NewRegistry(new(BadTypes))
	BrokenForeignKeys = orm.NewRegistry(new(Author), new(Book), new(Review))
	BrokenSides       = orm.NewRegistry(new(Left), new(Right), new(Loop), new(Star))
	BrokenCascades    = orm.NewRegistry(new(Owner), new(Thing))
	BrokenTables      = orm.NewRegistry(new(First), new(Second))
	BrokenEmbedding   = orm.NewRegistry(new(Endless), new(Inherits), new(Twice), new(TwiceMore), new(Collides))
	BrokenComposites  = orm.NewRegistry(new(BadComposites), new(BadShapes))
	BrokenArguments   = orm.NewRegistry(new(Plain), new(Inheritor), new(Lonely))
)

// BadTags has tags that cannot be read.
type BadTags struct {
	orm.Entity `orm:"table:bad_tags; colour:red; size:3; table:again"`

	ID    int64  `orm:"pk;; index"`
	Name  string `orm:"pkk; Size:3; sise:5"`
	Open  string `orm:"server_default:'a;b"`
	Alone int64  `orm:"on_delete:cascade"`
	Point int64  `orm:"type:numeric; precision:2; scale:3"`
	Twice string "orm:\"size:3;\\u0020size:4; uniqe\""
	None  string `orm:"pk:yes"`
	//lint:ignore U1000 a field that is not exported is read as well
	inner string `orm:"size:3"`
}

// BadOptions has values of the wrong form and options in the wrong place.
type BadOptions struct {
	orm.Entity

	ID    int64                `orm:"pk; autoincrement:maybe"`
	A     string               `orm:"size:big"`
	B     string               `orm:"size:-1; type:strng"`
	C     int64                `orm:"fk:users"`
	D     int64                `orm:"fk:"`
	E     int64                `orm:"on_delete:cascad; back_populates:X"`
	F     *int64               `orm:"nullable; notnull"`
	Other orm.Ref[*BadOptions] `orm:"lazy:eager; size:3; remote_side:Id; order_by:Nam"`
	Skip  int                  `orm:"-; sixe:4"`
}

// BadColumns has columns that contradict themselves or each other.
type BadColumns struct {
	orm.Entity

	ID     int64  `orm:"pk; nullable"`
	Number int64  `orm:"nullable; size:3"`
	Text   string `orm:"precision:3; scale:1"`
	Same   string `orm:"column:text"`
	State  Status `orm:"nullable"`

	Key   orm.Deferred[int64]    `orm:"pk"`
	Refer orm.Deferred[*int64]   `orm:"fk:bad_columns.id"`
	Bad   orm.Deferred[chan int] `orm:"group:a"`
	Not   orm.Deferred[string]   `orm:"nullable"`
	Alone string                 `orm:"group:a"`

	Words int64    `orm:"enum:a,b"`
	Twice string   `orm:"enum:a,a"`
	Func  func()   `orm:"type:json"`
	Times []Moment `orm:"type:array"`
	Scale string   `orm:"type:array"`
	Span  int64    `orm:"type:interval"`
}

// NoKey has an attribute that could be the key.
type NoKey struct {
	orm.Entity
	ID int64
}

// PointerKey has a key that may be nil.
type PointerKey struct {
	orm.Entity
	ID *int64 `orm:"pk"`
}

// NothingAtAll has no column.
type NothingAtAll struct{ orm.Entity }

// Box is a generic type that no column holds.
type Box[T any] struct{ V T }

// BadTypes has one of every type that no column holds.
type BadTypes struct {
	orm.Entity

	ID         int64 `orm:"pk"`
	Any        any
	Err        error
	Chan       chan int
	SendOnly   chan<- string
	Func       func(int, ...string) error
	Map        map[string]int
	Array      [3]int
	Slice      []string
	Bytes3     [3]byte
	Struct     struct{ A, B int }
	Complex    complex128
	Uintptr    uintptr
	Unsafe     unsafe.Pointer
	PP         **int
	Nested     map[string][]map[*Status][2]chan *dotted.Code
	PBlob      *[]byte `orm:"nullable"`
	HalfRead   ReadOnly
	HalfWrite  WriteOnly
	PHalf      *ReadOnly
	Boxed      Box[string]
	BoxedPtr   Box[*Status]
	BoxedAny   Box[any]
	BoxedErr   Box[error]
	BoxedIface Box[interface{ Do(int) string }]
	BoxedFunc  Box[func(a int, b ...string) (error, bool)]
	BoxedChan  Box[<-chan int]
	BoxedSt    Box[struct {
		A int `json:"a"`
		B string
	}]
	BoxedEmpty Box[struct{}]
	BoxedHide  Box[struct {
		a int
		Names
	}]
	BoxedMeth Box[interface {
		do(chan (<-chan int)) (n int)
		Do2()
	}]
	BoxedSend Box[chan<- func()]
	BoxedMap  Box[map[string][]*dotted.Code]
	BoxedArr  Box[[4]byte]
	BoxedBox  Box[Box[Box[dotted.Code]]]
	BoxedUns  Box[unsafe.Pointer]
	BoxedList Box[orm.List[*BadTypes]]
	Lists     []orm.List[*BadTypes]
	PList     *orm.List[*BadTypes]
	Entity2   orm.Entity
	Odd       OddMethods
}

// ReadOnly has Scan and no Value.
type ReadOnly struct{ n int }

// Scan implements sql.Scanner.
func (r *ReadOnly) Scan(any) error { r.n++; return nil }

// WriteOnly has Value and no Scan.
type WriteOnly struct{ n int }

// Value implements driver.Valuer.
func (w WriteOnly) Value() (driver.Value, error) { return int64(w.n), nil }

// OddMethods has methods of the right names and other types.
type OddMethods struct{ n int }

// Scan is no sql.Scanner.
func (o *OddMethods) Scan(s string) error { o.n = len(s); return nil }

// Value is no driver.Valuer.
func (o OddMethods) Value() (int, error) { return o.n, nil }

// Author is referred to twice, without saying which is which.
type Author struct {
	orm.Entity
	ID      int64 `orm:"pk"`
	Books   orm.List[*Book]
	Reviews orm.List[*Review]
	Wrong   orm.Ref[*Book] `orm:"foreign_keys:AuthorID"`
	Typo    orm.Ref[*Book] `orm:"foreign_keys:AutorID"`
}

// Book has foreign keys that lead nowhere, or to another type.
type Book struct {
	orm.Entity
	ID       int64             `orm:"pk"`
	AuthorID int64             `orm:"fk:author.id"`
	EditorID int64             `orm:"fk:author.id"`
	Title    string            `orm:"fk:author.id"`
	Lost     int64             `orm:"fk:authr.id"`
	LostCol  int64             `orm:"fk:author.idd"`
	Authors  orm.List[*Author] `orm:"foreign_keys:AuthorID"`
}

// Review has no foreign key.
type Review struct {
	orm.Entity
	ID     int64 `orm:"pk"`
	Author orm.Ref[*Author]
}

// Left and Right do not agree about each other.
type Left struct {
	orm.Entity
	ID      int64 `orm:"pk"`
	RightID int64 `orm:"fk:right.id"`

	Missing  orm.Ref[*Right] `orm:"back_populates:Lefs"`
	OneSided orm.Ref[*Right] `orm:"back_populates:Lefts"`
	Same     orm.Ref[*Right] `orm:"back_populates:Same; foreign_keys:RightID"`
	Away     orm.Ref[*Right] `orm:"back_populates:Loops"`
	Other    orm.Ref[*Right] `orm:"back_populates:Others"`
}

// Right is the other side of Left.
type Right struct {
	orm.Entity
	ID     int64 `orm:"pk"`
	LoopID int64 `orm:"fk:loop.id"`
	LeftID int64 `orm:"fk:left.id"`

	Lefts  orm.List[*Left] `orm:"order_by:Name, ID descending"`
	Same   orm.Ref[*Left]  `orm:"back_populates:Same"`
	Loops  orm.Ref[*Loop]  `orm:"back_populates:Rights"`
	Others orm.List[*Left] `orm:"back_populates:Same"`
}

// Loop refers to itself without saying how.
type Loop struct {
	orm.Entity
	ID     int64            `orm:"pk"`
	UpID   *int64           `orm:"fk:loop.id"`
	Up     orm.Ref[*Loop]   `orm:"back_populates:Down"`
	Down   orm.List[*Loop]  `orm:"remote_side:Nowhere"`
	Rights orm.List[*Right] `orm:"back_populates:Loops"`
}

// Star refers to itself without a foreign key.
type Star struct {
	orm.Entity
	ID int64          `orm:"pk"`
	Up orm.Ref[*Star] `orm:"remote_side:ID"`
}

// Owner and Thing have cascades that make no sense.
type Owner struct {
	orm.Entity
	ID     int64            `orm:"pk"`
	Things orm.List[*Thing] `orm:"cascade:delete-orphan,save-updat"`
	More   orm.List[*Thing] `orm:"cascade:"`
}

// Thing is owned.
type Thing struct {
	orm.Entity
	ID      int64           `orm:"pk"`
	OwnerID int64           `orm:"fk:owner.id"`
	Owner   orm.Ref[*Owner] `orm:"cascade:all, delete-orphan"`
}

// First and Second want the same table.
type First struct {
	orm.Entity `orm:"table:things"`
	ID         int64 `orm:"pk"`
}

// Second wants the table of First.
type Second struct {
	orm.Entity `orm:"table:things"`
	ID         int64 `orm:"pk"`
}

// Endless embeds itself.
type Endless struct {
	orm.Entity
	ID int64 `orm:"pk"`
	*Endless
}

// Inherits embeds a pointer.
type Inherits struct {
	orm.Entity
	*Names
	ID int64 `orm:"pk"`
}

// Shared is embedded by two entities, and is wrong once.
type Shared struct {
	Bad  chan int
	Oops string `orm:"sise:3"`
}

// Twice embeds Shared.
type Twice struct {
	orm.Entity
	ID int64 `orm:"pk"`
	Shared
}

// TwiceMore embeds Shared as well.
type TwiceMore struct {
	orm.Entity
	ID int64 `orm:"pk"`
	Shared
}

// Collides embeds two structs with a field of one name, and hides another.
type Collides struct {
	orm.Entity
	ID int64 `orm:"pk"`
	Names
	dotted.Named
	Last string `orm:"column:family"`
}

// Plain is no entity.
type Plain struct{ ID int64 }

// Inheritor embeds an entity instead of orm.Entity.
type Inheritor struct {
	Lonely
	Extra string
}

// Lonely refers to entities that are not in its registry.
type Lonely struct {
	orm.Entity
	ID      int64 `orm:"pk"`
	OwnerID int64 `orm:"fk:owner.id"`
	Owner   orm.Ref[*Owner]
	Pairs   orm.List[*Pair[int64, dotted.Code]]
}

// BadComposites has fields that cannot be composites.
type BadComposites struct {
	orm.Entity

	ID      int64              `orm:"pk"`
	Number  int64              `orm:"composite"`
	When    time.Time          `orm:"composite"`
	Geo     *GeoPoint          `orm:"composite"`
	Later   orm.Deferred[Spot] `orm:"composite"`
	Other   *BadShapes         `orm:"composite"`
	Twice   **Spot             `orm:"composite"`
	Nothing struct{ a int64 }  `orm:"composite"`
	Short   Spot               `orm:"composite:x"`
	Long    Spot               `orm:"composite:x1,y1,z1"`
	Empty   Spot               `orm:"composite:"`
	Sized   Spot               `orm:"composite; size:3; prefix"`
	Hint    Spot
	Alone   int64 `orm:"prefix:x_"`
	Same    Spot  `orm:"composite:same_x,id"`
	hidden  Spot  `orm:"composite"`
}

// Rounds has itself in it.
type Rounds struct {
	Next []Rounds `orm:"type:json"`
	Same *Rounds  `orm:"composite"`
}

// Mixed has what cannot be in a composite.
type Mixed struct {
	N       int64 `orm:"version"`
	Made    int64 `orm:"expr"`
	Text    orm.Deferred[string]
	Others  orm.List[*BadShapes]
	Inner   *Spot `orm:"composite"`
	Weird   chan int
	Unknown int64 `orm:"sizze:3"`
}

// Bare has options that mean nothing where the composite may be nil.
type Bare struct {
	A int64 `orm:"server_default:'1'"`
	B int64 `orm:"omitzero"`
	C int64 `orm:"notnull"`
	D int64 `orm:"pk"`
}

// BadShapes has composites with parts that cannot be in one.
type BadShapes struct {
	orm.Entity

	ID    int64  `orm:"pk"`
	Round Rounds `orm:"composite"`
	Mixed Mixed  `orm:"composite"`
	Bare  *Bare  `orm:"composite"`
	Key   *Spot  `orm:"composite; pk"`
}
