package schema

import (
	"slices"
	"sync"
)

// This file keeps what maps tables beyond this package.

// mappedBy has what maps a table.
type mappedBy struct {
	mu sync.Mutex // guards by: registries that map one table may be made at the same time
	by []any
}

// MapBy notes what maps the rows of the table beyond this package. Any goroutine may call it.
func (t *Table) MapBy(by any) {
	t.mappedBy.mu.Lock()
	defer t.mappedBy.mu.Unlock()
	t.mappedBy.by = append(t.mappedBy.by, by)
}

// MappedBy is what [Table.MapBy] was given, nil where it was nothing, or more than one thing. Any goroutine may call it.
func (t *Table) MappedBy() any {
	t.mappedBy.mu.Lock()
	defer t.mappedBy.mu.Unlock()
	if by := slices.Clone(t.mappedBy.by); len(by) == 1 {
		return by[0]
	}
	return nil
}
