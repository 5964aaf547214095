package expr

import "fmt"

// This file writes the structure of INSERT, UPDATE and DELETE.

func (k *Key) insert(s *Insert) {
	k.OK = k.OK && s.Err == nil
	k.Bytes = append(k.Bytes, 'I', boolByte(s.Ordered)|boolByte(s.Exact)<<1|boolByte(s.More != nil)<<2)
	k.from(s.Table)
	k.columns(s.Columns)
	k.nodes(s.Given)
	k.uint(uint64(s.Rows))
	k.nodes(s.Return)
	if m := s.More; m != nil {
		k.Bytes = append(k.Bytes, boolByte(m.Multi)|boolByte(m.NoDefaults)<<1|boolByte(m.Inline)<<2|boolByte(m.Many)<<3|boolByte(m.ReturnDefaults)<<4)
		if k.flag(m.From != nil); m.From != nil {
			k.selectStmt(*m.From)
		}
		if k.flag(m.Conflict != nil); m.Conflict != nil {
			k.conflict(m.Conflict)
		}
	}
	k.words(s.Words)
}

func (k *Key) conflict(c *Conflict) {
	k.flag(c.Duplicate)
	k.text(c.Target.Constraint)
	k.nodes(c.Target.Columns)
	k.nodes(c.Target.WhereAll)
	for _, n := range c.Target.WhereAll { // its values stand in the text
		Walk(n, func(n Node) bool {
			if b, ok := n.(*BindParameter); ok {
				k.text(fmt.Sprintf("%T %#v", b.Value, b.Value))
			}
			return true
		})
	}
	k.assignments(c.Set)
	k.nodes(c.WhereAll)
}

func (k *Key) assignments(sets []*Assignment) {
	k.uint(uint64(len(sets)))
	for _, a := range sets {
		k.node(a)
	}
}

func (k *Key) update(s *Update) {
	k.OK = k.OK && s.Err == nil
	k.Bytes = append(k.Bytes, 'U', boolByte(s.ReturnDefaults))
	k.from(s.Table)
	k.assignments(s.Set)
	k.nodes(s.WhereAll)
	k.nodes(s.Return)
	k.optional(s.LimitTo)
	k.words(s.Words)
}

func (k *Key) delete(s *Delete) {
	k.OK = k.OK && s.Err == nil
	k.tag('D')
	k.from(s.Table)
	k.nodes(s.WhereAll)
	k.nodes(s.Return)
	k.optional(s.LimitTo)
	k.words(s.Words)
}

func (k *Key) words(w *ChangeWords) {
	if k.flag(w != nil); w != nil {
		k.hints(w.Prefixes)
		k.hints(w.Hints)
	}
}
