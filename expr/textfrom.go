package expr

import (
	"fmt"
	"github.com/aludel/aludel/sqltypes"
)

// This file has literal SQL in the place of a FROM element or a SELECT.

// TextFrom is literal SQL as an element of FROM.
//
// A TextFrom is identified by its address.
type TextFrom struct{ Text *Text }

func (*TextFrom) from() {}

// FromText is literal SQL as an element of FROM, with the binds of [RawText].
func FromText(sql string, args ...any) *TextFrom {
	t, ok := RawText(sql, args...).Node().(*Text)
	if !ok {
		t = &Text{SQL: sql}
	}
	return &TextFrom{t}
}

// TextSelect is literal SQL that yields rows of these columns, for the places where a SELECT can stand: a subquery, a CTE, a part of a
// compound, a statement of its own. Nothing can be added to it. A column of a table keeps its table's foreign keys, by which joins
// are inferred.
func (e Expr) TextSelect(columns ...any) Select {
	t, ok := e.Node().(*Text)
	if !ok {
		return Clauses{Err: &Error{What: "TextSelect", Reason: "it belongs to text, not to " + describe(e.Node())}}.Select()
	}
	return Select{}.WithLabels(LabelNone).Column(columns...).withRare(func(r *Rare) { r.Text = t })
}

// BindTo gives values to binds of literal SQL that are still open; a value may be a bind made by [Bind] or [BindList], whose type
// counts. A name that the text does not have is an error when the statement is compiled.
func (e Expr) BindTo(values map[string]any) Expr {
	t, ok := e.Node().(*Text)
	if !ok {
		return invalid("BindTo belongs to text, not to %s", describe(e.Node()))
	}
	out := *t
	out.Binds = append([]*BindParameter(nil), t.Binds...)
	for _, name := range sortedNames(values) {
		i := bindNamed(out.Binds, name)
		if i < 0 {
			return Wrap(&Invalid{&Error{Reason: fmt.Sprintf("the text has no bind named %q", name), Err: ErrNoSuchBind, Bind: name}})
		}
		out.Binds[i] = bindAs(name, values[name])
	}
	return Wrap(&out)
}

// bindAs is a value as the bind of that name.
func bindAs(name string, v any) *BindParameter {
	if e, ok := v.(Expr); ok {
		if b, ok := e.Node().(*BindParameter); ok {
			named := *b
			named.Name, named.Unique = name, false
			return &named
		}
	}
	return &BindParameter{Name: name, Value: v, Typ: typeOfValue(v)}
}

func bindNamed(binds []*BindParameter, name string) int {
	for i, b := range binds {
		if b.Name == name {
			return i
		}
	}
	return -1
}

// BindList is a bind of a given name that stands for a list of values, in parentheses: x IN :name in literal SQL.
func BindList(name string, values any, t sqltypes.Type) Expr {
	if t == nil {
		t = sqltypes.Null()
	}
	return Wrap(&BindParameter{Name: name, Value: values, Typ: t, Expanding: true})
}

// BindUnique is a bind whose name begins with a given one and is numbered, so that it never meets another.
func BindUnique(name string, v any, t sqltypes.Type) Expr {
	if t == nil {
		t = typeOfValue(v)
	}
	return Wrap(&BindParameter{Name: name, Value: v, Typ: t, Unique: true})
}
