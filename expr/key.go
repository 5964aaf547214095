package expr

import (
	"encoding/binary"
	"fmt"
	"unsafe"

	"github.com/aludel/aludel/sqltypes"
)

// This file writes the structure of a statement as bytes.

// Key is the structure of a statement, serialised, with the binds that were met on the way.
//
// Invariant: two statements with equal Bytes have the same text on every dialect, and their binds correspond by index. The
// converse need not hold. Values of binds, and the length of an expanding one, are no part of Bytes.
type Key struct {
	Bytes []byte
	Binds []KeyBind
	// OK is false for a statement that cannot be keyed (it holds an error); compile it to learn why.
	OK bool
	// locals are the aliases and subqueries met, which are told apart by order of appearance, not by address.
	locals []FromClause
	// placed says where binds stand among Binds, for the first of them that were asked for by [Key.place].
	placed map[*BindParameter]int
}

// Reset empties the key for another statement; the memory is kept.
func (k *Key) Reset() {
	clear(k.Binds)
	k.Bytes, k.Binds, k.OK, k.placed = k.Bytes[:0], k.Binds[:0], false, nil
	if len(k.locals) > 0 {
		clear(k.locals)
		k.locals = k.locals[:0]
	}
}

// AppendKey walks a statement and fills k, which must be empty.
func AppendKey(k *Key, s Statement) {
	k.OK = true
	k.statement(s)
}

func (k *Key) statement(s Statement) {
	switch s := s.(type) {
	case Select:
		k.tag('S')
		k.selectStmt(s)
	case Fragment:
		k.tag('F')
		if s.X != nil {
			k.node(s.X)
		} else {
			k.from(s.From)
		}
	case Insert:
		k.insert(&s)
	case Update:
		k.update(&s)
	case Delete:
		k.delete(&s)
	default:
		k.OK = false
	}
}

func (k *Key) tag(b byte)      { k.Bytes = append(k.Bytes, b) }
func (k *Key) text(s string)   { k.uint(uint64(len(s))); k.Bytes = append(k.Bytes, s...) }
func (k *Key) flag(b bool)     { k.Bytes = append(k.Bytes, boolByte(b)) }
func (k *Key) optional(n Node) { k.flag(n != nil); k.node(n) }

// uint writes a number, most of which are small.
func (k *Key) uint(n uint64) {
	if n < 0x80 {
		k.Bytes = append(k.Bytes, byte(n))
		return
	}
	k.Bytes = binary.AppendUvarint(k.Bytes, n)
}

func boolByte(b bool) byte {
	if b {
		return 1
	}
	return 0
}

// typ writes a type: the frequent ones by what they hold, others by the number that stands for them in this process.
func (k *Key) typ(t sqltypes.Type) {
	if t == nil {
		k.tag(0)
		return
	}
	if s, ok := t.(sqltypes.Simple); ok {
		k.tag(byte(s.Kind()))
		return
	}
	if n, ok := sqltypes.Common(t); ok {
		k.tag(byte(n))
		return
	}
	if t, ok := t.(sqltypes.StringType); ok && t == (sqltypes.StringType{Length: t.Length}) {
		k.tag(sizedType)
		k.uint(uint64(t.Length))
		return
	}
	token, ok := sqltypes.Token(t)
	if !ok {
		k.OK = false
	}
	k.tag(otherType)
	k.uint(token)
}

// sizedType and otherType are no numbers of common types: a text of a length, and a type by its token.
const sizedType, otherType = 0xfe, 0xff

func (k *Key) nodes(ns []Node) {
	k.uint(uint64(len(ns)))
	k.run(ns)
}

func (k *Key) columns(cs []*ColumnClause) {
	k.uint(uint64(len(cs)))
	for _, c := range cs {
		k.column(c)
	}
}

// selectStmt writes the clauses of a SELECT in their order, whatever steps it was built by.
func (k *Key) selectStmt(s Select) {
	var t trail
	t.follow(s)
	c := t.base
	if c.Err != nil {
		k.OK = false
	}
	k.Bytes = append(k.Bytes, byte(t.style()), byte(c.Lock), boolByte(c.Unique))
	if t.kept != nil && t.kinds&(stepColumns|stepJoin) == 0 {
		k.Bytes = append(k.Bytes, t.kept.key...)
	} else {
		k.list(&t, stepColumns, c.Columns)
		if f := t.join.only(); f != nil {
			k.tag(1)
			k.from(f)
		} else {
			k.froms(c.From)
		}
	}
	k.list(&t, stepWhere, c.WhereAll)
	if t.kinds&(stepGroup|stepHaving) == 0 && len(c.Groups)+len(c.HavingBy) == 0 {
		k.Bytes = append(k.Bytes, 0, 0)
	} else {
		k.list(&t, stepGroup, c.Groups)
		k.list(&t, stepHaving, c.HavingBy)
	}
	k.list(&t, stepOrder, c.Order)
	k.number(t.limit, c.LimitTo)
	k.number(t.offset, c.OffsetTo)
	if k.flag(c.Rare != nil); c.Rare != nil {
		k.rare(c.Rare)
	}
}

// number writes LIMIT or OFFSET: what a step sets, or what it was before.
func (k *Key) number(st *step, before Node) {
	if st == nil && before == nil {
		k.Bytes = append(k.Bytes, 0, '0')
		return
	}
	if st == nil || st.form != numberForm {
		k.optional(number(st, before))
		return
	}
	x := &(*numberStep)(unsafe.Pointer(st)).count
	if k.metCount(x) {
		k.optional(x.Parameter())
		return
	}
	k.Binds = append(k.Binds, x)
	k.Bytes = append(append(k.Bytes, 1), rowCountKey...)
}

// list writes a clause that is a list: what it was before the steps of the trail, and what they add.
func (k *Key) list(t *trail, kind stepKind, before []Node) {
	if t.kinds&kind == 0 {
		k.nodes(before)
		return
	}
	var one []Node
	n, steps := len(before), 0
	for _, st := range t.steps[:t.n] {
		if st.kind == kind {
			one = st.list()
			n += len(one)
			steps++
		}
	}
	k.uint(uint64(n))
	if steps == 1 && len(before) == 0 {
		k.run(one)
		return
	}
	k.run(before)
	for i := t.n - 1; i >= 0; i-- {
		if st := t.steps[i]; st.kind == kind {
			k.run(st.list())
		}
	}
}

func (k *Key) froms(fs []FromClause) {
	k.uint(uint64(len(fs)))
	for _, f := range fs {
		k.from(f)
	}
}

func (k *Key) rare(r *Rare) {
	l := &r.Locking
	k.Bytes = append(k.Bytes, boolByte(l.Share)|boolByte(l.Key)<<1|boolByte(l.NoWait)<<2|boolByte(l.SkipLocked)<<3,
		boolByte(r.FetchRows)|boolByte(r.Fetch.Percent)<<1|boolByte(r.Fetch.WithTies)<<2)
	k.nodes(r.DistinctOn)
	k.nodes(l.of)
	k.froms(l.ofTables)
	if k.flag(r.Correlate != nil); r.Correlate != nil {
		k.flag(r.Correlate.Except)
		k.froms(r.Correlate.From)
	}
	if k.flag(r.Compound != nil); r.Compound != nil {
		k.Bytes = append(k.Bytes, byte(r.Compound.Op), boolByte(r.Compound.All))
		k.uint(uint64(len(r.Compound.Parts)))
		for i := range r.Compound.Parts {
			k.selectStmt(r.Compound.Parts[i])
		}
	}
	k.rarest(r)
}

func (k *Key) from(f FromClause) {
	switch f := f.(type) {
	case *TableClause:
		if f.id < 0x80 {
			k.Bytes = append(k.Bytes, 't', byte(f.id))
			return
		}
		k.tag('t')
		k.uint(f.id)
	case *Alias:
		if k.local(f) {
			k.uint(f.Of.id)
			k.text(f.Name)
		}
	case *Subquery:
		if k.local(f) {
			k.text(f.Name)
			k.flag(f.Lateral)
			k.selectStmt(f.Select)
		}
	case *CTE:
		k.cte(f)
	case *Join:
		k.Bytes = append(k.Bytes, 'j', boolByte(f.Outer)|boolByte(f.Full)<<1)
		k.from(f.Left)
		k.from(f.Right)
		k.node(f.On)
	case *TableFunction, *ValuesClause, *TableSample, *CTEAlias, *TextFrom:
		if k.local(f) {
			k.rareFrom(f)
		}
	default:
		k.tag('0')
	}
}

// local writes the number of an alias or subquery; it reports whether this is its first appearance, where what it is
// must follow.
func (k *Key) local(f FromClause) (first bool) {
	for i, l := range k.locals {
		if l == f {
			k.tag('l')
			k.uint(uint64(i))
			return false
		}
	}
	k.locals = append(k.locals, f)
	k.tag('L')
	return true
}

func (k *Key) column(c *ColumnClause) {
	if id := c.id; id != 0 {
		k.Bytes = append(k.Bytes, '.', byte(id), byte(id>>8), byte(id>>16), byte(id>>24))
		return
	}
	k.tag('c')
	if c.Table == nil {
		k.tag('0')
		k.text(c.Name)
		k.tag(byte(c.Quote))
		k.typ(c.Typ)
		return
	}
	k.from(c.Table)
	k.uint(uint64(c.index))
}

func (k *Key) bind(b *BindParameter) {
	if i := k.place(b); i >= 0 {
		k.tag('b')
		k.uint(uint64(i))
		return
	}
	k.Binds = append(k.Binds, b)
	flags := boolByte(b.Unique) | boolByte(b.Expanding)<<1 | byte(b.Escape)<<2
	if len(b.Name) < 0x80 {
		k.Bytes = append(append(k.Bytes, 'B', flags, byte(len(b.Name))), b.Name...)
	} else {
		k.Bytes = append(k.Bytes, 'B', flags)
		k.text(b.Name)
	}
	k.typ(b.Typ)
}

// regexp writes the flags by their value, which decides the text.
func (k *Key) regexp(n *Regexp) {
	k.Bytes = append(k.Bytes, '~', boolByte(n.Not)|boolByte(n.Replacement != nil)<<1|boolByte(n.Flags != nil)<<2)
	k.node(n.X)
	k.node(n.Pattern)
	k.optional(n.Replacement)
	if n.Flags != nil {
		k.text(fmt.Sprint(n.Flags.Value))
		k.bind(n.Flags)
	}
}

// literal writes a literal by its value, which stands in the text.
func (k *Key) literal(n *Literal) {
	k.tag('i')
	k.typ(n.Typ)
	k.text(fmt.Sprintf("%T %#v", n.Value, n.Value))
}

// node writes a node. The kinds that most nodes are of are asked for first: a long switch costs more than they do.
func (k *Key) node(n Node) {
	if c, ok := n.(*ColumnClause); ok {
		k.column(c)
	} else if b, ok := n.(*BindParameter); ok {
		k.bind(b)
	} else if x, ok := n.(*Binary); ok && !x.Op.IsPart() {
		k.binary(x)
	} else {
		k.other(n)
	}
}

// binary writes an operator between two nodes. What stands before the second one is written at once: what is appended byte by byte
// waits for each byte before it.
func (k *Key) binary(x *Binary) {
	l, ok := x.L.(*ColumnClause)
	if !ok || l.id == 0 {
		k.Bytes = append(k.Bytes, 'o', byte(x.Op))
		k.node(x.L)
		k.node(x.R)
		return
	}
	if b, ok := x.R.(*BindParameter); ok && b.isOf(l) && !k.met(b) {
		k.Binds = append(k.Binds, b)
		k.Bytes = append(k.Bytes, 'v', byte(x.Op), byte(l.id), byte(l.id>>8), byte(l.id>>16), byte(l.id>>24))
		return
	}
	k.Bytes = append(k.Bytes, 'o', byte(x.Op), '.', byte(l.id), byte(l.id>>8), byte(l.id>>16), byte(l.id>>24))
	k.node(x.R)
}

// isOf reports whether a bind has the name and the type of a column, and nothing else that stands in the text: then the column tells them.
// The types are compared as words, as those are that a bind has from its column.
func (b *BindParameter) isOf(c *ColumnClause) bool {
	return b.Unique && !b.Expanding && b.Escape == NoEscape && c.recent != nil && c.recent.of == c && c.Typ != nil && identical(b.Typ, c.Typ) && b.Name == c.Name
}

// run writes nodes, columns of tables and their comparisons with values without a call for each.
func (k *Key) run(ns []Node) {
	b := k.Bytes
	for _, n := range ns {
		switch n := n.(type) {
		case *ColumnClause:
			if n.id != 0 {
				b = append(b, '.', byte(n.id), byte(n.id>>8), byte(n.id>>16), byte(n.id>>24))
				continue
			}
		case *Unary: // an order by a column
			if c, ok := n.X.(*ColumnClause); ok && c.id != 0 {
				b = append(b, 'u', byte(n.Op), '.', byte(c.id), byte(c.id>>8), byte(c.id>>16), byte(c.id>>24))
				continue
			}
		case *compared:
			if !k.metComparison(n) {
				k.Binds = append(k.Binds, n)
				b = append(b, n.of.key[:]...)
				continue
			}
		}
		k.Bytes = b
		k.node(fullNode(n))
		b = k.Bytes
	}
	k.Bytes = b
}

// other is a flat switch over the kinds of nodes.
func (k *Key) other(n Node) {
	switch n := n.(type) {
	case nil:
		k.tag('0')
	case *Late:
		k.node(n.Resolve())
	case *Constant:
		k.Bytes = append(k.Bytes, 'k', byte(n.Value))
	case *Binary: // one that takes a part of a document: the type decides the text
		k.Bytes = append(k.Bytes, 'o', byte(n.Op))
		k.typ(n.Typ)
		k.node(n.L)
		k.node(n.R)
	case *Unary:
		k.Bytes = append(k.Bytes, 'u', byte(n.Op))
		k.node(n.X)
	case *List:
		k.Bytes = append(k.Bytes, 'n', byte(n.Op))
		k.nodes(n.Items)
	case *Grouping:
		k.tag('(')
		k.node(n.X)
	case *LikePattern:
		k.Bytes = append(k.Bytes, '%', boolByte(n.Prefix))
		k.text(n.Escape)
		k.node(n.X)
	case *Over:
		k.tag('O')
		k.node(n.X)
		k.nodes(n.PartitionBy)
		k.nodes(n.Order)
		k.keyFrame(n.Rows)
		k.keyFrame(n.Range)
		k.keyFrame(n.Groups)
	case *WithinGroup:
		k.tag('g')
		k.node(n.X)
		k.nodes(n.Order)
	case *FunctionFilter:
		k.tag('W')
		k.node(n.X)
		k.nodes(n.Conds)
	case *Custom:
		k.Bytes = append(k.Bytes, '!', byte(n.Precedence))
		k.text(n.Text)
		k.typ(n.Typ)
		k.node(n.L)
		k.node(n.R)
	case *Collate:
		k.tag('@')
		k.text(n.Name)
		k.node(n.X)
	case *Regexp:
		k.regexp(n)
	case *Between:
		k.Bytes = append(k.Bytes, 'w', boolByte(n.Not)|boolByte(n.Symmetric)<<1)
		k.node(n.X)
		k.node(n.Lo)
		k.node(n.Hi)
	case *Tuple:
		k.tag('T')
		k.nodes(n.Items)
	case *Array:
		k.tag('A')
		k.typ(n.Typ)
		k.nodes(n.Items)
	case *Span:
		k.tag(':')
		k.node(n.From)
		k.node(n.To)
	case *TypeCoerce:
		k.tag('y')
		k.typ(n.Typ)
		k.node(n.X)
	case *LabelReference:
		k.tag('r')
		k.text(n.Name)
	case *Literal:
		k.literal(n)
	case *FullText:
		k.Bytes = append(k.Bytes, 'm', byte(n.Mode), boolByte(n.Columnar)|boolByte(n.Negated)<<1)
		k.text(n.Config)
		k.nodes(n.Columns)
		k.node(n.Against)
	case *Function:
		k.tag('f')
		k.text(n.Name)
		k.typ(n.Typ)
		k.nodes(n.Args)
	case *Label:
		k.Bytes = append(k.Bytes, 'a', byte(n.Quote))
		k.text(n.Name)
		k.node(n.X)
	case *Cast:
		k.Bytes = append(k.Bytes, 'C', boolByte(n.Try))
		k.typ(n.Typ)
		k.node(n.X)
	case *Scalar:
		k.tag('s')
		k.selectStmt(n.Select)
	case *ExistsClause:
		k.tag('e')
		k.flag(n.Not)
		k.selectStmt(n.Select)
	case *Extract:
		k.tag('E')
		k.text(n.Field)
		k.node(n.X)
	case *Case:
		k.tag('?')
		k.optional(n.Value)
		k.uint(uint64(len(n.Whens)))
		for _, w := range n.Whens {
			k.node(w.Cond)
			k.node(w.Then)
		}
		k.optional(n.Else)
	case *Text:
		k.tag('x')
		k.text(n.SQL)
		k.typ(n.Typ)
		k.uint(uint64(len(n.Binds)))
		for _, b := range n.Binds {
			k.bind(b)
		}
	case *ExcludedColumn:
		k.tag('X')
		k.column(n.Column)
	case *SequenceValue:
		k.tag('q')
		k.text(n.Schema)
		k.text(n.Name)
	case *Assignment:
		k.tag('=')
		k.column(n.Column)
		k.node(n.Value)
	default:
		k.OK = false
	}
}
