// Package reflectread describes Go types for package orm/mapping from package reflect: the runtime's reader.
//
// Its twin for the checker is analysis/typesread; a test (internal/onemodel) feeds the same structs through both and compares.
package reflectread

import (
	"database/sql"
	"database/sql/driver"
	"net/url"
	"reflect"
	"strings"
	"sync"

	"github.com/aludel/aludel/orm/mapping"
)

// Reader makes and keeps descriptions of types. It is safe for concurrent use.
type Reader struct {
	// typeArgs gives the type arguments of orm's containers, which reflect knows only as text; nil for other types.
	typeArgs func(reflect.Type) []reflect.Type

	mu    sync.Mutex
	cache map[reflect.Type]*mapping.Type // guarded by mu
}

// New makes a reader.
func New(typeArgs func(reflect.Type) []reflect.Type) *Reader {
	return &Reader{typeArgs: typeArgs, cache: map[reflect.Type]*mapping.Type{}}
}

// Read describes a type. The same type gives the same description.
func (r *Reader) Read(t reflect.Type) *mapping.Type {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.read(t)
}

var (
	scanner = reflect.TypeFor[sql.Scanner]()
	valuer  = reflect.TypeFor[driver.Valuer]()
)

// read describes a type; the caller holds the lock.
func (r *Reader) read(t reflect.Type) *mapping.Type {
	if d := r.cache[t]; d != nil {
		return d
	}
	d := &mapping.Type{Kind: mapping.Kind(t.Kind().String()), Pkg: PackagePath(t.PkgPath()), Name: t.Name()}
	r.cache[t] = d
	r.generic(d, t)
	switch t.Kind() {
	case reflect.Pointer:
		d.Elem = r.read(t.Elem())
		return d // what *T can do is said by T
	case reflect.Slice, reflect.Array, reflect.Chan:
		d.Elem = r.read(t.Elem())
		if t.Kind() == reflect.Array {
			d.Len = int64(t.Len())
		}
	case reflect.Map:
		d.Key, d.Elem = r.read(t.Key()), r.read(t.Elem())
	case reflect.Interface:
		if t.Name() == "" || t.PkgPath() == "" && t.Name() != "error" {
			d.Name = "" // any and interface{} are one
		}
		return d
	case reflect.Struct:
		d.Fields = func() []mapping.Field { return r.fields(t) }
	}
	d.Scanner, d.Valuer = reflect.PointerTo(t).Implements(scanner), t.Implements(valuer)
	return d
}

// generic gives orm's containers their type arguments, and other generic types a name without blanks.
func (r *Reader) generic(d *mapping.Type, t reflect.Type) {
	i := strings.IndexByte(d.Name, '[')
	if i < 0 {
		return
	}
	if args := r.typeArgs(t); args != nil {
		d.Name = d.Name[:i]
		for _, a := range args {
			d.Args = append(d.Args, r.read(a))
		}
		return
	}
	d.Name = unescape(strings.ReplaceAll(d.Name, " ", ""))
}

// unescape undoes what the linker does to import paths in the names of instances: "yaml%2ev3" is yaml.v3.
func unescape(name string) string {
	if s, err := url.PathUnescape(name); err == nil {
		return s
	}
	return name
}

func (r *Reader) fields(t reflect.Type) []mapping.Field {
	fs := make([]mapping.Field, t.NumField())
	for i := range fs {
		f := t.Field(i)
		fs[i] = mapping.Field{Name: f.Name, Tag: string(f.Tag), Embedded: f.Anonymous, Exported: f.IsExported(), Type: r.Read(f.Type)}
	}
	return fs
}

// PackagePath is an import path without what the go command adds to the path of a package compiled for a test.
func PackagePath(p string) string {
	p, _, _ = strings.Cut(p, " [")
	return strings.TrimSuffix(p, ".test")
}
