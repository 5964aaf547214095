package schema

import (
	"context"
	"slices"
)

// This file creates and drops: in which order, with what around it. What a statement says is the compiler's business.

// creation is one call of CreateAll or DropAll.
type creation struct {
	md      *MetaData
	only    []*Table
	checked bool
	Executor
	// after are elements that run when the transaction has ended; nothing is put off where there is none.
	after       []Element
	transaction bool
}

// CreateAll creates every table, sequence and view that the database does not have yet, with indexes and comments: tables after those
// that they refer to, else in the order of declaration, then views. Foreign keys in a circle, and those declared with [UseAlter], are added
// last, where the database can. An existing table is left as it is, whatever its columns.
func (m *MetaData) CreateAll(ctx context.Context, x Executor, opts ...CreateOption) error {
	return m.run(ctx, x, true, opts, (*creation).create)
}

// DropAll drops every view, table and sequence that the database has, dependents first. Foreign keys in a circle are dropped before,
// which needs names: a *[CycleError] says that they have none.
func (m *MetaData) DropAll(ctx context.Context, x Executor, opts ...CreateOption) error {
	return m.run(ctx, x, true, opts, (*creation).drop)
}

// Create creates the table with its indexes and sequences, without looking whether it is there ([CheckFirst]).
func (t *Table) Create(ctx context.Context, x Executor, opts ...CreateOption) error {
	return t.run(ctx, x, false, opts, func(c *creation) error {
		if err := c.createTypes(ctx, []*Table{t}); err != nil {
			return err
		}
		return c.createTable(ctx, t, nil)
	})
}

// Drop drops the table, without looking whether it is there ([CheckFirst]).
func (t *Table) Drop(ctx context.Context, x Executor, opts ...CreateOption) error {
	return t.run(ctx, x, true, opts, func(c *creation) error {
		if err := c.dropTable(ctx, t); err != nil {
			return err
		}
		return c.dropTypes(ctx, []*Table{t})
	})
}

// run calls f, if the table is there, or not, as wanted where that is asked for.
func (t *Table) run(ctx context.Context, x Executor, there bool, opts []CreateOption, f func(*creation) error) error {
	m := t.MetaData
	if m == nil {
		m = NewMetaData()
	}
	return m.run(ctx, x, false, opts, func(c *creation, ctx context.Context) error {
		if ok, err := c.is(ctx, t, there); err != nil || !ok {
			return err
		}
		return f(c)
	})
}

func (m *MetaData) run(ctx context.Context, x Executor, checked bool, opts []CreateOption, f func(*creation, context.Context) error) error {
	if err := m.Resolve(); err != nil {
		return err
	}
	c := &creation{md: m, checked: checked, Executor: x}
	for _, o := range opts {
		o(c)
	}
	t, ok := x.(Transactor)
	if !ok {
		return f(c, ctx)
	}
	c.transaction = true
	err := t.InTransaction(ctx, func(x Executor) error {
		c.Executor = x
		return f(c, ctx)
	})
	for i := 0; i < len(c.after) && err == nil; i++ {
		err = x.ExecuteDDL(ctx, c.after[i])
	}
	return err
}

// tables are those that are asked for and which are there, or not, as wanted.
func (c *creation) tables(ctx context.Context, there bool) (out []*Table, err error) {
	for _, t := range c.md.tables {
		if c.only != nil && !slices.Contains(c.only, t) {
			continue
		}
		ok, err := c.is(ctx, t, there)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, t)
		}
	}
	return out, nil
}

// is reports whether a table is there, or not, as wanted; it is taken for granted where nothing is checked.
func (c *creation) is(ctx context.Context, t *Table, there bool) (bool, error) {
	if !c.checked {
		return true, nil
	}
	has, err := c.HasTable(ctx, t.Schema, t.Name)
	return has == there, err
}

func (c *creation) create(ctx context.Context) error {
	tables, err := c.tables(ctx, false)
	if err != nil {
		return err
	}
	cut, err := breakCycles(tables)
	if err != nil {
		return err
	}
	if err := c.md.listeners.fire(ctx, BeforeCreate, c.Executor, nil); err != nil {
		return err
	}
	for _, s := range c.md.sequences {
		if c.only == nil && !c.ofColumn(s) {
			if err := c.createSequence(ctx, s); err != nil {
				return err
			}
		}
	}
	if err := c.createTypes(ctx, tables); err != nil {
		return err
	}
	sorted, _ := layers(tables, cut)
	later := c.apart(sorted, cut)
	for _, t := range sorted {
		if err := c.createTable(ctx, t, later); err != nil {
			return err
		}
	}
	for _, fk := range later {
		if err := c.ExecuteDDL(ctx, AddConstraint{fk.table, fk}); err != nil {
			return err
		}
	}
	if err := c.createViews(ctx); err != nil {
		return err
	}
	return c.md.listeners.fire(ctx, AfterCreate, c.Executor, nil)
}

// apart lists the foreign keys that are added to, and dropped from, tables that are there.
func (c *creation) apart(tables []*Table, cut map[*ForeignKeyConstraint]bool) (out []*ForeignKeyConstraint) {
	if !c.Target().Alter {
		return nil
	}
	for _, t := range tables {
		for _, fk := range t.ForeignKeys {
			if fk.UseAlter || cut[fk] {
				out = append(out, fk)
			}
		}
	}
	return out
}

// ofColumn reports whether a table has the sequence for a column, and creates and drops it.
func (c *creation) ofColumn(s *Sequence) bool {
	for _, t := range c.md.tables {
		for _, col := range t.Columns {
			if col.Sequence == s {
				return true
			}
		}
	}
	return false
}

// wants reports whether a sequence is made for this database, and is there or not as wanted.
func (c *creation) wants(ctx context.Context, s *Sequence, there bool) (bool, error) {
	t := c.Target()
	if !t.Sequences || t.OptionalSequences && s.Optional {
		return false, nil
	}
	if !c.checked {
		return true, nil
	}
	has, err := c.HasSequence(ctx, s.Schema, s.Name)
	return has == there, err
}

func (c *creation) createSequence(ctx context.Context, s *Sequence) error {
	ok, err := c.wants(ctx, s, false)
	if err != nil || !ok {
		return err
	}
	return c.ExecuteDDL(ctx, CreateSequence{Sequence: s})
}

func (c *creation) createTable(ctx context.Context, t *Table, without []*ForeignKeyConstraint) error {
	if err := t.listeners.fire(ctx, BeforeCreate, c.Executor, t); err != nil {
		return err
	}
	for _, col := range t.Columns {
		if col.Sequence != nil {
			if err := c.createSequence(ctx, col.Sequence); err != nil {
				return err
			}
		}
	}
	elements := t.CreateElements()
	elements[0] = CreateTable{Table: t, Without: without}
	if c.Target().CommentsApart {
		elements = append(elements, t.commentElements()...)
	}
	for _, e := range elements {
		if apart := c.Target().Apart; c.transaction && apart != nil && apart(e) {
			c.after = append(c.after, e)
			continue
		}
		if err := c.ExecuteDDL(ctx, e); err != nil {
			return err
		}
	}
	return t.listeners.fire(ctx, AfterCreate, c.Executor, t)
}

func (c *creation) drop(ctx context.Context) error {
	tables, err := c.tables(ctx, true)
	if err != nil {
		return err
	}
	cut, err := breakCycles(tables)
	if err != nil {
		return err
	}
	sorted, _ := layers(tables, cut)
	first := c.apart(sorted, cut)
	for _, fk := range first {
		if fk.Name == "" {
			return &CycleError{Tables: []string{fk.table.FullName(), fk.Target.FullName()}, Unnamed: true}
		}
	}
	if err := c.md.listeners.fire(ctx, BeforeDrop, c.Executor, nil); err != nil {
		return err
	}
	if err := c.dropViews(ctx); err != nil {
		return err
	}
	for _, fk := range first {
		if err := c.ExecuteDDL(ctx, DropConstraint{Table: fk.table, Constraint: fk}); err != nil {
			return err
		}
	}
	slices.Reverse(sorted)
	if len(cut) > 0 && !c.Target().Alter {
		sorted = tables // there is no right order; the database does not ask for one
	}
	for _, t := range sorted {
		if err := c.dropTable(ctx, t); err != nil {
			return err
		}
	}
	if err := c.dropTypes(ctx, tables); err != nil {
		return err
	}
	for _, s := range c.md.sequences {
		if c.only == nil && !c.ofColumn(s) {
			if err := c.dropSequence(ctx, s); err != nil {
				return err
			}
		}
	}
	return c.md.listeners.fire(ctx, AfterDrop, c.Executor, nil)
}

func (c *creation) dropSequence(ctx context.Context, s *Sequence) error {
	ok, err := c.wants(ctx, s, true)
	if err != nil || !ok {
		return err
	}
	return c.ExecuteDDL(ctx, DropSequence{Sequence: s})
}

func (c *creation) dropTable(ctx context.Context, t *Table) error {
	if err := t.listeners.fire(ctx, BeforeDrop, c.Executor, t); err != nil {
		return err
	}
	if err := c.ExecuteDDL(ctx, DropTable{Table: t}); err != nil {
		return err
	}
	for _, col := range t.Columns {
		if col.Sequence != nil {
			if err := c.dropSequence(ctx, col.Sequence); err != nil {
				return err
			}
		}
	}
	return t.listeners.fire(ctx, AfterDrop, c.Executor, t)
}

// CreateElements lists the operations that create the table: the table itself, then its indexes.
func (t *Table) CreateElements() []Element {
	out := []Element{CreateTable{Table: t}}
	for _, x := range t.Indexes {
		out = append(out, CreateIndex{Table: t, Index: x})
	}
	return out
}

// commentElements lists the operations that comment the table and its columns.
func (t *Table) commentElements() (out []Element) {
	if t.Comment != "" {
		out = append(out, SetTableComment{t})
	}
	for _, c := range t.Columns {
		if c.Comment != "" {
			out = append(out, SetColumnComment{c})
		}
	}
	return out
}
