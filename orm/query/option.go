package query

import "github.com/aludel/aludel/orm/mapping"

// Strategy is how a relationship is loaded.
type Strategy uint8

// The loader strategies.
const (
	Lazy        Strategy = iota // when it is first asked for
	SelectIn                    // for all objects of a query at once, by one more SELECT per 500 of them
	Raise                       // never: asking for it is an error
	Joined                      // with the rows of the query, by an outer join
	JoinedInner                 // the same by an inner join: objects without a related one are left out
	Contained                   // with the rows of the query, which joined it itself
	InSubquery                  // for all objects of a query at once, by one more SELECT that has the query in it
	Nothing                     // as if there were no related objects
	Immediate                   // for each object of a query, by a SELECT of its own
	RaiseOnSQL                  // when it is first asked for, if that needs no statement; else asking for it is an error
	AsMapped                    // as the mapping says
)

// WithRows reports whether related objects come with the rows of the query itself, so that no other statement is needed for them.
func (s Strategy) WithRows() bool { return s == Joined || s == JoinedInner || s == Contained }

// Option is a loading option of a query: a relationship, how it is loaded, and the options of what it leads to.
type Option struct {
	Rel      Rel
	Strategy Strategy
	Nested   []Option
	// columns says what an option that is about columns does with those that of names.
	columns columnMode
	of      []any
	// criteria are conditions on all rows of an entity, wherever they are read.
	criteria *criteria
	// implied says that no option names the relationship, mapped that one does which leaves it to the mapping how it is loaded.
	implied, mapped bool
	// above are the relationships that led to its objects.
	above []*mapping.Relationship
	// levels is how often the option is to be repeated below itself; visited has the objects it came by, of an option that is.
	levels  int
	visited map[any]bool
	// anew says that objects which are loaded are overwritten.
	anew bool
	err  error
}

// WithSelectIn loads the relationship of all objects at once, by a SELECT with IN.
func WithSelectIn(r any, nested ...any) Option { return option(r, SelectIn, nested) }

// WithLazy loads the relationship when it is first asked for.
func WithLazy(r any, nested ...any) Option { return option(r, Lazy, nested) }

// WithRaise makes loading the relationship an error.
func WithRaise(r any) Option { return option(r, Raise, nil) }

// WithRaiseOnSQL makes loading the relationship an error where it takes a statement.
func WithRaiseOnSQL(r any) Option { return option(r, RaiseOnSQL, nil) }

// WithMapped loads the relationship as the mapping says; it is there for what is nested.
func WithMapped(r any, nested ...any) Option { return option(r, AsMapped, nested) }

// WithJoined loads the relationship with the rows of the query, by an outer join.
func WithJoined(r any, nested ...any) Option { return option(r, Joined, nested) }

// WithJoinedInner loads the relationship with the rows of the query, by an inner join.
func WithJoinedInner(r any, nested ...any) Option { return option(r, JoinedInner, nested) }

// WithContained takes the related objects from the rows of the query, which joined the relationship itself: to its target, or to the
// alias that the relationship is to (To).
func WithContained(r any, nested ...any) Option { return option(r, Contained, nested) }

// WithSubquery loads the relationship of all objects at once, by a SELECT that joins it to the query.
func WithSubquery(r any, nested ...any) Option { return option(r, InSubquery, nested) }

// WithNothing leaves the relationship empty.
func WithNothing(r any) Option { return option(r, Nothing, nil) }

// WithImmediate loads the relationship by one SELECT for each object.
func WithImmediate(r any, nested ...any) Option { return option(r, Immediate, nested) }

func option(r any, s Strategy, nested []any) Option {
	rel, ok := r.(Rel)
	if !ok {
		return Option{err: &Error{"?", "", "a loading option wants a relationship"}}
	}
	if rel.every {
		return every(rel, s, nested)
	}
	o := Option{Rel: rel, Strategy: s, err: rel.Err()}
	if o.err == nil && rel.rel.Index < 0 {
		o.err = &Error{rel.class.entity.Name, rel.rel.Name, "there is no field that the objects could be loaded into: query them, with Of or a join"}
	}
	if o.err == nil && rel.rel.Container == mapping.DynamicContainer {
		o.err = &Error{rel.class.entity.Name, rel.rel.Name, "it is never loaded as a whole: query it"}
	}
	for _, n := range nested {
		opt, ok := n.(Option)
		if !ok {
			o.err = &Error{"?", "", "what is nested in a loading option must be a loading option"}
			continue
		}
		if o.err == nil {
			o.err = opt.Err()
		}
		switch {
		case o.err != nil || opt.everywhere():
		case opt.OfColumns():
			o.err = opt.fits(rel.target())
		case opt.Rel.every && opt.Rel.class.entity != rel.rel.Target:
			o.err = &Error{opt.Rel.class.entity.Name, "", "its relationships are named in the option of one that leads to " + rel.rel.Target.Name}
		case !opt.Rel.every && opt.Rel.class.entity != rel.rel.Target:
			o.err = &Error{opt.Rel.class.entity.Name, opt.Rel.rel.Name, "it is nested in the option of a relationship that leads to " + rel.rel.Target.Name}
		}
		o.Nested = append(o.Nested, opt)
	}
	return o
}

// Err is the misuse of the option, nil if there is none.
func (o Option) Err() error { return o.err }
