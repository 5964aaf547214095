package pgconn

import (
	"context"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/aludel/aludel/engine/dbapi"
)

// stmt is a statement that the server has prepared.
type stmt struct {
	c       *conn
	d       *pgconn.StatementDescription
	meta    []dbapi.ColumnMeta
	formats []int16 // of the columns
	kept    []bool  // which columns' texts are thought to become Go strings
	closed  bool
}

var _ dbapi.Stmt = (*stmt)(nil)

func newStmt(c *conn, d *pgconn.StatementDescription) *stmt {
	s := &stmt{c: c, d: d, formats: make([]int16, len(d.Fields))}
	for i, f := range d.Fields {
		if binary(f.DataTypeOID) {
			s.formats[i] = 1
		}
	}
	s.meta, s.kept = describe(d.Fields)
	return s
}

// describe makes the descriptions of columns, and says of which the texts are thought to become Go strings.
func describe(fields []pgconn.FieldDescription) (meta []dbapi.ColumnMeta, kept []bool) {
	meta, kept = make([]dbapi.ColumnMeta, len(fields)), make([]bool, len(fields))
	for i, f := range fields {
		meta[i] = dbapi.ColumnMeta{Name: f.Name, Type: typeNames[f.DataTypeOID], Code: f.DataTypeOID}
		kept[i] = texts[f.DataTypeOID]
	}
	return meta, kept
}

func (s *stmt) start(ctx context.Context, op string, list []any) error {
	if s.closed {
		return dbapi.ErrStmtClosed
	}
	enter := s.c.enter
	if s.c.begin != "" {
		enter = s.c.enterOwing
	}
	if err := enter(ctx, op); err != nil {
		return err
	}
	if len(list) != len(s.d.ParamOIDs) {
		return s.c.leave(ctx, op, &dbapi.ArgCountError{Want: len(s.d.ParamOIDs), Got: len(list)})
	}
	if err := s.c.args.add(list, s.d.ParamOIDs); err != nil {
		return s.c.leave(ctx, op, err)
	}
	return nil
}

// run sends the statement. Its columns are known, so that the server is not asked to describe them.
func (s *stmt) run() rows {
	switch {
	case s.c.begin != "":
		return s.c.beginWith(s)
	case len(s.c.args.bytes) < mayBlock && !s.c.pg.IsClosed():
		return s.c.runAlone(s)
	}
	return s.c.pg.ExecStatement(background, s.d, s.c.args.values, s.c.args.formats, s.formats)
}

// Query runs the statement and gives its rows.
func (s *stmt) Query(ctx context.Context, list []any) (dbapi.Reader, error) {
	if err := s.start(ctx, "query", list); err != nil {
		return nil, err
	}
	return s.c.open(ctx, s.run(), s.meta, s.formats, s.kept)
}

// Exec runs the statement; rows that it gives are discarded.
func (s *stmt) Exec(ctx context.Context, list []any) (dbapi.Result, error) {
	if err := s.start(ctx, "exec", list); err != nil {
		return dbapi.Result{}, err
	}
	tag, err := s.run().Close()
	return dbapi.NewResult(tag.RowsAffected(), 0, false), s.c.leave(ctx, "exec", err)
}

// Close frees the statement. It is not allowed while its reader is open.
func (s *stmt) Close() error {
	switch {
	case s.closed:
		return nil
	case s.c.closed || s.c.pg.IsClosed(): // went with its connection
		s.closed = true
		return nil
	case s.c.reader != nil:
		return dbapi.ErrBusy
	}
	s.closed = true
	if err := s.c.settle(); err != nil {
		return err
	}
	if s.c.pg.TxStatus() == 'E' {
		return nil // the server refuses until ROLLBACK; the name is never used again
	}
	return s.c.leave(background, "close", s.c.pg.Deallocate(background, s.d.Name))
}
