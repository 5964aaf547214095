package ormtest

import (
	"database/sql/driver"
	"fmt"
	"maps"
	"reflect"
	"strings"
	"time"

	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/mapping"
)

// TB is what of a *testing.T is used here; package testing itself is not imported.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
}

// Option changes what is compared.
type Option func(*comparison)

// Ignore leaves out attributes, by their names alone ("ID") or with that of their struct ("User.ID"): generated keys, times of
// changes, a way back that does not matter.
func Ignore(attrs ...string) Option {
	return func(c *comparison) {
		for _, a := range attrs {
			c.ignore[a] = true
		}
	}
}

// Equal reports a test error that lists the differences between two entities, or slices of them; see [Diff].
func Equal(t TB, want, got any, opts ...Option) {
	t.Helper()
	if d := Diff(want, got, opts...); d != "" {
		t.Errorf("not what was wanted:\n%s", d)
	}
}

// Diff lists the differences between two entities, or slices, arrays, maps or structs of them, a line each; "" if there are none.
//
// Columns are compared by value: what pointers lead to, bytes by content, times, decimals and whatever else has a method Equal by that.
// A deferred column that is not known in want is not looked at. Fields that are no columns are left out.
//
// Relationships are compared by the members that want has loaded; a relationship that is not loaded in want, or that a literal does
// not mention, is not looked at. The members of an [orm.Set] and an [orm.Map] may come in any order. An [orm.Dynamic] has no members to
// compare. Nothing is loaded. Objects that refer to each other in a circle are compared once.
func Diff(want, got any, opts ...Option) string {
	c := &comparison{ignore: map[string]bool{}, seen: map[pair]bool{}}
	for _, o := range opts {
		o(c)
	}
	c.compare("", reflect.ValueOf(want), reflect.ValueOf(got))
	return strings.Join(c.lines, "\n")
}

// comparison is one comparison of two values.
type comparison struct {
	ignore map[string]bool
	seen   map[pair]bool // objects that are compared already: circles end there
	lines  []string
}

type pair struct{ want, got any }

func (c *comparison) differ(at, format string, args ...any) {
	if at == "" {
		at = "value"
	}
	c.lines = append(c.lines, "\t"+at+": "+fmt.Sprintf(format, args...))
}

var (
	timeType   = reflect.TypeFor[time.Time]()
	entityType = reflect.TypeFor[orm.Entity]()
)

// compare compares any two values.
func (c *comparison) compare(at string, want, got reflect.Value) {
	for want.IsValid() && want.Kind() == reflect.Interface {
		want = want.Elem()
	}
	for got.IsValid() && got.Kind() == reflect.Interface {
		got = got.Elem()
	}
	if !want.IsValid() || !got.IsValid() || want.Type() != got.Type() {
		if want.IsValid() != got.IsValid() || want.IsValid() {
			c.differ(at, "got %s, want %s", kind(got), kind(want))
		}
		return
	}
	switch want.Kind() {
	case reflect.Pointer:
		c.pointers(at, want, got)
	case reflect.Slice, reflect.Array:
		c.lists(at, want, got)
	case reflect.Map:
		c.maps(at, want, got)
	case reflect.Struct:
		c.structs(at, want, got)
	default:
		c.values(at, want, got)
	}
}

func kind(v reflect.Value) string {
	if !v.IsValid() {
		return "nil"
	}
	return "a " + v.Type().String()
}

func (c *comparison) pointers(at string, want, got reflect.Value) {
	if want.IsNil() || got.IsNil() {
		if want.IsNil() != got.IsNil() {
			c.differ(at, "got %s, want %s", show(got), show(want))
		}
		return
	}
	p := pair{want.Interface(), got.Interface()}
	if want.Pointer() == got.Pointer() || c.seen[p] {
		return
	}
	c.seen[p] = true
	if at == "" {
		at = want.Type().Elem().Name()
	}
	c.compare(at, want.Elem(), got.Elem())
}

func (c *comparison) lists(at string, want, got reflect.Value) {
	if want.Type().Elem().Kind() == reflect.Uint8 {
		c.values(at, want, got)
		return
	}
	for i := range max(want.Len(), got.Len()) {
		switch at := fmt.Sprintf("%s[%d]", at, i); {
		case i >= want.Len():
			c.differ(at, "got %s, which is not wanted", show(got.Index(i)))
		case i >= got.Len():
			c.differ(at, "missing, want %s", show(want.Index(i)))
		default:
			c.compare(at, want.Index(i), got.Index(i))
		}
	}
}

func (c *comparison) maps(at string, want, got reflect.Value) {
	for _, k := range want.MapKeys() {
		if v := got.MapIndex(k); v.IsValid() {
			c.compare(fmt.Sprintf("%s[%v]", at, k), want.MapIndex(k), v)
		} else {
			c.differ(fmt.Sprintf("%s[%v]", at, k), "missing, want %s", show(want.MapIndex(k)))
		}
	}
	for _, k := range got.MapKeys() {
		if !want.MapIndex(k).IsValid() {
			c.differ(fmt.Sprintf("%s[%v]", at, k), "got %s, which is not wanted", show(got.MapIndex(k)))
		}
	}
}

// structs compares the fields of entities and of what they embed, and other structs as a whole.
func (c *comparison) structs(at string, want, got reflect.Value) {
	t := want.Type()
	if t == timeType || !mapped(t) {
		c.values(at, want, got)
		return
	}
	c.fields(at, t.Name(), want, got)
}

// mapped reports whether a struct is an entity, or a row of entities.
func mapped(t reflect.Type) bool {
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Type == entityType || f.Type.Kind() == reflect.Pointer && f.Type.Implements(reflect.TypeFor[orm.Mapped]()) {
			return true
		}
	}
	return false
}

func (c *comparison) fields(at, owner string, want, got reflect.Value) {
	for i := range want.NumField() {
		f := want.Type().Field(i)
		skip := mapping.ParseTag(string(f.Tag))
		_, unmapped := skip.Get("-")
		switch {
		case f.Type == entityType || unmapped || c.ignore[f.Name] || c.ignore[owner+"."+f.Name]:
		case f.Anonymous && f.Type.Kind() == reflect.Struct && f.Type != timeType && !readsItself(f.Type):
			c.fields(at, owner, want.Field(i), got.Field(i))
		case !f.IsExported() && !want.Field(i).CanInterface():
		default:
			c.field(join(at, f.Name), want.Field(i), got.Field(i))
		}
	}
}

// field compares a field: a container, or the one that a collection type of the user's embeds, by what is known of it.
func (c *comparison) field(at string, want, got reflect.Value) {
	index, ok := containerIn(want.Type())
	if !ok {
		c.compare(at, want, got)
		return
	}
	want, got = want.FieldByIndex(index), got.FieldByIndex(index)
	c.known(at, want, got, inAnyOrder(want.Type()))
}

// containerIn finds the container that a type is, at no index, or embeds.
func containerIn(t reflect.Type) (index []int, ok bool) {
	switch {
	case isContainer(t):
		return nil, true
	case t.Kind() != reflect.Struct || t.PkgPath() == mapping.OrmPath:
		return nil, false
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.Anonymous || !f.IsExported() {
			continue
		}
		if index, ok = containerIn(f.Type); ok {
			return append([]int{i}, index...), true
		}
	}
	return nil, false
}

// readsItself reports whether a type is one column although it is a struct.
func readsItself(t reflect.Type) bool {
	_, ok := reflect.PointerTo(t).MethodByName("Scan")
	return ok
}

func join(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}

// isContainer reports whether a field is one of orm's relationships, or a deferred column.
func isContainer(t reflect.Type) bool {
	if t.PkgPath() != mapping.OrmPath {
		return false
	}
	name, _, generic := strings.Cut(t.Name(), "[")
	switch name {
	case "List", "Ref", "Set", "Map", "Dynamic", "Deferred":
		return generic
	}
	return false
}

// inAnyOrder reports whether the members of a container have no order.
func inAnyOrder(t reflect.Type) bool {
	return strings.HasPrefix(t.Name(), "Set[") || strings.HasPrefix(t.Name(), "Map[")
}

// known compares what two containers know.
func (c *comparison) known(at string, want, got reflect.Value, anyOrder bool) {
	if !want.CanAddr() || !want.Addr().MethodByName("Peek").IsValid() || want.Interface().(interface{ IsZero() bool }).IsZero() {
		return
	}
	w, known := peek(want)
	if !known {
		return
	}
	if !got.CanAddr() {
		c.differ(at, "not loaded, want %s", show(w))
		return
	}
	g, known := peek(got)
	switch {
	case !known:
		c.differ(at, "not loaded, want %s", show(w))
	case anyOrder:
		c.unordered(at, w, g)
	default:
		c.compare(at, w, g)
	}
}

// unordered compares lists whatever order they have: each member that is wanted takes the first that equals it.
func (c *comparison) unordered(at string, want, got reflect.Value) {
	taken := make([]bool, got.Len())
	var missing []int
	for i := range want.Len() {
		found := false
		for j := range got.Len() {
			if found = !taken[j] && c.alike(want.Index(i), got.Index(j)); found {
				taken[j] = true
				break
			}
		}
		if !found {
			missing = append(missing, i)
		}
	}
	for j, t := range taken {
		switch at := fmt.Sprintf("%s[%d]", at, j); {
		case t:
		case len(missing) > 0: // say how the next best differs
			c.compare(at, want.Index(missing[0]), got.Index(j))
			missing = missing[1:]
		default:
			c.differ(at, "got %s, which is not wanted", show(got.Index(j)))
		}
	}
	for _, i := range missing {
		c.differ(at, "missing, want %s", show(want.Index(i)))
	}
}

// alike reports whether two members have no differences. What was found to be compared is remembered only if they have none.
func (c *comparison) alike(want, got reflect.Value) bool {
	try := &comparison{ignore: c.ignore, seen: maps.Clone(c.seen)}
	try.compare("", want, got)
	if len(try.lines) > 0 {
		return false
	}
	c.seen = try.seen
	return true
}

func peek(container reflect.Value) (v reflect.Value, ok bool) {
	out := container.Addr().MethodByName("Peek").Call(nil)
	return out[0], out[1].Bool()
}

// values compares values that have no parts of interest.
func (c *comparison) values(at string, want, got reflect.Value) {
	if !want.CanInterface() {
		return
	}
	w, g := want.Interface(), got.Interface()
	if wt, ok := w.(time.Time); ok {
		if !wt.Equal(g.(time.Time)) {
			c.differ(at, "got %v, want %v", g, w)
		}
		return
	}
	if !same(w, g) {
		c.differ(at, "got %s, want %s", show(got), show(want))
	}
}

// same compares by content; a slice of bytes that is nil equals an empty one only if both are nil, as in a column that may be NULL.
func same(w, g any) bool {
	if f, ok := w.(float64); ok && f != f {
		h := g.(float64)
		return h != h
	}
	if eq := reflect.ValueOf(w).MethodByName("Equal"); eq.IsValid() && eq.Type() == reflect.FuncOf([]reflect.Type{reflect.TypeOf(w)}, []reflect.Type{reflect.TypeFor[bool]()}, false) {
		return eq.Call([]reflect.Value{reflect.ValueOf(g)})[0].Bool()
	}
	wv, ok := w.(driver.Valuer)
	if !ok {
		return reflect.DeepEqual(w, g)
	}
	a, errA := wv.Value()
	b, errB := g.(driver.Valuer).Value()
	if at, ok := a.(time.Time); ok {
		bt, ok := b.(time.Time)
		return ok && at.Equal(bt)
	}
	return errA == nil && errB == nil && reflect.DeepEqual(a, b)
}

// show is a value in a message: entities by their type and columns, without following relationships.
func show(v reflect.Value) string {
	switch {
	case !v.IsValid():
		return "nil"
	case v.Kind() == reflect.Interface:
		return show(v.Elem())
	case v.Kind() == reflect.Pointer && v.IsNil():
		return "nil"
	case v.Kind() == reflect.Pointer:
		return "&" + show(v.Elem())
	case v.Kind() == reflect.String:
		return fmt.Sprintf("%q", v.String())
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() != reflect.Uint8:
		return fmt.Sprintf("%d members", v.Len())
	case v.Kind() == reflect.Struct && mapped(v.Type()):
		return v.Type().Name() + "{" + strings.Join(columns(v), ", ") + "}"
	}
	return fmt.Sprintf("%v", v)
}

func columns(v reflect.Value) (out []string) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Type == entityType || isContainer(f.Type) || v.Field(i).IsZero() {
			continue
		}
		out = append(out, f.Name+": "+show(v.Field(i)))
	}
	return out
}
