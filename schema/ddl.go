package schema

import "context"

// Element is one DDL operation on one object.
type Element interface{ ddl() }

// CreateTable is CREATE TABLE with the constraints of the table.
type CreateTable struct{ Table *Table }

// DropTable is DROP TABLE.
type DropTable struct{ Table *Table }

// CreateIndex is CREATE INDEX.
type CreateIndex struct {
	Table *Table
	Index *Index
}

func (CreateTable) ddl() {}
func (DropTable) ddl()   {}
func (CreateIndex) ddl() {}

// Executor runs DDL. *engine.Engine is one.
type Executor interface {
	// HasTable reports whether the database has a table of that name; schema is "" for the default one.
	HasTable(ctx context.Context, schema, name string) (bool, error)
	// ExecuteDDL compiles the element for the executor's dialect and runs it.
	ExecuteDDL(ctx context.Context, e Element) error
}

// CreateAll creates every table that the database does not have yet, with its indexes, in dependency order. An existing
// table is left as it is, whatever its columns.
func (m *MetaData) CreateAll(ctx context.Context, x Executor) error {
	tables, err := m.SortedTables()
	if err != nil {
		return err
	}
	for _, t := range tables {
		has, err := x.HasTable(ctx, t.Schema, t.Name)
		if err != nil {
			return err
		}
		if has {
			continue
		}
		for _, e := range t.CreateElements() {
			if err := x.ExecuteDDL(ctx, e); err != nil {
				return err
			}
		}
	}
	return nil
}

// DropAll drops every table that the database has, dependents first.
func (m *MetaData) DropAll(ctx context.Context, x Executor) error {
	tables, err := m.SortedTables()
	if err != nil {
		return err
	}
	for i := len(tables) - 1; i >= 0; i-- {
		t := tables[i]
		has, err := x.HasTable(ctx, t.Schema, t.Name)
		if err != nil {
			return err
		}
		if !has {
			continue
		}
		if err := x.ExecuteDDL(ctx, DropTable{t}); err != nil {
			return err
		}
	}
	return nil
}

// CreateElements lists the operations that create the table: the table itself, then its indexes.
func (t *Table) CreateElements() []Element {
	out := []Element{CreateTable{t}}
	for _, x := range t.Indexes {
		out = append(out, CreateIndex{t, x})
	}
	return out
}
