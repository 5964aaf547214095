// Package recipes holds what each typed face of package orm does on the kernel, as terms over its parameters.
//
// The table is generated from orm's source by the tracer itself (go generate; the file is recipes.json) and embedded, so
// that the checker needs no source of package orm. A test generates it again and fails when it is stale.
package recipes

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/aludel/aludel/analysis/trace"
)

//go:generate go run ./gen

//go:embed recipes.json
var embedded []byte

// File is the stored form of the table.
type File struct {
	Recipes map[string]int `json:"recipes"` // node of the graph, by trace.FuncName
	Graph   trace.Graph    `json:"graph"`
}

// Table returns the recipes by trace.FuncName: "orm.Col.Eq". It is shared; callers must not change it. Any goroutine may
// call it.
var Table = sync.OnceValue(func() map[string]*trace.Term {
	t, err := Decode(embedded)
	if err != nil {
		panic(err) // the file is part of the program, and a test reads it
	}
	return t
})

// Decode reads a table that gen wrote.
func Decode(text []byte) (map[string]*trace.Term, error) {
	var f File
	if err := json.Unmarshal(text, &f); err != nil {
		return nil, fmt.Errorf("recipes: %w", err)
	}
	terms, err := f.Graph.Terms()
	if err != nil {
		return nil, fmt.Errorf("recipes: %w", err)
	}
	out := make(map[string]*trace.Term, len(f.Recipes))
	for name, i := range f.Recipes {
		if i < 0 || i >= len(terms) {
			return nil, fmt.Errorf("recipes: %s refers to node %d", name, i)
		}
		out[name] = terms[i]
	}
	return out, nil
}
