package sqltypes

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// This file has types whose values are of a type of the user's.

// GobOf is any value of Go type T as encoding/gob writes it, in a LargeBinary. Databases cannot look into it, and a value of other
// fields may not be read again when T changes: JSONOf is easier to live with.
func GobOf[T any]() Type { return gobType[T]{} }

type gobType[T any] struct{}

func (gobType[T]) Kind() Kind       { return LargeBinaryKind }
func (gobType[T]) String() string   { return LargeBinary().String() }
func (gobType[T]) Impl(string) Type { return LargeBinary() }

func (t gobType[T]) ProcessBind(v any, _ string) (any, error) {
	x, null, err := valueOf[T](t, v)
	if null || err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(x); err != nil {
		return nil, Mismatch(t, v, "", err)
	}
	return b.Bytes(), nil
}

func (t gobType[T]) ProcessResult(v any, _ string) (any, error) {
	b, ok := v.([]byte)
	if !ok {
		return nil, nil // NULL: the LargeBinary gives bytes or nothing
	}
	var x T
	if err := gob.NewDecoder(bytes.NewReader(b)).Decode(&x); err != nil {
		return nil, Mismatch(t, v, "the database gave what encoding/gob did not write", err)
	}
	return x, nil
}

func (t gobType[T]) ProcessLiteral(v any, _ string) (string, error) {
	if v == nil {
		return "NULL", nil
	}
	return "", Mismatch(t, v, "it has no literal form", nil)
}

// JSONOf is a JSON document that is a value of Go type T. Rows give a T.
func JSONOf[T any]() Type { return jsonType[T]{} }

type jsonType[T any] struct{}

func (jsonType[T]) Kind() Kind       { return JSONKind }
func (jsonType[T]) String() string   { return JSON().String() }
func (jsonType[T]) Impl(string) Type { return RawJSON{} }

func (t jsonType[T]) ProcessBind(v any, _ string) (any, error) {
	if v == nil || v == JSONNull {
		return v, nil
	}
	x, null, err := valueOf[T](t, v)
	if null || err != nil {
		return nil, err
	}
	return x, nil
}

func (t jsonType[T]) ProcessResult(v any, _ string) (any, error) {
	raw, ok := v.(json.RawMessage)
	if !ok {
		return nil, nil // NULL: RawJSON gives text or nothing
	}
	var x T
	if err := json.Unmarshal(raw, &x); err != nil {
		return nil, Mismatch(t, v, fmt.Sprintf("the database gave what is no %T", x), err)
	}
	return x, nil
}

// RawJSON is a JSON document that rows give as its text, a json.RawMessage.
type RawJSON struct{}

// Kind implements [Type].
func (RawJSON) Kind() Kind { return JSONKind }

// String implements [Type].
func (RawJSON) String() string { return JSON().String() }

// valueOf takes a T or a pointer to one.
func valueOf[T any](t Type, v any) (x T, null bool, err error) {
	switch v := v.(type) {
	case nil:
		return x, true, nil
	case T:
		return v, IsNil(v), nil
	case *T:
		return *v, false, nil
	}
	return x, false, Mismatch(t, v, fmt.Sprintf("it wants a %T", x), nil)
}

// EnumOf is an enum whose values are of Go type T; label gives each its word. Rows give a T. Make it once and keep it: two of them are
// two types.
func EnumOf[T comparable](name string, label func(T) string, values ...T) Type {
	t := &goEnum[T]{words: map[T]string{}, values: map[string]T{}}
	var words []string
	for _, v := range values {
		w := label(v)
		t.words[v], t.values[w] = w, v
		words = append(words, w)
	}
	t.enum = Enum(name, words...)
	return t
}

// goEnum is what EnumOf gives. It is not changed after that.
type goEnum[T comparable] struct {
	enum   EnumType
	words  map[T]string
	values map[string]T
}

func (t *goEnum[T]) Kind() Kind       { return EnumKind }
func (t *goEnum[T]) String() string   { return t.enum.String() }
func (t *goEnum[T]) Impl(string) Type { return t.enum }

func (t *goEnum[T]) ProcessBind(v any, _ string) (any, error) {
	switch x := v.(type) {
	case nil:
		return nil, nil
	case T:
		if w, ok := t.words[x]; ok {
			return w, nil
		}
		return nil, Mismatch(t, v, "it is none of "+strings.Join(t.enum.Labels(), ", "), nil)
	case *T:
		return t.ProcessBind(*x, "")
	case string:
		return x, nil
	}
	var want T
	return nil, Mismatch(t, v, fmt.Sprintf("it wants a %T", want), nil)
}

func (t *goEnum[T]) ProcessResult(v any, _ string) (any, error) {
	w, ok := v.(string)
	if !ok {
		return nil, nil // NULL: the enum gives a word or nothing
	}
	x, ok := t.values[w]
	if !ok {
		return nil, Mismatch(t, v, "", errors.New("the database gave another word"))
	}
	return x, nil
}
