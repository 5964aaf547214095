package snippets

import (
	"github.com/aludel/aludel/analysis/evaluate/internal/oracle/models"
	"github.com/aludel/aludel/orm"
)

// Trips is a descriptor with composites.
var Trips = models.Trips

// Composites is queries of attributes that are several columns.
var Composites = map[string]Snippet{
	"CWhole": CWhole, "CParts": CParts, "CRows": CRows, "CAlias": CAlias, "COrder": COrder, "CHelper": CHelper, "CNames": CNames, "CBranch": CBranch,
	"CInto": CInto,
}

func CWhole(l *Log, in In) {
	l.Send(orm.Select(Trips).Where(Trips.Start.Eq(models.Point{X: 1, Y: int64(in.N)}), Trips.End.Ne(models.Point{}), Trips.Way.Eq(models.Leg{Note: in.P}),
		Trips.Start.In(models.Point{X: 1}, models.Point{X: int64(in.N)}), Trips.Way.To.NotIn(models.Point{}), Trips.End.IsNull(), Trips.Way.IsNotNull()).ReadOnly())
}

func CParts(l *Log, in In) {
	l.Send(orm.Select(Trips.Start.X.Add(int64(in.N))).Where(Trips.End.Y.IsNull(), Trips.Way.From.X.Gt(3), Trips.Way.Note.Like("%x")).OrderBy(Trips.Way.To.Y).ReadOnly())
}

func CRows(l *Log, in In) {
	l.Send(orm.Select3(Trips.Start, Trips.End, Trips.Way.From).Where(Trips.Start.EqExpr(Trips.Way.From), Trips.Start.Gt(models.Point{X: 1, Y: 2})).FromSelf().
		Where(Trips.Start.X.Gt(int64(in.N))).ReadOnly())
}

func CAlias(l *Log, in In) {
	far := orm.Alias(Trips, "far")
	l.Send(orm.Select2(Trips, orm.OptComposite(far.Start)).OuterJoin(far, far.Start.EqExpr(Trips.End)).Where(far.Way.To.X.Lt(int64(in.N))).ReadOnly())
}

func COrder(l *Log, in In) {
	q := orm.Select(Trips).OrderBy(Trips.Start, Trips.Way.Desc())
	if in.X {
		q = q.OrderBy(Trips.End.Asc())
	}
	l.Send(q.ReadOnly())
}

func near(p models.PointAttrs, v models.Point) orm.Cond { return orm.Or(p.Beyond(v), p.Eq(v)) }

func CHelper(l *Log, in In) {
	v := models.Point{X: int64(in.N)}
	l.Send(orm.Select(Trips).Where(near(Trips.Start, v), near(Trips.Way.From, models.Point{})).ReadOnly())
}

func CNames(l *Log, in In) {
	l.Send(orm.Select(Trips).FilterBy(orm.Values{"Start": models.Point{X: 1}, "Way.From.X": in.N, "End": nil}).ReadOnly())
}

func CBranch(l *Log, in In) {
	at := Trips.Start
	if in.Y {
		at = Trips.Way.To
	}
	l.Send(orm.Select(at).GroupBy(at).Where(at.X.Gt(int64(in.N))).ReadOnly())
}

func CInto(l *Log, in In) {
	type row struct {
		ID    int64
		Start models.Point
		End   *models.Point
	}
	l.Send(orm.SelectInto[row](Trips.ID, Trips.Start, Trips.End).Where(Trips.ID.Eq(int64(in.N))).Options(orm.LoadOnly(Trips.Start)).ReadOnly())
}
