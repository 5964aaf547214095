package orm_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/unitofwork"
)

// New objects go many a statement where the database tells their keys all the same, and each gets its own.
func TestNewObjectsGoTogether(t *testing.T) {
	each(t, "together", func(t *testing.T, d *db) {
		s := d.session()
		for round, want := range map[string][]string{
			"sqlite":     {"BEGIN" + strings.Repeat(", INSERT nodes", 26), strings.TrimPrefix(strings.Repeat(", INSERT nodes", 26), ", ")},
			"postgresql": {"BEGIN, INSERT nodes, INSERT nodes, INSERT nodes", "INSERT nodes, INSERT nodes, INSERT nodes"}, // 20, 5 and 1
			"mysql":      {"BEGIN, SELECT @@auto_increment_increment, INSERT nodes, INSERT nodes, INSERT nodes", "INSERT nodes, INSERT nodes, INSERT nodes"},
		}[d.eng.Dialect().Name()] {
			var nodes []*Node
			for i := range 26 {
				nodes = append(nodes, &Node{Name: fmt.Sprint(round, "-", i)})
				s.Add(nodes[i])
			}
			must(t, s.Flush(ctx))
			d.expect(want)
			for i, n := range nodes {
				if n.ID != int64(round*26+i+1) {
					t.Errorf("object %d has the key %d", i, n.ID)
				}
			}
		}
		must(t, s.Commit(ctx))
		s2 := d.session()
		all, err := orm.Select(Nodes).OrderBy(Nodes.ID).All(ctx, s2)
		must(t, err)
		for i, n := range all {
			if n.Name != fmt.Sprint(i/26, "-", i%26) {
				t.Errorf("row %d is %s", n.ID, n.Name)
			}
		}
	})
}

// The keys of one INSERT need not be one apart: with several masters each has its own.
func TestKeysAreSomeStepsApart(t *testing.T) {
	d := open(t, dbtest.MariaDB(t, "orm_steps"))
	s := d.session()
	for _, step := range []int64{1, 3, 10} {
		must(t, s.ExecText(ctx, fmt.Sprint("SET SESSION auto_increment_increment = ", step)))
		var nodes []*Node
		for i := range 7 {
			nodes = append(nodes, &Node{Name: fmt.Sprint(step, "-", i)})
			s.Add(nodes[i])
		}
		must(t, s.Flush(ctx))
		for i, n := range nodes {
			if n.ID != nodes[0].ID+int64(i)*step {
				t.Errorf("step %d: object %d has the key %d, the first one %d", step, i, n.ID, nodes[0].ID)
			}
		}
	}
	must(t, s.Commit(ctx))
	all, err := orm.Select(Nodes).OrderBy(Nodes.ID).All(ctx, d.session())
	must(t, err)
	for i, n := range all {
		if want := fmt.Sprint([]int{1, 3, 10}[i/7], "-", i%7); n.Name != want {
			t.Errorf("row %d is %s, want %s", n.ID, n.Name, want)
		}
	}
}

// ticket has a key that a default of the table makes.
type ticket struct {
	orm.Entity `orm:"table:tickets"`
	ID         string `orm:"pk; size:40; server_default:gen_random_uuid(); omitzero"`
	N          int64
}

// A key that is no number comes back from the database as well, in one row and in many.
func TestKeysOfDefaults(t *testing.T) {
	models := orm.NewRegistry(new(ticket))
	eng, err := engine.Open(dbtest.Postgres(t, "orm_default_keys"))
	must(t, err)
	defer eng.Close()
	must(t, models.MetaData().CreateAll(ctx, eng))
	s := orm.NewSessionMaker(eng, models).New()
	defer s.Close()
	var all []*ticket
	for i := range 8 {
		all = append(all, &ticket{N: int64(i)})
		s.Add(all[i])
	}
	must(t, s.Flush(ctx))
	all = append(all, &ticket{N: 8})
	s.Add(all[8])
	must(t, s.Commit(ctx))
	for i, n := range all {
		s2 := orm.NewSessionMaker(eng, models).New()
		got, err := orm.Get[ticket](ctx, s2, n.ID)
		if err != nil || len(n.ID) != 36 || got.N != int64(i) {
			t.Errorf("ticket %d: %v %v", i, got, err)
		}
		must(t, s2.Close())
	}
}

// A row that is refused among many names its entity and attribute, on whatever statement it went.
func TestRefusedAmongMany(t *testing.T) {
	each(t, "refused", func(t *testing.T, d *db) {
		s := d.session()
		for i := range 12 {
			s.Add(&User{Name: fmt.Sprint("u", i%11)})
		}
		err := s.Flush(ctx)
		var e *unitofwork.Error
		var ee *engine.Error
		if !errors.As(err, &e) || e.Entity != "User" || e.Attr != "Name" || !errors.As(err, &ee) || ee.Class != dialects.UniqueViolation {
			t.Errorf("%v", err)
		}
		must(t, s.Rollback(ctx))
		if n, err := orm.Select(Users).Count(ctx, s); err != nil || n != 0 {
			t.Errorf("%d rows, %v", n, err)
		}
	})
}
