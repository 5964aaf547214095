// Package snapshot writes a schema as text and reads it back, so that a file can stand in for the database: in CI, in the
// editor, in review.
//
//	aludel schema 1
//	dialect postgresql
//
//	sequence ticket start 100 increment 5
//
//	table users
//	  column id biginteger not null generated
//	  column name string(50) not null default "'x'"
//	  column mood native "mood"
//	  column boss_id biginteger
//	  column no integer not null from ticket
//	  column label string computed "upper(name)" stored
//	  primary key (id)
//	  foreign key users_boss_id_fkey (boss_id) references users (id) on delete set null
//	  unique (name)
//	  check ck_users_no "no > 0"
//	  index ix_users_boss_id (boss_id)
//	  index ix_users_name (sql "lower(name)" desc) unique where "no > 5"
//	  option mysql engine "InnoDB"
//
//	view seniors "SELECT users.id FROM users WHERE users.no < 9"
//	  column id biginteger not null
//
// A column's name may be followed by key and what it is called in Go, and by quoted or unquoted.
//
// What can be said of each thing follows it in a fixed order: of a column its type, not null, generated, identity, from (a
// sequence), computed, default, fetched, system, comment; of an index unique, nulls not distinct, using, include, where; then
// options of a dialect. A type of one database is native "SQL", followed by "of" and the generic type by which its values go in and
// out where there is one.
//
// The text is stable and differs line by line as schemas differ: tables come by name, views after them in the order
// of declaration, columns in their order, constraints and
// indexes sorted within their table. Each thing is one line. Names that are not plain words, and SQL, are quoted as Go quotes
// strings. Blank lines and lines that begin with # mean nothing.
//
// Invariant: reading what was written gives an equal schema, up to the order of tables and constraints; writing that again gives
// the same text.
package snapshot
