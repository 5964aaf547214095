package orm

import "github.com/aludel/aludel/orm/query"

// This file has the descriptors of composites: attributes whose struct is several columns (SQLAlchemy: composite).

// Composite is a composite attribute as it stands in statements: it is compared with a V, a struct whose fields are columns, and yields an
// R, which is V or *V. [CompositeAttr] and [NullCompositeAttr] are what descriptors have.
type Composite[V, R any] struct{ k query.Composite }

func (c Composite[V, R]) kernel() any   { return c.k }
func (Composite[V, R]) result(R)        {}
func (Composite[V, R]) composite(V)     {}
func (Composite[V, R]) describesParts() {}

// CompositeOperand is a composite that can be compared with a V, nullable or not.
type CompositeOperand[V any] interface {
	Element
	composite(V)
}

// CompositeAttr describes a composite attribute. It stands by itself in a descriptor, or in a struct that describes the parts too:
//
//	type PointAttrs struct {
//		orm.CompositeAttr[Point]
//		X, Y orm.NumAttr[int64]
//	}
type CompositeAttr[V any] struct{ Composite[V, V] }

// NullCompositeAttr describes a composite attribute that is a pointer, nil where all of its columns are NULL. The parts may be NULL too.
type NullCompositeAttr[V any] struct{ Composite[V, *V] }

// Eq holds where every column has the value of its part; a part that is nil equals NULL.
func (c Composite[V, R]) Eq(v V) Cond { return truth(c.k.Eq(composed(v))) }

// Ne holds where some column has another value than its part.
func (c Composite[V, R]) Ne(v V) Cond { return truth(c.k.Ne(composed(v))) }

// EqExpr holds where every column equals that of another composite.
func (c Composite[V, R]) EqExpr(o CompositeOperand[V]) Cond { return truth(c.k.EqOf(o.kernel())) }

// NeExpr holds where some column differs from that of another composite.
func (c Composite[V, R]) NeExpr(o CompositeOperand[V]) Cond { return truth(c.k.EqOf(o.kernel()).Not()) }

// In holds where the columns have the values of one of vs. Without values it matches nothing. A part that is nil equals nothing here.
func (c Composite[V, R]) In(vs ...V) Cond { return truth(c.k.In(composedAll(vs))) }

// NotIn holds where the columns have the values of none of vs. Without values it matches everything.
func (c Composite[V, R]) NotIn(vs ...V) Cond { return truth(c.k.NotIn(composedAll(vs))) }

// Lt holds where the columns come before v, compared one after the other in their order, as databases compare rows: for reading page by
// page in the order of a composite.
func (c Composite[V, R]) Lt(v V) Cond { return truth(c.k.Lt(composed(v))) }

// Le is Lt, or equal.
func (c Composite[V, R]) Le(v V) Cond { return truth(c.k.Le(composed(v))) }

// Gt holds where the columns come after v, compared one after the other in their order.
func (c Composite[V, R]) Gt(v V) Cond { return truth(c.k.Gt(composed(v))) }

// Ge is Gt, or equal.
func (c Composite[V, R]) Ge(v V) Cond { return truth(c.k.Ge(composed(v))) }

// IsNull holds where all columns are NULL.
func (c Composite[V, R]) IsNull() Cond { return truth(c.k.IsNull()) }

// IsNotNull holds where some column is not NULL.
func (c Composite[V, R]) IsNotNull() Cond { return truth(c.k.IsNotNull()) }

// Orders is the columns of a composite with a direction, for OrderBy.
type Orders struct{ k query.Sorting }

func (o Orders) kernel() any { return o.k }

// Asc sorts by the columns, one after the other.
func (c Composite[V, R]) Asc() Orders { return Orders{c.k.Asc()} }

// Desc sorts by the columns, one after the other, largest first.
func (c Composite[V, R]) Desc() Orders { return Orders{c.k.Desc()} }

// To is SET column = part, for each column.
func (c Composite[V, R]) To(v V) Assignment { return Assignment{c.k.To(composed(v))} }

// ToNull is SET column = NULL, for each column.
func (c Composite[V, R]) ToNull() Assignment { return Assignment{c.k.ToNull()} }

// OptComposite says that a composite may be missing where it stands: the far side of an outer join. Its rows have nil then.
func OptComposite[V any](c CompositeOperand[V]) Result[*V] { return optional[*V]{c.kernel()} }
