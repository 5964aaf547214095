package typesread

import (
	"fmt"
	"go/types"
	"strconv"
	"strings"
)

// argName is a type as package reflect writes it among the type arguments in the name of an instance, without blanks: import paths in
// full, aliases resolved, parameters without names.
func argName(t types.Type) string {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		if t.Kind() == types.UnsafePointer {
			return "unsafe.Pointer"
		}
		return types.Typ[t.Kind()].Name()
	case *types.Named:
		return namedName(t)
	case *types.Pointer:
		return "*" + argName(t.Elem())
	case *types.Slice:
		return "[]" + argName(t.Elem())
	case *types.Array:
		return fmt.Sprintf("[%d]%s", t.Len(), argName(t.Elem()))
	case *types.Map:
		return "map[" + argName(t.Key()) + "]" + argName(t.Elem())
	case *types.Chan:
		return chanName(t)
	case *types.Signature:
		return "func" + signatureName(t)
	case *types.Interface:
		return interfaceName(t)
	case *types.Struct:
		return structName(t)
	}
	return t.String()
}

func namedName(t *types.Named) string {
	name := t.Obj().Name()
	if p := t.Obj().Pkg(); p != nil {
		name = PackagePath(p) + "." + name
	}
	if t.TypeArgs().Len() == 0 {
		return name
	}
	return name + "[" + join(t.TypeArgs().Len(), func(i int) string { return argName(t.TypeArgs().At(i)) }, ",") + "]"
}

func chanName(t *types.Chan) string {
	switch t.Dir() {
	case types.SendOnly:
		return "chan<-" + argName(t.Elem())
	case types.RecvOnly:
		return "<-chan" + argName(t.Elem())
	}
	if e, ok := types.Unalias(t.Elem()).(*types.Chan); ok && e.Dir() == types.RecvOnly {
		return "chan(" + argName(e) + ")"
	}
	return "chan" + argName(t.Elem())
}

func signatureName(s *types.Signature) string {
	params := join(s.Params().Len(), func(i int) string {
		t := s.Params().At(i).Type()
		if s.Variadic() && i == s.Params().Len()-1 {
			return "..." + argName(t.(*types.Slice).Elem())
		}
		return argName(t)
	}, ",")
	results := join(s.Results().Len(), func(i int) string { return argName(s.Results().At(i).Type()) }, ",")
	if s.Results().Len() > 1 {
		results = "(" + results + ")"
	}
	return "(" + params + ")" + results
}

func interfaceName(t *types.Interface) string {
	return "interface{" + join(t.NumMethods(), func(i int) string {
		m := t.Method(i)
		return memberName(m) + signatureName(m.Signature())
	}, ";") + "}"
}

func structName(t *types.Struct) string {
	return "struct{" + join(t.NumFields(), func(i int) string {
		f := t.Field(i)
		s := argName(f.Type())
		if !f.Embedded() {
			s = memberName(f) + s
		}
		if tag := t.Tag(i); tag != "" {
			s += strings.ReplaceAll(strconv.Quote(tag), " ", "")
		}
		return s
	}, ";") + "}"
}

// memberName is the name of a field or method, with the import path of its package if it is not exported.
func memberName(o types.Object) string {
	if o.Exported() || o.Pkg() == nil {
		return o.Name()
	}
	return PackagePath(o.Pkg()) + "." + o.Name()
}

func join(n int, part func(int) string, sep string) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = part(i)
	}
	return strings.Join(parts, sep)
}
