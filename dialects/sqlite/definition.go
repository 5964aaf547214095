package sqlite

import (
	"strings"

	"github.com/aludel/aludel/dialects"
)

// This file reads the constraints in the text of a CREATE TABLE, as SQLite keeps it. The text has been accepted by SQLite, so it
// is read for what is wanted, and not checked; broken text gives fewer constraints and no panic.

// ReadDefinition implements [dialects.Catalog].
func (dialect) ReadDefinition(create string) []dialects.ConstraintText {
	toks := tokens(create)
	for i, t := range toks {
		if t.is("(") {
			body, _ := group(toks, i)
			r := &definitionReader{text: create}
			r.read(body)
			return r.found
		}
	}
	return nil
}

// ReadIndex implements [dialects.IndexReader].
func (dialect) ReadIndex(create string) (elements []string, where string) {
	toks := tokens(create)
	for i, t := range toks {
		if !t.is("(") {
			continue
		}
		body, next := group(toks, i)
		for len(body) > 0 {
			end := element(body)
			elements = append(elements, withoutOrder(create, body[:end]))
			body = body[min(end+1, len(body)):]
		}
		if next < len(toks) && toks[next].is("WHERE") && next+1 < len(toks) {
			where = create[toks[next+1].start:toks[len(toks)-1].end]
		}
		return elements, where
	}
	return nil, ""
}

// element is where the first comma outside of parentheses stands, or the end.
func element(toks []token) int {
	depth := 0
	for i, t := range toks {
		switch {
		case t.is("("):
			depth++
		case t.is(")"):
			depth--
		case t.is(",") && depth == 0:
			return i
		}
	}
	return len(toks)
}

// withoutOrder is the text of an element without COLLATE, ASC and DESC at its end.
func withoutOrder(text string, toks []token) string {
	for n := len(toks); n > 1; n = len(toks) {
		switch {
		case toks[n-1].is("ASC"), toks[n-1].is("DESC"):
			toks = toks[:n-1]
			continue
		case n > 2 && toks[n-2].is("COLLATE"):
			toks = toks[:n-2]
			continue
		}
		break
	}
	if len(toks) == 0 {
		return ""
	}
	return text[toks[0].start:toks[len(toks)-1].end]
}

// token is a word, a quoted name, a literal or a character of punctuation, at text[start:end].
type token struct {
	word       string // a quoted name without its quotes
	quoted     bool
	start, end int
}

// is reports whether the token is that keyword or character.
func (t token) is(word string) bool { return !t.quoted && strings.EqualFold(t.word, word) }

// closers are the characters that end what the opening ones begin. Doubled they stand for themselves, but for brackets.
var closers = map[byte]byte{'"': '"', '\'': '\'', '`': '`', '[': ']'}

func tokens(s string) (out []token) {
	for i := 0; i < len(s); {
		start := i
		switch c := s[i]; {
		case strings.HasPrefix(s[i:], "--"):
			i = after(s, i, "\n")
		case strings.HasPrefix(s[i:], "/*"):
			i = after(s, i+2, "*/")
		case closers[c] != 0:
			var word string
			word, i = quoted(s, i)
			out = append(out, token{word, true, start, i})
		case isSpace(c):
			i++
		default:
			for i++; isWord(c) && i < len(s) && isWord(s[i]); i++ {
			}
			out = append(out, token{s[start:i], false, start, i})
		}
	}
	return out
}

// after is the position behind the next mark, or the end.
func after(s string, from int, mark string) int {
	if i := strings.Index(s[from:], mark); i >= 0 {
		return from + i + len(mark)
	}
	return len(s)
}

// quoted reads the quoted name or string at s[i:], and gives the position behind it.
func quoted(s string, i int) (string, int) {
	end := closers[s[i]]
	var b strings.Builder
	for i++; i < len(s); i++ {
		if s[i] == end {
			if end == ']' || i+1 >= len(s) || s[i+1] != end {
				return b.String(), i + 1
			}
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String(), i
}

func isSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

func isWord(c byte) bool {
	return c == '_' || c == '$' || c == '.' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80
}

// group gives the tokens between the parenthesis at toks[open] and its partner, and the position behind that.
func group(toks []token, open int) ([]token, int) {
	depth := 0
	for i := open; i < len(toks); i++ {
		switch {
		case toks[i].is("("):
			depth++
		case toks[i].is(")"):
			if depth--; depth == 0 {
				return toks[open+1 : i], i + 1
			}
		}
	}
	return toks[open+1:], len(toks)
}

// definitionReader collects constraints.
type definitionReader struct {
	text  string
	found []dialects.ConstraintText
	name  string   // of the constraint that follows
	own   []string // the column whose definition is read, nil in a constraint of the table
	key   []string // the columns of FOREIGN KEY, until its REFERENCES
}

// read reads what stands between the parentheses: definitions of columns and constraints, separated by commas.
func (r *definitionReader) read(body []token) {
	first := true
	for i := 0; i < len(body); {
		if first {
			r.begin(body[i])
			first = false
			if r.own != nil {
				i++
				continue
			}
		}
		if body[i].is(",") {
			first = true
			i++
			continue
		}
		i = r.clause(body, i)
	}
}

// begin starts a definition: of a column, unless a keyword says that it is of a constraint.
func (r *definitionReader) begin(t token) {
	r.name, r.own, r.key = "", nil, nil
	for _, k := range []string{"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"} {
		if t.is(k) {
			return
		}
	}
	r.own = []string{t.word}
}

// clause reads the clause at toks[i] and gives the position behind it.
func (r *definitionReader) clause(toks []token, i int) int {
	t := toks[i]
	switch {
	case t.is("("):
		_, i = group(toks, i)
		return i
	case t.is("CONSTRAINT") && i+1 < len(toks):
		r.name = toks[i+1].word
		return i + 2
	case t.is("NOT") && i+1 < len(toks) && toks[i+1].is("DEFERRABLE"):
		return i + 2
	case t.is("AS") && i+1 < len(toks) && toks[i+1].is("("):
		return r.computed(toks, i+1)
	case t.is("AUTOINCREMENT"):
		if n := len(r.found); n > 0 && r.found[n-1].Kind == 'p' {
			r.found[n-1].Generated = true
		}
	case t.is("NOT"), t.is("NULL"), t.is("DEFAULT"), t.is("COLLATE"), t.is("GENERATED"), t.is("AS"):
		r.name = ""
	case t.is("CHECK") && i+1 < len(toks):
		return r.check(toks, i+1)
	case t.is("PRIMARY"):
		return r.columns('p', toks, i+2)
	case t.is("UNIQUE"):
		return r.columns('u', toks, i+1)
	case t.is("FOREIGN"):
		r.key, i = names(toks, i+2)
		return i
	case t.is("REFERENCES"):
		r.reference()
		return i + 2
	case t.is("DEFERRABLE"), t.is("DEFERRED"):
		r.deferred(t.is("DEFERRED"))
	}
	return i + 1
}

func (r *definitionReader) add(c dialects.ConstraintText) {
	c.Name, r.name = r.name, ""
	r.found = append(r.found, c)
}

// computed reads the expression of a computed column. Whether it is stored the catalog says.
func (r *definitionReader) computed(toks []token, i int) int {
	r.name = ""
	inner, next := group(toks, i)
	if len(inner) > 0 {
		r.add(dialects.ConstraintText{Kind: 'g', Columns: r.own, Check: r.text[inner[0].start:inner[len(inner)-1].end]})
	}
	return next
}

func (r *definitionReader) check(toks []token, i int) int {
	inner, next := group(toks, i)
	if len(inner) > 0 {
		r.add(dialects.ConstraintText{Kind: 'c', Columns: r.own, Check: r.text[inner[0].start:inner[len(inner)-1].end]})
	}
	return next
}

func (r *definitionReader) columns(kind byte, toks []token, i int) int {
	cols, next := names(toks, i)
	if cols == nil {
		cols = r.own
	}
	r.add(dialects.ConstraintText{Kind: kind, Columns: cols})
	return next
}

// names reads the column names in a parenthesis at toks[i], if there is one.
func names(toks []token, i int) (out []string, next int) {
	if i >= len(toks) || !toks[i].is("(") {
		return nil, min(i, len(toks))
	}
	inner, next := group(toks, i)
	first := true
	for _, t := range inner {
		if first {
			out = append(out, t.word)
		}
		first = t.is(",")
	}
	return out, next
}

func (r *definitionReader) reference() {
	cols := r.key
	if cols == nil {
		cols = r.own
	}
	r.key = nil
	r.add(dialects.ConstraintText{Kind: 'f', Columns: cols})
}

// deferred marks the foreign key just read as deferrable, or as initially deferred.
func (r *definitionReader) deferred(initially bool) {
	if n := len(r.found); n > 0 && r.found[n-1].Kind == 'f' {
		if initially {
			r.found[n-1].Deferred = true
		} else {
			r.found[n-1].Deferrable = true
		}
	}
}
