package mapping

import (
	"strconv"
	"strings"
)

// This file reads the orm part of a struct tag:
//
//	orm:"column:email_address; size:50; fk:users.id; on_delete:cascade"
//
// Options are separated by semicolons, an option and its value by the first colon. A value in single quotes may hold semicolons.

// Span is a range of bytes of the unquoted struct tag.
type Span struct{ Off, Len int }

// Item is one option of a tag.
type Item struct {
	Key, Value string
	HasValue   bool
	KeySpan    Span
	ValueSpan  Span
	// Span is the whole item without surrounding blanks.
	Span Span
}

// Tag is the orm part of a struct tag.
type Tag struct {
	// Present says that there is an orm key.
	Present bool
	Items   []Item
	// Body is the range of the text between the quotes.
	Body Span
	// Malformed says what is wrong with the form of the tag, "" if nothing is; At is where.
	Malformed string
	At        Span
}

// ParseTag reads the orm part of an unquoted struct tag. It takes any text, half-typed tags included: what cannot be read is in
// Malformed, and the items before it are there.
func ParseTag(tag string) Tag {
	start, ok := findKey(tag)
	if !ok {
		return Tag{}
	}
	t := Tag{Present: true}
	end := closingQuote(tag, start)
	if end < 0 {
		end = len(tag)
		t.Malformed, t.At = "the tag has no closing quote", Span{start - 1, end - start + 1}
	}
	t.Body = Span{start, end - start}
	t.items(tag[:end], start)
	return t
}

// findKey gives the offset of the first byte after orm:" where a key of that name stands.
func findKey(tag string) (int, bool) {
	for i := 0; i < len(tag); {
		for i < len(tag) && tag[i] == ' ' {
			i++
		}
		colon := strings.IndexByte(tag[i:], ':')
		if colon < 0 || i+colon+1 >= len(tag) || tag[i+colon+1] != '"' {
			return 0, false
		}
		key, body := tag[i:i+colon], i+colon+2
		if key == "orm" {
			return body, true
		}
		end := closingQuote(tag, body)
		if end < 0 {
			return 0, false
		}
		i = end + 1
	}
	return 0, false
}

func closingQuote(tag string, from int) int {
	for i := from; i < len(tag); i++ {
		switch tag[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return -1
}

// items cuts body[from:] at semicolons outside single quotes.
func (t *Tag) items(body string, from int) {
	begin, quoted := from, false
	for i := from; i <= len(body); i++ {
		if i < len(body) && body[i] == '\'' {
			quoted = !quoted
		}
		if i == len(body) || body[i] == ';' && !quoted {
			t.item(body, begin, i, i == len(body))
			begin = i + 1
		}
	}
	if quoted && t.Malformed == "" {
		t.Malformed, t.At = "a single quote is not closed", Span{from, len(body) - from}
	}
}

func (t *Tag) item(body string, begin, end int, last bool) {
	lo, hi := begin, end
	for lo < hi && body[lo] == ' ' {
		lo++
	}
	for hi > lo && body[hi-1] == ' ' {
		hi--
	}
	raw := body[lo:hi]
	if raw == "" {
		if !last && t.Malformed == "" {
			t.Malformed, t.At = "an option is empty", Span{begin, max(end-begin, 1)}
		}
		return
	}
	it := Item{Span: Span{lo, hi - lo}}
	key, value, has := strings.Cut(raw, ":")
	it.Key, it.HasValue = strings.TrimRight(key, " "), has
	it.KeySpan = Span{lo, len(it.Key)}
	if has {
		lead := len(value) - len(strings.TrimLeft(value, " "))
		it.Value = strings.TrimSpace(value)
		it.ValueSpan = Span{lo + len(key) + 1 + lead, len(it.Value)}
		if n := len(it.Value); n >= 2 && it.Value[0] == '\'' && it.Value[n-1] == '\'' {
			it.Value = it.Value[1 : n-1]
			it.ValueSpan = Span{it.ValueSpan.Off + 1, n - 2}
		}
		it.Value = unescape(it.Value)
	}
	t.Items = append(t.Items, it)
}

// unescape resolves the escapes of a value: what stands between the quotes of a struct tag is written as in a Go string.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	if u, err := strconv.Unquote(`"` + s + `"`); err == nil {
		return u
	}
	return s
}

// Get is the first item with the key.
func (t Tag) Get(key string) (Item, bool) {
	for _, it := range t.Items {
		if it.Key == key {
			return it, true
		}
	}
	return Item{}, false
}

// Words cuts the value of an item at commas, each word with its place.
func (it Item) Words() []Item {
	var out []Item
	off := it.ValueSpan.Off
	for _, w := range strings.Split(it.Value, ",") {
		lead := len(w) - len(strings.TrimLeft(w, " "))
		v := strings.TrimSpace(w)
		if v != "" {
			out = append(out, Item{Key: it.Key, Value: v, HasValue: true, ValueSpan: Span{off + lead, len(v)}, Span: Span{off + lead, len(v)}})
		}
		off += len(w) + 1
	}
	return out
}
