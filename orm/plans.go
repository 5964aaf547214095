package orm

import (
	"sync"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/query"
	"github.com/aludel/aludel/orm/unitofwork"
	"github.com/aludel/aludel/sqlcompile"
)

// plans keeps the statements that depend on the mapping alone, compiled once for an engine. It is shared by the sessions of a maker
// and safe for concurrent use.
type plans struct {
	byKey sync.Map // *instance.Mapper -> *sqlcompile.Compiled
	flush unitofwork.Statements
}

// get is the statement that reads a row by its primary key, whose values are passed in the order of the key's attributes.
func (p *plans) get(e *engine.Engine, m *instance.Mapper) (*sqlcompile.Compiled, error) {
	if c, ok := p.byKey.Load(m); ok {
		return c.(*sqlcompile.Compiled), nil
	}
	st, err := e.Compile(query.ByKey(query.ClassOf(m.Entity), make([]any, len(m.Keys))...).Select())
	if err != nil {
		return nil, err
	}
	p.byKey.Store(m, st.Compiled)
	return st.Compiled, nil
}
