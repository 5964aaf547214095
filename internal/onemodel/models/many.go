package models

import "github.com/aludel/aludel/orm"

// Many maps relationships over association tables, the containers, and composite foreign keys.
var Many = orm.NewRegistry(new(Article), new(Topic), new(Friend), new(Enrolment), new(Course), new(Student), new(Invoice), new(Line))

// BrokenMany has problems of the same.
var BrokenMany = orm.NewRegistry(new(Circle), new(Square), new(Link))

// Article has topics, in a table that is named and nowhere declared.
type Article struct {
	orm.Entity

	ID       int64                 `orm:"pk"`
	Topics   orm.List[*Topic]      `orm:"secondary:article_topics; back_populates:Articles; order_by:Name"`
	Sections orm.Set[*Topic]       `orm:"secondary:article_sections(art, top); passive_deletes:all"`
	Quoted   orm.Dynamic[*Invoice] `orm:"secondary:quotes(article, invoice, number)"`
}

// Topic is the other side.
type Topic struct {
	orm.Entity

	ID       int64 `orm:"pk"`
	Name     string
	Articles orm.List[*Article] `orm:"secondary:article_topics; back_populates:Topics"`
}

// Friend follows others of its kind.
type Friend struct {
	orm.Entity

	ID        int64              `orm:"pk"`
	Following orm.List[*Friend]  `orm:"secondary:follows(from_id, to_id); back_populates:Followers"`
	Followers orm.Set[*Friend]   `orm:"secondary:follows(to_id, from_id); back_populates:Following"`
	Best      orm.Ref[*Friend]   `orm:"remote_side:ID; post_update; single_parent; cascade:all,delete-orphan"`
	BestID    *int64             `orm:"fk:friend.id"`
	Fans      orm.Dynamic[*Line] `orm:"viewonly; foreign_keys:FanID"`
}

// Enrolment is an association object, whose table is also the secondary of a relationship that is only read.
type Enrolment struct {
	orm.Entity

	CourseID  int64             `orm:"pk; fk:course.id"`
	StudentID int64             `orm:"pk; fk:student.id"`
	Course    orm.Ref[*Course]  `orm:"back_populates:Enrolments"`
	Student   orm.Ref[*Student] `orm:"back_populates:Enrolments"`
}

// Course finds its enrolments by student.
type Course struct {
	orm.Entity

	ID         int64                      `orm:"pk"`
	Enrolments orm.Map[int64, *Enrolment] `orm:"key:StudentID; back_populates:Course; cascade:all,delete-orphan"`
	Students   orm.List[*Student]         `orm:"secondary:enrolment; viewonly"`
}

// Student has enrolments.
type Student struct {
	orm.Entity

	ID         int64               `orm:"pk"`
	Enrolments orm.Set[*Enrolment] `orm:"back_populates:Student; passive_updates:false; passive_deletes"`
}

// Invoice has a key of two columns.
type Invoice struct {
	orm.Entity

	Invoice int64           `orm:"pk"`
	Number  int64           `orm:"pk"`
	Lines   orm.List[*Line] `orm:"back_populates:Of"`
}

// Line refers to both.
type Line struct {
	orm.Entity

	ID      int64             `orm:"pk"`
	Number  *int64            `orm:"fk:invoice.number; on_delete:cascade"`
	Invoice *int64            `orm:"fk:invoice.invoice; on_delete:cascade"`
	FanID   *int64            `orm:"fk:friend.id"`
	Of      orm.Ref[*Invoice] `orm:"back_populates:Lines"`
}

// Circle has association tables that cannot be.
type Circle struct {
	orm.Entity

	ID        int64             `orm:"pk"`
	Self      orm.List[*Circle] `orm:"secondary:circles"`
	Bracket   orm.List[*Square] `orm:"secondary:a(b"`
	Three     orm.List[*Square] `orm:"secondary:three(a, b, c)"`
	Same      orm.List[*Square] `orm:"secondary:same(a, a)"`
	One       orm.Ref[*Square]  `orm:"secondary:one"`
	Linked    orm.List[*Square] `orm:"secondary:link"`
	Misspelt  orm.List[*Square] `orm:"secondary:link(circle, squer)"`
	TooMany   orm.List[*Square] `orm:"secondary:link(circle)"`
	Tangled   tangled
	NoKey     orm.Map[string, *Square] `orm:"secondary:t1"`
	WrongKey  orm.Map[string, *Square] `orm:"secondary:t2; key:ID"`
	Unknown   orm.Map[string, *Square] `orm:"secondary:t3; key:Nam"`
	Keyed     orm.Set[*Square]         `orm:"secondary:t4; key:Name"`
	Orphans   orm.List[*Square]        `orm:"secondary:t5; cascade:all,delete-orphan"`
	Left      orm.List[*Link]          `orm:"foreign_keys:Circle; passive_deletes:all; cascade:all"`
	Seen      orm.List[*Link]          `orm:"foreign_keys:Circle; viewonly; cascade:all; back_populates:Of"`
	Sometimes orm.List[*Link]          `orm:"foreign_keys:Circle; passive_deletes:some; passive_updates:never; post_update:yes"`
}

// Square is the other side.
type Square struct {
	orm.Entity

	ID   int64 `orm:"pk"`
	Name string
}

// Link refers to circles twice, and to no square.
type Link struct {
	orm.Entity

	ID     int64 `orm:"pk"`
	Circle int64 `orm:"fk:circle.id"`
	Again  int64 `orm:"fk:circle.id"`
	Square int64
	Of     orm.Set[*Circle] `orm:"foreign_keys:Circle"`
}

// tangled is a list and a set.
type tangled struct {
	orm.List[*Square]
	Corners
}

// Corners is a set.
type Corners struct{ orm.Set[*Square] }
