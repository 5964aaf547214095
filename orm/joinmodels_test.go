package orm_test

import "github.com/aludel/aludel/orm"

// Relationships whose conditions are written in Go: every way to load and to ask for them uses the whole condition.

type jAuthor struct {
	orm.Entity `orm:"table:j_authors"`
	ID         int64  `orm:"pk"`
	Name       string `orm:"size:20"`
	Bar        int64

	Good  orm.List[*jBook] `orm:"viewonly"` // rated above the author's bar: the condition asks both ends
	Bad   orm.List[*jBook] // rated 0: stored all the same
	Hot   orm.List[*jTag]  `orm:"viewonly"` // the tags with an h of the author's books, over a join
	First orm.Ref[*jBook]  `orm:"viewonly"`
}

func (*jAuthor) ConfigureMapping(m *orm.Config[jAuthor]) {
	own := jAuthors.ID.EqExpr(jBooks.AuthorID)
	m.Join("Good", own.And(jBooks.Rating.GtExpr(jAuthors.Bar)))
	m.OrderBy("Good", orm.Length(jBooks.Title).Desc(), jBooks.ID)
	m.Join("Bad", own.And(jBooks.Rating.Eq(0)))
	m.OrderBy("Bad", jBooks.ID.Desc())
	m.Join("First", own.And(jBooks.Title.Eq("first")))
	m.Secondary("Hot", orm.JoinOf(jBooks, jBookTags))
	m.SecondaryJoin("Hot", jAuthors.ID.EqExpr(jBooks.AuthorID), jBookTags.TagID.EqExpr(jTags.ID).And(jTags.Name.Like("h%")))
	m.OrderBy("Hot", jTags.ID)
	m.ServerDefault("Bar", orm.Val[int64](2))
}

type jBook struct {
	orm.Entity `orm:"table:j_books"`
	ID         int64  `orm:"pk"`
	Title      string `orm:"size:20"`
	Rating     int64
	AuthorID   *int64 `orm:"fk:j_authors.id"`
	SequelOf   *int64

	Tags    orm.List[*jTag]  `orm:"secondary:j_book_tags"`
	HotTags orm.List[*jTag]  `orm:"secondary:j_book_tags"`
	Sequels orm.List[*jBook] // better ones than this
	Before  orm.Ref[*jBook]  `orm:"remote_side:ID; foreign_keys:SequelOf"`
}

func (*jBook) ConfigureMapping(m *orm.Config[jBook]) {
	m.SecondaryJoin("HotTags", jBooks.ID.EqExpr(jBookTags.BookID), jBookTags.TagID.EqExpr(jTags.ID).And(jTags.Name.Like("h%")))
	next := orm.Alias(jBooks)
	m.Join("Sequels", jBooks.ID.EqExpr(orm.Foreign(next.SequelOf)).And(next.Rating.GtExpr(jBooks.Rating)))
	m.OrderBy("Sequels", jBooks.ID)
	m.Join("Before", orm.Remote(jBooks.ID).EqExpr(jBooks.SequelOf))
}

type jTag struct {
	orm.Entity `orm:"table:j_tags"`
	ID         int64  `orm:"pk"`
	Name       string `orm:"size:20"`
}

type jBookTag struct {
	orm.Entity `orm:"table:j_book_tags"`
	BookID     int64 `orm:"pk; fk:j_books.id"`
	TagID      int64 `orm:"pk; fk:j_tags.id"`
}

type jAuthorAttrs struct {
	orm.Class[jAuthor]
	ID, Bar   orm.NumAttr[int64]
	Good, Bad orm.ListAttr[*jBook]
	Hot       orm.ListAttr[*jTag]
	First     orm.RefAttr[*jBook]
}

type jBookAttrs struct {
	orm.Class[jBook]
	ID, Rating         orm.NumAttr[int64]
	Title              orm.TextAttr[string]
	AuthorID, SequelOf orm.NullNumAttr[int64]
	Tags, HotTags      orm.ListAttr[*jTag]
	Sequels            orm.ListAttr[*jBook]
	Before             orm.RefAttr[*jBook]
}

type jTagAttrs struct {
	orm.Class[jTag]
	ID   orm.NumAttr[int64]
	Name orm.TextAttr[string]
}

type jBookTagAttrs struct {
	orm.Class[jBookTag]
	BookID, TagID orm.NumAttr[int64]
}

var (
	jModels   = orm.NewRegistry(new(jAuthor), new(jBook), new(jTag), new(jBookTag))
	jAuthors  = orm.Describe[jAuthorAttrs](jModels)
	jBooks    = orm.Describe[jBookAttrs](jModels)
	jTags     = orm.Describe[jTagAttrs](jModels)
	jBookTags = orm.Describe[jBookTagAttrs](jModels)
)
