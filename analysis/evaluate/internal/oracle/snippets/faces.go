package snippets

import (
	"github.com/aludel/aludel/analysis/evaluate/internal/oracle/models"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/sqltypes"
)

// Faces is queries with what the other snippets lack of the expression language.
var Faces = map[string]Snippet{
	"FComparisons": FComparisons, "FTexts": FTexts, "FNumbers": FNumbers, "FScalars": FScalars, "FWindows": FWindows, "FGroups": FGroups,
	"FTuples": FTuples, "FDocuments": FDocuments, "FKernel": FKernel, "FSwitch": FSwitch, "FSelectOf": FSelectOf,
}

func FComparisons(l *Log, in In) {
	l.Send(orm.Select(Users).Where(Users.Age.NotBetween(1, int64(in.N)), Users.Age.BetweenExpr(Users.ID, orm.Val(int64(in.N))), Users.Age.BetweenSymmetric(9, 1),
		Users.Password.IsDistinctFrom(in.Name), Users.Password.IsNotDistinctFromExpr(Users.Name), Users.ID.InExpr(Users.Age, orm.Val[int64](3)),
		Users.Name.BoolOp("~", orm.Val(in.Name)), orm.True().Or(orm.False()), Users.Age.GtExpr(orm.AnyOf[int64](orm.Select(Addresses.ID)))).ReadOnly())
}

func FTexts(l *Log, in In) {
	l.Send(orm.Select(orm.Replace(orm.Trim(orm.Substr(Users.Name, 2, in.N)), "a", in.Name)).Where(Users.Name.NotLike(in.Name), Users.Name.LikeEscape(in.Name, "!"),
		Users.Name.Regexp(in.Name), Users.Name.HasPrefixExpr(Users.Fullname), orm.CharLength(Users.Name).Gt(3)).OrderBy(Users.Name.Collate("C").Desc()).ReadOnly())
}

func FNumbers(l *Log, in In) {
	l.Send(orm.Select(Users.Age.AddExpr(Users.ID).Mul(2).BitAnd(int64(in.N)).Neg()).Where(orm.Abs(Users.Age).Gt(1), orm.Round(Users.Age, 1).Le(3),
		orm.Greatest(Users.Age, Users.ID).Lt(9), orm.TrueDiv(Users.Age.Num, 2).Gt(0.5)).ReadOnly())
}

func FScalars(l *Log, in In) {
	l.Send(orm.Select(orm.Cast[string](Users.Age, sqltypes.String(10))).Where(orm.NullIf(Users.Name, in.Name).IsNull(), orm.Extract[int64]("year", orm.Now()).Gt(2000),
		orm.CoalesceExpr(Users.Password, Users.Name).Eq("x")).OrderBy(orm.Random().Asc()).ReadOnly())
}

func FWindows(l *Log, in In) {
	w := orm.PartitionBy(Users.Name)
	if in.X {
		w = w.OrderBy(Users.Age.Desc()).Rows(orm.Preceding(2), orm.CurrentRow())
	}
	groups := orm.OrderedBy(Users.Age).Groups(orm.PrecedingBy(orm.Val(in.N)), orm.FollowingBy(orm.Val(2)))
	l.Send(orm.Select3(orm.Over(orm.Sum(Users.Age), groups.ExcludeTies()), orm.Over(orm.CountAll(), groups.ExcludeCurrentRow()), orm.Over(orm.RowNumber(), groups.ExcludeGroup())).ReadOnly())
	l.Send(orm.Select3(orm.Over(orm.Sum(Users.Age), w), orm.Over(orm.Lag(Users.Name, in.N), w), orm.FilterWhere(orm.CountAll(), Users.Active)).ReadOnly())
}

func FGroups(l *Log, in In) {
	l.Send(orm.Select2(orm.CountAll(), orm.StringAgg(Users.Name, ", ")).From(Users).GroupBy(orm.Rollup(Users.Name, Users.Age)).Having(orm.CountAll().Gt(int64(in.N))).ReadOnly())
}

func FTuples(l *Log, in In) {
	l.Send(orm.Select(Users).Where(orm.TupleOf(Users.ID, Users.Name).In([]any{1, in.Name}, []any{2, "x"}), orm.TupleOf(Users.Age, Users.ID).Gt(in.N, 3)).ReadOnly())
}

func FDocuments(l *Log, in In) {
	doc := orm.AsJSON(Users.Name)
	l.Send(orm.Select(doc.Path("a", in.N)).Where(doc.PathInt("b").Gt(1)).ReadOnly())
}

func FKernel(l *Log, in In) {
	l.Send(orm.Select(orm.FromExpr[int64, int64](orm.ToExpr(Users.Age).Mul(in.N))).Where(orm.CondFrom(expr.Not(orm.ToExpr(Users.Active)))).OrderBy(orm.LabelOf[int64]("x")).ReadOnly())
}

func FSwitch(l *Log, in In) {
	l.Send(orm.Select(orm.Switch(Users.Name, in.Name, 1).When("x", 2).Else(3)).ReadOnly())
}

func FSelectOf(l *Log, in In) {
	l.Send(orm.SelectOf[models.User](models.Models).Where(orm.AttrNamed[models.User](models.Models, "Name").Eq(in.Name)).ReadOnly())
}
