package sqlcompile_test

import (
	stdsql "database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// This file asks the three databases how they read what operators make of one another: an operand in parentheses of its own must be
// read as the same operand as the builder groups it. Databases rank operators otherwise than the builder, and otherwise than each other.

var grouped = schema.NewTable("g", schema.NewMetaData(), schema.NewColumn("i", sqltypes.Integer()), schema.NewColumn("k", sqltypes.Integer()),
	schema.NewColumn("s", sqltypes.Text()), schema.NewColumn("u", sqltypes.Text()), schema.NewColumn("b", sqltypes.Boolean()),
	schema.NewColumn("c", sqltypes.Boolean()), schema.NewColumn("a", sqltypes.Array(sqltypes.Text())), schema.NewColumn("j", postgres.JSONB()),
	schema.NewColumn("r", postgres.INT4RANGE()))

// groupedOperands are expressions held together by each operator.
func groupedOperands() map[string]expr.Expr {
	i, k, s, u, b, c, a, j, r := g("i"), g("k"), g("s"), g("u"), g("b"), g("c"), g("a"), g("j"), g("r")
	return map[string]expr.Expr{
		"add": i.Add(k), "sub": i.Sub(k), "mul": i.Mul(k), "div": i.Div(k), "mod": i.Mod(k), "neg": i.Neg(), "truediv": i.TrueDiv(k),
		"floordiv": i.FloorDiv(k), "and": i.BitAnd(k), "or": i.BitOr(k), "xor": i.BitXor(k), "not": i.BitNot(), "left": i.ShiftLeft(k),
		"right": i.ShiftRight(k), "concat": s.Concat(u), "collate": s.Collate("C"), "like": s.Like(u), "ilike": s.ILike(u),
		"regexp": s.Regexp(u, ""), "escape": s.Like(u).Escape("!"), "prefix": s.HasPrefix("x"), "contains": s.Contains(u),
		"eq": i.Eq(k), "lt": i.Lt(k), "null": i.IsNull(), "distinct": i.IsDistinctFrom(k), "same": i.IsNotDistinctFrom(k),
		"between": i.Between(1, 3), "in": i.In([]int{1, 2}), "conjunction": expr.And(b, c), "disjunction": expr.Or(b, c), "negated": b.Not(),
		"negated and": expr.And(b, c).Not(), "is true": b.Is(expr.True()),
		"exists": expr.Exists(expr.NewSelect(i)),
		"label":  i.Add(k).As("x"), "coerced": expr.Coerced(i.Add(k), sqltypes.Integer()),
		"arrays": a.Concat(a), "element": a.At(1), "any": s.Eq(a.Any()), "covers": a.Covers(a), "part": j.At("x"),
		"path": j.Path("x", "y"), "part text": j.At("x").AsText(), "has key": j.HasKey("x"), "documents": j.Concat(j),
		"ranges": r.Add(r), "overlap": r.Overlaps(r), "op": i.Op("&", k), "truth op": s.BoolOp("=", u),
	}
}

func g(name string) expr.Expr { return grouped.C(name) }

// groupedContexts put an operand beside each operator.
func groupedContexts() map[string]func(x expr.Expr) expr.Expr {
	i, s, b, a, j, r := g("i"), g("s"), g("b"), g("a"), g("j"), g("r")
	on := map[string]func(x expr.Expr) expr.Expr{
		"not": expr.Expr.Not, "neg": expr.Expr.Neg, "~": expr.Expr.BitNot, "is null": expr.Expr.IsNull, "is not null": expr.Expr.IsNotNull,
		"is true": func(x expr.Expr) expr.Expr { return x.Is(expr.True()) }, "in": func(x expr.Expr) expr.Expr { return x.In([]any{i, i}) },
		"not in": func(x expr.Expr) expr.Expr { return x.NotIn([]any{i, i}) }, "between": func(x expr.Expr) expr.Expr { return x.Between(i, i) },
		"between from": func(x expr.Expr) expr.Expr { return i.Between(x, i) }, "between to": func(x expr.Expr) expr.Expr { return i.Between(i, x) },
		"not between to": func(x expr.Expr) expr.Expr { return i.Between(i, x).Not() },
		"between and":    func(x expr.Expr) expr.Expr { return expr.And(i.Between(i, x), b) }, "and": func(x expr.Expr) expr.Expr { return expr.And(x, b) },
		"and, right": func(x expr.Expr) expr.Expr { return expr.And(b, x) }, "or": func(x expr.Expr) expr.Expr { return expr.Or(x, b) },
		"not or": func(x expr.Expr) expr.Expr { return expr.Or(b, x).Not() }, "collate": func(x expr.Expr) expr.Expr { return x.Collate("C").Eq(s) },
		"cast":    func(x expr.Expr) expr.Expr { return x.Cast(sqltypes.String(20)) },
		"escape":  func(x expr.Expr) expr.Expr { return s.Like(x).Escape("!") },
		"when":    func(x expr.Expr) expr.Expr { return expr.CaseWhen(x, x).Else(x) },
		"element": func(x expr.Expr) expr.Expr { return a.At(x) }, "part": func(x expr.Expr) expr.Expr { return j.At(x) },
		"of element": func(x expr.Expr) expr.Expr { return x.At(1) }, "part of": func(x expr.Expr) expr.Expr { return x.At("q") },
		"any": func(x expr.Expr) expr.Expr { return x.Eq(a.Any()) }, "any of": func(x expr.Expr) expr.Expr { return s.Eq(x.Any()) },
	}
	type sides struct {
		left, right []expr.Expr // what stands there beside the operand
		f           func(l, r expr.Expr) expr.Expr
	}
	integers, texts, values := []expr.Expr{i}, []expr.Expr{s}, []expr.Expr{i, s, b}
	sets := []expr.Expr{a, j, r}
	for op, o := range map[string]sides{
		"+": {integers, integers, func(l, r expr.Expr) expr.Expr { return l.Add(r) }}, "-": {integers, integers, func(l, r expr.Expr) expr.Expr { return l.Sub(r) }},
		"*": {integers, integers, func(l, r expr.Expr) expr.Expr { return l.Mul(r) }}, "/": {integers, integers, func(l, r expr.Expr) expr.Expr { return l.Div(r) }},
		"%": {integers, integers, func(l, r expr.Expr) expr.Expr { return l.Mod(r) }}, "&": {integers, integers, func(l, r expr.Expr) expr.Expr { return l.BitAnd(r) }},
		"true /":  {integers, integers, func(l, r expr.Expr) expr.Expr { return l.TrueDiv(r) }},
		"floor /": {integers, integers, func(l, r expr.Expr) expr.Expr { return l.FloorDiv(r) }},
		"|":       {integers, integers, func(l, r expr.Expr) expr.Expr { return l.BitOr(r) }}, "^": {integers, integers, func(l, r expr.Expr) expr.Expr { return l.BitXor(r) }},
		"<<": {integers, integers, func(l, r expr.Expr) expr.Expr { return l.ShiftLeft(r) }}, ">>": {integers, integers, func(l, r expr.Expr) expr.Expr { return l.ShiftRight(r) }},
		"||": {sets[:2], texts, func(l, r expr.Expr) expr.Expr { return l.Concat(r) }}, "=": {values, values, func(l, r expr.Expr) expr.Expr { return l.Eq(r) }},
		"<":        {values, values, func(l, r expr.Expr) expr.Expr { return l.Lt(r) }},
		"distinct": {values, values, func(l, r expr.Expr) expr.Expr { return l.IsDistinctFrom(r) }},
		"same":     {values, values, func(l, r expr.Expr) expr.Expr { return l.IsNotDistinctFrom(r) }},
		"like":     {texts, texts, func(l, r expr.Expr) expr.Expr { return l.Like(r) }}, "not like": {texts, texts, func(l, r expr.Expr) expr.Expr { return l.Like(r).Not() }},
		"ilike": {texts, texts, func(l, r expr.Expr) expr.Expr { return l.ILike(r) }}, "starts": {texts, texts, func(l, r expr.Expr) expr.Expr { return l.StartsWith(r) }},
		"includes": {texts, texts, func(l, r expr.Expr) expr.Expr { return l.Includes(r) }}, "regexp": {texts, texts, func(l, r expr.Expr) expr.Expr { return l.Regexp(r, "") }},
		"not regexp": {texts, texts, func(l, r expr.Expr) expr.Expr { return l.Regexp(r, "").Not() }}, "@>": {sets, sets, func(l, r expr.Expr) expr.Expr { return l.Covers(r) }},
		"&&": {sets, sets, func(l, r expr.Expr) expr.Expr { return l.Overlaps(r) }}, "?": {sets[1:2], texts, func(l, r expr.Expr) expr.Expr { return l.HasKey(r) }},
		"op": {integers, integers, func(l, r expr.Expr) expr.Expr { return l.Op("&", r) }}, "truth op": {values, values, func(l, r expr.Expr) expr.Expr { return l.BoolOp("=", r) }},
	} {
		for n, y := range o.right {
			on[fmt.Sprint("x ", op, " ", n)] = func(x expr.Expr) expr.Expr { return o.f(x, y) }
		}
		for n, y := range o.left {
			on[fmt.Sprint(n, " ", op, " x")] = func(x expr.Expr) expr.Expr { return o.f(y, x) }
		}
	}
	return on
}

// readings say how a database reads an expression, in a form that tells every reading apart.
var readings = map[string]func(db *stdsql.DB, sql string) (string, error){
	"postgresql": func(db *stdsql.DB, sql string) (s string, err error) {
		if _, err = db.Exec("CREATE OR REPLACE TEMP VIEW v AS SELECT (" + sql + ") IS NULL AS x FROM g"); err == nil {
			err = db.QueryRow("SELECT pg_get_viewdef('v'::regclass)").Scan(&s)
		}
		return s, err
	},
	"mysql": func(db *stdsql.DB, sql string) (s string, err error) {
		if _, err = db.Exec("EXPLAIN EXTENDED SELECT " + sql + " AS x FROM g"); err != nil {
			return "", err
		}
		rows, err := db.Query("SHOW WARNINGS")
		if err != nil {
			return "", err
		}
		defer rows.Close()
		for code, level := 0, ""; rows.Next() && code != 1003; { // the statement as it was read
			if err := rows.Scan(&level, &code, &s); err != nil {
				return "", err
			}
		}
		return s, rows.Err()
	},
	"sqlite": func(db *stdsql.DB, sql string) (string, error) {
		rows, err := db.Query("EXPLAIN SELECT " + sql + " FROM g")
		if err != nil {
			return "", err
		}
		defer rows.Close()
		var b strings.Builder
		for rows.Next() {
			var v [8]any
			if err := rows.Scan(&v[0], &v[1], &v[2], &v[3], &v[4], &v[5], &v[6], &v[7]); err != nil {
				return "", err
			}
			fmt.Fprintln(&b, v[:]...)
		}
		return b.String(), rows.Err()
	},
}

// Whatever stands beside whatever operator is read as it was built, on every database that takes it in parentheses.
func TestGroupingIsReadAsBuilt(t *testing.T) {
	for name, open := range map[string]func(t *testing.T) string{
		"sqlite":     func(t *testing.T) string { return dbtest.SQLite(t) },
		"postgresql": func(t *testing.T) string { return dbtest.Postgres(t, "grouping") },
		"mysql":      func(t *testing.T) string { return dbtest.MariaDB(t, "grouping") },
	} {
		t.Run(name, func(t *testing.T) {
			db := openLive(t, name, open(t))
			db.SetMaxOpenConns(1)
			types := []string{"TEXT", "TEXT", "TEXT"}
			if name == "postgresql" {
				types = []string{"TEXT[]", "JSONB", "INT4RANGE"}
			}
			create := "CREATE TABLE g (i INTEGER, k INTEGER, s TEXT, u TEXT, b BOOLEAN, c BOOLEAN, a " + types[0] + ", j " + types[1] + ", r " + types[2] + ")"
			if _, err := db.Exec(create); err != nil {
				t.Fatal(err)
			}
			compared, contexts, operands := 0, groupedContexts(), groupedOperands()
			for _, context := range slices.Sorted(maps.Keys(contexts)) {
				for _, operand := range slices.Sorted(maps.Keys(operands)) {
					x := operands[operand]
					own := expr.Wrap(&expr.Grouping{X: x.Node()})
					as, beside := groupedText(name, contexts[context](x)), groupedText(name, contexts[context](own))
					if as == "" || as == beside || associative(operand, context) {
						continue
					}
					want, err := readings[name](db, beside)
					if err != nil {
						continue // the database has no such operator for these types
					}
					compared++
					if got, err := readings[name](db, as); err != nil || got != want {
						t.Errorf("%s as operand of %s: %s (%v)\n\tis read as  %s\n\tinstead of %s", operand, context, as, err, got, want)
					}
				}
			}
			if compared < 300 {
				t.Errorf("only %d of %d were compared", compared, len(contexts)*len(operands))
			}
		})
	}
}

// associative reports whether another reading of the text means the same: a + (b + c), NOT (a = b) as a != b, and an explicit
// collation, which counts for all that it is a part of.
func associative(operand, context string) bool {
	switch {
	case context == "not", context == "collate" && operand == "concat":
		return true
	case strings.HasSuffix(context, " * x"):
		return operand == "mul"
	case strings.HasSuffix(context, " + x"):
		return slices.Contains([]string{"add", "label", "coerced", "ranges"}, operand)
	case strings.HasSuffix(context, " || x"):
		return slices.Contains([]string{"concat", "arrays", "documents"}, operand)
	}
	return context == "and, right" && operand == "conjunction" || context == "not or" && operand == "disjunction"
}

// groupedText is the text of an expression without parameters, "" where the database has none.
func groupedText(dialect string, x expr.Expr) string {
	c, err := sqlcompile.CompileInline(expr.Fragment{X: x.Node()}, goldenDialects[dialect])
	if err != nil {
		return ""
	}
	return c.Text
}
