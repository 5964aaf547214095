package sqlcompile

import "strings"

// This file cuts SQL text into tokens, as far as laying it out needs.

type tokenKind uint8

const (
	wordToken tokenKind = iota
	quotedToken
	commentToken
	markToken // an operator, a parenthesis, a comma
)

// token is a piece of SQL. spaced says that blanks stood before it.
type token struct {
	text   string
	kind   tokenKind
	spaced bool
}

// tokens cuts a text. open is the quote of identifiers; backslash says that one in a string takes the next character with it.
func tokens(sql string, open byte, backslash bool) (out []token) {
	spaced := false
	for i := 0; i < len(sql); {
		if isBlank(sql[i]) {
			spaced = true
			i++
			continue
		}
		end, kind := tokenEnd(sql, i, open, backslash)
		out = append(out, token{sql[i:end], kind, spaced})
		i, spaced = end, false
	}
	return out
}

func isBlank(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// tokenEnd is where the token that begins at i ends.
func tokenEnd(sql string, i int, open byte, backslash bool) (end int, kind tokenKind) {
	switch c := sql[i]; {
	case c == '\'':
		return quotedEnd(sql, i, '\'', backslash), quotedToken
	case c == '"' || c == '`':
		return quotedEnd(sql, i, c, false), quotedToken
	case c == '[' && open == '[':
		return quotedEnd(sql, i, ']', false), quotedToken
	case strings.HasPrefix(sql[i:], "--"):
		return commentEnd(sql, i, "\n"), commentToken
	case strings.HasPrefix(sql[i:], "/*"):
		return commentEnd(sql, i+2, "*/"), commentToken
	case isWordByte(c):
		for end = i; end < len(sql) && isWordByte(sql[end]); end++ {
		}
		return end, wordToken
	}
	return i + 1, markToken
}

func isWordByte(c byte) bool {
	return c == '_' || c == '$' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// quotedEnd is the end of what is quoted from i on; a doubled quote is one in it.
func quotedEnd(sql string, i int, closing byte, backslash bool) int {
	for i++; i < len(sql); i++ {
		switch {
		case backslash && sql[i] == '\\':
			i++
		case sql[i] != closing:
		case i+1 < len(sql) && sql[i+1] == closing:
			i++
		default:
			return i + 1
		}
	}
	return len(sql)
}

// commentEnd is the end of a comment; a line end belongs to none.
func commentEnd(sql string, i int, closing string) int {
	at := strings.Index(sql[i:], closing)
	switch {
	case at < 0:
		return len(sql)
	case closing == "\n":
		return i + at
	}
	return i + at + len(closing)
}
