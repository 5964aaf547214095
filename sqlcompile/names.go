package sqlcompile

import (
	"strconv"
	"strings"
)

// names numbers anonymous things: binds, labels and aliases share one counter per base name, and a thing keeps the name of
// its first appearance.
type names struct {
	given map[any]string // by the address of the thing
	count map[string]int
}

// of is the name of the thing at key, whose name begins with base.
func (n *names) of(key any, base string) string {
	if s, ok := n.given[key]; ok {
		return s
	}
	s := n.next(base)
	if n.given == nil {
		n.given = map[any]string{}
	}
	n.given[key] = s
	return s
}

// next is a name that nothing has yet.
func (n *names) next(base string) string {
	base = cleanName(base)
	if n.count == nil {
		n.count = map[string]int{}
	}
	n.count[base]++
	return base + "_" + strconv.Itoa(n.count[base])
}

// cleanName keeps generated names free of what would need quotes or confuse a driver.
func cleanName(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("%() $.:[]", r) {
			return '_'
		}
		return r
	}, s)
}
