package expr

// This file writes the structure of the FROM elements and the parts of a SELECT that few have.

// cte writes a CTE; copies of one expression are one.
func (k *Key) cte(c *CTE) {
	first := k.local(c.Root())
	if k.flag(c.original != nil); first || c.original != nil { // copies differ in these
		k.flag(c.Nested)
		k.hints(c.Prefixes)
		k.hints(c.Suffixes)
	}
	if !first {
		return
	}
	k.text(c.Name)
	k.flag(c.Recursive)
	if k.flag(c.DML != nil); c.DML != nil {
		k.statement(c.DML)
		return
	}
	k.selectStmt(c.Select)
}

// rareFrom writes what a FROM element is, at its first appearance.
func (k *Key) rareFrom(f FromClause) {
	switch f := f.(type) {
	case *TableFunction:
		k.tag('f')
		k.text(f.Name)
		k.Bytes = append(k.Bytes, boolByte(f.Aliased)|boolByte(f.Scalar)<<1|boolByte(f.Ordinality)<<2|boolByte(f.Derived)<<3|
			boolByte(f.Typed)<<4|boolByte(f.Lateral)<<5)
		k.names(f.Columns)
		k.node(f.Call)
	case *ValuesClause:
		k.OK = k.OK && f.Err == nil
		k.tag('v')
		k.text(f.Name)
		k.flag(f.Lateral)
		k.names(f.Columns)
		k.uint(uint64(len(f.Rows)))
		for _, row := range f.Rows {
			k.nodes(row)
		}
	case *TableSample:
		k.tag('s')
		k.from(f.Of)
		k.text(f.Name)
		k.node(f.Method)
		k.optional(f.Seed)
	case *CTEAlias:
		k.tag('c')
		k.from(f.Of)
		k.text(f.Name)
	case *TextFrom:
		k.tag('x')
		k.node(f.Text)
	}
}

// names writes the columns that a FROM element declares.
func (k *Key) names(columns []*ColumnClause) {
	k.uint(uint64(len(columns)))
	for _, c := range columns {
		k.text(c.Name)
		k.typ(c.Typ)
	}
}

func (k *Key) hints(hs []Hint) {
	k.uint(uint64(len(hs)))
	for _, h := range hs {
		k.text(h.Text)
		k.text(h.Dialect)
	}
}

// rarest writes the parts of a SELECT that hardly any has.
func (k *Key) rarest(r *Rare) {
	some := r.Text != nil || len(r.CTEs)+len(r.Prefixes)+len(r.Suffixes)+len(r.StatementHints)+len(r.TableHints) > 0
	if k.flag(some); !some {
		return
	}
	if k.flag(r.Text != nil); r.Text != nil {
		k.node(r.Text)
	}
	k.uint(uint64(len(r.CTEs)))
	for _, c := range r.CTEs {
		k.from(c)
	}
	k.hints(r.Prefixes)
	k.hints(r.Suffixes)
	k.hints(r.StatementHints)
	k.uint(uint64(len(r.TableHints)))
	for _, h := range r.TableHints {
		k.from(h.On)
		k.hints([]Hint{h.Hint})
	}
}
