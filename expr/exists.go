package expr

// ExistsAny is EXISTS (SELECT * FROM ...) over the tables of the conditions that [Expr.ExistsWhere] adds.
func ExistsAny() Expr { return Exists(NewSelect(LiteralColumn("*", nil))) }

// ExistsWhere adds conditions to the SELECT within EXISTS.
func (e Expr) ExistsWhere(conds ...any) Expr {
	x, ok := e.Node().(*ExistsClause)
	if !ok {
		return invalid("ExistsWhere belongs to EXISTS, not to %s", describe(e.Node()))
	}
	return Wrap(&ExistsClause{x.Select.Where(conds...), x.Not})
}
