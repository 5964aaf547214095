package models

import "github.com/aludel/aludel/orm"

// OwnCollections maps collection types that are not orm's own, and embed one that is.
var OwnCollections = orm.NewRegistry(new(Project), new(Task), new(Sticker))

// TaskList is a list with a method.
type TaskList struct {
	orm.List[*Task]
	Label string
}

// First is the first task that is loaded.
func (l *TaskList) First() *Task {
	if all := l.Items(); len(all) > 0 {
		return all[0]
	}
	return nil
}

// Bag is a generic one, Stickers one that embeds an instance of it.
type (
	Bag[E orm.Mapped] struct{ orm.Set[E] }
	Stickers          struct{ Bag[*Sticker] }
)

// Two embeds two containers, so that it is neither.
type Two struct {
	orm.List[*Task]
	orm.Set[*Sticker]
}

// Project has them as fields.
type Project struct {
	orm.Entity `orm:"table:projects"`
	ID         int64    `orm:"pk"`
	Tasks      TaskList `orm:"back_populates:Project; cascade:all,delete-orphan"`
	Stickers   Stickers
	Neither    Two `orm:"-"`
}

// Task belongs to a project.
type Task struct {
	orm.Entity `orm:"table:tasks"`
	ID         int64             `orm:"pk"`
	ProjectID  int64             `orm:"fk:projects.id"`
	Project    orm.Ref[*Project] `orm:"back_populates:Tasks"`
}

// Sticker belongs to a project, too.
type Sticker struct {
	orm.Entity `orm:"table:stickers"`
	ID         int64 `orm:"pk"`
	ProjectID  int64 `orm:"fk:projects.id"`
}
