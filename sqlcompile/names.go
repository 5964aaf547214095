package sqlcompile

import (
	"strconv"
	"strings"
)

// names numbers anonymous things: binds, labels and aliases share one counter per base name, and a thing keeps the name of
// its first appearance.
type names struct {
	given smallMap[any, string] // by the address of the thing
	count smallMap[string, int]
}

func (n *names) clear() {
	n.given.clear()
	n.count.clear()
}

// of is the name of the thing at key, whose name begins with base.
func (n *names) of(key any, base string) string {
	if s, ok := n.given.get(key); ok {
		return s
	}
	s := n.next(base)
	n.given.put(key, s)
	return s
}

// next is a name that nothing has yet.
func (n *names) next(base string) string {
	i, _ := n.count.get(base)
	n.count.put(base, i+1)
	return base + "_" + strconv.Itoa(i+1)
}

// generated reports whether a name was given to something.
func (n *names) generated(name string) bool {
	i := strings.LastIndexByte(name, '_')
	if i < 0 {
		return false
	}
	number, err := strconv.Atoi(name[i+1:])
	last, _ := n.count.get(name[:i])
	return err == nil && number > 0 && number <= last && strconv.Itoa(number) == name[i+1:]
}

// cleanName keeps the names of binds free of what would confuse a driver.
func cleanName(s string) string {
	if !strings.ContainsAny(s, oddInNames) {
		return s
	}
	fields := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(oddInNames, r) })
	return strings.Trim(strings.Join(fields, "_"), "_")
}

const oddInNames = "%() $.:[]"
