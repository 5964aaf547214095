package orm

import "slices"

// Set is a to-many relationship whose members have no order. Its zero value is empty for a new object, and not loaded for one that
// was read. A Set belongs to the field it was declared as; copying it elsewhere makes an empty one.
type Set[E Mapped] struct{ collection[E] }

// SetOf makes a set for a literal.
func SetOf[E Mapped](items ...E) Set[E] {
	return Set[E]{collection[E]{d: &listData[E]{items: distinct(items), own: true}}}
}

// Add adds members; those that are in the set already change nothing.
func (s *Set[E]) Add(es ...E) { s.insert(-1, es...) }

// Has reports whether e is among the members that are known. It panics with a *[NotLoadedError] if they are not loaded.
func (s *Set[E]) Has(e E) bool { return !isNil(e) && slices.ContainsFunc(s.Items(), same(e)) }

// Replace makes es the members. The set must be loaded if it has members in the database; it panics with a *[NotLoadedError]
// otherwise, since what is to be removed would not be known.
func (s *Set[E]) Replace(es ...E) {
	es = distinct(es)
	for _, e := range s.Items() {
		if !slices.ContainsFunc(es, same(e)) {
			s.Remove(e)
		}
	}
	s.Add(es...)
}
