package orm

import (
	"reflect"
	"unsafe"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/loading"
	"github.com/aludel/aludel/orm/query"
)

// This file makes what a caller gets of the rows of a query.

// decoder is a row of several results, which knows how to read itself.
type decoder interface {
	decode(sc *loading.Scan, row *dbapi.Row) error
}

// rowDecoder reads the results of one row, in order.
type rowDecoder struct {
	sc   *loading.Scan
	row  *dbapi.Row
	next int
	err  error
}

// decodeNext reads the next result, unless one before it failed.
func decodeNext[R any](d *rowDecoder, out *R) {
	if d.err == nil {
		d.err = decodeItem(d.sc, d.next, d.row, out)
		d.next++
	}
}

// decodeItem reads one result of a row. For an entity R is a pointer to its struct, which the faces guarantee.
func decodeItem[R any](sc *loading.Scan, result int, row *dbapi.Row, out *R) error {
	g, i := sc.Result(result)
	if g != nil {
		return g.Read(sc, row, unsafe.Pointer(out))
	}
	if w := sc.Composite(i); w != nil {
		return loading.Whole(w, row, sc.Column(i), out)
	}
	if !sc.IsEntity(i) {
		return loading.Value(row, sc.Column(i), out)
	}
	_, obj, err := sc.Entity(i, row)
	if err == nil {
		*(*unsafe.Pointer)(unsafe.Pointer(out)) = obj
	}
	return err
}

// rowReader gives the function that reads a row: one result, or several.
func rowReader[R any](sc *loading.Scan) func(row *dbapi.Row, out *R) error {
	g, _ := sc.Result(0)
	if _, ok := any((*R)(nil)).(decoder); ok && (g == nil || !g.Is(reflect.TypeFor[R]())) {
		return func(row *dbapi.Row, out *R) error { return any(out).(decoder).decode(sc, row) }
	}
	if g == nil && !sc.IsEntity(0) && sc.Composite(0) == nil {
		return func(row *dbapi.Row, out *R) error { return loading.Value(row, sc.Column(0), out) }
	}
	return func(row *dbapi.Row, out *R) error { return decodeItem(sc, 0, row, out) }
}

// scan prepares to read the rows of a query as rows of a Go type. The query that it gives is the one to send.
func (s *Session) scan(q query.Query, rows reflect.Type) (query.Query, *loading.Scan, error) {
	if err := q.Err(); err != nil {
		return q, nil, err
	}
	if q.Open() {
		slots, err := s.slots(rows)
		if err != nil {
			return q, nil, err
		}
		q = q.Yielding(slots...)
	}
	c := s.ctx
	if q.Mode().ReadOnly || q.Mode().YieldPer > 0 {
		c = nil
	}
	sc, err := loading.NewScan(q, s.mapperOfClass, c)
	if err != nil {
		return q, nil, err
	}
	if len(q.Items()) == 1 && sc.IsEntity(0) && !sc.Multiplies() && q.MayRepeat() && (q.Results() == nil || !q.Results()[0].Grouped) {
		sc.Once()
	}
	if q.Results() != nil {
		err = s.group(q, sc, rows)
	}
	return q, sc, err
}

// mapperOfClass finds the mapper of a class in the session's registries.
func (s *Session) mapperOfClass(c query.Class) (*instance.Mapper, error) {
	for _, r := range s.regs {
		if err := r.Configure(); err != nil {
			return nil, err
		}
		if m := r.byEntity[c.Entity()]; m != nil {
			return m, nil
		}
	}
	return nil, &MisuseError{"query", nil, "no registry of the session maps " + c.Entity().Name + "; pass its registry to NewSessionMaker"}
}
