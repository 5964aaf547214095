package main

import (
	"os"
	"strings"
	"testing"
)

// The README has the program as it is here.
func TestREADME(t *testing.T) {
	program, err := os.ReadFile("main.go")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, code, _ := strings.Cut(string(program), "\n") // the comment is for readers of the package
	if !strings.Contains(string(readme), "```go\n"+code+"```\n") {
		t.Error("README.md does not show examples/quickstart/main.go as it is")
	}
}

func Example() {
	main()
	// Output:
	// ed wrote Hello
	// ed wrote Windows
}
