package mapping

import (
	"fmt"
	"slices"
	"strings"
)

// Check verifies the invariants of a model; the first that does not hold is returned. It is for tests: [Build] keeps them.
func (m *Model) Check() error {
	for _, e := range m.Entities {
		if m.byID[e.ID] != e || e.Table == nil {
			return fmt.Errorf("mapping: %s is not found by its id, or has no table", e.ID)
		}
		if err := e.checkAttrs(); err != nil {
			return err
		}
		for i, r := range e.Rels {
			if err := r.check(e, i); err != nil {
				return err
			}
		}
		if err := e.checkComplete(m); err != nil {
			return err
		}
	}
	return nil
}

func (e *Entity) checkAttrs() error {
	for _, a := range e.Attrs {
		if a.Entity != e || !a.Computed && e.Table.Column(a.Column.Key) != a.Column {
			return fmt.Errorf("mapping: attribute %s.%s has no column of its entity's table", e.Name, a.Name)
		}
		if e.Attr(a.Name) != a || e.Rel(a.Name) != nil || !strings.HasSuffix("."+a.Name, "."+a.Path[len(a.Path)-1]) {
			return fmt.Errorf("mapping: attribute %s.%s is not found by its name", e.Name, a.Name)
		}
	}
	for _, a := range e.PrimaryKey {
		if !a.PK || !slices.Contains(e.Attrs, a) {
			return fmt.Errorf("mapping: %s is in the primary key of %s without being an attribute of it that says so", a.Name, e.Name)
		}
	}
	return nil
}

// checkComplete verifies what a model without problems has.
func (e *Entity) checkComplete(m *Model) error {
	if len(m.Problems) > 0 || e.incomplete || len(e.lost) > 0 {
		return nil
	}
	if len(e.PrimaryKey) == 0 || m.MetaData.Table(e.Table.FullName()) != e.Table {
		return fmt.Errorf("mapping: %s has no primary key, or its table is not in the metadata, and no problem says so", e.Name)
	}
	for _, r := range e.Rels {
		if r.Target != nil && !r.Linked() && len(r.Target.lost) == 0 && !r.Target.incomplete {
			return fmt.Errorf("mapping: %s.%s joins by nothing, and no problem says so", e.Name, r.Name)
		}
	}
	return nil
}

func (r *Relationship) check(e *Entity, i int) error {
	switch {
	case r.Entity != e || r.Index != i || e.Rel(r.Name) != r:
		return fmt.Errorf("mapping: relationship %s.%s is not where its index and its name say", e.Name, r.Name)
	case r.Back != nil && (r.Back.Back != r || r.Back.Entity != r.Target || r.Back.Target != e):
		return fmt.Errorf("mapping: the other side of %s.%s does not point back", e.Name, r.Name)
	case r.Back != nil && (r.Back.Direction == r.Direction && r.Direction != ManyToMany || !samePairs(r, r.Back)):
		return fmt.Errorf("mapping: %s.%s and its other side are not each other's reverse", e.Name, r.Name)
	}
	for _, p := range r.Pairs {
		if p.Local.Entity != e || p.Remote.Entity != r.Target {
			return fmt.Errorf("mapping: a join pair of %s.%s belongs to other entities", e.Name, r.Name)
		}
	}
	for _, o := range r.OrderBy {
		if o.X == nil && o.Attr.Entity != r.Target {
			return fmt.Errorf("mapping: %s.%s is ordered by an attribute of another entity than its target", e.Name, r.Name)
		}
	}
	return nil
}
