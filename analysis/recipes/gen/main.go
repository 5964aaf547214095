// Command gen writes recipes.json of package recipes. It is run by go generate, in the folder of that package.
package main

import (
	"log"
	"os"

	"github.com/aludel/aludel/analysis/recipes/internal/generate"
)

func main() {
	fset, p, err := generate.Load(".")
	if err != nil {
		log.Fatal(err)
	}
	text, err := generate.File(fset, p)
	if err == nil {
		err = os.WriteFile("recipes.json", text, 0o644)
	}
	if err != nil {
		log.Fatal(err)
	}
}
