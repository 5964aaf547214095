// Command ormtutorial09 is SQLAlchemy's Object Relational Tutorial in the words of its version 0.9, from its first line to its last,
// against a real database:
//
//	go run ./examples/ormtutorial09                                        on SQLite, in memory
//	go run ./examples/ormtutorial09 postgresql://user@localhost/database
//
// It needs a database without the tables of the tutorial, and drops them at the end. Indented lines are the statements as the
// database received them, with their values below.
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/aludel/aludel/examples/internal/tutorial"
	"github.com/aludel/aludel/examples/ormtutorial09/blog"
	"github.com/aludel/aludel/orm"

	_ "github.com/lib/pq"
	_ "github.com/mattn/go-sqlite3"
)

func main() {
	url := "sqlite://"
	if len(os.Args) > 1 {
		url = os.Args[1]
	}
	if err := run(context.Background(), url, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "ormtutorial09:", err)
		os.Exit(1)
	}
}

// session is a run of the tutorial, and the objects that its chapters pass on.
type session struct {
	*tutorial.Run
	ed, jack *User
}

func run(ctx context.Context, url string, out io.Writer) error {
	r, err := tutorial.New(ctx, url, out)
	if err != nil {
		return err
	}
	defer r.Close()
	t := &session{Run: r}
	return t.Chapters(
		t.schema, t.instances, t.adding, t.rollingBack,
		t.querying, t.columns, t.slices, t.filtering, t.operators, t.returning, t.literal, t.fromSelf, t.counting,
		t.relationship, t.relatedObjects, t.joins, t.aliases, t.subqueries, t.entitiesFromSubqueries, t.exists, t.relationOperators,
		t.subqueryLoad, t.joinedLoad, t.containsEager, t.deleting,
		t.cascade, t.manyToMany, t.posts,
		t.dropping,
	)
}

// schema is "Declare a Mapping" and "Create a Schema": the mapping is in models.go, its table is made of it.
func (t *session) schema() {
	t.Title("Create a schema")
	if !t.Check(Models.Configure()) {
		return
	}
	users := Models.MetaData().Table("users")
	for _, c := range users.Columns {
		t.Print(users.Name + "." + c.Name)
	}
	t.Check(Models.MetaData().CreateAll(t.Ctx, t.Eng))
}

// instances is "Create an Instance of the Mapped Class".
func (t *session) instances() {
	t.Title("Create an instance of the mapped class")
	t.ed = &User{Name: "ed", Fullname: "Ed Jones", Password: "edspassword"}
	t.Print(t.ed.Name)
	t.Print(t.ed.Password)
	t.Print(t.ed.ID)
}

// adding is "Creating a Session" and "Adding New Objects".
func (t *session) adding() {
	t.Title("Add new objects")
	t.S = orm.NewSessionMaker(t.Eng, Models).New()
	t.S.Add(t.ed)
	our, err := orm.Select(Users).FilterBy(orm.Values{"Name": "ed"}).First(t.Ctx, t.S)
	if !t.Check(err) {
		return
	}
	t.Print(our)
	t.Print(our == t.ed)
	t.S.Add(
		&User{Name: "wendy", Fullname: "Wendy Williams", Password: "foobar"},
		&User{Name: "mary", Fullname: "Mary Contrary", Password: "xxg527"},
		&User{Name: "fred", Fullname: "Fred Flinstone", Password: "blah"},
	)
	t.ed.Password = "f8s7ccs"
	t.Print("dirty:", t.S.Dirty())
	t.Print("new:", t.S.Pending())
	if !t.Check(t.S.Commit(t.Ctx)) {
		return
	}
	t.Check(t.S.Refresh(t.Ctx, t.ed)) // fields are read as they stand: what Commit expired is read again by a query, Get or Refresh
	t.Print(t.ed.ID)
}

// rollingBack is "Rolling Back".
func (t *session) rollingBack() {
	t.Title("Roll back")
	t.ed.Name = "Edwardo"
	fake := &User{Name: "fakeuser", Fullname: "Invalid", Password: "12345"}
	t.S.Add(fake)
	got, err := orm.Select(Users).Where(Users.Name.In("Edwardo", "fakeuser")).All(t.Ctx, t.S)
	t.Check(err)
	t.Print(got)
	if !t.Check(t.S.Rollback(t.Ctx)) {
		return
	}
	t.Check(t.S.Refresh(t.Ctx, t.ed))
	t.Print(t.ed.Name)
	t.Print(t.S.Contains(fake))
	got, err = orm.Select(Users).Where(Users.Name.In("ed", "fakeuser")).All(t.Ctx, t.S)
	t.Check(err)
	t.Print(got)
}

// dropping leaves the database as it was.
func (t *session) dropping() {
	t.Title("At the end")
	if t.Check(t.S.Commit(t.Ctx)) {
		t.Check(blog.Models.MetaData().DropAll(t.Ctx, t.Eng))
	}
}
