package orm

import (
	"sync"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/loading"
	"github.com/aludel/aludel/orm/query"
	"github.com/aludel/aludel/orm/unitofwork"
	"github.com/aludel/aludel/sqlcompile"
)

// plans keeps the statements that depend on the mapping alone, compiled once for an engine. It is shared by the sessions of a maker
// and safe for concurrent use.
type plans struct {
	byKey sync.Map // *instance.Mapper -> byKey
	flush unitofwork.Statements
}

// byKey is the statement that reads a row by its primary key.
type byKey struct {
	compiled *sqlcompile.Compiled
	cols     []int // of the mapper, in the order of the cells; nil for all
	joins    bool  // related objects come along with the row, as the scan of q knows
	q        query.Query
}

// get is the statement that reads a row by its primary key, whose values are passed in the order of the key's attributes.
func (p *plans) get(e *engine.Engine, m *instance.Mapper) (byKey, error) {
	if k, ok := p.byKey.Load(m); ok {
		return k.(byKey), nil
	}
	q := query.ByKey(query.ClassOf(m.Entity), make([]any, len(m.Keys))...).Lean()
	sel, _, joined := q.Loaded()
	st, err := e.Compile(sel)
	if err != nil {
		return byKey{}, err
	}
	k := byKey{st.Compiled, loading.Columns(m, q.Items()[0].Attrs), len(joined) > 0, q}
	p.byKey.Store(m, k)
	return k, nil
}
