package expr

import (
	"fmt"
	"reflect"
)

// This file changes trees, for tools: what is unchanged is shared with the tree before.

// Rewriter gives changed copies of trees. Its functions are asked for every part, parents first; ok false leaves the part to its own
// parts. Either may be nil.
//
// A part that stands in several places is changed once, so that labels and aliases stay what they were to each other. A Rewriter is
// for one goroutine.
type Rewriter struct {
	Node func(Node) (changed Node, ok bool)
	From func(FromClause) (changed FromClause, ok bool)

	nodes map[Node]Node
	froms map[FromClause]FromClause
}

// Rewrite gives the changed copy of an expression.
func (r *Rewriter) Rewrite(n Node) Node {
	if n == nil {
		return nil
	}
	if done, ok := r.nodes[n]; ok {
		return done
	}
	out, ok := Node(nil), false
	if r.Node != nil {
		out, ok = r.Node(n)
	}
	if !ok {
		out = r.below(n)
	}
	if r.nodes == nil {
		r.nodes = map[Node]Node{}
	}
	r.nodes[n] = out
	return out
}

// below rewrites the parts of a node. It goes by the fields, so that a new kind of node needs nothing here; what it does not know of
// is found by a test.
func (r *Rewriter) below(n Node) Node {
	switch n := n.(type) {
	case *ColumnClause:
		return r.column(n)
	case *Late:
		return n.inPlace(r)
	}
	old := reflect.ValueOf(n).Elem()
	if old.Kind() != reflect.Struct {
		return n
	}
	fresh := reflect.New(old.Type())
	fresh.Elem().Set(old)
	changed := false
	for i := range old.NumField() {
		if f := fresh.Elem().Field(i); f.CanSet() && r.field(f) {
			changed = true
		}
	}
	if !changed {
		return n
	}
	return fresh.Interface().(Node)
}

// field rewrites what a field holds and reports whether that changed it.
func (r *Rewriter) field(f reflect.Value) bool {
	switch x := f.Interface().(type) {
	case *BindParameter:
		return x != nil && set(f, r.Rewrite(x))
	case *ColumnClause:
		return x != nil && set(f, r.Rewrite(x))
	case Node:
		return set(f, r.Rewrite(x))
	case []Node:
		return setSlice(f, x, r.Rewrite)
	case []*BindParameter:
		return setSlice(f, x, func(b *BindParameter) *BindParameter { b, _ = r.Rewrite(b).(*BindParameter); return b })
	case []When:
		return setSlice(f, x, func(w When) When { return When{r.Rewrite(w.Cond), r.Rewrite(w.Then)} })
	case *FrameClause:
		if x == nil {
			return false
		}
		g := &FrameClause{r.bound(x.From), r.bound(x.To), x.Exclude}
		if *g == *x {
			return false
		}
		f.Set(reflect.ValueOf(g))
		return true
	case Select:
		f.Set(reflect.ValueOf(r.Select(x)))
		return true
	}
	return false
}

func set(f reflect.Value, n Node) bool {
	if n == nil || f.Interface() == any(n) {
		return false
	}
	v := reflect.ValueOf(n)
	if !v.Type().AssignableTo(f.Type()) {
		return false
	}
	f.Set(v)
	return true
}

func setSlice[T any](f reflect.Value, old []T, rewrite func(T) T) bool {
	fresh, changed := make([]T, len(old)), false
	for i, x := range old {
		fresh[i] = rewrite(x)
		changed = changed || any(fresh[i]) != any(x)
	}
	if changed {
		f.Set(reflect.ValueOf(fresh))
	}
	return changed
}

func (r *Rewriter) bound(b *FrameBound) *FrameBound {
	if b == nil || b.N == nil {
		return b
	}
	if n := r.Rewrite(b.N); n != b.N {
		return &FrameBound{n, b.Following, b.Given}
	}
	return b
}

// column is the column at the same place of the changed FROM element.
func (r *Rewriter) column(c *ColumnClause) Node {
	if c.Table == nil {
		return c
	}
	f := r.RewriteFrom(c.Table)
	if f == c.Table {
		return c
	}
	for _, k := range columnsOf(f) {
		if k.index == c.index && k.Name == c.Name {
			return k
		}
	}
	return &Invalid{noColumn("", f, c.Name, fmt.Sprintf("%s has no column %q, which the statement uses", sourceName(f), c.Name))}
}

// Select gives the changed copy of a SELECT.
func (r *Rewriter) Select(s Select) Select {
	return s.changed(func(c *Clauses) {
		c.Columns, c.WhereAll, c.Groups, c.HavingBy, c.Order = r.all(c.Columns), r.all(c.WhereAll), r.all(c.Groups), r.all(c.HavingBy), r.all(c.Order)
		c.LimitTo, c.OffsetTo = r.Rewrite(c.LimitTo), r.Rewrite(c.OffsetTo)
		c.From = r.allFroms(c.From)
		if c.Rare != nil {
			r.rare(c.rare())
		}
	})
}

// rare changes the copy of the rare parts.
func (r *Rewriter) rare(x *Rare) {
	x.DistinctOn, x.Locking.of, x.Locking.ofTables = r.all(x.DistinctOn), r.all(x.Locking.of), r.allFroms(x.Locking.ofTables)
	if x.Correlate != nil {
		x.Correlate = &Correlation{x.Correlate.Except, r.allFroms(x.Correlate.From)}
	}
	if x.Compound != nil {
		c := *x.Compound
		c.Parts = make([]Select, len(c.Parts))
		for i, p := range x.Compound.Parts {
			c.Parts[i] = r.Select(p)
		}
		x.Compound = &c
	}
	if t, ok := r.Rewrite(textOrNil(x.Text)).(*Text); ok {
		x.Text = t
	}
	x.CTEs = append([]*CTE(nil), x.CTEs...)
	for i, c := range x.CTEs {
		if d, ok := r.RewriteFrom(c).(*CTE); ok {
			x.CTEs[i] = d
		}
	}
	x.TableHints = append([]TableHint(nil), x.TableHints...)
	for i := range x.TableHints {
		x.TableHints[i].On = r.RewriteFrom(x.TableHints[i].On)
	}
}

func textOrNil(t *Text) Node {
	if t == nil {
		return nil
	}
	return t
}

func (r *Rewriter) all(ns []Node) []Node {
	if ns == nil {
		return nil
	}
	out := make([]Node, len(ns))
	for i, n := range ns {
		out[i] = r.Rewrite(n)
	}
	return out
}

func (r *Rewriter) allFroms(fs []FromClause) []FromClause {
	if fs == nil {
		return nil
	}
	out := make([]FromClause, len(fs))
	for i, f := range fs {
		out[i] = r.RewriteFrom(f)
	}
	return out
}
