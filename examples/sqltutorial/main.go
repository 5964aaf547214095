// Command sqltutorial is the SQL Expression Language tutorial, from its first line to its last, against a real database:
//
//	go run ./examples/sqltutorial                                        on SQLite, in memory
//	go run ./examples/sqltutorial postgresql://user@localhost/database
//	go run ./examples/sqltutorial mysql://user@localhost/database
//
// It needs a database without the tables users and addresses, and drops them at the end. Lines that begin with a dollar sign are the
// statements as the database received them.
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"

	_ "github.com/go-sql-driver/mysql"
	_ "github.com/lib/pq"
	_ "github.com/mattn/go-sqlite3"
)

func main() {
	url := "sqlite://"
	if len(os.Args) > 1 {
		url = os.Args[1]
	}
	if err := run(context.Background(), url, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "sqltutorial:", err)
		os.Exit(1)
	}
}

// The tables. A catalogue of tables is a MetaData; columns know their types, keys refer to other tables.
var (
	metadata = schema.NewMetaData()

	users = schema.NewTable("users", metadata,
		schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("name", sqltypes.String(50)),
		schema.NewColumn("fullname", sqltypes.String(100)))

	addresses = schema.NewTable("addresses", metadata,
		schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("user_id", nil, schema.ForeignKeyTo("users.id")), // of the type of what it refers to
		schema.NewColumn("email_address", sqltypes.String(100), schema.NotNull()))
)

// The columns, as expressions.
var (
	userID, name, fullname        = users.C("id"), users.C("name"), users.C("fullname")
	addressID, addressUser, email = addresses.C("id"), addresses.C("user_id"), addresses.C("email_address")
)

// tutorial is a run of the tutorial on one database.
type tutorial struct {
	ctx  context.Context
	out  io.Writer
	eng  *engine.Engine
	conn *engine.Connection
	err  error // the first one; what comes after it does nothing
}

func run(ctx context.Context, url string, out io.Writer) (err error) {
	if err := metadata.Resolve(); err != nil {
		return err
	}
	t := &tutorial{ctx: ctx, out: out}
	if t.eng, err = engine.Open(url, engine.OnStatement(t.echo)); err != nil {
		return err
	}
	defer t.eng.Close()
	if err := metadata.CreateAll(ctx, t.eng); err != nil {
		return err
	}
	for _, chapter := range []func(*tutorial){
		(*tutorial).inserting, (*tutorial).executingMany, (*tutorial).selecting, (*tutorial).operators, (*tutorial).conjunctions,
		(*tutorial).text, (*tutorial).aliases, (*tutorial).joins, (*tutorial).transforming, (*tutorial).binds, (*tutorial).functions,
		(*tutorial).unions, (*tutorial).scalars, (*tutorial).correlation, (*tutorial).ordering, (*tutorial).updates, (*tutorial).deletes,
	} {
		chapter(t)
	}
	if t.conn != nil {
		t.fail(t.conn.Close())
	}
	t.fail(metadata.DropAll(ctx, t.eng))
	return t.err
}

// echo shows a statement as the database received it.
func (t *tutorial) echo(e engine.Event) {
	if e.Err == nil {
		fmt.Fprintf(t.out, "$ %s", e.SQL)
		if len(e.Args) > 0 {
			fmt.Fprintf(t.out, " %v", e.Args)
		}
		fmt.Fprintln(t.out)
	}
}

func (t *tutorial) fail(err error) {
	if t.err == nil {
		t.err = err
	}
}

func (t *tutorial) title(s string) { fmt.Fprintf(t.out, "\n-- %s\n", s) }

// say prints a statement or an expression as text, in no database's dialect, and its values.
func (t *tutorial) say(what any) {
	text, values, err := textOf(what)
	t.fail(err)
	fmt.Fprint(t.out, text)
	if len(values) > 0 {
		fmt.Fprintf(t.out, "  %v", values)
	}
	fmt.Fprintln(t.out)
}

// execute runs a statement and prints its rows.
func (t *tutorial) execute(s expr.Statement, args ...engine.Arg) *engine.CursorResult {
	if t.err != nil {
		return nil
	}
	r, err := t.conn.Execute(t.ctx, s, args...)
	if err != nil {
		t.fail(err)
		return nil
	}
	if !r.ReturnsRows() {
		return r
	}
	for row, err := range r.Rows() {
		if err != nil {
			t.fail(err)
			break
		}
		fmt.Fprintln(t.out, row.Values())
	}
	return r
}
