package loading

import (
	"fmt"
	"unsafe"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/orm/query"
)

// Scan reads the rows of one query: what its items become.
type Scan struct {
	// Statement is what is sent.
	Statement expr.Select
	items     []item
	// Tracked says that objects enter the identity map.
	Tracked   bool
	overwrite bool
	along     []*Along
	results   []query.Result        // nil if each item is a result of its own
	groups    []*Group              // of the results that are structs
	seen      map[instance.Key]bool // the objects that were given; nil where rows are given as often as they come
}

type item struct {
	loader *instance.Loader    // of an entity, nil for a value
	whole  *instance.Composite // of a composite, nil for others
	col    int
	now    *instance.State // of the current row
}

// Mappers finds the mapper of an entity.
type Mappers func(c query.Class) (*instance.Mapper, error)

// NewScan prepares to read the rows of a query into the objects of a session; a nil context makes untracked objects.
func NewScan(q query.Query, mappers Mappers, c *instance.Context) (*Scan, error) {
	s := &Scan{Tracked: c != nil, overwrite: q.Mode().Populate}
	statement, items, joined := q.Loaded()
	s.Statement = statement
	opts := q.LoadOptions()
	for _, it := range items {
		if it.Composite != nil {
			m, err := mappers(it.Of)
			if err != nil {
				return nil, err
			}
			whole, err := m.NewComposite(it.Composite)
			if err != nil {
				return nil, err
			}
			s.items = append(s.items, item{col: it.First, whole: whole})
			continue
		}
		if it.Class.Entity() == nil {
			s.items = append(s.items, item{col: it.First})
			continue
		}
		m, err := mappers(it.Class)
		if err != nil {
			return nil, err
		}
		l := NewLoader(m, c, it.First, it.Attrs)
		l.Overwrite, l.Raise = s.overwrite, Columns(m, query.Raising(it.Class, opts))
		s.items = append(s.items, item{loader: l, col: it.First})
	}
	for _, j := range joined {
		m, err := mappers(query.ClassOf(j.Rel.Target))
		if err != nil {
			return nil, err
		}
		l := NewLoader(m, c, j.First, j.Attrs)
		l.Overwrite, l.Raise = s.overwrite, Columns(m, query.Raising(j.Class, j.Below.Opts))
		s.along = append(s.along, &Along{EagerJoin: j, loader: l, found: map[*instance.State]*related{}})
	}
	return s, nil
}

// NewLoader makes the objects of a mapper from rows that have some of its attributes, nil for all, from a column on.
func NewLoader(m *instance.Mapper, c *instance.Context, first int, attrs []*mapping.Attr) *instance.Loader {
	return &instance.Loader{Mapper: m, Context: c, First: first, Cols: Columns(m, attrs)}
}

// Columns are the columns of a mapper that attributes are, nil for none.
func Columns(m *instance.Mapper, attrs []*mapping.Attr) (cols []int) {
	for _, a := range attrs {
		cols = append(cols, m.Attr(a))
	}
	return cols
}

// Group makes results of a row structs of several items; nil ones are items.
func (s *Scan) Group(results []query.Result, groups []*Group) { s.results, s.groups = results, groups }

// Result is the struct that result i of a row is put into, nil for one that is an item, and its first item.
func (s *Scan) Result(i int) (*Group, int) {
	if s.results == nil {
		return nil, i
	}
	return s.groups[i], s.results[i].First
}

// Once makes the scan give each object once, of a query that yields one entity.
func (s *Scan) Once() { s.seen = map[instance.Key]bool{} }

// Again reports whether the object of a row was given before. It is asked once a row, before the row is read.
func (s *Scan) Again(row *dbapi.Row) (bool, error) {
	if s.seen == nil {
		return false, nil
	}
	k, ok, err := s.items[0].loader.KeyIn(row)
	if !ok {
		return false, err
	}
	was := s.seen[k]
	s.seen[k] = true
	return was, nil
}

// Keep makes the scan remember the objects of item i, for loading strategies.
func (s *Scan) Keep(i int) { s.items[i].loader.Keep = true }

// States are the objects of item i of all rows, in order; those that several rows have are there as often.
func (s *Scan) States(i int) []*instance.State { return s.items[i].loader.States }

// Repeats reports whether some of the States may be there several times.
func (s *Scan) Repeats(i int) bool { return s.items[i].loader.Met }

// Single says that the query gives one row.
func (s *Scan) Single() {
	for _, it := range s.items {
		if it.loader != nil {
			it.loader.Single = true
		}
	}
}

// Overwrite refreshes objects that are loaded, edits included.
func (s *Scan) Overwrite() {
	for _, it := range s.items {
		if it.loader != nil {
			it.loader.Overwrite = true
		}
	}
}

// Entity reads the object of item i of a row; nil where an outer join matched nothing.
func (s *Scan) Entity(i int, row *dbapi.Row) (*instance.State, unsafe.Pointer, error) {
	l := s.items[i].loader
	if l == nil {
		return nil, nil, fmt.Errorf("orm: item %d of the query is no entity", i+1)
	}
	st, obj, err := l.Row(row)
	s.items[i].now = st
	return st, obj, err
}

// Composite is the reader of item i, nil for one that is no composite.
func (s *Scan) Composite(i int) *instance.Composite { return s.items[i].whole }

// IsEntity reports whether item i is an entity.
func (s *Scan) IsEntity(i int) bool { return s.items[i].loader != nil }

// Column is the first column of item i.
func (s *Scan) Column(i int) int { return s.items[i].col }

// Mapper is the mapper of item i, nil for a value.
func (s *Scan) Mapper(i int) *instance.Mapper {
	if l := s.items[i].loader; l != nil {
		return l.Mapper
	}
	return nil
}

// Room says how many rows are expected.
func (s *Scan) Room(n int) {
	for _, it := range s.items {
		if it.loader != nil {
			it.loader.Room = n
		}
	}
}
