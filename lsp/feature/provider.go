package feature

import (
	"context"
	"go/ast"
	"go/types"
	"slices"

	"github.com/aludel/aludel/analysis/evaluate"
	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/dialects/sqlite"
	"github.com/aludel/aludel/lsp/workspace"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/sqlcompile"
)

// shown are the dialects for which SQL can be shown, in the order in which it is.
var shown = []dialects.Dialect{sqlite.Dialect, postgres.Dialect}

// DialectNames returns the names of the dialects for which SQL can be shown.
func DialectNames() []string {
	var names []string
	for _, d := range shown {
		names = append(names, d.Name())
	}
	return names
}

// checker is the provider over the packages below analysis.
type checker struct {
	logf func(format string, args ...any)
}

// New returns the provider that answers from the checks, the mapping model and the query evaluator. logf is told
// what failed, from any goroutine.
func New(logf func(format string, args ...any)) Provider { return &checker{logf: logf} }

// Hover implements Provider.
func (*checker) Hover(_ context.Context, pkg *workspace.Package, file *workspace.File, offset int, names []string) *Card {
	p, ok := placeAt(pkg, file, offset)
	if !ok {
		return nil
	}
	k := knowledgeOf(pkg)
	ds := chosen(names)
	if f := p.field(); p.inTag(f) {
		return tagHover(p, f, k.model, ds)
	}
	if e := p.entity(k.model); e != nil && e.Table != nil {
		return &Card{Span: p.span(p.ident()), Markdown: entityCard(e, ds)}
	}
	if e, name := p.member(k.model); e != nil {
		if text := memberCard(e, name, ds); text != "" {
			return &Card{Span: p.span(p.path[0]), Markdown: text}
		}
	}
	if q := p.query(k); q != nil {
		return &Card{Span: p.span(p.path[0]), Markdown: queryCard(q, names)}
	}
	return nil
}

// Complete implements Provider.
func (*checker) Complete(_ context.Context, pkg *workspace.Package, file *workspace.File, offset int) []Item {
	p, ok := placeAt(pkg, file, offset)
	if !ok {
		return nil
	}
	if f := p.field(); p.inTag(f) {
		return completeTag(p, f, knowledgeOf(pkg).model)
	}
	return completeName(p, knowledgeOf(pkg).model)
}

// chosen returns the dialects of those names.
func chosen(names []string) []sqlcompile.Dialect {
	var ds []sqlcompile.Dialect
	for _, d := range shown {
		if slices.Contains(names, d.Name()) {
			ds = append(ds, d)
		}
	}
	return ds
}

// tagHover returns what is known of a place in a tag: the option under it, and what the field is mapped to.
func tagHover(p place, f *field, m *mapping.Model, ds []sqlcompile.Dialect) *Card {
	tag, at, ok := p.tag(f)
	if !ok {
		return nil
	}
	card := &Card{Span: p.inTagSpan(f, tag.Body)}
	for _, it := range tag.Items {
		if info, known := mapping.Option(it.Key); known && it.Span.Off <= at && at <= it.Span.Off+it.Span.Len {
			card.Span, card.Markdown = p.inTagSpan(f, it.Span), optionCard(info)
		}
	}
	e := entityOf(m, f.owner)
	switch {
	case e == nil:
	case f.context() == mapping.OnEntity && e.Table != nil && card.Markdown == "":
		card.Markdown = entityCard(e, ds)
	default:
		if text := memberCard(e, f.name, ds); text != "" {
			if card.Markdown != "" {
				card.Markdown += "\n---\n\n"
			}
			card.Markdown += text
		}
	}
	if card.Markdown == "" {
		return nil
	}
	return card
}

// memberCard says what an attribute or relationship of an entity is, empty if there is none of that name.
func memberCard(e *mapping.Entity, name string, ds []sqlcompile.Dialect) string {
	for _, a := range e.Attrs {
		if a.Name == name || a.Composite == nil && len(a.Path) > 0 && a.Path[len(a.Path)-1] == name {
			return attributeCard(a, ds)
		}
	}
	if r := e.Rel(name); r != nil {
		return relationshipCard(r)
	}
	if c := e.Composite(name); c != nil {
		return compositeCard(c)
	}
	return ""
}

// entity returns the entity whose declaration's name, or embedded orm.Entity, the place is in.
func (p place) entity(m *mapping.Model) *mapping.Entity {
	id := p.ident()
	if id == nil || len(p.path) < 2 {
		return nil
	}
	if spec, ok := p.path[1].(*ast.TypeSpec); ok && spec.Name == id {
		if obj := p.pkg.Info.Defs[id]; obj != nil {
			return entityOf(m, obj.Type())
		}
	}
	if f := p.field(); f != nil && len(f.node.Names) == 0 && ormName(f.typ) == "Entity" {
		return entityOf(m, f.owner)
	}
	return nil
}

// query returns the query that the identifier at the place is part of, nil if none, or if the identifier is none of
// the ORM's affairs.
func (p place) query(k *knowledge) *evaluate.Query {
	id := p.ident()
	if id == nil {
		return nil
	}
	decl := enclosingDecl(p.file.Tree(), id.Pos())
	if decl == nil {
		return nil
	}
	var best *evaluate.Query
	for _, q := range k.queries(p.file, decl) {
		if q.Pos <= id.Pos() && id.End() <= q.End && (p.speaksOfQueries(id) || q.Via != "" && q.Pos <= id.Pos()) && better(&q, best) {
			best = &q
		}
	}
	return best
}

// better tells whether a query says more about a place inside it than another: one that is sent says more than a
// part of it, and else the smaller one does.
func better(q, than *evaluate.Query) bool {
	if than == nil {
		return true
	}
	if (q.Terminal != "") != (than.Terminal != "") {
		return q.Terminal != ""
	}
	return q.End-q.Pos < than.End-than.Pos
}

// speaksOfQueries tells whether an identifier is a function or method of package orm, or a value of one of its types.
func (p place) speaksOfQueries(id *ast.Ident) bool {
	switch obj := p.pkg.Info.ObjectOf(id).(type) {
	case *types.Func:
		return isOrm(obj.Pkg())
	case *types.Var:
		return ormName(obj.Type()) == "Query"
	}
	return false
}
