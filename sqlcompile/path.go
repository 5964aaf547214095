package sqlcompile

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/aludel/aludel/sqltypes"
)

// This file writes where in a document a part of it lies.

// PathStyle is how a dialect writes that.
type PathStyle uint8

// The styles.
const (
	PathAsIs   PathStyle = iota // keys and places as they are
	PathDollar                  // $."a"[1]
	PathArray                   // keys and places as they are, a path as an array of texts: {"a","1"}
)

// PathRules are how a dialect writes keys, places and paths.
type PathRules struct {
	Style PathStyle
	// Last is how a place is counted from the end of a list in style [PathDollar], with %d for by how much; "" says that it cannot be.
	Last string
}

// converter gives the conversion of keys, places and paths, nil for other types.
func (r PathRules) converter(t sqltypes.Type) func(v any) (any, error) {
	p, ok := t.(sqltypes.PathType)
	switch {
	case !ok, r.Style == PathAsIs, r.Style == PathArray && !p.Deep:
		return nil
	case r.Style == PathArray:
		return pathArray
	}
	return func(v any) (any, error) {
		keys, err := []any{v}, error(nil)
		if p.Deep {
			keys, err = pathKeys(v)
		}
		if err != nil {
			return nil, err
		}
		return r.dollar(keys)
	}
}

func (r PathRules) dollar(keys []any) (any, error) {
	var b strings.Builder
	b.WriteByte('$')
	for _, k := range keys {
		switch k := reflect.ValueOf(k); {
		case k.Kind() == reflect.String:
			b.WriteString(`."` + pathEscaper.Replace(k.String()) + `"`)
		case k.CanInt() && k.Int() >= 0:
			fmt.Fprintf(&b, "[%d]", k.Int())
		case k.CanInt() && r.Last == "":
			return nil, fmt.Errorf("this database cannot count the place %d from the end of a list", k.Int())
		case k.CanInt():
			fmt.Fprintf(&b, "["+r.Last+"]", -k.Int())
		default:
			return nil, notInPath(k)
		}
	}
	return b.String(), nil
}

var pathEscaper = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func pathArray(v any) (any, error) {
	keys, err := pathKeys(v)
	if err != nil {
		return nil, err
	}
	words := make([]string, len(keys))
	for i, k := range keys {
		switch k := reflect.ValueOf(k); {
		case k.Kind() == reflect.String:
			words[i] = `"` + pathEscaper.Replace(k.String()) + `"`
		case k.CanInt():
			words[i] = strconv.FormatInt(k.Int(), 10)
		default:
			return nil, notInPath(k)
		}
	}
	return "{" + strings.Join(words, ",") + "}", nil
}

func notInPath(k reflect.Value) error {
	if !k.IsValid() {
		return fmt.Errorf("nil has no place in a path")
	}
	return fmt.Errorf("a path in a document is of strings and integers, not of %s", k.Type())
}

func pathKeys(v any) ([]any, error) {
	rv := reflect.ValueOf(v)
	if rv.Kind() != reflect.Slice && rv.Kind() != reflect.Array {
		return nil, fmt.Errorf("a path in a document is a list of strings and integers, not a %T", v)
	}
	return listOf(v)
}
