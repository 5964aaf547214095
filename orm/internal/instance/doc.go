// Package instance keeps what the ORM knows of one object: its state, its snapshot, its place in the identity map.
//
// An object that is read from the database lies in one block with its [State], its snapshot (the values of its columns as the
// database has them) and the targets of its pointer columns; an object that the user made has a State and a snapshot of
// their own. A [Mapper] knows the layout of both for one entity.
//
// Memory that holds pointers is only ever copied by typed assignments, so that the garbage collector sees every store; raw
// memory is only read, to compare. Addresses are kept nowhere but in pointers.
//
// Nothing here is safe for concurrent use but a Mapper, which does not change once it is made.
package instance
