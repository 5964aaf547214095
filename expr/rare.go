package expr

import "fmt"

// This file has the parts of a SELECT that few have. They stand aside so that the others stay small to copy.

// Rare are the parts of a SELECT that few have.
//
// Invariant: a Rare is never changed once it is in a Select; builder methods copy it.
type Rare struct {
	DistinctOn []Node
	Locking    Lock
	Fetch      FetchOptions
	FetchRows  bool // FETCH FIRST rather than LIMIT
	// Correlate says which FROM elements of statements around are left out here; nil leaves it to the compiler.
	Correlate *Correlation
	Compound  *Compound
	// Text is literal SQL that is the whole SELECT; nil for others.
	Text *Text
	// CTEs stand before the statement though nothing in it names them.
	CTEs []*CTE
	// Prefixes stand behind SELECT, Suffixes at the end, StatementHints before those.
	Prefixes, Suffixes, StatementHints []Hint
	TableHints                         []TableHint
}

// Lock is how a locking SELECT locks, beside [LockUpdate] and [LockShare].
type Lock struct {
	Share      bool // FOR SHARE
	Key        bool // KEY SHARE or NO KEY UPDATE
	NoWait     bool
	SkipLocked bool
	Of         []any // tables, aliases or columns whose rows are locked; all if empty
	of         []Node
	ofTables   []FromClause
}

// Targets are the columns and the tables that Of names.
func (l *Lock) Targets() ([]Node, []FromClause) { return l.of, l.ofTables }

// FetchOptions change FETCH FIRST n ROWS ONLY.
type FetchOptions struct {
	Percent  bool // n is a share of all rows
	WithTies bool // also the rows that sort equal with the last
}

// Correlation names FROM elements of the statements around a subquery.
type Correlation struct {
	Except bool // all but these are left out of the subquery's FROM, else these
	From   []FromClause
}

// Compound is several SELECTs combined to one. The Columns of the Select that it belongs to are those of the first part.
type Compound struct {
	Op    SetOp
	All   bool
	Parts []Select
}

// SetOp combines the rows of two SELECTs.
type SetOp uint8

// The set operators.
const (
	UnionOp SetOp = iota
	IntersectOp
	ExceptOp
)

// rare gives a copy of the rare parts to be changed.
func (c *Clauses) rare() *Rare {
	r := Rare{}
	if c.Rare != nil {
		r = *c.Rare
	}
	c.Rare = &r
	return &r
}

// withRare changes a copy of the rare parts.
func (s Select) withRare(change func(*Rare)) Select {
	return s.changed(func(c *Clauses) { change(c.rare()) })
}

// DistinctOn is SELECT DISTINCT ON (by), of PostgreSQL; elsewhere it is DISTINCT.
func (s Select) DistinctOn(by ...any) Select {
	return s.changed(func(c *Clauses) {
		c.Unique = true
		r := c.rare()
		r.DistinctOn = nodes(r.DistinctOn, OpComma, by)
	})
}

// Locking locks the rows.
func (s Select) Locking(l Lock) Select {
	for _, o := range l.Of {
		if f := fromOf(o); f != nil {
			l.ofTables = append(l.ofTables, f)
			continue
		}
		l.of = append(l.of, operand(o, nil))
	}
	l.Of = nil
	return s.changed(func(c *Clauses) {
		c.Lock = LockUpdate
		if l.Share {
			c.Lock = LockShare
		}
		c.rare().Locking = l
	})
}

// Fetch is FETCH FIRST n ROWS ONLY, which some databases have beside LIMIT.
func (s Select) Fetch(n any, o FetchOptions) Select {
	return s.changed(func(c *Clauses) {
		c.LimitTo = paramOf(n)
		r := c.rare()
		r.Fetch, r.FetchRows = o, true
	})
}

// Correlate leaves these FROM elements to the statements around this one, whatever the rules say. Without any nothing is
// left to them.
func (s Select) Correlate(from ...Source) Select { return s.correlate(false, from) }

// CorrelateExcept leaves all FROM elements but these to the statements around this one.
func (s Select) CorrelateExcept(from ...Source) Select { return s.correlate(true, from) }

func (s Select) correlate(except bool, from []Source) Select {
	c := &Correlation{Except: except}
	for _, f := range from {
		c.From = append(c.From, fromOf(f))
	}
	return s.withRare(func(r *Rare) { r.Correlate = c })
}

// Lateral makes the SELECT usable in FROM, where it sees the elements beside it.
func (s Select) Lateral(name string) *Subquery {
	q := NewSubquery(s, name)
	q.Lateral = true
	return q
}

// Union combines the rows of SELECTs, each row once.
func Union(parts ...any) Select { return compound(UnionOp, false, parts) }

// UnionAll combines the rows of SELECTs.
func UnionAll(parts ...any) Select { return compound(UnionOp, true, parts) }

// Intersect gives the rows that all SELECTs have.
func Intersect(parts ...any) Select { return compound(IntersectOp, false, parts) }

// IntersectAll is [Intersect] that counts equal rows.
func IntersectAll(parts ...any) Select { return compound(IntersectOp, true, parts) }

// Except gives the rows of the first SELECT that the others do not have.
func Except(parts ...any) Select { return compound(ExceptOp, false, parts) }

// ExceptAll is [Except] that counts equal rows.
func ExceptAll(parts ...any) Select { return compound(ExceptOp, true, parts) }

const compoundName = "a compound of SELECTs"

func compound(op SetOp, all bool, parts []any) (s Select) {
	c := &Compound{Op: op, All: all}
	for _, p := range parts {
		q, ok := asSelect(p)
		if !ok {
			return s.fail(&Error{What: compoundName, Reason: fmt.Sprintf("it wants SELECTs, not a %T", p), Err: ErrNoSelect})
		}
		c.Parts = append(c.Parts, q)
	}
	if len(c.Parts) == 0 {
		return s.fail(&Error{What: compoundName, Reason: "it wants at least one SELECT", Err: ErrNoSelect})
	}
	first := c.Parts[0].Clauses()
	combined := Clauses{Columns: first.Columns, Labels: first.Labels, Rare: &Rare{Compound: c}}
	for i, p := range c.Parts {
		if n := len(p.Clauses().Columns); n != len(first.Columns) && combined.Err == nil {
			combined.Err = &Error{What: compoundName, Reason: fmt.Sprintf("all its SELECTs need as many columns; the first has %d, number %d has %d", len(first.Columns), i+1, n),
				Err: ErrColumnCount, Row: i}
		}
	}
	return combined.Select()
}
