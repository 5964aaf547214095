package ormrules_test

import "github.com/aludel/aludel/orm"

// The models of the rules.

// Hub has a collection of each kind.
type Hub struct {
	orm.Entity `orm:"table:hubs"`
	ID         int64                  `orm:"pk"`
	Name       *string                `orm:"size:50"`
	Marks      orm.Map[string, *Mark] `orm:"key:Name; back_populates:Hub; cascade:all,delete-orphan"`
	Pins       orm.Map[string, *Pin]  `orm:"key:Name; back_populates:Hub"`
	Labels     orm.Set[*Label]        `orm:"secondary:hub_labels(hub_id, label_id); back_populates:Hubs; order_by:ID"`
	Notes      orm.Dynamic[*Note]     `orm:"back_populates:Hub; order_by:ID"`
	Drafts     orm.Dynamic[*Draft]    `orm:"back_populates:Hub; order_by:ID; cascade:all,delete-orphan"`
	Fans       orm.Dynamic[*Fan]      `orm:"secondary:hub_fans(hub_id, fan_id); back_populates:Hubs; order_by:ID"`
	Slots      orm.Set[*Slot]         `orm:"back_populates:Hub; order_by:ID"`
}

type Mark struct {
	orm.Entity `orm:"table:marks"`
	ID         int64         `orm:"pk"`
	Name       string        `orm:"size:50"`
	HubID      *int64        `orm:"fk:hubs.id"`
	Hub        orm.Ref[*Hub] `orm:"back_populates:Marks"`
}

type Pin struct {
	orm.Entity `orm:"table:pins"`
	ID         int64         `orm:"pk"`
	Name       string        `orm:"size:50"`
	HubID      *int64        `orm:"fk:hubs.id"`
	Hub        orm.Ref[*Hub] `orm:"back_populates:Pins"`
}

type Slot struct {
	orm.Entity `orm:"table:slots"`
	ID         int64         `orm:"pk"`
	Name       *string       `orm:"size:50"`
	HubID      *int64        `orm:"fk:hubs.id"`
	Hub        orm.Ref[*Hub] `orm:"back_populates:Slots"`
}

type Label struct {
	orm.Entity `orm:"table:labels"`
	ID         int64         `orm:"pk"`
	Name       *string       `orm:"size:50"`
	Hubs       orm.Set[*Hub] `orm:"secondary:hub_labels(label_id, hub_id); back_populates:Labels; order_by:ID"`
}

type Note struct {
	orm.Entity `orm:"table:notes"`
	ID         int64         `orm:"pk"`
	Name       *string       `orm:"size:50"`
	HubID      *int64        `orm:"fk:hubs.id"`
	Hub        orm.Ref[*Hub] `orm:"back_populates:Notes"`
}

type Draft struct {
	orm.Entity `orm:"table:drafts"`
	ID         int64         `orm:"pk"`
	Name       *string       `orm:"size:50"`
	HubID      *int64        `orm:"fk:hubs.id"`
	Hub        orm.Ref[*Hub] `orm:"back_populates:Drafts"`
}

type Fan struct {
	orm.Entity `orm:"table:fans"`
	ID         int64          `orm:"pk"`
	Name       *string        `orm:"size:50"`
	Hubs       orm.List[*Hub] `orm:"secondary:hub_fans(fan_id, hub_id); back_populates:Fans; order_by:ID"`
}

type Author struct {
	orm.Entity `orm:"table:authors"`
	ID         int64   `orm:"pk"`
	Name       *string `orm:"size:50"`
	Age        *int64
	Articles   orm.List[*Article] `orm:"back_populates:Author; order_by:ID"`
}

type Article struct {
	orm.Entity `orm:"table:articles"`
	ID         int64              `orm:"pk"`
	Name       *string            `orm:"size:50"`
	AuthorID   *int64             `orm:"fk:authors.id"`
	Author     orm.Ref[*Author]   `orm:"back_populates:Articles"`
	Comments   orm.List[*Comment] `orm:"back_populates:Article; order_by:ID desc"`
	Tags       orm.List[*Tag]     `orm:"secondary:article_tags(article_id, tag_id); back_populates:Articles; order_by:ID"`
}

type Comment struct {
	orm.Entity `orm:"table:comments"`
	ID         int64             `orm:"pk"`
	Name       *string           `orm:"size:50"`
	ArticleID  *int64            `orm:"fk:articles.id"`
	Article    orm.Ref[*Article] `orm:"back_populates:Comments"`
}

type Tag struct {
	orm.Entity `orm:"table:tags"`
	ID         int64              `orm:"pk"`
	Name       *string            `orm:"size:50"`
	Articles   orm.List[*Article] `orm:"secondary:article_tags(tag_id, article_id); back_populates:Tags; order_by:ID"`
}

// Spot is a tree whose branches stay, Twig one whose branches go with their parent.
type Spot struct {
	orm.Entity `orm:"table:spots"`
	ID         int64           `orm:"pk"`
	Name       *string         `orm:"size:50"`
	ParentID   *int64          `orm:"fk:spots.id"`
	Children   orm.List[*Spot] `orm:"back_populates:Parent; order_by:ID"`
	Parent     orm.Ref[*Spot]  `orm:"back_populates:Children; remote_side:ID"`
}

type Twig struct {
	orm.Entity `orm:"table:twigs"`
	ID         int64           `orm:"pk"`
	Name       *string         `orm:"size:50"`
	ParentID   *int64          `orm:"fk:twigs.id"`
	Children   orm.List[*Twig] `orm:"back_populates:Parent; order_by:ID; cascade:all,delete-orphan"`
	Parent     orm.Ref[*Twig]  `orm:"back_populates:Children; remote_side:ID"`
}

// Peer knows peers.
type Peer struct {
	orm.Entity `orm:"table:peers"`
	ID         int64           `orm:"pk"`
	Name       *string         `orm:"size:50"`
	Knows      orm.List[*Peer] `orm:"secondary:peer_links(from_id, to_id); back_populates:KnownBy; order_by:ID"`
	KnownBy    orm.List[*Peer] `orm:"secondary:peer_links(to_id, from_id); back_populates:Knows; order_by:ID"`
}

type Shelf struct {
	orm.Entity `orm:"table:shelves"`
	Room       int64            `orm:"pk; autoincrement:false"`
	No         int64            `orm:"pk; autoincrement:false"`
	Name       *string          `orm:"size:50"`
	Books      orm.List[*Book]  `orm:"back_populates:Shelf; order_by:ID"`
	Topics     orm.List[*Topic] `orm:"secondary:shelf_topics(room, no, topic_id); back_populates:Shelves; order_by:ID"`
}

type Book struct {
	orm.Entity `orm:"table:books"`
	ID         int64           `orm:"pk"`
	Name       *string         `orm:"size:50"`
	ShelfRoom  *int64          `orm:"fk:shelves.room"`
	ShelfNo    *int64          `orm:"fk:shelves.no"`
	Shelf      orm.Ref[*Shelf] `orm:"back_populates:Books; foreign_keys:ShelfRoom, ShelfNo"`
}

type Topic struct {
	orm.Entity `orm:"table:topics"`
	ID         int64            `orm:"pk"`
	Name       *string          `orm:"size:50"`
	Shelves    orm.List[*Shelf] `orm:"secondary:shelf_topics(topic_id, room, no); back_populates:Topics; order_by:Room,No"`
}

type Folder struct {
	orm.Entity `orm:"table:folders"`
	ID         int64          `orm:"pk"`
	Name       *string        `orm:"size:50"`
	Docs       orm.List[*Doc] `orm:"back_populates:Folder; order_by:ID; cascade:all,delete-orphan"`
}

type Doc struct {
	orm.Entity `orm:"table:docs"`
	ID         int64            `orm:"pk"`
	Name       *string          `orm:"size:50"`
	FolderID   *int64           `orm:"fk:folders.id"`
	Folder     orm.Ref[*Folder] `orm:"back_populates:Docs"`
}

// Land has a key that the session passes on, Realm one that the database does.
type Land struct {
	orm.Entity `orm:"table:lands"`
	Code       string          `orm:"pk; size:10"`
	Name       *string         `orm:"size:50"`
	Towns      orm.List[*Town] `orm:"back_populates:Land; order_by:ID; passive_updates:false"`
}

type Town struct {
	orm.Entity `orm:"table:towns"`
	ID         int64          `orm:"pk"`
	Name       *string        `orm:"size:50"`
	LandCode   *string        `orm:"fk:lands.code; size:10"`
	Land       orm.Ref[*Land] `orm:"back_populates:Towns; passive_updates:false"`
}

type Realm struct {
	orm.Entity `orm:"table:realms"`
	Code       string          `orm:"pk; size:10"`
	Name       *string         `orm:"size:50"`
	Forts      orm.List[*Fort] `orm:"back_populates:Realm; order_by:ID"`
}

type Fort struct {
	orm.Entity `orm:"table:forts"`
	ID         int64           `orm:"pk"`
	Name       *string         `orm:"size:50"`
	RealmCode  *string         `orm:"fk:realms.code; on_update:cascade; size:10"`
	Realm      orm.Ref[*Realm] `orm:"back_populates:Forts"`
}

type Account struct {
	orm.Entity `orm:"table:accounts"`
	ID         int64            `orm:"pk"`
	Name       *string          `orm:"size:50"`
	Version    int64            `orm:"version"`
	Entries    orm.List[*Entry] `orm:"back_populates:Account; order_by:ID"`
}

type Entry struct {
	orm.Entity `orm:"table:entries"`
	ID         int64             `orm:"pk"`
	Name       *string           `orm:"size:50"`
	AccountID  *int64            `orm:"fk:accounts.id"`
	Account    orm.Ref[*Account] `orm:"back_populates:Entries"`
}

type Dept struct {
	orm.Entity `orm:"table:depts"`
	ID         int64            `orm:"pk"`
	Name       *string          `orm:"size:50"`
	HeadID     *int64           `orm:"fk:staff.id"`
	Staff      orm.List[*Staff] `orm:"back_populates:Dept; order_by:ID; foreign_keys:DeptID"`
	Head       orm.Ref[*Staff]  `orm:"foreign_keys:HeadID; post_update"`
}

type Staff struct {
	orm.Entity `orm:"table:staff"`
	ID         int64          `orm:"pk"`
	Name       *string        `orm:"size:50"`
	DeptID     *int64         `orm:"fk:depts.id"`
	Dept       orm.Ref[*Dept] `orm:"back_populates:Staff; foreign_keys:DeptID"`
}

// Link is a ring: each has a next one, which is written by an UPDATE of its own.
type Link struct {
	orm.Entity `orm:"table:links"`
	ID         int64          `orm:"pk"`
	Name       *string        `orm:"size:50"`
	NextID     *int64         `orm:"fk:links.id"`
	Next       orm.Ref[*Link] `orm:"remote_side:ID; post_update"`
}

// Paper has columns that are read when they are asked for.
type Paper struct {
	orm.Entity `orm:"table:papers"`
	ID         int64                 `orm:"pk"`
	Name       *string               `orm:"size:50"`
	Body       orm.Deferred[*string] `orm:"size:50"`
	Front      orm.Deferred[*string] `orm:"size:50; group:cover"`
	Back       orm.Deferred[*string] `orm:"size:50; group:cover"`
	Kind       *string               `orm:"size:50"`
	DeskID     *int64                `orm:"fk:desks.id"`
	Desk       orm.Ref[*Desk]        `orm:"back_populates:Papers"`
}

type Desk struct {
	orm.Entity `orm:"table:desks"`
	ID         int64                 `orm:"pk"`
	Name       *string               `orm:"size:50"`
	Plan       orm.Deferred[*string] `orm:"size:50"`
	Papers     orm.List[*Paper]      `orm:"back_populates:Desk; order_by:ID"`
}

// Car owns its engine, which goes with it.
type Car struct {
	orm.Entity `orm:"table:cars"`
	ID         int64            `orm:"pk"`
	Name       *string          `orm:"size:50"`
	EngineID   *int64           `orm:"fk:engines.id"`
	Engine     orm.Ref[*Engine] `orm:"cascade:all,delete-orphan; single_parent"`
}

type Engine struct {
	orm.Entity `orm:"table:engines"`
	ID         int64   `orm:"pk"`
	Name       *string `orm:"size:50"`
}

// Bin has collections that are only read, and one that is sorted by an expression.
type Bin struct {
	orm.Entity `orm:"table:bins"`
	ID         int64   `orm:"pk"`
	Name       *string `orm:"size:50"`
	Parts      orm.List[*Part]
	Good       orm.List[*Part] `orm:"viewonly; order_by:ID"`
	Heavy      orm.List[*Part] `orm:"viewonly; order_by:Weight desc"`
}

type Part struct {
	orm.Entity `orm:"table:parts"`
	ID         int64   `orm:"pk"`
	Name       *string `orm:"size:50"`
	Weight     *int64
	BinID      *int64 `orm:"fk:bins.id"`
}

// ConfigureMapping says which parts are good and which are heavy, and how they are sorted.
func (*Bin) ConfigureMapping(c *orm.Config[Bin]) {
	c.OrderBy("Parts", orm.Length(Parts.Name), Parts.Name.Desc())
	c.Join("Good", orm.And(Bins.ID.EqExpr(orm.Foreign(Parts.BinID)), Parts.Name.Eq("good")))
	c.Join("Heavy", orm.And(Bins.ID.EqExpr(orm.Foreign(Parts.BinID)), Parts.Weight.Gt(5)))
}

// Job has defaults of every kind.
type Job struct {
	orm.Entity `orm:"table:jobs"`
	ID         int64   `orm:"pk"`
	Name       *string `orm:"size:50"`
	State      *string `orm:"size:50"`
	Prio       *int64  `orm:"server_default:5"`
	Tick       *string `orm:"size:50"`
}

// ConfigureMapping gives jobs a state, and a mark when they change.
func (*Job) ConfigureMapping(c *orm.Config[Job]) {
	c.Default("State", func() any { return "new" })
	c.OnUpdate("Tick", func() any { return "tock" })
}
