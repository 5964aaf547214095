package orm_test

import "github.com/aludel/aludel/orm"

// The models of the rules: relationships of every kind, small enough that one line says what each is about.

type rTeam struct {
	orm.Entity `orm:"table:teams"`
	ID         int64              `orm:"pk"`
	Name       *string            `orm:"size:50"`
	Members    orm.List[*rMember] `orm:"back_populates:Team; order_by:ID"`
}

type rMember struct {
	orm.Entity `orm:"table:members"`
	ID         int64           `orm:"pk"`
	Name       *string         `orm:"size:50"`
	TeamID     *int64          `orm:"fk:teams.id"`
	Team       orm.Ref[*rTeam] `orm:"back_populates:Members"`
}

// rFolder and rLabel both own documents: one that loses either is an orphan.
type rFolder struct {
	orm.Entity `orm:"table:folders"`
	ID         int64           `orm:"pk"`
	Name       *string         `orm:"size:50"`
	Docs       orm.List[*rDoc] `orm:"back_populates:Folder; order_by:ID; cascade:all,delete-orphan"`
}

type rLabel struct {
	orm.Entity `orm:"table:labels"`
	ID         int64           `orm:"pk"`
	Name       *string         `orm:"size:50"`
	Docs       orm.List[*rDoc] `orm:"back_populates:Label; order_by:ID; cascade:all,delete-orphan"`
}

type rDoc struct {
	orm.Entity `orm:"table:docs"`
	ID         int64             `orm:"pk"`
	Name       *string           `orm:"size:50"`
	FolderID   *int64            `orm:"fk:folders.id"`
	LabelID    *int64            `orm:"fk:labels.id"`
	Folder     orm.Ref[*rFolder] `orm:"back_populates:Docs"`
	Label      orm.Ref[*rLabel]  `orm:"back_populates:Docs"`
}

type rPerson struct {
	orm.Entity `orm:"table:persons"`
	ID         int64               `orm:"pk"`
	Name       *string             `orm:"size:50"`
	Passport   orm.Ref[*rPassport] `orm:"back_populates:Person; cascade:all,delete-orphan"`
	Locker     orm.Ref[*rLocker]   `orm:"back_populates:Person"`
}

type rPassport struct {
	orm.Entity `orm:"table:passports"`
	ID         int64             `orm:"pk"`
	Name       *string           `orm:"size:50"`
	PersonID   *int64            `orm:"fk:persons.id"`
	Person     orm.Ref[*rPerson] `orm:"back_populates:Passport"`
}

type rLocker struct {
	orm.Entity `orm:"table:lockers"`
	ID         int64             `orm:"pk"`
	Name       *string           `orm:"size:50"`
	PersonID   *int64            `orm:"fk:persons.id"`
	Person     orm.Ref[*rPerson] `orm:"back_populates:Locker"`
}

type rPage struct {
	orm.Entity `orm:"table:pages"`
	ID         int64            `orm:"pk"`
	Name       *string          `orm:"size:50"`
	Links      orm.List[*rPage] `orm:"secondary:page_links(from_id, to_id); back_populates:LinkedBy; order_by:ID"`
	LinkedBy   orm.List[*rPage] `orm:"secondary:page_links(to_id, from_id); back_populates:Links; order_by:ID"`
}

type rShelf struct {
	orm.Entity `orm:"table:shelves"`
	Room       int64            `orm:"pk; autoincrement:false"`
	No         int64            `orm:"pk; autoincrement:false"`
	Name       *string          `orm:"size:50"`
	Books      orm.List[*rBook] `orm:"back_populates:Shelf; order_by:ID"`
}

type rBook struct {
	orm.Entity `orm:"table:books"`
	ID         int64            `orm:"pk"`
	Name       *string          `orm:"size:50"`
	ShelfRoom  *int64           `orm:"fk:shelves.room"`
	ShelfNo    *int64           `orm:"fk:shelves.no"`
	Shelf      orm.Ref[*rShelf] `orm:"back_populates:Books; foreign_keys:ShelfRoom, ShelfNo"`
}

// rTwig is a tree whose branches go with their parent; rSpot is one whose branches stay.
type rTwig struct {
	orm.Entity `orm:"table:twigs"`
	ID         int64            `orm:"pk"`
	Name       *string          `orm:"size:50"`
	ParentID   *int64           `orm:"fk:twigs.id"`
	Children   orm.List[*rTwig] `orm:"back_populates:Parent; order_by:ID; cascade:all,delete-orphan"`
	Parent     orm.Ref[*rTwig]  `orm:"back_populates:Children; remote_side:ID"`
}

type rSpot struct {
	orm.Entity `orm:"table:spots"`
	ID         int64            `orm:"pk"`
	Name       *string          `orm:"size:50"`
	ParentID   *int64           `orm:"fk:spots.id"`
	Children   orm.List[*rSpot] `orm:"back_populates:Parent; order_by:ID"`
	Parent     orm.Ref[*rSpot]  `orm:"back_populates:Children; remote_side:ID"`
}

// rCountry has a key that changes, which the session passes on.
type rCountry struct {
	orm.Entity `orm:"table:countries"`
	Code       string           `orm:"pk; size:10"`
	Name       *string          `orm:"size:50"`
	Cities     orm.List[*rCity] `orm:"back_populates:Country; order_by:ID; passive_updates:false"`
}

type rCity struct {
	orm.Entity  `orm:"table:cities"`
	ID          int64              `orm:"pk"`
	Name        *string            `orm:"size:50"`
	CountryCode *string            `orm:"fk:countries.code; size:10"`
	Country     orm.Ref[*rCountry] `orm:"back_populates:Cities; passive_updates:false"`
}

type rAccount struct {
	orm.Entity `orm:"table:accounts"`
	ID         int64             `orm:"pk"`
	Name       *string           `orm:"size:50"`
	Version    int64             `orm:"version"`
	Entries    orm.List[*rEntry] `orm:"back_populates:Account; order_by:ID"`
}

type rEntry struct {
	orm.Entity `orm:"table:entries"`
	ID         int64              `orm:"pk"`
	Name       *string            `orm:"size:50"`
	AccountID  *int64             `orm:"fk:accounts.id"`
	Account    orm.Ref[*rAccount] `orm:"back_populates:Entries"`
}

// rDept and rStaff refer to each other.
type rDept struct {
	orm.Entity `orm:"table:depts"`
	ID         int64             `orm:"pk"`
	Name       *string           `orm:"size:50"`
	HeadID     *int64            `orm:"fk:staff.id"`
	Staff      orm.List[*rStaff] `orm:"back_populates:Dept; order_by:ID; foreign_keys:DeptID"`
	Head       orm.Ref[*rStaff]  `orm:"foreign_keys:HeadID; post_update"`
}

type rStaff struct {
	orm.Entity `orm:"table:staff"`
	ID         int64           `orm:"pk"`
	Name       *string         `orm:"size:50"`
	DeptID     *int64          `orm:"fk:depts.id"`
	Dept       orm.Ref[*rDept] `orm:"back_populates:Staff; foreign_keys:DeptID"`
}

type rAuthor struct {
	orm.Entity `orm:"table:authors"`
	ID         int64               `orm:"pk"`
	Name       *string             `orm:"size:50"`
	Articles   orm.List[*rArticle] `orm:"back_populates:Author; order_by:ID"`
}

type rArticle struct {
	orm.Entity `orm:"table:articles"`
	ID         int64               `orm:"pk"`
	Name       *string             `orm:"size:50"`
	AuthorID   *int64              `orm:"fk:authors.id"`
	Author     orm.Ref[*rAuthor]   `orm:"back_populates:Articles"`
	Comments   orm.List[*rComment] `orm:"back_populates:Article; order_by:ID desc"`
	Tags       orm.List[*rTag]     `orm:"secondary:article_tags(article_id, tag_id); back_populates:Articles; order_by:ID"`
}

type rComment struct {
	orm.Entity `orm:"table:comments"`
	ID         int64              `orm:"pk"`
	Name       *string            `orm:"size:50"`
	ArticleID  *int64             `orm:"fk:articles.id"`
	Article    orm.Ref[*rArticle] `orm:"back_populates:Comments"`
}

type rTag struct {
	orm.Entity `orm:"table:tags"`
	ID         int64               `orm:"pk"`
	Name       *string             `orm:"size:50"`
	Articles   orm.List[*rArticle] `orm:"secondary:article_tags(tag_id, article_id); back_populates:Tags; order_by:ID"`
}

// rBox leaves things that it does not know to the database.
type rBox struct {
	orm.Entity `orm:"table:boxes"`
	ID         int64             `orm:"pk"`
	Name       *string           `orm:"size:50"`
	Things     orm.List[*rThing] `orm:"back_populates:Box; order_by:ID; cascade:all,delete-orphan; passive_deletes"`
}

type rThing struct {
	orm.Entity `orm:"table:things"`
	ID         int64          `orm:"pk"`
	Name       *string        `orm:"size:50"`
	BoxID      *int64         `orm:"fk:boxes.id; on_delete:cascade"`
	Box        orm.Ref[*rBox] `orm:"back_populates:Things"`
}

type rBin struct {
	orm.Entity `orm:"table:bins"`
	ID         int64            `orm:"pk"`
	Name       *string          `orm:"size:50"`
	Parts      orm.List[*rPart] `orm:"order_by:ID"`
	Good       orm.List[*rPart] `orm:"viewonly; order_by:ID"`
}

type rPart struct {
	orm.Entity `orm:"table:parts"`
	ID         int64   `orm:"pk"`
	Name       *string `orm:"size:50"`
	BinID      *int64  `orm:"fk:bins.id"`
}

// ConfigureMapping says which parts are good.
func (*rBin) ConfigureMapping(c *orm.Config[rBin]) {
	c.Join("Good", orm.And(rBins.ID.EqExpr(orm.Foreign(rParts.BinID)), rParts.Name.Eq("good")))
}

// articleRows are three authors, one without articles, and an article without author.
const articleRows = "insert into authors values(1,'ann');insert into authors values(2,'bob');insert into authors values(3,'cy');" +
	"insert into articles values(1,'x',1);insert into articles values(2,'y',1);insert into articles values(3,'z',2);insert into articles values(4,'lone',null);" +
	"insert into comments values(1,'c1',1);insert into comments values(2,'c2',1);insert into comments values(3,'c3',3);" +
	"insert into tags values(1,'go');insert into tags values(2,'sql');insert into tags values(3,'orm');" +
	"insert into article_tags values(1,1);insert into article_tags values(1,2);insert into article_tags values(3,2)"
