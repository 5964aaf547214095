package feature

import (
	"go/ast"
	"go/token"

	"github.com/aludel/aludel/analysis/passes/attrnames"
	"github.com/aludel/aludel/orm/mapping"
)

// This file completes the names of attributes in strings: in orm.AttrNamed, and in the values given to FilterBy.

// completeName returns the attributes that the string at a place may name.
func completeName(p place, m *mapping.Model) []Item {
	lit, ok := p.path[0].(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return nil
	}
	span := p.span(lit)
	if p.offset <= span.Start || p.offset >= span.End {
		return nil
	}
	span.Start, span.End = span.Start+1, span.End-1
	of, whole := attrnames.NewFinder(p.pkg.Info, p.pkg.Syntax()).Key(p.path)
	e := entityOf(m, of)
	if e == nil {
		return nil
	}
	out := attributes(e)
	if whole {
		for _, c := range e.Composites {
			out = append(out, Item{Kind: Field, Label: c.Name, Detail: "composite of " + c.GoType.String()})
		}
	}
	for i := range out {
		out[i].Replace, out[i].Insert = span, out[i].Label
	}
	return out
}
