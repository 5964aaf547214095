package engine_test

import (
	"github.com/aludel/aludel/dialects/mysql"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// This file has the twins of the SQL tutorial's scenarios that ask for texts, join, and execute without a connection.

// text is the text of a part of a statement on a dialect, with the values of its parameters by their names; an error of compiling fails
// the test.
func (g *connRun) text(f expr.Fragment, d sqlcompile.Dialect) (string, map[string]any) {
	g.Helper()
	var k expr.Key
	expr.AppendKey(&k, f)
	c, err := sqlcompile.Compile(f, d)
	g.must(err)
	values := map[string]any{}
	for _, p := range c.Params {
		values[p.Name] = k.Binds[p.Bind].BoundValue()
	}
	return c.Text, values
}

func (g *connRun) exprText(e expr.Expr) string {
	g.Helper()
	text, _ := g.text(expr.Fragment{X: e.Node()}, sqlcompile.Generic)
	return text
}

func twinOperators(g *connRun) {
	u, a := g.users, g.addresses
	id, name := u.C("id"), u.C("name")
	g.step(func() (any, error) {
		seven, values := g.text(expr.Fragment{X: id.Eq(7).Node()}, sqlcompile.Generic)
		out := []any{g.exprText(id.Eq(a.C("user_id"))), seven, values}
		for _, e := range []expr.Expr{id.Ne(7), name.Eq(nil), name.Lt("fred"), id.Add(a.C("id")), name.Add(u.C("fullname"))} {
			out = append(out, g.exprText(e))
		}
		return out, nil
	})
	g.step(func() (any, error) {
		text, _ := g.text(expr.Fragment{X: name.Add(u.C("fullname")).Node()}, mysql.Dialect)
		return text, nil
	})
	g.step(func() (any, error) { return g.exprText(name.Op("tiddlywinks", "foo")), nil })
	c := g.connect()
	email := a.C("email_address")
	g.step(func() (any, error) {
		return all(c, expr.NewSelect(u.C("fullname").Add(", ").Add(email).As("title")).
			Where(expr.And(id.Eq(a.C("user_id")), name.Between("m", "z"), expr.Or(email.Like("%@aol.com"), email.Like("%@msn.com")))))
	})
}

func twinAliasesJoins(g *connRun) {
	c := g.connect()
	u, a := g.users, g.addresses
	of := func(one, two string) expr.Select {
		a1, a2 := expr.NewAlias(a.TableClause, one), expr.NewAlias(a.TableClause, two)
		return expr.NewSelect(u).Where(expr.And(u.C("id").Eq(a1.C("user_id")), u.C("id").Eq(a2.C("user_id")),
			a1.C("email_address").Eq("jack@msn.com"), a2.C("email_address").Eq("jack@yahoo.com")))
	}
	g.step(func() (any, error) { return all(c, of("a1", "a2")) })
	anonymous := of("", "")
	g.step(func() (any, error) { return all(c, anonymous) })
	g.step(func() (any, error) {
		x := anonymous.Correlate().Alias("")
		return all(c, expr.NewSelect(u.C("name")).Where(u.C("id").Eq(x.C("id"))))
	})
	g.step(func() (any, error) {
		text, _ := g.text(expr.Fragment{From: expr.JoinOf(u, a, nil)}, sqlcompile.Generic)
		return text, nil
	})
	g.step(func() (any, error) {
		j := expr.JoinOf(u, a, a.C("email_address").Like(u.C("name").Add("%")))
		return all(c, expr.NewSelect(u.C("fullname")).SelectFrom(j))
	})
	g.step(func() (any, error) {
		res, err := c.Execute(ctx, expr.NewSelect(u.C("fullname")).SelectFrom(expr.OuterJoinOf(u, a, nil)))
		g.must(err)
		rows, err := res.All()
		return len(rows), err
	})
}

func twinEverythingElse(g *connRun) {
	c := g.connect()
	u, a := g.users, g.addresses
	name, email := u.C("name"), a.C("email_address")
	str := sqltypes.String(0)
	text := func(s string) expr.Expr { return expr.LiteralColumn(s, str) }
	g.step(func() (any, error) {
		return all(c, expr.NewSelect(u).Where(name.Eq(expr.Required("username", nil))), engine.Params{"username": "wendy"})
	})
	g.step(func() (any, error) {
		return all(c, expr.NewSelect(u).Where(name.Like(expr.Required("username", str).Concat(text("'%'")))), engine.Params{"username": "wendy"})
	})
	g.step(func() (any, error) {
		bind := expr.Required("name", str)
		return all(c, expr.NewSelect(u, a).SelectFrom(expr.OuterJoinOf(u, a, nil)).
			Where(expr.Or(name.Like(bind.Concat(text("'%'"))), email.Like(bind.Concat(text("'@%'"))))), engine.Params{"name": "jack"})
	})
	g.step(func() (any, error) {
		res, err := c.Execute(ctx, expr.NewSelect(expr.Max(email).As("maxemail")))
		g.must(err)
		return res.Scalar()
	})
	where := func(cond expr.Expr) expr.Select { return expr.NewSelect(a).Where(cond) }
	g.step(func() (any, error) {
		return all(c, expr.Union(where(email.Eq("foo@bar.com")), where(email.Like("%@yahoo.com"))).OrderBy(email))
	})
	g.step(func() (any, error) {
		return all(c, expr.Except(where(email.Like("%@%.com")), where(email.Like("%@msn.com"))))
	})
	count := expr.NewSelect(expr.Count(a.C("id"))).Where(u.C("id").Eq(a.C("user_id")))
	g.step(func() (any, error) {
		return all(c, expr.NewSelect(name, expr.ScalarOf(count)).OrderBy(u.C("id")))
	})
	g.step(func() (any, error) {
		return all(c, expr.NewSelect(name, expr.ScalarOf(count).As("address_count")).OrderBy(u.C("id")))
	})
	g.step(func() (any, error) {
		n := expr.Count(a.C("id"))
		return all(c, expr.NewSelect(a.C("user_id"), n).GroupBy(a.C("user_id")).Having(n.Gt(1)))
	})
	g.step(func() (any, error) {
		return all(c, expr.NewSelect(email, a.C("id")).Distinct().OrderBy(email.Desc(), a.C("id")))
	})
	g.step(func() (any, error) { return all(c, expr.NewSelect(a).Offset(1).Limit(1)) })
}

// The legacy engine told nobody of the BEGIN of a statement that is committed by itself; here it is an event like any other, which
// the twin leaves out.
func twinInsertsLegacy(g *connRun) {
	u := g.users
	key := func(f func() (*engine.CursorResult, error)) func() (any, error) {
		return func() (any, error) {
			res, err := f()
			g.must(err)
			g.withoutBegin()
			return res.InsertedPrimaryKey()
		}
	}
	g.step(key(func() (*engine.CursorResult, error) {
		return g.e.Execute(ctx, expr.InsertInto(u), engine.Params{"name": "fred", "fullname": "Fred Flintstone"})
	}))
	g.step(key(func() (*engine.CursorResult, error) {
		engine.Bind(u.MetaData, g.e)
		return engine.ExecuteBound(ctx, expr.InsertInto(u), engine.Params{"name": "mary", "fullname": "Mary Contrary"})
	}))
	g.step(func() (any, error) { engine.Bind(u.MetaData, nil); return nil, nil })
	g.step(func() (any, error) {
		res, err := g.e.Execute(ctx, engine.Text("INSERT INTO users (name) VALUES ('john')"))
		g.must(err)
		g.withoutBegin()
		return map[string]string{"$type": "LegacyCursorResult"}, res.Close()
	})
	read := func(s expr.Statement) []engine.Row {
		res, err := g.e.Execute(ctx, s)
		g.must(err)
		rows, err := res.All()
		g.must(err)
		g.withoutBegin()
		return rows
	}
	g.step(func() (any, error) { return read(expr.NewSelect(u).Where(u.C("name").Eq("john"))), nil })
	g.step(func() (any, error) {
		row := read(engine.Text("select id, name from users order by id"))[0]
		byName, err := row.Get("name")
		g.must(err)
		first, err := row.Get(0)
		g.must(err)
		return []any{byName, first, row.Mapping()["name"]}, nil
	})
}

func (g *connRun) withoutBegin() {
	if len(g.sent) > 0 && g.sent[0] == "BEGIN" {
		g.sent = g.sent[1:]
	}
}
