package orm_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
)

// This file runs random programs against a session and against a plain model of what should come of them, and compares the two with
// each other and with the rows in the database. ORM_SEED=n runs one program only, ORM_SEEDS=n so many, however long it takes.

// program is one random program.
type program struct {
	t         *testing.T
	d         *db
	s         *orm.Session
	r         *rand.Rand
	now, kept *shadow // as the program sees it, and as it was committed
	journal   []string
	names     int
}

func (p *program) log(format string, args ...any) {
	p.journal = append(p.journal, fmt.Sprintf(format, args...))
}

func (p *program) fail(format string, args ...any) {
	p.t.Helper()
	p.t.Fatalf("%s\nafter:\n\t%s", fmt.Sprintf(format, args...), strings.Join(p.journal, "\n\t"))
}

func (p *program) ok(err error) {
	p.t.Helper()
	if err != nil {
		p.fail("%v", err)
	}
}

func (p *program) name(prefix string) string {
	p.names++
	return prefix + strconv.Itoa(p.names)
}

// pick takes any of the objects of a map that are not marked to be deleted, by the order of their names: the same seed is the same
// program.
func pick[E comparable, R any](p *program, m map[E]R, name func(R) string, ok func(E, R) bool) (E, bool) {
	var all []E
	for e, r := range m {
		if ok == nil || ok(e, r) {
			all = append(all, e)
		}
	}
	if len(all) == 0 {
		var none E
		return none, false
	}
	slices.SortFunc(all, func(a, b E) int { return strings.Compare(name(m[a]), name(m[b])) })
	return all[p.r.IntN(len(all))], true
}

func (p *program) user(ok func(*User, userRow) bool) (*User, bool) {
	return pick(p, p.now.users, func(r userRow) string { return r.name }, ok)
}

func (p *program) addr(ok func(*Address, addrRow) bool) (*Address, bool) {
	return pick(p, p.now.addrs, func(r addrRow) string { return r.email }, ok)
}

func (p *program) post(ok func(*Post, postRow) bool) (*Post, bool) {
	return pick(p, p.now.posts, func(r postRow) string { return r.title }, ok)
}

func (p *program) node(ok func(*Node, nodeRow) bool) (*Node, bool) {
	return pick(p, p.now.nodes, func(r nodeRow) string { return r.name }, ok)
}

func (p *program) addUser() {
	u := &User{Name: p.name("u"), Score: float64(p.r.IntN(9))}
	row := userRow{name: u.Name, score: u.Score}
	for range p.r.IntN(3) {
		a := &Address{Email: p.name("a")}
		u.Addresses.Append(a)
		p.now.addrs[a] = addrRow{email: a.Email, owner: u}
	}
	if p.r.IntN(3) == 0 {
		o := &Post{Title: p.name("p"), Author: orm.RefTo(u)}
		p.now.posts[o] = postRow{title: o.Title, author: u}
		p.s.Add(o) // the user follows by cascade
	}
	p.now.users[u] = row
	p.log("add %s", u.Name)
	p.s.Add(u)
}

func (p *program) addAddress() {
	a := &Address{Email: p.name("a")}
	row := addrRow{email: a.Email}
	if u, ok := p.user(nil); ok && p.r.IntN(3) > 0 {
		row.owner = u
		if p.r.IntN(2) == 0 {
			a.User = orm.RefTo(u)
			p.s.Add(a)
		} else {
			u.Addresses.Append(a)
		}
		p.log("add %s to %s", a.Email, u.Name)
	} else {
		p.log("add %s", a.Email)
		p.s.Add(a)
	}
	p.now.addrs[a] = row
}

func (p *program) addPost() {
	o := &Post{Title: p.name("p"), Rank: p.r.Int32()}
	row := postRow{title: o.Title, rank: o.Rank}
	p.s.Add(o)
	if u, ok := p.user(nil); ok && p.r.IntN(3) > 0 {
		row.author = u
		u.Posts.Append(o)
	}
	p.log("add %s by %v", o.Title, nameOf(row.author))
	p.now.posts[o] = row
}

func nameOf(u *User) string {
	if u == nil {
		return "nobody"
	}
	return u.Name
}

func (p *program) addNode() {
	n := &Node{Name: p.name("n")}
	row := nodeRow{name: n.Name}
	up, ok := p.node(nil)
	for range p.r.IntN(3) {
		c := &Node{Name: p.name("n")}
		n.Children.Append(c)
		p.now.nodes[c] = nodeRow{name: c.Name, parent: n}
	}
	if ok && p.r.IntN(2) == 0 {
		row.parent = up
		up.Children.Append(n)
		p.log("add %s below %s", n.Name, up.Name)
	} else {
		p.s.Add(n)
		p.log("add %s", n.Name)
	}
	p.now.nodes[n] = row
}

func (p *program) change() {
	switch p.r.IntN(4) {
	case 0:
		if u, ok := p.user(nil); ok {
			r := p.now.users[u]
			u.Fullname, u.Score, u.Password = p.name("f"), float64(p.r.IntN(3)), nil
			r.full, r.score, r.pass = u.Fullname, u.Score, ""
			if p.r.IntN(2) == 0 {
				u.Password = new(p.name("s"))
				r.pass = *u.Password
			}
			p.log("change %s", u.Name)
			p.now.users[u] = r
		}
	case 1:
		if a, ok := p.addr(nil); ok {
			r := p.now.addrs[a]
			a.Email = p.name("a")
			p.log("rename %s to %s", r.email, a.Email)
			r.email = a.Email
			p.now.addrs[a] = r
		}
	case 2:
		if o, ok := p.post(nil); ok {
			r := p.now.posts[o]
			o.Body = []byte(p.name("b"))
			r.body = string(o.Body)
			p.log("change %s", o.Title)
			p.now.posts[o] = r
		}
	case 3:
		if n, ok := p.node(nil); ok {
			r := p.now.nodes[n]
			n.Name = p.name("n")
			p.log("rename %s to %s", r.name, n.Name)
			r.name = n.Name
			p.now.nodes[n] = r
		}
	}
}

// moveAddress gives an address to a user, from either side, or takes it away.
func (p *program) moveAddress() {
	a, ok := p.addr(func(_ *Address, r addrRow) bool { return !r.doomed })
	u, has := p.user(nil)
	if !ok || !has {
		return
	}
	r := p.now.addrs[a]
	old := r.owner
	switch p.r.IntN(5) {
	case 0:
		p.log("append %s to %s", a.Email, u.Name)
		u.Addresses.Append(a)
		r.owner = u
	case 1:
		p.log("set user of %s to %s", a.Email, u.Name)
		a.User.Set(u)
		p.s.Add(a) // a new one left the session when it lost its owner, and a reference does not bring it back
		r.owner = u
	case 2:
		if old == nil {
			return
		}
		p.log("remove %s from %s", a.Email, old.Name)
		old.Addresses.Remove(a)
		r.owner = nil
	case 3:
		if old == nil {
			return
		}
		p.log("clear user of %s", a.Email)
		a.User.Clear()
		r.owner = nil
	default:
		if u == old {
			return
		}
		p.log("remove %s from %s, whose it is not", a.Email, u.Name)
		u.Addresses.Remove(a)
	}
	r.lost = r.owner == nil && (old != nil || r.lost)
	p.now.addrs[a] = r
}

func (p *program) movePost() {
	o, ok := p.post(func(_ *Post, r postRow) bool { return !r.doomed })
	u, has := p.user(nil)
	if !ok || !has {
		return
	}
	r := p.now.posts[o]
	switch p.r.IntN(4) {
	case 0:
		p.log("append %s to %s", o.Title, u.Name)
		u.Posts.Append(o)
		r.author = u
	case 1:
		p.log("set author of %s to %s", o.Title, u.Name)
		o.Author.Set(u)
		r.author = u
	case 2:
		if r.author == nil {
			return
		}
		p.log("remove %s from %s", o.Title, r.author.Name)
		r.author.Posts.Remove(o)
		r.author = nil
	default:
		p.log("clear author of %s", o.Title)
		o.Author.Clear()
		r.author = nil
	}
	p.now.posts[o] = r
}

func (p *program) below(n, top *Node) bool {
	for ; n != nil; n = p.now.nodes[n].parent {
		if n == top {
			return true
		}
	}
	return false
}

func (p *program) moveNode() {
	n, ok := p.node(func(_ *Node, r nodeRow) bool { return !r.doomed })
	if !ok {
		return
	}
	up, has := p.node(func(m *Node, _ nodeRow) bool { return !p.below(m, n) })
	r := p.now.nodes[n]
	switch k := p.r.IntN(4); {
	case k == 0 && has:
		p.log("append %s to %s", n.Name, up.Name)
		up.Children.Append(n)
		r.parent = up
	case k == 1 && has:
		p.log("set parent of %s to %s", n.Name, up.Name)
		n.Parent.Set(up)
		r.parent = up
	case k == 2 && r.parent != nil:
		p.log("remove %s from %s", n.Name, r.parent.Name)
		r.parent.Children.Remove(n)
		r.parent = nil
	default:
		p.log("clear parent of %s", n.Name)
		n.Parent.Clear()
		r.parent = nil
	}
	p.now.nodes[n] = r
}

// doom deletes an object that is stored.
func (p *program) doom() {
	switch p.r.IntN(4) {
	case 0:
		if u, ok := p.user(func(_ *User, r userRow) bool { return r.stored && !r.doomed }); ok {
			p.log("delete %s", u.Name)
			p.s.Delete(u)
			r := p.now.users[u]
			r.doomed = true
			p.now.users[u] = r
		}
	case 1:
		if a, ok := p.addr(func(_ *Address, r addrRow) bool { return r.stored && !r.doomed }); ok {
			p.log("delete %s", a.Email)
			p.s.Delete(a)
			r := p.now.addrs[a]
			r.doomed = true
			p.now.addrs[a] = r
		}
	case 2:
		if o, ok := p.post(func(_ *Post, r postRow) bool { return r.stored && !r.doomed }); ok {
			p.log("delete %s", o.Title)
			p.s.Delete(o)
			r := p.now.posts[o]
			r.doomed = true
			p.now.posts[o] = r
		}
	case 3:
		if n, ok := p.node(func(_ *Node, r nodeRow) bool { return r.stored && !r.doomed }); ok {
			p.log("delete %s", n.Name)
			p.s.Delete(n)
			r := p.now.nodes[n]
			r.doomed = true
			p.now.nodes[n] = r
		}
	}
}

// spare takes back the deletion of a user that is marked.
func (p *program) spare() {
	if u, ok := p.user(func(_ *User, r userRow) bool { return r.doomed }); ok {
		p.log("add %s again", u.Name)
		p.s.Add(u)
		r := p.now.users[u]
		r.doomed = false
		p.now.users[u] = r
	}
}

// read looks at relationships in memory, or loads them, which flushes.
func (p *program) read() {
	switch p.r.IntN(5) {
	case 0:
		if u, ok := p.user(func(_ *User, r userRow) bool { return !r.doomed }); ok {
			p.log("read addresses of %s", u.Name)
			got, err := u.Addresses.All(ctx)
			p.flushed()
			p.ok(err)
			p.members(u, got)
		}
	case 1:
		if a, ok := p.addr(func(_ *Address, r addrRow) bool { return r.stored && !r.doomed && !r.lost }); ok {
			p.log("read user of %s", a.Email)
			got, err := a.User.Get(ctx)
			p.flushed()
			r, ok := p.now.addrs[a]
			p.answered(ok, err)
			if ok && got != r.owner {
				p.fail("the user of %s is %s, want %s", a.Email, nameOf(got), nameOf(r.owner))
			}
		}
	case 2:
		p.log("query users")
		got, err := orm.Select(Users).OrderBy(Users.ID).All(ctx, p.s)
		p.now.flush()
		p.ok(err)
		if len(got) != len(p.now.users) {
			p.fail("%d users, want %d", len(got), len(p.now.users))
		}
	case 3:
		if u, ok := p.user(func(_ *User, r userRow) bool { return r.stored && !r.doomed }); ok {
			p.log("get %s", u.Name)
			got, err := orm.Get[User](ctx, p.s, u.ID)
			p.ok(err)
			if got != u {
				p.fail("another object for %s", u.Name)
			}
			p.flushed()
		}
	case 4:
		if n, ok := p.node(func(_ *Node, r nodeRow) bool { return r.stored && !r.doomed }); ok {
			p.log("read parent of %s", n.Name)
			got, err := n.Parent.Get(ctx)
			p.flushed()
			r, ok := p.now.nodes[n]
			p.answered(ok, err)
			if ok && got != r.parent {
				p.fail("the parent of %s is another", n.Name)
			}
		}
	}
}

// answered requires that a load succeeded, or that its object was deleted by the flush before it.
func (p *program) answered(alive bool, err error) {
	p.t.Helper()
	if alive || !errors.Is(err, orm.ErrDetached) {
		p.ok(err)
	}
}

// flushed applies the rules if what was read needed a flush: then nothing is pending.
func (p *program) flushed() {
	if len(p.s.Pending()) == 0 && len(p.s.Dirty()) == 0 {
		p.ok(p.s.Flush(ctx)) // for what is marked to be deleted
		p.now.flush()
	}
}

func (p *program) expire() {
	if u, ok := p.user(nil); ok {
		p.log("expire %s", u.Name)
		p.s.Expire(u)
	}
	if a, ok := p.addr(nil); ok {
		p.log("expire %s", a.Email)
		p.s.Expire(a)
	}
}

func (p *program) commit() {
	p.log("commit")
	p.ok(p.s.Commit(ctx))
	p.now.flush()
	p.kept = p.now.clone()
	p.compareRows()
	if p.r.IntN(3) == 0 {
		p.compareObjects()
	}
}

func (p *program) rollback() {
	p.log("rollback")
	p.ok(p.s.Rollback(ctx))
	for u := range p.now.users {
		if _, ok := p.kept.users[u]; !ok && p.s.Contains(u) {
			p.fail("%s is still in the session", u.Name)
		}
	}
	p.now = p.kept.clone()
	p.compareFields()
}

// nested runs some steps in a savepoint, which is undone half of the time.
func (p *program) nested() {
	stop, undo := errors.New("undo"), p.r.IntN(2) == 0
	p.log("savepoint")
	p.now.flush()
	was := p.now.clone()
	err := p.s.Nested(ctx, func() error {
		for range p.r.IntN(8) {
			p.step(p.inside())
		}
		if undo {
			return stop
		}
		return nil
	})
	switch {
	case !undo:
		p.log("release")
		p.ok(err)
		p.now.flush()
	case !errors.Is(err, stop):
		p.fail("%v", err)
	default:
		p.log("rollback to the savepoint")
		p.now = was
		p.compareFields()
	}
}

// action is something that a program does, and how often.
type action struct {
	weight int
	do     func()
}

// inside are the actions that may stand in a savepoint.
func (p *program) inside() []action {
	return []action{
		{6, p.addUser}, {6, p.addAddress}, {6, p.addPost}, {5, p.addNode}, {12, p.change}, {16, p.moveAddress}, {9, p.movePost}, {10, p.moveNode},
		{6, p.doom}, {1, p.spare}, {8, p.read}, {2, p.expire}, {5, p.flush}, {3, p.nested},
	}
}

func (p *program) step(actions []action) {
	total := 0
	for _, a := range actions {
		total += a.weight
	}
	n := p.r.IntN(total)
	for _, a := range actions {
		if n -= a.weight; n < 0 {
			a.do()
			return
		}
	}
}

// runProgram is one program of so many steps.
func runProgram(t *testing.T, d *db, seed uint64, steps int) {
	s := d.sessions.New()
	defer func() { must(t, s.Close()); emptyModel(t, d) }()
	p := &program{t: t, d: d, s: s, r: rand.New(rand.NewPCG(seed, 1)), now: newShadow(), kept: newShadow()}
	p.log("seed %d", seed)
	actions := append(p.inside(), action{5, p.commit}, action{3, p.rollback})
	for range steps {
		p.step(actions)
	}
	p.commit()
	p.compareObjects()
	p.ok(p.s.Commit(ctx))
}

// emptyModel deletes the rows of a program.
func emptyModel(t *testing.T, d *db) {
	t.Helper()
	for _, stmt := range []string{"DELETE FROM addresses", "DELETE FROM posts", "DELETE FROM users", "UPDATE nodes SET parent_id = NULL", "DELETE FROM nodes"} {
		must(t, d.eng.ExecText(ctx, stmt))
	}
}

func TestRandomPrograms(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { runPrograms(t, open(t, dbtest.SQLite(t)), 3*time.Second) })
	t.Run("postgresql", func(t *testing.T) { runPrograms(t, open(t, dbtest.Postgres(t, "orm_random")), 2*time.Second) })
	t.Run("mariadb", func(t *testing.T) { runPrograms(t, open(t, dbtest.MariaDB(t, "orm_random")), 2*time.Second) })
}

// runPrograms runs programs for a while, one after the other.
func runPrograms(t *testing.T, d *db, length time.Duration) {
	first, last := uint64(1), uint64(1000)
	if v := os.Getenv("ORM_SEEDS"); v != "" {
		n, err := strconv.ParseUint(v, 10, 64)
		must(t, err)
		last, length = n, time.Hour
	}
	if v := os.Getenv("ORM_SEED"); v != "" {
		seed, err := strconv.ParseUint(v, 10, 64)
		must(t, err)
		first, last = seed, seed
	}
	for seed, end := first, time.Now().Add(length); seed <= last && time.Now().Before(end); seed++ {
		if !t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) { runProgram(t, d, seed, 20+int(seed*7%300)) }) {
			return
		}
	}
}

func (p *program) flush() {
	p.log("flush")
	p.ok(p.s.Flush(ctx))
	p.now.flush()
	if n := len(p.s.Pending()) + len(p.s.Dirty()); n > 0 {
		p.fail("%d objects are pending or dirty after a flush", n)
	}
}
