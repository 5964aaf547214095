package feature

import "strings"

// CloseTag returns a text in which the struct tag that is being typed before an offset is closed: a backquote or
// a double quote that its line opens and does not close swallows what follows in the eyes of a parser. Nothing
// before the offset moves. It reports false if there is nothing to close.
func CloseTag(src string, offset int) (string, bool) {
	start := strings.LastIndexByte(src[:offset], '\n') + 1
	end := len(src)
	if i := strings.IndexAny(src[offset:], "\r\n"); i >= 0 {
		end = offset + i
	}
	line := src[start:end]
	if strings.Count(line, "`")%2 == 0 {
		return src, false
	}
	open := strings.LastIndexByte(line, '`')
	if start+open >= offset {
		return src, false
	}
	closing := "`"
	if strings.Count(line[open:], `"`)%2 == 1 {
		closing = "\"`"
	}
	return src[:end] + closing + src[end:], true
}
