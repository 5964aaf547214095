package evaluate

import (
	"fmt"
	"reflect"

	"github.com/aludel/aludel/analysis/trace"
	"github.com/aludel/aludel/orm/mapping"
)

// This file makes what code says about entities (ConfigureMapping) part of a model, as the runtime does.

// Settle completes a model by what the packages, of the world, say in methods ConfigureMapping. An entity whose method is not among them
// or cannot be followed stays without what it says: statements that need it are unknown, and nothing is said of its relationships.
func Settle(w *trace.World, m *mapping.Model, pkgs ...*trace.Package) {
	m.BeginConfig()
	var all []*mapping.Config
	for _, p := range pkgs {
		methods := w.Configs(p)
		for _, e := range m.Entities {
			d := methods[e.ID]
			if !e.Configured || d == nil {
				continue
			}
			calls, unknown := w.Config(p, d)
			if unknown != "" {
				continue
			}
			if c := config(calls, e, m); c != nil {
				all = append(all, c)
			}
		}
	}
	m.Settle(all...)
}

// config repeats the calls of a method on the kernel; nil if that is not possible.
func config(calls []trace.ConfigCall, e *mapping.Entity, m Model) *mapping.Config {
	c, r := mapping.NewConfig(e), newReplay(m)
	for _, call := range calls {
		if err := r.configure(c, call); err != nil {
			return nil
		}
	}
	return c
}

func (r *replay) configure(c *mapping.Config, call trace.ConfigCall) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = unknownf("the kernel does not take this: %v", p)
		}
	}()
	m := reflect.ValueOf(c).MethodByName(call.Name)
	switch {
	case mapping.RuntimeOnly(call.Name):
		name, ok := ConfigName(call)
		if !ok {
			return unknownf("the name of an attribute")
		}
		c.Attr(call.Name, name)
		return nil
	case call.Name == "Version", call.Name == "ServerVersion", call.Name == "MapKey": // of which the function is for the runtime
		name, ok := ConfigName(call)
		if !ok {
			return unknownf("the name of an attribute")
		}
		m.Call([]reflect.Value{reflect.ValueOf(name)})
		return nil
	}
	if !m.IsValid() || m.Type().NumOut() > 0 {
		return unknownError(fmt.Sprintf("orm.Config has no method %s", call.Name))
	}
	in, err := r.arguments(call.Name, m.Type(), call.Args)
	if err != nil {
		return err
	}
	if m.Type().IsVariadic() {
		m.CallSlice(in)
	} else {
		m.Call(in)
	}
	return nil
}

// ConfigName is the attribute that a call is about, if that is a constant.
func ConfigName(call trace.ConfigCall) (name string, ok bool) {
	if len(call.Args) == 0 || call.Args[0].Op != trace.OpConst {
		return "", false
	}
	name, ok = call.Args[0].Const.(string)
	return name, ok
}
