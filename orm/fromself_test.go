package orm_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/query"
)

func names(bs []*buyer) (out []string) {
	for _, b := range bs {
		out = append(out, b.Name)
	}
	return out
}

// A query of the rows of another is about what that one gave: conditions come after its limit, and sets of rows are sets.
func TestQueriesOfQueries(t *testing.T) {
	shop(t, "fromself", func(t *testing.T, d *db) {
		fillShop(t, d, rand.New(rand.NewPCG(1, 2)))
		low, high := orm.Select(buyers).Where(buyers.ID.Le(5)), orm.Select(buyers).Where(buyers.ID.Ge(4))
		tests := []struct {
			name string
			q    orm.Query[*buyer]
			want string
		}{
			{"from self", orm.Select(buyers).OrderBy(buyers.ID).Limit(3).FromSelf().Where(buyers.ID.Ne(2)).OrderBy(buyers.ID.Desc()), "b2 b0"},
			{"from self twice", low.FromSelf().Where(buyers.ID.Ge(2)).FromSelf().Where(buyers.ID.Le(3)).OrderBy(buyers.ID), "b1 b2"},
			{"union", low.Union(high).OrderBy(buyers.ID.Desc()).Limit(3), "b8 b7 b6"},
			{"intersect", low.Intersect(high).OrderBy(buyers.ID), "b3 b4"},
			{"except", low.Except(high).OrderBy(buyers.ID), "b0 b1 b2"},
			{"three", low.Intersect(high, orm.Select(buyers).Where(buyers.Name.Eq("b3"))), "b3"},
			{"condition", low.Union(high).Where(buyers.Name.In("b1", "b8")).OrderBy(buyers.Name), "b1 b8"},
		}
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				s := d.session()
				got, err := tt.q.All(ctx, s)
				must(t, err)
				if g := strings.Join(names(got), " "); g != tt.want {
					t.Errorf("%s, want %s", g, tt.want)
				}
				n, err := tt.q.Count(ctx, s)
				must(t, err)
				if int(n) != len(got) {
					t.Errorf("Count gives %d of %d", n, len(got))
				}
			})
		}
		all, err := orm.Select(buyers.Name).UnionAll(orm.Select(buyers.Name)).All(ctx, d.session())
		must(t, err)
		if len(all) != 18 {
			t.Errorf("%d names", len(all))
		}
	})
}

// Related objects are loaded with the rows of such queries as with those of tables, whatever the strategy.
func TestLoadingFromSelf(t *testing.T) {
	shop(t, "loadself", func(t *testing.T, d *db) {
		fillShop(t, d, rand.New(rand.NewPCG(3, 4)))
		base := orm.Select(buyers).Where(buyers.ID.Le(6)).OrderBy(buyers.ID).Limit(5)
		var want string
		for i, o := range [][]orm.Option{nil, {orm.Joined(buyers.Orders)}, {orm.SelectIn(buyers.Orders)}, {orm.InSubquery(buyers.Orders)}, {orm.Immediate(buyers.Orders)}} {
			for _, q := range []orm.Query[*buyer]{base.FromSelf().OrderBy(buyers.ID).Options(o...), base.FromSelf().OrderBy(buyers.ID).Limit(5).Options(o...)} {
				s := d.session()
				bs, err := q.All(ctx, s)
				must(t, err)
				d.log = nil
				var lines []string
				for _, b := range bs {
					if i > 0 && !b.Orders.Loaded() {
						t.Errorf("option %d did not load the orders of %s", i, b.Name)
					}
					lines = append(lines, tree(t, b))
				}
				if got := strings.Join(lines, "\n"); want == "" {
					want = got
				} else if got != want {
					t.Errorf("option %d gives\n%s\nwant\n%s", i, got, want)
				}
			}
		}
	})
}

// Of gives the related objects of an object, without the object's collection.
func TestOf(t *testing.T) {
	shop(t, "of", func(t *testing.T, d *db) {
		fillShop(t, d, rand.New(rand.NewPCG(5, 6)))
		s := d.session()
		ps, err := orm.Select(purchases).OrderBy(purchases.ID).All(ctx, s)
		must(t, err)
		members := 0
		for _, p := range ps {
			want, err := p.Goods.All(ctx)
			must(t, err)
			got, err := orm.Select(allGoods).Where(purchases.Goods.Of(p)).All(ctx, s)
			must(t, err)
			if len(got) != len(want) || slices.ContainsFunc(got, func(g *goods) bool { return !slices.Contains(want, g) }) {
				t.Errorf("purchase %d: %d goods, want %d", p.ID, len(got), len(want))
			}
			members += len(got)
			b, err := p.Buyer.Get(ctx)
			must(t, err)
			if b == nil {
				continue
			}
			if one, err := orm.Select(buyers).Where(purchases.Buyer.Of(p)).One(ctx, s); err != nil || one != b {
				t.Errorf("the buyer of %d: %v %v", p.ID, one, err)
			}
			n, err := orm.Select(purchases).Where(buyers.Orders.Of(b)).Count(ctx, s)
			must(t, err)
			if orders, err := b.Orders.All(ctx); err != nil || len(orders) != int(n) {
				t.Errorf("%d orders, want %d (%v)", n, len(orders), err)
			}
		}
		if members == 0 {
			t.Error("the test needs members")
		}
	})
}

// Locks are sent as PostgreSQL has them, which takes them.
func TestLocks(t *testing.T) {
	shop(t, "locks", func(t *testing.T, d *db) {
		if !strings.HasSuffix(t.Name(), "postgresql") {
			t.Skip("the text is PostgreSQL's")
		}
		base := orm.Select(buyers.ID)
		for want, q := range map[string]orm.Query[int64]{
			"FOR UPDATE":                  base.ForUpdate(),
			"FOR UPDATE OF buyers":        base.Join(buyers.Orders).ForUpdate(buyers),
			"FOR SHARE":                   base.ForShare(),
			"FOR UPDATE NOWAIT":           base.ForUpdate().NoWait(),
			"FOR SHARE SKIP LOCKED":       base.ForShare().SkipLocked(),
			"FOR UPDATE OF buyers NOWAIT": base.ForUpdate(buyers).NoWait(),
		} {
			_, err := q.All(ctx, d.session())
			must(t, err)
			if sent := d.log[len(d.log)-1]; !strings.HasSuffix(strings.TrimSpace(sent), want) {
				t.Errorf("%s\nwant the end %s", sent, want)
			}
		}
	})
}

// What does not fit together is an error of type query.Error that names the entity, and nothing is sent.
func TestMisplaced(t *testing.T) {
	shop(t, "misplaced", func(t *testing.T, d *db) {
		s := d.session()
		d.log = nil
		other := orm.Alias(buyers)
		for name, q := range map[string]orm.Query[*buyer]{
			"option of another entity":  orm.Select(buyers).Options(orm.SelectIn(purchases.Goods)),
			"option of an alias":        orm.Select(buyers).Options(orm.Joined(other.Orders)),
			"nowait without a lock":     orm.Select(buyers).NoWait(),
			"union of other attributes": orm.Select(buyers).Union(orm.Select(buyers).FilterBy(orm.Values{"Nope": 1})),
			"unknown attribute":         orm.Select(buyers).FilterBy(orm.Values{"Nope": 1}),
		} {
			_, err := q.All(ctx, s)
			var want *query.Error
			if !errors.As(err, &want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if len(d.log) > 0 && strings.HasPrefix(d.log[len(d.log)-1], "SELECT") {
			t.Errorf("sent: %q", d.log)
		}
	})
}
