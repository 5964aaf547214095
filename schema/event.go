package schema

import "context"

// Event is a moment in the creation of a table or collection.
type Event uint8

// The moments.
const (
	BeforeCreate Event = iota
	AfterCreate
	BeforeDrop
	AfterDrop
)

// Listener is called at an event. table is nil for an event of a whole collection. What it executes on x is part of the creation;
// an error ends that.
type Listener func(ctx context.Context, x Executor, table *Table) error

type listeners map[Event][]Listener

func (ls *listeners) add(e Event, l Listener) {
	if *ls == nil {
		*ls = listeners{}
	}
	(*ls)[e] = append((*ls)[e], l)
}

func (ls listeners) fire(ctx context.Context, e Event, x Executor, t *Table) error {
	for _, l := range ls[e] {
		if err := l(ctx, x, t); err != nil {
			return err
		}
	}
	return nil
}

// Listen calls l when the table is created or dropped, in the order of the calls of Listen.
func (t *Table) Listen(e Event, l Listener) { t.listeners.add(e, l) }

// ListenDDL executes d when the table is created or dropped.
func (t *Table) ListenDDL(e Event, d DDL) { t.Listen(e, d.listen) }

// Listen calls l before or after all tables are created or dropped.
func (m *MetaData) Listen(e Event, l Listener) { m.listeners.add(e, l) }

// ListenDDL executes d before or after all tables are created or dropped.
func (m *MetaData) ListenDDL(e Event, d DDL) { m.Listen(e, d.listen) }

// listen is the DDL as a listener.
func (d DDL) listen(ctx context.Context, x Executor, t *Table) error {
	if d.When != nil && !d.When(x.Target()) {
		return nil
	}
	if t != nil {
		d.Table = t
	}
	return x.ExecuteDDL(ctx, d)
}
