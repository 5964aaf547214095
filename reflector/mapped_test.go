package reflector_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/schema/diff"
	"github.com/aludel/aludel/schema/snapshot"
)

type User struct {
	orm.Entity `orm:"table:users"`

	ID       int64 `orm:"pk"`
	Name     string
	Fullname string  `orm:"size:50"`
	Password *string `orm:"size:12"`

	Addresses orm.List[*Address] `orm:"back_populates:User; cascade:all,delete-orphan; order_by:ID"`
}

type Address struct {
	orm.Entity `orm:"table:addresses"`

	ID     int64  `orm:"pk"`
	Email  string `orm:"column:email_address"`
	UserID *int64 `orm:"fk:users.id; on_delete:cascade"`

	User orm.Ref[*User] `orm:"back_populates:Addresses"`
}

func mapped(t *testing.T) *schema.MetaData {
	t.Helper()
	r := orm.NewRegistry(new(User), new(Address))
	if err := r.Configure(); err != nil {
		t.Fatal(err)
	}
	return r.MetaData()
}

// TestMappedAgainstLive compares mapped structs with the database that was made from them, then with one that has drifted, then
// with a snapshot of it.
func TestMappedAgainstLive(t *testing.T) {
	drift := map[string]string{
		"sqlite": `alter table addresses add column note text; alter table users drop column fullname; create table extra (id integer primary key);
create unique index ix on users (name)`,
		"postgresql": `alter table addresses add column note text; alter table users drop column fullname; create table extra (id serial primary key);
create unique index ix on users (name); alter table addresses alter user_id set not null, alter email_address type varchar(9);
alter table addresses drop constraint addresses_user_id_fkey, add foreign key (user_id) references users (id)`,
	}
	want := map[string]string{
		"sqlite": `table addresses: extra column (note): TEXT
table extra: extra table
table users: missing column (fullname): VARCHAR(50)
table users: extra unique constraint (name)
`,
		"postgresql": `table addresses: type differs (email_address): want VARCHAR, have VARCHAR(9)
table addresses: nullability differs (user_id): want NULL, have NOT NULL
table addresses: extra column (note): TEXT
table addresses: foreign key differs (user_id): want to users (id) on delete CASCADE, have to users (id)
table extra: extra table
table users: missing column (fullname): VARCHAR(50)
table users: extra unique constraint (name)
`,
	}
	each(t, "mapped", func(t *testing.T, db database) {
		model := mapped(t)
		create(t, db, model)
		if cs := diff.Compare(model, db.inspect(t).MetaData, diff.ByStorage(db.Dialect())); cs != nil {
			t.Errorf("after creation: %v", cs)
		}
		db.script(t, drift[db.name])
		live := db.inspect(t).MetaData
		changes := diff.Compare(model, live, diff.ByStorage(db.Dialect()))
		if got := lines(changes); got != want[db.name] {
			t.Errorf("drift\n%s\nwant\n%s", got, want[db.name])
		}
		var file bytes.Buffer
		if err := snapshot.Write(&file, live, db.Dialect().Name()); err != nil {
			t.Fatal(err)
		}
		md, dialect, err := snapshot.Read(&file)
		if err != nil || dialect != db.name {
			t.Fatal(dialect, err)
		}
		if got := lines(diff.Compare(model, md, diff.ByStorage(db.Dialect()))); got != want[db.name] {
			t.Errorf("by the snapshot\n%s", got)
		}
		if cs := diff.Compare(live, md); cs != nil {
			t.Errorf("the snapshot differs from what it was made of: %v", cs)
		}
	})
}

func lines(cs []diff.Change) string {
	var b strings.Builder
	for _, c := range cs {
		b.WriteString(c.String() + "\n")
	}
	return b.String()
}
