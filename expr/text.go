package expr

import "strings"

// This file finds the :names in literal SQL.

// bindNames lists the bind names in sql in order of first appearance.
func bindNames(sql string) (names []string) {
	seen := map[string]bool{}
	for _, p := range SplitText(sql) {
		if p.Bind && !seen[p.Text] {
			seen[p.Text] = true
			names = append(names, p.Text)
		}
	}
	return names
}

// TextPart is a piece of literal SQL: text as it stands, or the name of a bind.
type TextPart struct {
	Text string
	Bind bool
}

// SplitText cuts literal SQL at its binds. A bind is a colon and a name that do not follow a word character or another
// colon, so that a cast (x::int) stays text; a backslash before the colon keeps it literal. What stands in quotes or in a comment is
// text, whatever it says: no database takes a parameter there.
func SplitText(sql string) (parts []TextPart) {
	var lit strings.Builder
	for i := 0; i < len(sql); {
		if sql[i] == '\\' && i+1 < len(sql) && sql[i+1] == ':' {
			lit.WriteByte(':')
			i += 2
			continue
		}
		if end := opaque(sql, i); end > i {
			lit.WriteString(strings.ReplaceAll(sql[i:end], `\:`, ":"))
			i = end
			continue
		}
		end := bindAt(sql, i)
		if end == 0 {
			lit.WriteByte(sql[i])
			i++
			continue
		}
		if lit.Len() > 0 {
			parts = append(parts, TextPart{Text: lit.String()})
			lit.Reset()
		}
		parts = append(parts, TextPart{sql[i+1 : end], true})
		i = end
	}
	if lit.Len() > 0 {
		parts = append(parts, TextPart{Text: lit.String()})
	}
	return parts
}

// opaque is the end of the quoted text or comment that begins at i, i if none does.
func opaque(sql string, i int) int {
	closing, skip := "", 1
	switch c := sql[i]; {
	case c == '\'' || c == '"' || c == '`':
		closing = sql[i : i+1]
	case strings.HasPrefix(sql[i:], "--"):
		closing = "\n"
	case strings.HasPrefix(sql[i:], "/*"):
		closing, skip = "*/", 2
	default:
		return i
	}
	end := strings.Index(sql[i+skip:], closing)
	if end < 0 {
		return len(sql)
	}
	return i + skip + end + len(closing)
}

// bindAt is the end of the bind that begins at i, 0 if none does.
func bindAt(sql string, i int) int {
	if sql[i] != ':' || i > 0 && (sql[i-1] == ':' || wordByte(sql[i-1])) {
		return 0
	}
	j := i + 1
	for j < len(sql) && wordByte(sql[j]) {
		j++
	}
	if j == i+1 || j < len(sql) && sql[j] == ':' || sql[i+1] >= '0' && sql[i+1] <= '9' {
		return 0
	}
	return j
}

func wordByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
