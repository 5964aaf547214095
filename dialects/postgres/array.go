package postgres

import (
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/convert"
)

// This file writes and reads arrays in PostgreSQL's text form: {1,2,NULL}, {"a b",c}, {{1,2},{3,4}}.

// element converts one value of an array or a bound of a range to its text and back.
type element struct {
	t     sqltypes.Type
	codec convert.Codec
}

func elementOf(t sqltypes.Type) element { return element{t, values.Codec(t)} }

// format gives the text of a value; null is set for NULL.
func (e element) format(v any) (text string, null bool, err error) {
	if v == nil {
		return "", true, nil
	}
	if e.codec.Bind != nil {
		v, err = e.codec.Bind(v)
	} else {
		v, err = sqltypes.Plain(v)
	}
	switch x := v.(type) {
	case nil:
		return "", true, err
	case string:
		return x, false, err
	case int64:
		return strconv.FormatInt(x, 10), false, err
	case float64:
		return formatFloat(x), false, err
	case bool:
		return strconv.FormatBool(x), false, err
	case []byte:
		return `\x` + hex.EncodeToString(x), false, err
	case time.Time:
		return x.Format("2006-01-02 15:04:05.999999Z07:00"), false, err
	}
	return "", false, errors.Join(err, fmt.Errorf("a %T has no text form", v))
}

func formatFloat(f float64) string {
	switch {
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}

// parse reads the text of a value.
func (e element) parse(s string) (any, error) {
	if e.t.Kind() == sqltypes.LargeBinaryKind {
		return hex.DecodeString(strings.TrimPrefix(s, `\x`))
	}
	if e.codec.Result == nil {
		return s, nil
	}
	return e.codec.Result(s)
}

func arrayCodec(t sqltypes.ArrayType) convert.Codec {
	elem := elementOf(t.Elem)
	return convert.Codec{
		Bind: func(v any) (any, error) {
			if sqltypes.IsNil(v) {
				return nil, nil
			}
			var b strings.Builder
			if err := appendArray(&b, reflect.ValueOf(v), elem, t.Dims, 0); err != nil {
				return nil, sqltypes.Mismatch(t, v, "", err)
			}
			return b.String(), nil
		},
		Result: func(v any) (any, error) {
			s, ok := textOf(v)
			if !ok {
				return nil, sqltypes.Mismatch(t, v, "the database gave no text", nil)
			}
			out, err := parseArray(s, elem.parse)
			if err != nil {
				return nil, sqltypes.Mismatch(t, v, "the database gave what is no array", err)
			}
			return out, nil
		},
	}
}

// textOf is text as drivers give it.
func textOf(v any) (string, bool) {
	switch x := v.(type) {
	case string:
		return x, true
	case []byte:
		return string(x), true
	}
	return "", false
}

var errNoList = errors.New("it wants a slice")

// appendArray writes a slice. What is itself a slice is another dimension where dims or, if that is open, the type of the values
// allows one.
func appendArray(b *strings.Builder, v reflect.Value, elem element, dims, depth int) error {
	for v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() != reflect.Slice && v.Kind() != reflect.Array || v.Type().Elem().Kind() == reflect.Uint8 {
		return errNoList
	}
	b.WriteByte('{')
	for i := range v.Len() {
		if i > 0 {
			b.WriteByte(',')
		}
		item := v.Index(i)
		if isDimension(item, elem.t, dims, depth+1) {
			if err := appendArray(b, item, elem, dims, depth+1); err != nil {
				return err
			}
			continue
		}
		if dims > 0 && depth+1 < dims {
			return errNoList
		}
		text, null, err := elem.format(item.Interface())
		switch {
		case err != nil:
			return err
		case null:
			b.WriteString("NULL")
		case isNumber(text):
			b.WriteString(text)
		default:
			quoteItem(b, text)
		}
	}
	b.WriteByte('}')
	return nil
}

func isDimension(v reflect.Value, elem sqltypes.Type, dims, depth int) bool {
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	list := (v.Kind() == reflect.Slice || v.Kind() == reflect.Array) && v.Type().Elem().Kind() != reflect.Uint8
	if !list || dims > 0 {
		return list && depth < dims
	}
	return elem.Kind() != sqltypes.JSONKind && elem.Kind() != sqltypes.OtherKind
}

// isNumber reports whether a text needs no quotes because it is digits.
func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789.-") == "" }

// quoteItem writes a value in quotes, which it always may have.
func quoteItem(b *strings.Builder, s string) {
	b.WriteByte('"')
	for i := range len(s) {
		if s[i] == '"' || s[i] == '\\' {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	b.WriteByte('"')
}

var errArray = errors.New("it is no array in text form")

// parseArray reads an array of any number of dimensions as []any of []any, NULL as nil. Bounds in front ([2:3]={1,2}) are not kept.
func parseArray(s string, item func(string) (any, error)) ([]any, error) {
	if strings.HasPrefix(s, "[") {
		_, rest, ok := strings.Cut(s, "=")
		if !ok {
			return nil, errArray
		}
		s = rest
	}
	p := arrayParser{s: s, item: item}
	out := p.array(0)
	if p.err == nil && p.i != len(s) {
		p.err = errArray
	}
	return out, p.err
}

type arrayParser struct {
	s    string
	i    int
	item func(string) (any, error)
	err  error
}

// maxDims is how many dimensions PostgreSQL has.
const maxDims = 6

func (p *arrayParser) fail(err error) {
	if p.err == nil {
		p.err = err
	}
}

// next is the next byte, 0 at the end.
func (p *arrayParser) next() byte {
	if p.i < len(p.s) {
		return p.s[p.i]
	}
	return 0
}

func (p *arrayParser) array(depth int) []any {
	if p.next() != '{' || depth == maxDims {
		p.fail(errArray)
		return nil
	}
	p.i++
	out := []any{}
	if p.next() == '}' {
		p.i++
		return out
	}
	for p.err == nil {
		switch p.next() {
		case '{':
			out = append(out, p.array(depth+1))
		case '"':
			out = append(out, p.value(p.quoted(), false))
		default:
			out = append(out, p.value(p.bare(), true))
		}
		switch p.next() {
		case ',':
			p.i++
		case '}':
			p.i++
			return out
		default:
			p.fail(errArray)
		}
	}
	return nil
}

func (p *arrayParser) value(s string, bare bool) any {
	switch {
	case p.err != nil, bare && strings.EqualFold(s, "NULL"):
		return nil
	case bare && s == "":
		p.fail(errArray)
		return nil
	}
	v, err := p.item(s)
	if err != nil {
		p.fail(err)
	}
	return v
}

func (p *arrayParser) quoted() string {
	var b strings.Builder
	for p.i++; p.i < len(p.s); p.i++ {
		switch c := p.s[p.i]; c {
		case '"':
			p.i++
			return b.String()
		case '\\':
			if p.i++; p.i == len(p.s) {
				break
			}
			b.WriteByte(p.s[p.i])
		default:
			b.WriteByte(c)
		}
	}
	p.fail(errArray)
	return ""
}

func (p *arrayParser) bare() string {
	var b strings.Builder
	for ; p.i < len(p.s); p.i++ {
		switch c := p.s[p.i]; c {
		case ',', '}':
			return b.String()
		case '{', '"':
			p.fail(errArray)
			return ""
		case '\\':
			if p.i++; p.i < len(p.s) {
				b.WriteByte(p.s[p.i])
			}
		default:
			b.WriteByte(c)
		}
	}
	p.fail(errArray)
	return ""
}
