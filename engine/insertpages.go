package engine

import (
	"context"
	"slices"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
)

// This file inserts many rows a statement, and gives each its generated key. Execute comes here with the values that it was passed, and
// [Connection.InsertRows], by which the ORM flushes, with those of objects.
//
// PostgreSQL returns keys, in the order of the rows by the form INSERT ... SELECT ... FROM (VALUES ...) ORDER BY; MySQL and MariaDB
// generate the keys of one INSERT in a row, of which the driver gives the first. MariaDB also returns keys that come from elsewhere,
// row by row as it stores the VALUES. SQL Server returns keys in any order, but an identity ascends in that of the rows. Other keys go
// row by row there, as all that the database makes do on Oracle and Firebird, whose INSERT returns one row.

// pageable reports whether rows can go into one statement. An upsert that changes rows may not meet one row twice, so that its rows
// go one by one, as if each were executed alone.
func (c *Connection) pageable(s *expr.Insert, p Params) bool {
	if s.Err != nil || s.More.From != nil || s.More.Multi || len(p) == 0 {
		return false
	}
	if u := s.More.Conflict; u != nil && len(u.Set) > 0 {
		return false
	}
	if c.engine.Dialect().Features().InsertPage == 0 && (!c.engine.returnsOne() || len(unknownKeys(s)) == 0) {
		return false
	}
	return len(passedColumns(s.Table.Columns, p)) == len(p)
}

// returnsOne reports whether the database tells the keys that it makes by returning them, and only for one row a statement.
func (e *Engine) returnsOne() bool {
	return e.Dialect().Rules().Returning && e.Dialect().Features().InsertPage == 0 && !e.Dialect().Features().LastInsertID
}

// pagePlan is how many rows an INSERT takes at a time, and how their keys come back.
type pagePlan struct {
	stmt expr.Insert
	// keys are the columns of generated keys that the statement returns for us.
	keys []*expr.ColumnClause
	// gen is a generated key that the driver tells of, that of the first row of a statement; nil for none.
	gen *expr.ColumnClause
	max int // rows a statement
	// sort is how the keys, which come back in any order, follow each other in that of the rows: 1 upwards, -1 downwards, 0 for not at all.
	sort int
}

// planPages plans for rows of passed values.
func (e *Engine) planPages(s expr.Insert) (*pagePlan, error) {
	one, err := e.Compile(s)
	if err != nil {
		return nil, err
	}
	rules, features := e.Dialect().Rules(), e.Dialect().Features()
	p := &pagePlan{stmt: s, max: pageRows(features.InsertPage, len(one.Compiled.Params), rules.MaxParams)}
	switch {
	case s.More != nil && (s.More.Inline || s.More.Conflict != nil):
	case rules.OrderedInsert == sqlcompile.OrderedCast:
		p.stmt = s.InOrder()
		p.returnKeys(unknownKeys(&s))
	case rules.OrderedInsert == sqlcompile.OrderedOutput:
		p.sortKeys(unknownKeys(&s), e.autoincrement(s.Table))
	case e.returnsOne():
		p.returnKeys(unknownKeys(&s))
	case features.KeyStep != "":
		p.gen = e.generated(one.Compiled)
		if unknown := unknownKeys(&s); rules.Returning && untold(unknown, p.gen) {
			p.gen = nil
			p.returnKeys(unknown)
		}
	}
	return p, nil
}

// returnKeys makes the statement return the keys, unless it returns what the user asked for.
func (p *pagePlan) returnKeys(keys []*expr.ColumnClause) {
	if len(p.stmt.Return) > 0 {
		return
	}
	p.keys = keys
	for _, col := range keys {
		p.stmt = p.stmt.Returning(col)
	}
}

// untold reports whether keys that the database makes are more than the one that the driver tells of.
func untold(unknown []*expr.ColumnClause, told *expr.ColumnClause) bool {
	return slices.ContainsFunc(unknown, func(col *expr.ColumnClause) bool { return col != told })
}

// pageRows is how many rows a statement takes that has so many parameters a row.
func pageRows(best, params, maxParams int) int {
	if params > 0 && maxParams > 0 {
		best = min(best, maxParams/params)
	}
	return max(1, best)
}

// unknownKeys are the columns of the primary key that the database gives their values.
func unknownKeys(s *expr.Insert) (cols []*expr.ColumnClause) {
	for _, col := range s.Table.Columns {
		d := schema.ColumnOf(col)
		if d != nil && d.PrimaryKey && !slices.Contains(s.Columns, col) && (d.Default == nil || d.Default.Expr != nil) {
			cols = append(cols, col)
		}
	}
	return cols
}

// pageSizes are how many rows go into one statement: few sizes, so that few statements are compiled and prepared.
var pageSizes = [...]int{1000, 500, 200, 100, 50, 20, 10, 5, 4, 3, 2, 1}

// pageSize is how many of the rows that are left go into the next statement, of which none may have more than limit, and the place of
// the number among the sizes.
func pageSize(left, limit int) (n, size int) {
	size = slices.IndexFunc(pageSizes[:], func(n int) bool { return n <= left && n <= limit })
	return pageSizes[size], size
}

// page is a statement with the rows that go into it.
type page struct {
	compiled *sqlcompile.Compiled
	binds    []expr.KeyBind
	at, n    int // the first row, and how many
}

// rowSource is where rows that are inserted come from, and what is told their keys.
type rowSource interface {
	// page compiles the statement for n rows, the number being the size-th of the sizes.
	page(stmt *expr.Insert, at, n, size int) (page, error)
	// bind gives the text and the values of a page.
	bind(p page) (text string, args []any, err error)
	// generated is told the key of a row, one that the driver told of.
	generated(row int, id int64) error
	// returned is told the row that the statement gave for a row.
	returned(row int, rows *Rows, r *dbapi.Row) error
}

// pages is an INSERT of many rows on its way.
type pages struct {
	*pagePlan
	conn *Connection
	ctx  context.Context
	src  rowSource
	step int64 // the distance of the keys that the database generates for the rows of a statement
	sum  int64 // how many rows were stored
	// own makes the result of a statement that returns what the user asked for.
	own func(p page, rows *Rows) error
}

// insert stores rows. The error is a *[BatchError].
func (p *pages) insert(rows int) error {
	limit := p.max
	switch {
	case p.gen == nil || limit == 1:
	case rows > 2:
		if err := p.readStep(); err != nil {
			return &BatchError{Rows: rows, Err: err}
		}
	default: // asking for the distance would take as long as the second row
		limit = 1
	}
	for at := 0; at < rows; {
		n, size := pageSize(rows-at, limit)
		if err := p.send(at, n, size); err != nil {
			return &BatchError{Stored: at, Rows: n, Err: err}
		}
		at += n
	}
	return nil
}

// readStep asks for the distance of generated keys, once a transaction.
func (p *pages) readStep() error {
	c := p.conn
	if c.tx != nil && c.tx.keyStep > 0 {
		p.step = c.tx.keyStep
		return nil
	}
	rows, err := c.query(p.ctx, nil, c.engine.Dialect().Features().KeyStep, nil)
	if err != nil {
		return err
	}
	err = rows.Each(func(row *dbapi.Row) error {
		p.step = row.Int64(0)
		return nil
	})
	if c.tx != nil {
		c.tx.keyStep = p.step
	}
	return err
}

// send inserts a page.
func (p *pages) send(at, n, size int) error {
	stmt := p.stmt
	if n > 1 {
		stmt = stmt.ForRows(n)
	}
	pg, err := p.src.page(&stmt, at, n, size)
	if err != nil {
		return err
	}
	text, args, err := p.src.bind(pg)
	if err != nil {
		return err
	}
	if pg.compiled.Yields() {
		return p.query(pg, text, args)
	}
	res, err := p.conn.exec(p.ctx, pg.compiled, text, args)
	if err != nil {
		return err
	}
	affected, err := res.RowsAffected()
	if err != nil {
		affected = int64(n) // the driver cannot tell; all were stored, or there were an error
	}
	p.sum += affected
	return p.number(res, pg)
}

// number gives rows the keys that follow the first.
func (p *pages) number(res Result, pg page) error {
	if p.gen == nil {
		return nil
	}
	id, err := res.LastInsertID()
	for i := 0; i < pg.n && err == nil; i++ {
		err = p.src.generated(pg.at+i, id)
		id += p.step
	}
	return err
}

// query inserts a page that yields rows: keys for us, or what was asked for.
func (p *pages) query(pg page, text string, args []any) error {
	rows, err := p.conn.query(p.ctx, pg.compiled, text, args)
	if err != nil {
		return err
	}
	if p.keys == nil {
		return p.own(pg, rows)
	}
	if p.sort != 0 && pg.n > 1 {
		return p.querySorted(pg, rows)
	}
	n := 0
	err = rows.Each(func(r *dbapi.Row) error {
		if n++; n > pg.n {
			return errKeyCount
		}
		return p.src.returned(pg.at+n-1, rows, r)
	})
	return p.counted(pg, n, err)
}

// counted counts the rows of a page, each of which gave a key.
func (p *pages) counted(pg page, n int, err error) error {
	if err == nil && n != pg.n {
		err = errKeyCount
	}
	if err == errKeyCount {
		err = &sqlcompile.Error{Dialect: p.conn.engine.Dialect().Name(), What: "INSERT", Err: err}
	}
	p.sum += int64(n)
	return err
}
