package orm

import (
	"encoding/json"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/decimal"
)

// This file has documents and arrays.

// JSON is a document. Its parts are found by keys and, within lists, by places, which count from 0.
type JSON[V, R any] struct{ Col[V, R] }

// Path is the value at a path as text, NULL where there is none.
func (j JSON[V, R]) Path(p ...any) Text[string, *string] {
	return Text[string, *string]{Col[string, *string]{j.x.Path(p...).AsString()}}
}

// PathInt is the value at a path as an integer, NULL where there is none.
func (j JSON[V, R]) PathInt(p ...any) Num[int64, *int64] {
	return Num[int64, *int64]{Col[int64, *int64]{j.x.Path(p...).AsInteger()}}
}

// PathFloat is the value at a path as a floating point number, NULL where there is none.
func (j JSON[V, R]) PathFloat(p ...any) Num[float64, *float64] {
	return Num[float64, *float64]{Col[float64, *float64]{j.x.Path(p...).AsFloat()}}
}

// PathDecimal is the value at a path as an exact decimal, NULL where there is none.
func (j JSON[V, R]) PathDecimal(precision, scale int, p ...any) Num[decimal.Decimal, *decimal.Decimal] {
	return Num[decimal.Decimal, *decimal.Decimal]{Col[decimal.Decimal, *decimal.Decimal]{j.x.Path(p...).AsNumeric(precision, scale)}}
}

// PathBool is the value at a path as a truth value, NULL where there is none.
func (j JSON[V, R]) PathBool(p ...any) Bool[*bool] {
	return Bool[*bool]{Col[bool, *bool]{j.x.Path(p...).AsBoolean()}}
}

// At is the part at a path as a document, NULL where there is none.
func (j JSON[V, R]) At(p ...any) JSON[json.RawMessage, *json.RawMessage] {
	return JSON[json.RawMessage, *json.RawMessage]{Col[json.RawMessage, *json.RawMessage]{j.x.Path(p...).AsJSON()}}
}

// HasKey holds where the document has a key (PostgreSQL's JSONB).
func (j JSON[V, R]) HasKey(key string) Cond { return truth(j.x.HasKey(key)) }

// HasAnyKey holds where the document has one of the keys (PostgreSQL's JSONB).
func (j JSON[V, R]) HasAnyKey(keys ...string) Cond { return truth(j.x.HasAnyKey(keys)) }

// HasAllKeys holds where the document has all of the keys (PostgreSQL's JSONB).
func (j JSON[V, R]) HasAllKeys(keys ...string) Cond { return truth(j.x.HasAllKeys(keys)) }

// Covers holds where the document has all that v has (PostgreSQL's JSONB: @>).
func (j JSON[V, R]) Covers(v any) Cond { return truth(j.x.Covers(v)) }

// AsJSON makes an expression a document: a text column that holds one.
func AsJSON[V, R any](e Expr[V, R]) JSON[V, R] {
	return JSON[V, R]{Col[V, R]{expr.Coerced(e.kernel(), sqltypes.JSON())}}
}

// JSONAttr is a document attribute.
type JSONAttr[V any] struct{ JSON[V, V] }

// NullJSONAttr is a document attribute that may be NULL.
type NullJSONAttr[V any] struct{ JSON[V, *V] }

// Array is an array of E (PostgreSQL).
type Array[E, R any] struct{ Col[[]E, R] }

// Has holds where v is an element.
func (a Array[E, R]) Has(v E) Cond { return truth(a.x.HasAny(expr.OpEq, v)) }

// Covers holds where all of vs are elements.
func (a Array[E, R]) Covers(vs ...E) Cond { return truth(a.x.Covers(vs)) }

// CoveredBy holds where all elements are among vs.
func (a Array[E, R]) CoveredBy(vs ...E) Cond { return truth(a.x.CoveredBy(vs)) }

// Overlaps holds where one of vs is an element.
func (a Array[E, R]) Overlaps(vs ...E) Cond { return truth(a.x.Overlaps(vs)) }

// At is the element at a place, which counts from 1; NULL where there is none.
func (a Array[E, R]) At(i int) Col[E, *E] { return Col[E, *E]{a.x.At(i)} }

// Slice is the part from one place to another, both of them in it.
func (a Array[E, R]) Slice(from, to int) Array[E, R] {
	return Array[E, R]{Col[[]E, R]{a.x.Slice(from, to)}}
}

// Len is the number of elements; NULL for a NULL.
func (a Array[E, R]) Len() Num[int64, *int64] {
	return Num[int64, *int64]{Col[int64, *int64]{expr.Func("cardinality", nil, a.x)}}
}

// ArrayAttr is an array attribute. A nil slice is NULL where the column may be.
type ArrayAttr[E any] struct{ Array[E, []E] }
