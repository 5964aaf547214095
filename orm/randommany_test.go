package orm_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
)

// This file runs random programs over many-to-many relationships, among them one of an entity to itself, and over a reference that is
// written by an UPDATE of its own. They are compared with a plain model, as in random_test.go.

type Crew struct {
	orm.Entity `orm:"table:crews"`
	ID         int64               `orm:"pk"`
	Name       string              `orm:"size:20"`
	Home       crewHome            `orm:"composite"`
	Camp       *crewHome           `orm:"composite"`
	Skills     crewSkills          `orm:"secondary:crew_skills; back_populates:Crews; order_by:ID"`
	Knows      orm.Set[*Crew]      `orm:"secondary:crew_knows(from_id, to_id); back_populates:KnownBy"`
	KnownBy    orm.List[*Crew]     `orm:"secondary:crew_knows(to_id, from_id); back_populates:Knows"`
	BestID     *int64              `orm:"fk:crews.id"`
	Best       orm.Ref[*Crew]      `orm:"remote_side:ID; post_update"`
	Tools      orm.Dynamic[*Skill] `orm:"secondary:crew_tools"`
}

// crewSkills is a collection type of the user's, crewHome a value of two columns.
type crewSkills struct{ orm.List[*Skill] }

type crewHome struct{ X, Y int64 }

type Skill struct {
	orm.Entity `orm:"table:skills"`
	ID         int64          `orm:"pk"`
	Name       string         `orm:"size:20"`
	Crews      orm.Set[*Crew] `orm:"secondary:crew_skills; back_populates:Skills"`
}

type CrewAttrs struct {
	orm.Class[Crew]
	ID     orm.NumAttr[int64]
	Name   orm.TextAttr[string]
	BestID orm.NullNumAttr[int64]
}

type SkillAttrs struct {
	orm.Class[Skill]
	ID   orm.NumAttr[int64]
	Name orm.TextAttr[string]
}

var (
	CrewModels = orm.NewRegistry(new(Crew), new(Skill))
	Crews      = orm.Describe[CrewAttrs](CrewModels)
	Skills     = orm.Describe[SkillAttrs](CrewModels)
)

// crewShadow is what a program should have made. Objects are known by name.
type crewShadow struct {
	crews, skills map[string]bool
	has           map[[2]string]bool // crew, skill
	knows         map[[2]string]bool // crew, crew
	tools         map[[2]string]bool // crew, skill
	best          map[string]string
	at            map[string]string // what the composites of a crew say
}

func (w crewShadow) clone() crewShadow {
	c := crewShadow{map[string]bool{}, map[string]bool{}, map[[2]string]bool{}, map[[2]string]bool{}, map[[2]string]bool{}, map[string]string{}, map[string]string{}}
	for k := range w.crews {
		c.crews[k] = true
	}
	for k := range w.skills {
		c.skills[k] = true
	}
	for k := range w.has {
		c.has[k] = true
	}
	for k := range w.knows {
		c.knows[k] = true
	}
	maps.Copy(c.tools, w.tools)
	maps.Copy(c.best, w.best)
	maps.Copy(c.at, w.at)
	return c
}

// drop deletes an object with all that leads to it.
func (w crewShadow) drop(name string) {
	delete(w.crews, name)
	delete(w.skills, name)
	delete(w.best, name)
	delete(w.at, name)
	for k := range w.tools {
		if k[0] == name || k[1] == name {
			delete(w.tools, k)
		}
	}
	for k := range w.has {
		if k[0] == name || k[1] == name {
			delete(w.has, k)
		}
	}
	for k := range w.knows {
		if k[0] == name || k[1] == name {
			delete(w.knows, k)
		}
	}
}

func (w crewShadow) String() string {
	var out []string
	for k := range w.crews {
		out = append(out, "crew "+k+" best "+w.best[k]+" at "+w.at[k])
	}
	for k := range w.skills {
		out = append(out, "skill "+k)
	}
	for k := range w.has {
		out = append(out, k[0]+" has "+k[1])
	}
	for k := range w.knows {
		out = append(out, k[0]+" knows "+k[1])
	}
	for k := range w.tools {
		out = append(out, k[0]+" uses "+k[1])
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// crewProgram is one random program.
type crewProgram struct {
	t         *testing.T
	r         *rand.Rand
	sessions  *orm.SessionMaker
	s         *orm.Session
	now, then crewShadow // then: at the last commit
	crews     map[string]*Crew
	skills    map[string]*Skill
	n         int
	trace     []string
}

func (p *crewProgram) log(format string, args ...any) {
	p.trace = append(p.trace, fmt.Sprintf(format, args...))
}

func (p *crewProgram) fail(format string, args ...any) {
	p.t.Fatalf("%s\nafter:\n\t%s", fmt.Sprintf(format, args...), strings.Join(p.trace, "\n\t"))
}

func (p *crewProgram) must(err error) {
	if err != nil {
		p.fail("%v", err)
	}
}

func pickName(r *rand.Rand, of map[string]bool) (string, bool) {
	var names []string
	for n := range of {
		names = append(names, n)
	}
	if len(names) == 0 {
		return "", false
	}
	slices.Sort(names)
	return names[r.IntN(len(names))], true
}

func (p *crewProgram) add() {
	p.n++
	if p.r.IntN(2) == 0 {
		c := &Crew{Name: fmt.Sprint("c", p.n)}
		p.log("add %s", c.Name)
		p.s.Add(c)
		p.crews[c.Name], p.now.crews[c.Name] = c, true
		p.now.at[c.Name] = c.homes()
		return
	}
	k := &Skill{Name: fmt.Sprint("k", p.n)}
	p.log("add %s", k.Name)
	p.s.Add(k)
	p.skills[k.Name], p.now.skills[k.Name] = k, true
}

func (p *crewProgram) link() {
	c, ok := pickName(p.r, p.now.crews)
	k, has := pickName(p.r, p.now.skills)
	if !ok || !has {
		return
	}
	crew, skill, key := p.crews[c], p.skills[k], [2]string{c, k}
	switch p.r.IntN(4) {
	case 0:
		p.log("%s.Skills append %s", c, k)
		crew.Skills.Append(skill)
		p.now.has[key] = true
	case 1:
		p.log("%s.Crews add %s", k, c)
		skill.Crews.Add(crew)
		p.now.has[key] = true
	case 2:
		p.log("%s.Skills remove %s", c, k)
		crew.Skills.Remove(skill)
		delete(p.now.has, key)
	default:
		p.log("%s.Crews remove %s", k, c)
		skill.Crews.Remove(crew)
		delete(p.now.has, key)
	}
}

func (p *crewProgram) know() {
	a, ok := pickName(p.r, p.now.crews)
	b, _ := pickName(p.r, p.now.crews)
	if !ok {
		return
	}
	x, y, key := p.crews[a], p.crews[b], [2]string{a, b}
	switch p.r.IntN(6) {
	case 0, 1:
		p.log("%s.Knows add %s", a, b)
		x.Knows.Add(y)
		p.now.knows[key] = true
	case 2:
		p.log("%s.KnownBy append %s", b, a)
		y.KnownBy.Append(x)
		p.now.knows[key] = true
	case 3:
		p.log("%s.Knows remove %s", a, b)
		x.Knows.Remove(y)
		delete(p.now.knows, key)
	case 4:
		p.log("best of %s is %s", a, b)
		x.Best.Set(y)
		p.now.best[a] = b
	default:
		p.log("%s has no best", a)
		x.Best.Clear()
		delete(p.now.best, a)
	}
}

// homes is what the composites of a crew say.
func (c *Crew) homes() string {
	if c.Camp == nil {
		return fmt.Sprint(c.Home)
	}
	return fmt.Sprint(c.Home, *c.Camp)
}

// settle gives a crew another home, and a camp or none.
func (p *crewProgram) settle() {
	name, ok := pickName(p.r, p.now.crews)
	if !ok {
		return
	}
	c := p.crews[name]
	switch p.r.IntN(4) {
	case 0:
		c.Home = crewHome{p.r.Int64N(5), p.r.Int64N(5)}
	case 1:
		c.Home.Y++
	case 2:
		c.Camp = &crewHome{p.r.Int64N(5), p.r.Int64N(5)}
	default:
		c.Camp = nil
	}
	p.now.at[name] = c.homes()
	p.log("%s is at %s", name, c.homes())
}

// equip gives a crew a tool, or takes it away; the collection is never loaded.
func (p *crewProgram) equip() {
	c, ok := pickName(p.r, p.now.crews)
	k, has := pickName(p.r, p.now.skills)
	if !ok || !has {
		return
	}
	key := [2]string{c, k}
	if p.now.tools[key] {
		p.log("%s.Tools remove %s", c, k)
		p.crews[c].Tools.Remove(p.skills[k])
		delete(p.now.tools, key)
		return
	}
	p.log("%s.Tools append %s", c, k)
	p.crews[c].Tools.Append(p.skills[k])
	p.now.tools[key] = true
}

// remove deletes an object. Nobody else may call it their best or have it as a tool, of which it does not know.
func (p *crewProgram) remove() {
	of := p.now.crews
	if p.r.IntN(2) == 0 {
		of = p.now.skills
	}
	name, ok := pickName(p.r, of)
	if !ok {
		return
	}
	for c, b := range p.now.best {
		if b == name && c != name {
			return
		}
	}
	for k := range p.now.tools {
		if k[1] == name {
			return
		}
	}
	p.must(p.s.Flush(ctx))
	p.log("delete %s", name)
	if c := p.crews[name]; of[name] && p.now.crews[name] {
		p.s.Delete(c)
	} else {
		p.s.Delete(p.skills[name])
	}
	p.must(p.s.Flush(ctx))
	p.now.drop(name)
}

// nested runs some steps in a savepoint, which is undone half of the time.
func (p *crewProgram) nested() {
	was := p.now.clone()
	undo := p.r.IntN(2) == 0
	p.log("savepoint")
	err := p.s.Nested(ctx, func() error {
		for range p.r.IntN(6) {
			p.step(false)
		}
		if undo {
			return errors.New("undo")
		}
		return nil
	})
	if undo {
		p.log("rollback to the savepoint")
		p.now = was
		if err == nil || err.Error() != "undo" {
			p.fail("%v", err)
		}
		return
	}
	p.log("release")
	p.must(err)
}

func (p *crewProgram) step(outer bool) {
	switch n := p.r.IntN(24) - 4; {
	case n < -2:
		p.settle()
	case n < 0:
		p.equip()
	case n < 4:
		p.add()
	case n < 9:
		p.link()
	case n < 13:
		p.know()
	case n < 14:
		p.remove()
	case n < 15:
		p.log("flush")
		p.must(p.s.Flush(ctx))
	case n < 16:
		p.log("expire all")
		p.must(p.s.Flush(ctx))
		p.s.ExpireAll()
	case !outer:
	case n < 17:
		p.log("rollback")
		p.must(p.s.Rollback(ctx))
		p.now = p.then.clone()
	case n < 18:
		p.nested()
	default:
		p.log("commit")
		p.must(p.s.Commit(ctx))
		p.then = p.now.clone()
		p.compare()
	}
}

// compare reads the rows in a session of its own, and the objects in memory.
func (p *crewProgram) compare() {
	if got, want := p.stored(), p.now.String(); got != want {
		p.fail("stored:\n%s\nwant:\n%s", got, want)
	}
	got := p.now.clone()
	clear(got.has)
	clear(got.knows)
	clear(got.tools)
	clear(got.at)
	for name := range p.now.crews {
		skills, err := p.crews[name].Skills.All(ctx)
		p.must(err)
		for _, k := range skills {
			got.has[[2]string{name, k.Name}] = true
		}
		got.at[name] = p.crews[name].homes()
		tools, err := p.crews[name].Tools.Query().All(ctx, p.s)
		p.must(err)
		for _, k := range tools {
			got.tools[[2]string{name, k.Name}] = true
		}
		known, err := p.crews[name].KnownBy.All(ctx)
		p.must(err)
		for _, c := range known {
			got.knows[[2]string{c.Name, name}] = true
		}
	}
	if got.String() != p.now.String() {
		p.fail("in memory:\n%s\nwant:\n%s", got, p.now)
	}
}

func (p *crewProgram) stored() string {
	s := p.sessions.New()
	defer s.Close()
	w := crewShadow{}.clone()
	crews, err := orm.Select(Crews).All(ctx, s)
	p.must(err)
	byID := map[int64]string{}
	for _, c := range crews {
		w.crews[c.Name], byID[c.ID] = true, c.Name
		w.at[c.Name] = c.homes()
		tools, err := c.Tools.Query().All(ctx, s)
		p.must(err)
		for _, k := range tools {
			w.tools[[2]string{c.Name, k.Name}] = true
		}
	}
	for _, c := range crews {
		if c.BestID != nil {
			w.best[c.Name] = byID[*c.BestID]
		}
		knows, err := c.Knows.All(ctx)
		p.must(err)
		for _, o := range knows {
			w.knows[[2]string{c.Name, o.Name}] = true
		}
	}
	skills, err := orm.Select(Skills).All(ctx, s)
	p.must(err)
	for _, k := range skills {
		w.skills[k.Name] = true
		of, err := k.Crews.All(ctx)
		p.must(err)
		for _, c := range of {
			w.has[[2]string{c.Name, k.Name}] = true
		}
	}
	return w.String()
}

func TestRandomManyToMany(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { randomCrews(t, dbtest.SQLite(t), 200) })
	t.Run("postgresql", func(t *testing.T) { randomCrews(t, dbtest.Postgres(t, "orm_crews"), 40) })
	t.Run("mariadb", func(t *testing.T) { randomCrews(t, dbtest.MariaDB(t, "orm_crews"), 40) })
}

func randomCrews(t *testing.T, url string, seeds int) {
	d := openWith(t, url, CrewModels)
	first := 0
	if v := os.Getenv("ORM_SEEDS"); v != "" {
		seeds, _ = strconv.Atoi(v)
	}
	if v := os.Getenv("ORM_SEED"); v != "" {
		first, _ = strconv.Atoi(v)
		seeds = first + 1
	}
	for seed := first; seed < seeds; seed++ {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			p := &crewProgram{t: t, r: rand.New(rand.NewPCG(uint64(seed), 7)), sessions: d.sessions, now: crewShadow{}.clone(), then: crewShadow{}.clone(),
				crews: map[string]*Crew{}, skills: map[string]*Skill{}}
			p.s = d.sessions.New()
			defer func() { must(t, p.s.Close()); empty(t, d) }()
			for range 40 {
				p.step(true)
			}
		})
	}
}

// empty deletes all rows.
func empty(t *testing.T, d *db) {
	t.Helper()
	must(t, d.sessions.InTx(ctx, func(s *orm.Session) error {
		for _, stmt := range []string{"UPDATE crews SET best_id = NULL", "DELETE FROM crew_skills", "DELETE FROM crew_knows", "DELETE FROM crew_tools", "DELETE FROM crews", "DELETE FROM skills"} {
			if err := s.ExecText(ctx, stmt); err != nil {
				return err
			}
		}
		return nil
	}))
}
