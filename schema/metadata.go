package schema

import (
	"fmt"
	"sort"
	"strings"

	"github.com/aludel/aludel/expr"
)

// MetaData is a collection of tables that may refer to each other (SQLAlchemy's MetaData).
//
// Invariant: table names are unique, by schema and name.
type MetaData struct {
	tables []*Table
	byName map[string]*Table
	// mistakes are those of NewTable, which returns no error.
	mistakes []error
}

// NewMetaData makes an empty collection.
func NewMetaData() *MetaData { return &MetaData{byName: map[string]*Table{}} }

// Tables lists the tables in the order in which they were declared.
func (m *MetaData) Tables() []*Table { return m.tables }

// Table is the table of that name ("users", or "schema.users"), nil if there is none.
func (m *MetaData) Table(name string) *Table { return m.byName[name] }

// Add puts a table into the collection. A second table of the same name is an error, and is not added.
func (m *MetaData) Add(t *Table) error {
	if m.byName[t.FullName()] != nil {
		return &Error{Table: t.FullName(), Reason: "a table of this name is declared already"}
	}
	t.MetaData = m
	m.tables = append(m.tables, t)
	m.byName[t.FullName()] = t
	return nil
}

// Resolve finds the columns that foreign keys refer to. It returns every reference that finds nothing, joined, and may be
// called again after more tables were added.
func (m *MetaData) Resolve() error {
	bad := append([]error(nil), m.mistakes...)
	for _, t := range m.tables {
		bad = append(bad, t.mistakes...)
		for _, fk := range t.ForeignKeys {
			if err := m.resolve(t, fk); err != nil {
				bad = append(bad, err)
			}
		}
	}
	return join(bad)
}

func (m *MetaData) resolve(t *Table, fk *ForeignKeyConstraint) error {
	ref := m.Table(fk.RefTable)
	if ref == nil {
		return &Error{Table: t.FullName(), Column: fk.Columns[0].Name, Reason: fmt.Sprintf("its foreign key refers to table %q, which is not declared", fk.RefTable)}
	}
	cols := make([]*Column, len(fk.RefColumns))
	for i, name := range fk.RefColumns {
		if cols[i] = ref.Column(name); cols[i] == nil {
			return &Error{Table: t.FullName(), Column: fk.Columns[i].Name, Reason: fmt.Sprintf("its foreign key refers to column %q of table %q, which has none of that name", name, fk.RefTable)}
		}
	}
	if fk.Target == nil {
		t.TableClause.ForeignKeys = append(t.TableClause.ForeignKeys, expr.Reference{Columns: clauses(fk.Columns), Targets: clauses(cols)})
	}
	fk.Target, fk.TargetColumns = ref, cols
	for i, c := range fk.Columns {
		if c.ForeignKey != nil && c.ForeignKey.Constraint == fk {
			c.ForeignKey.Ref = cols[i]
		}
	}
	return nil
}

func clauses(cols []*Column) []*expr.ColumnClause {
	out := make([]*expr.ColumnClause, len(cols))
	for i, c := range cols {
		out[i] = c.ColumnClause
	}
	return out
}

// SortedTables lists the tables so that every table comes after those its foreign keys refer to; ties are broken by name. A
// reference of a table to itself does not count. Tables that refer to each other in a circle are a *[CycleError].
func (m *MetaData) SortedTables() ([]*Table, error) {
	if err := m.Resolve(); err != nil {
		return nil, err
	}
	rest := append([]*Table(nil), m.tables...)
	sort.SliceStable(rest, func(i, j int) bool { return rest[i].FullName() < rest[j].FullName() })
	var out []*Table
	done := map[*Table]bool{}
	for len(rest) > 0 {
		var later []*Table
		ready := len(out)
		for _, t := range rest {
			if dependsOnlyOn(t, done) {
				out = append(out, t)
			} else {
				later = append(later, t)
			}
		}
		for _, t := range out[ready:] {
			done[t] = true
		}
		if len(later) == len(rest) {
			return nil, &CycleError{Tables: names(later)}
		}
		rest = later
	}
	return out, nil
}

func dependsOnlyOn(t *Table, done map[*Table]bool) bool {
	for _, fk := range t.ForeignKeys {
		if fk.Target != nil && fk.Target != t && fk.Target.MetaData == t.MetaData && !done[fk.Target] {
			return false
		}
	}
	return true
}

func names(ts []*Table) (s []string) {
	for _, t := range ts {
		s = append(s, t.FullName())
	}
	return s
}

// Dump is the collection as text, for people and for golden files.
func (m *MetaData) Dump() string {
	var b strings.Builder
	for _, t := range m.tables {
		t.dump(&b)
	}
	return b.String()
}
