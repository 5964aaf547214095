package sqlcompile

import (
	"errors"
	"fmt"
	"reflect"

	"github.com/aludel/aludel/expr"
)

// This file finds binds that share a name and must not.

// ErrBindConflict is a name that two binds have: a given one that the compiler has for another bind too, or one with two values.
var ErrBindConflict = errors.New("two binds of one name")

// checkSame compares the values of binds that have one name.
func (c *Compiled) checkSame(binds []expr.KeyBind) error {
	for _, pair := range c.same {
		a, b := binds[pair[0]].Parameter(), binds[pair[1]].Parameter()
		_, open := b.Value.(expr.Hole)
		if _, later := a.Value.(expr.Deferred); open || later || reflect.DeepEqual(a.Value, b.Value) {
			continue
		}
		return &BindError{a.Name, b.Value, fmt.Errorf("%w: they have different values", ErrBindConflict)}
	}
	return nil
}
