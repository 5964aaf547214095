// Command ormtutorial06 is SQLAlchemy's Object Relational Tutorial in the words of its version 0.6: tables are declared by hand, structs
// know nothing of them, and code maps the ones onto the others. It runs against a real database:
//
//	go run ./examples/ormtutorial06                                        on SQLite, in memory
//	go run ./examples/ormtutorial06 postgresql://user@localhost/database
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
		fmt.Fprintln(os.Stderr, "ormtutorial06:", err)
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
		t.tables, t.mapping, t.declaring, t.adding, t.rollingBack,
		t.querying, t.columns, t.slices, t.filtering, t.operators, t.returning, t.literal, t.counting,
		t.relationship, t.relatedObjects, t.joinedLoad, t.joins, t.containsEager, t.aliases, t.subqueries, t.entitiesFromSubqueries,
		t.exists, t.relationOperators, t.deleting,
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

// mapping is "Define a Python Class to be Mapped" and "Setting up the Mapping".
func (t *session) mapping() {
	t.Title("Set up the mapping")
	if !t.Check(plain.Configure()) {
		return
	}
	t.ed = NewUser("ed", "Ed Jones", "edspassword")
	t.Print(t.ed.Name)
	t.Print(t.ed.Password)
	t.Print(t.ed.ID)
}

// declaring is "Creating Table, Class and Mapper All at Once Declaratively": tags give the same table.
func (t *session) declaring() {
	t.Title("Table, struct and mapping all at once")
	if !t.Check(declared.Configure()) {
		return
	}
	for i, c := range declared.MetaData().Table("users").Columns {
		t.Print(c.Name, c.Name == usersTable.Columns[i].Name)
	}
}

// adding is "Creating a Session" and "Adding new Objects".
func (t *session) adding() {
	t.Title("Add new objects")
	t.S = orm.NewSessionMaker(t.Eng, plain).New()
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
		t.Check(metadata.DropAll(t.Ctx, t.Eng))
	}
}
