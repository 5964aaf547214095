package diff

import "strings"

// This file brings SQL that databases rewrite into one form. Databases add and drop parentheses, casts and quotes, and have other
// words for some things. What remains is compared as text; so two expressions that differ in their parentheses alone are equal
// here.

// canonical is SQL text in a form of which equal expressions usually have the same.
func canonical(sql string) string {
	toks := tokens(sql)
	var out []string
	for i := 0; i < len(toks); i++ {
		switch t := toks[i]; {
		case t == "(" || t == ")":
		case t == "::":
			i = afterCast(toks, i)
		case introducers[t] && i+1 < len(toks) && toks[i+1][0] == '\'':
			// the character set of the text behind it, which MySQL adds
		case t == "=" && next(toks, i, "any", "(", "array", "["), t == "=" && next(toks, i, "any", "(", "(", "array", "["):
			out = append(out, "in") // PostgreSQL's form of IN
		case t == "any" || t == "array" || t == "[" || t == "]":
			if len(out) == 0 || out[len(out)-1] != "in" && !inList(out) {
				out = append(out, t)
			}
		case synonyms[t] != "":
			out = append(out, synonyms[t])
		default:
			out = append(out, t)
		}
	}
	return strings.Join(between(out), " ")
}

// inList reports whether an IN is open, whose brackets go.
func inList(out []string) bool {
	for i := len(out) - 1; i >= 0; i-- {
		switch {
		case out[i] == "in":
			return true
		case out[i] == "and" || out[i] == "or":
			return false
		}
	}
	return false
}

// introducers are the character sets that MySQL writes before texts.
var introducers = map[string]bool{"_utf8mb4": true, "_utf8mb3": true, "_utf8": true, "_latin1": true, "_ascii": true}

// synonyms are words that mean the same.
var synonyms = map[string]string{"now": "current_timestamp", "!=": "<>", "~~": "like", "!~~": "not like", "datetime": "timestamp"}

// next reports whether these tokens follow.
func next(toks []string, i int, want ...string) bool {
	for j, w := range want {
		if i+1+j >= len(toks) || toks[i+1+j] != w {
			return false
		}
	}
	return true
}

// typeWords are the words of types of several.
var typeWords = map[string]bool{"varying": true, "precision": true, "without": true, "with": true, "time": true, "zone": true}

// afterCast is the last token of the cast that begins at i.
func afterCast(toks []string, i int) int {
	for i++; i+1 < len(toks) && (typeWords[toks[i+1]] || toks[i+1] == "."); i++ {
		if toks[i+1] == "." {
			i++
		}
	}
	if i+1 < len(toks) && toks[i+1] == "(" {
		for j := i + 2; j < len(toks) && (toks[j] == "," || toks[j] == ")" || toks[j][0] >= '0' && toks[j][0] <= '9'); j++ {
			if toks[j] == ")" {
				i = j
				break
			}
		}
	}
	for i+2 < len(toks) && toks[i+1] == "[" && toks[i+2] == "]" {
		i += 2
	}
	return i
}

// between writes x BETWEEN a AND b as two comparisons, which is how PostgreSQL keeps it, where the three are single tokens.
func between(toks []string) (out []string) {
	for i := 0; i < len(toks); i++ {
		if toks[i] == "between" && i > 0 && i+3 < len(toks) && toks[i+2] == "and" {
			out = append(out, ">=", toks[i+1], "and", toks[i-1], "<=", toks[i+3])
			i += 3
			continue
		}
		out = append(out, toks[i])
	}
	return out
}

// tokens takes SQL apart: words and quoted names in lower case, strings as they are, operators.
func tokens(s string) (out []string) {
	for i := 0; i < len(s); {
		start := i
		switch c := s[i]; {
		case c == ' ' || c >= '\t' && c <= '\r':
			i++
			continue
		case c == '\'' || c == '"' || c == '`':
			i = closing(s, i)
			if t := s[start:i]; c == '\'' {
				out = append(out, t)
			} else {
				out = append(out, strings.ToLower(strings.Trim(t, string(c))))
			}
			continue
		case isWord(c):
			number := c >= '0' && c <= '9'
			for i < len(s) && (isWord(s[i]) || number && s[i] == '.') {
				i++
			}
		case strings.IndexByte("<>=!~:|", c) >= 0:
			for i < len(s) && strings.IndexByte("<>=!~:|", s[i]) >= 0 {
				i++
			}
		default:
			i++
		}
		out = append(out, strings.ToLower(s[start:i]))
	}
	return out
}

// closing is the end of the quoted text that begins at i.
func closing(s string, i int) int {
	q := s[i]
	for i++; i < len(s); i++ {
		if s[i] == q {
			if i+1 < len(s) && s[i+1] == q {
				i++
				continue
			}
			return i + 1
		}
	}
	return len(s)
}

func isWord(c byte) bool {
	return c == '_' || c == '$' || c >= 0x80 || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}
