// Command ormtutorial05 is SQLAlchemy's Object Relational Tutorial in the words of its version 0.5, against a real
// database. A struct is mapped onto a table declared by hand, then declared with its table all at once, at last mapped again onto the
// table that the declaration made:
//
//	go run ./examples/ormtutorial05                                        on SQLite, in memory
//	go run ./examples/ormtutorial05 postgresql://user@localhost/database
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
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/schema"

	_ "github.com/lib/pq"
	_ "github.com/mattn/go-sqlite3"
)

func main() {
	url := "sqlite://"
	if len(os.Args) > 1 {
		url = os.Args[1]
	}
	if err := run(context.Background(), url, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "ormtutorial05:", err)
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
		t.tables, t.mapping, t.adding, t.rollingBack,
		t.querying, t.columns, t.slices, t.filtering, t.operators, t.returning, t.literal,
		t.relationship, t.relatedObjects, t.joinedLoad, t.joins, t.aliases, t.subqueries, t.exists, t.relationOperators, t.deleting,
		t.remapping, t.manyToMany, t.posts,
		t.dropping,
	)
}

// tables is "Define and Create a Table".
func (t *session) tables() {
	t.Title("Define and create a table")
	if t.Check(metadata.Resolve()) {
		t.Check(metadata.CreateAll(t.Ctx, t.Eng, schema.Only(usersTable)))
	}
}

// mapping is "Define a Python Class to be Mapped" and "Setting up the Mapping". From the next chapter on the struct is User, which is
// declared all at once.
func (t *session) mapping() {
	t.Title("Set up the mapping")
	if !t.Check(accounts.Configure()) {
		return
	}
	ed := &Account{Name: "ed", Fullname: "Ed Jones", Password: "edspassword"}
	t.Print(ed.Name)
	t.Print(ed.Password)
	t.Print(ed.ID)
}

// adding is "Creating a Session" and "Adding new Objects".
func (t *session) adding() {
	t.Title("Add new objects")
	t.S = orm.NewSessionMaker(t.Eng, plain).New()
	t.ed = NewUser("ed", "Ed Jones", "edspassword")
	t.S.Add(t.ed)
	our, err := orm.Select(Users).FilterBy(orm.Values{"Name": "ed"}).First(t.Ctx, t.S)
	if !t.Check(err) {
		return
	}
	t.Print(our)
	t.Print(our == t.ed)
	t.S.Add(
		NewUser("wendy", "Wendy Williams", "foobar"),
		NewUser("mary", "Mary Contrary", "xxg527"),
		NewUser("fred", "Fred Flinstone", "blah"),
	)
	t.ed.Password = "f8s7ccs"
	t.Print("dirty:", t.S.Dirty())
	t.Print("new:", t.S.Pending())
	if t.Check(t.S.Commit(t.Ctx)) {
		t.Print(t.ed.ID)
	}
}

// rollingBack is "Rolling Back".
func (t *session) rollingBack() {
	t.Title("Roll back")
	if !t.Check(t.S.Refresh(t.Ctx, t.ed)) {
		return
	}
	t.ed.Name = "Edwardo"
	fake := NewUser("fakeuser", "Invalid", "12345")
	t.S.Add(fake)
	got, err := orm.Select(Users).Where(Users.Name.In("Edwardo", "fakeuser")).All(t.Ctx, t.S)
	t.Check(err)
	t.Print(got)
	if !t.Check(t.S.Rollback(t.Ctx)) {
		return
	}
	t.Print(t.S.Contains(fake))
	got, err = orm.Select(Users).Where(Users.Name.In("ed", "fakeuser")).All(t.Ctx, t.S)
	t.Check(err)
	t.Print(got)
	t.Print(t.ed.Name)
}

// dropping leaves the database as it was.
func (t *session) dropping() {
	t.Title("At the end")
	if t.Check(t.S.Commit(t.Ctx)) {
		t.Check(blog.MetaData().DropAll(t.Ctx, t.Eng))
	}
}
