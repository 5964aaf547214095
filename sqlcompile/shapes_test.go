package sqlcompile_test

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/aludel/aludel/dialects/sqlite"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqlcompile"
)

// shaped is a random program that builds a SELECT, of few kinds so that two are often alike. What it is built of is decided by the random
// numbers, its values are counted from one on.
type shaped struct {
	r     *rand.Rand
	next  int
	parts bool // build with values and nodes that are made in full, by clauses
	s     expr.Select
	where []any // the values of WHERE, in the order of the text
	join  []any
	end   []any
}

// value is a value that no other one is equal to, and what is sent of it.
func (p *shaped) value() int { p.next++; return p.next }

func (p *shaped) column() expr.Expr {
	return [...]expr.Expr{shopColumns.cID, shopColumns.oCustomer, shopColumns.iQty}[p.r.IntN(3)]
}

// comparison is a comparison of a column with a value.
func (p *shaped) comparison(values *[]any) expr.Expr {
	c, v := p.column(), p.value()
	*values = append(*values, int64(v))
	op := []expr.Op{expr.OpEq, expr.OpLt, expr.OpGe}[p.r.IntN(3)]
	if p.parts {
		b := &expr.BindParameter{Name: c.Node().(*expr.ColumnClause).Name, Value: v, Typ: c.Type(), Unique: true}
		return expr.Wrap(&expr.Binary{Op: op, L: c.Node(), R: b, Typ: expr.Wrap(c.Node()).IsNull().Type()})
	}
	switch op {
	case expr.OpEq:
		return c.Eq(v)
	case expr.OpLt:
		return c.Lt(v)
	}
	return c.Ge(v)
}

// conditions adds conditions: a few, one that stands twice, some in an OR.
func (p *shaped) conditions() {
	switch p.r.IntN(5) {
	case 0:
		x := p.comparison(&p.where)
		p.where = append(p.where, p.where[len(p.where)-1])
		p.s = p.s.Where(x, x)
	case 1:
		x, y := p.comparison(&p.where), p.comparison(&p.where)
		p.s = p.s.Where(expr.Or(x, y))
	case 2:
		x, y := p.comparison(&p.where), p.comparison(&p.where)
		p.s = p.s.Where(expr.And(x, y))
	default:
		var conds []any
		for range 1 + p.r.IntN(4) {
			conds = append(conds, p.comparison(&p.where))
		}
		p.s = p.s.Where(conds...)
	}
}

// joins adds up to two joins.
func (p *shaped) joins() {
	c := &shopColumns
	on := c.oCustomer.Eq(c.cID)
	switch p.r.IntN(5) {
	case 0:
		return
	case 1:
		on = p.comparison(&p.join)
	case 2:
		on = c.cID.Eq(c.oCustomer)
	}
	p.s = p.s.JoinFrom(shop.customers, shop.orders, on)
	add := []func(expr.Select, expr.Source, any) expr.Select{expr.Select.Join, expr.Select.OuterJoin}
	if n := p.r.IntN(3); n < len(add) {
		on := c.iOrder.Eq(c.oID)
		if p.r.IntN(3) == 0 {
			on = p.comparison(&p.join)
		}
		p.s = add[n](p.s, shop.items, on)
	}
}

// run builds the statement.
func (p *shaped) run() *shaped {
	c := &shopColumns
	p.s = expr.NewSelect([][]any{{c.cID}, {c.cID, c.oTotal}, {c.iQty, c.cID}}[p.r.IntN(3)]...)
	p.joins()
	for range p.r.IntN(3) {
		p.conditions()
	}
	if p.r.IntN(3) == 0 {
		p.s = p.s.OrderBy([]expr.Expr{c.cID.Desc(), c.cID, c.oID.Asc()}[p.r.IntN(3)])
	}
	if p.r.IntN(2) == 0 {
		p.limits()
	}
	if p.parts {
		p.s = p.s.Clauses().Select()
	}
	return p
}

// limits adds LIMIT and OFFSET: SQLite wants the second one beside the first.
func (p *shaped) limits() {
	v, w := p.value(), p.value()
	p.end = append(p.end, int64(v), int64(w))
	if p.r.IntN(2) == 0 {
		p.s = p.s.Limit(p.count(v)).Offset(p.count(w))
	} else {
		p.s = p.s.Offset(p.count(w)).Limit(p.count(v))
	}
}

// count is a number of rows.
func (p *shaped) count(v int) any {
	if p.parts {
		return expr.Val(int64(v))
	}
	return v
}

// args are the values that are sent.
func (p *shaped) args() []any {
	return append(append(append([]any{}, p.join...), p.where...), p.end...)
}

// Of many statements that random programs build, two have one key if they have one text and only then, whether they were built step by
// step or of nodes in full; and what is sent are the values that each was built with, found in a cache or not.
func TestShapesOfRandomStatements(t *testing.T) {
	texts, keys := map[string]string{}, map[string]string{}
	cache := sqlcompile.NewCache(sqlite.Dialect, 0)
	for seed := range uint64(3000) {
		for _, parts := range []bool{false, true} {
			p := (&shaped{r: rand.New(rand.NewPCG(seed, 7)), parts: parts, next: int(seed)}).run()
			fresh, err := sqlcompile.Compile(p.s, sqlite.Dialect)
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			if seed%2 == 0 { // also what was not looked at before it is found
				p = (&shaped{r: rand.New(rand.NewPCG(seed, 7)), parts: parts, next: int(seed)}).run()
			}
			var k expr.Key
			c, err := cache.Compile(p.s, &k)
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			text, args, err := c.Bind(k.Binds, []any{})
			if err != nil || text != fresh.Text || !reflect.DeepEqual(args, p.args()) {
				t.Fatalf("seed %d, in full %v: %s with %v, not %s with %v: %v", seed, parts, text, args, fresh.Text, p.args(), err)
			}
			if got, ok := texts[string(k.Bytes)]; ok && got != text {
				t.Fatalf("seed %d: one key for\n%s\n%s", seed, got, text)
			}
			if got, ok := keys[text+p.twice()]; ok && got != string(k.Bytes) {
				t.Fatalf("seed %d: two keys for %s:\n%q\n%q", seed, text, got, k.Bytes)
			}
			texts[string(k.Bytes)], keys[text+p.twice()] = text, string(k.Bytes)
		}
	}
	if size, _ := cache.Stats(); size < 300 || size > 2900 {
		t.Errorf("%d of 3000 statements have shapes of their own", size)
	}
}

// twice says where a value is sent again, which the text does not show.
func (p *shaped) twice() (places string) {
	args := p.args()
	for i := 1; i < len(args); i++ {
		if args[i] == args[i-1] {
			places += " " + string(rune('a'+i))
		}
	}
	return places
}
