package dialects

import (
	"fmt"
	"strings"

	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// Collate adds a collation to a declared type.
func Collate(r *sqlcompile.Rules, sql, collation string) string {
	switch {
	case collation == "":
		return sql
	case r.BareCollation:
		return sql + " COLLATE " + collation
	}
	return sql + " COLLATE " + r.QuoteAlways(collation)
}

// Exact declares a type of standard SQL by its own word, or by the one that words has for it. A word may hold %d for the length.
func Exact(r *sqlcompile.Rules, t sqltypes.ExactType, words map[string]string) string {
	word := t.Word
	if w, ok := words[word]; ok {
		word = w
	}
	s, collation := t.Base, ""
	switch b := t.Base.(type) {
	case sqltypes.StringType:
		collation, b.Collation, s = b.Collation, "", sqltypes.StringType{Length: b.Length}
		if i := strings.Index(word, "%d"); i >= 0 {
			return Collate(r, fmt.Sprintf(word, b.Length), collation)
		}
	case sqltypes.TextType:
		collation, s = b.Collation, sqltypes.TextType{Length: b.Length}
	}
	return Collate(r, sqltypes.ExactType{Word: t.Word, Base: s}.Under(word), collation)
}

// Words lists the words of an enum as literals, with a separator.
func Words(r *sqlcompile.Rules, t sqltypes.EnumType, sep string) string {
	var quoted []string
	for _, w := range t.Labels() {
		quoted = append(quoted, r.QuoteText(w))
	}
	return strings.Join(quoted, sep)
}

// Sized is a word with a length behind it, unless that is 0.
func Sized(word string, n int) string {
	if n == 0 {
		return word
	}
	return fmt.Sprintf("%s(%d)", word, n)
}

// Missing says that a database has no such type.
func Missing(database string, t sqltypes.Type, instead string) error {
	return &NoTypeError{Database: database, Type: t, Instead: instead}
}

// NoTypeError says that a database has no type for what a column is to hold.
type NoTypeError struct {
	Database string
	Type     sqltypes.Type
	Instead  string // what to do
}

// Error names the type and says what to do.
func (e *NoTypeError) Error() string {
	return fmt.Sprintf("%s has no type for %s (%s): %s", e.Database, e.Type, e.Type.Kind(), e.Instead)
}
