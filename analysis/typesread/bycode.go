package typesread

import (
	"go/types"

	"github.com/aludel/aludel/orm/mapping"
)

// MappedByCode lists the types that a package maps to tables by orm.MapTable: what their tags lack is no mistake, and their tables are
// known only when the program runs.
func MappedByCode(info *types.Info) (all []types.Type) {
	for id, inst := range info.Instances {
		f, ok := info.Uses[id].(*types.Func)
		if ok && f.Name() == "MapTable" && f.Pkg() != nil && PackagePath(f.Pkg()) == mapping.OrmPath && inst.TypeArgs.Len() == 1 {
			all = append(all, types.Unalias(inst.TypeArgs.At(0)))
		}
	}
	return all
}

// ConfiguresMapping reports whether a type has a method ConfigureMapping of its own: one that takes an *orm.Config of the type.
func ConfiguresMapping(t types.Type) bool {
	o, _, _ := types.LookupFieldOrMethod(types.NewPointer(t), true, nil, "ConfigureMapping")
	f, ok := o.(*types.Func)
	if !ok || f.Signature().Params().Len() != 1 {
		return false
	}
	p, ok := types.Unalias(f.Signature().Params().At(0).Type()).(*types.Pointer)
	if !ok {
		return false
	}
	n, ok := types.Unalias(p.Elem()).(*types.Named)
	return ok && n.Obj().Name() == "Config" && n.Obj().Pkg() != nil && PackagePath(n.Obj().Pkg()) == mapping.OrmPath &&
		n.TypeArgs().Len() == 1 && types.Identical(n.TypeArgs().At(0), t)
}
