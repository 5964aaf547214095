package diff

import "fmt"

// Kind says what differs.
type Kind string

// The kinds of changes. Missing is what is wanted and not there, extra what is there and not wanted.
const (
	MissingTable       Kind = "missing table"
	ExtraTable         Kind = "extra table"
	MissingColumn      Kind = "missing column"
	ExtraColumn        Kind = "extra column"
	TypeDiffers        Kind = "type differs"
	NullabilityDiffers Kind = "nullability differs"
	// GenerationDiffers is a column whose values should come from the database, which neither generates them nor has a default.
	GenerationDiffers Kind = "generation differs"
	PrimaryKeyDiffers Kind = "primary key differs"
	MissingForeignKey Kind = "missing foreign key"
	ExtraForeignKey   Kind = "extra foreign key"
	ForeignKeyDiffers Kind = "foreign key differs"
	MissingUnique     Kind = "missing unique constraint"
	ExtraUnique       Kind = "extra unique constraint"
	MissingIndex      Kind = "missing index"
	ExtraIndex        Kind = "extra index"
	MissingCheck      Kind = "missing check"
	ExtraCheck        Kind = "extra check"
	DefaultDiffers    Kind = "default differs"
	ComputedDiffers   Kind = "computation differs"
	IdentityDiffers   Kind = "identity differs"
	CommentDiffers    Kind = "comment differs"
	MissingSequence   Kind = "missing sequence"
	ExtraSequence     Kind = "extra sequence"
	SequenceDiffers   Kind = "sequence differs"
	MissingView       Kind = "missing view"
	ExtraView         Kind = "extra view"
	// DefinitionDiffers is a view that selects something else.
	DefinitionDiffers Kind = "definition differs"
)

// Change is one difference.
type Change struct {
	Kind Kind
	// Table is the full name of the table, the view or the sequence.
	Table string
	// Column is the column, or the columns of a key or index separated by ", ", or the condition of a check; "" for the table itself.
	Column string
	// Detail says what is wanted and what is there, where the kind does not say it all.
	Detail string
}

// String is the change as one line.
func (c Change) String() string {
	s := fmt.Sprintf("table %s: %s", c.Table, c.Kind)
	switch c.Kind {
	case MissingSequence, ExtraSequence, SequenceDiffers, MissingView, ExtraView, DefinitionDiffers:
		s = fmt.Sprintf("%s: %s", c.Table, c.Kind)
	}
	if c.Column != "" {
		s += " (" + c.Column + ")"
	}
	if c.Detail != "" {
		s += ": " + c.Detail
	}
	return s
}
