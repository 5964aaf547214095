package feature_test

import (
	"context"
	"strings"
	"testing"
)

const library = `-- library.go --
package blog

import "github.com/aludel/aludel/orm"

type Shelf struct {
	orm.Entity ` + "`orm:\"table:shelves\"`" + `
	ID         int64 ` + "`orm:\"pk\"`" + `
	Label      string
	Volumes    int64 ` + "`orm:\"expr\"`" + `
	Thick      orm.List[*Tome] ` + "`orm:\"viewonly\"`" + `
}

type Tome struct {
	orm.Entity ` + "`orm:\"table:tomes\"`" + `
	ID         int64 ` + "`orm:\"pk\"`" + `
	Title      string
	Pages      int64
	ShelfID    *int64
}

type ShelfAttrs struct {
	orm.Class[Shelf]
	ID, Volumes orm.NumAttr[int64]
	Thick       orm.ListAttr[*Tome]
}

type TomeAttrs struct {
	orm.Class[Tome]
	ID, Pages orm.NumAttr[int64]
	Title     orm.TextAttr[string]
	ShelfID   orm.NullNumAttr[int64]
}

var (
	Models  = orm.NewRegistry(new(Shelf), new(Tome))
	Shelves = orm.Describe[ShelfAttrs](Models)
	Tomes   = orm.Describe[TomeAttrs](Models)
)

func (*Shelf) ConfigureMapping(m *orm.Config[Shelf]) {
	m.Join("Thick", Shelves.ID.EqExpr(Tomes.ShelfID).And(Tomes.Pages.Ge(500)))
	m.OrderBy("Thick", orm.Length(Tomes.Title))
	m.Expr("Volumes", orm.Scalar[int64](orm.Select(orm.Count(Tomes.ID)).Where(Tomes.ShelfID.EqExpr(Shelves.ID))))
}

func busy() orm.Query[*Shelf] {
	return orm.Select(Shelves).Join(Shelves.Thick).Where(Shelves.Volumes.Gt(2))
}
`

// TestHoverConfigured holds that conditions, orders and expressions which code gives are in what is shown.
func TestHoverConfigured(t *testing.T) {
	b := setUpWith(t, library)
	for place, want := range map[string][]string{
		"Thi|ck      orm.List":  {"shelves.id = tomes.shelf_id AND tomes.pages >= ?", "ordered by length(tomes.title)", "only read"},
		"Volu|mes    int64":     {"SQL expression", "SELECT count(tomes.id)"},
		"orm.Sel|ect(Shelves).": {"JOIN tomes ON shelves.id = tomes.shelf_id AND tomes.pages >= ?", "(SELECT count(tomes.id) AS count_1 FROM tomes WHERE tomes.shelf_id = shelves.id) > ?"},
	} {
		pkg, f, offset := b.at(t, b.session.Snapshot(), "library.go", place)
		card := b.provider.Hover(context.Background(), pkg, f, offset, []string{"sqlite"})
		for _, w := range want {
			if card == nil || !strings.Contains(strings.Join(strings.Fields(card.Markdown), " "), w) {
				t.Errorf("%s: %+v has no %s", place, card, w)
			}
		}
	}
}
