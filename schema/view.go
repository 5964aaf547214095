package schema

import (
	"context"
	"slices"

	"github.com/aludel/aludel/expr"
)

// This file has views.

// View is a SELECT that the database keeps under a name. It is read as a table is: it stands in FROM, and [Table.C] gives its columns.
// What is not a view's (constraints, indexes, keys) it does not have; its events are those of a table.
type View struct {
	*Table
	// Select gives the rows. Values in it are written into the definition.
	Select expr.Select
}

// NewView declares a view in md (nil for none) whose columns are those of the SELECT, by their names and types. It is created after the
// tables and after the views that were declared before it, hence after those that it reads. A column without a name of its own needs a
// label: that, a name which is there twice, and a view with the name of a table are mistakes, which [MetaData.Resolve] returns.
func NewView(name string, md *MetaData, s expr.Select) *View {
	t := NewTable(name, nil)
	if md != nil && t.Schema == "" && md.Schema != "" {
		t = NewTable(md.Schema+"."+name, nil)
	}
	v := &View{Table: t, Select: s}
	for _, col := range expr.NewSubquery(s, "").Columns {
		if col.Name == "" {
			v.mistake("", "a column of the view has no name of its own, or one that another has; give it a label")
			continue
		}
		v.Append(NewColumn(col.Name, col.Typ, Quoted(col.Quote)))
	}
	if md == nil {
		return v
	}
	for _, have := range md.views {
		if have.FullName() == v.FullName() {
			v.mistake("", "a view of this name is declared already")
		}
	}
	v.MetaData = md
	md.views = append(md.views, v)
	return v
}

// Views lists the views in the order in which they were declared.
func (m *MetaData) Views() []*View { return m.views }

// View is the view of that name ("recent", or "schema.recent"), nil if there is none.
func (m *MetaData) View(name string) *View {
	if i := slices.IndexFunc(m.views, func(v *View) bool { return v.FullName() == name }); i >= 0 {
		return m.views[i]
	}
	return nil
}

// Create creates the view, without looking whether it is there ([CheckFirst]).
func (v *View) Create(ctx context.Context, x Executor, opts ...CreateOption) error {
	return v.run(ctx, x, false, opts, func(c *creation) error { return c.createView(ctx, v) })
}

// Drop drops the view, without looking whether it is there ([CheckFirst]).
func (v *View) Drop(ctx context.Context, x Executor, opts ...CreateOption) error {
	return v.run(ctx, x, true, opts, func(c *creation) error { return c.dropView(ctx, v) })
}

// viewMistakes are those of the declarations of views.
func (m *MetaData) viewMistakes() (bad []error) {
	for _, v := range m.views {
		bad = append(bad, v.mistakes...)
		if m.byName[v.FullName()] != nil {
			bad = append(bad, &Error{Table: v.FullName(), Reason: "a table and a view have this name"})
		}
	}
	return bad
}

// createViews creates the views that are not there, each after those that it may read. They are left out where only some tables are
// asked for.
func (c *creation) createViews(ctx context.Context) error {
	for _, v := range c.md.views {
		if ok, err := c.wantsView(ctx, v, false); err != nil {
			return err
		} else if ok {
			if err := c.createView(ctx, v); err != nil {
				return err
			}
		}
	}
	return nil
}

// dropViews drops the views that are there, dependents first.
func (c *creation) dropViews(ctx context.Context) error {
	for _, v := range slices.Backward(c.md.views) {
		if ok, err := c.wantsView(ctx, v, true); err != nil {
			return err
		} else if ok {
			if err := c.dropView(ctx, v); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *creation) wantsView(ctx context.Context, v *View, there bool) (bool, error) {
	if c.only != nil && !slices.Contains(c.only, v.Table) {
		return false, nil
	}
	return c.is(ctx, v.Table, there)
}

func (c *creation) createView(ctx context.Context, v *View) error {
	return c.around(ctx, v.Table, BeforeCreate, AfterCreate, CreateView{View: v})
}

func (c *creation) dropView(ctx context.Context, v *View) error {
	return c.around(ctx, v.Table, BeforeDrop, AfterDrop, DropView{View: v})
}

// around runs an element between two events.
func (c *creation) around(ctx context.Context, t *Table, before, after Event, e Element) error {
	if err := t.listeners.fire(ctx, before, c.Executor, t); err != nil {
		return err
	}
	if err := c.ExecuteDDL(ctx, e); err != nil {
		return err
	}
	return t.listeners.fire(ctx, after, c.Executor, t)
}
