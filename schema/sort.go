package schema

import "sort"

// This file orders tables by what they refer to.

// SortedTables lists the tables so that every table comes after those its foreign keys refer to; ties are broken by name. A
// reference of a table to itself does not count, nor does a key that is added later ([UseAlter]). Tables that refer to each
// other in a circle are a *[CycleError].
func (m *MetaData) SortedTables() ([]*Table, error) {
	if err := m.Resolve(); err != nil {
		return nil, err
	}
	tables := append([]*Table(nil), m.tables...)
	sort.SliceStable(tables, func(i, j int) bool { return tables[i].FullName() < tables[j].FullName() })
	out, rest := layers(tables, nil)
	if len(rest) > 0 {
		return nil, &CycleError{Tables: names(rest)}
	}
	return out, nil
}

// layers orders tables by rounds: in each come those that depend on none which did not come before. What is left depends on
// itself, through others. Keys of cut do not count.
func layers(tables []*Table, cut map[*ForeignKeyConstraint]bool) (sorted, rest []*Table) {
	pending := make(map[*Table]bool, len(tables))
	for _, t := range tables {
		pending[t] = true
	}
	for rest = tables; len(rest) > 0; {
		var now, later []*Table
		for _, t := range rest {
			if t.waits(pending, cut) {
				later = append(later, t)
			} else {
				now = append(now, t)
			}
		}
		if len(now) == 0 {
			return sorted, rest
		}
		for _, t := range now {
			delete(pending, t)
		}
		sorted, rest = append(sorted, now...), later
	}
	return sorted, nil
}

// waits reports whether the table depends on one that is pending.
func (t *Table) waits(pending map[*Table]bool, cut map[*ForeignKeyConstraint]bool) bool {
	for _, fk := range t.ForeignKeys {
		if fk.Target != nil && fk.Target != t && !fk.UseAlter && !cut[fk] && pending[fk.Target] {
			return true
		}
	}
	for _, d := range t.dependsOn {
		if d != t && pending[d] {
			return true
		}
	}
	return false
}

// breakCycles finds the foreign keys that must be added by ALTER so that the tables can be created one after another: those
// between tables of one circle.
func breakCycles(tables []*Table) (cut map[*ForeignKeyConstraint]bool, err error) {
	cut = map[*ForeignKeyConstraint]bool{}
	_, rest := layers(tables, cut)
	if len(rest) == 0 {
		return cut, nil
	}
	for _, t := range rest {
		for _, fk := range t.ForeignKeys {
			if fk.Target != nil && fk.Target != t && !fk.UseAlter && reaches(fk.Target, t, map[*Table]bool{}) {
				cut[fk] = true
			}
		}
	}
	if _, rest = layers(tables, cut); len(rest) > 0 {
		return nil, &CycleError{Tables: names(rest)} // of dependencies that no foreign key makes
	}
	return cut, nil
}

// reaches reports whether from refers to to, through others or not.
func reaches(from, to *Table, seen map[*Table]bool) bool {
	if from == to {
		return true
	}
	if seen[from] {
		return false
	}
	seen[from] = true
	for _, fk := range from.ForeignKeys {
		if fk.Target != nil && !fk.UseAlter && reaches(fk.Target, to, seen) {
			return true
		}
	}
	for _, d := range from.dependsOn {
		if reaches(d, to, seen) {
			return true
		}
	}
	return false
}
