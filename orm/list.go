package orm

import "slices"

// List is a to-many relationship: an ordered collection that knows whether it is loaded. Its zero value is empty for a new object,
// and not loaded for one that was read. A List belongs to the field it was declared as; copying it elsewhere makes an empty one.
type List[E Mapped] struct{ collection[E] }

// ListOf makes a list for a literal:
//
//	&User{Addresses: orm.ListOf(&Address{...}, &Address{...})}
func ListOf[E Mapped](items ...E) List[E] {
	return List[E]{collection[E]{d: &listData[E]{items: distinct(items), own: true}}}
}

// Append adds members at the end. Those that are in the list already stay where they are.
func (l *List[E]) Append(es ...E) { l.insert(-1, es...) }

// Insert adds members before index i; -1, or an index past the end, adds at the end.
func (l *List[E]) Insert(i int, es ...E) { l.insert(i, es...) }

// Replace makes es the members. The list must be loaded if it has members in the database; it panics with a *[NotLoadedError]
// otherwise, since what is to be removed would not be known.
func (l *List[E]) Replace(es ...E) {
	es = distinct(es)
	for _, e := range l.Items() {
		if !slices.ContainsFunc(es, same(e)) {
			l.Remove(e)
		}
	}
	l.Append(es...)
	if l.d != nil {
		l.d.items = es
	}
}
