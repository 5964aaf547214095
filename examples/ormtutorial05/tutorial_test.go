package main

import (
	"testing"

	"github.com/aludel/aludel/examples/internal/tutorial/tutorialtest"
)

// The tutorial prints what the seed prints, and sends the statements that stand in testdata.
func TestTutorial(t *testing.T) { tutorialtest.Run(t, "ormtutorial05", run) }
