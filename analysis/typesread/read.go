// Package typesread describes Go types for package orm/mapping from package go/types: the checker's reader.
//
// Its twin at run time is orm/internal/reflectread; a test (internal/onemodel) feeds the same structs through both and compares.
// [Locate] translates the places of problems, which the model gives without positions, to positions in files.
package typesread

import (
	"go/types"
	"slices"
	"strings"

	"github.com/aludel/aludel/orm/mapping"
)

// Reader makes and keeps descriptions of types. It belongs to one generation of type-checking and to one goroutine.
type Reader struct{ cache map[types.Type]*mapping.Type }

// New makes a reader.
func New() *Reader { return &Reader{map[types.Type]*mapping.Type{}} }

// Read describes a type. The same type gives the same description.
func (r *Reader) Read(t types.Type) *mapping.Type {
	t = types.Unalias(t)
	if d := r.cache[t]; d != nil {
		return d
	}
	if n, ok := t.(*types.Named); ok && n.TypeArgs().Len() > 0 { // instances of one generic type are identical without being the same pointer
		for o, d := range r.cache {
			if types.Identical(o, n) {
				return d
			}
		}
	}
	d := &mapping.Type{}
	r.cache[t] = d
	if n, ok := t.(*types.Named); ok {
		r.named(d, n)
	}
	if endless(t) {
		d.Kind = mapping.Invalid
		return d
	}
	if r.shape(d, t) {
		d.Scanner = hasMethod(types.NewPointer(t), "Scan", isScan)
		d.Valuer = hasMethod(t, "Value", isValue)
	}
	return d
}

// named gives a declared type its path and name: of the origin for orm's containers, else with the arguments in the name, as
// reflect has it.
func (r *Reader) named(d *mapping.Type, n *types.Named) {
	o := n.Origin().Obj()
	d.Name = o.Name()
	if o.Pkg() != nil {
		d.Pkg = PackagePath(o.Pkg())
	}
	args := n.TypeArgs()
	if args.Len() == 0 {
		return
	}
	var names []string
	for i := range args.Len() {
		if d.Pkg == mapping.OrmPath {
			d.Args = append(d.Args, r.Read(args.At(i)))
		}
		names = append(names, argName(args.At(i)))
	}
	if d.Pkg != mapping.OrmPath {
		d.Name += "[" + strings.Join(names, ",") + "]"
	}
}

// shape fills what follows from the underlying type; it reports whether the type may read and write itself.
func (r *Reader) shape(d *mapping.Type, t types.Type) bool {
	if _, ok := t.(*types.TypeParam); ok {
		d.Kind = mapping.Invalid // a generic struct is judged by its instances
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		if u.Kind() == types.Invalid {
			d.Kind = mapping.Invalid
			return false
		}
		d.Kind = mapping.Kind(types.Typ[u.Kind()].Name()) // byte is uint8
		if _, ok := t.(*types.Named); !ok {
			d.Name = string(d.Kind)
		}
		if u.Kind() == types.UnsafePointer {
			d.Kind = "unsafe.Pointer"
			if d.Pkg == "" {
				d.Pkg = "unsafe"
			}
		}
	case *types.Pointer:
		d.Kind, d.Elem = "ptr", r.Read(u.Elem())
		return false
	case *types.Slice:
		d.Kind, d.Elem = "slice", r.Read(u.Elem())
	case *types.Array:
		d.Kind, d.Elem, d.Len = "array", r.Read(u.Elem()), u.Len()
	case *types.Map:
		d.Kind, d.Key, d.Elem = "map", r.Read(u.Key()), r.Read(u.Elem())
	case *types.Chan:
		d.Kind, d.Elem = "chan", r.Read(u.Elem())
	case *types.Signature:
		d.Kind = "func"
	case *types.Interface:
		d.Kind = "interface"
		return false
	case *types.Struct:
		d.Kind = "struct"
		d.Fields = func() []mapping.Field { return r.fields(u) }
	default:
		d.Kind = mapping.Invalid
		return false
	}
	return true
}

// maxInstances is how many instances of generic types a struct may embed, counting those that its embedded structs embed.
const maxInstances = 64

// endless reports whether a type embeds ever new instances of generic types, as G[T] does that embeds *G[[]T]. The compiler refuses
// that, but half-typed code has it, and go/types would look for methods in it for ever.
func endless(t types.Type) bool {
	n, ok := t.(*types.Named)
	if !ok {
		return false
	}
	seen := []*types.Named{n}
	instances := 0
	for i := 0; i < len(seen); i++ {
		s, ok := seen[i].Underlying().(*types.Struct)
		if !ok {
			continue
		}
		for j := range s.NumFields() {
			e := embeddedNamed(s.Field(j))
			if e == nil || slices.ContainsFunc(seen, func(o *types.Named) bool { return types.Identical(o, e) }) {
				continue
			}
			seen = append(seen, e)
			if e.TypeArgs().Len() > 0 {
				instances++
			}
			if instances > maxInstances {
				return true
			}
		}
	}
	return false
}

// embeddedNamed is the declared type that a field embeds, nil if it embeds none.
func embeddedNamed(f *types.Var) *types.Named {
	if !f.Embedded() {
		return nil
	}
	t := types.Unalias(f.Type())
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	n, _ := t.(*types.Named)
	return n
}

func (r *Reader) fields(s *types.Struct) []mapping.Field {
	fs := make([]mapping.Field, s.NumFields())
	for i := range fs {
		f := s.Field(i)
		fs[i] = mapping.Field{Name: f.Name(), Tag: s.Tag(i), Embedded: f.Embedded(), Exported: f.Exported(), Type: r.Read(f.Type())}
	}
	return fs
}

// PackagePath is the import path by which the runtime knows a package: "main" for a command, and without what the go command
// adds to the path of a package compiled for a test.
func PackagePath(p *types.Package) string {
	if p.Name() == "main" {
		return "main"
	}
	path, _, _ := strings.Cut(p.Path(), " [")
	return strings.TrimSuffix(path, ".test")
}

// isScan matches Scan(any) error by its parts, so that database/sql need not be among the imports of the package.
func isScan(s *types.Signature) bool {
	if s.Params().Len() != 1 || s.Results().Len() != 1 || s.Variadic() {
		return false
	}
	i, ok := s.Params().At(0).Type().Underlying().(*types.Interface)
	return ok && i.Empty() && types.Identical(s.Results().At(0).Type(), types.Universe.Lookup("error").Type())
}

// isValue matches Value() (driver.Value, error).
func isValue(s *types.Signature) bool {
	return s.Params().Len() == 0 && s.Results().Len() == 2 && types.TypeString(s.Results().At(0).Type(), nil) == "database/sql/driver.Value" &&
		types.Identical(s.Results().At(1).Type(), types.Universe.Lookup("error").Type())
}

func hasMethod(t types.Type, name string, ok func(*types.Signature) bool) bool {
	sel := types.NewMethodSet(t).Lookup(nil, name)
	if sel == nil {
		return false
	}
	sig, isSig := sel.Type().(*types.Signature)
	return isSig && ok(sig)
}
