package orm_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
)

// filled has a value that SQL makes, with values of its own in it, between others.
type filled struct {
	orm.Entity `orm:"table:filled"`
	ID         int64 `orm:"pk"`
	Before     int64
	Twice      *int64
	Kind       *string `orm:"size:20"`
	After      string  `orm:"size:20"`
}

func (*filled) ConfigureMapping(m *orm.Config[filled]) {
	m.DefaultExpr("Twice", orm.AsNum(orm.Func[int64]("abs", orm.Val(int64(-2)))).Add(4))
	m.DefaultExpr("Kind", orm.Func[string]("lower", orm.Val("PLAIN")))
}

var filledModels = orm.NewRegistry(new(filled))

// New objects whose columns SQL fills go many a statement, where the same columns are filled; their keys come back in their order.
func TestRowsFilledBySQL(t *testing.T) {
	for _, on := range []struct {
		name, url string
		inserts   int
	}{{"sqlite", dbtest.SQLite(t), 40}, {"postgresql", dbtest.Postgres(t, "orm_filled"), 5}, {"mariadb", dbtest.MariaDB(t, "orm_filled"), 5}} {
		t.Run(on.name, func(t *testing.T) {
			d := openWith(t, on.url, filledModels)
			s := d.session()
			var all []*filled
			for i := range 40 {
				f := &filled{Before: int64(i), After: fmt.Sprint("a", i)}
				if i == 20 { // which has what SQL fills in others
					f.Kind = new("own")
				}
				all = append(all, f)
				s.Add(f)
			}
			must(t, s.Flush(ctx))
			got := strings.Count(strings.Join(d.log, "\n"), "INSERT INTO filled")
			if got != on.inserts { // of 20 rows, of the one, and of 10, 5 and 4
				t.Errorf("%d INSERTs", got)
			}
			again, err := orm.Select(orm.Describe[filledAttrs](filledModels)).OrderBy(orm.AttrNamed[filled](filledModels, "ID")).All(ctx, s)
			must(t, err)
			if len(again) != 40 {
				t.Fatal(len(again))
			}
			for i, f := range again {
				want := "plain"
				if i == 20 {
					want = "own"
				}
				if f != all[i] || f.Before != int64(i) || *f.Twice != 6 || *f.Kind != want || f.After != fmt.Sprint("a", i) {
					t.Fatalf("%d: %+v", i, f)
				}
			}
			d.log = nil
			must(t, orm.InsertRows(ctx, s, []*filled{{After: "x"}, {After: "y"}}))
			if got := strings.Count(strings.Join(d.log, "\n"), "INSERT INTO filled"); (got == 1) != (on.name == "postgresql") {
				t.Errorf("%d INSERTs of two rows: %q", got, d.log)
			}
		})
	}
}

type filledAttrs struct{ orm.Class[filled] }
