package unitofwork

import (
	"context"
	"errors"
	"slices"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/mapping"
)

// Order puts what the plan has in order, gives new objects the values that they have none for, and has objects checked. It comes before
// Flush and sends nothing.
func (p *Plan) Order(ctx context.Context, undo *Undo) (err error) {
	if p.saves, err = p.ordered(p.saves); err != nil {
		return err
	}
	p.deletes = p.deletionOrder()
	return p.prepare(ctx, undo)
}

// Flush sends the plan's statements on a connection with an open transaction and settles the objects. When it fails, the
// transaction is to be rolled back and undo run. stmts, which may be nil, keeps compiled statements for later flushes.
func (p *Plan) Flush(ctx context.Context, conn *engine.Connection, undo *Undo, stmts *Statements) error {
	w := &p.writer
	w.ctx, w.conn, w.undo, w.plan, w.stmts = ctx, conn, undo, p, stmts
	w.values, w.cols = w.few[:0], w.fewCols[:0]
	if p.only && p.Hooks == nil {
		if err := w.save(p.saves); err != nil {
			return err
		}
		return p.settle(p.saves, nil, undo)
	}
	return p.flushAll(undo)
}

// flushAll is Flush where more follows than what changed.
func (p *Plan) flushAll(undo *Undo) error {
	w := &p.writer
	same := p.watch(p.saves)
	if err := w.saveHooked(p.saves); err != nil {
		return err
	}
	if err := w.postUpdate(p.post); err != nil {
		return err
	}
	if err := w.writeLinks(p.links); err != nil {
		return err
	}
	if err := w.postUpdate(p.postDeletes()); err != nil {
		return err
	}
	if err := w.deleteHooked(p.deletes); err != nil {
		return err
	}
	if err := same(); err != nil {
		return err
	}
	return p.settle(p.saves, p.deletes, undo)
}

// settle makes the states of the objects agree with the database, after all statements succeeded.
func (p *Plan) settle(saves, deletes []*instance.State, undo *Undo) error {
	var snaps instance.Snapshots
	alikeTo := 0 // the end of the new objects of one mapper that are being entered
	for i, st := range saves {
		if old := p.heirs[st]; old != nil { // which makes room for it
			if err := p.leave(old, undo); err != nil {
				return err
			}
		}
		isNew := !st.Has(instance.Persistent)
		if isNew {
			if i >= alikeTo {
				n := alike(saves[i:])
				alikeTo = i + n
				p.context.Identity(st.Mapper).Reserve(n)
			}
			if err := p.enter(st, undo, &snaps, alikeTo-i); err != nil {
				return err
			}
		} else {
			undo.meet(st)
		}
		if isNew || st.RelsChanged() {
			p.graph.Settle(st)
		}
		st.Settle()
	}
	for _, st := range deletes {
		if p.replaced[st] {
			continue
		}
		if err := p.leave(st, undo); err != nil {
			return err
		}
	}
	for _, st := range p.orphans {
		st.Context = nil
		st.Flags &^= instance.Pending
		p.context.Move(st, instance.LifePending, instance.LifeTransient)
	}
	return nil
}

// alike is how many new objects of one mapper come first.
func alike(sts []*instance.State) int {
	n := 1
	for n < len(sts) && sts[n].Mapper == sts[0].Mapper && !sts[n].Has(instance.Persistent) {
		n++
	}
	return n
}

// leave makes a deleted object one that the session does not know.
func (p *Plan) leave(st *instance.State, undo *Undo) error {
	key, err := st.KeyOfState()
	if err != nil {
		return err
	}
	p.context.Identity(st.Mapper).Remove(key, st)
	undo.deleted(st, key)
	st.Flags = st.Flags&^(instance.Persistent|instance.Deleted) | instance.Gone
	st.Context = nil
	p.context.Move(st, instance.LifePersistent, instance.LifeDeleted)
	return nil
}

// enter makes a new object one that the session has stored. coming is how many that are alike are still to come.
func (p *Plan) enter(st *instance.State, undo *Undo, snaps *instance.Snapshots, coming int) error {
	if p.Hooks == nil || !st.HasSnapshot() { // else it was captured before the hooks
		snaps.Give(st, coming)
		st.Capture()
	}
	st.Flags = st.Flags&^instance.Pending | instance.Persistent
	key, err := st.KeyOfState()
	if err != nil {
		return &Error{"insert", st.Mapper.Entity.Name, "", err}
	}
	ident := p.context.Identity(st.Mapper)
	if other := ident.Get(key); other != nil && other != st {
		return &Error{"insert", st.Mapper.Entity.Name, "", errors.New("the session has another object of the same key")}
	}
	ident.Put(key, st)
	undo.inserted(st, key)
	p.context.Move(st, instance.LifePending, instance.LifePersistent)
	return nil
}

// writer sends statements.
type writer struct {
	ctx   context.Context
	conn  *engine.Connection
	undo  *Undo
	plan  *Plan
	stmts *Statements
	// values, cols and other are kept from one batch to the next.
	values      []any
	cols, other []int
	// fills and others are the columns of objects that SQL fills.
	fills, others []int
	// few and fewCols are their memory, where there is little to send.
	few     [6]any
	fewCols [6]int
}

// save stores objects in order; neighbours with the same statement go together.
func (w *writer) save(sts []*instance.State) error {
	for i := 0; i < len(sts); {
		st := sts[i]
		if err := w.copyKeys(st); err != nil {
			return err
		}
		if st.Has(instance.Persistent) {
			if err := w.update(st); err != nil {
				return err
			}
			i++
			continue
		}
		if old := w.heirOf(st); old != nil {
			if err := w.takeOver(st, old); err != nil {
				return err
			}
			i++
			continue
		}
		if err := w.firstVersion(st); err != nil {
			return err
		}
		x := w.plan.graph.Exprs(st)
		w.fills = sqlFills(st, w.fills[:0])
		if alone(st, x, w.fills) {
			if err := w.insertExprs(st, newExprs(st, x)); err != nil {
				return err
			}
			if err := w.readVersions("insert", sts[i:i+1]); err != nil {
				return err
			}
			i++
			continue
		}
		w.cols = passedColumns(st, w.fills, w.cols[:0])
		cols, fills := w.cols, w.fills
		n := i + 1
		for ; n < len(sts) && sts[n].Mapper == st.Mapper && !sts[n].Has(instance.Persistent) && !w.waits(sts[n], sts[i:n]); n++ {
			if err := w.copyKeys(sts[n]); err != nil {
				return err
			}
			if w.others = sqlFills(sts[n], w.others[:0]); len(w.plan.graph.Exprs(sts[n])) > 0 || !slices.Equal(fills, w.others) {
				break
			}
			if err := w.firstVersion(sts[n]); err != nil {
				return err
			}
			if w.other = passedColumns(sts[n], fills, w.other[:0]); !slices.Equal(cols, w.other) || w.heirOf(sts[n]) != nil {
				break
			}
		}
		if err := w.insert(sts[i:n], cols, fills); err != nil {
			return err
		}
		if err := w.readVersions("insert", sts[i:n]); err != nil {
			return err
		}
		i = n
	}
	return nil
}

// waits reports whether an object needs the key of one that is in the same batch.
func (w *writer) waits(st *instance.State, batch []*instance.State) bool {
	for _, s := range w.plan.syncs[st] {
		if s.parent == nil || s.parent.Mapper != st.Mapper {
			continue
		}
		for _, b := range batch {
			if b == s.parent {
				return true
			}
		}
	}
	return false
}

// copyKeys gives an object the foreign keys that follow from its relationships.
func (w *writer) copyKeys(st *instance.State) error {
	syncs := w.plan.syncs[st]
	if len(syncs) > 1 { // leaving one parent never undoes the arrival at another
		slices.SortStableFunc(syncs, func(a, b sync) int { return arrives(a) - arrives(b) })
	}
	for i, s := range syncs {
		if err := w.conflict(syncs[:i], s); err != nil {
			return err
		}
		if err := w.copyKey(s); err != nil {
			return err
		}
	}
	return nil
}

func arrives(s sync) int {
	if s.parent == nil {
		return 0
	}
	return 1
}

// copyKey copies one foreign key.
func (w *writer) copyKey(s sync) error {
	st := s.child
	for _, pair := range s.pairs {
		fk := s.own(pair)
		col := st.Mapper.Attr(fk)
		v := s.value(pair)
		if v == nil && !fk.Column.Nullable {
			return &Error{"update", st.Mapper.Entity.Name, fk.Name, errBlank(fk)}
		}
		if s.quiet {
			if err := w.follow(st, col, v); err != nil {
				return err
			}
			continue
		}
		w.undo.set(st, col)
		if err := st.Mapper.Columns[col].Set(st.Obj, v); err != nil {
			return &Error{"update", st.Mapper.Entity.Name, fk.Name, err}
		}
	}
	return nil
}

func errBlank(fk *mapping.Attr) error {
	if fk.PK {
		return errors.New("its parent is gone, but the column is part of the primary key; delete it with its parent (cascade:all,delete-orphan)")
	}
	return errors.New("its parent is gone, but the column may not be NULL; delete it with its parent (cascade:all,delete-orphan) or let the column be NULL")
}

// follow gives a column the value that the database gave its row already, when the key that it refers to changed.
func (w *writer) follow(st *instance.State, col int, v any) error {
	old, err := st.KeyOfState()
	if err != nil {
		return fail("update", st, err)
	}
	w.undo.updated(st)
	if err := st.Mapper.Columns[col].Set(st.Obj, v); err != nil {
		return &Error{"update", st.Mapper.Entity.Name, st.Mapper.Columns[col].Attr.Name, err}
	}
	st.CaptureColumn(col)
	return w.rekey(st, old)
}
