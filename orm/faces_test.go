package orm_test

import (
	"flag"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

var updateFaces = flag.Bool("update-faces", false, "rewrite testdata/faces.golden")

// sample has a column of every kind that the faces are about.
type sample struct {
	orm.Entity `orm:"table:samples"`
	ID         int64   `orm:"pk"`
	Name       string  `orm:"size:20"`
	Nick       *string `orm:"size:20"`
	N          int64
	M          *int64
	F          float64
	Done       bool
	At         time.Time
}

type sampleAttrs struct {
	orm.Class[sample]
	ID   orm.NumAttr[int64]
	Name orm.TextAttr[string]
	Nick orm.NullTextAttr[string]
	N    orm.NumAttr[int64]
	M    orm.NullNumAttr[int64]
	F    orm.NumAttr[float64]
	Done orm.BoolAttr
	At   orm.Attr[time.Time]
}

var (
	sampleModels = orm.NewRegistry(new(sample))
	samples      = orm.Describe[sampleAttrs](sampleModels)
)

// faceCase is a face with what it gives for the rows of samples, in the order of their keys.
type faceCase struct {
	name, want string
	rows       func(s *orm.Session) (string, error)
	stmt       expr.Select
	lacks      []string // the databases that do not have it
}

func face[R any](name string, r orm.Result[R], want string, lacks ...string) faceCase {
	q := orm.Select(r).From(samples).OrderBy(samples.ID)
	return faceQuery(name, q, want, lacks...)
}

func faceQuery[R any](name string, q orm.Query[R], want string, lacks ...string) faceCase {
	return faceCase{name: name, want: want, lacks: lacks, stmt: q.Stmt(), rows: func(s *orm.Session) (string, error) {
		rows, err := q.All(ctx, s)
		var out []string
		for _, r := range rows {
			out = append(out, shown(reflect.ValueOf(r)))
		}
		return strings.Join(out, " "), err
	}}
}

// holds is a condition with the keys of the rows for which it holds.
func holds(name string, c orm.Cond, want string, lacks ...string) faceCase {
	return faceQuery(name, orm.Select(samples.ID).Where(c).OrderBy(samples.ID), want, lacks...)
}

func shown(v reflect.Value) string {
	if t, ok := v.Interface().(time.Time); ok {
		return t.UTC().Format("2006-01-02T15:04:05")
	}
	switch {
	case v.Kind() == reflect.Struct && strings.HasPrefix(v.Type().Name(), "Row"):
		var parts []string
		for i := range v.NumField() {
			parts = append(parts, shown(v.Field(i)))
		}
		return "(" + strings.Join(parts, ", ") + ")"
	case v.Kind() == reflect.Pointer && v.IsNil():
		return "nil"
	case v.Kind() == reflect.Pointer:
		return shown(v.Elem())
	}
	return fmt.Sprint(v.Interface())
}

// The rows are 1 {"Ann Lee", "ann", 5, nil, 1.5, true, 2024-02-03 04:05:06} and 2 {"bob", nil, -3, 4, -2.5, false, 2023-12-31 23:59:58}.
func faceCases() []faceCase {
	sub := orm.Select(samples.N).Where(samples.ID.Eq(2))
	return slices.Concat(columnFaces(sub), textFaces(), numberFaces(), functionFaces(), windowFaces(), groupFaces(sub), timeFaces())
}

func columnFaces(sub orm.Query[int64]) []faceCase {
	return []faceCase{
		holds("IsDistinctFrom", samples.M.IsDistinctFrom(4), "1"),
		holds("IsNotDistinctFrom", samples.M.IsNotDistinctFrom(4), "2"),
		holds("IsDistinctFromExpr", samples.M.IsDistinctFromExpr(samples.N), "1 2"),
		holds("IsNotDistinctFromExpr", samples.Nick.IsNotDistinctFromExpr(samples.Nick), "1 2"),
		holds("NotBetween", samples.N.NotBetween(0, 9), "2"),
		holds("BetweenExpr", samples.N.BetweenExpr(orm.Val[int64](5), samples.N), "1"),
		holds("BetweenSymmetric", samples.N.BetweenSymmetric(9, 0), "1"),
		holds("InExpr", samples.N.InExpr(orm.Val[int64](5), samples.M), "1"),
		face("Op", samples.N.Op("-", orm.Val[int64](1)), "4 -4"),
		holds("BoolOp", samples.N.BoolOp(">", orm.Val[int64](1)), "1"),
		holds("AnyOf", samples.M.GtExpr(orm.AnyOf[int64](sub)), "2", "sqlite"),
		holds("AllOf", samples.N.GeExpr(orm.AllOf[int64](sub)), "1 2", "sqlite"),
		face("FromExpr", orm.FromExpr[int64, int64](orm.ToExpr(samples.N).Mul(2)), "10 -6"),
		holds("CondFrom", orm.CondFrom(orm.ToExpr(samples.Done).Not()), "2"),
		face("Literal", orm.Literal[int64]("40 + 2", sqltypes.Integer()), "42 42"),
		face("Inline", orm.Inline("it's"), "it's it's"),
		face("ValAs", orm.ValAs[int64](7, sqltypes.BigInteger()), "7 7"),
		face("Null", orm.Cast[int64](orm.Null[int64](), sqltypes.BigInteger()), "nil nil", "mysql"),
		holds("True", orm.True(), "1 2"),
		holds("False", orm.False(), ""),
		holds("a condition in a condition", orm.Not(samples.Done).And(samples.N.Lt(0)), "2"),
		faceQuery("LabelOf", orm.Select(samples.N.As("much")).OrderBy(orm.LabelOf[int64]("much")), "-3 5"),
	}
}

func textFaces() []faceCase {
	return []faceCase{
		holds("NotLike", samples.Name.NotLike("Ann%"), "2"),
		holds("NotILike", samples.Name.NotILike("ANN%"), "2"),
		holds("LikeEscape", samples.Name.LikeEscape("b!%b", "!"), ""),
		holds("LikeExpr", samples.Nick.LikeExpr(samples.Nick), "1"),
		holds("HasPrefixExpr", samples.Name.HasPrefixExpr(samples.Name), "1 2"),
		holds("HasSuffixExpr", samples.Nick.HasSuffixExpr(orm.Val("nn")), "1"),
		holds("ContainsExpr", samples.Name.ContainsExpr(orm.Val("o")), "2"),
		holds("Regexp", samples.Name.Regexp("^b.b$"), "2", "sqlite"),
		holds("RegexpFlags", samples.Name.RegexpFlags("^BOB$", "i"), "2", "sqlite", "mysql"),
		face("RegexpReplace", samples.Name.RegexpReplace("o", "0"), "Ann Lee b0b", "sqlite"),
		faceQuery("Collate", orm.Select(samples.ID).OrderBy(samples.Name.Collate("NOCASE").Desc()), "2 1", "postgresql", "mysql"),
		face("Trim", orm.Trim(orm.Concat(orm.Val("  x"), orm.Val(" "))), "x x"),
		face("TrimLeft", orm.TrimLeft(orm.Val("  x")), "x x"),
		face("TrimRight", orm.TrimRight(orm.Val("x  ")), "x x"),
		face("Replace", orm.Replace(samples.Name, "e", "E"), "Ann LEE bob"),
		face("Substr", orm.Substr(samples.Name, 2, 2), "nn ob"),
		face("CharLength", orm.CharLength(samples.Name), "7 3"),
		face("Lower", orm.Lower(samples.Name), "ann lee bob"),
		face("AsText", orm.AsText(orm.NullIf(samples.Name, "bob")).Concat("!"), "Ann Lee! nil"),
		faceQuery("StringAgg", orm.Select(orm.StringAgg(samples.Name, "; ")), "Ann Lee; bob"),
	}
}

func numberFaces() []faceCase {
	return []faceCase{
		face("AddExpr", samples.N.AddExpr(samples.M), "nil 1"),
		face("SubExpr", samples.N.SubExpr(samples.N), "0 0"),
		face("MulExpr", samples.N.MulExpr(samples.N), "25 9"),
		face("DivExpr", samples.N.DivExpr(samples.N), "1 1"),
		face("ModExpr", samples.N.ModExpr(orm.Val[int64](3)), "2 0"),
		face("FloorDiv", samples.ID.Add(6).FloorDiv(4), "1 2"),
		face("TrueDiv", orm.TrueDiv(samples.ID.Num, 2), "0.5 1"),
		face("Neg", samples.N.Neg(), "-5 3"),
		face("BitAnd", samples.ID.Add(4).BitAnd(3), "1 2"),
		face("BitOr", samples.ID.BitOr(8), "9 10"),
		face("BitXor", samples.ID.BitXor(3), "2 1"),
		face("BitNot", samples.ID.BitNot().BitAnd(7), "6 5"),
		face("ShiftLeft", samples.ID.ShiftLeft(2), "4 8"),
		face("ShiftRight", samples.ID.Add(7).ShiftRight(1), "4 4"),
		face("Abs", orm.Abs(samples.N), "5 3"),
		face("Ceil", orm.Ceil(samples.F), "2 -2"),
		face("Floor", orm.Floor(samples.F), "1 -3"),
		face("Round", orm.Round(orm.Cast[float64](samples.F.Mul(1.125), sqltypes.Numeric(8, 4)), 1), "1.7 -2.8"),
	}
}

func functionFaces() []faceCase {
	return []faceCase{
		face("Cast", orm.Cast[string](samples.N, sqltypes.String(10)), "5 -3"),
		face("TypeAs", orm.TypeAs[int64](samples.Done, sqltypes.Integer()), "1 0", "postgresql"),
		face("NullIf", orm.NullIf(samples.N, 5), "nil -3"),
		face("Greatest", orm.Greatest(samples.N, samples.ID), "5 2"),
		face("Least", orm.Least(samples.N, samples.ID), "1 -3"),
		face("CoalesceExpr", orm.CoalesceExpr(samples.M, samples.N), "5 4"),
		holds("Random", orm.Random().IsNotNull(), "1 2"),
		holds("CurrentUser", orm.CurrentUser().IsNotNull(), "1 2", "sqlite"),
		face("AsNum", orm.AsNum(orm.Coalesce(samples.M, 1)).Add(1), "2 5"),
		face("Switch", orm.Switch(samples.N, 5, "five").When(-3, "less").Else("?"), "five less"),
		face("Switch without Else", orm.Switch(samples.Name, "bob", int64(1)), "nil 1"),
		face("When", orm.When(samples.Done, "yes").When(samples.N.Lt(-9), "low").Else("no"), "yes no"),
	}
}

func windowFaces() []faceCase {
	byN := orm.OrderedBy(samples.N)
	all := orm.PartitionBy(samples.Done).OrderBy(samples.ID)
	return []faceCase{
		face("RowNumber", orm.Over(orm.RowNumber(), byN), "2 1"),
		face("Rank", orm.Over(orm.Rank(), byN), "2 1"),
		face("DenseRank", orm.Over(orm.DenseRank(), byN), "2 1"),
		face("PercentRank", orm.Over(orm.PercentRank(), byN), "1 0"),
		face("CumeDist", orm.Over(orm.CumeDist(), byN), "1 0.5"),
		face("NTile", orm.Over(orm.NTile(2), byN), "2 1"),
		face("Lag", orm.Over(orm.Lag(samples.N, 1), byN), "-3 nil"),
		face("Lead", orm.Over(orm.Lead(samples.Name, 1), byN), "nil Ann Lee"),
		face("FirstValue", orm.Over(orm.FirstValue(samples.Name), byN), "bob bob"),
		face("LastValue", orm.Over(orm.LastValue(samples.N), byN.Rows(orm.Unbounded(), orm.Unbounded())), "5 5"),
		face("NthValue", orm.Over(orm.NthValue(samples.N, 2), byN), "5 nil"),
		face("Over sum", orm.Over(orm.Sum(samples.ID), byN), "3 2"),
		face("Rows", orm.Over(orm.Sum(samples.ID), byN.Rows(orm.Preceding(1), orm.CurrentRow())), "3 2"),
		face("Range", orm.Over(orm.Sum(samples.ID), byN.Range(orm.Unbounded(), orm.Following(0))), "3 2"),
		face("PrecedingBy", orm.Over(orm.Sum(samples.ID), byN.Rows(orm.PrecedingBy(orm.Val(1)), orm.FollowingBy(orm.Val(0)))), "3 2", "mysql"),
		face("Groups", orm.Over(orm.Sum(samples.ID), byN.Groups(orm.Preceding(1), orm.CurrentRow())), "3 2", "mysql"),
		face("ExcludeCurrentRow", orm.Over(orm.Sum(samples.ID), byN.Rows(orm.Preceding(1), orm.Following(1)).ExcludeCurrentRow()), "2 1", "mysql"),
		face("ExcludeGroup", orm.Over(orm.Sum(samples.ID), byN.Rows(orm.Preceding(1), orm.Following(1)).ExcludeGroup()), "2 1", "mysql"),
		face("ExcludeTies", orm.Over(orm.Sum(samples.ID), byN.Groups(orm.Preceding(1), orm.CurrentRow()).ExcludeTies()), "3 2", "mysql"),
		face("ExcludeNoOthers", orm.Over(orm.Sum(samples.ID), byN.Rows(orm.Preceding(1), orm.CurrentRow()).ExcludeNoOthers()), "3 2", "mysql"),
		face("Partition", orm.Over(orm.Count(samples.ID), all), "1 1"),
		face("Partition of all", orm.Over(orm.CountAll(), orm.PartitionBy()), "2 2"),
		face("PartitionBy of a window", orm.Over(orm.RowNumber(), byN.PartitionBy(samples.Done)), "1 1"),
	}
}

func groupFaces(sub orm.Query[int64]) []faceCase {
	return []faceCase{
		faceQuery("FilterWhere", orm.Select2(orm.FilterWhere(orm.CountAll(), samples.Done), orm.FilterWhere(orm.Sum(samples.N), samples.N.Lt(0))), "(1, -3)"),
		faceQuery("WithinGroup", orm.Select(orm.WithinGroup(orm.Func[float64]("percentile_cont", orm.Literal[float64]("0.5", sqltypes.Float())), samples.N)), "1", "sqlite", "mysql"),
		faceQuery("Rollup", orm.Select(orm.CountAll()).From(samples).GroupBy(orm.Rollup(samples.Done)).OrderBy(orm.CountAll()), "1 1 2", "sqlite", "mysql"),
		faceQuery("Cube", orm.Select(orm.CountAll()).From(samples).GroupBy(orm.Cube(samples.Done, samples.ID)).OrderBy(orm.CountAll()), "1 1 1 1 1 1 2", "sqlite", "mysql"),
		faceQuery("GroupingSets", orm.Select(orm.CountAll()).From(samples).GroupBy(orm.GroupingSets(orm.TupleOf(samples.Done), orm.TupleOf())).OrderBy(orm.CountAll()), "1 1 2", "sqlite", "mysql"),
		holds("TupleOf.Eq", orm.TupleOf(samples.ID, samples.Name).Eq(int64(2), "bob"), "2"),
		holds("TupleOf.Ne", orm.TupleOf(samples.ID, samples.Name).Ne(int64(2), "bob"), "1"),
		holds("TupleOf.Lt", orm.TupleOf(samples.ID, samples.N).Lt(int64(2), int64(-3)), "1"),
		holds("TupleOf.Gt", orm.TupleOf(samples.ID, samples.N).Gt(int64(1), int64(5)), "2"),
		holds("TupleOf.In", orm.TupleOf(samples.ID, samples.Name).In([]any{2, "bob"}, []any{1, "bob"}), "2"),
		holds("TupleOf.NotIn", orm.TupleOf(samples.ID, samples.Name).NotIn([]any{2, "bob"}), "1"),
		holds("TupleOf.InQuery", orm.TupleOf(samples.ID, samples.N).InQuery(orm.Select2(samples.ID, samples.N).Where(samples.Done)), "1"),
		holds("TupleOf.NotInQuery", orm.TupleOf(samples.ID, samples.N).NotInQuery(orm.Select2(samples.ID, samples.N).Where(samples.Done)), "2"),
	}
}

func timeFaces() []faceCase {
	return []faceCase{
		face("Extract year", orm.Extract[int64]("year", samples.At), "2024 2023"),
		face("Extract month", orm.Extract[int64]("month", samples.At), "2 12"),
		face("Extract day", orm.Extract[int64]("day", samples.At), "3 31"),
		face("Extract minute", orm.Extract[int64]("minute", samples.At), "5 59"),
		face("Extract second", orm.Extract[float64]("second", samples.At), "6 58"),
		holds("Now", samples.At.LtExpr(orm.Now()), "1 2"),
		holds("CurrentDate", orm.CurrentDate().IsNotNull(), "1 2"),
		holds("CurrentTime", orm.CurrentTime().IsNotNull(), "1 2"),
	}
}

func TestFaces(t *testing.T) {
	for name, url := range map[string]string{"sqlite": dbtest.SQLite(t), "postgresql": dbtest.Postgres(t, "orm_faces"), "mysql": dbtest.MariaDB(t, "orm_faces")} {
		t.Run(name, func(t *testing.T) {
			eng, err := engine.Open(url)
			must(t, err)
			defer eng.Close()
			must(t, sampleModels.MetaData().CreateAll(ctx, eng))
			s := orm.NewSessionMaker(eng, sampleModels).New()
			defer s.Close()
			s.Add(&sample{Name: "Ann Lee", Nick: ptr("ann"), N: 5, F: 1.5, Done: true, At: time.Date(2024, 2, 3, 4, 5, 6, 0, time.UTC)})
			s.Add(&sample{Name: "bob", N: -3, M: ptr[int64](4), F: -2.5, At: time.Date(2023, 12, 31, 23, 59, 58, 0, time.UTC)})
			must(t, s.Commit(ctx))
			for _, c := range faceCases() {
				if slices.Contains(c.lacks, name) {
					continue
				}
				got, err := c.rows(s)
				if err != nil {
					t.Errorf("%s: %v", c.name, err)
					must(t, s.Rollback(ctx))
				} else if got != c.want {
					t.Errorf("%s gives %q, want %q", c.name, got, c.want)
				}
			}
		})
	}
}

// TestFaceText holds the statements of all faces against a file.
func TestFaceText(t *testing.T) {
	var b strings.Builder
	for _, c := range faceCases() {
		fmt.Fprintf(&b, "-- %s --\n", c.name)
		last := ""
		for _, name := range []string{"sqlite", "postgresql", "mysql"} {
			d, err := dialects.Get(name)
			must(t, err)
			text := ""
			if out, err := sqlcompile.Compile(c.stmt, d); err != nil {
				text = "error: " + err.Error()
			} else {
				text = out.Text
			}
			if text != last {
				fmt.Fprintf(&b, "%s: %s\n", name, text)
			}
			last = text
		}
	}
	const file = "testdata/faces.golden"
	if *updateFaces {
		must(t, os.WriteFile(file, []byte(b.String()), 0o644))
		return
	}
	want, err := os.ReadFile(file)
	must(t, err)
	if b.String() != string(want) {
		t.Errorf("%s is stale; go test ./orm -run TestFaceText -update-faces writes it. Got:\n%s", file, b.String())
	}
}
