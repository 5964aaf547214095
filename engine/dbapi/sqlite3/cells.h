// The part of SQLite that the adapter calls itself. The library is the one that the driver github.com/mattn/go-sqlite3 compiles
// into the program; its symbols are found when the program is linked.
#ifndef ALUDEL_SQLITE3_CELLS_H
#define ALUDEL_SQLITE3_CELLS_H

#include <stdint.h>

typedef struct sqlite3 sqlite3;
typedef struct sqlite3_stmt sqlite3_stmt;

// al_conn is what C keeps of a connection.
typedef struct {
	sqlite3 *db;
	char *args;       // copies of the texts and blobs that the running query is bound to
	int64_t cap;      // the size of args
	int32_t busy_ms;  // how long to wait for a lock
	int32_t stop;     // another thread wants the running operation to end: atomic access only
} al_conn;

// al_ref is a pointer of C's as a number: what Go passes need not be looked at on its way here, which it is where a pointer may lead to
// memory of Go's.
typedef uintptr_t al_ref;

// al_cell has the layout of dbapi.Cell.
typedef struct {
	int64_t v;
	int32_t n;
	uint8_t k;
	uint8_t pad[3];
} al_cell;

// The kinds of dbapi.Cell that occur here.
enum { AL_NULL = 0, AL_INT = 1, AL_FLOAT = 2, AL_TEXT = 4, AL_BLOB = 5 };

// al_out is what a call gives back.
typedef struct {
	int32_t rc;       // 0, or SQLite's extended result code
	int32_t rows;     // how many rows were put into the batch, or rows of arguments that were run
	int32_t more;     // the current row is still to be read
	int32_t done;     // the statement has ended and was reset
	int32_t cols;     // how many columns a row has now
	int32_t prepared; // how often SQLite prepared the statement again
	int64_t need;     // the arena must have this size for the current row
	int64_t changes, rowid;
} al_out;

al_conn *al_open(sqlite3 *db);
void al_wait(al_conn *c, int32_t busy_ms);
void al_free(al_conn *c);
void al_cancel(al_conn *c);
void al_armed(al_conn *c);
void al_fetch(al_ref conn, al_ref stmt, int bind, const al_cell *args, int nargs, const char *bytes, int64_t nbytes,
	al_cell *cells, int32_t *spans, const uint8_t *kept, int ncols, char *arena, int64_t cap, int maxrows, int pending, al_out *out);
void al_exec(al_ref conn, al_ref stmt, const al_cell *args, int nargs, int nrows, const char *bytes, int64_t *ids, al_out *out);
void al_reset(sqlite3_stmt *st);

sqlite3_stmt *al_prepare(al_conn *c, const char *sql, int len, int keep, int *rc, int *used);
int al_run(al_conn *c, const char *sql);

int sqlite3_finalize(sqlite3_stmt *);
int sqlite3_bind_parameter_count(sqlite3_stmt *);
int sqlite3_bind_parameter_index(sqlite3_stmt *, const char *);
int sqlite3_column_count(sqlite3_stmt *);
const char *sqlite3_column_name(sqlite3_stmt *, int);
const char *sqlite3_column_decltype(sqlite3_stmt *, int);
int sqlite3_get_autocommit(sqlite3 *);
int sqlite3_extended_errcode(sqlite3 *);
int sqlite3_system_errno(sqlite3 *);
const char *sqlite3_errmsg(sqlite3 *);

#endif
