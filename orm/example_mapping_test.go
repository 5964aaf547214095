package orm_test

import (
	"context"
	"fmt"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// Shelf is an entity about which code says more than tags can.
type Shelf struct {
	orm.Entity `orm:"table:shelves"`
	ID         int64           `orm:"pk"`
	Label      string          `orm:"size:20"`
	Volumes    int64           `orm:"expr"`     // counted by the database
	Thick      orm.List[*Tome] `orm:"viewonly"` // those of 500 pages and more
	All        orm.List[*Tome] `orm:"back_populates:Shelf"`
}

// Tome stands on a shelf.
type Tome struct {
	orm.Entity `orm:"table:tomes"`
	ID         int64  `orm:"pk"`
	Title      string `orm:"size:40"`
	Pages      int64
	ShelfID    *int64          `orm:"fk:shelves.id"`
	Shelf      orm.Ref[*Shelf] `orm:"back_populates:All"`
}

// ShelfAttrs describes Shelf.
type ShelfAttrs struct {
	orm.Class[Shelf]
	ID, Volumes orm.NumAttr[int64]
	Label       orm.TextAttr[string]
	Thick, All  orm.ListAttr[*Tome]
}

// TomeAttrs describes Tome.
type TomeAttrs struct {
	orm.Class[Tome]
	ID, Pages orm.NumAttr[int64]
	Title     orm.TextAttr[string]
	ShelfID   orm.NullNumAttr[int64]
}

// The registry and the descriptors, which ConfigureMapping uses.
var (
	Library = orm.NewRegistry(new(Shelf), new(Tome))
	Shelves = orm.Describe[ShelfAttrs](Library)
	Tomes   = orm.Describe[TomeAttrs](Library)
)

// ConfigureMapping says what no tag could.
func (*Shelf) ConfigureMapping(m *orm.Config[Shelf]) {
	m.Join("Thick", Shelves.ID.EqExpr(Tomes.ShelfID).And(Tomes.Pages.Ge(500)))
	m.OrderBy("Thick", orm.Length(Tomes.Title), Tomes.Title.Desc())
	m.Expr("Volumes", orm.Scalar[int64](orm.Select(orm.Count(Tomes.ID)).Where(Tomes.ShelfID.EqExpr(Shelves.ID))))
}

func ExampleConfig() {
	ctx := context.Background()
	eng, err := engine.Open("sqlite:///:memory:")
	if err != nil {
		panic(err)
	}
	defer eng.Close()
	if err := Library.MetaData().CreateAll(ctx, eng); err != nil {
		panic(err)
	}
	s := orm.NewSessionMaker(eng, Library).New()
	defer s.Close()
	s.Add(&Shelf{Label: "novels", All: orm.ListOf(&Tome{Title: "War and Peace", Pages: 1225}, &Tome{Title: "Ulysses", Pages: 730}, &Tome{Title: "Candide", Pages: 129})})
	if err := s.Commit(ctx); err != nil {
		panic(err)
	}
	shelf, err := orm.Select(Shelves).Where(Shelves.Volumes.Gt(2), Shelves.Thick.Any()).Options(orm.SelectIn(Shelves.Thick)).One(ctx, s)
	if err != nil {
		panic(err)
	}
	thick, err := shelf.Thick.All(ctx)
	if err != nil {
		panic(err)
	}
	fmt.Println(shelf.Label, shelf.Volumes)
	for _, t := range thick {
		fmt.Println(t.Title)
	}
	// Output:
	// novels 3
	// Ulysses
	// War and Peace
}

// Customer is mapped by code, to a table that is there already.
type Customer struct {
	orm.Entity
	ID     int64
	Name   string
	Orders orm.List[*PlacedOrder]
	draft  bool
}

// PlacedOrder is mapped by code too.
type PlacedOrder struct {
	orm.Entity
	Number   int64
	CustID   *int64
	Customer orm.Ref[*Customer]
}

func ExampleMapTable() {
	ctx := context.Background()
	md := schema.NewMetaData() // or what package reflector read from a database
	customers := schema.NewTable("cust", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("cust_name", sqltypes.String(50)),
		schema.NewColumn("remarks", sqltypes.Text()))
	orders := schema.NewTable("ord", md, schema.NewColumn("number", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("cust", sqltypes.Integer(), schema.ForeignKeyTo("cust.id")))

	models := orm.NewRegistry()
	orm.MapTable[Customer](models, customers, orm.Property("Name", customers.C("cust_name")), orm.FieldTag("Orders", "back_populates:Customer; cascade:all,delete-orphan"))
	orm.MapTable[PlacedOrder](models, orders, orm.Property("CustID", orders.C("cust")), orm.FieldTag("Customer", "back_populates:Orders"))

	eng, err := engine.Open("sqlite:///:memory:")
	if err != nil {
		panic(err)
	}
	defer eng.Close()
	if err := models.MetaData().CreateAll(ctx, eng); err != nil {
		panic(err)
	}
	s := orm.NewSessionMaker(eng, models).New()
	defer s.Close()
	s.Add(&Customer{Name: "Ann", Orders: orm.ListOf(&PlacedOrder{Number: 7}, &PlacedOrder{Number: 8})})
	if err := s.Commit(ctx); err != nil {
		panic(err)
	}
	order, err := orm.Get[PlacedOrder](ctx, s, 8)
	if err != nil {
		panic(err)
	}
	ann, err := order.Customer.Get(ctx)
	if err != nil {
		panic(err)
	}
	fmt.Println(ann.Name, ann.draft)
	// Output: Ann false
}
