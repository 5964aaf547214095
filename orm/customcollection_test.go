package orm_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/ormtest"
)

// ccTasks is a collection type of the user's: a list with a method, and a field that is no business of the mapping.
type ccTasks struct {
	orm.List[*ccTask]
	label string
}

// open are the members that are not done.
func (l *ccTasks) open(ctx context.Context) ([]*ccTask, error) {
	all, err := l.All(ctx)
	return slices.DeleteFunc(slices.Clone(all), func(t *ccTask) bool { return t.Done }), err
}

// ccTags is a generic one.
type ccTags[T orm.Mapped] struct{ orm.Set[T] }

// CCByTitle is embedded by a collection type: only exported names count there.
type CCByTitle struct{ orm.Map[string, *ccNote] }

type ccNotes struct{ CCByTitle }

type ccProject struct {
	orm.Entity `orm:"table:projects"`
	ID         int64          `orm:"pk"`
	Tasks      ccTasks        `orm:"back_populates:Project; cascade:all,delete-orphan; order_by:ID"`
	Tags       ccTags[*ccTag] `orm:"secondary:project_tags"`
	Notes      ccNotes        `orm:"key:Title; cascade:all,delete-orphan"`
}

type ccTask struct {
	orm.Entity `orm:"table:tasks"`
	ID         int64 `orm:"pk"`
	Done       bool
	ProjectID  int64               `orm:"fk:projects.id"`
	Project    orm.Ref[*ccProject] `orm:"back_populates:Tasks"`
}

type ccTag struct {
	orm.Entity `orm:"table:tags"`
	ID         int64  `orm:"pk"`
	Name       string `orm:"size:20"`
}

type ccNote struct {
	orm.Entity `orm:"table:notes"`
	ID         int64  `orm:"pk"`
	Title      string `orm:"size:20"`
	ProjectID  int64  `orm:"fk:projects.id"`
}

type ccProjectAttrs struct {
	orm.Class[ccProject]
	ID    orm.NumAttr[int64]
	Tasks orm.ListAttr[*ccTask]
	Tags  orm.ListAttr[*ccTag]
	Notes orm.ListAttr[*ccNote]
}

type ccTaskAttrs struct {
	orm.Class[ccTask]
	Done orm.BoolAttr
}

var (
	ccModels   = orm.NewRegistry(new(ccProject), new(ccTask), new(ccTag), new(ccNote))
	ccProjects = orm.Describe[ccProjectAttrs](ccModels)
	ccTaskCols = orm.Describe[ccTaskAttrs](ccModels)
)

// ccNew is a project with members in each collection.
func ccNew() *ccProject {
	return &ccProject{
		Tasks: ccTasks{List: orm.ListOf(&ccTask{Done: true}, &ccTask{}), label: "mine"},
		Tags:  ccTags[*ccTag]{orm.SetOf(&ccTag{Name: "red"})},
		Notes: ccNotes{CCByTitle{orm.MapOf[string](&ccNote{Title: "a"})}},
	}
}

func TestCustomCollections(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), ccModels)
	s := d.session()
	p := ccNew()
	s.Add(p)
	must(t, s.Commit(ctx))
	if got, want := d.sent(), "BEGIN, INSERT projects, INSERT tags, INSERT notes, INSERT tasks, INSERT tasks, INSERT project_tags, COMMIT"; got != want {
		t.Errorf("sent %s\nwant %s", got, want)
	}
	open, err := p.Tasks.open(ctx)
	must(t, err)
	if len(open) != 1 || open[0].Project.Item() != p || p.Tasks.label != "mine" {
		t.Errorf("open: %v of %q", open, p.Tasks.label)
	}
	if _, there, err := p.Notes.Get(ctx, "a"); !there || err != nil {
		t.Errorf("the note: %v, %v", there, err)
	}
	p.Tasks.Remove(open[0])
	must(t, s.Flush(ctx))
	d.sent()
	must(t, s.Rollback(ctx))
	if open, err = p.Tasks.open(ctx); err != nil || len(open) != 1 {
		t.Errorf("after Rollback: %v, %v", open, err)
	}
}

func TestCustomCollectionsAreLoaded(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), ccModels)
	s := d.session()
	s.Add(ccNew())
	must(t, s.Commit(ctx))
	for name, c := range map[string]struct {
		opt  orm.Option
		sent string
	}{
		"joined":    {orm.Joined(ccProjects.Tasks), "BEGIN, SELECT projects"},
		"select-in": {orm.SelectIn(ccProjects.Tasks), "BEGIN, SELECT projects, SELECT tasks"},
	} {
		d.sent()
		other := d.session()
		p, err := orm.Select(ccProjects).Options(c.opt).Where(ccProjects.Tasks.Any(ccTaskCols.Done.Eq(true))).One(ctx, other)
		must(t, err)
		if got := d.sent(); got != c.sent || len(p.Tasks.Items()) != 2 {
			t.Errorf("%s: sent %s, %d tasks", name, got, len(p.Tasks.Items()))
		}
		must(t, p.Tags.Load(ctx))
		must(t, p.Notes.Load(ctx))
		if diff := ormtest.Diff(ccNew(), p, ormtest.Ignore("ID", "ProjectID", "Project")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		text, err := json.Marshal(p)
		must(t, err)
		var back ccProject
		must(t, json.Unmarshal(text, &back))
		if diff := ormtest.Diff(p, &back, ormtest.Ignore("Project")); diff != "" {
			t.Errorf("%s: by way of %s: %s", name, text, diff)
		}
	}
}
