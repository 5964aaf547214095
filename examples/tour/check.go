package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/aludel/aludel/analysis/driver"
)

// check runs the checks of ormvet over the wrong package.
func check(ctx context.Context, out io.Writer) error {
	fmt.Fprintln(out, "$ ormvet ./examples/tour/testdata/wrong")
	found, err := driver.Check(ctx, driver.Options{Dir: ".", Patterns: []string{"./examples/tour/testdata/wrong"}})
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return fmt.Errorf("the wrong package has no findings")
	}
	root, err := os.Getwd()
	if err != nil {
		return err
	}
	if err := driver.PrintText(out, root, found); err != nil {
		return err
	}
	fmt.Fprintf(out, "%d findings; ormvet explain %s says more about the first\n", len(found), found[0].Code)
	return nil
}
