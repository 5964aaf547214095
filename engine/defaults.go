package engine

import (
	"context"
	"fmt"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
)

// This file makes the values that defaults of columns give, and binds them with the others.

// DefaultError says that the default of a column made no value.
type DefaultError struct {
	Table, Column string
	Row           int
	Err           error
}

// Error names the column.
func (e *DefaultError) Error() string {
	return fmt.Sprintf("engine: the default of column %s.%s failed in row %d: %v", e.Table, e.Column, e.Row, e.Err)
}

// Unwrap gives the cause.
func (e *DefaultError) Unwrap() error { return e.Err }

// place is a column in a row of an INSERT or UPDATE, which may be one in the WITH of a statement.
type place struct {
	of  *sqlcompile.Changes
	col *expr.ColumnClause
	row int
}

// changeRun is one sending of a statement with an INSERT or UPDATE, or one in its WITH: the statement, and where its values come from.
type changeRun struct {
	ctx      context.Context
	conn     *Connection
	compiled *sqlcompile.Compiled
	binds    []expr.KeyBind
	groups   []Params // one for all rows, or one a row
	base     int      // the number of the first row in the execution
	many     bool     // several rows are passed, so that mistakes name theirs
	made     map[place]any
}

// keyOf is what a column is called in Go.
func keyOf(col *expr.ColumnClause) string {
	if d := schema.ColumnOf(col); d != nil {
		return d.Key
	}
	return col.Name
}

// group gives the values that are passed for a row.
func (r *changeRun) group(row int) Params {
	switch len(r.groups) {
	case 0:
		return nil
	case 1:
		return r.groups[0]
	}
	return r.groups[row]
}

// prefetch makes the values of defaults, in the order of the parameters.
func (r *changeRun) prefetch() error {
	if !r.compiled.Defaults {
		return nil
	}
	r.made = map[place]any{}
	for i := range r.compiled.Params {
		p := &r.compiled.Params[i]
		if !p.Default() {
			continue
		}
		v, err := r.defaultValue(p)
		if err != nil {
			return &DefaultError{p.Of.Table.Name, p.Column.Name, r.base + p.Row, err}
		}
		r.made[place{p.Of, p.Column, p.Row}] = v
	}
	return nil
}

func (r *changeRun) defaultValue(p *sqlcompile.Param) (any, error) {
	d := schema.ColumnOf(p.Column)
	def := d.Default
	if p.Of.Update {
		def = d.UpdateDefault
	}
	switch {
	case def == nil:
		return r.conn.scalar(r.ctx, d.Sequence.Next())
	case def.Expr != nil:
		return r.conn.scalar(r.ctx, expr.Wrap(def.Expr))
	case def.Func != nil:
		return def.Func(rowContext{r, p.Of, p.Row})
	}
	return def.Value, nil
}

// scalar runs an expression by itself.
func (c *Connection) scalar(ctx context.Context, e expr.Expr) (any, error) {
	res, err := c.execute(ctx, expr.NewSelect(e), nil)
	if err != nil {
		return nil, err
	}
	rows, err := res.All()
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0].Values()[0], nil
}

// rowContext is a row of a run, as its defaults see it.
type rowContext struct {
	run *changeRun
	of  *sqlcompile.Changes
	row int
}

var _ schema.RowContext = rowContext{}

func (x rowContext) Context() context.Context { return x.run.ctx }

func (x rowContext) Row() int { return x.run.base + x.row }

func (x rowContext) Value(key string) (any, bool) {
	if v, ok := x.run.group(x.row)[key]; ok && x.of == x.run.compiled.Changes {
		return v, true
	}
	for _, col := range x.of.Table.Columns {
		if keyOf(col) == key {
			return x.run.value(x.of, col, x.row)
		}
	}
	return nil, false
}

// value is what is sent for a column in a row, as far as it is a value of Go.
func (r *changeRun) value(of *sqlcompile.Changes, col *expr.ColumnClause, row int) (any, bool) {
	if v, ok := r.made[place{of, col, row}]; ok {
		return v, true
	}
	for i := range r.compiled.Params {
		p := &r.compiled.Params[i]
		if p.Of != of || p.Column != col || p.Row != row {
			continue
		}
		switch {
		case p.Bind >= 0:
			return r.binds[p.Bind].BoundValue(), true
		case p.Bind == -1:
			v, ok := r.group(row)[keyOf(col)]
			return v, ok
		}
	}
	return nil, false
}

// bind gives the text and the values to send.
func (r *changeRun) bind(args []any) (string, []any, error) {
	if err := r.prefetch(); err != nil {
		return "", nil, err
	}
	binds, err := r.named()
	if err != nil {
		return "", nil, err
	}
	r.binds = binds
	text, args, err := r.compiled.BindWith(binds, r.passed, args)
	if _, ours := err.(*ParameterError); err == nil || ours {
		return text, args, err
	}
	return "", nil, &Error{Op: "bind", Class: dialects.DataError, SQL: r.compiled.Text, Err: err}
}

// passed is the value of a parameter that is in no bind.
func (r *changeRun) passed(p *sqlcompile.Param) (any, error) {
	if p.Default() {
		return r.made[place{p.Of, p.Column, p.Row}], nil
	}
	if p.Column != nil {
		if v, ok := r.group(p.Row)[keyOf(p.Column)]; ok {
			return v, nil
		}
	}
	return nil, &ParameterError{Name: p.Name, Group: r.number(p.Row), Missing: true}
}

// number is how a mistake names a row.
func (r *changeRun) number(row int) int {
	if !r.many {
		return -1
	}
	return r.base + row
}

// named gives the binds of the statement with the values that are passed by their names, and refuses names that nothing has.
func (r *changeRun) named() ([]expr.KeyBind, error) {
	p := r.group(0)
	all, copied := r.binds, false
	var seen map[string]bool // the names of the first row that were used; later ones have the same, see sameKeys
	if r.base == 0 {
		seen = make(map[string]bool, len(p))
	}
	for i := range r.compiled.Params {
		par := &r.compiled.Params[i]
		name := par.Name
		if par.Bind == -1 && par.Column != nil {
			name = keyOf(par.Column)
		}
		v, ok := p[name]
		if ok && seen != nil && (par.Bind >= 0 || par.Bind == -1) {
			seen[name] = true
		}
		switch {
		case par.Bind < 0:
			continue
		case !ok:
			if _, hole := all[par.Bind].BoundValue().(expr.Hole); hole {
				return nil, &ParameterError{Name: par.Name, Group: r.number(0), Missing: true}
			}
			continue
		case !copied:
			all, copied = append([]expr.KeyBind(nil), all...), true
		}
		with := *all[par.Bind].Parameter()
		with.Value = v
		all[par.Bind] = &with
	}
	if seen != nil && len(seen) < len(p) {
		return nil, unknownParameter(r.compiled, p, r.number(0))
	}
	return all, nil
}

// bindDefaults binds a statement that takes no values but those of its own and of defaults.
func (c *Connection) bindDefaults(ctx context.Context, s *sqlcompile.Compiled, binds []expr.KeyBind) (string, []any, error) {
	r := changeRun{ctx: ctx, conn: c, compiled: s, binds: binds}
	text, args, err := r.bind(nil)
	return text, args, err
}
