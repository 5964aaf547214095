package orm_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
)

// A graph that went out as JSON comes in as new objects, which Merge finds again: nothing changes, or what the JSON changed.
func TestJSONComesBack(t *testing.T) {
	d := open(t, dbtest.SQLite(t))
	id := d.jack()
	read := func() string {
		s := d.session()
		u, err := orm.Select(Users).Where(Users.ID.Eq(id)).Options(orm.SelectIn(Users.Addresses, orm.SelectIn(Addresses.User))).One(ctx, s)
		must(t, err)
		text, err := json.Marshal(u)
		must(t, err)
		must(t, s.Close())
		return string(text)
	}
	merge := func(text string) (*orm.Session, *User) {
		var u User
		must(t, json.Unmarshal([]byte(text), &u))
		s := d.session()
		m, err := orm.Merge(ctx, s, &u)
		must(t, err)
		return s, m
	}
	s, u := merge(read())
	if n := len(u.Addresses.Items()); n != 2 || u.ID != id {
		t.Fatalf("%d addresses of %d", n, u.ID)
	}
	d.log = nil
	must(t, s.Flush(ctx))
	d.expect("")
	must(t, s.Rollback(ctx))

	text := strings.Replace(read(), `"Name":"jack"`, `"Name":"john"`, 1)
	var doc map[string]any
	must(t, json.Unmarshal([]byte(text), &doc))
	doc["Addresses"] = append(doc["Addresses"].([]any)[1:], map[string]any{"Email": "new@x"})
	edited, err := json.Marshal(doc)
	must(t, err)
	s, _ = merge(string(edited))
	d.log = nil
	must(t, s.Commit(ctx))
	d.expect("UPDATE users, INSERT addresses, DELETE addresses, COMMIT")
}

func TestJSONIntoContainers(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), StudioModels)
	var b Band
	must(t, json.Unmarshal([]byte(`{"Name":"b","Albums":[{"Title":"one"},{"Title":"two"},{"Title":"one","Lyrics":{"Name":"l"},"Sleeve":null,"Credits":null}],"Fans":null,"Posters":[{"Name":"p"},null]}`), &b))
	s := d.session()
	s.Add(&b)
	must(t, s.Commit(ctx))
	one, ok, err := b.Albums.Get(ctx, "one")
	must(t, err)
	if !ok || len(b.Albums.Keys()) != 2 || len(b.Posters.Items()) != 1 {
		t.Errorf("%v albums, %d posters", b.Albums.Keys(), len(b.Posters.Items()))
	}
	l, err := one.Lyrics.Get(ctx)
	must(t, err)
	back, err := one.Band.Get(ctx)
	must(t, err)
	if l == nil || l.Name != "l" || back != &b {
		t.Errorf("the lyrics are %v, the band is %v", l, back)
	}

	must(t, s.Rollback(ctx))

	// Of a stored object the members are replaced if they are known.
	fresh := d.session()
	stored := get[Band](t, fresh, "b")
	var unloaded *orm.NotLoadedError
	if err := json.Unmarshal([]byte(`{"Posters":[]}`), stored); !errors.As(err, &unloaded) {
		t.Errorf("what is not loaded was replaced: %v", err)
	}
	must(t, stored.Posters.Load(ctx))
	must(t, json.Unmarshal([]byte(`{"Posters":[{"Name":"q"}]}`), stored))
	must(t, fresh.Commit(ctx))
	if ps := stored.Posters.Items(); len(ps) != 1 || ps[0].Name != "q" || ps[0].ID == 0 {
		t.Errorf("%v", ps)
	}
	if err := json.Unmarshal([]byte(`{"Posters":{}}`), new(Band)); err == nil {
		t.Error("an object is no list")
	}
}
