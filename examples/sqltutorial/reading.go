package main

import (
	"fmt"

	"github.com/aludel/aludel/dialects/mysql"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// This file has the chapters that read.

func (t *tutorial) selecting() {
	t.title("Selecting")
	s := expr.NewSelect(users).OrderBy(userID)
	t.execute(s)

	t.title("Rows by name, by position, by column")
	rows, err := t.conn.Execute(t.ctx, s)
	t.fail(err)
	if t.err != nil {
		return
	}
	all, err := rows.All()
	t.fail(err)
	for i, row := range all {
		keys := [][2]any{{"name", "fullname"}, {1, 2}, {name, fullname}, {name, fullname}}[i]
		n, err := row.Get(keys[0])
		t.fail(err)
		f, err := row.Get(keys[1])
		t.fail(err)
		fmt.Fprintf(t.out, "name: %v ; fullname: %v\n", n, f)
	}
	t.execute(expr.NewSelect(name, fullname).OrderBy(userID))

	t.title("Two tables: every row with every row, unless a condition relates them")
	t.execute(expr.NewSelect(users, addresses).OrderBy(userID, addressID).Limit(3))
	t.execute(expr.NewSelect(users, addresses).Where(userID.Eq(addressUser)).OrderBy(addressID))
}

func (t *tutorial) operators() {
	t.title("Operators")
	for _, e := range []expr.Expr{
		userID.Eq(addressUser), userID.Eq(7), userID.Ne(7), name.Eq(nil), name.Lt("fred"), userID.Add(addressID), name.Add(fullname),
		name.Op("tiddlywinks", "foo"),
	} {
		t.say(e)
	}
	fmt.Fprintln(t.out, "on MySQL:", dialectText(name.Add(fullname), mysql.Dialect))
}

func (t *tutorial) conjunctions() {
	t.title("Conjunctions")
	t.say(expr.And(name.Like("j%"), userID.Eq(addressUser), expr.Or(email.Eq("wendy@aol.com"), email.Eq("jack@yahoo.com")), expr.Not(userID.Gt(5))))
	t.say(name.Like("j%").And(userID.Eq(addressUser)).And(email.Eq("wendy@aol.com").Or(email.Eq("jack@yahoo.com"))).And(userID.Gt(5).Not()))
	t.execute(expr.NewSelect(fullname.Add(", ").Add(email).As("title")).
		Where(userID.Eq(addressUser), name.Between("m", "z"), expr.Or(email.Like("%@aol.com"), email.Like("%@msn.com"))))
}

func (t *tutorial) text() {
	t.title("Text")
	whole := engine.Text(`SELECT users.fullname, addresses.email_address AS title
FROM users, addresses
WHERE users.id = addresses.user_id AND users.name BETWEEN :x AND :y AND
(addresses.email_address LIKE :e1 OR addresses.email_address LIKE :e2)`)
	t.execute(whole, engine.Params{"x": "m", "y": "z", "e1": "%@aol.com", "e2": "%@msn.com"})
	part := expr.NewSelect(expr.OpenText("users.fullname"), expr.OpenText("addresses.email_address AS title")).
		SelectFrom(users.TableClause, addresses.TableClause).
		Where(expr.OpenText("users.id = addresses.user_id"), expr.OpenText("users.name BETWEEN 'm' AND 'z'"),
			expr.OpenText("(addresses.email_address LIKE :x OR addresses.email_address LIKE :y)"))
	t.execute(part, engine.Params{"x": "%@aol.com", "y": "%@msn.com"})
}

func (t *tutorial) aliases() {
	t.title("Aliases")
	for _, names := range [][2]string{{"a1", "a2"}, {"", ""}} { // an alias without a name is given one
		a1, a2 := expr.NewAlias(addresses.TableClause, names[0]), expr.NewAlias(addresses.TableClause, names[1])
		s := expr.NewSelect(users).Where(userID.Eq(a1.C("user_id")), userID.Eq(a2.C("user_id")), a1.C("email_address").Eq("jack@msn.com"), a2.C("email_address").Eq("jack@yahoo.com"))
		t.execute(s)
		if names[0] == "" {
			inner := s.Alias("")
			t.execute(expr.NewSelect(name).Where(userID.Eq(inner.C("id"))))
		}
	}
}

func (t *tutorial) joins() {
	t.title("Joins")
	t.say(expr.JoinOf(users, addresses, nil))
	starts := email.Like(name.Add("%"))
	t.say(expr.JoinOf(users, addresses, starts))
	t.execute(expr.NewSelect(fullname).SelectFrom(expr.JoinOf(users, addresses, starts)).OrderBy(addressID))
	t.say(expr.NewSelect(fullname).SelectFrom(expr.OuterJoinOf(users, addresses, nil)))
}

func (t *tutorial) transforming() {
	t.title("A statement step by step")
	q := expr.NewSelect(users)
	t.say(q)
	q = q.Where(name.Eq("jack")).OrderBy(fullname.Desc())
	q = q.Where(expr.Exists(expr.NewSelect(addressID).Where(addressUser.Eq(userID), email.Like("%@msn.com")).Correlate(users)))
	q = q.Column(addresses).SelectFrom(expr.OuterJoinOf(users, addresses, nil)).WithLabels(expr.LabelTableColumn).OrderBy(addressID)
	t.execute(q)

	t.title("An alias in the place of a table")
	a1 := expr.NewAlias(addresses.TableClause, "")
	q = q.ReplaceSelectable(addresses, a1)
	t.say(q)
	rows, err := t.conn.Execute(t.ctx, q)
	t.fail(err)
	if t.err != nil {
		return
	}
	for row, err := range rows.Rows() {
		t.fail(err)
		n, err := row.Get(name)
		t.fail(err)
		e, err := row.Get(a1.C("email_address"))
		t.fail(err)
		fmt.Fprintf(t.out, "Name: %v ; Email Address %v\n", n, e)
	}
}

func (t *tutorial) binds() {
	t.title("Bind parameters")
	text := sqltypes.String(0)
	t.execute(expr.NewSelect(users).Where(name.Eq(expr.Bind("username", nil, nil))), engine.Params{"username": "wendy"})
	t.execute(expr.NewSelect(users).Where(name.Like(expr.Bind("username", nil, text).Concat(expr.LiteralColumn("'%'", text)))), engine.Params{"username": "wendy"})
	twice := expr.Bind("name", nil, text)
	s := expr.NewSelect(users, addresses).SelectFrom(expr.OuterJoinOf(users, addresses, nil)).OrderBy(addressID).
		Where(expr.Or(name.Like(twice.Concat(expr.LiteralColumn("'%'", text))), email.Like(twice.Concat(expr.LiteralColumn("'@%'", text)))))
	t.execute(s, engine.Params{"name": "jack"})
}

func (t *tutorial) functions() {
	t.title("Functions")
	t.say(expr.Func("now", nil))
	t.say(expr.Func("concat", nil, "x", "y"))
	t.say(expr.Func("current_timestamp", nil))
	if r := t.execute(expr.NewSelect(expr.Max(email).As("maxemail"))); r != nil {
		fmt.Fprintln(t.out, r.Keys())
	}

	t.title("A function that gives rows")
	x, y := expr.Bind("x", nil, sqltypes.Integer()), expr.Bind("y", nil, sqltypes.Integer())
	calculate := expr.NewSelect(expr.Column("q", nil), expr.Column("z", nil), expr.Column("r", nil)).
		SelectFrom(expr.Func("calculate", nil, x, y).TableValued())
	t.say(expr.NewSelect(users).Where(userID.Gt(calculate.Alias("c").C("z"))))
	c1 := calculate.UniqueParams(map[string]any{"x": 17, "y": 45}).Alias("c1")
	c2 := calculate.UniqueParams(map[string]any{"x": 5, "y": 12}).Alias("c2")
	t.say(expr.NewSelect(users).Where(userID.Between(c1.C("z"), c2.C("z"))))
}

func (t *tutorial) unions() {
	t.title("Unions and other set operations")
	of := func(cond expr.Expr) expr.Select { return expr.NewSelect(addresses).Where(cond) }
	t.execute(expr.Union(of(email.Eq("foo@bar.com")), of(email.Like("%@yahoo.com"))).OrderBy(email))
	t.execute(expr.Except(of(email.Like("%@%.com")), of(email.Like("%@msn.com"))).OrderBy(addressID))
}

func (t *tutorial) scalars() {
	t.title("Scalar selects")
	count := expr.NewSelect(expr.Count(addressID)).Where(userID.Eq(addressUser))
	t.execute(expr.NewSelect(name, expr.ScalarOf(count)).OrderBy(userID))
	t.execute(expr.NewSelect(name, expr.ScalarOf(count).As("address_count")).OrderBy(userID))
}

func (t *tutorial) correlation() {
	t.title("Correlated subqueries")
	t.say(expr.NewSelect(name).Where(userID.Eq(expr.ScalarOf(expr.NewSelect(userID).Correlate()))))
	t.say(expr.NewSelect(name, email).Where(userID.Eq(expr.ScalarOf(expr.NewSelect(userID).Where(userID.Eq(addressUser)).Correlate(addresses)))))
}

func (t *tutorial) ordering() {
	t.title("Ordering, grouping, limiting, offsetting")
	t.execute(expr.NewSelect(addressUser, expr.Count(addressID)).GroupBy(addressUser).Having(expr.Count(addressID).Gt(1)).OrderBy(addressUser))
	t.execute(expr.NewSelect(email, addressID).Distinct().OrderBy(email.Desc(), addressID))
	t.execute(expr.NewSelect(addresses).OrderBy(addressID).Offset(1).Limit(1))
}
