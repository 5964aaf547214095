package mapping

import (
	"slices"

	"github.com/aludel/aludel/sqltypes"
)

// This file knows columns whose tag says how they are stored: documents, arrays, intervals, words of a list.

// codecFor says how values of a field are stored; bad says why they cannot be.
func codecFor(t *Type, tag Tag) (c Codec, typ sqltypes.Type, bad string) {
	it, _ := tag.Get("type")
	switch {
	case it.Value == "json" && !t.Scanner && !t.Valuer:
		if why := noDocument(t); why != "" {
			return 0, nil, why
		}
		return CodecJSON, sqltypes.JSON(), ""
	case it.Value == "array" && t.Kind == "slice" && !t.Scanner:
		elem, of, bad := codecOf(t.Elem)
		if bad != "" || !slices.Contains([]Codec{CodecInt, CodecUint, CodecFloat, CodecString, CodecBool}, elem) {
			return 0, nil, "an array holds numbers, texts or truth values"
		}
		return CodecArray, sqltypes.Array(of), ""
	}
	return codecOf(t)
}

// noDocument says why no JSON is made of a type; "" for nothing.
func noDocument(t *Type) string {
	switch t.Kind {
	case "func", "chan", "complex64", "complex128", "unsafe.Pointer":
		return "JSON cannot hold it"
	}
	return ""
}

// typeOption checks the option type where the Go type must fit it.
func (w *fieldWalk) typeOption(a *Attr, tag Tag, t *Type) {
	it, ok := tag.Get("type")
	bad := ""
	switch {
	case !ok:
	case it.Value == "array" && a.Codec != CodecArray:
		bad = "an array is a slice of numbers, texts or truth values"
	case it.Value == "interval" && t.ID() != "time.Duration" && a.Codec != CodecScanner:
		bad = "an interval is a time.Duration"
	}
	if bad != "" {
		w.b.problem("ORM104", a.At.at(it.ValueSpan), nil, "option \"type\": %s, not %s", bad, a.GoType)
	}
}

// enum is the type of a column that is one of a list of words.
func (w *fieldWalk) enum(a *Attr, tag Tag, t sqltypes.Type) sqltypes.Type {
	it, ok := tag.Get("enum")
	if !ok {
		return t
	}
	if a.Codec != CodecString {
		w.b.problem("ORM106", a.At.at(it.Span), []Fix{{"remove it", []Edit{{a.At.at(it.Span), ""}}}}, "option \"enum\" has no effect: %s is no text", a.GoType)
		return t
	}
	var words []string
	for _, word := range it.Words() {
		words = append(words, word.Value)
	}
	e := sqltypes.Enum(Snake(w.e.Name)+"_"+columnName(a.Name, tag), words...)
	e.Checked = true
	if err := e.Valid(); err != nil {
		w.b.problem("ORM104", a.At.at(valueOrKey(it)), nil, "option \"enum\": %v", err)
		return t
	}
	return e
}

// holdsNull reports whether a value of the field can say that there is none.
func (a *Attr) holdsNull() bool {
	t := a.GoType
	switch a.Codec {
	case CodecBytes:
		return true
	case CodecScanner:
		_, own := ownTypes[t.ID()] // these refuse NULL
		return a.Pointer || !own
	case CodecJSON, CodecArray:
		return a.Pointer || t.Kind == "slice" || t.Kind == "map" || t.Kind == "interface"
	}
	return a.Pointer
}
