package expr

import (
	"reflect"

	"github.com/aludel/aludel/sqltypes"
)

// This file has the parts of documents (JSON, HSTORE) and what is asked of them.

// At is a part of a document, by its key or, within a list, by its place, which counts from 0. Several keys are a path: At("a", 1)
// is what lies at place 1 of the list at a. Of an array it is the element at that place, which counts from 1 as PostgreSQL does.
//
// The part is a document again. AsText, AsInteger and their kind give the value in it.
func (e Expr) At(keys ...any) Expr {
	if len(keys) == 0 {
		return invalid("At wants a key, or several for a path")
	}
	if e.Type().Kind() == sqltypes.ArrayKind {
		for _, k := range keys {
			e = e.index(k)
		}
		return e
	}
	if len(keys) > 1 {
		return e.Path(keys...)
	}
	k := reflect.ValueOf(keys[0])
	return e.part(OpGet, keys[0], sqltypes.PathType{Place: k.CanInt() || k.CanUint()})
}

// Path is the part of a document at a path of keys and places.
func (e Expr) Path(keys ...any) Expr { return e.part(OpPath, keys, sqltypes.PathType{Deep: true}) }

// part builds the access to a part of a document. Of an HSTORE that is a text.
func (e Expr) part(op Op, key any, t sqltypes.Type) Expr {
	l := e.Node()
	r := operand(key, l)
	if b, ok := r.(*BindParameter); ok && b.Unique && !isExpression(key) {
		b.Typ = t // not shared yet
	}
	out := e.Type()
	if isHstore(out) {
		out = sqltypes.Text()
	}
	return Wrap(&Binary{op, group(l, op), group(r, op), out})
}

// AsText is the value of a part of a document as text, by the operator of PostgreSQL (->>); see [Expr.AsString].
func (e Expr) AsText() Expr {
	b, ok := e.partOf("AsText")
	if !ok {
		return e
	}
	op := OpGetText
	if b.Op == OpPath {
		op = OpPathText
	}
	return Wrap(&Binary{op, b.L, b.R, sqltypes.Text()})
}

// AsString is the value of a part of a document as a string.
func (e Expr) AsString() Expr { return e.partAs("AsString", sqltypes.String(0)) }

// AsInteger is the value of a part of a document as an integer.
func (e Expr) AsInteger() Expr { return e.partAs("AsInteger", sqltypes.Integer()) }

// AsFloat is the value of a part of a document as a floating point number.
func (e Expr) AsFloat() Expr { return e.partAs("AsFloat", sqltypes.Float()) }

// AsNumeric is the value of a part of a document as an exact decimal.
func (e Expr) AsNumeric(precision, scale int) Expr {
	return e.partAs("AsNumeric", sqltypes.Numeric(precision, scale))
}

// AsBoolean is the value of a part of a document as a truth value.
func (e Expr) AsBoolean() Expr { return e.partAs("AsBoolean", sqltypes.Boolean()) }

// AsJSON is a part of a document as a document, which it is unless it was taken for something else.
func (e Expr) AsJSON() Expr { return e.partAs("AsJSON", sqltypes.JSON()) }

func (e Expr) partAs(what string, t sqltypes.Type) Expr {
	b, ok := e.partOf(what)
	if !ok {
		return e
	}
	return Wrap(&Binary{b.Op, b.L, b.R, t})
}

// partOf is the access to a part of a document that e is; if it is none, e becomes an error.
func (e *Expr) partOf(what string) (*Binary, bool) {
	b, ok := e.Node().(*Binary)
	if !ok || b.Op != OpGet && b.Op != OpPath {
		*e = invalid("%s belongs to a part of a document (At), not to %s", what, describe(e.Node()))
		return nil, false
	}
	return b, true
}

// HasKey reports whether a document has a key (PostgreSQL's JSONB and HSTORE).
func (e Expr) HasKey(key any) Expr { return e.ask(OpHasKey, key) }

// HasAnyKey reports whether a document has one of the keys, an array of them.
func (e Expr) HasAnyKey(keys any) Expr { return e.ask(OpHasAnyKey, keys) }

// HasAllKeys reports whether a document has all of the keys, an array of them.
func (e Expr) HasAllKeys(keys any) Expr { return e.ask(OpHasAllKeys, keys) }

func (e Expr) ask(op Op, key any) Expr {
	l := e.Node()
	r := operand(key, l)
	if b, ok := r.(*BindParameter); ok && b.Unique && !isExpression(key) {
		b.Typ = sqltypes.Array(sqltypes.Text()) // not shared yet
		if op == OpHasKey {
			b.Typ = sqltypes.Text()
		}
	}
	return newBinary(op, l, r, sqltypes.Boolean())
}

func isHstore(t sqltypes.Type) bool {
	return t.Kind() == sqltypes.OtherKind && t.String() == "HSTORE"
}
