package schema

import (
	"slices"
	"strings"

	"github.com/aludel/aludel/expr"
)

// MetaData is a collection of tables that may refer to each other (SQLAlchemy's MetaData).
//
// Invariant: table names are unique, by schema and name.
type MetaData struct {
	// Schema is the schema of tables that are declared in the collection without one; "" for the connection's default one.
	Schema string
	// Naming gives names to constraints and indexes that are declared without one.
	Naming NamingConvention
	tables []*Table
	byName map[string]*Table
	// waiting are foreign keys whose target was not there when they were declared.
	waiting   []waiting
	sequences []*Sequence
	views     []*View
	listeners listeners
	// mistakes are those of NewTable, which returns no error.
	mistakes []error
}

// MetaDataOption changes a collection while it is made.
type MetaDataOption func(*MetaData)

// InSchema makes a schema that of the tables which are declared without one.
func InSchema(name string) MetaDataOption { return func(m *MetaData) { m.Schema = name } }

// NameBy names constraints and indexes by a convention. Kinds that it does not mention keep [DefaultNaming].
func NameBy(c NamingConvention) MetaDataOption {
	return func(m *MetaData) {
		for kind, pattern := range c {
			m.Naming[kind] = pattern
		}
	}
}

// NewMetaData makes an empty collection.
func NewMetaData(opts ...MetaDataOption) *MetaData {
	m := &MetaData{byName: map[string]*Table{}, Naming: DefaultNaming()}
	for _, o := range opts {
		o(m)
	}
	return m
}

// Tables lists the tables in the order in which they were declared.
func (m *MetaData) Tables() []*Table { return m.tables }

// Table is the table of that name ("users", or "schema.users"), nil if there is none.
func (m *MetaData) Table(name string) *Table { return m.byName[name] }

// Sequences lists the sequences, those of columns included, in the order in which they were declared.
func (m *MetaData) Sequences() []*Sequence { return m.sequences }

// AddSequence puts a sequence into the collection, which then is created and dropped with it. Twice the same one is once.
func (m *MetaData) AddSequence(s *Sequence) {
	for _, have := range m.sequences {
		if have == s {
			return
		}
	}
	m.sequences = append(m.sequences, s)
}

// Add puts a table into the collection. A second table of the same name is an error, and is not added.
func (m *MetaData) Add(t *Table) error {
	if m.byName[t.FullName()] != nil {
		return &Error{Table: t.FullName(), Reason: "a table of this name is declared already"}
	}
	t.MetaData = m
	m.tables = append(m.tables, t)
	m.byName[t.FullName()] = t
	for _, c := range t.Columns {
		if c.Sequence != nil {
			m.AddSequence(c.Sequence)
		}
	}
	t.nameAll()
	m.arrived(t)
	return nil
}

// Share puts a table of another collection into this one, where it stays the other's: foreign keys find it, and it is created and dropped
// with both. A second table of the same name is an error.
func (m *MetaData) Share(t *Table) error {
	if m.byName[t.FullName()] != nil {
		return &Error{Table: t.FullName(), Reason: "a table of this name is declared already"}
	}
	m.tables = append(m.tables, t)
	m.byName[t.FullName()] = t
	return nil
}

// Remove takes a table out of the collection. Foreign keys of others that refer to it stay, and no longer resolve.
func (m *MetaData) Remove(t *Table) {
	if m.byName[t.FullName()] != t {
		return
	}
	delete(m.byName, t.FullName())
	for i, have := range m.tables {
		if have == t {
			m.tables = append(m.tables[:i:i], m.tables[i+1:]...)
		}
	}
	t.MetaData = nil
}

// Resolve finds the columns that foreign keys refer to, and gives columns without a type that of the column they refer to. It
// returns every mistake of the declarations and every reference that finds nothing, joined, and may be called again after
// more tables were added.
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
	bad = append(append(bad, m.inferTypes()...), m.viewMistakes()...)
	return join(bad)
}

// waiting is a foreign key of a table that is not resolved yet.
type waiting struct {
	t  *Table
	fk *ForeignKeyConstraint
}

// arrived resolves the foreign keys of a table that was declared, and those to it, as far as both ends are there: joins can be inferred
// from them at once. What is missing [MetaData.Resolve] reports.
func (m *MetaData) arrived(t *Table) {
	for _, fk := range t.ForeignKeys {
		if fk.Target == nil {
			m.waiting = append(m.waiting, waiting{t, fk})
		}
	}
	m.waiting = slices.DeleteFunc(m.waiting, func(w waiting) bool {
		if w.t != t && w.fk.RefTable != t.FullName() && w.fk.RefTable != t.Name {
			return false
		}
		return w.t.MetaData != m || m.resolve(w.t, w.fk) == nil
	})
}

func (m *MetaData) resolve(t *Table, fk *ForeignKeyConstraint) error {
	if err := fk.check(t); err != nil {
		return err
	}
	ref := m.Table(fk.RefTable)
	if ref == nil && m.Schema != "" && !strings.Contains(fk.RefTable, ".") {
		if ref = m.Table(m.Schema + "." + fk.RefTable); ref != nil {
			fk.RefTable = ref.FullName()
		}
	}
	if ref == nil {
		return &Error{Table: t.FullName(), Column: fk.Columns[0].Name, Reason: "its foreign key refers to table " + quoted(fk.RefTable) + ", which is not declared"}
	}
	cols := make([]*Column, len(fk.RefColumns))
	for i, name := range fk.RefColumns {
		if cols[i] = ref.find(name); cols[i] == nil {
			return &Error{Table: t.FullName(), Column: fk.Columns[i].Name, Reason: "its foreign key refers to column " + quoted(name) + " of table " + quoted(fk.RefTable) + ", which has none of that name"}
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

// inferTypes gives columns declared without a type that of the column which they refer to, through any number of keys.
func (m *MetaData) inferTypes() (bad []error) {
	for _, t := range m.tables {
		for _, c := range t.Columns {
			if c.Typ != nil {
				continue
			}
			seen := map[*Column]bool{}
			from := c
			for from != nil && from.Typ == nil && !seen[from] {
				seen[from] = true
				from = from.references()
			}
			if from != nil && from.Typ != nil {
				c.Typ = from.Typ
			} else if c.ForeignKey == nil || c.references() != nil {
				bad = append(bad, &Error{Table: t.FullName(), Column: c.Name, Reason: "it has no type and no foreign key to a column that has one"})
			}
		}
	}
	return bad
}

func clauses(cols []*Column) []*expr.ColumnClause {
	out := make([]*expr.ColumnClause, len(cols))
	for i, c := range cols {
		out[i] = c.ColumnClause
	}
	return out
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
	for _, v := range m.views {
		b.WriteString("view " + v.FullName() + "\n")
	}
	for _, s := range m.sequences {
		b.WriteString("sequence " + s.FullName() + s.SequenceOptions.text() + "\n")
	}
	return b.String()
}
