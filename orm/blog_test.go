package orm_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"

	_ "github.com/lib/pq"
	_ "github.com/mattn/go-sqlite3"
)

// The model of these tests: users with addresses, which they own; posts, which they do not; and a tree.

type User struct {
	orm.Entity `orm:"table:users"`

	ID       int64   `orm:"pk"`
	Name     string  `orm:"size:50; unique"`
	Fullname string  `orm:"size:50"`
	Password *string `orm:"size:12"`
	Active   bool
	Score    float64
	Joined   time.Time `orm:"server_default:CURRENT_TIMESTAMP"`

	Addresses orm.List[*Address] `orm:"back_populates:User; cascade:all,delete-orphan; order_by:ID" json:",omitzero"`
	Posts     orm.List[*Post]    `orm:"back_populates:Author; order_by:ID desc" json:",omitzero"`
}

type Address struct {
	orm.Entity `orm:"table:addresses"`

	ID     int64          `orm:"pk"`
	Email  string         `orm:"column:email_address; size:100"`
	UserID *int64         `orm:"fk:users.id"`
	User   orm.Ref[*User] `orm:"back_populates:Addresses" json:",omitzero"`
}

type Post struct {
	orm.Entity `orm:"table:posts"`

	ID       int64  `orm:"pk"`
	Title    string `orm:"size:100"`
	Body     []byte
	Rank     int32
	AuthorID *int64         `orm:"fk:users.id"`
	Author   orm.Ref[*User] `orm:"back_populates:Posts"`
}

type Node struct {
	orm.Entity `orm:"table:nodes"`

	ID       int64           `orm:"pk"`
	Name     string          `orm:"size:50"`
	ParentID *int64          `orm:"fk:nodes.id"`
	Parent   orm.Ref[*Node]  `orm:"back_populates:Children; remote_side:ID"`
	Children orm.List[*Node] `orm:"back_populates:Parent; cascade:all; order_by:ID"`
}

// Place has a key that the database does not make, of two columns.
type Place struct {
	orm.Entity `orm:"table:places"`

	Country string `orm:"pk; size:2"`
	Code    int32  `orm:"pk"`
	Name    string `orm:"size:50"`
}

type UserAttrs struct {
	orm.Class[User]
	ID        orm.NumAttr[int64]
	Name      orm.TextAttr[string]
	Fullname  orm.TextAttr[string]
	Password  orm.NullTextAttr[string]
	Active    orm.BoolAttr
	Score     orm.NumAttr[float64]
	Joined    orm.Attr[time.Time]
	Addresses orm.ListAttr[*Address]
	Posts     orm.ListAttr[*Post]
}

type AddressAttrs struct {
	orm.Class[Address]
	ID     orm.NumAttr[int64]
	Email  orm.TextAttr[string]
	UserID orm.NullNumAttr[int64]
	User   orm.RefAttr[*User]
}

type PostAttrs struct {
	orm.Class[Post]
	ID       orm.NumAttr[int64]
	Title    orm.TextAttr[string]
	Body     orm.Attr[[]byte]
	Rank     orm.NumAttr[int32]
	AuthorID orm.NullNumAttr[int64]
	Author   orm.RefAttr[*User]
}

type NodeAttrs struct {
	orm.Class[Node]
	ID       orm.NumAttr[int64]
	Name     orm.TextAttr[string]
	ParentID orm.NullNumAttr[int64]
	Parent   orm.RefAttr[*Node]
	Children orm.ListAttr[*Node]
}

var (
	Models    = orm.NewRegistry(new(User), new(Address), new(Post), new(Node), new(Place))
	Users     = orm.Describe[UserAttrs](Models)
	Addresses = orm.Describe[AddressAttrs](Models)
	Posts     = orm.Describe[PostAttrs](Models)
	Nodes     = orm.Describe[NodeAttrs](Models)
)

var ctx = context.Background()

// db is a database with the tables of the model, and the statements sent to it.
type db struct {
	t        *testing.T
	eng      *engine.Engine
	sessions *orm.SessionMaker
	log      []string
}

// each runs a test on every database that is there.
func each(t *testing.T, name string, f func(t *testing.T, d *db)) {
	t.Run("sqlite", func(t *testing.T) { f(t, open(t, dbtest.SQLite(t))) })
	t.Run("postgresql", func(t *testing.T) { f(t, open(t, dbtest.Postgres(t, "orm_"+name))) })
	t.Run("mariadb", func(t *testing.T) { f(t, open(t, dbtest.MariaDB(t, "orm_"+name))) })
}

func open(t *testing.T, url string, opts ...engine.Option) *db {
	t.Helper()
	return openWith(t, url, Models, opts...)
}

// openWith is a database with the tables of a registry.
func openWith(t *testing.T, url string, models *orm.Registry, opts ...engine.Option) *db {
	t.Helper()
	d := &db{t: t}
	eng, err := engine.Open(url, append(opts, engine.OnStatement(func(e engine.Event) { d.log = append(d.log, e.SQL) }))...)
	must(t, err)
	d.eng, d.sessions = eng, orm.NewSessionMaker(eng, models)
	must(t, models.MetaData().CreateAll(ctx, eng))
	t.Cleanup(func() {
		if n := eng.Stats().InUse; n != 0 {
			t.Errorf("%d connections were not given back", n)
		}
		must(t, eng.Close())
	})
	d.log = nil
	return d
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (d *db) session() *orm.Session {
	s := d.sessions.New()
	d.t.Cleanup(func() { must(d.t, s.Close()) })
	return s
}

// sent gives the statements since the last call, by their first words: "BEGIN INSERT users COMMIT".
func (d *db) sent() string {
	var out []string
	for _, s := range d.log {
		w := strings.Fields(s)
		switch w[0] {
		case "INSERT", "DELETE":
			out = append(out, w[0]+" "+w[2])
		case "UPDATE":
			out = append(out, w[0]+" "+w[1])
		case "SELECT":
			i := 0
			for ; i < len(w) && w[i] != "FROM"; i++ {
			}
			out = append(out, w[0]+" "+w[min(i+1, len(w)-1)])
		default:
			out = append(out, w[0])
		}
	}
	d.log = nil
	return strings.Join(out, ", ")
}

func (d *db) expect(want string) {
	d.t.Helper()
	if got := d.sent(); got != want {
		d.t.Errorf("sent: %s\nwant: %s", got, want)
	}
}

// jack is stored with two addresses.
func (d *db) jack() int64 {
	s := d.sessions.New()
	defer s.Close()
	u := &User{Name: "jack", Password: new("gjffdd"), Addresses: orm.ListOf(&Address{Email: "jack@google.com"}, &Address{Email: "j25@yahoo.com"})}
	s.Add(u)
	must(d.t, s.Commit(ctx))
	d.log = nil
	return u.ID
}
