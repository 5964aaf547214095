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
	raw  string // the value as written, escapes included
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
	start, malformed, at := findKey(tag)
	if start < 0 {
		return Tag{Present: malformed != "", Malformed: malformed, At: at, Body: Span{at.Off + at.Len, 0}}
	}
	t := Tag{Present: true, Malformed: malformed, At: at}
	end := closingQuote(tag, start)
	if end < 0 {
		end = len(tag)
		t.wrong("the tag has no closing quote", Span{start - 1, end - start + 1})
	} else if again := findSecond(tag, end+1); again >= 0 {
		t.wrong("there are two orm keys, of which only the first counts", Span{again, len("orm")})
	}
	t.Body = Span{start, end - start}
	t.items(tag[:end], start)
	return t
}

// wrong notes what is wrong with the form of the tag; the first mistake counts.
func (t *Tag) wrong(what string, at Span) {
	if t.Malformed == "" {
		t.Malformed, t.At = what, at
	}
}

// keyAt reads a key and the quote after its colon, as package reflect does, from an offset where one may stand: it gives the key and
// the offset of its value, which is -1 where no key with a quoted value stands.
func keyAt(tag string, i int) (key string, value int) {
	j := i
	for j < len(tag) && tag[j] > ' ' && tag[j] != ':' && tag[j] != '"' && tag[j] != 0x7f {
		j++
	}
	if j == i || !strings.HasPrefix(tag[j:], `:"`) {
		return "", -1
	}
	return tag[i:j], j + 2
}

// findKey gives the offset of the first byte after orm:" where a key of that name stands, -1 where none does. A tag that is not of
// the form key:"value" hides the keys after the mistake from package reflect, so an orm key that is meant is found anyway, with what
// is wrong.
func findKey(tag string) (start int, malformed string, at Span) {
	for i := 0; ; {
		for i < len(tag) && tag[i] == ' ' {
			i++
		}
		if i == len(tag) {
			return -1, "", Span{}
		}
		key, value := keyAt(tag, i)
		if key == "orm" {
			return value, "", Span{}
		}
		end := -1
		if value >= 0 && strings.TrimLeft(key, ",;") != "orm" { // json:"x",orm:"y" has a key of that name
			end = closingQuote(tag, value)
		}
		if end < 0 {
			return strayKey(tag, i)
		}
		i = end + 1
	}
}

// strayKey looks for an orm key in a tag that cannot be read as keys and values from an offset on.
func strayKey(tag string, from int) (start int, malformed string, at Span) {
	i := wordIndex(tag[from:], "orm:")
	if i >= 0 {
		i += from
	} else if i = wordIndex(tag, `orm:"`); i < 0 {
		return -1, "", Span{}
	}
	after := i + len("orm:")
	blank := after
	for blank < len(tag) && tag[blank] == ' ' {
		blank++
	}
	switch {
	case blank == len(tag) || tag[blank] != '"':
		return -1, `the options stand in double quotes, as in orm:"pk"`, Span{i, after - i}
	case blank > after:
		return blank + 1, "there is a blank between the colon and the quote", Span{i, blank - i}
	}
	return after + 1, `what stands before this key is not of the form key:"value" and a blank`, Span{i, after - i}
}

// wordIndex is the first place of a word that is not the end of a longer one, such as gorm or x-orm.
func wordIndex(s, word string) int {
	for from := 0; ; {
		i := strings.Index(s[from:], word)
		if i < 0 {
			return -1
		}
		i += from
		if i == 0 || !strings.ContainsAny(s[i-1:i], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.") {
			return i
		}
		from = i + 1
	}
}

// findSecond gives the offset of another orm key from an offset on, -1 where none is.
func findSecond(tag string, i int) int {
	for i < len(tag) {
		if tag[i] == ' ' {
			i++
			continue
		}
		key, value := keyAt(tag, i)
		if key == "orm" {
			return i
		}
		if value < 0 {
			return -1
		}
		end := closingQuote(tag, value)
		if end < 0 {
			return -1
		}
		i = end + 1
	}
	return -1
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
	if quoted {
		t.wrong("a single quote is not closed", Span{from, len(body) - from})
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
		if !last {
			t.wrong("an option is empty", Span{begin, max(end-begin, 1)})
		}
		return
	}
	it := Item{Span: Span{lo, hi - lo}}
	key, value, has := strings.Cut(raw, ":")
	it.Key, it.HasValue = strings.TrimRight(key, " "), has
	it.KeySpan = Span{lo, len(it.Key)}
	if has {
		lead := len(value) - len(strings.TrimLeft(value, " "))
		it.Value = strings.Trim(value, " ")
		it.ValueSpan = Span{lo + len(key) + 1 + lead, len(it.Value)}
		if n := len(it.Value); n >= 2 && it.Value[0] == '\'' && it.Value[n-1] == '\'' {
			it.Value = it.Value[1 : n-1]
			it.ValueSpan = Span{it.ValueSpan.Off + 1, n - 2}
		}
		it.raw, it.Value = it.Value, unescape(it.Value)
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
	for _, w := range strings.Split(it.raw, ",") {
		lead := len(w) - len(strings.TrimLeft(w, " "))
		v := strings.Trim(w, " ")
		if v != "" {
			span := Span{off + lead, len(v)}
			out = append(out, Item{Key: it.Key, Value: unescape(v), HasValue: true, ValueSpan: span, Span: span, raw: v})
		}
		off += len(w) + 1
	}
	return out
}
