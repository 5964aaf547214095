package mappings

import (
	"go/token"
	"go/types"
	"strings"

	"github.com/aludel/aludel/analysis/passes/model"
	"github.com/aludel/aludel/analysis/report"
	"github.com/aludel/aludel/analysis/typesread"
)

// This file finds methods of entities that are called like hooks of package orm and are none (ORM150).

// Signatures of hooks, with packages by their names.
const (
	flushHook = "(context.Context, *orm.FlushContext) error"
	readHook  = "() error"
)

// hookNames are the hooks that an entity may have, in the order of their reports.
var hookNames = []struct{ name, signature string }{
	{"BeforeInsert", flushHook}, {"AfterInsert", flushHook}, {"BeforeUpdate", flushHook}, {"AfterUpdate", flushHook},
	{"BeforeDelete", flushHook}, {"AfterDelete", flushHook}, {"AfterLoad", readHook}, {"AfterRefresh", readHook},
}

// hooks reports methods that nothing calls, since their signature is not that of the hook whose name they have.
func (c *checker) hooks(s *model.Struct) {
	for _, h := range hookNames {
		if m := method(s.Named, h.name); m != nil && signature(m) != h.signature {
			c.notCalled(s, m, h.signature)
		}
	}
	if m := method(s.Named, "ConfigureMapping"); m != nil && !typesread.ConfiguresMapping(s.Named) {
		c.notCalled(s, m, "(*orm.Config["+s.Named.Obj().Name()+"])")
	}
}

func (c *checker) notCalled(s *model.Struct, m *types.Func, want string) {
	at := span{s.Spec.Name.Pos(), s.Spec.Name.End()}
	if m.Pkg() == c.pass.Pkg {
		at = span{m.Pos(), m.Pos() + token.Pos(len(m.Name()))}
	}
	c.found = append(c.found, report.Finding{Code: "ORM150", Pos: at.pos, End: at.end,
		Message: "nothing calls this " + m.Name() + ": the hook of that name is " + m.Name() + want + ", not " + m.Name() + signature(m)})
}

// span is a place in the source.
type span struct{ pos, end token.Pos }

// method is a method of pointers to a struct, its own or of what it embeds; nil if there is none.
func method(t *types.Named, name string) *types.Func {
	o, _, _ := types.LookupFieldOrMethod(types.NewPointer(t), true, nil, name)
	m, _ := o.(*types.Func)
	return m
}

// signature is what a method takes and gives, without the names of parameters.
func signature(m *types.Func) string {
	list := func(t *types.Tuple) string {
		var s []string
		for v := range t.Variables() {
			s = append(s, types.TypeString(v.Type(), (*types.Package).Name))
		}
		return strings.Join(s, ", ")
	}
	s := "(" + list(m.Signature().Params()) + ")"
	switch r := m.Signature().Results(); r.Len() {
	case 0:
		return s
	case 1:
		return s + " " + list(r)
	default:
		return s + " (" + list(r) + ")"
	}
}
