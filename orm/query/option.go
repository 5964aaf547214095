package query

// Strategy is how a relationship is loaded.
type Strategy uint8

// The loader strategies.
const (
	Lazy     Strategy = iota // when it is first asked for
	SelectIn                 // for all objects of a query at once, by one more SELECT per 500 of them
	Raise                    // never: asking for it is an error
)

// Option is a loading option of a query: a relationship, how it is loaded, and the options of what it leads to.
type Option struct {
	Rel      Rel
	Strategy Strategy
	Nested   []Option
	err      error
}

// WithSelectIn loads the relationship of all objects at once, by a SELECT with IN.
func WithSelectIn(r any, nested ...any) Option { return option(r, SelectIn, nested) }

// WithLazy loads the relationship when it is first asked for.
func WithLazy(r any, nested ...any) Option { return option(r, Lazy, nested) }

// WithRaise makes loading the relationship an error.
func WithRaise(r any) Option { return option(r, Raise, nil) }

func option(r any, s Strategy, nested []any) Option {
	rel, ok := r.(Rel)
	if !ok {
		return Option{err: &Error{"?", "", "a loading option wants a relationship"}}
	}
	o := Option{Rel: rel, Strategy: s, err: rel.Err()}
	for _, n := range nested {
		opt, ok := n.(Option)
		if !ok {
			o.err = &Error{"?", "", "what is nested in a loading option must be a loading option"}
			continue
		}
		if o.err == nil {
			o.err = opt.Err()
		}
		if o.err == nil && opt.Rel.class.entity != rel.rel.Target {
			o.err = &Error{opt.Rel.class.entity.Name, opt.Rel.rel.Name, "it is nested in the option of a relationship that leads to " + rel.rel.Target.Name}
		}
		o.Nested = append(o.Nested, opt)
	}
	return o
}

// Err is the misuse of the option, nil if there is none.
func (o Option) Err() error { return o.err }
