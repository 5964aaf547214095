package orm_test

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
)

// This file runs random programs over the models of the rules: objects with two owners, one-to-one relationships of two kinds, composite
// foreign keys, deletes left to the database, collections that are only read, rows that refer to each other, versions. They are
// compared with a plain model, with the objects, and with the rows.

// kind is an entity of a program.
type kind struct {
	table string
	make  func(name string, n int64) orm.Mapped
	name  func(orm.Mapped) **string
	key   func(orm.Mapped) string
	sql   string // the key in SQL
}

// edge is a relationship of a program, seen from the child that holds the foreign key.
type edge struct {
	child, parent *kind
	column        string // the foreign key in SQL
	orphan        bool   // a child without its parent is deleted
	cascade       bool   // children go with their parent
	one           bool   // a parent has one child
	bare          bool   // the child does not know its parent
	set           func(c, p orm.Mapped)
	clear         func(c orm.Mapped)
	add, remove   func(p, c orm.Mapped)
	up            func(c orm.Mapped) (orm.Mapped, error)
	down          func(p orm.Mapped) ([]orm.Mapped, error)
}

// rNode is what a program knows of an object.
type rNode struct {
	kind           *kind
	name           string
	to             map[*edge]orm.Mapped
	lost           map[*edge]bool
	stored, doomed bool
}

type kindWorld map[orm.Mapped]*rNode

func (w kindWorld) clone() kindWorld {
	out := kindWorld{}
	for o, n := range w {
		c := *n
		c.to, c.lost = maps.Clone(n.to), maps.Clone(n.lost)
		out[o] = &c
	}
	return out
}

// flush applies the rules of the unit of work.
func (w kindWorld) flush() {
	for _, n := range w {
		for e, p := range n.to {
			if p == nil {
				n.doomed = n.doomed || e.orphan && n.lost[e]
				continue
			}
			if w[p].doomed && e.cascade {
				n.doomed = true
			}
		}
	}
	for _, n := range w {
		for e, p := range n.to {
			if p != nil && w[p].doomed {
				n.to[e] = nil
			}
		}
		n.lost, n.stored = map[*edge]bool{}, true
	}
	maps.DeleteFunc(w, func(_ orm.Mapped, n *rNode) bool { return n.doomed })
}

func kindOf[T any](table string, parts func(*T) (*int64, **string)) *kind {
	return &kind{table: table, sql: "id",
		make: func(name string, _ int64) orm.Mapped {
			v := new(T)
			_, n := parts(v)
			*n = &name
			return any(v).(orm.Mapped)
		},
		name: func(o orm.Mapped) **string { _, n := parts(any(o).(*T)); return n },
		key:  func(o orm.Mapped) string { id, _ := parts(any(o).(*T)); return fmt.Sprint(*id) },
	}
}

func mappedAll[E orm.Mapped](es []E, err error) ([]orm.Mapped, error) {
	out := []orm.Mapped{}
	for _, e := range es {
		out = append(out, e)
	}
	return out, err
}

func listEdge[P, C any, PP interface {
	*P
	orm.Mapped
}, CC interface {
	*C
	orm.Mapped
}](child, parent *kind, column string, ref func(*C) *orm.Ref[PP], list func(*P) *orm.List[CC]) *edge {
	c := func(o orm.Mapped) *C { return any(o).(*C) }
	p := func(o orm.Mapped) *P { return any(o).(*P) }
	e := &edge{child: child, parent: parent, column: column, bare: ref == nil,
		add:    func(o, m orm.Mapped) { list(p(o)).Append(c(m)) },
		remove: func(o, m orm.Mapped) { list(p(o)).Remove(c(m)) },
		down:   func(o orm.Mapped) ([]orm.Mapped, error) { return mappedAll(list(p(o)).All(ctx)) },
	}
	if ref != nil {
		e.set = func(m, o orm.Mapped) { ref(c(m)).Set(p(o)) }
		e.clear = func(m orm.Mapped) { ref(c(m)).Clear() }
		e.up = func(m orm.Mapped) (orm.Mapped, error) { v, err := ref(c(m)).Get(ctx); return present(v), err }
	}
	return e
}

func oneEdge[P, C any, PP interface {
	*P
	orm.Mapped
}, CC interface {
	*C
	orm.Mapped
}](child, parent *kind, column string, ref func(*C) *orm.Ref[PP], down func(*P) *orm.Ref[CC]) *edge {
	c := func(o orm.Mapped) *C { return any(o).(*C) }
	p := func(o orm.Mapped) *P { return any(o).(*P) }
	return &edge{child: child, parent: parent, column: column, one: true,
		set:    func(m, o orm.Mapped) { ref(c(m)).Set(p(o)) },
		clear:  func(m orm.Mapped) { ref(c(m)).Clear() },
		add:    func(o, m orm.Mapped) { down(p(o)).Set(c(m)) },
		remove: func(o, m orm.Mapped) { down(p(o)).Clear() },
		up:     func(m orm.Mapped) (orm.Mapped, error) { v, err := ref(c(m)).Get(ctx); return present(v), err },
		down: func(o orm.Mapped) ([]orm.Mapped, error) {
			v, err := down(p(o)).Get(ctx)
			if present(v) == nil {
				return []orm.Mapped{}, err
			}
			return []orm.Mapped{v}, err
		},
	}
}

// present is an object, or nil without a type.
func present[T any, P interface {
	*T
	orm.Mapped
}](v P) orm.Mapped {
	if v == nil {
		return nil
	}
	return v
}

// kindsOf are the kinds and relationships of the programs.
func kindsOf() (kinds []*kind, edges []*edge, head *edge, bins *kind) {
	folder := kindOf("folders", func(v *rFolder) (*int64, **string) { return &v.ID, &v.Name })
	label := kindOf("labels", func(v *rLabel) (*int64, **string) { return &v.ID, &v.Name })
	doc := kindOf("docs", func(v *rDoc) (*int64, **string) { return &v.ID, &v.Name })
	person := kindOf("persons", func(v *rPerson) (*int64, **string) { return &v.ID, &v.Name })
	passport := kindOf("passports", func(v *rPassport) (*int64, **string) { return &v.ID, &v.Name })
	locker := kindOf("lockers", func(v *rLocker) (*int64, **string) { return &v.ID, &v.Name })
	book := kindOf("books", func(v *rBook) (*int64, **string) { return &v.ID, &v.Name })
	shelf := kindOf("shelves", func(v *rShelf) (*int64, **string) { return &v.No, &v.Name })
	shelf.sql = "room, '/', no"
	shelf.make = func(name string, n int64) orm.Mapped { return &rShelf{Room: n % 3, No: n, Name: &name} }
	shelf.key = func(o orm.Mapped) string { s := o.(*rShelf); return fmt.Sprint(s.Room, "/", s.No) }
	box := kindOf("boxes", func(v *rBox) (*int64, **string) { return &v.ID, &v.Name })
	thing := kindOf("things", func(v *rThing) (*int64, **string) { return &v.ID, &v.Name })
	bin := kindOf("bins", func(v *rBin) (*int64, **string) { return &v.ID, &v.Name })
	part := kindOf("parts", func(v *rPart) (*int64, **string) { return &v.ID, &v.Name })
	dept := kindOf("depts", func(v *rDept) (*int64, **string) { return &v.ID, &v.Name })
	staff := kindOf("staff", func(v *rStaff) (*int64, **string) { return &v.ID, &v.Name })
	account := kindOf("accounts", func(v *rAccount) (*int64, **string) { return &v.ID, &v.Name })
	entry := kindOf("entries", func(v *rEntry) (*int64, **string) { return &v.ID, &v.Name })
	kinds = []*kind{folder, label, doc, person, passport, locker, book, shelf, box, thing, bin, part, dept, staff, account, entry}
	owned := func(e *edge) *edge { e.orphan, e.cascade = true, true; return e }
	head = &edge{child: dept, parent: staff, column: "head_id",
		set:   func(d, s orm.Mapped) { d.(*rDept).Head.Set(s.(*rStaff)) },
		clear: func(d orm.Mapped) { d.(*rDept).Head.Clear() },
		up:    func(d orm.Mapped) (orm.Mapped, error) { v, err := d.(*rDept).Head.Get(ctx); return present(v), err }}
	edges = []*edge{
		owned(listEdge(doc, folder, "folder_id", func(c *rDoc) *orm.Ref[*rFolder] { return &c.Folder }, func(p *rFolder) *orm.List[*rDoc] { return &p.Docs })),
		owned(listEdge(doc, label, "label_id", func(c *rDoc) *orm.Ref[*rLabel] { return &c.Label }, func(p *rLabel) *orm.List[*rDoc] { return &p.Docs })),
		owned(oneEdge(passport, person, "person_id", func(c *rPassport) *orm.Ref[*rPerson] { return &c.Person }, func(p *rPerson) *orm.Ref[*rPassport] { return &p.Passport })),
		oneEdge(locker, person, "person_id", func(c *rLocker) *orm.Ref[*rPerson] { return &c.Person }, func(p *rPerson) *orm.Ref[*rLocker] { return &p.Locker }),
		listEdge(book, shelf, "CASE WHEN shelf_no IS NOT NULL THEN concat(shelf_room, '/', shelf_no) END", func(c *rBook) *orm.Ref[*rShelf] { return &c.Shelf }, func(p *rShelf) *orm.List[*rBook] { return &p.Books }),
		owned(listEdge(thing, box, "box_id", func(c *rThing) *orm.Ref[*rBox] { return &c.Box }, func(p *rBox) *orm.List[*rThing] { return &p.Things })),
		listEdge[rBin, rPart, *rBin, *rPart](part, bin, "bin_id", nil, func(p *rBin) *orm.List[*rPart] { return &p.Parts }),
		listEdge(staff, dept, "dept_id", func(c *rStaff) *orm.Ref[*rDept] { return &c.Dept }, func(p *rDept) *orm.List[*rStaff] { return &p.Staff }),
		listEdge(entry, account, "account_id", func(c *rEntry) *orm.Ref[*rAccount] { return &c.Account }, func(p *rAccount) *orm.List[*rEntry] { return &p.Entries }),
		head,
	}
	return kinds, edges, head, bin
}

type kindProgram struct {
	t         *testing.T
	d         *db
	s         *orm.Session
	r         *rand.Rand
	kinds     []*kind
	edges     []*edge
	head      *edge
	bins      *kind
	now, then kindWorld
	journal   []string
	n         int64
}

func (p *kindProgram) log(format string, args ...any) {
	p.journal = append(p.journal, fmt.Sprintf(format, args...))
}

func (p *kindProgram) fail(format string, args ...any) {
	p.t.Helper()
	p.t.Fatalf("%s\nafter:\n\t%s", fmt.Sprintf(format, args...), strings.Join(p.journal, "\n\t"))
}

func (p *kindProgram) ok(err error) {
	p.t.Helper()
	if err != nil {
		p.fail("%v", err)
	}
}

// any is one of the objects of a kind that are not marked to be deleted.
func (p *kindProgram) any(k *kind, ok func(*rNode) bool) orm.Mapped {
	var all []orm.Mapped
	for o, n := range p.now {
		if n.kind == k && !n.doomed && (ok == nil || ok(n)) {
			all = append(all, o)
		}
	}
	if len(all) == 0 {
		return nil
	}
	slices.SortFunc(all, func(a, b orm.Mapped) int { return cmp.Compare(p.now[a].name, p.now[b].name) })
	return all[p.r.IntN(len(all))]
}

func (p *kindProgram) nameOf(o orm.Mapped) string {
	if o == nil {
		return "nothing"
	}
	return p.now[o].name
}

func (p *kindProgram) add() {
	k := p.kinds[p.r.IntN(len(p.kinds))]
	p.n++
	name := fmt.Sprint(k.table, p.n)
	if k.table == "parts" && p.r.IntN(2) == 0 {
		name = "good"
	}
	o := k.make(name, p.n)
	n := &rNode{kind: k, name: name, to: map[*edge]orm.Mapped{}, lost: map[*edge]bool{}}
	for _, e := range p.edges {
		if e.child == k {
			n.to[e] = nil
		}
	}
	p.now[o] = n
	p.s.Add(o)
	p.log("add %s", name)
}

// move gives a child another parent, from either side, or takes it away.
func (p *kindProgram) move() {
	e := p.edges[p.r.IntN(len(p.edges))]
	// A new object that loses an owner leaves the session: other programs are about that.
	c := p.any(e.child, func(n *rNode) bool { return n.stored || !e.orphan || n.to[e] == nil })
	o := p.any(e.parent, nil)
	if c == nil || o == nil {
		return
	}
	n := p.now[c]
	was := n.to[e]
	if p.r.IntN(3) == 0 {
		p.ok(p.s.NoAutoflush(func() error { return p.load(e, c, o) }))
	}
	switch how := p.r.IntN(5); {
	case how == 0 && !e.bare:
		p.log("set %s of %s to %s", e.column, n.name, p.nameOf(o))
		if !p.displace(e, o, c) {
			return
		}
		e.set(c, o)
		p.arrive(e, c, o)
	case how <= 2 && e.add != nil && (!e.bare || was == nil):
		p.log("add %s to %s", n.name, p.nameOf(o))
		if !p.displace(e, o, c) {
			return
		}
		e.add(o, c)
		p.arrive(e, c, o)
	case was == nil || p.now[was] == nil || p.now[was].doomed:
	case how == 3 && !e.bare:
		p.log("clear %s of %s", e.column, n.name)
		e.clear(c)
		n.to[e], n.lost[e] = nil, true
	case e.remove != nil:
		p.log("remove %s from %s", n.name, p.nameOf(was))
		e.remove(was, c)
		n.to[e], n.lost[e] = nil, true
	}
}

func (p *kindProgram) load(e *edge, c, o orm.Mapped) error {
	p.log("load")
	var err error
	if e.down != nil && p.now[o].stored {
		_, err = e.down(o)
	}
	if e.up != nil && p.now[c].stored {
		_, up := e.up(c)
		err = errors.Join(err, up)
	}
	return err
}

func (p *kindProgram) arrive(e *edge, c, o orm.Mapped) {
	p.now[c].to[e] = o
	delete(p.now[c].lost, e)
}

// displace takes its place from the child that a parent of one child has; false if that is a new one, which would leave the session.
func (p *kindProgram) displace(e *edge, o, c orm.Mapped) bool {
	if !e.one {
		return true
	}
	for m, n := range p.now {
		if m != c && n.to[e] == o {
			if !n.stored {
				return false
			}
			n.to[e], n.lost[e] = nil, true
		}
	}
	return true
}

func (p *kindProgram) rename() {
	k := p.kinds[p.r.IntN(len(p.kinds))]
	if o := p.any(k, func(n *rNode) bool { return n.name != "good" }); o != nil {
		p.n++
		name := fmt.Sprint(k.table, p.n)
		p.log("rename %s to %s", p.now[o].name, name)
		*k.name(o) = &name
		p.now[o].name = name
	}
}

func (p *kindProgram) remove() {
	o := p.any(p.kinds[p.r.IntN(len(p.kinds))], func(n *rNode) bool { return n.stored })
	if o == nil {
		return
	}
	for d, n := range p.now { // the database would refuse a head that is gone
		if n.to[p.head] == o {
			p.log("%s has no head", n.name)
			p.head.clear(d)
			n.to[p.head] = nil
		}
	}
	p.log("delete %s", p.now[o].name)
	p.s.Delete(o)
	p.now[o].doomed = true
}

func (p *kindProgram) flush() {
	p.log("flush")
	p.ok(p.s.Flush(ctx))
	p.now.flush()
	if n := len(p.s.Pending()) + len(p.s.Dirty()); n > 0 {
		p.fail("%d objects are pending or dirty after a flush", n)
	}
}

func (p *kindProgram) nested() {
	p.flush()
	was, undo, stop := p.now.clone(), p.r.IntN(2) == 0, errors.New("undo")
	p.log("savepoint")
	err := p.s.Nested(ctx, func() error {
		for range p.r.IntN(8) {
			p.step(false)
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
	}
}

func (p *kindProgram) step(outer bool) {
	switch n := p.r.IntN(40); {
	case n < 10:
		p.add()
	case n < 24:
		p.move()
	case n < 27:
		p.rename()
	case n < 30:
		p.remove()
	case n < 32:
		p.flush()
	case n < 33:
		p.flush()
		p.log("expire all")
		p.s.ExpireAll()
	case n < 35:
		p.nested()
	case !outer:
	case n < 37:
		p.log("rollback")
		p.ok(p.s.Rollback(ctx))
		p.now = p.then.clone()
	default:
		p.commit()
	}
}

func (p *kindProgram) commit() {
	p.log("commit")
	p.ok(p.s.Commit(ctx))
	p.now.flush()
	p.then = p.now.clone()
	p.compareRows()
	p.compareObjects()
	p.ok(p.s.Commit(ctx))
}

func (p *kindProgram) compareRows() {
	var got, want []string
	for o, n := range p.now {
		line := n.kind.table + " " + n.kind.key(o) + " " + n.name
		for _, e := range p.edges {
			if e.child == n.kind {
				if to := n.to[e]; to != nil {
					line += " " + e.parent.key(to)
				} else {
					line += " -"
				}
			}
		}
		want = append(want, line)
	}
	for _, k := range p.kinds {
		text := "TEXT"
		if !isSQLite(p.d) && !isPostgres(p.d) {
			text = "CHAR"
		}
		sql := "SELECT concat('" + k.table + " ', " + k.sql + ", ' ', name"
		for _, e := range p.edges {
			if e.child == k {
				sql += ", ' ', coalesce(CAST(" + e.column + " AS " + text + "), '-')"
			}
		}
		p.ok(p.d.eng.QueryText(ctx, sql+") FROM "+k.table, nil, func(r *dbapi.Row) error {
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

func (p *kindProgram) compareObjects() {
	for o, n := range p.now {
		if !p.s.Contains(o) || *(*n.kind.name(o)) != n.name {
			p.fail("%s is in the session: %v, with the name %s", n.name, p.s.Contains(o), **n.kind.name(o))
		}
		for e, to := range n.to {
			if e.up == nil {
				continue
			}
			got, err := e.up(o)
			p.ok(err)
			if got != to {
				p.fail("%s of %s is another object", e.column, n.name)
			}
		}
		for _, e := range p.edges {
			if e.parent != n.kind || e.down == nil {
				continue
			}
			got, err := e.down(o)
			p.ok(err)
			var have, want []string
			for _, m := range got {
				have = append(have, p.nameOrGone(m))
			}
			for _, m := range p.now {
				if m.to[e] == o {
					want = append(want, m.name)
				}
			}
			slices.Sort(have)
			slices.Sort(want)
			if !slices.Equal(have, want) {
				p.fail("%s has the %s %v, want %v", n.name, e.child.table, have, want)
			}
		}
		if b, ok := o.(*rBin); ok {
			p.compareGood(b)
		}
	}
}

func (p *kindProgram) nameOrGone(o orm.Mapped) string {
	if n := p.now[o]; n != nil {
		return n.name
	}
	return "one that is gone"
}

// compareGood compares the collection that is only read.
func (p *kindProgram) compareGood(b *rBin) {
	p.s.ExpireAttrs(b, rBins.Good)
	good, err := b.Good.All(ctx)
	p.ok(err)
	want := 0
	for _, n := range p.now {
		if n.name == "good" && slices.Contains(slices.Collect(maps.Values(n.to)), orm.Mapped(b)) {
			want++
		}
	}
	if len(good) != want {
		p.fail("%s has %d good parts, want %d", p.now[b].name, len(good), want)
	}
}

func TestRandomKinds(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { randomKinds(t, openWith(t, dbtest.SQLite(t), ruleModels), 200) })
	t.Run("postgresql", func(t *testing.T) {
		randomKinds(t, openWith(t, dbtest.Postgres(t, "orm_kindprograms"), ruleModels), 40)
	})
	t.Run("mariadb", func(t *testing.T) {
		randomKinds(t, openWith(t, dbtest.MariaDB(t, "orm_kindprograms"), ruleModels), 40)
	})
}

func randomKinds(t *testing.T, d *db, seeds int) {
	first := 0
	if v := os.Getenv("ORM_SEEDS"); v != "" {
		seeds, _ = strconv.Atoi(v)
	}
	if v := os.Getenv("ORM_SEED"); v != "" {
		first, _ = strconv.Atoi(v)
		seeds = first + 1
	}
	kinds, edges, head, bins := kindsOf()
	for seed := first; seed < seeds; seed++ {
		if !t.Run(fmt.Sprint(seed), func(t *testing.T) {
			p := &kindProgram{t: t, d: d, s: d.sessions.New(), r: rand.New(rand.NewPCG(uint64(seed), 11)), kinds: kinds, edges: edges, head: head, bins: bins,
				now: kindWorld{}, then: kindWorld{}}
			defer func() {
				must(t, p.s.Close())
				must(t, d.eng.ExecText(ctx, "UPDATE depts SET head_id = NULL"))
				for _, table := range []string{"docs", "folders", "labels", "passports", "lockers", "persons", "books", "shelves", "things", "boxes", "parts", "bins", "staff", "depts", "entries", "accounts"} {
					must(t, d.eng.ExecText(ctx, "DELETE FROM "+table))
				}
			}()
			for range 80 {
				p.step(true)
			}
			p.commit()
		}) {
			return
		}
	}
}
