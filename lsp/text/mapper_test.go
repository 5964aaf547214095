package text

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

func TestPositionAndOffset(t *testing.T) {
	const sample = "aé😀b\r\nx\ry\nlast\xffz"
	cases := []struct {
		name   string
		offset int
		enc    Encoding
		want   Position
	}{
		{"start", 0, UTF16, Position{0, 0}},
		{"after é in UTF-16", 3, UTF16, Position{0, 2}},
		{"after é in UTF-8", 3, UTF8, Position{0, 3}},
		{"after the emoji in UTF-16", 7, UTF16, Position{0, 4}},
		{"after the emoji in UTF-32", 7, UTF32, Position{0, 3}},
		{"end of the line before CRLF", 8, UTF16, Position{0, 5}},
		{"after CRLF", 10, UTF16, Position{1, 0}},
		{"after a lone CR", 12, UTF16, Position{2, 0}},
		{"after LF", 14, UTF16, Position{3, 0}},
		{"after an invalid byte", 19, UTF16, Position{3, 5}},
		{"end of text", 20, UTF8, Position{3, 6}},
	}
	m := NewMapper(sample)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := m.Position(c.offset, c.enc); got != c.want {
				t.Errorf("Position(%d) = %v, want %v", c.offset, got, c.want)
			}
			if got := m.Offset(c.want, c.enc); got != c.offset {
				t.Errorf("Offset(%v) = %d, want %d", c.want, got, c.offset)
			}
		})
	}
}

func TestOffsetClamps(t *testing.T) {
	m := NewMapper("ab\ncd")
	for _, c := range []struct {
		p    Position
		want int
	}{{Position{0, 99}, 2}, {Position{1, 99}, 5}, {Position{9, 0}, 5}, {Position{0, 1 << 31}, 2}} {
		if got := m.Offset(c.p, UTF16); got != c.want {
			t.Errorf("Offset(%v) = %d, want %d", c.p, got, c.want)
		}
	}
	emoji := NewMapper("😀")
	if got := emoji.Offset(Position{0, 1}, UTF16); got != 0 {
		t.Errorf("the middle of a surrogate pair is offset %d, want 0", got)
	}
	if got := emoji.Position(2, UTF16); got != (Position{}) {
		t.Errorf("the middle of a character is %v, want its start", got)
	}
	if got := NewMapper("a\r\nb").Position(2, UTF16); got != (Position{0, 1}) {
		t.Errorf("between CR and LF is %v, want the end of the line", got)
	}
}

func TestByteOrderMark(t *testing.T) {
	const src = "\uFEFFpackage p"
	if got := NewFileMapper(src).Position(3, UTF16); got != (Position{}) {
		t.Errorf("first character of a file with a byte order mark is at %v, want the start", got)
	}
	if got := NewFileMapper(src).Offset(Position{}, UTF16); got != 3 {
		t.Errorf("start of a file with a byte order mark is offset %d, want 3", got)
	}
	if got := NewMapper(src).Position(3, UTF16); got != (Position{0, 1}) {
		t.Errorf("a mark that the client sent itself counts: got %v", got)
	}
}

func TestApply(t *testing.T) {
	at := func(l1, c1, l2, c2 uint32) *Range { return &Range{Position{l1, c1}, Position{l2, c2}} }
	cases := []struct {
		name, text, want string
		changes          []Change
	}{
		{"whole", "old", "new", []Change{{nil, "new"}}},
		{"in order", "abc", "aXYc", []Change{{at(0, 1, 0, 2), "X"}, {at(0, 2, 0, 2), "Y"}}},
		{"across lines", "a\r\nb\r\nc", "ac", []Change{{at(0, 1, 2, 0), ""}}},
		{"behind an emoji", "😀b", "😀c", []Change{{at(0, 2, 0, 3), "c"}}},
		{"backwards", "abc", "abXc", []Change{{at(0, 2, 0, 1), "X"}}},
		{"beyond the end", "a", "ab", []Change{{at(7, 7, 8, 8), "b"}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := Apply(c.text, c.changes, UTF16); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// FuzzMapper holds the mapper against a naive one that splits the text and encodes the line with unicode/utf16.
func FuzzMapper(f *testing.F) {
	for _, s := range []string{"", "a\nb", "a\r\nb\r", "é😀\xff\n\xf0\x9f", "\uFEFFx\n", "\r\r\n\n"} {
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, s string, offset int) {
		if offset < 0 || offset > len(s) || !startsCharacter(s, offset) {
			t.Skip("not the start of a character")
		}
		m := NewMapper(s)
		line, prefix := naiveLine(s, offset)
		for enc, units := range map[Encoding]int{
			UTF8: len(prefix), UTF16: len(utf16.Encode([]rune(prefix))), UTF32: len([]rune(prefix)),
		} {
			want := Position{uint32(line), uint32(units)}
			if got := m.Position(offset, enc); got != want {
				t.Fatalf("%q: Position(%d, %v) = %v, want %v", s, offset, enc, got, want)
			}
			if got := m.Offset(want, enc); got != offset {
				t.Fatalf("%q: Offset(%v, %v) = %d, want %d", s, want, enc, got, offset)
			}
		}
	})
}

// startsCharacter tells whether a character, or the end, begins at the offset, and no \n that belongs to a \r.
func startsCharacter(s string, offset int) bool {
	if offset > 0 && offset < len(s) && s[offset-1] == '\r' && s[offset] == '\n' {
		return false
	}
	for i := 0; i <= len(s); {
		if i == offset {
			return true
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		i += max(size, 1)
	}
	return false
}

// naiveLine returns the number of the line that an offset stands in and the part of the line before it.
func naiveLine(s string, offset int) (int, string) {
	unified := strings.ReplaceAll(strings.ReplaceAll(s[:offset], "\r\n", "\n"), "\r", "\n")
	return strings.Count(unified, "\n"), unified[strings.LastIndex(unified, "\n")+1:]
}
