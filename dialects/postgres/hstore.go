package postgres

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/convert"
)

// Hstore is a value of HSTORE: keys with values, nil for NULL.
type Hstore map[string]*string

// String gives the text form, sorted by key: "a"=>"1", "b"=>NULL.
func (h Hstore) String() string {
	var b strings.Builder
	for i, k := range slices.Sorted(maps.Keys(h)) {
		if i > 0 {
			b.WriteString(", ")
		}
		quoteItem(&b, k)
		b.WriteString("=>")
		if v := h[k]; v != nil {
			quoteItem(&b, *v)
		} else {
			b.WriteString("NULL")
		}
	}
	return b.String()
}

var errHstore = errors.New("it is no hstore in text form")

// ParseHstore reads the text form as the database prints it: keys and values in quotes, or NULL.
func ParseHstore(s string) (Hstore, error) {
	out := Hstore{}
	p := arrayParser{s: s}
	for p.i < len(s) {
		if len(out) > 0 {
			p.expect(", ")
		}
		if p.next() != '"' {
			return nil, errHstore
		}
		key := p.quoted()
		p.expect("=>")
		if p.next() == '"' {
			v := p.quoted()
			out[key] = &v
		} else {
			p.expect("NULL")
			out[key] = nil
		}
		if p.err != nil {
			return nil, errHstore
		}
	}
	return out, nil
}

func (p *arrayParser) expect(s string) {
	if !strings.HasPrefix(p.s[min(p.i, len(p.s)):], s) {
		p.fail(errHstore)
		return
	}
	p.i += len(s)
}

// hstoreOf is a map as an Hstore: nil, which is NULL, for a map that is nil.
func hstoreOf(v any) (h Hstore, ok bool) {
	switch x := v.(type) {
	case Hstore:
		return x, true
	case map[string]*string:
		return x, true
	case map[string]string:
		if x != nil {
			h = make(Hstore, len(x))
		}
		for k, v := range x {
			h[k] = &v
		}
		return h, true
	}
	return nil, false
}

func hstoreCodec(t sqltypes.Type) convert.Codec {
	return convert.Codec{
		Bind: func(v any) (any, error) {
			h, ok := hstoreOf(v)
			switch {
			case ok && h != nil:
				return h.String(), nil
			case ok, sqltypes.IsNil(v):
				return nil, nil
			}
			return nil, sqltypes.Mismatch(t, v, "it wants a postgres.Hstore or a map[string]string", nil)
		},
		Result: parsed(t, func(s string) (any, error) { return ParseHstore(s) }),
	}
}

// parsed converts text that the database gave.
func parsed(t sqltypes.Type, parse func(string) (any, error)) sqltypes.Converter {
	return func(v any) (any, error) {
		s, ok := textOf(v)
		if !ok {
			return nil, sqltypes.Mismatch(t, v, "the database gave no text", nil)
		}
		out, err := parse(s)
		if err != nil {
			return nil, sqltypes.Mismatch(t, v, "", err)
		}
		return out, nil
	}
}
