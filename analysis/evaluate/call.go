package evaluate

import (
	"reflect"
	"strings"

	"github.com/aludel/aludel/analysis/trace"
	"github.com/aludel/aludel/expr"
)

const module = trace.Module + "/"

// call makes a kernel call: a method of the receiver's type by its name, or a function from the table.
func (r *replay) call(t *trace.Term) (any, error) {
	slash := strings.LastIndexByte(t.Name, '/') + 1
	pkg, rest, _ := strings.Cut(t.Name[slash:], ".")
	pkg = t.Name[:slash] + pkg
	typ, method, isMethod := strings.Cut(rest, ".")
	if !isMethod {
		f, ok := functions[t.Name]
		if !ok {
			return nil, unknownf("there is no function %s in the kernel", t.Name)
		}
		return r.apply(t.Name, reflect.ValueOf(f), t.Args)
	}
	if len(t.Args) == 0 {
		return nil, unknownf("%s without a receiver", t.Name)
	}
	recv, err := r.value(t.Args[0])
	if err != nil {
		return nil, err
	}
	v := reflect.ValueOf(recv)
	if !v.IsValid() || !named(v.Type(), pkg, typ) {
		return nil, unknownf("%s on %T", t.Name, recv)
	}
	m := v.MethodByName(method)
	if !m.IsValid() {
		return nil, unknownf("%T has no method %s", recv, method)
	}
	return r.apply(t.Name, m, t.Args[1:])
}

func named(t reflect.Type, pkg, name string) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Name() == name && t.PkgPath() == module+pkg
}

// apply calls f. The arguments of a variadic parameter come as one list.
func (r *replay) apply(name string, f reflect.Value, args []*trace.Term) (any, error) {
	ft := f.Type()
	if ft.NumOut() == 0 {
		return nil, unknownf("%s gives nothing", name)
	}
	in, err := r.arguments(name, ft, args)
	if err != nil {
		return nil, err
	}
	out := f.Call
	if ft.IsVariadic() {
		out = f.CallSlice
	}
	res := out(in)
	if err, ok := res[len(res)-1].Interface().(error); ok && len(res) > 1 && err != nil {
		return nil, unknownf("%s: %v", name, err)
	}
	return res[0].Interface(), nil
}

// arguments are the values of terms as the parameters of a function.
func (r *replay) arguments(name string, ft reflect.Type, args []*trace.Term) ([]reflect.Value, error) {
	if ft.NumIn() != len(args) {
		return nil, unknownf("%s takes %d arguments, not %d", name, ft.NumIn(), len(args))
	}
	in := make([]reflect.Value, len(args))
	for i, a := range args {
		var err error
		if ft.IsVariadic() && i == len(args)-1 {
			in[i], err = r.variadic(name, a, ft.In(i))
		} else {
			in[i], err = r.argument(name, a, ft.In(i))
		}
		if err != nil {
			return nil, err
		}
	}
	return in, nil
}

func (r *replay) variadic(name string, t *trace.Term, typ reflect.Type) (reflect.Value, error) {
	s := reflect.MakeSlice(typ, 0, len(t.Args))
	switch {
	case t.Op == trace.OpConst && t.Const == nil:
		return s, nil
	case t.Op != trace.OpList:
		if why := t.Unknown(); why != "" {
			return s, unknownError(why)
		}
		return s, unknownf("%s is passed on as the arguments of %s", t.Text(), name)
	case t.Open:
		return s, unknownError(t.Unknown())
	}
	for _, a := range t.Args {
		v, err := r.argument(name, a, typ.Elem())
		if err != nil {
			return s, err
		}
		s = reflect.Append(s, v)
	}
	return s, nil
}

// argument is the value of a term as a parameter of type typ. A hole fits only where the kernel takes any value.
func (r *replay) argument(name string, t *trace.Term, typ reflect.Type) (reflect.Value, error) {
	v, err := r.value(t)
	if err != nil {
		return reflect.Value{}, err
	}
	if v == nil {
		switch typ.Kind() {
		case reflect.Interface, reflect.Pointer, reflect.Slice, reflect.Map:
			return reflect.Zero(typ), nil
		}
		return reflect.Value{}, unknownf("nil for %s in %s", typ, name)
	}
	rv := reflect.ValueOf(v)
	switch {
	case rv.Type().AssignableTo(typ):
		return rv, nil
	case isHole(v):
		return reflect.Value{}, unknownf("%s shapes the statement and is not known", t.Text())
	case basic(rv.Kind()) && rv.Kind() == typ.Kind(), isInt(rv.Kind()) && isInt(typ.Kind()) && !reflect.Zero(typ).OverflowInt(rv.Int()),
		rv.CanUint() && reflect.Zero(typ).CanUint() && !reflect.Zero(typ).OverflowUint(rv.Uint()):
		return rv.Convert(typ), nil
	}
	return reflect.Value{}, unknownf("%T for %s in %s", v, typ, name)
}

func isHole(v any) bool { _, ok := v.(expr.Hole); return ok }

func isInt(k reflect.Kind) bool { return k >= reflect.Int && k <= reflect.Int64 }

func basic(k reflect.Kind) bool {
	return k == reflect.Bool || k == reflect.String || k >= reflect.Int && k <= reflect.Float64
}
