package expr

import "github.com/aludel/aludel/sqltypes"

// This file has bind parameters by name.

// Bind is a bind parameter of a given name. It may stand in several places of one statement, and several binds of one name are one,
// as long as they have one value; two values are an error when the statement is sent. A name that the compiler gives to another bind
// (id_1) is an error when the statement is compiled.
func Bind(name string, v any, t sqltypes.Type) Expr {
	if t == nil {
		t = typeOfValue(v)
	}
	return Wrap(&BindParameter{Name: name, Value: v, Typ: t})
}

// Required is a bind parameter whose value is passed when the statement is executed. Without one it is an error there.
func Required(name string, t sqltypes.Type) Expr { return Bind(name, Hole{Name: name}, t) }

// BindFunc is a bind parameter whose value is asked for whenever the statement is sent. f must be safe for the goroutines that send
// it.
func BindFunc(name string, t sqltypes.Type, f func() (any, error)) Expr {
	return Wrap(&BindParameter{Name: name, Value: asked(f), Typ: orNull(t)})
}

// asked is a value that a function gives.
type asked func() (any, error)

// BindValue implements [Deferred].
func (f asked) BindValue() (any, error) { return f() }
