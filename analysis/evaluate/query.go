package evaluate

import (
	"errors"
	"go/token"
	"slices"

	"github.com/aludel/aludel/analysis/trace"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/query"
	"github.com/aludel/aludel/sqlcompile"
)

// Query is a place in the source where a query is sent, or built, with all that it may be there.
type Query struct {
	Pos, End token.Pos
	Func     string // the declaration around it: "example.com/app/repo.Find"
	Terminal string // All, First, One, Count, Get, Exec …; "" for a builder expression that is not sent here
	Via      string // the function that sends it, when the call at Pos only leads there
	Reaches  bool   // a builder expression that is part of a query which is sent in the same function
	Variants []Variant
	// Open says why there may be variants that are not listed; "" when the list is complete.
	Open string
}

// Exact reports whether every statement that can be sent here is known. Only then may a diagnostic be made of it, and only
// of a fault that every variant has.
func (q *Query) Exact() bool {
	return q.Open == "" && !slices.ContainsFunc(q.Variants, func(v Variant) bool { return v.Unknown != "" })
}

// Variant is one of the statements that a query may be.
type Variant struct {
	// When has the ways to it, each a list of conditions in Go that hold together; one empty list means always.
	When [][]string
	// Unknown is why the statement is not known, or "".
	Unknown string
	// Err is the misuse that the runtime would return instead of sending the statement, or nil.
	Err error
	// Statement is the statement; Value is the kernel value of the builder, a query.Query for one. Both may be nil.
	Statement expr.Statement
	Value     any
	Previews  []Preview // one for each dialect, in their order
}

// Package evaluates the queries of one package of the world, in source order.
func Package(w *trace.World, p *trace.Package, m Model, ds ...sqlcompile.Dialect) []Query {
	return Sinks(w.Package(p), m, ds...)
}

// Sinks evaluates sinks that were traced: those of one declaration must be given together. The result is in the order of
// their first appearance.
func Sinks(sinks []trace.Sink, m Model, ds ...sqlcompile.Dialect) []Query {
	var out []Query
	for _, s := range sinks {
		i := slices.IndexFunc(out, func(q Query) bool {
			return q.Pos == s.Pos && q.End == s.End && q.Terminal == s.Method && q.Via == s.Via && q.Func == s.Func
		})
		if i < 0 {
			out = append(out, Query{Pos: s.Pos, End: s.End, Func: s.Func, Terminal: s.Method, Via: s.Via})
			i = len(out) - 1
		}
		q := &out[i]
		if q.Open == "" {
			q.Open = s.Open
		}
		q.Reaches = q.Reaches || s.Reaches
		q.add(variant(s, m, ds))
	}
	return out
}

func variant(s trace.Sink, m Model, ds []sqlcompile.Dialect) Variant {
	v := Variant{When: [][]string{s.Labels}}
	st, value, err := build(s, newReplay(m))
	v.Value = value
	var unknown unknownError
	var unread *query.UnknownError
	switch {
	case errors.As(err, &unread):
		v.Unknown = unread.Error()
		return v
	case errors.As(err, &unknown):
		v.Unknown = string(unknown)
		return v
	case err != nil:
		v.Err = err
		return v
	}
	v.Statement = st
	for _, d := range ds {
		p := compile(st, d)
		var unread *query.UnknownError
		if errors.As(p.Err, &unread) {
			v.Unknown, v.Statement, v.Previews = unread.Error(), nil, nil
			return v
		}
		v.Previews = append(v.Previews, p)
	}
	return v
}

// add puts variants with one text together.
func (q *Query) add(v Variant) {
	for i := range q.Variants {
		if o := &q.Variants[i]; same(o, &v) {
			if !slices.ContainsFunc(o.When, func(w []string) bool { return slices.Equal(w, v.When[0]) }) {
				o.When = append(o.When, v.When...)
			}
			o.merge(&v)
			return
		}
	}
	q.Variants = append(q.Variants, v)
}

func same(a, b *Variant) bool {
	if a.Unknown != b.Unknown || (a.Err == nil) != (b.Err == nil) || a.Err != nil && a.Err.Error() != b.Err.Error() {
		return false
	}
	if a.Unknown == "" && a.Err == nil && len(a.Previews) == 0 {
		return false
	}
	return slices.EqualFunc(a.Previews, b.Previews, func(x, y Preview) bool {
		return x.SQL == y.SQL && (x.Err == nil) == (y.Err == nil) && len(x.Legend) == len(y.Legend)
	})
}

// merge keeps in the legend what either variant sends.
func (v *Variant) merge(o *Variant) {
	for i := range v.Previews {
		for j := range v.Previews[i].Legend {
			a, b := &v.Previews[i].Legend[j], o.Previews[i].Legend[j]
			if a.Value != b.Value {
				a.Value, a.Known = a.Value+" or "+b.Value, false
			}
		}
	}
}
