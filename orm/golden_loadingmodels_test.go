package orm_test

import "github.com/aludel/aludel/orm"

// The users and addresses of the golden scenarios about loading, once for each way that their mapping loads the one of the other.

type gLJoinedUser struct {
	orm.Entity `orm:"table:users"`
	ID         int64   `orm:"pk"`
	Name       *string `orm:"size:50"`
	Fullname   *string `orm:"size:50"`

	Addresses orm.List[*gLJoinedAddress] `orm:"back_populates:User; order_by:ID; lazy:joined"`
}

type gLJoinedAddress struct {
	orm.Entity `orm:"table:addresses"`
	ID         int64  `orm:"pk"`
	Email      string `orm:"size:50"`
	UserID     *int64 `orm:"fk:users.id"`

	User orm.Ref[*gLJoinedUser] `orm:"back_populates:Addresses"`
}

type gLJoinedUserAttrs struct {
	orm.Class[gLJoinedUser]
	ID        orm.NumAttr[int64]
	Addresses orm.ListAttr[*gLJoinedAddress]
}

type gLSubqUser struct {
	orm.Entity `orm:"table:users"`
	ID         int64   `orm:"pk"`
	Name       *string `orm:"size:50"`
	Fullname   *string `orm:"size:50"`

	Addresses orm.List[*gLSubqAddress] `orm:"back_populates:User; order_by:ID; lazy:subquery"`
}

type gLSubqAddress struct {
	orm.Entity `orm:"table:addresses"`
	ID         int64  `orm:"pk"`
	Email      string `orm:"size:50"`
	UserID     *int64 `orm:"fk:users.id"`

	User orm.Ref[*gLSubqUser] `orm:"back_populates:Addresses"`
}

type gLSubqUserAttrs struct {
	orm.Class[gLSubqUser]
	ID        orm.NumAttr[int64]
	Addresses orm.ListAttr[*gLSubqAddress]
}

type gLSelUser struct {
	orm.Entity `orm:"table:users"`
	ID         int64   `orm:"pk"`
	Name       *string `orm:"size:50"`
	Fullname   *string `orm:"size:50"`

	Addresses orm.List[*gLSelAddress] `orm:"back_populates:User; order_by:ID; lazy:selectin"`
}

type gLSelAddress struct {
	orm.Entity `orm:"table:addresses"`
	ID         int64  `orm:"pk"`
	Email      string `orm:"size:50"`
	UserID     *int64 `orm:"fk:users.id"`

	User orm.Ref[*gLSelUser] `orm:"back_populates:Addresses"`
}

type gLSelUserAttrs struct {
	orm.Class[gLSelUser]
	ID        orm.NumAttr[int64]
	Addresses orm.ListAttr[*gLSelAddress]
}

type gLImmUser struct {
	orm.Entity `orm:"table:users"`
	ID         int64   `orm:"pk"`
	Name       *string `orm:"size:50"`
	Fullname   *string `orm:"size:50"`

	Addresses orm.List[*gLImmAddress] `orm:"back_populates:User; order_by:ID; lazy:immediate"`
}

type gLImmAddress struct {
	orm.Entity `orm:"table:addresses"`
	ID         int64  `orm:"pk"`
	Email      string `orm:"size:50"`
	UserID     *int64 `orm:"fk:users.id"`

	User orm.Ref[*gLImmUser] `orm:"back_populates:Addresses"`
}

type gLImmUserAttrs struct {
	orm.Class[gLImmUser]
	ID        orm.NumAttr[int64]
	Addresses orm.ListAttr[*gLImmAddress]
}

type gLNoUser struct {
	orm.Entity `orm:"table:users"`
	ID         int64   `orm:"pk"`
	Name       *string `orm:"size:50"`
	Fullname   *string `orm:"size:50"`

	Addresses orm.List[*gLNoAddress] `orm:"back_populates:User; order_by:ID; lazy:noload"`
}

type gLNoAddress struct {
	orm.Entity `orm:"table:addresses"`
	ID         int64  `orm:"pk"`
	Email      string `orm:"size:50"`
	UserID     *int64 `orm:"fk:users.id"`

	User orm.Ref[*gLNoUser] `orm:"back_populates:Addresses"`
}

type gLNoUserAttrs struct {
	orm.Class[gLNoUser]
	ID        orm.NumAttr[int64]
	Addresses orm.ListAttr[*gLNoAddress]
}

type gLGuardUser struct {
	orm.Entity `orm:"table:users"`
	ID         int64   `orm:"pk"`
	Name       *string `orm:"size:50"`
	Fullname   *string `orm:"size:50"`

	Addresses orm.List[*gLGuardAddress] `orm:"back_populates:User; order_by:ID; lazy:raise_on_sql"`
}

type gLGuardAddress struct {
	orm.Entity `orm:"table:addresses"`
	ID         int64  `orm:"pk"`
	Email      string `orm:"size:50"`
	UserID     *int64 `orm:"fk:users.id"`

	User orm.Ref[*gLGuardUser] `orm:"back_populates:Addresses"`
}

type gLGuardUserAttrs struct {
	orm.Class[gLGuardUser]
	ID        orm.NumAttr[int64]
	Addresses orm.ListAttr[*gLGuardAddress]
}

type gLForbidUser struct {
	orm.Entity `orm:"table:users"`
	ID         int64   `orm:"pk"`
	Name       *string `orm:"size:50"`
	Fullname   *string `orm:"size:50"`

	Addresses orm.List[*gLForbidAddress] `orm:"back_populates:User; order_by:ID; lazy:raise"`
}

type gLForbidAddress struct {
	orm.Entity `orm:"table:addresses"`
	ID         int64  `orm:"pk"`
	Email      string `orm:"size:50"`
	UserID     *int64 `orm:"fk:users.id"`

	User orm.Ref[*gLForbidUser] `orm:"back_populates:Addresses"`
}

type gLInnerUser struct {
	orm.Entity `orm:"table:users"`
	ID         int64   `orm:"pk"`
	Name       *string `orm:"size:50"`
	Fullname   *string `orm:"size:50"`

	Addresses orm.List[*gLInnerAddress] `orm:"back_populates:User; order_by:ID"`
}

type gLInnerAddress struct {
	orm.Entity `orm:"table:addresses"`
	ID         int64  `orm:"pk"`
	Email      string `orm:"size:50"`
	UserID     *int64 `orm:"fk:users.id"`

	User orm.Ref[*gLInnerUser] `orm:"back_populates:Addresses; lazy:joined_inner"`
}

type gLInnerAddressAttrs struct {
	orm.Class[gLInnerAddress]
	ID    orm.NumAttr[int64]
	Email orm.TextAttr[string]
	User  orm.RefAttr[*gLInnerUser]
}

type gLDynUser struct {
	orm.Entity `orm:"table:users"`
	ID         int64   `orm:"pk"`
	Name       *string `orm:"size:50"`
	Fullname   *string `orm:"size:50"`

	Addresses orm.Dynamic[*gLDynAddress] `orm:"back_populates:User"`
}

type gLDynAddress struct {
	orm.Entity `orm:"table:addresses"`
	ID         int64  `orm:"pk"`
	Email      string `orm:"size:50"`
	UserID     *int64 `orm:"fk:users.id"`

	User orm.Ref[*gLDynUser] `orm:"back_populates:Addresses"`
}

type gLDynAddressAttrs struct {
	orm.Class[gLDynAddress]
	ID    orm.NumAttr[int64]
	Email orm.TextAttr[string]
	User  orm.RefAttr[*gLDynUser]
}

var (
	gLJoinedModels   = orm.NewRegistry(new(gLJoinedUser), new(gLJoinedAddress))
	gLJoinedUsers    = orm.Describe[gLJoinedUserAttrs](gLJoinedModels)
	gLSubqModels     = orm.NewRegistry(new(gLSubqUser), new(gLSubqAddress))
	gLSubqUsers      = orm.Describe[gLSubqUserAttrs](gLSubqModels)
	gLSelModels      = orm.NewRegistry(new(gLSelUser), new(gLSelAddress))
	gLSelUsers       = orm.Describe[gLSelUserAttrs](gLSelModels)
	gLImmModels      = orm.NewRegistry(new(gLImmUser), new(gLImmAddress))
	gLImmUsers       = orm.Describe[gLImmUserAttrs](gLImmModels)
	gLNoModels       = orm.NewRegistry(new(gLNoUser), new(gLNoAddress))
	gLNoUsers        = orm.Describe[gLNoUserAttrs](gLNoModels)
	gLGuardModels    = orm.NewRegistry(new(gLGuardUser), new(gLGuardAddress))
	gLGuardUsers     = orm.Describe[gLGuardUserAttrs](gLGuardModels)
	gLForbidModels   = orm.NewRegistry(new(gLForbidUser), new(gLForbidAddress))
	gLInnerModels    = orm.NewRegistry(new(gLInnerUser), new(gLInnerAddress))
	gLInnerAddresses = orm.Describe[gLInnerAddressAttrs](gLInnerModels)
	gLDynModels      = orm.NewRegistry(new(gLDynUser), new(gLDynAddress))
	gLDynAddresses   = orm.Describe[gLDynAddressAttrs](gLDynModels)
)
