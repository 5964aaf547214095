package expr

import (
	"testing"

	"github.com/aludel/aludel/sqltypes"
)

// A bind that a comparison has from its column is told by the column; one that differs from it in anything but the value is not, and one
// that stands in two places is one.
func TestKeyOfComparisonsWithValues(t *testing.T) {
	table := NewTableClause("", "t", NewColumnClause("a", sqltypes.Integer()), NewColumnClause("b", sqltypes.Integer()))
	a, b := table.Columns[0], table.Columns[1]
	key := func(conds ...any) (string, int) {
		var k Key
		AppendKey(&k, NewSelect(Wrap(a)).Where(conds...))
		if !k.OK {
			t.Fatal("no key")
		}
		return string(k.Bytes), len(k.Binds)
	}
	with := func(change func(*BindParameter)) Node {
		p := BindParameter{Name: "a", Value: 1, Typ: a.Typ, Unique: true}
		change(&p)
		return &Binary{OpEq, a, &p, sqltypes.Boolean()}
	}
	copied := *a
	copied.Typ = sqltypes.BigInteger()
	plain, _ := key(Wrap(a).Eq(1))
	for _, same := range []any{Wrap(a).Eq(2), with(func(*BindParameter) {})} {
		if got, n := key(same); got != plain || n != 1 {
			t.Errorf("%q with %d binds, not %q", got, n, plain)
		}
	}
	shared := with(func(*BindParameter) {})
	others := map[string][]any{
		"another operator": {Wrap(a).Lt(1)},
		"another column":   {Wrap(b).Eq(1)},
		"a type":           {with(func(p *BindParameter) { p.Typ = sqltypes.BigInteger() })},
		"no type":          {with(func(p *BindParameter) { p.Typ = nil })},
		"a name":           {with(func(p *BindParameter) { p.Name = "c" })},
		"a given name":     {with(func(p *BindParameter) { p.Unique = false })},
		"a list":           {with(func(p *BindParameter) { p.Expanding = true })},
		"an escape":        {with(func(p *BindParameter) { p.Escape = EscapeLike })},
		"two binds":        {Wrap(a).Eq(1), Wrap(a).Eq(1)},
		"one bind twice":   {shared, shared},
	}
	if got, _ := key(&Binary{OpEq, &copied, &BindParameter{Name: "a", Value: 1, Typ: copied.Typ, Unique: true}, sqltypes.Boolean()}); got == plain {
		t.Error("a comparison of a copy that has another type has the key of the plain comparison")
	}
	seen := map[string]string{plain: "the plain comparison"}
	for what, conds := range others {
		got, n := key(conds...)
		if other, ok := seen[got]; ok {
			t.Errorf("%s has the key of %s", what, other)
		}
		seen[got] = what
		if want := 1 + boolByte(what == "two binds"); n != int(want) {
			t.Errorf("%s: %d binds", what, n)
		}
	}
}
