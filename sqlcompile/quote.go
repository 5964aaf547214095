package sqlcompile

import "strings"

// This file quotes identifiers.

// Quote writes an identifier for a dialect, in quotes if it needs them: a reserved word, a leading digit or $, upper-case
// letters, or characters outside letters, digits, _ and $.
func (r *Rules) Quote(name string) string {
	if !r.needsQuotes(name) {
		return name
	}
	return r.QuoteAlways(name)
}

// QuoteAlways writes an identifier in quotes.
func (r *Rules) QuoteAlways(name string) string {
	return r.inQuotes(name)
}

func (r *Rules) inQuotes(name string) string {
	var b strings.Builder
	b.WriteByte(r.QuoteOpen)
	for i := 0; i < len(name); i++ {
		if name[i] == r.QuoteClose {
			b.WriteByte(r.QuoteClose)
		}
		b.WriteByte(name[i])
	}
	b.WriteByte(r.QuoteClose)
	return b.String()
}

// QuoteText writes a string as a literal.
func (r *Rules) QuoteText(s string) string {
	s = strings.ReplaceAll(s, "'", "''")
	if r.BackslashEscapes {
		s = strings.ReplaceAll(s, `\`, `\\`)
	}
	return "'" + s + "'"
}

// isWord reports whether a name is letters, digits, _ and $, not beginning with a digit.
func isWord(name string) bool {
	for i, c := range name {
		letter := c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
		if !letter && (i == 0 || c != '$' && (c < '0' || c > '9')) {
			return false
		}
	}
	return name != ""
}

func (r *Rules) needsQuotes(name string) bool {
	if name == "" || name[0] == '$' || name[0] >= '0' && name[0] <= '9' {
		return true
	}
	for i := 0; i < len(name); i++ {
		c := name[i]
		if c != '_' && c != '$' && (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return true
		}
	}
	return r.Reserved(name)
}

// IsReservedElsewhere reports whether a lower-case word is among [IsReservedSQL] for databases like PostgreSQL only.
func IsReservedElsewhere(word string) bool { return elsewhere(word) }

var elsewhere = OneOf("analyse analyze asymmetric freeze ilike isnull limit notnull placing symmetric verbose")

// IsReservedSQL reports whether a lower-case word is reserved in standard SQL as most databases have it.
func IsReservedSQL(word string) bool { return reserved(word) }

// OneOf makes a test of a space-separated list: whether a lower-case word is in it, for the reserved words of a dialect. A name that
// has not the length, the first and the last letter of any word, as most have not, costs no look at the list.
func OneOf(list string) func(word string) bool {
	words := Words(list)
	var seen [64]uint64 // a bit for each outline of a word
	for w := range words {
		o := outline(w)
		seen[o/64] |= 1 << (o % 64)
	}
	return func(w string) bool {
		o := outline(w)
		return seen[o/64]&(1<<(o%64)) != 0 && words[w]
	}
}

// outline is a number below 4,096 for the length, the first and the last letter of a word that is not empty.
func outline(w string) uint {
	return (uint(w[0])*31 + uint(w[len(w)-1])*577 + uint(len(w))*7) % 4096
}

// Words makes a set of a space-separated list, for the reserved words of a dialect.
func Words(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

var reserved = OneOf(`all analyse analyze and any array as asc asymmetric authorization between binary both case cast check
collate column constraint create cross current_date current_role current_time current_timestamp current_user default
deferrable desc distinct do else end except false for foreign freeze from full grant group having ilike in initially inner
intersect into is isnull join leading left like limit localtime localtimestamp natural new not notnull null off offset old on
only or order outer overlaps placing primary references right select session_user set similar some symmetric table then to
trailing true union unique user using verbose when where`)
