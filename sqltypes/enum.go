package sqltypes

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// EnumType is one of a list of words. It is native on PostgreSQL, as a type of its own by Name, and on MySQL; elsewhere it is a
// string. Make one with [Enum].
type EnumType struct {
	// Name is that of the type on PostgreSQL, and of the CHECK constraint.
	Name string
	// Schema is where the type is, "" for where its table is.
	Schema string
	// NonNative makes it a string everywhere.
	NonNative bool
	// Checked adds a CHECK constraint where it is a string.
	Checked bool
	// Existing leaves creating and dropping the type on PostgreSQL to somebody else.
	Existing bool
	// Length is that of the string; 0 is that of the longest word.
	Length int
	// Collation is the order of its values, "" for the database's own.
	Collation string

	labels string // the words, each followed by a NUL: a slice would not be comparable
	nul    bool   // a word has a NUL in it
}

// Enum is one of the words, which are kept in this order. The fields of what it gives say more:
//
//	color := sqltypes.Enum("color", "red", "green")
//	color.Checked = true
func Enum(name string, words ...string) EnumType {
	var b strings.Builder
	nul := false
	for _, w := range words {
		nul = nul || strings.ContainsRune(w, 0)
		b.WriteString(w)
		b.WriteByte(0)
	}
	return EnumType{Name: name, labels: b.String(), nul: nul}
}

// Labels lists the words.
func (t EnumType) Labels() []string {
	if t.labels == "" {
		return nil
	}
	return strings.Split(t.labels[:len(t.labels)-1], "\x00")
}

// Has reports whether a word is one of the enum's.
func (t EnumType) Has(word string) bool {
	for rest := t.labels; rest != ""; {
		var w string
		if w, rest, _ = strings.Cut(rest, "\x00"); w == word {
			return true
		}
	}
	return false
}

// Size is the length of the string that the enum is where it is not native.
func (t EnumType) Size() int {
	if t.Length > 0 {
		return t.Length
	}
	n := 0
	for _, w := range t.Labels() {
		n = max(n, utf8.RuneCountInString(w))
	}
	return n
}

// Valid says what is wrong with the list of words: none, one twice, one with a NUL in it, or one longer than Length.
func (t EnumType) Valid() error {
	seen := map[string]bool{}
	for _, w := range t.Labels() {
		switch {
		case seen[w]:
			return fmt.Errorf("the enum %s has %q twice", t.Name, w)
		case t.Length > 0 && utf8.RuneCountInString(w) > t.Length:
			return fmt.Errorf("the word %q of the enum %s is longer than its length %d", w, t.Name, t.Length)
		}
		seen[w] = true
	}
	if t.nul {
		return fmt.Errorf("a word of the enum %s has a NUL in it", t.Name)
	}
	if len(seen) == 0 {
		return fmt.Errorf("the enum %s has no words", t.Name)
	}
	return nil
}

// Kind implements [Type].
func (EnumType) Kind() Kind { return EnumKind }

// String implements [Type].
func (t EnumType) String() string {
	return collated("ENUM('"+strings.Join(t.Labels(), "', '")+"')", t.Collation)
}
