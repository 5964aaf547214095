package sqltypes

// Bounded is a type whose values are sets of others, by their bounds: a range.
type Bounded interface {
	Type
	// BoundType is the type of the bounds.
	BoundType() Type
}

// PathType is the type of what says where in a document a part of it lies. Each dialect writes it in its own way.
type PathType struct {
	// Place says that it is a place in a list, an integer, and not a key of an object.
	Place bool
	// Deep says that it is a path: a list of keys and places.
	Deep bool
}

// Kind implements [Type].
func (PathType) Kind() Kind { return OtherKind }

// String implements [Type].
func (t PathType) String() string {
	switch {
	case t.Deep:
		return "JSON path"
	case t.Place:
		return "JSON index"
	}
	return "JSON key"
}
