package orm_test

import (
	"context"
	"fmt"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm"
)

// Point is two columns.
type Point struct{ X, Y int64 }

// Vertex has two points, of which the second may be missing.
type Vertex struct {
	orm.Entity `orm:"table:vertices"`
	ID         int64  `orm:"pk"`
	Start      Point  `orm:"composite"`       // start_x, start_y
	End        *Point `orm:"composite:x2,y2"` // nil where both are NULL
}

// PointAttrs describes a Point and its parts.
type PointAttrs struct {
	orm.CompositeAttr[Point]
	X, Y orm.NumAttr[int64]
}

// Beyond is a comparison of the program's own.
func (p PointAttrs) Beyond(v Point) orm.Cond { return orm.And(p.X.Gt(v.X), p.Y.Gt(v.Y)) }

// VertexAttrs describes Vertex.
type VertexAttrs struct {
	orm.Class[Vertex]
	ID    orm.NumAttr[int64]
	Start PointAttrs
	End   orm.NullCompositeAttr[Point]
}

// The registry and the descriptor.
var (
	Geometry = orm.NewRegistry(new(Vertex))
	Vertices = orm.Describe[VertexAttrs](Geometry)
)

func ExampleCompositeAttr() {
	ctx := context.Background()
	sent := func(e engine.Event) {
		if len(e.SQL) > 6 && e.SQL[:6] == "UPDATE" {
			fmt.Println(e.SQL)
		}
	}
	eng, err := engine.Open("sqlite:///:memory:", engine.OnStatement(sent))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer eng.Close()
	if err := Geometry.MetaData().CreateAll(ctx, eng); err != nil {
		fmt.Println(err)
		return
	}
	s := orm.NewSessionMaker(eng, Geometry).New()
	defer s.Close()
	v := &Vertex{Start: Point{3, 4}}
	s.Add(v, &Vertex{Start: Point{1, 2}, End: &Point{5, 6}})
	if err := s.Flush(ctx); err != nil {
		fmt.Println(err)
		return
	}
	v.Start.Y = 9 // only the column that changed is written
	v.End = &Point{7, 8}
	rows, err := orm.Select3(Vertices.Start, Vertices.End, Vertices.Start.X).
		Where(Vertices.Start.In(Point{3, 9}, Point{1, 2}), Vertices.End.IsNotNull()).OrderBy(Vertices.Start).All(ctx, s)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range rows {
		fmt.Println(r.V1, *r.V2, r.V3)
	}
	n, err := orm.Select(Vertices).Where(Vertices.Start.Beyond(Point{2, 2})).Count(ctx, s)
	fmt.Println(n, err)
	// Output:
	// UPDATE vertices SET start_y=?, x2=?, y2=? WHERE vertices.id = ?
	// {1 2} {5 6} 1
	// {3 9} {7 8} 3
	// 1 <nil>
}

func ExampleSelectOf() {
	ctx := context.Background()
	eng, err := engine.Open("sqlite:///:memory:")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer eng.Close()
	if err := Geometry.MetaData().CreateAll(ctx, eng); err != nil {
		fmt.Println(err)
		return
	}
	s := orm.NewSessionMaker(eng, Geometry).New()
	defer s.Close()
	s.Add(&Vertex{Start: Point{6, 1}}, &Vertex{Start: Point{2, 1}})
	far, err := orm.SelectOf[Vertex](Geometry).Where(orm.AttrNamed[Vertex](Geometry, "Start.X").Gt(5)).All(ctx, s)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(far), far[0].Start)
	// Output: 1 {6 1}
}
