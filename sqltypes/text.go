package sqltypes

import "fmt"

// StringType is character data of limited length.
type StringType struct {
	// Length counts characters; 0 declares no limit.
	Length int
	// Collation is the order of its values, "" for the database's own.
	Collation string
	// National makes it hold every character also on databases whose usual strings do not (NVARCHAR on SQL Server).
	National bool
}

// Kind implements [Type].
func (StringType) Kind() Kind { return StringKind }

// String implements [Type].
func (t StringType) String() string { return collated(sized("VARCHAR", t.Length), t.Collation) }

// TextType is character data without limit.
type TextType struct {
	// Length counts characters, where a database chooses the size of its storage by it; 0 declares nothing.
	Length int
	// Collation is the order of its values, "" for the database's own.
	Collation string
	// National makes it hold every character also on databases whose usual texts do not.
	National bool
}

// Kind implements [Type].
func (TextType) Kind() Kind { return TextKind }

// String implements [Type].
func (t TextType) String() string { return collated(sized("TEXT", t.Length), t.Collation) }

// BinaryType is a string of at most Length bytes, for the types of standard SQL that have a length.
type BinaryType struct{ Length int }

// Kind implements [Type].
func (BinaryType) Kind() Kind { return LargeBinaryKind }

// String implements [Type].
func (t BinaryType) String() string { return sized("VARBINARY", t.Length) }

// sized is a word with a length behind it, unless that is 0.
func sized(word string, n int) string {
	if n == 0 {
		return word
	}
	return fmt.Sprintf("%s(%d)", word, n)
}

func collated(sql, collation string) string {
	if collation == "" {
		return sql
	}
	return sql + ` COLLATE "` + collation + `"`
}
