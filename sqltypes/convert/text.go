package convert

import (
	"encoding"
	"encoding/hex"
	"reflect"
	"strings"

	"github.com/aludel/aludel/sqltypes"
)

// This file converts text, bytes, enums and UUIDs.

func textCodec(t sqltypes.Type) Codec {
	return Codec{
		func(v any) (any, error) {
			if _, ok := v.(string); ok {
				return v, nil
			}
			p, own, err := plain(t, v)
			if err != nil || p == nil || own {
				return p, err
			}
			switch x := p.(type) {
			case string:
				return x, nil
			case []byte:
				return string(x), nil
			}
			return nil, sqltypes.Mismatch(t, v, "it wants text", nil)
		},
		func(v any) (any, error) { return readText(t, v) },
	}
}

// readText reads text as drivers give it. The bytes of a driver are copied.
func readText(t sqltypes.Type, v any) (any, error) {
	switch x := v.(type) {
	case string:
		return x, nil
	case []byte:
		return string(x), nil
	}
	return nil, sqltypes.Mismatch(t, v, "the database gave no text", nil)
}

// Text converts what is text in Go and for the driver, of any form that check accepts; check may be nil.
func Text(t sqltypes.Type, check func(string) error) Codec {
	c := textCodec(t)
	if check == nil {
		return c
	}
	return Codec{chain(c.Bind, func(v any) (any, error) {
		if s, ok := v.(string); ok {
			if err := check(s); err != nil {
				return nil, sqltypes.Mismatch(t, v, "", err)
			}
		}
		return v, nil
	}), c.Result}
}

func bytesCodec(t sqltypes.Type) Codec {
	return Codec{
		func(v any) (any, error) {
			if _, ok := v.([]byte); ok {
				return v, nil
			}
			p, own, err := plain(t, v)
			if err != nil || p == nil || own {
				return p, err
			}
			switch x := p.(type) {
			case []byte:
				return x, nil
			case string:
				return []byte(x), nil
			}
			return nil, sqltypes.Mismatch(t, v, "it wants bytes", nil)
		},
		func(v any) (any, error) {
			switch x := v.(type) {
			case []byte:
				return append([]byte{}, x...), nil
			case string:
				return []byte(x), nil
			}
			return nil, sqltypes.Mismatch(t, v, "the database gave no bytes", nil)
		},
	}
}

func enumCodec(e sqltypes.EnumType) Codec {
	reason := "it is none of its words, " + strings.Join(e.Labels(), ", ")
	text := textCodec(e)
	known := func(v any) (any, error) {
		if s, ok := v.(string); ok && !e.Has(s) {
			return nil, sqltypes.Mismatch(e, v, reason, nil)
		}
		return v, nil
	}
	return Codec{chain(text.Bind, known), chain(text.Result, known)}
}

func (s *Storage) uuid(t sqltypes.Type) Codec {
	return Codec{
		func(v any) (any, error) {
			id, err := uuidOf(t, v)
			if id == nil || err != nil {
				return nil, err
			}
			if s.HexUUID {
				return hex.EncodeToString(id), nil
			}
			return hyphened(id), nil
		},
		func(v any) (any, error) {
			id, err := uuidOf(t, v)
			if err != nil {
				return nil, err
			}
			return hyphened(id), nil
		},
	}
}

// uuidOf reads the 16 bytes of a UUID: themselves, or text with or without hyphens.
func uuidOf(t sqltypes.Type, v any) ([]byte, error) {
	switch x := v.(type) {
	case string:
		return parseUUID(t, v, x)
	case []byte:
		if len(x) == 16 {
			return x, nil
		}
		return parseUUID(t, v, string(x))
	case [16]byte:
		return x[:], nil
	}
	if sqltypes.IsNil(v) {
		return nil, nil
	}
	if rv := reflect.ValueOf(v); rv.Kind() == reflect.Array && rv.Len() == 16 && rv.Type().Elem().Kind() == reflect.Uint8 {
		b := make([]byte, 16)
		reflect.Copy(reflect.ValueOf(b), rv)
		return b, nil
	}
	if m, ok := v.(encoding.TextMarshaler); ok {
		b, err := m.MarshalText()
		if err != nil {
			return nil, sqltypes.Mismatch(t, v, "", err)
		}
		return parseUUID(t, v, string(b))
	}
	p, _, err := plain(t, v)
	if err == nil && reflect.TypeOf(p) != reflect.TypeOf(v) {
		return uuidOf(t, p)
	}
	return nil, sqltypes.Mismatch(t, v, "it wants the text or the 16 bytes of a UUID", nil)
}

func parseUUID(t sqltypes.Type, v any, s string) ([]byte, error) {
	digits := s
	if len(s) == 36 && s[8] == '-' && s[13] == '-' && s[18] == '-' && s[23] == '-' {
		digits = s[:8] + s[9:13] + s[14:18] + s[19:23] + s[24:]
	}
	b, err := hex.DecodeString(digits)
	if err != nil || len(b) != 16 {
		return nil, sqltypes.Mismatch(t, v, "it wants 32 hexadecimal digits", nil)
	}
	return b, nil
}

func hyphened(id []byte) string {
	h := hex.EncodeToString(id)
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}
