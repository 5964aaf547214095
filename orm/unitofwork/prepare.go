package unitofwork

import (
	"context"
	"errors"

	"github.com/aludel/aludel/orm/internal/instance"
)

// errCopied says that a copy of an object lacks what the object had not read.
var errCopied = errors.New("the object was copied from one that had not read this deferred column; Get it before, or Set it")

// prepare gives new objects the values that they have none for, and has objects checked that are new or whose columns changed. It goes
// before the first statement.
func (p *Plan) prepare(ctx context.Context, undo *Undo) error {
	for _, st := range p.saves {
		isNew := !st.Has(instance.Persistent)
		if isNew && len(st.Mapper.OnInsert) > 0 {
			if err := fillNew(ctx, st, p.graph.Exprs(st), undo); err != nil {
				return err
			}
		}
		if i := st.Valueless(); i >= 0 && isNew {
			return &Error{"insert", st.Mapper.Entity.Name, st.Mapper.Columns[i].Attr.Name, errCopied}
		}
		if len(st.Mapper.Checks) == 0 || p.hooked(st.Mapper) { // whose hooks come first
			continue
		}
		if err := p.check(st); err != nil {
			return err
		}
	}
	return nil
}

// check has an object checked if it is new or its columns changed.
func (p *Plan) check(st *instance.State) error {
	if len(st.Mapper.Checks) == 0 || st.Has(instance.Persistent) && !st.Changed() {
		return nil
	}
	for _, c := range st.Mapper.Checks {
		if err := p.graph.Outside(func() error { return c.Do(st.Any()) }); err != nil {
			return &Error{"check", st.Mapper.Entity.Name, st.Mapper.Columns[c.Column].Attr.Name, err}
		}
	}
	return nil
}
