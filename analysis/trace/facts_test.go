package trace

import (
	"bytes"
	"encoding/gob"
	"go/types"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// throughGob is what a fact goes through between two units of go vet.
func throughGob(t *testing.T, f *Fact) *Fact {
	t.Helper()
	if f == nil {
		return nil
	}
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(f); err != nil {
		t.Fatal(err)
	}
	out := &Fact{}
	if err := gob.NewDecoder(&b).Decode(out); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(f, out) {
		t.Fatalf("gob changed the fact:\n%s\n%s", f, out)
	}
	return out
}

// TestFactsSayWhatSourceSays traces a package twice: with the source of the helpers that it imports, and with their facts
// alone.
func TestFactsSayWhatSourceSays(t *testing.T) {
	a, err := txtar.ParseFile("testdata/facts.txtar")
	if err != nil {
		t.Fatal(err)
	}
	c, recipes := fake(t)
	for _, f := range a.Files {
		if f.Name != "want" {
			c.add(t, f.Name, string(f.Data))
		}
	}
	user := c.list[len(c.list)-1]
	whole := NewWorld(c.fset, c.list[2:], Options{Recipes: recipes})

	facts := map[types.Object]*Fact{}
	lookup := func(o types.Object) *Fact { return facts[o] }
	for _, p := range c.list[3 : len(c.list)-1] { // each sees the facts of those before it
		unit := NewWorld(c.fset, []*Package{p}, Options{Recipes: recipes, Fact: lookup})
		for _, o := range p.Info.Defs {
			if o != nil {
				if f := throughGob(t, unit.Fact(p, o)); f != nil {
					facts[o] = f
				}
			}
		}
	}
	alone := NewWorld(c.fset, []*Package{user}, Options{Recipes: recipes, Fact: lookup})
	got, want := sinkText(alone, user), sinkText(whole, user)
	if got != want {
		t.Errorf("with facts:\n%s\nwith source:\n%s", got, want)
	}
	compare(t, a, "testdata/facts.txtar", got)
}

func sinkText(w *World, p *Package) string {
	var b strings.Builder
	for _, s := range w.Package(p) {
		if s.Method != "" {
			s.Via = ""
			b.WriteString(describeSink(s))
		}
	}
	return b.String()
}

func TestGraphRejectsForeignBytes(t *testing.T) {
	for _, g := range []Graph{
		{Nodes: []Node{{Op: OpList, Args: []int{0}}}},
		{Nodes: []Node{{Op: OpList, Args: []int{-1}}}},
		{Nodes: []Node{{Op: OpConst, Kind: "int", Value: "x"}}},
		{Nodes: []Node{{Op: OpConst, Kind: "complex"}}},
	} {
		if _, err := g.Terms(); err == nil {
			t.Errorf("%v was taken", g)
		}
	}
}

func TestGraphKeepsSharing(t *testing.T) {
	alias := &Term{Op: OpCall, Name: "orm/query.Class.Alias", Args: []*Term{{Op: OpClass, Name: "U"}}}
	pair := &Term{Op: OpList, Args: []*Term{alias, alias, {Op: OpCall, Name: alias.Name, Args: alias.Args}}}
	p := Packer{}
	i := p.Add(pair)
	ts, err := p.Graph.Terms()
	if err != nil {
		t.Fatal(err)
	}
	got := ts[i]
	if got.Args[0] != got.Args[1] || got.Args[0] == got.Args[2] {
		t.Errorf("one alias must stay one, and two must stay two: %v", p.Graph)
	}
	if got.String() != pair.String() {
		t.Errorf("%s became %s", pair, got)
	}
}
