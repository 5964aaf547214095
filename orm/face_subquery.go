package orm

import (
	"reflect"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/query"
)

// This file has queries that stand in FROM of others.

// Subquery is a query in FROM of others: see [Query.Subquery].
type Subquery struct{ k query.Sub }

func (s Subquery) kernel() any { return s.k }
func (s Subquery) joinTarget() {}

// Subquery makes the query something to select from and to join, by [ColumnOf] and [AliasTo]. Without a name the compiler chooses one.
// Each call makes another subquery. What options load is no part of it.
func (q Query[R]) Subquery(name ...string) Subquery { return Subquery{q.b.Subquery(name...)} }

// ColumnOf is the subquery's column for an attribute or expression that its query selects. An expression must be the very one that was
// selected: keep it in a variable.
//
//	n := orm.CountAll().As("n")
//	counts := orm.Select2(Addresses.UserID, n).GroupBy(Addresses.UserID).Subquery()
//	orm.Select2(Users, orm.Opt(orm.ColumnOf(counts, n))).OuterJoin(counts, Users.ID.EqExpr(orm.ColumnOf(counts, Addresses.UserID)))
func ColumnOf[V, R any](s Subquery, c Expr[V, R]) Col[V, R] { return Col[V, R]{s.k.Column(c.kernel())} }

// AliasTo is the same descriptor with its columns in a subquery, which must select the entity. Each call makes a new alias.
func AliasTo[A described](a A, s Subquery) A {
	v := reflect.ValueOf(&a).Elem()
	fillDescriptor(v, classValue(v).kernel().(query.Class).AliasTo(s.k), "")
	return a
}

// OptEntity says that a class may be missing where it stands: the far side of an outer join. Its rows have nil then.
func OptEntity[E any](c EntityOf[E]) Result[E] { return optional[E]{c.kernel()} }

// optional is a class as a result alone.
type optional[E any] struct{ k any }

func (o optional[E]) kernel() any { return o.k }
func (o optional[E]) result(E)    {}

// Stmt is the query as a SELECT whose columns have their own names, for the engine and for statements that are not of the ORM. What
// options load is no part of it.
func (q Query[R]) Stmt() expr.Select { return q.b.Stmt() }
