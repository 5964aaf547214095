package orm

// This file has common table expressions, and subqueries that see what stands beside them.

// CTE makes the query something to select from and to join, as [Query.Subquery] does, that stands before the statement by name: WITH name AS
// (...). It may be read several times in the statement: by [Subquery.Alias] under another name.
func (q Query[R]) CTE(name string) Subquery { return Subquery{q.b.CTE(name)} }

// Lateral is [Query.Subquery] that sees what stands beside it in FROM: its conditions may use the columns of what it is joined to. A join to
// it needs no condition.
//
//	last := orm.Select(Orders).Where(Orders.UserID.EqExpr(Users.ID)).OrderBy(Orders.ID.Desc()).Limit(3).Lateral("last")
//	orm.Select2(Users, orm.AliasTo(Orders, last)).Join(last)
func (q Query[R]) Lateral(name ...string) Subquery { return Subquery{q.b.Lateral(name...)} }

// AddCTE puts common table expressions before the statement though nothing in it reads them: an UPDATE that shall run with it.
func (q Query[R]) AddCTE(c ...Subquery) Query[R] { return Query[R]{q.b.AddCTE(kernels(c)...)} }

// UnionAll is a common table expression with the rows of steps besides its own. A step that reads the expression makes it recursive: it is
// run on the rows that were found last until there are none. Steps read the original, other queries what UnionAll gives:
//
//	top := orm.Select(Nodes).Where(Nodes.ParentID.IsNull()).CTE("tree")
//	tree := top.UnionAll(orm.Select(Nodes).Join(top, Nodes.ParentID.EqExpr(orm.ColumnOf(top, Nodes.ID))))
//	orm.Select(orm.AliasTo(Nodes, tree))
func (s Subquery) UnionAll(steps ...Subselect) Subquery {
	return Subquery{s.k.UnionAll(kernels(steps)...)}
}

// Union is [Subquery.UnionAll] with each row once, so that a graph with circles comes to an end.
func (s Subquery) Union(steps ...Subselect) Subquery { return Subquery{s.k.Union(kernels(steps)...)} }

// Alias is the same rows under another name in the statement, so that they can stand in it twice; without a name the compiler chooses one.
func (s Subquery) Alias(name ...string) Subquery { return Subquery{s.k.Alias(name...)} }

// CTE runs the UPDATE with a query that reads the rows as they are after it, by [ColumnOf] and [AliasTo], where the database can (PostgreSQL).
// Objects of the session are not told of it: let the query have PopulateExisting, or expire them.
func (u UpdateStmt[T]) CTE(name string) Subquery { return Subquery{u.k.CTE(name)} }

// CTE runs the DELETE with a query that reads the rows as they were, by [ColumnOf] and [AliasTo], where the database can (PostgreSQL). Objects
// of the session are not told of it.
func (d DeleteStmt[T]) CTE(name string) Subquery { return Subquery{d.k.CTE(name)} }

// CTE runs the INSERT with a query that reads the row, by [ColumnOf] and [AliasTo], where the database can (PostgreSQL). It has the values
// given, the defaults of the table's columns, made by Go too, and what the database makes. What [Config.Default] gives objects is not for it, nor
// for [InsertStmt.Exec].
func (i InsertStmt[T]) CTE(name string) Subquery { return Subquery{i.k.CTE(name)} }
