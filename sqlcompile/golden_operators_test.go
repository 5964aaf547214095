package sqlcompile_test

import (
	"time"

	"github.com/aludel/aludel/expr"
)

// Twins of operators.json.
var operatorTwins = twins{
	"anyall/any-method":            func() any { return pgdocs.C("nums").Any().Eq(5) },
	"anyall/any-reversed":          func() any { return pgdocs.C("nums").Any().Eq(5) },
	"anyall/array-all":             func() any { return pgdocs.C("tags").HasAll(expr.OpNe, "x") },
	"arith/datetime-plus-interval": func() any { return shop.customers.C("created").Add(72 * time.Hour) },
	"string/match-pg-regconfig":    func() any { return tutorial.users.C("name").MatchConfig("wendy", "english") },
	"string/mysql-match": func() any {
		return expr.MatchAgainst("wendy", 0, tutorial.users.C("name"), tutorial.users.C("fullname"))
	},
	"string/mysql-match-boolean":       func() any { return expr.MatchAgainst("+wendy -jack", expr.BooleanMode, tutorial.users.C("name")) },
	"compare/eq-literal":               func() any { return tutorial.users.C("id").Eq(7) },
	"compare/eq-literal-str":           func() any { return tutorial.users.C("name").Eq("ed") },
	"compare/eq-column":                func() any { return tutorial.users.C("id").Eq(tutorial.addresses.C("user_id")) },
	"compare/ne-literal":               func() any { return tutorial.users.C("id").Ne(7) },
	"compare/gt":                       func() any { return tutorial.users.C("id").Gt(7) },
	"compare/gt-reversed":              func() any { return tutorial.users.C("name").Lt("fred") },
	"compare/ne-none":                  func() any { return tutorial.users.C("name").Ne(nil) },
	"compare/ne-null":                  func() any { return tutorial.users.C("name").Ne(expr.Null()) },
	"compare/gt-none":                  func() any { return tutorial.users.C("id").Gt(nil) },
	"compare/is-none":                  func() any { return tutorial.users.C("name").Is(nil) },
	"compare/isnot-legacy":             func() any { return tutorial.users.C("name").IsNot(nil) },
	"compare/is-true":                  func() any { return shop.customers.C("vip").Is(expr.True()) },
	"compare/is-false":                 func() any { return shop.customers.C("vip").Is(expr.False()) },
	"compare/eq-true":                  func() any { return shop.customers.C("vip").Eq(expr.True()) },
	"compare/ne-true":                  func() any { return shop.customers.C("vip").Ne(expr.True()) },
	"compare/eq-true-const":            func() any { return shop.customers.C("vip").Eq(expr.True()) },
	"compare/is-column":                func() any { return tutorial.users.C("name").Is(tutorial.users.C("fullname")) },
	"compare/is-distinct-from":         func() any { return tutorial.users.C("name").IsDistinctFrom("ed") },
	"compare/is-distinct-from-none":    func() any { return tutorial.users.C("name").IsDistinctFrom(nil) },
	"compare/is-not-distinct-from":     func() any { return tutorial.users.C("name").IsNotDistinctFrom("ed") },
	"compare/is-not-distinct-from-col": func() any { return tutorial.users.C("name").IsNotDistinctFrom(tutorial.users.C("fullname")) },
	"compare/eq-of-eq":                 func() any { return tutorial.users.C("id").Eq(5).Eq(tutorial.users.C("name").Eq("x")) },
	"compare/bind-name-two-cols": func() any {
		return expr.And(tutorial.users.C("id").Eq(1), tutorial.addresses.C("id").Eq(2), tutorial.users.C("name").Eq("x"))
	},
	"compare/expr-bind-name": func() any { return tutorial.users.C("id").Add(1).Eq(7) },
	"compare/func-bind-name": func() any { return expr.Lower(tutorial.users.C("name")).Eq("ed") },
	"compare/eq-list":        func() any { return tutorial.users.C("id").Eq([]int{1, 2}) },
	"between/between":        func() any { return tutorial.users.C("id").Between(5, 10) },
	"between/between-cols": func() any {
		return tutorial.users.C("id").Between(tutorial.addresses.C("id"), tutorial.addresses.C("user_id"))
	},
	"between/not-between": func() any { return tutorial.users.C("id").Between(5, 10).Not() },
	"between/symmetric":   func() any { return tutorial.users.C("id").BetweenSymmetric(10, 5) },
	"between/arith-bounds": func() any {
		return tutorial.users.C("id").Between(tutorial.addresses.C("id").Add(1), tutorial.addresses.C("id").Mul(2))
	},
	"between/bound-comparison":        func() any { return tutorial.users.C("id").Between(tutorial.addresses.C("id").Eq(5), 6) },
	"between/left-arith":              func() any { return tutorial.users.C("id").Add(1).Between(2, 3) },
	"string/like":                     func() any { return tutorial.users.C("name").Like("j%") },
	"string/notlike-invert":           func() any { return tutorial.users.C("name").Like("j%").Not() },
	"string/like-escape-backslash":    func() any { return tutorial.users.C("name").Like("a").Escape("\\") },
	"string/ilike":                    func() any { return tutorial.users.C("name").ILike("J%") },
	"string/not-ilike":                func() any { return tutorial.users.C("name").ILike("J%").Not() },
	"string/endswith":                 func() any { return tutorial.users.C("name").EndsWith("abc") },
	"string/not-endswith":             func() any { return tutorial.users.C("name").EndsWith("abc").Not() },
	"string/startswith-column":        func() any { return tutorial.users.C("fullname").StartsWith(tutorial.users.C("name")) },
	"string/contains-autoescape":      func() any { return tutorial.users.C("name").Contains("a%b_c/d") },
	"string/contains-escape":          func() any { return tutorial.users.C("name").Includes("a#%b").Escape("#") },
	"string/contains-autoescape-expr": func() any { return tutorial.users.C("name").Contains(tutorial.users.C("fullname")) },
	"string/contains-concat":          func() any { return tutorial.users.C("name").Includes(tutorial.users.C("fullname").Add("x")) },
	"string/concat-literal":           func() any { return tutorial.users.C("name").Add("x") },
	"string/concat-method":            func() any { return tutorial.users.C("name").Concat("x") },
	"string/concat-func": func() any {
		return expr.Func("concat", nil, tutorial.users.C("name"), "x", tutorial.users.C("fullname"))
	},
	"string/not-match":             func() any { return tutorial.users.C("name").Match("wendy").Not() },
	"string/regexp-match-flags":    func() any { return tutorial.users.C("name").Regexp("^w.*", "i") },
	"string/regexp-match-col":      func() any { return tutorial.users.C("name").Regexp(tutorial.users.C("fullname"), "") },
	"string/regexp-replace":        func() any { return tutorial.users.C("name").RegexpReplace("a(.*)", "b", "") },
	"string/regexp-replace-flags":  func() any { return tutorial.users.C("name").RegexpReplace("a(.*)", "b", "g") },
	"string/collate-quoted":        func() any { return tutorial.users.C("name").Collate("en_US.utf8") },
	"string/collate-func":          func() any { return tutorial.users.C("name").Collate("NOCASE").Eq("ed") },
	"string/collate-like":          func() any { return tutorial.users.C("name").Collate("NOCASE").Like("J%") },
	"string/collate-literal-right": func() any { return tutorial.users.C("name").Eq(expr.Val("ed").Collate("NOCASE")) },
	"string/unicode-value":         func() any { return tutorial.users.C("name").Eq("météo 中文") },
	"arith/add":                    func() any { return tutorial.users.C("id").Add(5) },
	"arith/mul":                    func() any { return tutorial.users.C("id").Mul(5) },
	"arith/div":                    func() any { return tutorial.users.C("id").Div(5) },
	"arith/mod":                    func() any { return tutorial.users.C("id").Mod(5) },
	"arith/neg":                    func() any { return tutorial.users.C("id").Neg() },
	"arith/neg-neg":                func() any { return tutorial.users.C("id").Neg().Neg() },
	"arith/radd":                   func() any { return expr.ValLike(5, tutorial.users.C("id")).Add(tutorial.users.C("id")) },
	"arith/rsub":                   func() any { return expr.ValLike(5, tutorial.users.C("id")).Sub(tutorial.users.C("id")) },
	"arith/rmul":                   func() any { return expr.ValLike(5, tutorial.users.C("id")).Mul(tutorial.users.C("id")) },
	"arith/rdiv":                   func() any { return expr.ValLike(5, tutorial.users.C("id")).Div(tutorial.users.C("id")) },
	"arith/rmod":                   func() any { return expr.ValLike(5, tutorial.users.C("id")).Mod(tutorial.users.C("id")) },
	"arith/numeric-int":            func() any { return shop.orders.C("total").Mul(2) },
	"arith/numeric-float":          func() any { return shop.orders.C("total").Mul(shop.orders.C("discount")) },
	"arith/mod-pct-text":           func() any { return expr.NewSelect(text("a %% b"), tutorial.users.C("id").Mod(2).As("m")) },
	"arith/chain":                  func() any { return tutorial.users.C("id").Add(1).Add(2).Add(3) },
	"custom/op":                    func() any { return tutorial.users.C("name").Op("tiddlywinks", "foo") },
	"custom/op-precedence-default": func() any { return tutorial.users.C("id").Op("%%%", 5).Add(3) },
	"custom/op-right":              func() any { return tutorial.users.C("id").Add(tutorial.users.C("id").Op("@@", 5)) },
	"custom/op-precedence-high":    func() any { return tutorial.users.C("id").Add(tutorial.addresses.C("id").OpAt(20, "@@", 5)) },
	"custom/op-comparison":         func() any { return tutorial.users.C("name").BoolOp("REGEX", "x") },
	"custom/bool-op-not":           func() any { return tutorial.users.C("name").BoolOp("~~~", "x").Not() },
	"custom/op-not":                func() any { return tutorial.users.C("name").Op("~~~", "x").Not() },
	"custom/op-eq":                 func() any { return tutorial.users.C("name").Op("->", "a").Eq("b") },
	"custom/op-and":                func() any { return expr.And(tutorial.users.C("id").Op("&", 4).Gt(0), tutorial.users.C("name").Eq("x")) },
	"custom/bitor":                 func() any { return tutorial.users.C("id").Op("|", 4) },
	"custom/bitxor":                func() any { return tutorial.users.C("id").Op("^", 4) },
	"custom/percent-op":            func() any { return tutorial.users.C("name").Op("%", "x") },
	"anyall/any-subquery": func() any {
		return tutorial.users.C("id").Eq(expr.ScalarOf(expr.NewSelect(tutorial.addresses.C("user_id"))).Any())
	},
	"anyall/all-subquery": func() any {
		return tutorial.users.C("id").Gt(expr.ScalarOf(expr.NewSelect(tutorial.addresses.C("user_id"))).All())
	},
	"anyall/any-not": func() any {
		return tutorial.users.C("id").Eq(expr.ScalarOf(expr.NewSelect(tutorial.addresses.C("user_id"))).Any()).Not()
	},
}
