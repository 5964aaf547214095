package models

import "github.com/aludel/aludel/orm"

// This file has entities about which code says more than their tags.

var (
	// Configured maps what code makes complete.
	Configured = orm.NewRegistry(new(Host), new(Guest), new(Visit), new(Room))
	// BrokenConfigured maps what code gets wrong.
	BrokenConfigured = orm.NewRegistry(new(Confused), new(Guest), new(Visit), new(Host), new(Room))

	hosts    = orm.Describe[HostAttrs](Configured)
	guests   = orm.Describe[GuestAttrs](Configured)
	visits   = orm.Describe[VisitAttrs](Configured)
	rooms    = orm.Describe[RoomAttrs](Configured)
	confused = orm.Describe[ConfusedAttrs](BrokenConfigured)
	bGuests  = orm.Describe[GuestAttrs](BrokenConfigured)
	bVisits  = orm.Describe[VisitAttrs](BrokenConfigured)
)

// Host has relationships that no tag could describe.
type Host struct {
	orm.Entity `orm:"table:hosts"`
	ID         int64 `orm:"pk"`
	Name       string
	Limit      int64            `orm:"column:max_guests"`
	Busy       int64            `orm:"expr"`
	Loud       *string          `orm:"expr"`
	Guests     orm.List[*Guest] `orm:"viewonly"`
	Friends    orm.List[*Guest]
	Named      orm.List[*Guest]
	Rooms      orm.List[*Room]
	Elders     orm.List[*Host]         `orm:"viewonly"`
	ByName     orm.Map[string, *Guest] `orm:"viewonly"`
	Rev        string
	Favourite  orm.Ref[*Guest]
	GuestID    *int64
}

// ConfigureMapping says how they are joined.
func (*Host) ConfigureMapping(m *orm.Config[Host]) {
	own := hosts.ID.EqExpr(orm.Foreign(guests.HostRef))
	m.Join("Friends", own)
	m.Join("Named", own.And(guests.Name.Like("A%"), orm.Length(guests.Name).Gt(3)))
	m.OrderBy("Named", guests.Name.Desc(), orm.Length(guests.Name))
	m.Secondary("Guests", orm.JoinOf(visits, rooms))
	m.SecondaryJoin("Guests", hosts.ID.EqExpr(rooms.HostID), visits.GuestID.EqExpr(guests.ID))
	m.Join("Rooms", hosts.ID.EqExpr(rooms.HostID).And(rooms.Size.GtExpr(hosts.Limit)))
	elder := orm.Alias(hosts)
	m.Join("Elders", elder.ID.LtExpr(hosts.ID))
	m.Join("Favourite", orm.Foreign(hosts.GuestID).EqExpr(guests.ID))
	m.Join("ByName", own)
	m.MapKey("ByName", orm.KeyOf(func(g *Guest) string { return g.Name }))
	m.Version("Rev", func(old any) (any, error) { return "r", nil })
	m.Expr("Busy", orm.Scalar[int64](orm.Select(orm.Count(rooms.ID)).Where(rooms.HostID.EqExpr(hosts.ID))))
	m.Expr("Loud", orm.Upper(hosts.Name))
	m.ServerDefault("Limit", orm.Val[int64](4))
	m.Default("Name", func() any { return "host" })
	m.Validate("Name", func(*Host) error { return nil })
}

// Guest has no foreign key.
type Guest struct {
	orm.Entity `orm:"table:guests"`
	ID         int64 `orm:"pk"`
	Name       string
	HostRef    *int64
}

// Visit is a part of an association.
type Visit struct {
	orm.Entity `orm:"table:visits"`
	GuestID    int64 `orm:"pk"`
	RoomID     int64 `orm:"pk; fk:rooms.id"`
}

// Room is the other part.
type Room struct {
	orm.Entity `orm:"table:rooms"`
	ID         int64 `orm:"pk"`
	HostID     int64 `orm:"fk:hosts.id"`
	Size       int64
}

// HostAttrs describes Host.
type HostAttrs struct {
	orm.Class[Host]
	ID, Limit orm.NumAttr[int64]
	Name      orm.TextAttr[string]
	GuestID   orm.NullNumAttr[int64]
}

// GuestAttrs describes Guest.
type GuestAttrs struct {
	orm.Class[Guest]
	ID      orm.NumAttr[int64]
	Name    orm.TextAttr[string]
	HostRef orm.NullNumAttr[int64]
}

// VisitAttrs describes Visit.
type VisitAttrs struct {
	orm.Class[Visit]
	GuestID, RoomID orm.NumAttr[int64]
}

// RoomAttrs describes Room.
type RoomAttrs struct {
	orm.Class[Room]
	ID, HostID, Size orm.NumAttr[int64]
}

// Confused is described by code in ways that do not go together.
type Confused struct {
	orm.Entity `orm:"table:confused"`
	ID         int64 `orm:"pk"`
	Column     int64
	Computed   int64            `orm:"expr"`
	Guests     orm.List[*Guest] // nothing says what refers to what
	Others     orm.List[*Guest] // over what?
	Plain      orm.List[*Guest] // nothing is said at all
}

// ConfigureMapping says too little, and too much.
func (*Confused) ConfigureMapping(m *orm.Config[Confused]) {
	m.Join("Guests", confused.ID.EqExpr(bGuests.HostRef))
	m.SecondaryJoin("Others", confused.ID.EqExpr(bVisits.RoomID), bVisits.GuestID.EqExpr(bGuests.ID).And(bGuests.Name.Eq("x")))
	m.Secondary("Others", orm.JoinOf(bVisits, bGuests, bVisits.GuestID.EqExpr(bGuests.ID)))
	m.Expr("Column", confused.ID)
	m.Version("ID", nil)
	m.MapKey("Plain", orm.KeyOf(func(g *Guest) string { return g.Name }))
	m.OrderBy("Unknown", confused.ID)
}

// ConfusedAttrs describes Confused.
type ConfusedAttrs struct {
	orm.Class[Confused]
	ID orm.NumAttr[int64]
}
