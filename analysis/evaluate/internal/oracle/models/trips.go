package models

import "github.com/aludel/aludel/orm"

// Point is two columns.
type Point struct{ X, Y int64 }

// Leg is four columns, and one that may be NULL.
type Leg struct {
	From Point `orm:"composite"`
	To   Point `orm:"composite"`
	Note *string
}

// Trip goes somewhere.
type Trip struct {
	orm.Entity `orm:"table:trips"`

	ID    int64  `orm:"pk"`
	Start Point  `orm:"composite:x1,y1"`
	End   *Point `orm:"composite"`
	Way   Leg    `orm:"composite"`
}

// PointAttrs describes a Point.
type PointAttrs struct {
	orm.CompositeAttr[Point]
	X, Y orm.NumAttr[int64]
}

// Beyond is a comparison of the program's own.
func (p PointAttrs) Beyond(v Point) orm.Cond { return orm.And(p.X.Gt(v.X), p.Y.Gt(v.Y)) }

// TripAttrs describes Trip.
type TripAttrs struct {
	orm.Class[Trip]
	ID    orm.NumAttr[int64]
	Start PointAttrs
	End   struct {
		orm.NullCompositeAttr[Point]
		X, Y orm.NullNumAttr[int64]
	}
	Way struct {
		orm.CompositeAttr[Leg]
		From, To PointAttrs
		Note     orm.NullTextAttr[string]
	}
}

// Trips is the descriptor.
var Trips = orm.Describe[TripAttrs](Models)
