package text

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// Encoding is the unit in which a client counts the characters of a line.
type Encoding uint8

// The encodings of the protocol. UTF16 is the default that every client speaks.
const (
	UTF16 Encoding = iota
	UTF8
	UTF32
)

// String returns the name the protocol uses for the encoding.
func (e Encoding) String() string { return [...]string{"utf-16", "utf-8", "utf-32"}[e] }

// width returns how many units of the encoding a rune takes that stands in size bytes.
func (e Encoding) width(r rune, size int) int {
	switch {
	case e == UTF8:
		return size
	case e == UTF16 && r > 0xFFFF:
		return 2
	}
	return 1
}

// Position is a place between two characters: a line and a count of units from its start, both from zero.
type Position struct{ Line, Character uint32 }

// Range is the text from Start up to but not including End.
type Range struct{ Start, End Position }

// byteOrderMark is what some editors put before the text of a file on disk and hide from their buffers.
const byteOrderMark = "\uFEFF"

// Mapper translates between byte offsets of one text and positions. It is immutable and may be used by any
// number of goroutines.
//
// Invariant: Offset(Position(o)) == o for every offset o that starts a character and does not stand between
// the two bytes of a \r\n.
type Mapper struct {
	text  string
	lines []int // the offset of the first byte of each line; lines[0] == 0
	bom   int   // bytes at the start of the text that clients do not see
}

// NewMapper returns the mapper of a text that a client sent: all of it counts.
func NewMapper(text string) *Mapper { return &Mapper{text: text, lines: lineStarts(text)} }

// NewFileMapper returns the mapper of a text read from a file: a byte order mark at its start has no width,
// since editors take it away when they open the file.
func NewFileMapper(text string) *Mapper {
	m := NewMapper(text)
	if strings.HasPrefix(text, byteOrderMark) {
		m.bom = len(byteOrderMark)
	}
	return m
}

// Text returns the text that the mapper was made for.
func (m *Mapper) Text() string { return m.text }

// Position returns the position of a byte offset. An offset inside a character means its start, one outside
// the text its nearer end.
func (m *Mapper) Position(offset int, enc Encoding) Position {
	offset = max(0, min(offset, len(m.text)))
	line := sort.SearchInts(m.lines, offset+1) - 1
	start, end := m.lineBounds(line)
	units := 0
	for i := start; i < min(offset, end); {
		r, size := utf8.DecodeRuneInString(m.text[i:])
		if i+size > offset {
			break
		}
		units += enc.width(r, size)
		i += size
	}
	return Position{Line: uint32(line), Character: uint32(units)}
}

// Offset returns the byte offset of a position. A position inside a character means its start, one beyond
// the end of a line that end, one beyond the last line the end of the text.
func (m *Mapper) Offset(p Position, enc Encoding) int {
	if uint64(p.Line) >= uint64(len(m.lines)) {
		return len(m.text)
	}
	i, end := m.lineBounds(int(p.Line))
	for left := int64(p.Character); i < end && left > 0; {
		r, size := utf8.DecodeRuneInString(m.text[i:])
		left -= int64(enc.width(r, size))
		if left < 0 {
			break
		}
		i += size
	}
	return i
}

// Range returns the range between two byte offsets.
func (m *Mapper) Range(start, end int, enc Encoding) Range {
	return Range{Start: m.Position(start, enc), End: m.Position(max(start, end), enc)}
}

// lineBounds returns where the characters of a line begin and end, without what ends the line.
func (m *Mapper) lineBounds(line int) (start, end int) {
	start, end = m.lines[line], len(m.text)
	if line+1 < len(m.lines) {
		end = m.lines[line+1] - 1
		if m.text[end] == '\n' && end > start && m.text[end-1] == '\r' {
			end--
		}
	}
	if line == 0 {
		start = m.bom
	}
	return start, end
}

// lineStarts returns the offsets at which the lines of a text begin.
func lineStarts(text string) []int {
	starts := make([]int, 1, 1+strings.Count(text, "\n"))
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\r':
			if i+1 < len(text) && text[i+1] == '\n' {
				i++
			}
			starts = append(starts, i+1)
		case '\n':
			starts = append(starts, i+1)
		}
	}
	return starts
}
