package orm_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
)

// A shop: every kind of relationship, several of them nested.
type buyer struct {
	orm.Entity `orm:"table:buyers"`
	ID         int64  `orm:"pk"`
	Name       string `orm:"size:20"`

	Orders orm.List[*purchase] `orm:"back_populates:Buyer; order_by:ID"`
	Card   orm.Ref[*card]      `orm:"back_populates:Buyer"`
}

type card struct {
	orm.Entity `orm:"table:cards"`
	ID         int64           `orm:"pk"`
	Number     string          `orm:"size:20"`
	BuyerID    *int64          `orm:"fk:buyers.id"`
	Buyer      orm.Ref[*buyer] `orm:"back_populates:Card"`
}

type purchase struct {
	orm.Entity `orm:"table:purchases"`
	ID         int64  `orm:"pk"`
	BuyerID    *int64 `orm:"fk:buyers.id"`
	Total      int64

	Buyer orm.Ref[*buyer]  `orm:"back_populates:Orders"`
	Goods orm.List[*goods] `orm:"secondary:purchase_goods; back_populates:Purchases; order_by:ID"`
}

type goods struct {
	orm.Entity `orm:"table:goods"`
	ID         int64  `orm:"pk"`
	Title      string `orm:"size:20"`
	ParentID   *int64 `orm:"fk:goods.id"`

	Purchases orm.List[*purchase] `orm:"secondary:purchase_goods; back_populates:Goods; order_by:ID"`
	Parent    orm.Ref[*goods]     `orm:"back_populates:Parts; remote_side:ID"`
	Parts     orm.List[*goods]    `orm:"back_populates:Parent; order_by:ID"`
}
type buyerAttrs struct {
	orm.Class[buyer]
	ID     orm.NumAttr[int64]
	Name   orm.TextAttr[string]
	Orders orm.ListAttr[*purchase]
	Card   orm.RefAttr[*card]
}

type purchaseAttrs struct {
	orm.Class[purchase]
	ID    orm.NumAttr[int64]
	Total orm.NumAttr[int64]
	Buyer orm.RefAttr[*buyer]
	Goods orm.ListAttr[*goods]
}

type goodsAttrs struct {
	orm.Class[goods]
	ID        orm.NumAttr[int64]
	Title     orm.TextAttr[string]
	Purchases orm.ListAttr[*purchase]
	Parent    orm.RefAttr[*goods]
	Parts     orm.ListAttr[*goods]
}

var (
	shopModels = orm.NewRegistry(new(buyer), new(card), new(purchase), new(goods))
	buyers     = orm.Describe[buyerAttrs](shopModels)
	purchases  = orm.Describe[purchaseAttrs](shopModels)
	allGoods   = orm.Describe[goodsAttrs](shopModels)
)

func shop(t *testing.T, name string, f func(t *testing.T, d *db)) {
	each := func(what, url string) {
		t.Run(what, func(t *testing.T) {
			d := &db{t: t}
			eng, err := engine.Open(url, engine.OnStatement(func(e engine.Event) { d.log = append(d.log, e.SQL) }))
			must(t, err)
			defer eng.Close()
			d.eng, d.sessions = eng, orm.NewSessionMaker(eng, shopModels)
			must(t, shopModels.MetaData().CreateAll(ctx, eng))
			f(t, d)
		})
	}
	each("sqlite", dbtest.SQLite(t))
	each("postgresql", dbtest.Postgres(t, "orm_"+name))
	each("mariadb", dbtest.MariaDB(t, "orm_"+name))
}

// fillShop stores objects with random relations.
func fillShop(t *testing.T, d *db, rnd *rand.Rand) {
	s := d.sessions.New()
	defer s.Close()
	var all []*goods
	for i := range 12 {
		g := &goods{Title: fmt.Sprint("g", i)}
		if i > 0 && rnd.IntN(3) > 0 {
			g.Parent = orm.RefTo(all[rnd.IntN(i)])
		}
		all = append(all, g)
		s.Add(g)
	}
	for i := range 9 {
		b := &buyer{Name: fmt.Sprint("b", i)}
		s.Add(b)
		if rnd.IntN(2) == 0 {
			b.Card.Set(&card{Number: fmt.Sprint("c", i)})
		}
		for range rnd.IntN(4) {
			p := &purchase{Total: rnd.Int64N(100)}
			b.Orders.Append(p)
			for _, g := range rnd.Perm(len(all))[:rnd.IntN(4)] {
				p.Goods.Append(all[g])
			}
		}
	}
	s.Add(&purchase{Total: 7}) // nobody's
	must(t, s.Commit(ctx))
}

// tree is a buyer with everything that is related, as text.
func tree(t *testing.T, b *buyer) string {
	var out strings.Builder
	c, err := b.Card.Get(ctx)
	must(t, err)
	fmt.Fprint(&out, b.ID, b.Name)
	if c != nil {
		fmt.Fprint(&out, " card ", c.Number)
	}
	orders, err := b.Orders.All(ctx)
	must(t, err)
	for _, p := range orders {
		fmt.Fprint(&out, " [", p.ID, " ", p.Total)
		gs, err := p.Goods.All(ctx)
		must(t, err)
		for _, g := range gs {
			parent, err := g.Parent.Get(ctx)
			must(t, err)
			fmt.Fprint(&out, " ", g.Title)
			if parent != nil {
				fmt.Fprint(&out, " of ", parent.Title)
			}
		}
		fmt.Fprint(&out, "]")
	}
	return out.String()
}

// Whatever loads them, the related objects are the same; how many statements that takes is known beforehand.
func TestStrategiesAgree(t *testing.T) {
	type strategy struct {
		name    string
		options []orm.Option
		most    int // statements
	}
	nested := func(o func(orm.Rel, ...orm.Option) orm.Option) []orm.Option {
		return []orm.Option{o(buyers.Card), o(buyers.Orders, o(purchases.Goods, o(allGoods.Parent)))}
	}
	shop(t, "strategies", func(t *testing.T, d *db) {
		rnd := rand.New(rand.NewPCG(5, 6))
		fillShop(t, d, rnd)
		base := orm.Select(buyers).OrderBy(buyers.ID)
		for what, q := range map[string]orm.Query[*buyer]{
			"all": base, "some": base.Where(buyers.Name.Ne("b3")), "limited": base.Limit(4).Offset(2), "backwards": orm.Select(buyers).OrderBy(buyers.Name.Desc()).Limit(5),
			"none": base.Where(buyers.Name.Eq("nobody")), "joined by hand": base.Join(buyers.Card),
		} {
			want := ""
			for i, st := range []strategy{
				{"lazy", nil, 1000},
				{"joined", nested(orm.Joined), 1},
				{"select-in", nested(orm.SelectIn), 5},
				{"subquery", nested(orm.InSubquery), 5},
				{"immediate", nested(orm.Immediate), 1000},
				{"mixed", []orm.Option{orm.Joined(buyers.Card), orm.Joined(buyers.Orders, orm.SelectIn(purchases.Goods, orm.Joined(allGoods.Parent)))}, 3},
				{"mixed the other way", []orm.Option{orm.SelectIn(buyers.Card), orm.SelectIn(buyers.Orders, orm.Immediate(purchases.Goods, orm.SelectIn(allGoods.Parent)))}, 1000},
			} {
				s := d.sessions.New()
				got, err := q.Options(st.options...).All(ctx, s)
				must(t, err)
				d.log = nil
				s2 := d.sessions.New()
				_, err = q.Options(st.options...).All(ctx, s2)
				must(t, err)
				sent := len(d.log) - 1 // without BEGIN
				must(t, s2.Close())
				if sent > st.most {
					t.Errorf("%s, %s: %d statements, at most %d expected:\n%s", what, st.name, sent, st.most, strings.Join(d.log, "\n"))
				}
				before := len(d.log)
				var lines []string
				for _, b := range got {
					lines = append(lines, tree(t, b))
				}
				if extra := len(d.log) - before; extra > 1 && i > 0 { // one ROLLBACK of s2
					t.Errorf("%s, %s: %d statements afterwards:\n%s", what, st.name, extra, strings.Join(d.log[before:], "\n"))
				}
				must(t, s.Close())
				text := strings.Join(lines, "\n")
				if i == 0 {
					want = text
				} else if text != want {
					t.Errorf("%s, %s:\n%s\nlazy:\n%s", what, st.name, text, want)
				}
			}
		}
	})
}

// A joined collection does not change which rows a query gives, and its limit counts objects.
func TestJoinedStatements(t *testing.T) {
	d := &db{t: t}
	eng, err := engine.Open(dbtest.SQLite(t), engine.OnStatement(func(e engine.Event) { d.log = append(d.log, e.SQL) }))
	must(t, err)
	defer eng.Close()
	must(t, shopModels.MetaData().CreateAll(ctx, eng))
	s := orm.NewSessionMaker(eng, shopModels).New()
	defer s.Close()
	vip := orm.Alias(purchases)
	for _, c := range []struct {
		q    orm.Query[*buyer]
		want string
	}{
		{orm.Select(buyers).Where(buyers.Name.Eq("x")).OrderBy(buyers.Name).Options(orm.Joined(buyers.Orders)),
			"SELECT buyers.id AS buyers_id, buyers.name AS buyers_name, purchases_1.id AS purchases_1_id, purchases_1.buyer_id AS purchases_1_buyer_id, purchases_1.total AS purchases_1_total " +
				"FROM buyers LEFT OUTER JOIN purchases AS purchases_1 ON buyers.id = purchases_1.buyer_id WHERE buyers.name = ? ORDER BY buyers.name, purchases_1.id"},
		{orm.Select(buyers).OrderBy(buyers.Name.Desc()).Limit(2).Options(orm.Joined(buyers.Orders)),
			"SELECT anon_1.buyers_id AS anon_1_buyers_id, anon_1.buyers_name AS anon_1_buyers_name, purchases_1.id AS purchases_1_id, purchases_1.buyer_id AS purchases_1_buyer_id, purchases_1.total AS purchases_1_total " +
				"FROM (SELECT buyers.id AS buyers_id, buyers.name AS buyers_name FROM buyers ORDER BY buyers.name DESC LIMIT ? OFFSET ?) AS anon_1 LEFT OUTER JOIN purchases AS purchases_1 ON anon_1.buyers_id = purchases_1.buyer_id ORDER BY anon_1.buyers_name DESC, purchases_1.id"},
		{orm.Select(buyers).Limit(2).Options(orm.Joined(buyers.Card)),
			"SELECT buyers.id AS buyers_id, buyers.name AS buyers_name, cards_1.id AS cards_1_id, cards_1.number AS cards_1_number, cards_1.buyer_id AS cards_1_buyer_id " +
				"FROM buyers LEFT OUTER JOIN cards AS cards_1 ON buyers.id = cards_1.buyer_id LIMIT ? OFFSET ?"},
		{orm.Select(buyers).Join(buyers.Orders.To(vip)).Where(vip.Total.Gt(50)).Options(orm.ContainsEager(buyers.Orders.To(vip))),
			"SELECT purchases_1.id AS purchases_1_id, purchases_1.buyer_id AS purchases_1_buyer_id, purchases_1.total AS purchases_1_total, buyers.id AS buyers_id, buyers.name AS buyers_name " +
				"FROM buyers JOIN purchases AS purchases_1 ON buyers.id = purchases_1.buyer_id WHERE purchases_1.total > ?"},
		{orm.Select(buyers).Join(buyers.Orders).Join(purchases.Goods).Where(allGoods.Title.Eq("x")),
			"SELECT buyers.id AS buyers_id, buyers.name AS buyers_name FROM buyers JOIN purchases ON buyers.id = purchases.buyer_id " +
				"JOIN purchase_goods AS purchase_goods_1 ON purchases.id = purchase_goods_1.purchase_id JOIN goods ON goods.id = purchase_goods_1.goods_id WHERE goods.title = ?"},
		{orm.Select(buyers).Where(buyers.Orders.Any(purchases.Goods.Any(allGoods.Title.Eq("x")))),
			"SELECT buyers.id AS buyers_id, buyers.name AS buyers_name FROM buyers WHERE EXISTS (SELECT 1 FROM purchases WHERE buyers.id = purchases.buyer_id AND (EXISTS " +
				"(SELECT 1 FROM purchase_goods, goods WHERE purchases.id = purchase_goods.purchase_id AND goods.id = purchase_goods.goods_id AND goods.title = ?)))"},
	} {
		_, err := c.q.All(ctx, s)
		must(t, err)
		if got := d.log[len(d.log)-1]; got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

// What a query's own conditions leave is what a contained relationship holds; the next query reads the rest only when it is told to.
func TestContainsEager(t *testing.T) {
	shop(t, "contains", func(t *testing.T, d *db) {
		s := d.sessions.New()
		defer s.Close()
		b := &buyer{Name: "b", Orders: orm.ListOf(&purchase{Total: 10}, &purchase{Total: 60}, &purchase{Total: 90})}
		s.Add(b, &buyer{Name: "without"})
		must(t, s.Commit(ctx))
		q := orm.Select(buyers).Join(buyers.Orders).Where(purchases.Total.Gt(50)).OrderBy(purchases.Total.Desc()).Options(orm.ContainsEager(buyers.Orders))
		got, err := q.All(ctx, s)
		must(t, err)
		if len(got) != 1 || got[0] != b || len(b.Orders.Items()) != 2 || b.Orders.Items()[0].Total != 90 {
			t.Errorf("%d buyers with %d orders", len(got), len(b.Orders.Items()))
		}
		rows, err := orm.Select2(buyers, buyers.Name).Options(orm.Joined(buyers.Orders)).OrderBy(buyers.ID).All(ctx, s)
		must(t, err)
		if len(rows) != 2 || len(rows[0].V1.Orders.Items()) != 2 || rows[1].V2 != "without" || len(rows[1].V1.Orders.Items()) != 0 {
			t.Errorf("%d rows", len(rows))
		}
		first, err := orm.Select(buyers).OrderBy(buyers.ID).Options(orm.Joined(buyers.Orders, orm.Joined(purchases.Goods))).First(ctx, d.session())
		must(t, err)
		if first.Name != "b" || len(first.Orders.Items()) != 3 {
			t.Errorf("%s with %d orders", first.Name, len(first.Orders.Items()))
		}
		got, err = orm.Select(buyers).OrderBy(buyers.ID).Options(orm.JoinedInner(buyers.Orders), orm.NoLoad(buyers.Card)).All(ctx, d.session())
		must(t, err)
		if len(got) != 1 || !got[0].Card.Loaded() || got[0].Card.Item() != nil {
			t.Errorf("inner: %d buyers", len(got))
		}
	})
}

// A relationship with conditions joins what meets them.
func TestJoinedWithConditions(t *testing.T) {
	shop(t, "conditions", func(t *testing.T, d *db) {
		s := d.session()
		s.Add(&buyer{Name: "b", Orders: orm.ListOf(&purchase{Total: 10}, &purchase{Total: 60})})
		must(t, s.Commit(ctx))
		got, err := orm.Select(buyers).Options(orm.Joined(buyers.Orders.Where(purchases.Total.Lt(50)))).All(ctx, d.session())
		must(t, err)
		if len(got) != 1 || !slices.EqualFunc(got[0].Orders.Items(), []int64{10}, func(p *purchase, n int64) bool { return p.Total == n }) {
			t.Errorf("%d buyers, %d orders", len(got), len(got[0].Orders.Items()))
		}
	})
}

// Contains of a many-to-many relationship asks the association table, also from an alias.
func TestContainsManyToMany(t *testing.T) {
	shop(t, "manycontains", func(t *testing.T, d *db) {
		s := d.session()
		a, b := &goods{Title: "a"}, &goods{Title: "b"}
		p1, p2 := &purchase{Total: 1, Goods: orm.ListOf(a, b)}, &purchase{Total: 2, Goods: orm.ListOf(b)}
		s.Add(p1, p2, &purchase{Total: 3})
		must(t, s.Commit(ctx))
		other := orm.Alias(purchases)
		for _, c := range []struct {
			q    orm.Query[*purchase]
			want int
		}{
			{orm.Select(purchases).Where(purchases.Goods.Contains(a)), 1}, {orm.Select(purchases).Where(purchases.Goods.Contains(b)), 2},
			{orm.Select(other).Where(other.Goods.Contains(a), other.Total.Eq(1)), 1}, {orm.Select(purchases).Where(orm.Not(purchases.Goods.Contains(b))), 1},
		} {
			got, err := c.q.All(ctx, s)
			must(t, err)
			if len(got) != c.want {
				t.Errorf("%d purchases, want %d: %s", len(got), c.want, d.log[len(d.log)-1])
			}
		}
	})
}

// An inner join below an outer one leaves out what has nothing there, but not those to whom the outer one leads back.
func TestInnerBelowOuter(t *testing.T) {
	shop(t, "innerouter", func(t *testing.T, d *db) {
		s := d.session()
		s.Add(&buyer{Name: "none"}, &buyer{Name: "empty", Orders: orm.ListOf(&purchase{Total: 1})},
			&buyer{Name: "full", Orders: orm.ListOf(&purchase{Total: 1, Goods: orm.ListOf(&goods{Title: "a"}, &goods{Title: "b"})})})
		must(t, s.Commit(ctx))
		got, err := orm.Select(buyers).OrderBy(buyers.ID).Options(orm.Joined(buyers.Orders, orm.JoinedInner(purchases.Goods))).All(ctx, d.session())
		must(t, err)
		if len(got) != 3 || len(got[1].Orders.Items()) != 0 || len(got[2].Orders.Items()) != 1 {
			t.Errorf("%d buyers", len(got))
		}
	})
}
