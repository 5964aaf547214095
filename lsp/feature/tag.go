package feature

import (
	"go/token"
	"strconv"

	"github.com/aludel/aludel/analysis/typesread"
	"github.com/aludel/aludel/orm/mapping"
)

// tag returns what the ORM reads in the tag of a field, and the offset of the place in the unquoted tag; false if
// the place is not in the part of the tag that is the ORM's.
func (p place) tag(f *field) (mapping.Tag, int, bool) {
	text, err := strconv.Unquote(f.node.Tag.Value)
	if err != nil {
		return mapping.Tag{}, 0, false
	}
	tag := mapping.ParseTag(text)
	at := typesread.TagOffset(f.node.Tag, p.file.Pos(p.offset))
	return tag, at, tag.Present && tag.Body.Off <= at && at <= tag.Body.Off+tag.Body.Len
}

// inTagSpan returns where a range of the unquoted tag of a field stands in the file.
func (p place) inTagSpan(f *field, s mapping.Span) Span {
	offset := func(pos token.Pos) int { o, _ := p.file.Offset(pos); return o }
	return Span{
		Path:  p.file.Path,
		Start: offset(typesread.TagPos(f.node.Tag, s.Off)),
		End:   offset(typesread.TagPos(f.node.Tag, s.Off+s.Len)),
	}
}
