package mapping

import "fmt"

// Check verifies the invariants of a model; the first that does not hold is returned. It is for tests: [Build] keeps them.
func (m *Model) Check() error {
	for _, e := range m.Entities {
		if m.byID[e.ID] != e || e.Table == nil {
			return fmt.Errorf("mapping: %s is not found by its id, or has no table", e.ID)
		}
		for i, a := range e.Attrs {
			if a.Entity != e || e.Table.Column(a.Column.Name) != a.Column {
				return fmt.Errorf("mapping: attribute %s.%s has no column of its entity's table", e.Name, a.Name)
			}
			if e.Attr(a.Name) != e.Attrs[i] {
				return fmt.Errorf("mapping: attribute %s.%s is not found by its name", e.Name, a.Name)
			}
		}
		for i, r := range e.Rels {
			if err := r.check(e, i); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *Relationship) check(e *Entity, i int) error {
	switch {
	case r.Entity != e || r.Index != i:
		return fmt.Errorf("mapping: relationship %s.%s is not where its index says", e.Name, r.Name)
	case r.Back != nil && (r.Back.Back != r || r.Back.Entity != r.Target):
		return fmt.Errorf("mapping: the other side of %s.%s does not point back", e.Name, r.Name)
	}
	for _, p := range r.Pairs {
		if p.Local.Entity != e || p.Remote.Entity != r.Target {
			return fmt.Errorf("mapping: a join pair of %s.%s belongs to other entities", e.Name, r.Name)
		}
	}
	return nil
}
