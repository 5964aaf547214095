package evaluate

import (
	"fmt"
	"strings"

	"github.com/aludel/aludel/analysis/trace"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/orm/query"
)

// Model finds the entities that classes stand for: a *mapping.Model, or several of them taken together. It is only read.
type Model interface {
	// Entity is the mapped entity with that id, nil if there is none.
	Entity(id string) *mapping.Entity
}

// unknownError says why a term has no value here.
type unknownError string

func (e unknownError) Error() string { return string(e) }

func unknownf(format string, args ...any) error { return unknownError(fmt.Sprintf(format, args...)) }

// replay makes kernel values of terms. A term met twice is one value: aliases and binds keep their identity.
type replay struct {
	model Model
	done  map[*trace.Term]any
	vars  map[string]any
}

func newReplay(m Model) *replay {
	return &replay{model: m, done: map[*trace.Term]any{}, vars: map[string]any{}}
}

// run is value, with whatever the kernel may panic with as an error.
func (r *replay) run(t *trace.Term) (v any, err error) {
	defer func() {
		if p := recover(); p != nil {
			v, err = nil, unknownf("the kernel does not take this: %v", p)
		}
	}()
	return r.value(t)
}

func (r *replay) value(t *trace.Term) (any, error) {
	if v, ok := r.done[t]; ok {
		return v, nil
	}
	if v, ok := r.vars[t.Var]; ok && t.Var != "" {
		return v, nil
	}
	v, err := r.once(t)
	if err != nil {
		return nil, err
	}
	r.done[t] = v
	if t.Var != "" {
		r.vars[t.Var] = v
	}
	return v, nil
}

func (r *replay) once(t *trace.Term) (any, error) {
	switch t.Op {
	case trace.OpConst:
		if t.Const == nil && t.Type == "" {
			return nil, unknownf("a nil of unknown type")
		}
		return constant(t), nil
	case trace.OpHole, trace.OpField, trace.OpBinop, trace.OpUnop:
		if t.Open {
			return nil, unknownf("%s is an interface: it could hold anything", t.Text())
		}
		return hole(t), nil
	case trace.OpClass:
		e := r.model.Entity(t.Name)
		if e == nil {
			return nil, unknownf("%s is not a mapped entity", t.Name)
		}
		return query.ClassOf(e), nil
	case trace.OpMap:
		return r.valueMap(t)
	case trace.OpList:
		return r.listValue(t)
	case trace.OpCall:
		return r.call(t)
	case trace.OpUnknown:
		return nil, unknownError(t.Name)
	case trace.OpStruct:
		return nil, unknownf("a literal of %s", t.Type)
	case trace.OpFunc:
		return nil, unknownf("a function value")
	}
	return nil, unknownf("%s", t)
}

func hole(t *trace.Term) expr.Hole { return expr.Hole{Name: t.Text(), Type: t.Type} }

// constant gives a constant the Go type that it has at run time, as far as the kernel looks at it.
func constant(t *trace.Term) any {
	switch v := t.Const.(type) {
	case nil:
		if !t.Open { // a nil pointer or slice is a value, not a literal NULL
			return hole(t)
		}
	case int64:
		return sizedInt(v, t.Type)
	case uint64:
		return sizedUint(v, t.Type)
	case float64:
		if t.Type == "float32" {
			return float32(v)
		}
	}
	return t.Const
}

func sizedInt(v int64, typ string) any {
	switch typ {
	case "int":
		return int(v)
	case "int8":
		return int8(v)
	case "int16":
		return int16(v)
	case "int32", "rune":
		return int32(v)
	}
	return v
}

func sizedUint(v uint64, typ string) any {
	switch typ {
	case "uint":
		return uint(v)
	case "uint8", "byte":
		return uint8(v)
	case "uint16":
		return uint16(v)
	case "uint32":
		return uint32(v)
	}
	return v
}

// valueMap is a map of values by name.
func (r *replay) valueMap(t *trace.Term) (any, error) {
	m := make(map[string]any, len(t.Args))
	for i, a := range t.Args {
		v, err := r.value(a)
		if err != nil {
			return nil, err
		}
		m[t.Keys[i]] = v
	}
	return m, nil
}

// listValue is a list as one argument: values that are sent together. Statements see such a list as one bind, whatever is
// in it; one with expressions in it is what it is.
func (r *replay) listValue(t *trace.Term) (any, error) {
	expressions := false
	for _, a := range t.Args {
		expressions = expressions || a.Op == trace.OpCall
	}
	switch {
	case expressions && t.Open:
		return nil, unknownError(t.Unknown())
	case expressions && (t.Type == "[]any" || strings.HasPrefix(t.Type, "[]orm.")): // which the faces pass as []any; another type is one value
		out := make([]any, len(t.Args))
		for i, a := range t.Args {
			var err error
			if out[i], err = r.value(a); err != nil {
				return nil, err
			}
		}
		return out, nil
	case !plainList(t):
		return nil, unknownf("a list of more than plain values")
	}
	return expr.Hole{Name: t.Text(), Type: t.Type}, nil
}

// plainList reports whether a list holds values alone, or rows of values: those of a tuple.
func plainList(t *trace.Term) bool {
	for _, a := range t.Args {
		switch a.Op {
		case trace.OpConst, trace.OpHole, trace.OpField, trace.OpBinop, trace.OpUnop:
		case trace.OpList:
			if a.Open || !plainList(a) {
				return false
			}
		default:
			return false
		}
	}
	return true
}
