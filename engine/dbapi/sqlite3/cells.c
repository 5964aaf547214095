#include "cells.h"

#include <stdlib.h>
#include <string.h>

#define SQLITE_OK 0
#define SQLITE_NOMEM 7
#define SQLITE_ROW 100
#define SQLITE_DONE 101
#define SQLITE_INTEGER 1
#define SQLITE_FLOAT 2
#define SQLITE_TEXT 3
#define SQLITE_BLOB 4
#define SQLITE_UTF8 1
#define SQLITE_STMTSTATUS_REPREPARE 5
#define SQLITE_PREPARE_PERSISTENT 1

int sqlite3_prepare_v3(sqlite3 *, const char *, int, unsigned, sqlite3_stmt **, const char **);
int sqlite3_exec(sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *, char **);
int sqlite3_step(sqlite3_stmt *);
int sqlite3_reset(sqlite3_stmt *);
int sqlite3_clear_bindings(sqlite3_stmt *);
int sqlite3_stmt_status(sqlite3_stmt *, int, int);
int sqlite3_bind_int64(sqlite3_stmt *, int, int64_t);
int sqlite3_bind_double(sqlite3_stmt *, int, double);
int sqlite3_bind_null(sqlite3_stmt *, int);
int sqlite3_bind_text(sqlite3_stmt *, int, const char *, int, void (*)(void *));
int sqlite3_bind_blob(sqlite3_stmt *, int, const void *, int, void (*)(void *));
int sqlite3_bind_zeroblob(sqlite3_stmt *, int, int);
typedef struct sqlite3_value sqlite3_value;
typedef struct sqlite3_mutex sqlite3_mutex;
sqlite3_value *sqlite3_column_value(sqlite3_stmt *, int);
int sqlite3_value_type(sqlite3_value *);
int sqlite3_value_encoding(sqlite3_value *);
int64_t sqlite3_value_int64(sqlite3_value *);
double sqlite3_value_double(sqlite3_value *);
const unsigned char *sqlite3_value_text(sqlite3_value *);
const void *sqlite3_value_blob(sqlite3_value *);
int sqlite3_value_bytes(sqlite3_value *);
sqlite3_mutex *sqlite3_db_mutex(sqlite3 *);
void sqlite3_mutex_enter(sqlite3_mutex *);
void sqlite3_mutex_leave(sqlite3_mutex *);
int64_t sqlite3_last_insert_rowid(sqlite3 *);
int64_t sqlite3_total_changes64(sqlite3 *);
int64_t sqlite3_changes64(sqlite3 *);
int sqlite3_busy_handler(sqlite3 *, int (*)(void *, int), void *);
int sqlite3_sleep(int);
void sqlite3_interrupt(sqlite3 *);

// al_busy waits for a lock in growing steps, for the time that was configured, unless the operation is to end.
static int al_busy(void *p, int tries) {
	static const int steps[] = {1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100};
	const int n = sizeof steps / sizeof steps[0];
	al_conn *c = p;
	int waited = 0, step = steps[tries < n ? tries : n - 1];
	for (int i = 0; i < tries && i < n; i++) waited += steps[i];
	if (tries > n) waited += (tries - n) * steps[n - 1];
	if (waited + step > c->busy_ms) step = c->busy_ms - waited;
	if (step <= 0 || __atomic_load_n(&c->stop, __ATOMIC_SEQ_CST)) return 0;
	sqlite3_sleep(step);
	return !__atomic_load_n(&c->stop, __ATOMIC_SEQ_CST);
}

al_conn *al_open(sqlite3 *db) {
	al_conn *c = calloc(1, sizeof *c);
	if (c != NULL) c->db = db;
	return c;
}

// al_wait takes over the waiting for locks. SQLite then forgets the time that a pragma had set.
void al_wait(al_conn *c, int32_t busy_ms) {
	c->busy_ms = busy_ms;
	sqlite3_busy_handler(c->db, al_busy, c);
}

void al_free(al_conn *c) {
	free(c->args);
	free(c);
}

// al_armed begins an operation that may be cancelled.
void al_armed(al_conn *c) { __atomic_store_n(&c->stop, 0, __ATOMIC_SEQ_CST); }

// al_cancel ends the running operation. Any thread may call it.
void al_cancel(al_conn *c) {
	__atomic_store_n(&c->stop, 1, __ATOMIC_SEQ_CST);
	sqlite3_interrupt(c->db);
}

// al_prepare compiles the first statement of a text and says how many bytes it took.
sqlite3_stmt *al_prepare(al_conn *c, const char *sql, int len, int keep, int *rc, int *used) {
	sqlite3_stmt *st = NULL;
	const char *tail = sql;
	*rc = sqlite3_prepare_v3(c->db, sql, len, keep ? SQLITE_PREPARE_PERSISTENT : 0, &st, &tail);
	*used = (int)(tail - sql);
	return st;
}

// al_run runs all statements of a text, whose rows it discards.
int al_run(al_conn *c, const char *sql) { return sqlite3_exec(c->db, sql, NULL, NULL, NULL); }

void al_reset(sqlite3_stmt *st) {
	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
}

// al_bind binds a row of arguments. The bytes must live until the statement is reset.
static int al_bind(sqlite3_stmt *st, const al_cell *args, int n, const char *bytes) {
	static const char none[1];
	for (int i = 0; i < n; i++) {
		const al_cell *a = &args[i];
		int rc;
		double d;
		switch (a->k) {
		case AL_INT: rc = sqlite3_bind_int64(st, i + 1, a->v); break;
		case AL_FLOAT:
			memcpy(&d, &a->v, sizeof d);
			rc = sqlite3_bind_double(st, i + 1, d);
			break;
		case AL_TEXT: rc = sqlite3_bind_text(st, i + 1, a->n ? bytes + a->v : none, a->n, NULL); break;
		case AL_BLOB: rc = a->n ? sqlite3_bind_blob(st, i + 1, bytes + a->v, a->n, NULL) : sqlite3_bind_zeroblob(st, i + 1, 0); break;
		default: rc = sqlite3_bind_null(st, i + 1);
		}
		if (rc != SQLITE_OK) return rc;
	}
	return SQLITE_OK;
}

// al_keep copies the bytes of arguments to where they live as long as the query.
static const char *al_keep(al_conn *c, const char *bytes, int64_t n) {
	if (n > c->cap) {
		char *p = realloc(c->args, n);
		if (p == NULL) return NULL;
		c->args = p;
		c->cap = n;
	}
	if (n > 0) memcpy(c->args, bytes, n);
	return c->args;
}

// al_put copies the bytes of a value to the arena, if they fit. Reading a text as a blob spares the copy that SQLite would make to
// end it with a NUL; that is only right in the encoding that the cells have.
static void al_put(sqlite3_value *v, int type, al_cell *cell, char *arena, int64_t cap, int64_t *at) {
	const void *p = type == SQLITE_BLOB || sqlite3_value_encoding(v) == SQLITE_UTF8 ? sqlite3_value_blob(v) : sqlite3_value_text(v);
	int n = sqlite3_value_bytes(v);
	cell->k = type == SQLITE_TEXT ? AL_TEXT : AL_BLOB;
	cell->v = *at;
	cell->n = n;
	if (*at + n <= cap && n > 0) memcpy(arena + *at, p, n);
	*at += n;
}

// al_row copies the current row, kept texts first, and gives the arena's end after it, beyond cap if it did not fit.
static int64_t al_row(sqlite3_stmt *st, int ncols, const uint8_t *kept, al_cell *cells, int32_t *span, char *arena, int64_t cap, int64_t at) {
	int late = 0;
	span[0] = (int32_t)at;
	for (int i = 0; i < ncols; i++) {
		al_cell *cell = &cells[i];
		sqlite3_value *v = sqlite3_column_value(st, i);
		int type = sqlite3_value_type(v);
		double d;
		switch (type) {
		case SQLITE_INTEGER:
			cell->k = AL_INT;
			cell->v = sqlite3_value_int64(v);
			break;
		case SQLITE_FLOAT:
			cell->k = AL_FLOAT;
			d = sqlite3_value_double(v);
			memcpy(&cell->v, &d, sizeof d);
			break;
		case SQLITE_TEXT:
			if (kept != NULL && kept[i]) {
				al_put(v, type, cell, arena, cap, &at);
				break;
			}
			// fall through
		case SQLITE_BLOB:
			cell->k = 255;
			cell->n = type;
			late = 1;
			break;
		default:
			cell->k = AL_NULL;
		}
	}
	span[1] = (int32_t)at;
	if (late)
		for (int i = 0; i < ncols; i++)
			if (cells[i].k == 255) al_put(sqlite3_column_value(st, i), cells[i].n, &cells[i], arena, cap, &at);
	return at;
}

// al_end resets a statement that has ended, keeping the code of its end.
static void al_end(sqlite3_stmt *st, int rc, al_out *out) {
	out->rc = rc == SQLITE_DONE ? SQLITE_OK : rc;
	out->done = 1;
	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
}

// al_read is al_fetch with the connection's mutex held, which makes the values of its columns safe to look into.
static void al_read(al_conn *c, sqlite3_stmt *st, int bind, const al_cell *args, int nargs, const char *bytes, int64_t nbytes,
	al_cell *cells, int32_t *spans, const uint8_t *kept, int ncols, char *arena, int64_t cap, int maxrows, int pending, al_out *out) {
	int64_t at = 0;
	int rc;
	memset(out, 0, sizeof *out);
	if (bind) {
		const char *own = al_keep(c, bytes, nbytes);
		rc = own == NULL && nbytes > 0 ? SQLITE_NOMEM : al_bind(st, args, nargs, own);
		if (rc != SQLITE_OK) {
			al_end(st, rc, out);
			return;
		}
	}
	while (out->rows < maxrows) {
		if (!pending) {
			rc = sqlite3_step(st);
			if (rc != SQLITE_ROW) {
				al_end(st, rc, out);
				break;
			}
		}
		pending = 1;
		if (bind) { // the first row of a run: the tables may be others than when the statement was compiled
			bind = 0;
			out->prepared = sqlite3_stmt_status(st, SQLITE_STMTSTATUS_REPREPARE, 0);
			out->cols = sqlite3_column_count(st);
			if (out->cols != ncols) {
				out->more = 1;
				return;
			}
		}
		int64_t end = al_row(st, ncols, kept, cells + (int64_t)out->rows * ncols, spans + 2 * out->rows, arena, cap, at);
		if (end > cap) {
			out->more = 1;
			out->need = end - at;
			break;
		}
		at = end;
		pending = 0;
		out->rows++;
	}
	if (out->cols == 0) {
		out->cols = ncols;
		out->prepared = sqlite3_stmt_status(st, SQLITE_STMTSTATUS_REPREPARE, 0);
	}
}

void al_fetch(al_ref conn, al_ref stmt, int bind, const al_cell *args, int nargs, const char *bytes, int64_t nbytes,
	al_cell *cells, int32_t *spans, const uint8_t *kept, int ncols, char *arena, int64_t cap, int maxrows, int pending, al_out *out) {
	al_conn *c = (al_conn *)conn;
	sqlite3_mutex *m = sqlite3_db_mutex(c->db);
	sqlite3_mutex_enter(m);
	al_read(c, (sqlite3_stmt *)stmt, bind, args, nargs, bytes, nbytes, cells, spans, kept, ncols, arena, cap, maxrows, pending, out);
	sqlite3_mutex_leave(m);
}

void al_exec(al_ref conn, al_ref stmt, const al_cell *args, int nargs, int nrows, const char *bytes, int64_t *ids, al_out *out) {
	al_conn *c = (al_conn *)conn;
	sqlite3_stmt *st = (sqlite3_stmt *)stmt;
	int64_t before = sqlite3_total_changes64(c->db), last = before;
	memset(out, 0, sizeof *out);
	for (int r = 0; r < nrows; r++) {
		int rc = al_bind(st, args + (int64_t)r * nargs, nargs, bytes);
		if (rc == SQLITE_OK)
			do rc = sqlite3_step(st);
			while (rc == SQLITE_ROW);
		if (rc != SQLITE_DONE) {
			al_end(st, rc, out);
			out->rows = r;
			return;
		}
		if (ids != NULL) ids[r] = sqlite3_last_insert_rowid(c->db);
		// Changes of triggers and cascades are in the total, not in the changes of the statement itself.
		int64_t total = sqlite3_total_changes64(c->db);
		if (total != last) out->changes += sqlite3_changes64(c->db);
		last = total;
		sqlite3_reset(st);
	}
	sqlite3_clear_bindings(st);
	out->rows = nrows;
	out->done = 1;
	out->rowid = sqlite3_last_insert_rowid(c->db);
}
