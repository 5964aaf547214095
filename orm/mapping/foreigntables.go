package mapping

import "github.com/aludel/aludel/expr"

// This file lets a struct be mapped in several registries: its code uses the descriptors of one, and means the tables of each.

// own is an expression by the tables of the model, where it has those of another registry.
func (b *builder) own(x any) expr.Node {
	return b.translator().Rewrite(expr.Coerce(x).Node())
}

// ownFrom is a FROM element by the tables of the model.
func (b *builder) ownFrom(f expr.FromClause) expr.FromClause { return b.translator().RewriteFrom(f) }

// translator is kept, so that an alias that several calls have stays one.
func (b *builder) translator() *expr.Rewriter {
	if b.translate == nil {
		b.translate = &expr.Rewriter{From: b.ownTable, Node: b.ownSide}
	}
	return b.translate
}

func (b *builder) ownTable(f expr.FromClause) (expr.FromClause, bool) {
	switch f := f.(type) {
	case *expr.TableClause:
		return b.tableLike(f), true
	case *expr.Alias:
		if t := b.tableLike(f.Of); t != f.Of {
			return expr.NewAlias(t, f.Name), true
		}
	}
	return nil, false
}

// tableLike is the table of the model that has the name of another, or that itself.
func (b *builder) tableLike(t *expr.TableClause) *expr.TableClause {
	name := t.Name
	if t.Schema != "" {
		name = t.Schema + "." + name
	}
	if own := b.m.MetaData.Table(name); own != nil {
		return own.TableClause
	}
	return t
}

// ownSide keeps the marks of columns.
func (b *builder) ownSide(n expr.Node) (expr.Node, bool) {
	s, ok := n.(*side)
	if !ok {
		return nil, false
	}
	c, ok := b.translate.Rewrite(s.ColumnClause).(*expr.ColumnClause)
	if !ok {
		return n, true
	}
	return &side{c, s.remote, s.foreign}, true
}
