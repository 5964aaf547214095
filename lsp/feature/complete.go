package feature

import (
	"go/types"
	"slices"
	"strconv"
	"strings"

	"github.com/aludel/aludel/orm/mapping"
)

// completeTag returns what may stand at a place in the tag of a field.
func completeTag(p place, f *field, m *mapping.Model) []Item {
	tag, at, ok := p.tag(f)
	if !ok {
		return nil
	}
	text, _ := strconv.Unquote(f.node.Tag.Value)
	c := completion{place: p, field: f, model: m, text: text, tag: tag, at: at}
	if key, value, ok := c.option(); ok {
		return c.values(key, value)
	}
	return c.names()
}

// completion is the work on one place in a tag.
type completion struct {
	place
	field *field
	model *mapping.Model
	text  string // the tag, unquoted
	tag   mapping.Tag
	at    int // offset in the text of the tag
}

// segment returns the part of the text around the place between two separators, within bounds.
func (c completion) segment(bounds mapping.Span, sep byte) mapping.Span {
	from, to := bounds.Off, bounds.Off+bounds.Len
	if i := strings.LastIndexByte(c.text[from:c.at], sep); i >= 0 {
		from += i + 1
	}
	if i := strings.IndexByte(c.text[c.at:to], sep); i >= 0 {
		to = c.at + i
	}
	for from < c.at && c.text[from] == ' ' {
		from++
	}
	for to > c.at && c.text[to-1] == ' ' {
		to--
	}
	return mapping.Span{Off: from, Len: to - from}
}

// option returns the option whose value the place is in, and the range of that value.
func (c completion) option() (mapping.OptionInfo, mapping.Span, bool) {
	whole := c.segment(c.tag.Body, ';')
	key, _, found := strings.Cut(c.text[whole.Off:c.at], ":")
	if !found {
		return mapping.OptionInfo{}, mapping.Span{}, false
	}
	from := whole.Off + len(key) + 1
	info, _ := mapping.Option(strings.TrimSpace(key))
	return info, mapping.Span{Off: from, Len: whole.Off + whole.Len - from}, true
}

// context says what the options of the field's tag are about.
func (f *field) context() mapping.Context {
	switch ormName(f.typ) {
	case "Entity":
		return mapping.OnEntity
	case "List", "Ref", "Set", "Map", "Dynamic":
		return mapping.OnRelationship
	}
	if f.composite() {
		return mapping.OnComposite
	}
	return mapping.OnColumn
}

// composite reports whether the tag says that the field is several columns.
func (f *field) composite() bool {
	if f.node.Tag == nil {
		return false
	}
	text, err := strconv.Unquote(f.node.Tag.Value)
	if err != nil {
		return false
	}
	_, ok := mapping.ParseTag(text).Get("composite")
	return ok
}

// offers reports whether an option may stand in the field's tag: composite on any struct.
func (f *field) offers(o mapping.OptionInfo) bool {
	c := f.context()
	if o.Name == "composite" && c == mapping.OnColumn {
		n := named(f.typ)
		if n == nil || n.Obj().Pkg() == nil || n.Obj().Pkg().Path() == "time" {
			return false
		}
		_, ok := n.Underlying().(*types.Struct)
		return ok
	}
	return o.Context&c != 0
}

// names returns the options that are not there yet.
func (c completion) names() []Item {
	seg := c.segment(c.tag.Body, ';')
	if colon := strings.IndexByte(c.text[seg.Off:seg.Off+seg.Len], ':'); colon >= 0 {
		seg.Len = colon
	}
	typed := strings.TrimSpace(c.text[seg.Off : seg.Off+seg.Len])
	replaced := c.inTagSpan(c.field, seg)
	hasColon := strings.HasPrefix(c.text[seg.Off+seg.Len:], ":")
	var out []Item
	for _, o := range mapping.Options() {
		_, taken := c.tag.Get(o.Name)
		if !c.field.offers(o) || taken && o.Name != typed {
			continue
		}
		insert := o.Name
		if o.Value != mapping.NoValue && o.Value != mapping.Flag && o.Value != mapping.FlagOr && o.Value != mapping.OptionalNames && !hasColon {
			insert += ":"
		}
		out = append(out, Item{Kind: Option, Label: o.Name, Detail: valueHint(o), Doc: o.Doc, Replace: replaced, Insert: insert})
	}
	return out
}

// valueHint says in a few words what an option takes.
func valueHint(o mapping.OptionInfo) string {
	switch o.Value {
	case mapping.NoValue:
		return ""
	case mapping.Number, mapping.Digits:
		return "a number"
	case mapping.Flag:
		return "true or false"
	case mapping.FlagOr:
		return "true, false, " + strings.Join(o.Words, ", ")
	case mapping.OneOf, mapping.SomeOf:
		return strings.Join(o.Words, ", ")
	case mapping.AttrName, mapping.AttrList:
		return "attributes of the entity"
	case mapping.TargetAttr, mapping.TargetOrder:
		return "attributes of the related entity"
	case mapping.ColumnName:
		return "table.column"
	case mapping.OptionalNames:
		return "the names of the columns"
	}
	return "text"
}

// values returns the values that an option may have.
func (c completion) values(o mapping.OptionInfo, value mapping.Span) []Item {
	seg := value
	switch o.Value {
	case mapping.SomeOf, mapping.AttrList, mapping.TargetOrder:
		seg = c.segment(value, ',')
	default:
		seg = c.segment(value, ';')
	}
	replaced := c.inTagSpan(c.field, seg)
	var out []Item
	for _, it := range c.candidates(o) {
		it.Replace = replaced
		if it.Insert == "" {
			it.Insert = it.Label
		}
		out = append(out, it)
	}
	return out
}

// candidates returns the values of an option without their places.
func (c completion) candidates(o mapping.OptionInfo) []Item {
	own, target := entityOf(c.model, c.field.owner), c.target()
	switch o.Value {
	case mapping.OneOf, mapping.SomeOf:
		return items(Value, o.Words, "")
	case mapping.Flag, mapping.FlagOr:
		return items(Value, append([]string{"true", "false"}, o.Words...), "")
	case mapping.ColumnName:
		return c.columns()
	case mapping.AttrName, mapping.AttrList:
		if own != nil {
			return attributes(own)
		}
	case mapping.TargetOrder:
		if target != nil {
			return attributes(target)
		}
	case mapping.TargetAttr:
		switch {
		case target == nil:
		case o.Name == "back_populates":
			return c.backward(own, target)
		default:
			return attributes(target)
		}
	}
	return nil
}

// target returns the entity that the relationship of the field leads to.
func (c completion) target() *mapping.Entity {
	return entityOf(c.model, typeArg(c.field.typ))
}

// backward returns the relationships of the target, those that lead back first.
func (c completion) backward(own, target *mapping.Entity) []Item {
	rels := slices.Clone(target.Rels)
	slices.SortStableFunc(rels, func(a, b *mapping.Relationship) int {
		return rank(own == nil || a.TargetID != own.ID) - rank(own == nil || b.TargetID != own.ID)
	})
	var out []Item
	for _, r := range rels {
		out = append(out, Item{Kind: Field, Label: r.Name, Detail: r.Direction.String() + " of " + target.Name})
	}
	return out
}

// columns returns the columns that a foreign key may refer to, primary keys first.
func (c completion) columns() []Item {
	if c.model == nil {
		return nil
	}
	var keys, others []Item
	for _, e := range c.model.Entities {
		if e.Table == nil {
			continue
		}
		for _, col := range e.Table.Columns {
			it := Item{Kind: Column, Label: e.Table.FullName() + "." + col.Name, Detail: col.Type().String()}
			if col.PrimaryKey {
				keys = append(keys, it)
			} else {
				others = append(others, it)
			}
		}
	}
	return append(keys, others...)
}

// attributes returns the column attributes of an entity.
func attributes(e *mapping.Entity) []Item {
	var out []Item
	for _, a := range e.Attrs {
		out = append(out, Item{Kind: Field, Label: a.Name, Detail: a.Column.String()})
	}
	return out
}

// items returns words as items.
func items(kind ItemKind, words []string, detail string) []Item {
	var out []Item
	for _, w := range words {
		out = append(out, Item{Kind: kind, Label: w, Detail: detail})
	}
	return out
}

// rank orders false before true.
func rank(b bool) int {
	if b {
		return 1
	}
	return 0
}
