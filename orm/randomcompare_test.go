package orm_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/orm"
)

// This file compares a session and its database with the plain model.

// members compares the addresses of a user; those that are deleted stay in a list until it is read again.
func (p *program) members(u *User, got []*Address) {
	var want, have []string
	for a, r := range p.now.addrs {
		if r.owner == u {
			want = append(want, a.Email)
		}
	}
	for _, a := range got {
		if _, ok := p.now.addrs[a]; ok {
			have = append(have, a.Email)
		}
	}
	slices.Sort(want)
	slices.Sort(have)
	if _, ok := p.now.users[u]; ok && !slices.Equal(want, have) {
		p.fail("the addresses of %s are %v, want %v", u.Name, have, want)
	}
}

// compareRows compares the tables with what was committed.
func (p *program) compareRows() {
	var got, want []string
	id := func(id int64, has bool) string {
		if !has {
			return "-"
		}
		return strconv.FormatInt(id, 10)
	}
	for u, r := range p.kept.users {
		want = append(want, fmt.Sprintf("user %d %s %s %s %v", u.ID, r.name, r.full, r.pass, r.score))
	}
	for a, r := range p.kept.addrs {
		owner := id(0, false)
		if r.owner != nil {
			owner = id(r.owner.ID, true)
		}
		want = append(want, fmt.Sprintf("addr %d %s %s", a.ID, r.email, owner))
	}
	for o, r := range p.kept.posts {
		author := id(0, false)
		if r.author != nil {
			author = id(r.author.ID, true)
		}
		want = append(want, fmt.Sprintf("post %d %s %s %d %s", o.ID, r.title, r.body, r.rank, author))
	}
	for n, r := range p.kept.nodes {
		parent := id(0, false)
		if r.parent != nil {
			parent = id(r.parent.ID, true)
		}
		want = append(want, fmt.Sprintf("node %d %s %s", n.ID, r.name, parent))
	}
	body, text, whole := "CAST(body AS TEXT)", "TEXT", "INTEGER"
	switch {
	case isPostgres(p.d):
		body = "convert_from(body, 'UTF8')"
	case !isSQLite(p.d):
		body, text, whole = "CONVERT(body USING utf8mb4)", "CHAR", "SIGNED"
	}
	for _, q := range []string{
		"SELECT concat('user ', id, ' ', name, ' ', fullname, ' ', coalesce(password, ''), ' ', CAST(score AS " + whole + ")) FROM users",
		"SELECT concat('addr ', id, ' ', email_address, ' ', coalesce(CAST(user_id AS " + text + "), '-')) FROM addresses",
		"SELECT concat('post ', id, ' ', title, ' ', coalesce(" + body + ", ''), ' ', rank, ' ', coalesce(CAST(author_id AS " + text + "), '-')) FROM posts",
		"SELECT concat('node ', id, ' ', name, ' ', coalesce(CAST(parent_id AS " + text + "), '-')) FROM nodes",
	} {
		p.ok(p.d.eng.QueryText(ctx, q, nil, func(r *dbapi.Row) error {
			got = append(got, r.Text(0))
			return nil
		}))
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		p.fail("rows:  %s\nwant: %s", strings.Join(minus(got, want), "; "), strings.Join(minus(want, got), "; "))
	}
}

func minus(a, b []string) (out []string) {
	for _, s := range a {
		if !slices.Contains(b, s) {
			out = append(out, s)
		}
	}
	return out
}

// compareFields compares the columns of the objects in memory.
func (p *program) compareFields() {
	for u, r := range p.now.users {
		pass := ""
		if u.Password != nil {
			pass = *u.Password
		}
		if u.Name != r.name || u.Fullname != r.full || pass != r.pass || u.Score != r.score || !p.s.Contains(u) {
			p.fail("user %+v, want %+v", []any{u.Name, u.Fullname, pass, u.Score, p.s.Contains(u)}, r)
		}
	}
	for a, r := range p.now.addrs {
		if a.Email != r.email || (a.UserID == nil) != (r.owner == nil) || a.UserID != nil && *a.UserID != r.owner.ID || !p.s.Contains(a) {
			p.fail("address %v %v (in the session: %v), want %+v", a.Email, a.UserID, p.s.Contains(a), r)
		}
	}
	for o, r := range p.now.posts {
		if o.Title != r.title || string(o.Body) != r.body || o.Rank != r.rank || (o.AuthorID == nil) != (r.author == nil) || o.AuthorID != nil && *o.AuthorID != r.author.ID || !p.s.Contains(o) {
			p.fail("post %v %v (in the session: %v), want %+v", o.Title, o.AuthorID, p.s.Contains(o), r)
		}
	}
	for n, r := range p.now.nodes {
		if n.Name != r.name || (n.ParentID == nil) != (r.parent == nil) || n.ParentID != nil && *n.ParentID != r.parent.ID || !p.s.Contains(n) {
			p.fail("node %v %v (in the session: %v), want %+v", n.Name, n.ParentID, p.s.Contains(n), r)
		}
	}
}

// compareObjects loads everything through the session and compares objects and relationships.
func (p *program) compareObjects() {
	p.log("compare objects")
	users, err := orm.Select(Users).OrderBy(Users.ID).Options(orm.SelectIn(Users.Addresses), orm.SelectIn(Users.Posts)).All(ctx, p.s)
	p.ok(err)
	addrs, err := orm.Select(Addresses).OrderBy(Addresses.ID).All(ctx, p.s)
	p.ok(err)
	posts, err := orm.Select(Posts).OrderBy(Posts.ID.Desc()).All(ctx, p.s)
	p.ok(err)
	nodes, err := orm.Select(Nodes).OrderBy(Nodes.ID).All(ctx, p.s)
	p.ok(err)
	p.compareFields()
	for _, u := range users {
		var as []*Address
		for _, a := range addrs {
			if p.now.addrs[a].owner == u {
				as = append(as, a)
			}
		}
		var ps []*Post
		for _, o := range posts {
			if p.now.posts[o].author == u {
				ps = append(ps, o)
			}
		}
		if !slices.Equal(u.Addresses.Items(), as) || !slices.Equal(u.Posts.Items(), ps) {
			p.fail("%s has %d addresses and %d posts, or in another order; want %d and %d", u.Name, len(u.Addresses.Items()), len(u.Posts.Items()), len(as), len(ps))
		}
	}
	for _, n := range nodes {
		var want []*Node
		for _, c := range nodes {
			if p.now.nodes[c].parent == n {
				want = append(want, c)
			}
		}
		got, err := n.Children.All(ctx)
		p.ok(err)
		if !slices.Equal(got, want) {
			p.fail("%s has %d children, want %d", n.Name, len(got), len(want))
		}
	}
}
