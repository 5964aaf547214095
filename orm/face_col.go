package orm

import "github.com/aludel/aludel/expr"

// Col is an expression with the operators that every type has. V is what it is compared with, R what a row yields.
type Col[V, R any] struct{ x expr.Expr }

func (c Col[V, R]) kernel() any { return c.x }
func (c Col[V, R]) domain(V)    {}
func (c Col[V, R]) result(R)    {}

// Eq is c = v.
func (c Col[V, R]) Eq(v V) Cond { return truth(c.x.Eq(v)) }

// Ne is c != v. Rows where c is NULL do not match.
func (c Col[V, R]) Ne(v V) Cond { return truth(c.x.Ne(v)) }

// Lt is c < v.
func (c Col[V, R]) Lt(v V) Cond { return truth(c.x.Lt(v)) }

// Le is c <= v.
func (c Col[V, R]) Le(v V) Cond { return truth(c.x.Le(v)) }

// Gt is c > v.
func (c Col[V, R]) Gt(v V) Cond { return truth(c.x.Gt(v)) }

// Ge is c >= v.
func (c Col[V, R]) Ge(v V) Cond { return truth(c.x.Ge(v)) }

// EqExpr is c = o.
func (c Col[V, R]) EqExpr(o Operand[V]) Cond { return truth(c.x.Eq(o.kernel())) }

// NeExpr is c != o.
func (c Col[V, R]) NeExpr(o Operand[V]) Cond { return truth(c.x.Ne(o.kernel())) }

// LtExpr is c < o.
func (c Col[V, R]) LtExpr(o Operand[V]) Cond { return truth(c.x.Lt(o.kernel())) }

// LeExpr is c <= o.
func (c Col[V, R]) LeExpr(o Operand[V]) Cond { return truth(c.x.Le(o.kernel())) }

// GtExpr is c > o.
func (c Col[V, R]) GtExpr(o Operand[V]) Cond { return truth(c.x.Gt(o.kernel())) }

// GeExpr is c >= o.
func (c Col[V, R]) GeExpr(o Operand[V]) Cond { return truth(c.x.Ge(o.kernel())) }

// EqPtr is null-safe equality: a nil pointer matches NULL. The SQL is the same for nil and for a value.
func (c Col[V, R]) EqPtr(v *V) Cond { return truth(c.x.EqPtr(v)) }

// IsDistinctFrom is c != v where NULL is a value like others.
func (c Col[V, R]) IsDistinctFrom(v V) Cond { return truth(c.x.IsDistinctFrom(v)) }

// IsNotDistinctFrom is c = v where NULL is a value like others.
func (c Col[V, R]) IsNotDistinctFrom(v V) Cond { return truth(c.x.IsNotDistinctFrom(v)) }

// IsDistinctFromExpr is c != o where NULL is a value like others.
func (c Col[V, R]) IsDistinctFromExpr(o Operand[V]) Cond {
	return truth(c.x.IsDistinctFrom(o.kernel()))
}

// IsNotDistinctFromExpr is c = o where NULL is a value like others.
func (c Col[V, R]) IsNotDistinctFromExpr(o Operand[V]) Cond {
	return truth(c.x.IsNotDistinctFrom(o.kernel()))
}

// Between is c BETWEEN lo AND hi.
func (c Col[V, R]) Between(lo, hi V) Cond { return truth(c.x.Between(lo, hi)) }

// NotBetween is c NOT BETWEEN lo AND hi.
func (c Col[V, R]) NotBetween(lo, hi V) Cond { return truth(c.x.Between(lo, hi).Not()) }

// BetweenExpr is c BETWEEN lo AND hi with expressions.
func (c Col[V, R]) BetweenExpr(lo, hi Operand[V]) Cond {
	return truth(c.x.Between(lo.kernel(), hi.kernel()))
}

// BetweenSymmetric is Between for limits in any order.
func (c Col[V, R]) BetweenSymmetric(lo, hi V) Cond { return truth(c.x.BetweenSymmetric(lo, hi)) }

// In is c IN (vs...). Without values it matches nothing.
func (c Col[V, R]) In(vs ...V) Cond { return truth(c.x.In(vs)) }

// InExpr is c IN (es...) with expressions.
func (c Col[V, R]) InExpr(es ...Operand[V]) Cond { return truth(c.x.In(kernels(es))) }

// NotIn is c NOT IN (vs...). Without values it matches everything.
func (c Col[V, R]) NotIn(vs ...V) Cond { return truth(c.x.NotIn(vs)) }

// InQuery is c IN (SELECT ...).
func (c Col[V, R]) InQuery(q Subselect) Cond { return truth(c.x.InQuery(q.kernel())) }

// NotInQuery is c NOT IN (SELECT ...).
func (c Col[V, R]) NotInQuery(q Subselect) Cond { return truth(c.x.NotInQuery(q.kernel())) }

// IsNull is c IS NULL.
func (c Col[V, R]) IsNull() Cond { return truth(c.x.IsNull()) }

// IsNotNull is c IS NOT NULL.
func (c Col[V, R]) IsNotNull() Cond { return truth(c.x.IsNotNull()) }

// Asc sorts by c, smallest first.
func (c Col[V, R]) Asc() Order { return Order{c.x.Asc()} }

// Desc sorts by c, largest first.
func (c Col[V, R]) Desc() Order { return Order{c.x.Desc()} }

// NullsFirst sorts by c with NULL before all values.
func (c Col[V, R]) NullsFirst() Order { return Order{c.x.NullsFirst()} }

// NullsLast sorts by c with NULL after all values.
func (c Col[V, R]) NullsLast() Order { return Order{c.x.NullsLast()} }

// To is SET c = v.
func (c Col[V, R]) To(v V) Assignment { return Assignment{c.x.To(v)} }

// ToExpr is SET c = o.
func (c Col[V, R]) ToExpr(o Operand[V]) Assignment { return Assignment{c.x.To(o.kernel())} }

// ToNull is SET c = NULL.
func (c Col[V, R]) ToNull() Assignment { return Assignment{c.x.ToNull()} }

// As names c in the columns of the result.
func (c Col[V, R]) As(label string) Col[V, R] { return Col[V, R]{c.x.As(label)} }

// Op is an operator of the database by its text, with a result of the type of c. It stands in parentheses beside other operators.
func (c Col[V, R]) Op(text string, o Element) Col[V, *V] {
	return Col[V, *V]{c.x.Op(text, o.kernel())}
}

// BoolOp is an operator of the database by its text that is a condition: Places.Area.BoolOp("&&", orm.Val(box)).
func (c Col[V, R]) BoolOp(text string, o Element) Cond { return truth(c.x.BoolOp(text, o.kernel())) }

// Text is a text expression.
type Text[V ~string, R any] struct{ Col[V, R] }

// Like is t LIKE pattern, where % and _ are wildcards.
func (t Text[V, R]) Like(pattern string) Cond { return truth(t.x.Like(pattern)) }

// ILike is LIKE without regard to case.
func (t Text[V, R]) ILike(pattern string) Cond { return truth(t.x.ILike(pattern)) }

// NotLike is t NOT LIKE pattern.
func (t Text[V, R]) NotLike(pattern string) Cond { return truth(t.x.Like(pattern).Not()) }

// NotILike is NOT LIKE without regard to case.
func (t Text[V, R]) NotILike(pattern string) Cond { return truth(t.x.ILike(pattern).Not()) }

// LikeEscape is t LIKE pattern, where a character takes their meaning from the wildcards after it.
func (t Text[V, R]) LikeEscape(pattern, char string) Cond {
	return truth(t.x.Like(pattern).Escape(char))
}

// LikeExpr is t LIKE o.
func (t Text[V, R]) LikeExpr(o Operand[V]) Cond { return truth(t.x.Like(o.kernel())) }

// Regexp matches a regular expression of the database's own kind. SQLite has none unless the program gives it one.
func (t Text[V, R]) Regexp(pattern string) Cond { return truth(t.x.Regexp(pattern, "")) }

// RegexpFlags is Regexp with flags of the database: "i" for any case.
func (t Text[V, R]) RegexpFlags(pattern, flags string) Cond { return truth(t.x.Regexp(pattern, flags)) }

// RegexpReplace replaces what matches a regular expression.
func (t Text[V, R]) RegexpReplace(pattern, replacement string) Text[V, R] {
	return Text[V, R]{Col[V, R]{t.x.RegexpReplace(pattern, replacement, "")}}
}

// HasPrefix matches what starts with s, taken literally.
func (t Text[V, R]) HasPrefix(s string) Cond { return truth(t.x.HasPrefix(s)) }

// HasSuffix matches what ends with s, taken literally.
func (t Text[V, R]) HasSuffix(s string) Cond { return truth(t.x.HasSuffix(s)) }

// Contains matches what has s in it, taken literally.
func (t Text[V, R]) Contains(s string) Cond { return truth(t.x.Contains(s)) }

// HasPrefixExpr matches what starts with o; wildcards in a column count.
func (t Text[V, R]) HasPrefixExpr(o Operand[V]) Cond { return truth(t.x.HasPrefix(o.kernel())) }

// HasSuffixExpr matches what ends with o; wildcards in a column count.
func (t Text[V, R]) HasSuffixExpr(o Operand[V]) Cond { return truth(t.x.HasSuffix(o.kernel())) }

// ContainsExpr matches what has o in it; wildcards in a column count.
func (t Text[V, R]) ContainsExpr(o Operand[V]) Cond { return truth(t.x.Contains(o.kernel())) }

// Match is the database's full-text operator.
func (t Text[V, R]) Match(s string) Cond { return truth(t.x.Match(s)) }

// MatchConfig is Match with a text search configuration of PostgreSQL: "english".
func (t Text[V, R]) MatchConfig(s, config string) Cond { return truth(t.x.MatchConfig(s, config)) }

// Collate compares and sorts by the rules of a collation, named as the database names it.
func (t Text[V, R]) Collate(name string) Text[V, R] { return Text[V, R]{Col[V, R]{t.x.Collate(name)}} }

// Concat is t || s.
func (t Text[V, R]) Concat(s string) Text[V, R] { return Text[V, R]{Col[V, R]{t.x.Concat(s)}} }

// Bool is a truth value that can also be selected and compared. Every condition is one.
type Bool[R any] struct{ Col[bool, R] }

// And holds where b and all of o hold.
func (b Bool[R]) And(o ...Cond) Cond { return truth(b.x.And(kernels(o)...)) }

// Or holds where b or one of o holds.
func (b Bool[R]) Or(o ...Cond) Cond { return truth(b.x.Or(kernels(o)...)) }
