// Command gen writes functions.go of package evaluate. It is run by go generate, in the folder of that package.
package main

import (
	"log"
	"os"

	"github.com/aludel/aludel/analysis/evaluate/internal/functable"
)

func main() {
	src, err := functable.Generate("../..")
	if err == nil {
		err = os.WriteFile("functions.go", src, 0o644)
	}
	if err != nil {
		log.Fatal(err)
	}
}
