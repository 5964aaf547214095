package expr

import (
	"reflect"
	"testing"

	"github.com/aludel/aludel/sqltypes"
)

// kinds are the kinds of nodes, each empty. TestRewriterKnowsEveryField fails where one is missing.
var kinds = []Node{&BindParameter{}, &Constant{}, &ColumnClause{}, &Binary{}, &Unary{}, &List{}, &Grouping{}, &Between{}, &Function{}, &Custom{},
	&Collate{}, &Regexp{}, &Label{}, &Cast{}, &Scalar{}, &ExistsClause{}, &Case{}, &Text{}, &Assignment{}, &Invalid{}, &LikePattern{}, &Over{},
	&WithinGroup{}, &FunctionFilter{}, &Tuple{}, &TypeCoerce{}, &Array{}, &Span{}, &LabelReference{}, &Literal{}, &FullText{}, &Extract{},
	&SequenceValue{}, &ExcludedColumn{}}

// marks are what a field is filled with and what must have become of it.
type marks struct{ old, fresh *ColumnClause }

func (m marks) bind(c *ColumnClause) *BindParameter { return &BindParameter{Name: c.Name, Typ: c.Typ} }

// A Rewriter goes by the fields of nodes: it must know the type of every field, or what stands there is never changed. A new kind of field
// fails here until the Rewriter knows it.
func TestRewriterKnowsEveryField(t *testing.T) {
	missing := declaredNodes(t)
	delete(missing, "Late")     // has no fields but stands for a node, see below
	delete(missing, "compared") // which nobody sees: TestComparisonsWithValuesAreSeenInFull
	for _, n := range kinds {
		typ := reflect.TypeOf(n).Elem()
		delete(missing, typ.Name())
		if _, column := n.(*ColumnClause); column {
			continue // follows its FROM element, see Rewriter.column
		}
		for i := range typ.NumField() {
			f := typ.Field(i)
			fresh := reflect.New(typ)
			m := marks{NewColumnClause("old", sqltypes.Integer()), NewColumnClause("fresh", sqltypes.Integer())}
			if !f.IsExported() {
				t.Errorf("%s.%s is not exported, so that the Rewriter cannot set it", typ.Name(), f.Name)
				continue
			}
			below, known := m.fill(fresh.Elem().Field(i))
			if !known {
				t.Errorf("%s.%s is of a type that the Rewriter's test does not know, %v: is it one that the Rewriter goes into?", typ.Name(), f.Name, f.Type)
			}
			if below {
				m.check(t, typ.Name()+"."+f.Name, fresh.Interface().(Node))
			}
		}
	}
	for name := range missing {
		t.Errorf("%s is in no list of this test", name)
	}
	m := marks{NewColumnClause("old", sqltypes.Integer()), NewColumnClause("fresh", sqltypes.Integer())}
	late := NewLate(sqltypes.Integer(), func() Node { return m.old })
	late.Resolve()
	m.check(t, "Late", late)
}

// check rewrites n, which holds old, and asserts that the copy holds fresh instead and n is as it was.
func (m marks) check(t *testing.T, what string, n Node) {
	t.Helper()
	r := &Rewriter{Node: func(n Node) (Node, bool) {
		switch x := n.(type) {
		case *ColumnClause:
			return m.fresh, x == m.old
		case *BindParameter:
			return m.bind(m.fresh), x.Name == "old"
		}
		return nil, false
	}}
	got := r.Rewrite(n)
	switch {
	case !names(reflect.ValueOf(n), "old"):
		t.Errorf("%s: rewriting changed what was there", what)
	case names(reflect.ValueOf(got), "old") || !names(reflect.ValueOf(got), "fresh"):
		t.Errorf("%s: the Rewriter does not go into it", what)
	}
}

// fill puts the old mark into a field; below is false for fields that hold no nodes, known for types that are not in the list.
func (m marks) fill(f reflect.Value) (below, known bool) {
	var v any
	switch f.Interface().(type) {
	case []Node:
		v = []Node{m.old}
	case *BindParameter:
		v = m.bind(m.old)
	case []*BindParameter:
		v = []*BindParameter{m.bind(m.old)}
	case *ColumnClause:
		v = m.old
	case []When:
		v = []When{{m.old, m.old}}
	case *FrameClause:
		v = &FrameClause{From: &FrameBound{N: m.bind(m.old)}, To: &FrameBound{N: m.bind(m.old)}}
	case Select:
		v = NewSelect(m.old)
	default:
		if f.Type() != reflect.TypeFor[Node]() {
			return false, holdsNoNode(f.Type())
		}
		v = m.old
	}
	f.Set(reflect.ValueOf(v))
	return true, true
}

// holdsNoNode reports whether values of a type are plain: numbers, texts, types of columns, values of users.
func holdsNoNode(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Bool, reflect.String, reflect.Int, reflect.Int8, reflect.Int64, reflect.Uint8:
		return true
	}
	return t == reflect.TypeFor[sqltypes.Type]() || t == reflect.TypeFor[error]() || t == reflect.TypeFor[any]()
}

// names reports whether a column or bind of that name is anywhere below v.
func names(v reflect.Value, name string) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return false
		}
		switch v.Type() {
		case reflect.TypeFor[*ColumnClause](), reflect.TypeFor[*BindParameter]():
			return v.Elem().FieldByName("Name").String() == name
		}
		return names(v.Elem(), name)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[Select]() {
			v = reflect.ValueOf(*v.Interface().(Select).Clauses())
		}
		for i := range v.NumField() {
			if names(v.Field(i), name) {
				return true
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			if names(v.Index(i), name) {
				return true
			}
		}
	}
	return false
}

// The parts of a SELECT, the rare ones too, are all rewritten.
func TestRewriterKnowsEveryPartOfASelect(t *testing.T) {
	for _, typ := range []reflect.Type{reflect.TypeFor[Clauses](), reflect.TypeFor[Rare]()} {
		for i := range typ.NumField() {
			m := marks{NewColumnClause("old", sqltypes.Integer()), NewColumnClause("fresh", sqltypes.Integer())}
			part := reflect.New(typ)
			f := part.Elem().Field(i)
			below, known := m.fill(f)
			if !known && !partsElsewhere[typ.Field(i).Name] {
				t.Errorf("%s.%s is of type %v: does the Rewriter go into it?", typ.Name(), typ.Field(i).Name, f.Type())
			}
			if !below {
				continue
			}
			c, ok := part.Elem().Interface().(Clauses)
			if !ok {
				c = Clauses{Rare: part.Interface().(*Rare)}
			}
			m.check(t, typ.Name()+"."+typ.Field(i).Name, &Scalar{c.Select()})
		}
	}
}

// partsElsewhere are the fields that other tests look at: FROM elements and what has them in it.
var partsElsewhere = map[string]bool{"From": true, "Rare": true, "Locking": true, "Correlate": true, "Compound": true, "Text": true, "CTEs": true,
	"Prefixes": true, "Suffixes": true, "StatementHints": true, "TableHints": true, "Fetch": true}
