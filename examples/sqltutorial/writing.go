package main

import (
	"fmt"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// This file has the chapters that write.

func (t *tutorial) inserting() {
	t.title("Insert expressions")
	t.say(expr.InsertInto(users).Passing(users.TableClause.Columns...))
	ins := expr.InsertInto(users).Values(name.To("jack"), fullname.To("Jack Jones"))
	t.say(ins)

	t.title("Executing")
	t.connect()
	if r := t.execute(ins); r != nil {
		key, err := r.InsertedPrimaryKey()
		t.fail(err)
		fmt.Fprintln(t.out, "the key of jack:", key)
	}
}

func (t *tutorial) executingMany() {
	t.title("Executing multiple statements")
	t.execute(expr.InsertInto(users), engine.Params{"id": 2, "name": "wendy", "fullname": "Wendy Williams"})
	t.execute(expr.InsertInto(addresses),
		engine.Params{"user_id": 1, "email_address": "jack@yahoo.com"},
		engine.Params{"user_id": 1, "email_address": "jack@msn.com"},
		engine.Params{"user_id": 2, "email_address": "www@www.org"},
		engine.Params{"user_id": 2, "email_address": "wendy@aol.com"})
	t.fail(t.conn.Commit(t.ctx))
	t.fail(t.conn.Close()) // an SQLite database in memory has no second connection

	t.title("Connectionless and implicit execution")
	r, err := t.eng.Execute(t.ctx, expr.InsertInto(users).Values(userID.To(3)), engine.Params{"name": "fred", "fullname": "Fred Flintstone"})
	t.close(r, err)
	engine.Bind(metadata, t.eng)
	r, err = engine.ExecuteBound(t.ctx, expr.InsertInto(users).Values(userID.To(4)), engine.Params{"name": "mary", "fullname": "Mary Contrary"})
	t.close(r, err)
	engine.Bind(metadata, nil)
	t.connect()
}

func (t *tutorial) connect() {
	var err error
	t.conn, err = t.eng.Connect(t.ctx)
	t.fail(err)
}

func (t *tutorial) close(r *engine.CursorResult, err error) {
	t.fail(err)
	if err == nil {
		t.fail(r.Close())
	}
}

func (t *tutorial) updates() {
	t.title("Updates")
	t.execute(expr.UpdateTable(users).Where(name.Eq("jack")).Values(name.To("ed")))
	bound := expr.UpdateTable(users).Where(name.Eq(expr.Bind("oldname", nil, sqltypes.String(50)))).Values(name.To(expr.Bind("newname", nil, sqltypes.String(50))))
	t.execute(bound, engine.Params{"oldname": "ed", "newname": "jack"})
	t.execute(expr.UpdateTable(users).Values(fullname.To(expr.Val("Fullname: ").Concat(name))))
	t.execute(expr.NewSelect(name, fullname).OrderBy(userID))

	t.title("Correlated updates")
	first := expr.NewSelect(email).Where(addressUser.Eq(userID)).OrderBy(addressID).Limit(1)
	t.execute(expr.UpdateTable(users).Values(fullname.To(first)))
	t.execute(expr.NewSelect(name, fullname).OrderBy(userID))
}

func (t *tutorial) deletes() {
	t.title("Deletes")
	t.execute(expr.DeleteFrom(addresses))
	t.execute(expr.DeleteFrom(users).Where(name.Gt("m")))
	t.execute(expr.NewSelect(users).OrderBy(userID))
	t.fail(t.conn.Commit(t.ctx))
}
