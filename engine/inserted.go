package engine

import (
	"errors"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
)

// Errors of what a result says of changed rows.
var (
	// ErrNotInsert says that the key of a new row was asked for of another statement than INSERT.
	ErrNotInsert = errors.New("engine: the statement is no INSERT")
	// ErrNotChange says that the values of an INSERT or UPDATE were asked for of another statement.
	ErrNotChange = errors.New("engine: the statement is no INSERT and no UPDATE")
	// ErrManyRows says that the key of one row was asked for of an execution for many.
	ErrManyRows = errors.New("engine: the statement was executed for many rows; ask for InsertedPrimaryKeys")

	errKeyCount = errors.New("another number of keys came back than of rows that were inserted")
)

// changed is what is known of the rows that an INSERT or UPDATE stored.
type changed struct {
	run      *changeRun // the last one
	many     bool
	inline   bool
	upsert   bool                       // the database may have stored nothing, or changed a row
	returned map[*expr.ColumnClause]any // what the database gave for a single row
	keys     [][]any                    // of many rows, in their order
}

// primaryKey are the columns of the key.
func primaryKey(t *expr.TableClause) (cols []*expr.ColumnClause) {
	if t == nil || len(t.Columns) == 0 {
		return nil
	}
	d := schema.ColumnOf(t.Columns[0])
	if d == nil || d.Owner == nil {
		return nil
	}
	for _, c := range d.Owner.PrimaryKey {
		cols = append(cols, c.ColumnClause)
	}
	return cols
}

// addKey keeps the key of a row as far as it is known before the row is stored.
func (ch *changed) addKey(r *changeRun, row int) {
	if r.compiled.Kind != sqlcompile.KindInsert {
		return
	}
	cols := primaryKey(r.compiled.Changes.Table)
	key := make([]any, len(cols))
	for i, col := range cols {
		if v, ok := r.group(row)[keyOf(col)]; ok {
			key[i] = v
		} else if v, ok := r.made[place{r.compiled.Changes, col, row}]; ok {
			key[i] = v
		}
	}
	ch.keys = append(ch.keys, key)
}

// setKey keeps what the database gave for a column of the key.
func (ch *changed) setKey(row int, col *expr.ColumnClause, v any) {
	for i, c := range primaryKey(ch.run.compiled.Changes.Table) {
		if c == col {
			ch.keys[row][i] = v
		}
	}
}

// IsInsert reports whether the statement was an INSERT.
func (r *CursorResult) IsInsert() bool {
	return r.change != nil && r.change.run.compiled.Kind == sqlcompile.KindInsert
}

// InsertedPrimaryKey is the primary key of the row that an INSERT stored, in the order of its columns: what was given, what defaults
// made and what the database generated. A part that is not known is nil, as it is after rows from a SELECT, several rows in one
// statement, and [expr.Insert.Inline]. The error is [ErrNotInsert] or [ErrManyRows].
func (r *CursorResult) InsertedPrimaryKey() ([]any, error) {
	switch {
	case !r.IsInsert():
		return nil, ErrNotInsert
	case r.change.many:
		return nil, ErrManyRows
	}
	run := r.change.run
	cols := primaryKey(run.compiled.Changes.Table)
	key := make([]any, len(cols))
	if r.change.inline {
		return key, nil
	}
	for i, col := range cols {
		if v, ok := r.change.returned[col]; ok {
			key[i] = v
		} else {
			key[i], _ = run.value(run.compiled.Changes, col, 0)
		}
	}
	return key, nil
}

// InsertedPrimaryKeys are the primary keys of the rows that an INSERT stored, in the order in which they were passed; see
// [CursorResult.InsertedPrimaryKey]. Where the database does not tell generated keys of many rows, their parts are nil. The error is
// [ErrNotInsert].
func (r *CursorResult) InsertedPrimaryKeys() ([][]any, error) {
	if r.IsInsert() && r.change.many {
		return r.change.keys, nil
	}
	key, err := r.InsertedPrimaryKey()
	if err != nil {
		return nil, err
	}
	return [][]any{key}, nil
}

// LastParams are the values that an INSERT or UPDATE sent, by the names of its parameters; of many rows, those of the last. The error
// is [ErrNotChange].
func (r *CursorResult) LastParams() (Params, error) {
	if r.change == nil {
		return nil, ErrNotChange
	}
	run, out := r.change.run, Params{}
	for i := range run.compiled.Params {
		p := &run.compiled.Params[i]
		switch constant, ok := p.Constant(); {
		case ok:
			out[p.Name] = constant
		case p.Bind >= 0:
			out[p.Name] = run.binds[p.Bind].BoundValue()
		case p.Default():
			out[p.Name] = run.made[place{p.Of, p.Column, p.Row}]
		case p.Column != nil:
			out[p.Name] = run.group(p.Row)[keyOf(p.Column)]
		}
	}
	return out, nil
}

// PrefetchedColumns are the columns whose values defaults made before the statement was sent.
func (r *CursorResult) PrefetchedColumns() []*schema.Column {
	if r.change == nil {
		return nil
	}
	return declared(r.change.run.compiled.Changes.Prefetch)
}

// PostfetchedColumns are the columns whose values the database computed, so that only it knows them.
func (r *CursorResult) PostfetchedColumns() []*schema.Column {
	if r.change == nil {
		return nil
	}
	return declared(r.change.run.compiled.Changes.Postfetch)
}

// ReturnedDefaults are the values that the database gave for columns of the one row of an INSERT, by their keys: generated keys, and
// what [expr.Insert.ReturningDefaults] asks for.
func (r *CursorResult) ReturnedDefaults() map[string]any {
	if r.change == nil || len(r.change.returned) == 0 {
		return nil
	}
	out := map[string]any{}
	for col, v := range r.change.returned {
		out[keyOf(col)] = v
	}
	return out
}

func declared(cols []*expr.ColumnClause) (out []*schema.Column) {
	for _, c := range cols {
		if d := schema.ColumnOf(c); d != nil {
			out = append(out, d)
		}
	}
	return out
}
