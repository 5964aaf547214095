// Package snapshot writes a schema as text and reads it back, so that a file can stand in for the database: in CI, in the
// editor, in review.
//
//	aludel schema 1
//	dialect postgresql
//
//	table users
//	  column id biginteger not null generated
//	  column name string(50) not null default "'x'"
//	  column mood native "mood"
//	  column boss_id biginteger
//	  primary key (id)
//	  foreign key users_boss_id_fkey (boss_id) references users (id) on delete set null
//	  unique (name)
//	  index ix_users_boss_id (boss_id)
//
// The text is stable and differs line by line as schemas differ: tables come by name, columns in their order, constraints and
// indexes sorted within their table. Each thing is one line. Names that are not plain words, and SQL, are quoted as Go quotes
// strings. Blank lines and lines that begin with # mean nothing.
//
// Invariant: reading what was written gives an equal schema, up to the order of tables and constraints; writing that again gives
// the same text.
package snapshot
