package convert

import (
	"bytes"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"io"
	"strconv"

	"github.com/aludel/aludel/sqltypes"
)

// This file converts JSON.

var errInvalidJSON = errors.New("it is no JSON")

func jsonCodec(t sqltypes.Type) Codec {
	if _, raw := t.(sqltypes.RawJSON); raw {
		return Codec{
			func(v any) (any, error) { return encodeJSON(t, v) },
			func(v any) (any, error) { return readJSON(t, v) },
		}
	}
	return Codec{
		func(v any) (any, error) { return encodeJSON(t, v) },
		func(v any) (any, error) { return decodeJSON(t, v) },
	}
}

// encodeJSON gives the text of a document. Bytes are taken for one already, as is what a Value method gives; strings are strings.
func encodeJSON(t sqltypes.Type, v any) (any, error) {
	if sqltypes.IsNil(v) {
		return nil, nil
	}
	switch x := v.(type) {
	case json.RawMessage:
		return rawJSON(t, v, x)
	case []byte:
		return rawJSON(t, v, x)
	case driver.Valuer:
		if _, ok := v.(json.Marshaler); ok {
			break
		}
		p, err := x.Value()
		switch p := p.(type) {
		case nil:
			return nil, err
		case string:
			return rawJSON(t, v, []byte(p))
		case []byte:
			return rawJSON(t, v, p)
		}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, sqltypes.Mismatch(t, v, "", err)
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), nil
}

func rawJSON(t sqltypes.Type, v any, b []byte) (any, error) {
	if b == nil {
		return nil, nil
	}
	if !json.Valid(b) {
		return nil, sqltypes.Mismatch(t, v, "", errInvalidJSON)
	}
	return string(b), nil
}

// readJSON gives the text of a document, which is one.
func readJSON(t sqltypes.Type, v any) (any, error) {
	var text json.RawMessage
	switch x := v.(type) {
	case string:
		text = json.RawMessage(x)
	case []byte:
		text = append(text, x...)
	default:
		d, err := decodeJSON(t, v)
		if err != nil {
			return nil, err
		}
		text, _ = json.Marshal(d)
	}
	if !json.Valid(text) {
		return nil, sqltypes.Mismatch(t, v, "the database gave what is no JSON", errInvalidJSON)
	}
	return text, nil
}

// decodeJSON reads a document as map[string]any, []any, string, json.Number, bool or nil. Numbers stay text, so that no digit is
// lost.
func decodeJSON(t sqltypes.Type, v any) (any, error) {
	var text []byte
	switch x := v.(type) {
	case string:
		text = []byte(x)
	case []byte:
		text = x
	case int64: // SQLite keeps a bare number as one
		return json.Number(strconv.FormatInt(x, 10)), nil
	case float64:
		text, _ = json.Marshal(x)
	default:
		return nil, sqltypes.Mismatch(t, v, "the database gave no JSON", nil)
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var out any
	err := dec.Decode(&out)
	if err == nil {
		if _, err = dec.Token(); err == io.EOF {
			return out, nil
		}
		err = errInvalidJSON
	}
	return nil, sqltypes.Mismatch(t, v, "the database gave what is no JSON", err)
}
