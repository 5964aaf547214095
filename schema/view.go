package schema

import (
	"context"
	"slices"
	"strings"

	"github.com/aludel/aludel/expr"
)

// This file has views.

// View is a SELECT that the database keeps under a name. It is read as a table is: it stands in FROM, and [Table.C] gives its columns.
// What is not a view's (constraints, indexes, keys) it does not have; its events are those of a table.
type View struct {
	*Table
	// Select gives the rows. Values in it are written into the definition.
	Select expr.Select
	// Definition is the SELECT as text, of a view that was read from a database or a file and has no Select; "" for others.
	Definition string
}

// NewViewText declares a view in md (nil for none) whose SELECT is literal SQL, with these columns, which are of no table yet. It is for
// readers of views; [NewView] knows the columns itself.
func NewViewText(name string, md *MetaData, definition string, columns ...*Column) *View {
	v := &View{Table: NewTable(qualify(name, md), nil), Definition: definition}
	for _, c := range columns {
		v.Append(c)
	}
	if md != nil {
		md.AddView(v)
	}
	return v
}

// qualify puts a name without a schema into that of the collection.
func qualify(name string, md *MetaData) string {
	if md != nil && md.Schema != "" && !strings.Contains(name, ".") {
		return md.Schema + "." + name
	}
	return name
}

// AddView puts a view that is of no collection into this one. A second view of the same name is a mistake, which [MetaData.Resolve]
// returns.
func (m *MetaData) AddView(v *View) {
	for _, have := range m.views {
		if have.FullName() == v.FullName() {
			v.mistake("", "a view of this name is declared already")
		}
	}
	v.MetaData = m
	m.views = append(m.views, v)
}

// CopyTo declares a copy of the view in another collection, by the options [CopySchema] and [CopyName]; its columns cannot be chosen.
// It reads the tables and views of that collection which have the names of those that the original reads, else those. Literal SQL stays
// as it is.
func (v *View) CopyTo(md *MetaData, opts ...CopyOption) *View {
	aside := NewMetaData()
	aside.Schema = md.Schema
	out := &View{Table: v.Table.CopyTo(aside, append(slices.Clone(opts), func(c *copying) { c.only, c.replacing = nil, nil })...), Select: v.Select, Definition: v.Definition}
	if v.Definition == "" {
		out.Select = v.readingFrom(md, out.Schema)
	}
	md.AddView(out)
	return out
}

// readingFrom is the SELECT that reads the tables and views of a collection, those of a schema before others.
func (v *View) readingFrom(md *MetaData, ns string) expr.Select {
	other := func(t *expr.TableClause) *expr.TableClause {
		if o := md.readable(qualify(t.Name, &MetaData{Schema: ns})); o != nil {
			return o
		}
		return md.readable(qualify(t.Name, md))
	}
	r := expr.Rewriter{
		From: func(f expr.FromClause) (expr.FromClause, bool) {
			if t, ok := f.(*expr.TableClause); ok {
				if o := other(t); o != nil {
					return o, true
				}
			}
			return nil, false
		},
		Node: func(n expr.Node) (expr.Node, bool) {
			c, ok := n.(*expr.ColumnClause)
			if !ok {
				return nil, false
			}
			if t, ok := c.Table.(*expr.TableClause); ok {
				if o := other(t); o != nil {
					i := slices.IndexFunc(o.Columns, func(k *expr.ColumnClause) bool { return k.Name == c.Name })
					if i >= 0 {
						return o.Columns[i], true
					}
				}
			}
			return nil, false
		},
	}
	return r.Select(v.Select)
}

// readable is the table or view of that name, nil if there is none.
func (m *MetaData) readable(name string) *expr.TableClause {
	if t := m.Table(name); t != nil {
		return t.TableClause
	}
	if v := m.View(name); v != nil {
		return v.TableClause
	}
	return nil
}

// NewView declares a view in md (nil for none) whose columns are those of the SELECT, by their names and types. It is created after the
// tables and after the views that were declared before it, hence after those that it reads. A column without a name of its own needs a
// label: that, a name which is there twice, and a view with the name of a table are mistakes, which [MetaData.Resolve] returns.
func NewView(name string, md *MetaData, s expr.Select) *View {
	v := &View{Table: NewTable(qualify(name, md), nil), Select: s}
	for _, col := range expr.NewSubquery(s, "").Columns {
		if col.Name == "" {
			v.mistake("", "a column of the view has no name of its own, or one that another has; give it a label")
			continue
		}
		v.Append(NewColumn(col.Name, col.Typ, Quoted(col.Quote)))
	}
	if md != nil {
		md.AddView(v)
	}
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
