package mapping

import (
	"strings"
	"unicode"
)

// Snake is the default name of a column or table: the Go name in snake_case, runs of capitals kept together (UserID is user_id,
// HTTPServer is http_server).
func Snake(name string) string {
	var b strings.Builder
	rs := []rune(name)
	for i, r := range rs {
		if unicode.IsUpper(r) {
			afterLower := i > 0 && !unicode.IsUpper(rs[i-1]) && rs[i-1] != '_'
			beforeLower := i > 0 && i+1 < len(rs) && unicode.IsLower(rs[i+1]) && unicode.IsUpper(rs[i-1])
			if afterLower || beforeLower {
				b.WriteByte('_')
			}
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
	}
	return b.String()
}
