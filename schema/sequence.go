package schema

import (
	"fmt"
	"strings"

	"github.com/aludel/aludel/expr"
)

// SequenceOptions are what a sequence or an identity counts by; nil leaves a thing to the database.
type SequenceOptions struct {
	Start, Increment, Min, Max, Cache *int64
	// NoMin and NoMax say NO MINVALUE and NO MAXVALUE.
	NoMin, NoMax bool
	Cycle, Order *bool
}

// FirstValue is the start, or where a sequence starts of which no start is said: at its smallest number, which is 1, or if it
// goes down at its greatest, which is -1.
func (o SequenceOptions) FirstValue() *int64 {
	down := o.Increment != nil && *o.Increment < 0
	switch {
	case o.Start != nil:
		return o.Start
	case down && o.Max != nil:
		return o.Max
	case down:
		return new(int64(-1))
	case o.Min != nil:
		return o.Min
	}
	return new(int64(1))
}

// text is the options as words.
func (o SequenceOptions) text() string {
	var b strings.Builder
	number := func(word string, n *int64) {
		if n != nil {
			fmt.Fprintf(&b, " %s %d", word, *n)
		}
	}
	flag := func(word string, on *bool) {
		if on != nil && *on {
			b.WriteString(" " + word)
		} else if on != nil {
			b.WriteString(" no " + word)
		}
	}
	number("start", o.Start)
	number("increment", o.Increment)
	number("min", o.Min)
	number("max", o.Max)
	if o.NoMin {
		b.WriteString(" no min")
	}
	if o.NoMax {
		b.WriteString(" no max")
	}
	number("cache", o.Cache)
	flag("order", o.Order)
	flag("cycle", o.Cycle)
	return b.String()
}

// Sequence is a generator of numbers of its own name.
type Sequence struct {
	Name, Schema string
	SequenceOptions
	// Optional says that the sequence is for databases only that cannot generate keys without one.
	Optional bool
}

// NewSequence declares a sequence by name ("s", or "schema.s") in md (nil for none).
func NewSequence(name string, md *MetaData, opts SequenceOptions) *Sequence {
	s := &Sequence{Name: name, SequenceOptions: opts}
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		s.Schema, s.Name = name[:i], name[i+1:]
	} else if md != nil {
		s.Schema = md.Schema
	}
	if md != nil {
		md.AddSequence(s)
	}
	return s
}

// FullName is the name with its schema before a dot, or the bare name.
func (s *Sequence) FullName() string {
	if s.Schema == "" {
		return s.Name
	}
	return s.Schema + "." + s.Name
}

// Next is the next number of the sequence, as an expression.
func (s *Sequence) Next() expr.Expr { return expr.NextValue(s.Schema, s.Name) }

// FromSequence makes a sequence the source of the column's values where databases have sequences, and generate no keys by
// themselves if it is optional. The sequence is created before the table.
func FromSequence(s *Sequence) ColumnOption { return func(c *Column) { c.Sequence = s } }
