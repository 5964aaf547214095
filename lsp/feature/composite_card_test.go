package feature_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/lsp/feature"
)

const geometry = `-- geometry.go --
package blog

import "github.com/aludel/aludel/orm"

type Point struct{ X, Y int64 }

type Vertex struct {
	orm.Entity ` + "`orm:\"table:vertices\"`" + `
	ID         int64 ` + "`orm:\"pk\"`" + `
	X          string
	Start      Point ` + "`orm:\"composite:x1,y1\"`" + `
	End        *Point ` + "`orm:\"composite\"`" + `
	Plain      Point ` + "`orm:\"-\"`" + `
}

type PointAttrs struct {
	orm.CompositeAttr[Point]
	X, Y orm.NumAttr[int64]
}

type VertexAttrs struct {
	orm.Class[Vertex]
	ID    orm.NumAttr[int64]
	X     orm.TextAttr[string]
	Start PointAttrs
	End   orm.NullCompositeAttr[Point]
}

var (
	Models   = orm.NewRegistry(new(Vertex))
	Vertices = orm.Describe[VertexAttrs](Models)
)

func low(p Point) orm.Query[*Vertex] {
	return orm.Select(Vertices).Where(Vertices.Start.Eq(p), Vertices.Start.X.Lt(5), Vertices.X.Eq("x"), Vertices.End.IsNull())
}
`

// TestHoverComposite holds that composites and their parts are shown, where they are declared and where they are used.
func TestHoverComposite(t *testing.T) {
	b := setUpWith(t, geometry)
	for place, want := range map[string]string{
		"Sta|rt      Point":     "**Start**: composite of Vertex, a `blog.Point` - `X`: column x1 - `Y`: column y1",
		"En|d        *Point":    "nil where all columns are NULL",
		"Vertices.Sta|rt.Eq":    "composite of Vertex",
		"Vertices.Start.|X.Lt":  "x1",
		"X|          string":    "**vertices.x**",
		"orm.Sel|ect(Vertices)": "WHERE vertices.x1 = ? AND vertices.y1 = ? AND vertices.x1 < ? AND vertices.x = ? AND vertices.end_x IS NULL AND vertices.end_y IS NULL",
	} {
		pkg, f, offset := b.at(t, b.session.Snapshot(), "geometry.go", place)
		card := b.provider.Hover(context.Background(), pkg, f, offset, []string{"sqlite"})
		if card == nil || !strings.Contains(strings.Join(strings.Fields(card.Markdown), " "), want) {
			t.Errorf("%s: %+v has no %s", place, card, want)
		}
	}
}

// TestCompleteComposite holds that the options of composites are offered for structs, and those of columns for other fields.
func TestCompleteComposite(t *testing.T) {
	b := setUpWith(t, geometry)
	for place, want := range map[string]struct{ has, lacks string }{
		"Point `orm:\"|-\"`":               {"composite", "prefix"},
		"Point `orm:\"|composite:x1,y1\"`": {"prefix", "size"},
		"int64 `orm:\"|pk\"`":              {"column", "composite"},
	} {
		pkg, f, offset := b.at(t, b.session.Snapshot(), "geometry.go", place)
		var labels []string
		for _, it := range b.provider.Complete(context.Background(), pkg, f, offset) {
			labels = append(labels, it.Label)
			if it.Kind != feature.Option {
				t.Errorf("%s: %s is no option", place, it.Label)
			}
		}
		if !slices.Contains(labels, want.has) || slices.Contains(labels, want.lacks) {
			t.Errorf("%s: %q, which should have %s and not %s", place, labels, want.has, want.lacks)
		}
	}
}
