package snapshot

import (
	"fmt"
	"strconv"
	"strings"
)

// This file takes one line apart.

// token is a word, a quoted string without its quotes, or a character of punctuation.
type token struct {
	text   string
	quoted bool
}

// line is a line while it is read. The first mistake is kept; from then on everything reads as empty.
type line struct {
	tokens []token
	err    error
}

func lex(s string) (*line, error) {
	l := &line{}
	for s = strings.TrimLeft(s, " \t"); s != ""; s = strings.TrimLeft(s, " \t") {
		n := 1
		switch c := s[0]; {
		case c == '"':
			q, err := strconv.QuotedPrefix(s)
			if err != nil {
				return nil, fmt.Errorf("a string that does not end, or has a wrong escape: %.40s", s)
			}
			text, _ := strconv.Unquote(q)
			l.tokens = append(l.tokens, token{text, true})
			s = s[len(q):]
			continue
		case isWord(c), c == '-' && len(s) > 1 && s[1] >= '0' && s[1] <= '9':
			for n < len(s) && isWord(s[n]) {
				n++
			}
		case !strings.ContainsRune("(),.", rune(c)):
			return nil, fmt.Errorf("unexpected %.20q", s)
		}
		l.tokens = append(l.tokens, token{s[:n], false})
		s = s[n:]
	}
	return l, nil
}

func isWord(c byte) bool {
	return c == '_' || c == '$' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

func (l *line) fail(format string, args ...any) {
	if l.err == nil {
		l.err = fmt.Errorf(format, args...)
		l.tokens = nil
	}
}

// rest is the next token for a message.
func (l *line) rest() string {
	switch {
	case len(l.tokens) == 0:
		return "the end of the line"
	case l.tokens[0].quoted:
		return strconv.Quote(l.tokens[0].text)
	}
	return l.tokens[0].text
}

// accept takes these words if they are next.
func (l *line) accept(words ...string) bool {
	if len(l.tokens) < len(words) {
		return false
	}
	for i, w := range words {
		if l.tokens[i].quoted || l.tokens[i].text != w {
			return false
		}
	}
	l.tokens = l.tokens[len(words):]
	return true
}

func (l *line) expect(words ...string) {
	for _, w := range words {
		if !l.accept(w) {
			l.fail("expected %s, found %s", w, l.rest())
		}
	}
}

// next takes the next token if it is a string, or else a word where words will do.
func (l *line) next(what string, words bool) string {
	if len(l.tokens) == 0 || !l.tokens[0].quoted && (!words || !plain.MatchString(l.tokens[0].text)) {
		l.fail("expected %s, found %s", what, l.rest())
		return ""
	}
	t := l.tokens[0]
	l.tokens = l.tokens[1:]
	return t.text
}

// name takes a name.
func (l *line) name(what string) string {
	s := l.next(what, true)
	if s == "" {
		l.fail("%s is empty", what)
	}
	return s
}

// str takes a quoted string.
func (l *line) str(what string) string { return l.next(what+" in quotes", false) }

// optionalName takes a name if one is next.
func (l *line) optionalName() string {
	if len(l.tokens) == 0 || !l.tokens[0].quoted && l.tokens[0].text == "(" {
		return ""
	}
	return l.name("a name")
}

// tableName takes the name of a table, after that of a schema or not, and gives it with a dot between them.
func (l *line) tableName() string {
	ns, n := "", l.name("the name of a table")
	if l.accept(".") {
		ns, n = n+".", l.name("the name of a table")
	}
	if strings.Contains(n, ".") {
		l.fail("the table name %q has a dot, which separates schema and table", n)
	}
	return ns + n
}

// names takes names in parentheses.
func (l *line) names() (out []string) {
	l.expect("(")
	for {
		out = append(out, l.name("the name of a column"))
		if !l.accept(",") {
			l.expect(")")
			return out
		}
	}
}

// number takes a number.
func (l *line) number() int {
	if len(l.tokens) == 0 {
		l.fail("expected a number, found %s", l.rest())
		return 0
	}
	n, err := strconv.Atoi(l.tokens[0].text)
	if err != nil || n < 0 || l.tokens[0].quoted {
		l.fail("expected a number, found %s", l.rest())
		return 0
	}
	l.tokens = l.tokens[1:]
	return n
}

// end is the first mistake of the line, which is also one if something is left.
func (l *line) end() error {
	if l.err == nil && len(l.tokens) > 0 {
		l.fail("unexpected %s", l.rest())
	}
	return l.err
}
