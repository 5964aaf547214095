package sqlcompile

import "strconv"

// This file keeps generated names as short as the database wants them.

// nameClass is a kind of generated names, each with a counter of its own.
type nameClass uint8

const (
	labelNames nameClass = iota
	aliasNames
	bindNames
	nameClasses
)

// shortKey is a generated name that was too long.
type shortKey struct {
	class nameClass
	name  string
}

// shortener remembers what long names became.
type shortener struct {
	short map[shortKey]string
	count [nameClasses]int
}

// shorten gives a generated name as it is, or its beginning with a number where it is longer than the database allows: the last six
// characters are kept for that. A name given by the user is never shortened.
func (c *compiler) shorten(class nameClass, name string) string {
	limit := c.o.LabelLength
	if limit == 0 {
		if limit = c.r.MaxLabel; limit == 0 {
			limit = c.r.MaxIdentifier
		}
	}
	if limit = max(limit-6, 0); len(name) <= limit {
		return name
	}
	k := shortKey{class, name}
	if s, ok := c.shortened.short[k]; ok {
		return s
	}
	if c.shortened.short == nil {
		c.shortened.short = map[shortKey]string{}
	}
	c.shortened.count[class]++
	s := cutName(name, limit) + "_" + strconv.FormatInt(int64(c.shortened.count[class]), 16)
	c.shortened.short[k] = s
	return s
}

// cutName is the beginning of a name, at most limit bytes, without half a character at its end.
func cutName(name string, limit int) string {
	for limit > 0 && name[limit]&0xC0 == 0x80 {
		limit--
	}
	return name[:limit]
}
