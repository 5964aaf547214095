package orm

import "github.com/aludel/aludel/orm/query"

// This file has the descriptors of relationships.

// Rel is a relationship of a class.
type Rel interface {
	JoinTarget
	rel()
}

// anyRel stands for several relationships in loading options.
type anyRel struct{ k query.Rel }

func (a anyRel) kernel() any { return a.k }
func (anyRel) joinTarget()   {}
func (anyRel) rel()          {}

// ListAttr describes a to-many relationship.
type ListAttr[E Mapped] struct{ k query.Rel }

func (a ListAttr[E]) kernel() any { return a.k }
func (ListAttr[E]) joinTarget()   {}
func (ListAttr[E]) rel()          {}

// Any holds for objects with at least one related object that meets the conditions.
func (a ListAttr[E]) Any(c ...Cond) Cond { return truth(a.k.Any(kernels(c)...)) }

// Contains holds for objects whose collection has e in it. e must be stored when the statement is sent.
func (a ListAttr[E]) Contains(e E) Cond { return truth(a.k.Contains(object(e))) }

// Of holds for the related objects of owner, which must be stored when the statement is sent: Select(Addresses).Where(Users.Addresses.Of(u)).
func (a ListAttr[E]) Of(owner Mapped) Cond { return truth(a.k.Of(object(owner))) }

// Where adds conditions to the join or EXISTS that is made of the relationship.
func (a ListAttr[E]) Where(c ...Cond) ListAttr[E] { return ListAttr[E]{a.k.Where(kernels(c)...)} }

// To joins a given class, usually an alias of the target.
func (a ListAttr[E]) To(c EntityOf[E]) ListAttr[E] { return ListAttr[E]{a.k.To(c.kernel())} }

// RefAttr describes a to-one relationship.
type RefAttr[E Mapped] struct{ k query.Rel }

func (a RefAttr[E]) kernel() any { return a.k }
func (RefAttr[E]) joinTarget()   {}
func (RefAttr[E]) rel()          {}

// Has holds for objects whose related object meets the conditions.
func (a RefAttr[E]) Has(c ...Cond) Cond { return truth(a.k.Has(kernels(c)...)) }

// Eq holds for objects that refer to e. e must be stored when the statement is sent.
func (a RefAttr[E]) Eq(e E) Cond { return truth(a.k.Eq(object(e))) }

// Ne holds for objects that refer to another object or to none.
func (a RefAttr[E]) Ne(e E) Cond { return truth(a.k.Ne(object(e))) }

// IsNull holds for objects that refer to nothing.
func (a RefAttr[E]) IsNull() Cond { return truth(a.k.IsNull()) }

// Of holds for the related objects of owner, which must be stored when the statement is sent: Select(Addresses).Where(Users.Addresses.Of(u)).
func (a RefAttr[E]) Of(owner Mapped) Cond { return truth(a.k.Of(object(owner))) }

// Where adds conditions to the join or EXISTS that is made of the relationship.
func (a RefAttr[E]) Where(c ...Cond) RefAttr[E] { return RefAttr[E]{a.k.Where(kernels(c)...)} }

// To joins a given class, usually an alias of the target.
func (a RefAttr[E]) To(c EntityOf[E]) RefAttr[E] { return RefAttr[E]{a.k.To(c.kernel())} }
