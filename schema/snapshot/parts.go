package snapshot

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
)

// This file writes and reads what stands at the end of lines: options, deferral, what sequences count by.

// options writes the options of a dialect.
func options(os schema.DialectOptions) string {
	var b strings.Builder
	for _, o := range os {
		b.WriteString(" option " + option(o))
	}
	return b.String()
}

func option(o schema.DialectOption) string {
	s := name(o.Dialect) + " " + name(o.Name)
	for _, v := range o.Values {
		s += " " + strconv.Quote(v)
	}
	return s
}

func (l *line) options() (os schema.DialectOptions) {
	for l.accept("option") {
		os = append(os, l.option())
	}
	return os
}

func (l *line) option() schema.DialectOption {
	o := schema.DialectOption{Dialect: l.name("the name of a dialect"), Name: l.name("the name of an option")}
	for len(l.tokens) > 0 && l.tokens[0].quoted {
		o.Values = append(o.Values, l.str("a value"))
	}
	return o
}

func deferral(d schema.Deferral) string {
	return flag(d.Deferrable, " deferrable") + flag(d.NotDeferrable, " not deferrable") +
		flag(d.InitiallyDeferred, " initially deferred") + flag(d.InitiallyImmediate, " initially immediate")
}

func (l *line) deferral() schema.Deferral {
	return schema.Deferral{
		Deferrable: l.accept("deferrable"), NotDeferrable: l.accept("not", "deferrable"),
		InitiallyDeferred: l.accept("initially", "deferred"), InitiallyImmediate: l.accept("initially", "immediate"),
	}
}

// counting writes what a sequence counts by.
func counting(o schema.SequenceOptions) string {
	number := func(word string, n *int64) string {
		if n == nil {
			return ""
		}
		return fmt.Sprintf(" %s %d", word, *n)
	}
	choice := func(s string, on *bool) string {
		if on == nil {
			return ""
		}
		return word(*on, " ", " no ") + s
	}
	return number("start", o.Start) + number("increment", o.Increment) + number("min", o.Min) + number("max", o.Max) +
		flag(o.NoMin, " no min") + flag(o.NoMax, " no max") + number("cache", o.Cache) + choice("order", o.Order) + choice("cycle", o.Cycle)
}

func (l *line) counting() (o schema.SequenceOptions) {
	number := func(word string) *int64 {
		if !l.accept(word) {
			return nil
		}
		return new(l.signed())
	}
	choice := func(word string) *bool {
		switch {
		case l.accept(word):
			return new(true)
		case l.accept("no", word):
			return new(false)
		}
		return nil
	}
	o.Start, o.Increment, o.Min, o.Max = number("start"), number("increment"), number("min"), number("max")
	o.NoMin, o.NoMax = l.accept("no", "min"), l.accept("no", "max")
	o.Cache, o.Order, o.Cycle = number("cache"), choice("order"), choice("cycle")
	return o
}

// signed takes a number that may be negative.
func (l *line) signed() int64 {
	if len(l.tokens) == 0 {
		l.fail("expected a number, found %s", l.rest())
		return 0
	}
	n, err := strconv.ParseInt(l.tokens[0].text, 10, 64)
	if err != nil || l.tokens[0].quoted {
		l.fail("expected a number, found %s", l.rest())
		return 0
	}
	l.tokens = l.tokens[1:]
	return n
}

// quoting says of names whether they stand in quotes.
var quoting = map[expr.QuoteMode]string{expr.QuoteAlways: "quoted", expr.QuoteNever: "unquoted"}

func (l *line) quoting() expr.QuoteMode {
	for m, word := range quoting {
		if l.accept(word) {
			return m
		}
	}
	return expr.QuoteAuto
}

// nulls are the orders of NULLs.
var nulls = map[schema.NullsOrder]string{schema.NullsFirst: "nulls first", schema.NullsLast: "nulls last"}
