package ormrules_test

import "github.com/aludel/aludel/orm"

// The descriptors of the models.

type HubAttrs struct {
	orm.Class[Hub]
	ID     orm.NumAttr[int64]
	Name   orm.NullTextAttr[string]
	Marks  orm.ListAttr[*Mark]
	Pins   orm.ListAttr[*Pin]
	Labels orm.ListAttr[*Label]
	Notes  orm.ListAttr[*Note]
	Drafts orm.ListAttr[*Draft]
	Fans   orm.ListAttr[*Fan]
	Slots  orm.ListAttr[*Slot]
}

type MarkAttrs struct {
	orm.Class[Mark]
	ID    orm.NumAttr[int64]
	Name  orm.TextAttr[string]
	HubID orm.NullNumAttr[int64]
	Hub   orm.RefAttr[*Hub]
}

type LabelAttrs struct {
	orm.Class[Label]
	ID   orm.NumAttr[int64]
	Name orm.NullTextAttr[string]
	Hubs orm.ListAttr[*Hub]
}

type NoteAttrs struct {
	orm.Class[Note]
	ID    orm.NumAttr[int64]
	Name  orm.NullTextAttr[string]
	HubID orm.NullNumAttr[int64]
	Hub   orm.RefAttr[*Hub]
}

type FanAttrs struct {
	orm.Class[Fan]
	ID   orm.NumAttr[int64]
	Name orm.NullTextAttr[string]
	Hubs orm.ListAttr[*Hub]
}

type AuthorAttrs struct {
	orm.Class[Author]
	ID       orm.NumAttr[int64]
	Name     orm.NullTextAttr[string]
	Age      orm.NullNumAttr[int64]
	Articles orm.ListAttr[*Article]
}

type ArticleAttrs struct {
	orm.Class[Article]
	ID       orm.NumAttr[int64]
	Name     orm.NullTextAttr[string]
	AuthorID orm.NullNumAttr[int64]
	Author   orm.RefAttr[*Author]
	Comments orm.ListAttr[*Comment]
	Tags     orm.ListAttr[*Tag]
}

type CommentAttrs struct {
	orm.Class[Comment]
	ID        orm.NumAttr[int64]
	Name      orm.NullTextAttr[string]
	ArticleID orm.NullNumAttr[int64]
	Article   orm.RefAttr[*Article]
}

type TagAttrs struct {
	orm.Class[Tag]
	ID       orm.NumAttr[int64]
	Name     orm.NullTextAttr[string]
	Articles orm.ListAttr[*Article]
}

type SpotAttrs struct {
	orm.Class[Spot]
	ID       orm.NumAttr[int64]
	Name     orm.NullTextAttr[string]
	ParentID orm.NullNumAttr[int64]
	Children orm.ListAttr[*Spot]
	Parent   orm.RefAttr[*Spot]
}

type PeerAttrs struct {
	orm.Class[Peer]
	ID      orm.NumAttr[int64]
	Name    orm.NullTextAttr[string]
	Knows   orm.ListAttr[*Peer]
	KnownBy orm.ListAttr[*Peer]
}

type ShelfAttrs struct {
	orm.Class[Shelf]
	Room   orm.NumAttr[int64]
	No     orm.NumAttr[int64]
	Name   orm.NullTextAttr[string]
	Books  orm.ListAttr[*Book]
	Topics orm.ListAttr[*Topic]
}

type BookAttrs struct {
	orm.Class[Book]
	ID        orm.NumAttr[int64]
	Name      orm.NullTextAttr[string]
	ShelfRoom orm.NullNumAttr[int64]
	ShelfNo   orm.NullNumAttr[int64]
	Shelf     orm.RefAttr[*Shelf]
}

type TopicAttrs struct {
	orm.Class[Topic]
	ID      orm.NumAttr[int64]
	Name    orm.NullTextAttr[string]
	Shelves orm.ListAttr[*Shelf]
}

type FolderAttrs struct {
	orm.Class[Folder]
	Docs orm.ListAttr[*Doc]
}

type TownAttrs struct {
	orm.Class[Town]
	ID       orm.NumAttr[int64]
	Name     orm.NullTextAttr[string]
	LandCode orm.NullTextAttr[string]
	Land     orm.RefAttr[*Land]
}

type AccountAttrs struct {
	orm.Class[Account]
	ID      orm.NumAttr[int64]
	Name    orm.NullTextAttr[string]
	Version orm.NumAttr[int64]
	Entries orm.ListAttr[*Entry]
}

type PaperAttrs struct {
	orm.Class[Paper]
	ID     orm.NumAttr[int64]
	Name   orm.NullTextAttr[string]
	Body   orm.NullTextAttr[string]
	Front  orm.NullTextAttr[string]
	Back   orm.NullTextAttr[string]
	Kind   orm.NullTextAttr[string]
	DeskID orm.NullNumAttr[int64]
	Desk   orm.RefAttr[*Desk]
}

type DeskAttrs struct {
	orm.Class[Desk]
	ID     orm.NumAttr[int64]
	Name   orm.NullTextAttr[string]
	Plan   orm.NullTextAttr[string]
	Papers orm.ListAttr[*Paper]
}

type BinAttrs struct {
	orm.Class[Bin]
	ID    orm.NumAttr[int64]
	Name  orm.NullTextAttr[string]
	Parts orm.ListAttr[*Part]
	Good  orm.ListAttr[*Part]
	Heavy orm.ListAttr[*Part]
}

type PartAttrs struct {
	orm.Class[Part]
	ID     orm.NumAttr[int64]
	Name   orm.NullTextAttr[string]
	Weight orm.NullNumAttr[int64]
	BinID  orm.NullNumAttr[int64]
}

type JobAttrs struct {
	orm.Class[Job]
	ID    orm.NumAttr[int64]
	Name  orm.NullTextAttr[string]
	State orm.NullTextAttr[string]
	Prio  orm.NullNumAttr[int64]
	Tick  orm.NullTextAttr[string]
}

var (
	Models = orm.NewRegistry(new(Hub), new(Mark), new(Pin), new(Slot), new(Label), new(Note), new(Draft), new(Fan), new(Author), new(Article), new(Comment), new(Tag),
		new(Spot), new(Twig), new(Peer), new(Shelf), new(Book), new(Topic), new(Folder), new(Doc), new(Land), new(Town), new(Realm), new(Fort), new(Account), new(Entry),
		new(Dept), new(Staff), new(Link), new(Paper), new(Desk), new(Car), new(Engine), new(Bin), new(Part), new(Job))
	Hubs     = orm.Describe[HubAttrs](Models)
	Marks    = orm.Describe[MarkAttrs](Models)
	Labels   = orm.Describe[LabelAttrs](Models)
	Notes    = orm.Describe[NoteAttrs](Models)
	Fans     = orm.Describe[FanAttrs](Models)
	Authors  = orm.Describe[AuthorAttrs](Models)
	Articles = orm.Describe[ArticleAttrs](Models)
	Comments = orm.Describe[CommentAttrs](Models)
	Tags     = orm.Describe[TagAttrs](Models)
	Spots    = orm.Describe[SpotAttrs](Models)
	Peers    = orm.Describe[PeerAttrs](Models)
	Shelves  = orm.Describe[ShelfAttrs](Models)
	Books    = orm.Describe[BookAttrs](Models)
	Topics   = orm.Describe[TopicAttrs](Models)
	Folders  = orm.Describe[FolderAttrs](Models)
	Towns    = orm.Describe[TownAttrs](Models)
	Accounts = orm.Describe[AccountAttrs](Models)
	Papers   = orm.Describe[PaperAttrs](Models)
	Desks    = orm.Describe[DeskAttrs](Models)
	Bins     = orm.Describe[BinAttrs](Models)
	Parts    = orm.Describe[PartAttrs](Models)
	Jobs     = orm.Describe[JobAttrs](Models)
)
