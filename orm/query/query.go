package query

import (
	"slices"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/mapping"
)

// Query is a SELECT of entities and expressions: a value, whose methods return a changed copy.
type Query struct {
	sel   expr.Select
	items []Item
	// results are the results of a row, nil while each item is one.
	results []Result
	joins   []expr.FromClause // the join chains, each grown from one class
	from    any               // what was given to From first: a class, a subquery or a join of classes
	joined  any               // what was joined last: a class or a subquery
	opts    []Option
	path    []*mapping.Relationship // that led to what the query reads, of a load
	mode    Mode
	self    *self           // the query is of the rows of this; nil for one of tables
	src     *source         // the rows come from this; nil for a statement that the query makes
	lead    []*mapping.Attr // attributes of the entity whose columns come before its others
}

// Mode is how the rows of a query become objects. It is no part of the statement.
type Mode struct {
	ReadOnly bool
	YieldPer int
	Populate bool
	// Exec are the execution options, which the engine knows.
	Exec []any
}

// emptySelect is what the statement of a query begins as.
var emptySelect = expr.Select{}.WithLabels(expr.LabelTableColumn)

// Select begins a query of classes and expressions, in the order in which rows yield them.
func Select(items ...any) Query {
	q := Query{sel: emptySelect}
	for _, it := range items {
		q = q.add(it)
	}
	return q
}

func (q Query) fail(err error) Query {
	if c := *q.sel.Clauses(); c.Err == nil {
		c.Err = err
		q.sel = c.Select()
	}
	return q
}

// Err is the first misuse, nil if there was none. A query with an error is never sent.
func (q Query) Err() error {
	if err := q.sel.Err(); err != nil {
		return err
	}
	return q.added()
}

// Items are what each row yields.
func (q Query) Items() []Item { return q.items }

// Mode is how rows become objects.
func (q Query) Mode() Mode { return q.mode }

// Where adds conditions, joined by AND.
func (q Query) Where(conds ...any) Query {
	q.sel = q.sel.Where(q.adapted(conds)...)
	return q
}

// OrderBy adds to ORDER BY.
func (q Query) OrderBy(by ...any) Query {
	q.sel = q.sel.OrderBy(q.adapted(by)...)
	return q
}

// GroupBy adds to GROUP BY; a class stands for all its columns.
func (q Query) GroupBy(by ...any) Query {
	for _, b := range by {
		if c, ok := asClass(b); ok && c.Err() == nil {
			q.sel = q.sel.GroupBy(q.adapted(columnsOf(c))...)
			continue
		}
		q.sel = q.sel.GroupBy(q.adapted([]any{b})...)
	}
	return q
}

// Having adds conditions on groups.
func (q Query) Having(conds ...any) Query {
	q.sel = q.sel.Having(q.adapted(conds)...)
	return q
}

// Limit limits the number of rows.
func (q Query) Limit(n any) Query {
	q.sel = q.sel.Limit(n)
	return q
}

// Offset skips rows.
func (q Query) Offset(n any) Query {
	q.sel = q.sel.Offset(n)
	return q
}

// Distinct leaves out equal rows.
func (q Query) Distinct() Query {
	q.sel = q.sel.Distinct()
	return q
}

// ReadOnly makes the objects of the query untracked.
func (q Query) ReadOnly() Query {
	q.mode.ReadOnly = true
	return q
}

// YieldPer makes iteration forget the objects of a batch of n rows before it reads the next.
func (q Query) YieldPer(n int) Query {
	q.mode.YieldPer = n
	return q
}

// PopulateExisting overwrites objects that are loaded already with what the rows say.
func (q Query) PopulateExisting() Query {
	q.mode.Populate = true
	return q
}

// Slice gives the rows from one number to another, counted from 0, without the last.
func (q Query) Slice(from, to int) Query {
	q.sel = q.sel.Slice(from, to)
	return q
}

// Execution adds execution options of the engine.
func (q Query) Execution(opts ...any) Query {
	q.mode.Exec = append(slices.Clip(q.mode.Exec), opts...)
	return q
}

// Options adds loading options.
func (q Query) Options(opts ...any) Query {
	for _, o := range opts {
		opt, ok := o.(Option)
		if !ok {
			return q.fail(&Error{"?", "", "Options wants loading options"})
		}
		if err := opt.Err(); err != nil {
			return q.fail(err)
		}
		q.opts = append(slices.Clip(q.opts), opt)
	}
	return q
}

// LoadOptions are the loading options of the query.
func (q Query) LoadOptions() []Option { return q.opts }

// LoadsMore reports whether the query has options about relationships.
func (q Query) LoadsMore() bool {
	return slices.ContainsFunc(q.opts, func(o Option) bool { return !o.OfColumns() })
}
