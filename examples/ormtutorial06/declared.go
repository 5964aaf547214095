package main

import "github.com/aludel/aludel/orm"

// Declared is User again, with table, struct and mapping all at once: the seed's "Creating Table, Class and Mapper All at Once
// Declaratively". It is what programs usually do; the other ORM tutorials do it throughout.
type Declared struct {
	orm.Entity `orm:"table:users"`

	ID       int64 `orm:"pk"`
	Name     string
	Fullname string
	Password string
}

// declared is the registry of the declared struct; its MetaData has the table.
var declared = orm.NewRegistry(new(Declared))
