// Package unitofwork writes the changes of a session to the database: it finds what follows from them (cascades, orphans, foreign
// keys), puts the statements in order, sends them, and remembers how to undo what it did to the objects.
//
// A flush has four phases. [Plan] collects: what is deleted along with what, which foreign keys are to be copied from which object.
// Then objects are ordered, tables before those that refer to them, and within a table that refers to itself row by row. Then the
// statements run: for each table its UPDATEs, then its INSERTs, and at last the DELETEs in the opposite order. When all of
// them have succeeded the objects' states are settled. If one fails, the objects are left for [Undo].
//
// The rules follow SQLAlchemy's unit of work (orm/unitofwork.py, orm/dependency.py, orm/persistence.py).
package unitofwork
